"""Every number that a page prints, counted again from what is printed beside it: a remainder is somebody hidden."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from tests.safety.attacker.pages import Element
from tests.safety.attacker.reading import NOW, PAST, PRESUMED, Row, Stay
from tests.safety.attacker.site import Leak, Site

COUNTED = re.compile(r"\b(One|\d+) more writers? (?:is|are) counted and not shown")


def remainders(site: Site) -> list[Leak]:
    """Return the numbers that are not what can be counted."""
    pairs = [*_totals(site), *_writers_facets(site), *_cities_facets(site)]
    return [Leak("total", "", f"{what}: {said}, counted {found}") for what, said, found in pairs if said != found]


def _totals(site: Site) -> Iterator[tuple[str, int, int]]:
    home, lists = site.tree("/"), site.tree("/writers/")
    big = home.first("dl", "big")
    terms = big.all("dt") if big else ()
    told = {term.text: int(value.text) for term, value in zip(terms, big.all("dd") if big else (), strict=True)}
    counted = COUNTED.search(lists.text)
    more = 0 if counted is None else 1 if counted[1] == "One" else int(counted[1])
    yield "writers", told.get("writers", 0), len(site.rows) + more
    yield "cities", told.get("cities", 0), len(site.cities)
    yield "in residence now", told.get("in residence now", 0), sum(map(_is_now(site), site.rows))
    lit = [line for line in site.tree("/cities/").all("span", "win") if "now" in line.classes]
    guests = {city.slug for city in site.cities.values() if any(guest.status == NOW for guest in city.guests)}
    # Beside the two that explain the marks.
    yield "lit cities", sum(city.now for city in site.cities.values()), len(guests)
    yield "lit on the list", len(lit) - 1, len(guests)


def _is_now(site: Site) -> Callable[[Row], bool]:
    now = {stay.who for stay in site.stays if stay.status == NOW and not stay.disputed}
    return lambda row: row.now or row.who in now


def _writers_facets(site: Site) -> Iterator[tuple[str, int, int]]:
    told = _offered(site.tree("/writers/"))
    own: dict[str, list[Stay]] = {row.who: [] for row in site.rows}
    for stay in site.stays:
        if not stay.disputed:
            own.setdefault(stay.who, []).append(stay)
    for key in ("country", "city"):
        found = Counter(value for row in site.rows for value in {getattr(stay, key) for stay in own[row.who]} - {""})
        yield from _compared(f"writers by {key}", told.get(key, {}), found)
    now = sum(map(_is_now(site), site.rows))
    yield "writers in residence now", told.get("status", {}).get(NOW, 0), now
    ended = {who for who, stays in own.items() if any(stay.status in (PAST, PRESUMED) for stay in stays)}
    dated = {row.who for row in site.rows if row.when} | ended
    past = told.get("status", {}).get(PAST, 0)
    if not sum(row.who in ended for row in site.rows) <= past <= sum(row.who in dated for row in site.rows):
        yield "writers whose stay is over", past, len(ended)
    yield from _compared("writers by origin", _by_name(site.tree("/writers/"), "origin"), _origins(site.rows))


def _origins(rows: list[Row]) -> Counter[str]:
    return Counter(row.origin for row in rows if row.origin and row.origin != "not stated" and "origin" not in row.who)


def _cities_facets(site: Site) -> Iterator[tuple[str, int, int]]:
    told = _offered(site.tree("/cities/"))
    yield from _compared(
        "cities by country", told.get("country", {}), Counter(city.country for city in site.cities.values())
    )
    states = Counter(
        state for city in site.cities.values() for state in {membership.state for membership in city.memberships}
    )
    yield from _compared("cities by membership", told.get("status", {}), states)


def _offered(tree: Element) -> dict[str, dict[str, int]]:
    """Return the options of each filter with the number beside it."""
    found: dict[str, dict[str, int]] = {}
    for label in tree.all("label"):
        box, numbers = label.first("input", type="checkbox"), label.lines()
        if box and numbers and numbers[-1].isdecimal():
            found.setdefault(box.attributes["name"], {})[box.attributes["value"]] = int(numbers[-1])
    return found


def _by_name(tree: Element, key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for label in tree.all("label"):
        box, said = label.first("input", type="checkbox"), label.lines()
        if box and box.attributes["name"] == key and len(said) == 2:
            found[said[0]] = int(said[1])
    return found


def _compared(what: str, told: dict[str, int], found: Counter[str]) -> Iterator[tuple[str, int, int]]:
    for value in sorted({*told, *found}):
        yield f"{what} {value}", told.get(value, 0), found[value]
