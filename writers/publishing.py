"""Makes writers publishable: from facts to the catalogue's rows. The one door of this room."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import Programme
from refuge.core import languages, publishing
from refuge.core.catalogue import Shelf, Tree, fingerprint
from refuge.core.folding import fold, search_key
from refuge.core.projection import every, one, partial, renditions, rights
from refuge.core.publishing import Publishable
from refuge.core.redaction import Fact, Level, Places, Scope
from refuge.office.models import Source, rendition_body
from refuge.office.picture_review import PictureReview
from writers.facts import clearances_of, facts_of
from writers.models import Clearance, Writer, WriterPublication
from writers.models.life import writers_at, writers_citing
from writers.public.models import PublicWriter
from writers.public.vocabulary import NameKind, Standing, Tag

Facts = tuple[Fact, ...]

CHILDREN = ("tags", "residencies", "works", "portraits")
PORTRAIT = PictureReview(
    column="portrait",
    fact="portrait",
    refusal=_(
        "You put in this portrait yourself. Ask somebody else to look at what it shows (a street sign, a view, a "
        "school, other people) and to publish: %(others)s."
    ),
)


def level_of(facts: Facts) -> Level:
    """Return how much of the person these facts show."""
    if one(facts, "name"):
        return Level.NAMED
    return Level.UNNAMED if one(facts, "row") else Level.COUNTED


def title_of(facts: Facts) -> str:
    """Return the published name; empty for a person without one, who has no page."""
    return one(facts, "name", {}).get("text", "")


def project_writer(facts: Facts, images: dict[str, str], places: Places) -> Tree:
    """Return a writer's catalogue columns and child rows."""
    name = one(facts, "name", {"text": "", "sort": ""})
    origin = one(facts, "origin", {"country": "", "label": ""})
    life = one(facts, "life", {"birth": None, "death": None})
    names, works, portrait = _cited(facts, "other name"), _cited(facts, "work"), one(facts, "portrait", {})
    own: dict[str, str] = next((form for form in names if form["kind"] == NameKind.OWN_SCRIPT), {})
    roles, tongues = every(facts, "role"), every(facts, "language")
    titles = [work[column] for work in works for column in ("title", "original_title", "translated_title")]
    return {
        "level": level_of(facts),
        "name": name["text"],
        "sort_key": fold(name["sort"])[:255],
        "own_name": own.get("text", ""),
        "own_name_tag": languages.tag(own["language"], own["script"]) if own else "",
        "names": names,
        "summary": one(facts, "summary", ""),
        "origin": origin["country"],
        "origin_label": origin["label"],
        "birth_year": life["birth"],
        "death_year": life["death"],
        "roles": roles,
        "languages": tongues,
        "texts": every(facts, "text"),
        "waypoints": _cited(facts, "waypoint"),
        "portrait": rights(portrait),
        "links": every(facts, "link"),
        "search": search_key(name["text"], name["sort"], *(form["text"] for form in names), *titles),
        "fictional": one(facts, "fictional", False),
        "tags": [{"facet": Tag.ROLE.value, "value": role} for role in roles]
        + [{"facet": Tag.LANGUAGE.value, "value": tongue} for tongue in tongues],
        "residencies": _stays(facts, places),
        "works": works,
        "portraits": renditions(portrait.get("renditions", ()), images),
    }


def _cited(facts: Facts, kind: str) -> list[dict[str, Any]]:
    sources = {fact.of: fact.value for fact in facts if fact.kind == f"{kind} sources"}
    return [{**fact.value, "sources": sources.get(fact.of, [])} for fact in facts if fact.kind == kind]


def _stays(facts: Facts, places: Places) -> list[dict[str, Any]]:
    stays: dict[str, dict[str, Any]] = defaultdict(dict)
    for fact in facts:
        if fact.kind.startswith("stay"):
            stays[fact.of][fact.kind] = fact.value
    rows = [_stay(stay, places) for stay in stays.values() if "stay" in stay]
    # The latest stay first, and one without a date last. What decides between equals is what the public reads, too:
    # the order of the record would tell of dates and hosts that are not cleared.
    rows.sort(key=fingerprint)
    rows.sort(key=lambda row: row["city_id"] or row["country"])
    rows.sort(key=lambda row: row["starts"].stored if row["starts"] else "", reverse=True)
    return sorted(rows, key=lambda row: row["standing"] != Standing.ACCEPTED)


def _stay(stay: dict[str, Any], places: Places) -> dict[str, Any]:
    span = stay.get("stay dates", {})
    starts, ends = partial(span.get("starts")), partial(span.get("ends"))
    status = stay.get("stay status", {})
    place = places.get(stay.get("stay city", ""))
    return {
        "standing": stay["stay"]["standing"],
        "region": stay["stay"]["region"],
        "country": stay.get("stay country", ""),
        "city_id": place.slug if place else None,
        "programme": stay.get("stay programme", ""),
        "starts": starts,
        "ends": ends,
        "arrived_earliest": starts.earliest if starts else None,
        "arrived_latest": starts.latest if starts else None,
        "now_from": _day(status.get("now_from")),
        "now_until": _day(status.get("now_until")),
        "past_from": _day(status.get("past_from")),
        "presumed": bool(status.get("presumed")),
        "note": stay.get("stay note", ""),
        "sources": stay.get("stay sources", []),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _publication_fields(writer: Writer, facts: Facts) -> dict[str, Any]:
    hosts = sorted({fact.country or "" for fact in facts if fact.kind == "stay country"} | _cities_countries(facts))
    level = level_of(facts)
    clearance = Clearance.objects.live().filter(writer=writer, scope=Scope.NAME).order_by("pk").first()
    return {
        "level": level,
        "name_clearance": clearance if level == Level.NAMED else None,
        "host_countries": f",{','.join(hosts)}," if hosts else "",
    }


def _cities_countries(facts: Facts) -> set[str]:
    places = publishing.listed_places()
    return {places[fact.city].country for fact in facts if fact.city in places}


def hosted_in(countries: frozenset[str]) -> list[Writer]:
    """Return the published writers whose editions name a host in one of the countries, or would by publishing now."""
    standing = WriterPublication.objects.filter(standing=True)
    rows = standing.values_list("record_id", "host_countries")
    named = {pk for pk, hosts in rows if countries & set(hosts.split(","))}
    would = Q(residencies__country__in=countries) | Q(residencies__city__country__in=countries)
    found = Writer.objects.filter(Q(pk__in=named) | (Q(pk__in=standing.values("record_id")) & would))
    return list(found.distinct().order_by("pk"))


def register() -> None:
    """Register this room's publishable records."""
    publishing.register(
        Publishable(
            record=Writer,
            shelf=Shelf(PublicWriter, CHILDREN, rendition_body),
            facts_of=facts_of,
            project=project_writer,
            title_of=title_of,
            clearances_of=clearances_of,
            publication_fields=_publication_fields,
            hosted_in=hosted_in,
            objection=PORTRAIT.objection,
        )
    )
    publishing.register_affected(Programme, writers_at)
    publishing.register_affected(Source, writers_citing)
