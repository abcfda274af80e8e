"""Makes cities, milestones and pages publishable: from facts to the catalogue's rows. The one door of this room."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities import kinds
from cities.facts import city_clearances, city_facts, milestone_facts, page_facts
from cities.models import City, CityPublication, Membership, Milestone, Network, Page
from cities.public.models import PublicCity, PublicMilestone, PublicPage
from cities.public.vocabulary import MembershipState
from refuge.core import publishables
from refuge.core.catalogue import Shelf, Tree
from refuge.core.clearances import Clearances
from refuge.core.facts import Fact
from refuge.core.folding import fold, search_key
from refuge.core.hiding import Place, Places
from refuge.core.partial_dates import partial
from refuge.core.projection import every, one, project, renditions
from refuge.core.publishables import Facts, Publishable
from refuge.office.help_texts import say_what_is_public
from refuge.office.models import Source, rendition_body
from refuge.office.picture_review import PictureReview, PublishableWithPicture

# Of a city that takes guests no more, the days on which it did are certain only where both ends are known.
ENDED = (MembershipState.LEFT, MembershipState.PAUSED)

PHOTOGRAPH = PictureReview(
    column="photograph",
    kind=kinds.PHOTOGRAPH,
    refusal=_(
        "You put in this photograph yourself. Ask somebody else to look at what it shows (a guest, a door, a street "
        "sign, other people) and to publish: %(others)s."
    ),
)


def listed_cities() -> Places:
    """Return the listed cities by record id: those whose publication stands."""
    rows = CityPublication.objects.filter(standing=True)
    columns = rows.values_list(
        "record_id", "country", "slug", "shows_unnamed", "hides_others", "within_id", "spells", "first_published_on"
    )
    return {
        str(pk): Place(country, slug, unnamed, hides_others, str(within or ""), tuple(_days(spells, first_day)))
        for pk, country, slug, unnamed, hides_others, within, spells, first_day in columns
    }


def _days(spells: list[tuple[str, str]], first_day: date) -> Iterator[tuple[date, date | None]]:
    # Since when it takes guests, where nobody knows it, readers know from the first day on which they could read of it.
    for since, until in spells:
        yield date.fromisoformat(since) if since else first_day, date.fromisoformat(until) if until else None


def spells_of(facts: Facts) -> list[tuple[str, str]]:
    """Return from and until when a city takes guests, as far as its memberships leave no doubt; as ISO text.

    Empty text stands for a beginning that is not known, and for an end that has not come. A city that only decided to
    join, or never did, takes nobody; of one that left, both years must be known.
    """
    spells = set()
    for member in every(facts, kinds.MEMBERSHIP):
        since, until = partial(member["since"]), partial(member["until"])
        begins, ends = since.latest if since else None, until.earliest if until else None
        if member["state"] == MembershipState.ACTIVE:
            spells.add((str(begins or ""), str(ends or "")))
        elif member["state"] in ENDED and begins and ends:
            spells.add((str(begins), str(ends)))
    return sorted(spells)


def lacks_years(facts: Facts) -> bool:
    """Say whether nobody can tell of a membership on which days it made the city a host."""
    return any(
        not member["since"] if member["state"] == MembershipState.ACTIVE else not (member["since"] and member["until"])
        for member in every(facts, kinds.MEMBERSHIP)
        if member["state"] in (MembershipState.ACTIVE, *ENDED)
    )


class PublishableCity(PublishableWithPicture[City]):
    """A city: its address outlives a change of name, and its guests' editions depend on it."""

    record = City
    picture = PHOTOGRAPH
    shelf = Shelf(PublicCity, ("memberships", "photographs"), rendition_body)
    schema = kinds.CITY
    keeps_slug = True
    is_place = True
    advice = _(
        "If this is for the sake of a guest, take the guest off now, and the city some days later: where both are "
        "taken off on one day, whoever compares yesterday's site with today's can tell whose city it was. Guests who "
        "are shown here are shown without the city at once."
    )
    required = (kinds.CITY_NAME, kinds.CITY_COUNTRY)

    def facts_of(self, record: City) -> list[Fact]:
        return city_facts(record)

    def clearances_of(self, record: City) -> Clearances:
        return city_clearances(record)

    def title_of(self, facts: Facts) -> str:
        return str(one(facts, kinds.CITY_NAME))

    def project(self, facts: Facts, images: dict[str, str], places: Places) -> Tree:
        said = project(self.schema, facts, PublicCity)
        photograph = said["photograph"].pop("renditions", ())
        outer = next(
            (places[fact.city].slug for fact in facts if fact.kind is kinds.WITHIN and fact.city in places), ""
        )
        return said | {
            "within": outer,
            "always_dark": not one(facts, kinds.LIGHT, False),
            "sort_key": fold(said["name"])[:160],
            "search": search_key(said["name"], said["local_name"]),
            "active": any(row["state"] == MembershipState.ACTIVE for row in said["memberships"]),
            "photographs": renditions(photograph, images),
        }

    def publication_fields(self, record: City, facts: Facts) -> dict[str, Any]:
        return {
            "country": one(facts, kinds.CITY_COUNTRY),
            "shows_unnamed": one(facts, kinds.UNNAMED_GUESTS, False),
            "hides_others": not one(facts, kinds.FICTIONAL, False) and not one(facts, kinds.TAKES_NO_GUESTS, False),
            "within_id": next((int(fact.city) for fact in facts if fact.kind is kinds.WITHIN), None),
            "spells": spells_of(facts),
        }

    def place_of(self, record: City, facts: Facts) -> Place:
        fields, first_day = self.publication_fields(record, facts), timezone.localdate()
        standing = record.publications.filter(standing=True).first()
        return Place(
            fields["country"],
            standing.slug if standing else "",
            fields["shows_unnamed"],
            fields["hides_others"],
            str(fields["within_id"] or ""),
            tuple(_days(fields["spells"], standing.first_published_on if standing else first_day)),
        )

    def hosted_in(self, countries: frozenset[str], *, hidden: bool) -> list[City]:
        """Return the listed cities of these countries that lie in another one."""
        if hidden:
            return []
        within = CityPublication.objects.filter(standing=True, country__in=countries).exclude(within=None)
        return list(City.objects.filter(pk__in=within.values("record_id")).order_by("pk"))


