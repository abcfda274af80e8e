"""What a writer's record says, as facts; and what the person decided, as `redact` reads it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.db import models
from django.utils import timezone

from refuge.core import countries
from refuge.core.clearances import Clearances, Grant, Refusal
from refuge.core.facts import Fact, Kind, Where
from refuge.core.schemas import Schema
from refuge.office.models import cited, renditions_of
from writers import kinds
from writers.kinds import SCHEMA
from writers.models import Clearance, Residency, Writer
from writers.public.vocabulary import Standing
from writers.status import status_days


def facts_of(writer: Writer) -> list[Fact]:
    """Return every fact of a writer's record that could ever be public, in an order that depends on no id."""
    return [
        Fact(kinds.PERSON, True),
        Fact(kinds.ROW, True),
        *_person(writer),
        *_rows(kinds.OTHER_NAME, writer.names.order_by("pk").prefetch_related("sources")),
        *_portrait(writer),
        *_rows(kinds.WAYPOINT, writer.waypoints.order_by("pk").prefetch_related("sources")),
        *_stays(writer),
        *_rows(kinds.WORK, writer.works.order_by("pk").prefetch_related("sources")),
        *(Fact(kinds.LINK, source) for source in cited(writer)),
    ]


def _person(writer: Writer) -> Iterator[Fact]:
    for kind in SCHEMA.of_model(Writer):
        if kind.columns and kind is not kinds.PORTRAIT:
            yield from kind.facts(writer)
    for text in writer.texts.order_by("language", "kind"):
        yield from kinds.TEXT.facts(text, of=kinds.TEXT.id_of(text))


def _portrait(writer: Writer) -> Iterator[Fact]:
    if writer.portrait_id:
        yield from kinds.PORTRAIT.facts(writer, {"renditions": renditions_of(writer.portrait_id)})


def _rows(kind: Kind, rows: Iterable[models.Model]) -> list[Fact]:
    """Return the facts of rows and of the sources they cite, sorted by what they say."""
    return _sorted([*kind.facts(row, of=kind.id_of(row)), *_sources(SCHEMA, kind, row)] for row in rows)


def _sources(of: Schema, kind: Kind, row: models.Model) -> Iterator[Fact]:
    if (sources := of.sources_of(kind)) and (said := cited(row)):
        yield Fact(sources, said, kind.id_of(row))


def _sorted(groups: Iterable[list[Fact]]) -> list[Fact]:
    """Return the facts of several rows in the order of what the rows say; ids only tie the facts of one together."""
    rows = sorted((group for group in groups if group), key=lambda row: [_words(fact) for fact in row if _tells(fact)])
    return [fact for row in rows for fact in row]


def _tells(fact: Fact) -> bool:
    # The id of a city says nothing, and another register has another one.
    return fact.kind is not kinds.STAY_CITY


def _words(fact: Fact) -> list[str]:
    return [fact.kind.name, *map(str, fact.value.values() if isinstance(fact.value, dict) else [fact.value])]


def _stays(writer: Writer) -> list[Fact]:
    stays = writer.residencies.order_by("pk").select_related("city", "programme").prefetch_related("sources")
    return _sorted(list(stay_facts(stay)) for stay in stays)


def stay_facts(stay: Residency) -> Iterator[Fact]:
    """Yield what one stay says."""
    # A city that was found to lie in another country takes its guests with it.
    country = stay.city.country if stay.city else stay.country
    where = Where(of=str(stay.pk), city=str(stay.city_id or ""), country=country)
    yield Fact(kinds.STAY, {"region": countries.region(country), "standing": stay.standing}, **where)
    yield Fact(kinds.STAY_COUNTRY, country, **where)
    yield from kinds.STAY_CITY.facts(stay, **where)
    yield from kinds.STAY_DATES.facts(stay, **where)
    if stay.standing == Standing.ACCEPTED and (days := status_days(stay)):
        yield Fact(kinds.STAY_STATUS, days, **where)
    yield from kinds.STAY_PROGRAMME.facts(stay, **where)
    yield from kinds.STAY_NOTE.facts(stay, **where)
    if sources := cited(stay):
        yield Fact(kinds.STAY_SOURCES, sources, **where)


def clearances_of(writer: Writer) -> Clearances:
    """Return what the person decided."""
    ceilings = {str(pk): ceiling for pk, ceiling in writer.residencies.order_by().values_list("pk", "ceiling")}
    said = decided(writer.level, Clearance.objects.filter(writer=writer).order_by("pk"), ceilings)
    ticked = (Grant(kinds.LANGUAGE.asked_without_a_name),) if writer.languages_without_a_name else ()
    return replace(said, grants=(*said.grants, *ticked), person=str(writer.pk))


def decided(level: int, rows: Iterable[Clearance], ceilings: Mapping[str, int] | None = None) -> Clearances:
    """Return what these rows say, as `redact` reads it."""
    rows = tuple(rows)
    return Clearances(
        level=level,
        grants=tuple(grant for row in rows if not row.refused for grant in _grants(row)),
        refusals=tuple(no for row in rows if row.refused for no in _refusals(row)),
        ceilings=ceilings or {},
    )


def outgrown(writer: Writer) -> set[tuple[str, str]]:
    """Return the scopes, each with its thing, of which the record says more than was read to the person."""
    decisions = clearances_of(writer).on(timezone.localdate())
    return {
        (fact.kind.asked_under, fact.object)
        for fact in facts_of(writer)
        if decisions.of(fact.kind.asked_under, fact.object) and decisions.as_read(fact) != fact
    }


def _grants(row: Clearance) -> Iterator[Grant]:
    read = SCHEMA.read(row.read).facts
    for thing in row.things():
        yield Grant(row.scope, thing, row.granted_on, row.withdrawn_on, row.knowing, read)


def _refusals(row: Clearance) -> Iterator[Refusal]:
    # A no that names nothing is a no to all of it, also to what comes later.
    for thing in row.things() or [""]:
        yield Refusal(row.scope, thing, row.granted_on, row.withdrawn_on)
