"""What a writer's record says, as facts, each with everything that must be cleared for it to show.

This is the one table of what needs which clearance. A fact with `Scope.NAME` among its scopes would name the
person, and so never shows without a name. The dossier is not read here, and cannot be.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from refuge.core import countries
from refuge.core.characters import is_blank
from refuge.core.partial_dates import PartialDate
from refuge.core.redaction import Clearances, Fact, Grant, Level, Scope
from refuge.office.models import cited, renditions_of
from writers.models import Clearance, Name, Residency, Waypoint, Work, Writer
from writers.public.vocabulary import Standing
from writers.status import status_days

NAMED = (Scope.NAME,)


def clearances_of(writer: Writer) -> Clearances:
    """Return the person's decisions."""
    rows = Clearance.objects.filter(writer=writer).order_by("pk")
    return Clearances(
        level=writer.level,
        grants=tuple(
            Grant(
                scope=row.scope,
                of=str(row.name_id or ""),
                granted_on=row.granted_on,
                withdrawn_on=row.withdrawn_on,
                knowing=row.knowing,
            )
            for row in rows
        ),
    )


def facts_of(writer: Writer) -> list[Fact]:
    """Return every fact of a writer's record that could ever be public, in an order that depends on no id."""
    return [
        Fact("person", True, least=Level.COUNTED),
        Fact("row", True),
        *_person(writer),
        *_sorted(_name(name) for name in writer.names.prefetch_related("sources")),
        *_portrait(writer),
        *_sorted(_waypoint(stop) for stop in writer.waypoints.prefetch_related("sources")),
        *_residencies(writer),
        *_sorted(_work(work) for work in writer.works.prefetch_related("sources")),
        *(Fact("link", source, scopes=(*NAMED, Scope.LINKS)) for source in cited(writer)),
    ]


def _stored(date: PartialDate | None) -> str:
    return date.stored if date else ""


def _sorted(groups: Iterable[Iterable[Fact]]) -> list[Fact]:
    """Return the facts of several rows, sorted by what the rows say; ids only tie the facts of one row together."""
    rows = [list(group) for group in groups]
    rows.sort(key=lambda row: [*map(str, row[0].value.values()), *(str(fact.value) for fact in row[1:])])
    return [fact for row in rows for fact in row]


def _person(writer: Writer) -> Iterator[Fact]:
    if not is_blank(writer.name):
        yield Fact("name", {"text": writer.name, "sort": writer.sort_name or writer.name}, scopes=NAMED)
    if writer.fictional:
        yield Fact("fictional", True)
    if writer.origin or writer.origin_label:
        yield Fact("origin", {"country": writer.origin, "label": writer.origin_label}, scopes=(Scope.ORIGIN,))
    if writer.birth_year or writer.death_year:
        years = {"birth": writer.birth_year, "death": writer.death_year}
        yield Fact("life", years, scopes=(Scope.BIRTH_YEAR,))
    for role in writer.roles:
        yield Fact("role", role, scopes=(Scope.WORKS,))
    for language in writer.languages:
        yield Fact("language", language, scopes=(Scope.WORKS,))
    if writer.summary:
        yield Fact("summary", writer.summary, scopes=(*NAMED, Scope.BIOGRAPHY))
    for text in writer.texts.order_by("language", "kind"):
        value = {"language": text.language, "kind": text.kind, "text": text.text, "translator": text.translator}
        yield Fact("text", value, scopes=(*NAMED, Scope.BIOGRAPHY))


def _name(name: Name) -> Iterator[Fact]:
    value = {"text": name.text, "script": name.script, "language": name.language, "kind": name.kind}
    yield Fact("other name", value, scopes=(*NAMED, Scope.OTHER_NAME), of=str(name.pk))
    yield from _sources("other name", name, Scope.OTHER_NAME)


def _portrait(writer: Writer) -> Iterator[Fact]:
    if writer.portrait_id:
        said = {
            "credit": writer.portrait_credit,
            "licence": writer.portrait_licence,
            "alt": writer.portrait_alt,
        }
        value = {"renditions": renditions_of(writer.portrait_id), **said}
        yield Fact("portrait", value, scopes=(*NAMED, Scope.PORTRAIT))


def _sources(kind: str, row: Name | Waypoint | Work, scope: str) -> Iterator[Fact]:
    if sources := cited(row):
        yield Fact(f"{kind} sources", sources, scopes=(*NAMED, scope, Scope.LINKS), of=str(row.pk))


def _waypoint(stop: Waypoint) -> Iterator[Fact]:
    value = {
        "starts": _stored(stop.starts),
        "ends": _stored(stop.ends),
        "place": stop.place,
        "country": stop.country,
        "kind": stop.kind,
        "note": stop.note,
    }
    yield Fact("waypoint", value, scopes=(*NAMED, Scope.BIOGRAPHY), of=str(stop.pk))
    yield from _sources("waypoint", stop, Scope.BIOGRAPHY)


def _work(work: Work) -> Iterator[Fact]:
    value: dict[str, Any] = {"year": work.year or work.year_announced}
    value |= {
        name: getattr(work, name)
        for name in (
            "title",
            "description",
            "original_title",
            "language",
            "translated_title",
            "kind",
            "year",
            "year_announced",
            "publisher",
            "translators",
            "status",
            "stopped_by",
            "note",
        )
    }
    yield Fact("work", value, scopes=(*NAMED, Scope.WORKS), of=str(work.pk))
    yield from _sources("work", work, Scope.WORKS)


def _residencies(writer: Writer) -> list[Fact]:
    stays = writer.residencies.select_related("city", "programme").prefetch_related("sources")
    groups = [list(_residency(stay)) for stay in stays]
    # Sorted by what the stays say; ids only tie the facts of one stay together.
    groups.sort(key=lambda facts: [(fact.kind, str(fact.value)) for fact in facts if fact.kind != "stay city"])
    return [fact for facts in groups for fact in facts]


def _residency(stay: Residency) -> Iterator[Fact]:
    of, city = str(stay.pk), str(stay.city_id or "")
    # A city that was found to lie in another country takes its guests with it.
    country = stay.city.country if stay.city else stay.country
    host, exact = (Scope.HOST_COUNTRY,), (Scope.HOST_COUNTRY, Scope.HOST_CITY)
    dates = (Scope.HOST_COUNTRY, Scope.DATES)
    yield Fact("stay", {"region": countries.region(country), "standing": stay.standing}, scopes=host, of=of)
    yield Fact("stay country", country, scopes=host, of=of, country=country, via_city=city)
    if city:
        yield Fact("stay city", city, scopes=exact, of=of, city=city)
    if stay.starts or stay.ends:
        span = {"starts": _stored(stay.starts), "ends": _stored(stay.ends)}
        yield Fact("stay dates", span, scopes=dates, of=of)
    if stay.standing == Standing.ACCEPTED and (days := status_days(stay)):
        yield Fact("stay status", days, scopes=dates, of=of)
    # What is said about a stay may say anything about it, so it needs everything that the stay could need: the city's
    # scope as well where the record has no city, for then the note is where the city stands.
    place: dict[str, Any] = {"of": of, "city": city, "country": country, "via_city": city}
    if stay.programme:
        yield Fact("stay programme", stay.programme.name, scopes=exact, **place)
    if stay.public_note:
        yield Fact("stay note", stay.public_note, scopes=(*NAMED, *exact, Scope.DATES), **place)
    if sources := cited(stay):
        yield Fact("stay sources", sources, scopes=(*NAMED, *exact, Scope.DATES, Scope.LINKS), **place)
