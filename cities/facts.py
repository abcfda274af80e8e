"""What the records of cities, milestones and pages say, as facts. Nothing here is about a person."""

from collections.abc import Iterator

from django.db import models

from cities import kinds
from cities.models import City, Milestone, Page
from refuge.core.clearances import NOT_A_PERSON, Clearances, Grant
from refuge.core.facts import Fact, Kind
from refuge.core.schemas import Schema
from refuge.office.models import cited, renditions_of


def city_clearances(city: City) -> Clearances:
    """Return what the city agrees to."""
    agreed = {kinds.UNNAMED_GUESTS: city.shows_unnamed_guests, kinds.LIGHT: not city.always_dark}
    return Clearances(NOT_A_PERSON.level, tuple(Grant(kind.asked_under) for kind, given in agreed.items() if given))


def city_facts(city: City) -> list[Fact]:
    """Return a city's facts: its columns, memberships, sources and photograph."""
    return [
        *_columns(kinds.CITY, city),
        *kinds.WITHIN.facts(city, city=str(city.within_id or "")),
        *(Fact(kind, True) for kind in (kinds.UNNAMED_GUESTS, kinds.LIGHT)),
        *_memberships(city),
        *(Fact(kinds.CITY_SOURCE, source) for source in cited(city)),
        *_photograph(city),
    ]


def _columns(of: Schema, record: models.Model) -> Iterator[Fact]:
    for kind in of.kinds:
        if kind.bare and kind is not kinds.WITHIN:
            yield from kind.facts(record)


def _memberships(city: City) -> list[Fact]:
    kind: Kind = kinds.MEMBERSHIP
    found = [
        fact
        for row in city.memberships.select_related("network").prefetch_related("sources")
        for fact in kind.facts(row, {"network_name": row.network.name, "sources": cited(row)}, of=kind.id_of(row))
    ]
    return sorted(found, key=lambda fact: (fact.value["since"], fact.value["network"], str(fact.value)))


def _photograph(city: City) -> Iterator[Fact]:
    if city.photograph_id:
        yield from kinds.PHOTOGRAPH.facts(city, {"renditions": renditions_of(city.photograph_id)})


def milestone_facts(milestone: Milestone) -> list[Fact]:
    """Return a milestone's facts."""
    sources = (Fact(kinds.MILESTONE_SOURCE, source) for source in cited(milestone))
    return [*_columns(kinds.MILESTONE, milestone), *sources]


def page_facts(page: Page) -> list[Fact]:
    """Return a page's facts."""
    return [*_columns(kinds.PAGE, page)]
