"""Makes cities, milestones and pages publishable: from facts to the catalogue's rows. The one door of this room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cities.facts import LIGHT, PLAIN, UNNAMED_GUESTS, city_clearances, city_facts, milestone_facts, page_facts
from cities.models import City, CityPublication, Milestone, Network, Page
from cities.public.models import PublicCity, PublicMilestone, PublicPage
from cities.public.vocabulary import MembershipState
from refuge.core import publishing
from refuge.core.catalogue import Shelf, Tree
from refuge.core.folding import fold, search_key
from refuge.core.projection import every, one, partial, renditions, rights
from refuge.core.publishing import Publishable
from refuge.core.redaction import Fact, Place, Places
from refuge.office.models import Source, rendition_body
from refuge.office.picture_review import PictureReview

Facts = tuple[Fact, ...]
Images = dict[str, str]

PHOTOGRAPH = PictureReview(
    column="photograph",
    fact="photograph",
    refusal=_(
        "You put in this photograph yourself. Ask somebody else to look at what it shows (a guest, a door, a street "
        "sign, other people) and to publish: %(others)s."
    ),
)


def listed_cities() -> Places:
    """Return the listed cities by record id: those whose publication stands."""
    rows = CityPublication.objects.filter(standing=True)
    columns = rows.values_list("record_id", "country", "slug", "shows_unnamed", "fictional")
    return {
        str(pk): Place(country, slug, unnamed, hides_others=not fictional)
        for pk, country, slug, unnamed, fictional in columns
    }


def project_city(facts: Facts, images: Images, places: Places) -> Tree:
    """Return a city's catalogue columns and child rows."""
    columns = {name: one(facts, name) for name in (*PLAIN, "website")}
    photograph = one(facts, "photograph", {})
    memberships = every(facts, "membership")
    return {
        **columns,
        "always_dark": not one(facts, LIGHT, False),
        "sort_key": fold(columns["name"])[:160],
        "search": search_key(columns["name"], columns["local_name"]),
        "active": any(row["state"] == MembershipState.ACTIVE for row in memberships),
        "photograph": rights(photograph),
        "sources": every(facts, "source"),
        "memberships": [{**row, "since": partial(row["since"]), "until": partial(row["until"])} for row in memberships],
        "photographs": renditions(photograph.get("renditions", ()), images),
    }


def project_milestone(facts: Facts, images: Images, places: Places) -> Tree:
    """Return a milestone's catalogue columns."""
    return {
        "date": partial(one(facts, "date")),
        "title": one(facts, "title"),
        "text": one(facts, "text"),
        "sources": every(facts, "source"),
    }


def project_page(facts: Facts, images: Images, places: Places) -> Tree:
    """Return a page's catalogue columns."""
    return {"page": one(facts, "slug"), **{name: one(facts, name) for name in ("language", "title", "text")}}


def _place_fields(city: City, facts: Facts) -> dict[str, Any]:
    return {
        "country": one(facts, "country"),
        "shows_unnamed": one(facts, UNNAMED_GUESTS, False),
        "fictional": one(facts, "fictional", False),
    }


def _cities_in(network: Network) -> Any:
    return City.objects.filter(memberships__network=network).distinct()


def _cities_citing(source: Source) -> Any:
    citing = City.objects.filter(sources=source) | City.objects.filter(memberships__sources=source)
    return [*citing.distinct(), *Milestone.objects.filter(sources=source)]


def register() -> None:
    """Register this room's publishable records."""
    publishing.register_places(listed_cities)
    publishing.register(
        Publishable(
            record=City,
            shelf=Shelf(PublicCity, ("memberships", "photographs"), rendition_body),
            facts_of=city_facts,
            project=project_city,
            title_of=lambda facts: one(facts, "name"),
            clearances_of=city_clearances,
            publication_fields=_place_fields,
            keeps_slug=True,
            is_place=True,
            objection=PHOTOGRAPH.objection,
        )
    )
    publishing.register(
        Publishable(
            record=Milestone,
            shelf=Shelf(PublicMilestone),
            facts_of=milestone_facts,
            project=project_milestone,
            title_of=lambda facts: one(facts, "title"),
            keeps_slug=True,
        )
    )
    publishing.register(
        Publishable(
            record=Page,
            shelf=Shelf(PublicPage),
            facts_of=page_facts,
            project=project_page,
            title_of=lambda facts: f"{one(facts, 'slug')} {one(facts, 'language')}",
        )
    )
    publishing.register_affected(Network, _cities_in)
    publishing.register_affected(Source, _cities_citing)
