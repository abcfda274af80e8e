"""What the attacker says in the end: where a stay can be and is guessed to be, who is who, what nobody printed."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tests.safety.attacker.reading import NOW
from tests.safety.attacker.reasoning import READINGS, Attacker, Reading, Target
from tests.safety.attacker.site import Leak, Site

RECENT = timedelta(days=30)
IMAGE = re.compile(rb"/images/([0-9a-z]+)\.")
NUMBER = re.compile(rb' id="([^"]+)"')
# Names and counts of the parts of any page, as everybody reads in the public source: no page is known again by them.
PART = re.compile(r"main|stays|works|src|life\d|s\d\d?")


@dataclass(frozen=True)
class Claim:
    """The cities in which a stay can be by one reading; `areas` is how many places these are, `guess` the likeliest."""

    who: str
    region: str
    cities: frozenset[str]
    areas: int
    guess: str
    reading: Reading


@dataclass(frozen=True)
class Dated:
    """Between which days a line without a name was published first, by its place in an order."""

    who: str
    first: date
    last: date


def claims(attacker: Attacker) -> Iterator[Claim]:
    """Yield what each reading leaves for each stay whose city no moment tells."""
    for reading in READINGS:
        for target, cities in attacker.places(reading).items():
            guess = _guess(attacker, target, cities)
            yield Claim(target.who, target.region, frozenset(cities), len(attacker.areas(cities)), guess, reading)


def _guess(attacker: Attacker, target: Target, cities: set[str]) -> str:
    """Return the likeliest city: one that speaks of such a guest, or that changed when the guest appeared."""

    def likelihood(slug: str) -> tuple[int, int, int]:
        city = attacker.cities[slug]
        row = next((row for look in attacker.looks for row in look.rows if row.who == target.who), None)
        speaks = bool(row and row.origin and row.origin in city.said)
        disputed = any(stay.who == target.who and stay.city == slug for look in attacker.looks for stay in look.stays)
        return speaks + disputed, _at_once(attacker, target, slug), zlib.crc32(f"{target} {slug}".encode())

    return max(sorted(cities), key=likelihood, default="")


def _at_once(attacker: Attacker, target: Target, slug: str) -> bool:
    """Say whether the city changed shortly before the stay was told first, as far as two looks show it."""
    seen = min(at for at, _ in target.sightings)
    told = [look.days[target.who] for look in attacker.looks if target.who in look.days]
    first = min(told, default=attacker.looks[seen].day if seen else None)
    pages = [look.cities.get(slug) for look in attacker.looks]
    changed = {attacker.opened.get(f"/cities/{slug}/")} - {None}
    if len(pages) > 1 and pages[0] and pages[-1] and pages[0].memberships != pages[-1].memberships:
        changed.add(attacker.looks[-1].day)
    return any(first and day and timedelta() <= first - day <= RECENT for day in changed)


def links(before: Site, after: Site) -> Iterator[tuple[str, str, str]]:
    """Yield a page that is gone and one that is new, and what both have beside the facts they tell."""
    gone, new = ({*_people(one)} - {*_people(other)} for one, other in ((before, after), (after, before)))
    common = Counter(mark for look in (before, after) for page in _people(look) for mark in _marks(look, page))
    for page in sorted(gone):
        for other in sorted(new):
            shared = _marks(before, page) & _marks(after, other)
            shared = {mark for mark in shared if common[mark] == 2}
            if other in after.days and after.days[other] < before.day:
                # What was published before the first look was there then, under another address.
                shared |= {str(after.days[other])} if after.days[other] == before.days.get(page) else set()
            yield from ((page, other, mark) for mark in sorted(shared))


def _people(site: Site) -> list[str]:
    return [row.who for row in site.rows if row.who.startswith("/")]


def _marks(site: Site, address: str) -> set[str]:
    status, headers, body = site.answers.get(address, (404, {}, b""))
    found = {mark.decode() for pattern in (IMAGE, NUMBER) for mark in pattern.findall(body)}
    found = {mark for mark in found if not PART.fullmatch(mark)}
    found |= {headers.get("ETag", ""), address.strip("/").rpartition("-")[2]} - {""}
    return found if status == 200 else set()


def fine_dates(before: Site, after: Site) -> Iterator[Leak]:
    """Yield the stays of which a newspaper tells more: their city is hidden, and a day of them can be read.

    It is printed, or it is the day on which the status turned, unless that was the first of January.
    """
    for stay in after.stays:
        if stay.city or stay.disputed:
            continue
        if any(said and not said.tells_years for said in (stay.span.starts, stay.span.ends)):
            yield Leak("day", stay.who, f"{stay.span}")
        told = stay.who, stay.region, stay.span
        for other in before.stays if before.day.year == after.day.year else ():
            same = (other.who, other.region, other.span) == told and not other.city
            # Of a line without a page the reader learns what is over by asking for it, and did not ask each time.
            if same and other.status != stay.status and (other.status or stay.status == NOW):
                yield Leak("turn", stay.who, f"{other.status} to {stay.status}")


def dated(site: Site) -> Iterator[Dated]:
    """Yield the days that the order of the newest gives away, for lines between two whose days the feed tells."""
    named = [site.days.get(row.who) for row in site.recent]
    days = [day for day in named if day]
    if any(later > earlier for earlier, later in pairwise(days)):
        return
    for at, row in enumerate(site.recent):
        above, below = [day for day in named[:at] if day], [day for day in named[at + 1 :] if day]
        if named[at] is None and above and below:
            yield Dated(row.who, below[0], above[-1])
