"""Random registers as plain data, drawn from one whole number, and their twins.

A twin agrees with its world on everything the oracle says is cleared and published, and on nothing else: what is
hidden has other values, other rows, another order. `build.py` makes records of a world.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from refuge.core.redaction import Scope
from tests.safety import drawing
from tests.safety.oracle import View, view_of

# What becomes of a person or a city: published or not, then changed, taken out, brought back.
SHOWN_AS_FIRST = ("early", "edited")
SHOWN_AS_SECOND = ("late", "republished", "returned")
HIDDEN = ("never", "withdrawn")
# Cities that were listed before the story began, and one of them that is withdrawn in it.
STOOD = ("standing", "fallen")
# When a clearance is granted, and whether it still stands: "ended" was there when the person was first published.
STATES = ("never", "stands", "ended", "late")


@dataclass
class City:
    """A place. `word` is whether it shows guests without a name: at first, and after somebody changed it."""

    country: str
    path: str
    first: dict[str, Any]
    second: dict[str, Any]
    word: tuple[bool, bool]
    dark: tuple[bool, bool]


@dataclass
class Version:
    """What the record of a person says at one time."""

    fields: dict[str, Any]
    names: list[dict[str, Any]]
    stays: list[dict[str, Any]]
    works: list[dict[str, Any]]
    waypoints: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    links: list[str]


@dataclass
class Person:
    """A writer: what the record says before and after an edit, the decisions, and what became of it."""

    label: str
    path: str
    levels: tuple[int, int]
    scopes: dict[str, str]
    name_states: list[str]
    knowing: bool
    first: Version
    second: Version
    private: dict[str, str] = field(default_factory=dict)
    lowered: int | None = None

    @property
    def shown(self) -> Version:
        """Return the version that the public reads, if it reads any."""
        return self.second if self.path in SHOWN_AS_SECOND else self.first


@dataclass
class Note:
    """A milestone or a page, before and after an edit that nobody publishes."""

    kind: str
    path: str
    first: dict[str, Any]
    second: dict[str, Any]


@dataclass
class World:
    """A whole register. `order` decides in which order records are made."""

    cities: list[City]
    people: list[Person]
    strangers: list[Person]
    notes: list[Note]
    order: int

    def view(self, person: Person) -> View:
        """Return what of a person the public may see."""
        return view_of(person, self.cities)


def make_world(seed: int) -> World:
    """Draw a world: up to three writers who are meant to be seen, up to three who are not, and cities with a story."""
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, rng.randint(1, 3))
    cities = [_city(rng, country) for country in countries for _ in range(rng.choice((1, 2, 4)))]
    world = _peopled(rng, cities, people=rng.randint(1, 3), strangers=rng.randint(0, 3))
    world.notes = [_note(rng, kind) for kind in ("page", "milestone", "milestone")]
    return world


def make_small_world(seed: int) -> World:
    """Draw a world of one writer and perhaps a hidden one, in cities that all stood before; one may be withdrawn."""
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, 2)
    cities = [_city(rng, country, "standing") for country in countries for _ in range(rng.choice((1, 2, 3, 4)))]
    for city in cities:
        city.word, city.dark = (city.word[0],) * 2, (city.dark[0],) * 2
    if rng.random() < 0.3:
        rng.choice(cities).path = "fallen"
    return _peopled(rng, cities, people=1, strangers=rng.randint(0, 1))


def _peopled(rng: Random, cities: list[City], *, people: int, strangers: int) -> World:
    # Each country has a place that nobody ever lists: a hidden host can always move there.
    cities += [_city(rng, country, "never") for country in drawing.COUNTRIES]
    return World(
        cities=cities,
        people=[_person(rng, f"person {n}", cities) for n in range(people)],
        strangers=_strangers(rng, cities, strangers),
        notes=[],
        order=rng.randrange(2**32),
    )


def make_twin(world: World, seed: int) -> World:
    """Draw another world that agrees with this one on what is cleared and published."""
    rng = Random(seed)
    twin = World(deepcopy(world.cities), [], [], deepcopy(world.notes), rng.randrange(2**32))
    for city in twin.cities:
        _change_city(rng, city)
    for note in twin.notes:
        other = _note(rng, note.kind)
        note.second = other.second
        if note.path in HIDDEN:
            note.path, note.first = rng.choice(HIDDEN), other.first
    twin.people = [_twin(rng, deepcopy(person), world) for person in world.people]
    twin.strangers = _strangers(rng, twin.cities, rng.randint(0, max(1, len(world.strangers))))
    return twin


def _city(rng: Random, country: str, path: str = "") -> City:
    ways = ("early", "early", "early", "edited", "late", "republished", *HIDDEN)
    return City(
        country=country,
        path=path or rng.choice(ways),
        first=drawing.city(rng),
        second=drawing.city(rng),
        word=(rng.random() < 0.6, rng.random() < 0.6),
        dark=(rng.random() < 0.2, rng.random() < 0.2),
    )


def _note(rng: Random, kind: str) -> Note:
    draw = drawing.page if kind == "page" else drawing.milestone
    return Note(kind, rng.choice(("early", "early", "edited", *HIDDEN)), draw(rng), draw(rng))


def _version(rng: Random, cities: list[City]) -> Version:
    return Version(
        fields=drawing.fields(rng),
        names=[drawing.name(rng) for _ in range(2)],
        stays=[drawing.stay(rng, cities) for _ in range(rng.randint(0, 2))],
        works=[drawing.work(rng) for _ in range(rng.randint(0, 2))],
        waypoints=[drawing.waypoint(rng) for _ in range(rng.randint(0, 1))],
        texts=drawing.texts(rng),
        links=drawing.sources(rng),
    )


def _person(rng: Random, label: str, cities: list[City], path: str = "") -> Person:
    likely = rng.choice((0.4, 0.75, 0.95))

    def state() -> str:
        return "stands" if rng.random() < likely else rng.choice(STATES)

    first = rng.choice((3, 3, 3, 2, 2, 1, 0))
    return Person(
        label=label,
        path=path or rng.choice((*SHOWN_AS_FIRST, *SHOWN_AS_SECOND)),
        levels=(first, first if rng.random() < 0.8 else rng.randint(0, 3)),
        # Three in four have a name that stands, or most worlds would show nobody.
        scopes={scope: "stands" if scope == Scope.NAME and rng.random() < 0.75 else state() for scope in Scope},
        name_states=[state(), state()],
        knowing=rng.random() < 0.5,
        first=_version(rng, cities),
        second=_version(rng, cities),
        private=drawing.private(rng),
    )


def _strangers(rng: Random, cities: list[City], number: int) -> list[Person]:
    """Draw writers whom nobody may see: never published, or withdrawn, whatever was cleared."""
    return [_person(rng, f"stranger {n}", cities, rng.choice(HIDDEN)) for n in range(number)]


def _change_city(rng: Random, city: City) -> None:
    if city.path in HIDDEN:
        city.path, city.first, city.second = rng.choice(HIDDEN), drawing.city(rng), drawing.city(rng)
        city.word = city.dark = (rng.random() < 0.5, rng.random() < 0.5)
    elif city.path in (*SHOWN_AS_FIRST, *STOOD):
        city.second = drawing.city(rng)
    else:
        # A city's address is drawn from its first name and kept: a handle, on which twins agree.
        city.first = {**drawing.city(rng), "name": city.first["name"]}


def _twin(rng: Random, person: Person, world: World) -> Person:
    """Give everything that is not visible of a person another value."""
    view = world.view(person)
    person.private = drawing.private(rng)
    if not view.shows("counted"):
        return _nobody(rng, person, world)
    if person.path in SHOWN_AS_SECOND:
        person.first = _version(rng, world.cities)
    else:
        person.second = _version(rng, world.cities)
    other, shown = _version(rng, world.cities), person.shown
    for key, names in drawing.FIELDS_OF.items():
        if not view.shows(key):
            shown.fields |= {name: other.fields[name] for name in names}
    for key, part in (("works", "works"), ("biography", "waypoints"), ("biography", "texts"), ("links", "links")):
        if not view.shows(key):
            setattr(shown, part, getattr(other, part))
    for row in (*shown.works, *shown.waypoints):
        row["sources"] = row["sources"] if view.shows("links") else drawing.sources(rng)
    shown.names = [row if view.name(at) else other.names[at] for at, row in enumerate(shown.names)]
    shown.stays = [_other_stay(rng, row, view, world) for row in shown.stays] if view.shows("host") else other.stays
    _change_states(rng, person)
    rng.shuffle(shown.works), rng.shuffle(shown.stays), rng.shuffle(shown.waypoints)
    return person


def _nobody(rng: Random, person: Person, world: World) -> Person:
    """Draw somebody else whom nobody sees, in the place of a person whom nobody sees."""
    for _ in range(100):
        other = _person(rng, person.label, world.cities, rng.choice((person.path, *HIDDEN)))
        if not world.view(other).shows("counted"):
            return other
    return person


def _change_states(rng: Random, person: Person) -> None:
    """Let a clearance that does not count be missing for another reason."""
    gone = ("never", "ended") if person.path in SHOWN_AS_SECOND else ("never", "ended", "late")

    def other(state: str) -> str:
        return rng.choice(gone) if state in gone else state

    for scope, state in person.scopes.items():
        # The name's own state decides the level's meaning at both times, so it stays as it is.
        if scope != Scope.NAME:
            person.scopes[scope] = other(state)
    person.name_states = [other(state) for state in person.name_states]


def _other_stay(rng: Random, stay: dict[str, Any], view: View, world: World) -> dict[str, Any]:
    """Return a stay that reads the same where it is visible."""
    kept, other = dict(stay), drawing.stay(rng, world.cities)
    kept["private_note"] = other["private_note"]
    if not view.shows("dates"):
        for name in ("starts", "ends", "planned_end", "end_state", "confirmed"):
            kept[name] = other[name]
    elif stay["standing"] == "disputed":
        kept["planned_end"], kept["confirmed"] = other["planned_end"], other["confirmed"]
    if not view.programme(stay) and not (view.shows("dates") and stay["standing"] == "accepted"):
        kept["programme"] = other["programme"]
    if not view.note(stay):
        kept["public_note"] = other["public_note"]
    if not (view.note(stay) and view.shows("links")):
        kept["sources"] = other["sources"]
    return _elsewhere(rng, kept, view, world)


def _elsewhere(rng: Random, stay: dict[str, Any], view: View, world: World) -> dict[str, Any]:
    """Move a stay to another host that the public cannot tell from this one."""
    if stay["city"] is None or view.city(stay):
        return stay
    region, told = drawing.REGION[stay["country"]], view.country(stay)
    choices = list(range(len(world.cities)))
    rng.shuffle(choices)
    for choice in choices:
        country = world.cities[choice].country
        moved = {**stay, "city": choice, "country": country}
        alike = country == stay["country"] if told else drawing.REGION[country] == region
        if alike and not view.city(moved) and view.country(moved) == told:
            return moved
    return stay
