"""Whom a place hides: counts the areas where a guest could be, as far as any reader can tell. Pure functions.

A stay whose city is not told is told by the name of a country, or of a region of the world, only where so many areas
of it could be the host that nobody can work out which one is. A reader may know everything that is published: which
cities there are, from when to when each took guests, and who else was seen there, one guest a city a day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from refuge.core import countries
from refuge.core.partial_dates import PartialDate, partial

Days = tuple[date, date]  # the first and the last of them
DAY = timedelta(days=1)
# Whatever a setting says: of two, each is a coin's throw.
NEVER_BELOW = 3


def least() -> int:
    """Return how many areas must be possible for a place to be told."""
    return max(NEVER_BELOW, settings.REFUGE_HIDING_PLACES)


@dataclass(frozen=True, slots=True)
class When:
    """What readers are told of when a stay was: its dates, and the days on which its status changes."""

    starts: PartialDate | None = None
    ends: PartialDate | None = None
    now_from: date | None = None
    now_until: date | None = None
    past_from: date | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "When":
        """Read kept dates and status days; what is not there is not told."""
        days = {name: said.get(name) for name in ("now_from", "now_until", "past_from")}
        return cls(
            partial(said.get("starts")),
            partial(said.get("ends")),
            **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
        )

    def arrival(self, today: date) -> Days:
        """Return the days of which one was that of the arrival."""
        first = (self.starts and self.starts.earliest) or date.min
        last = (self.starts and self.starts.latest) or (self.ends and self.ends.latest) or today
        return first, min(last, today)

    def certain(self, today: date) -> Days | None:
        """Return the days that the stay covers whatever its partial dates may mean; None where there are none."""
        first = self.starts.latest if self.starts else None
        if self.now_from and self.now_until and self.now_from <= today <= self.now_until:
            return min(first or today, today), today
        if first is None:
            return None
        last = first
        if self.ends:
            last = self.ends.earliest or first
        elif self.past_from and self.past_from > date.min:
            last = max(first, self.past_from - DAY)
        return (first, last) if first <= last else None


# Any day up to today.
ANY_TIME = When()


@dataclass(frozen=True, slots=True)
class ToldStay:
    """What a published edition tells of one accepted stay: when, and of the place no more than what is not empty.

    `by` is the id of the person, `of` that of the stay. With `known`, the person let the country be told whatever it
    gives away.
    """

    by: str
    of: str
    when: When
    city: str = ""
    country: str = ""
    region: str = ""
    known: bool = False

    @property
    def is_hidden(self) -> bool:
        """Say whether readers are to find the city neither told nor given away."""
        return not self.city and not self.known


@dataclass(frozen=True, slots=True)
class Place:
    """A listed city, as published. `shows_unnamed` is its own word that a guest without a name may appear there.

    `hides_others` is false for an invented one, and for one that takes no guests. `within` is the id of the listed city
    or region that it lies in. `spells` are the days from and until which readers know it to take guests, without an end
    while it does. `guests` are those whom readers see there.
    """

    country: str
    slug: str
    shows_unnamed: bool = False
    hides_others: bool = True
    within: str = ""
    spells: tuple[tuple[date, date | None], ...] = ()
    guests: tuple[ToldStay, ...] = ()

    def could_host(self, person: str, when: When, today: date) -> bool:
        """Say whether a reader must think it possible that the stay of a person is here.

        It is, if the guest could have arrived on a day on which the place took guests and was free, and if nobody else
        is seen here while the stay certainly lasts.
        """
        if not self.hides_others:
            return False
        others = (guest.when.certain(today) for guest in self.guests if guest.by != person)
        taken = sorted(days for days in others if days)
        lasts = when.certain(today)
        if lasts and any(first <= lasts[1] and lasts[0] <= last for first, last in taken):
            return False
        first, last = when.arrival(today)
        return any(_has_free_day((max(first, since), min(last, until or today)), taken) for since, until in self.spells)


def _has_free_day(days: Days, taken: list[Days]) -> bool:
    day, last = days
    for first_taken, last_taken in taken:
        if first_taken > day:
            break
        day = max(day, last_taken + DAY)
    return day <= last


Places = Mapping[str, Place]  # by the record's id


def areas(places: Places, among: Iterable[str], person: str, when: When, today: date) -> set[str]:
    """Return the areas among some places, by id, that could be the host of a person's stay.

    A city that lies in another listed one is one area with it.
    """
    return {area(places, at) for at in among if places[at].could_host(person, when, today)}


def area(places: Places, at: str) -> str:
    """Return the outermost listed place that a place lies in; itself, where it lies in none."""
    passed = {at}
    while (outer := places[at].within) in places and outer not in passed:
        passed.add(outer)
        at = outer
    return at


def in_country(places: Places, country: str, person: str, when: When, today: date) -> set[str]:
    """Return the areas of a country that could be the host of a person's stay."""
    return areas(places, _of_country(places, country), person, when, today)


def in_region(places: Places, region: str, person: str, when: When, today: date) -> set[str]:
    """Return the areas of a region of the world that could be the host of a person's stay.

    Who is somewhere in the region is in none of the countries that hide a guest themselves: else the country were told.
    """
    hosts = {place.country for place in places.values() if countries.region(place.country) == region}
    found: set[str] = set()
    for country in hosts:
        if len(in_country(places, country, person, ANY_TIME, today)) < least():
            found |= in_country(places, country, person, when, today)
    return found


def _of_country(places: Places, country: str) -> list[str]:
    return [at for at, place in places.items() if place.country == country]


def changed_regions(before: Places, after: Places) -> set[str]:
    """Return the regions of the world in which the listed cities, or who is seen there, are not what they were."""
    changed = [before.get(at) or after[at] for at in {*before, *after} if before.get(at) != after.get(at)]
    return {countries.region(place.country) for place in changed}


def without_guests(places: Places) -> Places:
    """Return listed cities without those whom readers see there."""
    return {at: replace(place, guests=()) for at, place in places.items()}


def with_guests(places: Places, stays: Iterable[ToldStay], today: date) -> Places:
    """Return listed cities together with the guests whom readers see there.

    Somebody who let the country be told, where too few of its places could be the host, is in one of these few: so
    readers count none of them for anybody else.
    """
    told = tuple(stays)
    guests: dict[str, list[ToldStay]] = {}
    for stay in told:
        guests.setdefault(stay.city, []).append(stay)
    seen = {at: replace(place, guests=tuple(guests.get(at, ()))) for at, place in places.items()}
    near: dict[str, list[ToldStay]] = {}
    for stay in told:
        known = stay.known and not stay.city
        if known and len(in_country(seen, stay.country, stay.by, stay.when, today)) < least():
            for at in _of_country(seen, stay.country):
                near.setdefault(at, []).append(stay)
    return {at: replace(place, guests=(*place.guests, *near.get(at, ()))) for at, place in seen.items()}
