"""Decides what is public. One pure function, `redact`.

Facts about one stay are weighed together, and so are a stay and the stops on the road in its country; every other
fact by itself, from the decisions of the person, the listed cities and the day. `redact` is idempotent (judging twice
changes nothing) and monotone in a person's own grants (another yes never shows less).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from refuge.core import countries, hiding, spans
from refuge.core.clearances import Clearances, Decisions
from refuge.core.facts import Fact, Kind, Part
from refuge.core.hiding import Places, When
from refuge.core.scopes import Level, Rung, Scope

# The rung that each part of a stay's place needs.
NEEDS = {Part.PLACED: Rung.REGION, Part.COUNTRY: Rung.COUNTRY, Part.CITY: Rung.CITY}


def redact(facts: Iterable[Fact], clearances: Clearances, places: Places, today: date) -> tuple[Fact, ...]:
    """Return those facts that may be public on this day, each cut down to what was read, in the order given.

    A named person whose name is not cleared shows nothing at all: a page that loses its name is withdrawn,
    and does not turn into a nameless row beside which the old name would still be remembered.
    """
    given, decisions = tuple(facts), clearances.on(today)
    if clearances.level == Level.NAMED and not decisions.of(Scope.NAME, ""):
        return ()
    stays: dict[str, list[Fact]] = {}
    for fact in given:
        if fact.kind.part:
            stays.setdefault(fact.of, []).append(fact)
    told = {of: _Stay.judged(about, decisions, places, today) for of, about in stays.items()}
    hidden = {about[0].country for of, about in stays.items() if not told[of].whole}
    # A stop whose country nobody entered may lie in any.
    hidden |= {""} if hidden else set()
    silent = {(fact.kind.model, fact.of) for fact in given if fact.kind.country_of(fact) in hidden}
    judged = (
        told[fact.of].as_told(fact, decisions) if fact.kind.part else decisions.as_read(fact)
        for fact in given
        if decisions.covers(fact) and (fact.kind.model, fact.of) not in silent and _is_listed(fact, places)
    )
    left = (fact for fact in judged if fact is not None)
    return tuple(left if decisions.level == Level.NAMED else _without_a_name(left, decisions))


def _is_listed(fact: Fact, places: Places) -> bool:
    """Say whether the city that a fact links to has a page; whether one may be told of a stay is weighed elsewhere."""
    return bool(fact.kind.part) or not fact.city or fact.city in places


def _without_a_name(facts: Iterable[Fact], decisions: Decisions) -> Iterator[Fact]:
    """Yield what a row without a name tells: where roles and languages stand side by side, few people have them."""
    seen: set[Kind] = set()
    for fact in facts:
        asked = fact.kind.asked_without_a_name
        if (asked and not decisions.of(asked, "")) or (fact.kind.once_without_a_name and fact.kind in seen):
            continue
        seen.add(fact.kind)
        yield fact


@dataclass(frozen=True, slots=True)
class _Stay:
    """What may be told of one stay.

    That is its place down to `rung`, its dates and the days of its status where there are such that may be told, and
    everything else that is known of it where it is told `whole`; what may say a date, where it is `dated` too.
    """

    rung: int
    whole: bool = False
    dated: bool = True
    dates: Fact | None = None
    status: Fact | None = None

    @classmethod
    def judged(cls, facts: list[Fact], decisions: Decisions, places: Places, today: date) -> "_Stay":
        """Weigh the facts of one stay."""
        by_part = {fact.kind.part: fact for fact in facts}
        placed = by_part.get(Part.PLACED)
        if placed is None or not decisions.covers(placed) or decisions.as_read(placed) is None:
            return cls(Rung.NOTHING)
        ceiling = decisions.ceiling(placed.of)
        dates, status = _dates(by_part.get(Part.DATES), by_part.get(Part.STATUS), decisions)
        if ceiling >= Rung.CITY and _shows_city(by_part.get(Part.CITY), decisions, places):
            return cls(Rung.CITY, True, True, dates, status)
        dates, status = _in_years(dates, status)
        country = by_part.get(Part.COUNTRY)
        knows = country is not None and ceiling >= Rung.COUNTRY and decisions.knows(country)
        when = When.of({**(dates.value if dates else {}), **(status.value if status else {})})
        rung, dated = (Rung.COUNTRY, True) if knows else _hidden(placed, ceiling, when, decisions, places, today)
        # Where the record has no city, a note may be where the city stands: so it needs the city's clearance.
        no_city = not any(fact.city for fact in facts) and bool(decisions.of(Scope.HOST_CITY, placed.of))
        whole = no_city and ceiling == Rung.CITY and rung == Rung.COUNTRY
        return cls(rung, whole, dated, dates if dated else None, status if dated else None)

    def as_told(self, fact: Fact, decisions: Decisions) -> Fact | None:
        """Return a covered fact of the stay as it may be told; None where it may not."""
        part = fact.kind.part
        if part in NEEDS:
            return fact if self.rung >= NEEDS[part] else None
        if part is Part.DATES:
            return self.dates
        if part is Part.STATUS:
            return self.status
        return fact if self.whole and (self.dated or Scope.DATES not in fact.kind.scopes) else None


def _hidden(
    placed: Fact, ceiling: int, when: When, decisions: Decisions, places: Places, today: date
) -> tuple[int, bool]:
    """Return the first rung that hides the city of a stay among enough others, and whether its years hide it too."""
    person, region = decisions.person, countries.region(placed.country)
    for rung, count, at in (
        (Rung.COUNTRY, hiding.in_country, placed.country),
        (Rung.REGION, hiding.in_region, region),
    ):
        for dated, told in ((True, when), (False, hiding.ANY_TIME)):
            if ceiling >= rung and at and len(count(places, at, person, told, today)) >= hiding.least():
                return rung, dated
    return Rung.NOTHING, False


def _dates(dates: Fact | None, status: Fact | None, decisions: Decisions) -> tuple[Fact | None, Fact | None]:
    """Return the dates of a stay, and the days of its status, as they were read; None where they may not be told."""
    told = decisions.as_read(dates) if dates and decisions.covers(dates) else None
    if status is None or not decisions.covers(status):
        return told, None
    if dates is None:
        return told, None if _was_read_as_over(status.of, decisions) else status
    if dates == told:
        return told, status
    # The day on which a status changes is a date, too: it is told no finer than the dates are.
    return told, replace(status, value=spans.coarser_status(status.value, told.value)) if told else None


def _in_years(dates: Fact | None, status: Fact | None) -> tuple[Fact | None, Fact | None]:
    """Return dates in years and a status that changes on the first of January alone.

    A day beside a newspaper, or beside a change of something else, tells where somebody came or went.
    """
    years = replace(dates, value=spans.in_years(dates.value)) if dates else None
    return years, replace(status, value=spans.status_in_years(status.value)) if status else None


def _was_read_as_over(stay: str, decisions: Decisions) -> bool:
    """Say whether a person agreed to dates of which one was an end: that the stay goes on is more than they were read.

    Of a stay of which the record has no dates any more, the status alone would tell it.
    """
    reads = [[read for read in given.read if read.of == stay] for given in decisions.of(Scope.DATES, stay)]
    return all(any(read.kind.part is Part.DATES and read.value["ends"] for read in each) for each in reads)


def _shows_city(fact: Fact | None, decisions: Decisions, places: Places) -> bool:
    """Say whether the city of a stay may be told: cleared as read, listed, and open to guests without a name."""
    if fact is None or not decisions.covers(fact) or decisions.as_read(fact) is None:
        return False
    place = places.get(fact.value)
    return place is not None and (decisions.level == Level.NAMED or place.shows_unnamed)