class PublishableMilestone(Publishable[Milestone]):
    """A dated event of the movement's history."""

    record = Milestone
    shelf = Shelf(PublicMilestone)
    schema = kinds.MILESTONE
    required = (kinds.DATE, kinds.TITLE)

    def facts_of(self, record: Milestone) -> list[Fact]:
        return milestone_facts(record)

    def title_of(self, facts: Facts) -> str:
        """Return no title: it has no page, and an address of words would say for good what the title once said."""
        return ""

    def project(self, facts: Facts, images: dict[str, str], places: Places) -> Tree:
        return project(self.schema, facts, PublicMilestone)


class PublishablePage(Publishable[Page]):
    """A page of text in one language."""

    record = Page
    shelf = Shelf(PublicPage)
    schema = kinds.PAGE
    required = (kinds.SLUG, kinds.LANGUAGE)

    def facts_of(self, record: Page) -> list[Fact]:
        return page_facts(record)

    def title_of(self, facts: Facts) -> str:
        return f"{one(facts, kinds.SLUG)} {one(facts, kinds.LANGUAGE)}"

    def project(self, facts: Facts, images: dict[str, str], places: Places) -> Tree:
        return project(self.schema, facts, PublicPage)


def _cities_in(network: Network) -> Any:
    return City.objects.filter(pk__in=Membership.objects.filter(network=network).values("city"))


def _cities_citing(source: Source) -> Any:
    members = Membership.objects.filter(sources=source).order_by().values("city")
    citing = City.objects.filter(sources=source).order_by().values("pk").union(members)
    return [*City.objects.filter(pk__in=citing), *Milestone.objects.filter(sources=source)]


def register() -> None:
    """Register this room's publishable records."""
    publishables.register_places(listed_cities)
    for publishable in (PublishableCity(), PublishableMilestone(), PublishablePage()):
        publishables.register(publishable)
    say_what_is_public((kinds.CITY, kinds.MILESTONE, kinds.PAGE))
    publishables.register_affected(Network, _cities_in)
    publishables.register_affected(Source, _cities_citing)
