"""Which cities a stay could be in, whose city nobody tells: all are tried, and what cannot be is crossed out.

The published rule is known, and K, and not what anybody cleared. A reading is a way of taking what is left open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tests.safety.attacker.dates import Bounds
from tests.safety.attacker.days import DAY, EVER, Days, Interval, both, days, one_in_each_piece, without
from tests.safety.attacker.places import REGION_OF
from tests.safety.attacker.reading import NOW, City, Membership, Stay
from tests.safety.attacker.site import Site


@dataclass(frozen=True)
class Reading:
    """`certain`: an unknown bound of a membership rules the city out. `ceilings`: a region may be told by choice."""

    certain: bool
    ceilings: bool


READINGS = tuple(Reading(certain, ceilings) for certain in (True, False) for ceilings in (True, False))


@dataclass(frozen=True)
class Target:
    """One stay whose city no moment tells: what each moment says of it, with the moment's number."""

    who: str
    sightings: tuple[tuple[int, Stay], ...]

    @property
    def country(self) -> str:
        return next((stay.country for _, stay in self.sightings if stay.country), "")

    @property
    def region(self) -> str:
        return next((stay.region for _, stay in self.sightings if stay.region), "")


class Attacker:
    """Two looks at one site, and what follows from them. `opened`: since when each address has been answered."""

    def __init__(self, looks: Iterable[Site], k: int, opened: dict[str, date]) -> None:
        self.looks, self.k, self.opened = tuple(looks), k, opened
        self.cities: dict[str, City] = {}
        for look in self.looks:
            self.cities |= look.cities
        self.taken = self._taken(self.looks)
        self.targets, self.shown = self._stays()

    def areas(self, cities: Iterable[str]) -> set[str]:
        """Return the areas of cities: one within another that is listed too is one place with it."""
        return {self._area(slug) for slug in cities}

    def _area(self, slug: str) -> str:
        passed = {slug}
        while (outer := self.cities[slug].within) in self.cities and outer not in passed:
            passed.add(outer)
            slug = outer
        return slug

    # What is told

    def _stays(self) -> tuple[list[Target], list[Target]]:
        """Return the stays whose city is hidden, and those whose city is told at some moment."""
        found: dict[tuple[str, str], list[tuple[int, Stay]]] = defaultdict(list)
        for at, look in enumerate(self.looks):
            for stay in look.stays:
                if not stay.disputed:
                    found[stay.who, stay.region].append((at, stay))
        hidden, shown = [], []
        for (who, _), sightings in found.items():
            for group in self._one_by_one(sightings):
                told = any(stay.city for _, stay in group)
                (shown if told else hidden).append(Target(who, tuple(group)))
        return hidden, shown

    def _one_by_one(self, sightings: list[tuple[int, Stay]]) -> Iterator[list[tuple[int, Stay]]]:
        """Yield what each moment says of one and the same stay, as far as it can be the same."""
        groups: list[list[tuple[int, Stay]]] = []
        for at, stay in sightings:
            for group in groups:
                if all(other != at and self._can_be_one(stay, seen) for other, seen in group):
                    group.append((at, stay))
                    break
            else:
                groups.append([(at, stay)])
        yield from groups

    @staticmethod
    def _can_be_one(one: Stay, other: Stay) -> bool:
        for name in ("city", "country"):
            if getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name):
                return False
        return bool(both(_within(one.span.starts), _within(other.span.starts)))

    def _taken(self, looks: Iterable[Site]) -> dict[str, list[tuple[str, Interval]]]:
        """Return on which days each city has a guest who is shown there."""
        found: dict[str, list[tuple[str, Interval]]] = defaultdict(list)
        for look in looks:
            for stay in look.stays:
                if stay.city and not stay.disputed:
                    found[stay.city] += [(stay.who, span) for span in lasts(stay, look.day)]
        return found

    # When

    def arrival(self, target: Target) -> Days:
        """Return the days on which somebody can have arrived: before the stay was told first, if that is possible."""
        found: Days = EVER
        for at, stay in target.sightings:
            starts, ends = stay.span.starts, stay.span.ends
            last = (starts and starts.last) or (ends.last if ends else None) or self.looks[at].day
            found = both(found, days(starts.first if starts else None, last))
        seen = [self.looks[at].day for at, _ in target.sightings]
        limits = [both(days(None, max(seen)), self._turned(target)), days(None, min(seen)), days(None, max(seen))]
        return next((left for limit in limits if limit and (left := both(found, limit))), ())

    def _turned(self, target: Target) -> Days:
        """Return the days between two looks if a stay began between them, so that its page changed by itself."""
        told = sorted(target.sightings, key=lambda sighting: sighting[0])
        for (at, before), (later, after) in pairwise(told):
            first, last = self.looks[at].day, self.looks[later].day
            # On the first of January all that is told in years turns.
            if before.status != NOW and after.status == NOW and before.span == after.span and first.year == last.year:
                return days(first + DAY, last)
        return ()

    def certain(self, target: Target) -> Days:
        """Return the days on which somebody was certainly there."""
        return tuple(span for at, stay in target.sightings for span in lasts(stay, self.looks[at].day))

    def spells(self, city: City, certain: bool) -> Days:
        """Return the days on which a city can have taken somebody in."""
        if city.fictional or not city.takes_guests:
            return ()
        found: Days = tuple(span for said in city.memberships for span in self._spell(city.slug, said, certain))
        return both(found, days(date(city.first_guest, 1, 1), None)) if city.first_guest else found

    def _spell(self, slug: str, said: Membership, certain: bool) -> Days:
        since, until = said.span.starts or Bounds(), said.span.ends or Bounds()
        if said.state in ("decided", "annulled") or (certain and said.state == "unknown"):
            return ()
        if not certain:
            return days(since.first, until.last)
        if said.state == "active":
            return days(since.last or self.opened.get(f"/cities/{slug}/"), until.first)
        return days(since.last, until.first) if since.last and until.first else ()

    # Where

    def candidates(self, target: Target, reading: Reading) -> set[str]:
        """Return the cities in which a stay can be, from what is told of it and of others."""
        window, certain = self.arrival(target), self.certain(target)
        left = {slug for slug in self._in(target) if self._can_be(target.who, slug, window, certain, reading.certain)}
        if not reading.ceilings and not target.country:
            look = self.looks[min(at for at, _ in target.sightings)]
            left = {slug for slug in left if not self._would_be_told(target, look, self.cities[slug].country)}
        return left

    def _in(self, target: Target) -> list[str]:
        if target.country:
            return [slug for slug, city in self.cities.items() if city.country == target.country]
        regions = {target.region} if target.region else set(REGION_OF.values())
        return [slug for slug, city in self.cities.items() if REGION_OF.get(city.country) in regions]

    def _can_be(self, who: str, slug: str, window: Days, certain: Days, strict: bool) -> bool:
        taken = [span for guest, span in self.taken[slug] if guest != who]
        if both(certain, tuple(taken)):
            return False
        return bool(self._free(who, slug, window, strict))

    def _free(self, who: str, slug: str, window: Days, strict: bool) -> Days:
        taken = [span for guest, span in self.taken[slug] if guest != who]
        return without(both(window, self.spells(self.cities[slug], strict)), taken)

    def _would_be_told(self, target: Target, look: Site, country: str) -> bool:
        """Say whether more would be told of a guest in a country, since that hides a guest by itself.

        Where not even the region is told, this goes for the region too: its countries that do not hide by themselves.
        """
        holding: dict[str, set[str]] = defaultdict(set)
        taken, ever = self._taken([look]), days(None, look.day)
        for slug, city in look.cities.items():
            others = [span for guest, span in taken[slug] if guest != target.who]
            if without(both(ever, self.spells(city, True)), others):
                holding[city.country].add(slug)
        if len(self.areas(holding[country])) >= self.k:
            return True
        if target.region:
            return False
        small = [cities for cities in holding.values() if len(self.areas(cities)) < self.k]
        near = {slug for slug in set().union(*small) if self._region(slug) == REGION_OF.get(country)}
        return len(self.areas(near)) >= self.k

    def _region(self, slug: str) -> str:
        return REGION_OF.get(self.cities[slug].country, "")

    # All together

    def places(self, reading: Reading) -> dict[Target, set[str]]:
        """Return for each hidden stay the cities in which it can be, so that all of them find room."""
        found = {target: self.candidates(target, reading) for target in self.targets}
        room = Room({target: cities for target, cities in found.items() if cities}, self.certain)
        if not room.fits({}):
            return found
        for target, cities in found.items():
            for slug in sorted(cities):
                free = self._free(target.who, slug, self.arrival(target), reading.certain)
                edges = [edge for other in found for first, last in self.certain(other) for edge in (first, last + DAY)]
                moments = one_in_each_piece(free, edges)
                if not any(room.fits({target: (slug, both(((day, day),), EVER))}) for day in moments):
                    cities.discard(slug)
        return found


