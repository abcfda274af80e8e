"""What one page tells: a city with its memberships and guests, a writer with her stays, a row of a list."""

import re
from dataclasses import dataclass, replace

from tests.safety.attacker.dates import Span, read_date, read_span
from tests.safety.attacker.pages import Element
from tests.safety.attacker.places import CODES, REGION_OF, REGIONS

SILENT = Span()
WITHHELD = "Name withheld"
NOW, PAST, PRESUMED, UNKNOWN = "now", "past", "presumed", "unknown"
STATUS = {
    "In residence now": NOW,
    "Residency completed": PAST,
    "Presumed completed": PRESUMED,
    "Status not known": UNKNOWN,
}
STATES = {
    "Decided to join": "decided",
    "Active member": "active",
    "Paused": "paused",
    "Left": "left",
    "Annulled": "annulled",
    "Not known": "unknown",
}
FIRST_GUEST = re.compile(r"first guest\D{0,20}(\d{4})", re.IGNORECASE)
NO_GUESTS = re.compile(r"(takes|took|has had) no guests?|never had a guest", re.IGNORECASE)


@dataclass(frozen=True)
class Membership:
    """One interval of a city in a network, as its page says it."""

    state: str
    span: Span


@dataclass(frozen=True)
class Stay:
    """One stay as one moment tells it; empty where it does not say."""

    who: str
    city: str = ""
    country: str = ""
    region: str = ""
    span: Span = SILENT
    status: str = ""
    disputed: bool = False

    def at(self, where: str, cities: dict[str, "City"]) -> "Stay":
        """Return the stay with its place as it is printed: a city, a country, or a region of the world."""
        for city in cities.values():
            if city.name == where:
                return replace(self, city=city.slug, country=city.country, region=REGION_OF.get(city.country, ""))
        if where in REGIONS:
            return replace(self, region=where)
        return replace(self, country=CODES.get(where, ""), region=REGION_OF.get(CODES.get(where, ""), ""))


@dataclass(frozen=True)
class City:
    """A city as its page tells of it."""

    slug: str
    name: str
    country: str
    memberships: tuple[Membership, ...] = ()
    within: str = ""
    fictional: bool = False
    takes_guests: bool = True
    first_guest: int = 0
    said: str = ""
    guests: tuple[Stay, ...] = ()
    now: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a list of writers. `who` names the page, or the origin of somebody whose name is withheld."""

    who: str
    origin: str
    hosts: str
    when: str
    printed: str

    @property
    def now(self) -> bool:
        return STATUS.get(self.when) == NOW


def read_rows(tree: Element) -> list[Row]:
    """Return the lines of a list, in order."""
    return [_row(line) for line in tree.all("article", "row")]


def _row(line: Element) -> Row:
    heading, way, when = line.first("h3"), line.first("p", "way"), line.first("p", "when")
    link = heading.first("a") if heading else None
    said = way.lines() if way else []
    origin, hosts = " ".join(said), ""
    if "to" in said:
        at = said.index("to")
        origin, hosts = " ".join(said[:at]), " ".join(said[at + 1 :])
    who = link.attributes["href"] if link else unnamed(origin)
    return Row(who, origin, hosts, when.text if when else "", line.text)


def unnamed(origin: str) -> str:
    """Return by what somebody without a name is told from others."""
    return f"{WITHHELD}, {origin}"


def read_stays_of_row(row: Row, cities: dict[str, City]) -> list[Stay]:
    """Return the stays that a line tells; it prints the dates of the first alone."""
    parts, places = row.hosts.split(", "), []
    while parts and parts[0]:
        where = parts.pop(0)
        city = next((city for city in cities.values() if city.name == where), None)
        if city and parts and CODES.get(parts[0]) == city.country:
            del parts[0]
        places.append(where)
    stays = [Stay(row.who).at(where, cities) for where in places]
    if stays and row.now:
        # With several it does not say which of them lasts.
        stays = [replace(stays[0], status=NOW), *stays[1:]] if len(stays) == 1 else stays
    elif stays:
        stays[0] = replace(stays[0], span=read_span(row.when))
    return stays


def read_writer(address: str, tree: Element, cities: dict[str, City]) -> list[Stay]:
    """Return the stays that a writer's page tells."""
    section = tree.first("section", aria_labelledby="stays")
    return [_stay(address, line, cities) for line in section.all("li")] if section else []


def _stay(who: str, line: Element, cities: dict[str, City]) -> Stay:
    heading = line.first("h3")
    where = heading.lines()[0] if heading else ""
    said = [part for part in line.inside if isinstance(part, Element) and part.name == "p"]
    lines = said[-1].lines() if said else []
    status = next((STATUS[text] for text in lines if text in STATUS), "")
    span = read_span(next((text for text in lines if text not in STATUS), ""))
    return Stay(who, span=span, status=status, disputed="disputed" in line.classes).at(where, cities)


def read_city(slug: str, tree: Element) -> City:
    """Return what a city's page tells."""
    heading, lede = tree.first("h1"), tree.first("p", "lede")
    text, facts, within = (
        tree.first("section", aria_labelledby="about"),
        tree.first("dl", "facts"),
        tree.first("", "within"),
    )
    said = text.text if text else ""
    values = list(facts.all("dd")) if facts else []
    notes = " ".join([said, *(value.text for value in values)])
    first = FIRST_GUEST.search(notes)
    inside = within.first("a") if within and within.name != "a" else within
    place = lede.first("a") if lede else None
    country = place.attributes["href"].partition("country=")[2] if place else ""
    city = City(
        slug,
        heading.text if heading else "",
        country,
        memberships=tuple(found for found in map(_membership, values) if found),
        within=inside.attributes.get("href", "").strip("/").rpartition("/")[2] if inside else "",
        fictional=tree.first("div", "fictional") is not None,
        takes_guests=tree.first("", "takes-no-guests") is None and not NO_GUESTS.search(notes),
        first_guest=int(first[1]) if first else 0,
        said=notes,
        now="A writer is in residence now." in tree.text,
    )
    section = tree.first("section", aria_labelledby="guests")
    return replace(city, guests=tuple(_guest(city, line) for line in section.all("li")) if section else ())


def _membership(value: Element) -> Membership | None:
    said = next((" ".join(part.split()) for part in value.inside if isinstance(part, str) and part.strip()), "")
    for words, state in STATES.items():
        if said == words:
            return Membership(state, Span())
        if said.startswith(f"{words}; joined "):
            return Membership(state, Span(starts=read_date(said.removeprefix(f"{words}; joined "))))
        if said.startswith(f"{words}, "):
            return Membership(state, read_span(said.removeprefix(f"{words}, ")))
    return None


def _guest(city: City, line: Element) -> Stay:
    heading = line.first("h3")
    link = heading.first("a") if heading else None
    origin = line.first("p", "quiet")
    who = link.attributes["href"] if link else unnamed(origin.text if origin else "")
    said = [part for part in line.inside if isinstance(part, Element) and part.name == "p"]
    lines = said[-1].lines() if said else []
    status = NOW if "In residence now" in lines else ""
    span = read_span(next((text for text in lines if text not in STATUS), ""))
    region = REGION_OF.get(city.country, "")
    return Stay(who, city.slug, city.country, region, span, status, "disputed" in line.classes)
