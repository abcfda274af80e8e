"""Decides what is public. One pure function, `redact`.

Facts about one stay are weighed together, every other fact by itself, from the decisions of the person, the listed
cities and the day. `redact` is idempotent (judging twice changes nothing) and monotone in a person's own grants
(another yes never shows less).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from refuge.core import spans
from refuge.core.clearances import Clearances, Decisions
from refuge.core.facts import Fact, Part
from refuge.core.scopes import Level, Rung, Scope

# The rung that each part of a stay's place needs.
NEEDS = {Part.PLACED: Rung.REGION, Part.COUNTRY: Rung.COUNTRY, Part.CITY: Rung.CITY}


# Below this many listed cities, the name of a country is the name of a city.
CITIES_THAT_HIDE_ONE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A listed city; `shows_unnamed` is the city's own word that a guest without a name may appear there.

    An invented one (`hides_others` is false) hides nobody: readers know that nobody can be there.
    """

    country: str
    slug: str
    shows_unnamed: bool = False
    hides_others: bool = True


Places = Mapping[str, Place]  # by the record's id


def redact(facts: Iterable[Fact], clearances: Clearances, places: Places, today: date) -> tuple[Fact, ...]:
    """Return those facts that may be public on this day, each cut down to what was read, in the order given.

    A named person whose name is not cleared shows nothing at all: a page that loses its name is withdrawn,
    and does not turn into a nameless row beside which the old name would still be remembered.
    """
    given, decisions = tuple(facts), clearances.on(today)
    if clearances.level == Level.NAMED and not decisions.of(Scope.NAME, ""):
        return ()
    hiding = Counter(place.country for place in places.values() if place.hides_others)
    stays: dict[str, list[Fact]] = {}
    for fact in given:
        if fact.kind.part:
            stays.setdefault(fact.of, []).append(fact)
    told = {of: _Stay.judged(about, decisions, places, hiding) for of, about in stays.items()}
    judged = (
        told[fact.of].as_told(fact, decisions)
        if fact.kind.part
        else decisions.as_read(fact)
        if decisions.covers(fact)
        else None
        for fact in given
    )
    return tuple(fact for fact in judged if fact is not None)


@dataclass(frozen=True, slots=True)
class _Stay:
    """What may be told of one stay: its place down to `rung`, its dates, and whether everything known of it is told."""

    rung: int
    whole: bool = False
    dates: Fact | None = None
    dated: Fact | None = None

    @classmethod
    def judged(cls, facts: list[Fact], decisions: Decisions, places: Places, hiding: Mapping[str, int]) -> "_Stay":
        """Weigh the facts of one stay."""
        by_part = {fact.kind.part: fact for fact in facts}
        placed = by_part.get(Part.PLACED)
        if placed is None or not decisions.covers(placed) or decisions.as_read(placed) is None:
            return cls(Rung.NOTHING)
        ceiling = decisions.ceiling(placed.of)
        rung = cls._rung(by_part, decisions, places, hiding, ceiling)
        # Where the record has no city, a note may be where the city stands: so it needs the city's clearance.
        city = any(fact.city for fact in facts)
        all_there_is = Rung.CITY if city or not decisions.of(Scope.HOST_CITY, placed.of) else Rung.COUNTRY
        dates = by_part.get(Part.DATES)
        return cls(
            rung,
            whole=ceiling == Rung.CITY and rung >= all_there_is,
            dates=dates,
            dated=decisions.as_read(dates) if dates and decisions.covers(dates) else None,
        )

    @staticmethod
    def _rung(
        by_part: Mapping[Part | None, Fact],
        decisions: Decisions,
        places: Places,
        hiding: Mapping[str, int],
        ceiling: int,
    ) -> int:
        country = by_part.get(Part.COUNTRY)
        if ceiling >= Rung.CITY and _shows_city(by_part.get(Part.CITY), decisions, places):
            return Rung.CITY
        if ceiling >= Rung.COUNTRY and country and decisions.knows(country):
            return Rung.COUNTRY
        if ceiling >= Rung.COUNTRY and country and hiding.get(country.value, 0) >= CITIES_THAT_HIDE_ONE:
            return Rung.COUNTRY
        return min(ceiling, Rung.REGION)

    def as_told(self, fact: Fact, decisions: Decisions) -> Fact | None:
        """Return a fact of the stay as it may be told; None where it may not."""
        part = fact.kind.part
        if self.rung == Rung.NOTHING or not decisions.covers(fact):
            return None
        if part in NEEDS:
            return fact if self.rung >= NEEDS[part] else None
        if part is Part.DATES:
            return self.dated
        if part is Part.STATUS:
            return self._status(fact, decisions)
        return fact if self.whole else None

    def _status(self, fact: Fact, decisions: Decisions) -> Fact | None:
        if self.dates is None:
            return None if _was_read_as_over(fact.of, decisions) else fact
        if self.dates == self.dated:
            return fact
        # The day on which a status changes is a date, too: it is told no finer than the dates are.
        return replace(fact, value=spans.coarser_status(fact.value, self.dated.value)) if self.dated else None


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