class Room:
    """One guest a city a day: whether all hidden stays find a city, if some of them are in these."""

    def __init__(self, found: dict[Target, set[str]], certain: Callable[[Target], Days]) -> None:
        self.found = found
        self.certain = {target: certain(target) for target in found}

    def fits(self, given: dict[Target, tuple[str, Days]]) -> bool:
        spans = {target: (*self.certain[target], *given.get(target, ("", ()))[1]) for target in self.found}
        choices = {t: [given[t][0]] if t in given else sorted(cities) for t, cities in self.found.items()}
        return self._place(sorted(choices, key=lambda target: len(choices[target])), choices, spans, {})

    def _place(
        self,
        left: list[Target],
        choices: dict[Target, list[str]],
        spans: dict[Target, Days],
        placed: dict[str, list[tuple[str, Days]]],
    ) -> bool:
        if not left:
            return True
        target, rest = left[0], left[1:]
        for slug in choices[target]:
            here = placed.get(slug, [])
            if not any(who != target.who and both(spans[target], there) for who, there in here):
                more = {**placed, slug: [*here, (target.who, spans[target])]}
                if self._place(rest, choices, spans, more):
                    return True
        return False


def _within(said: Bounds | None) -> Days:
    return days(said.first, said.last) if said else EVER


def lasts(stay: Stay, today: date) -> Days:
    """Return the days that a stay certainly covers, as it is told on a day."""
    starts, ends = stay.span.starts, stay.span.ends
    first = starts.last if starts else None
    if stay.status == NOW:
        return days(min(first or today, today), today)
    return days(first, ends.first) if first and ends and ends.first else ()
