"""Random registers as plain data, each drawn from one whole number. `build.py` makes records of a world."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from refuge.core.scopes import Scope
from tests.safety import drawing
from tests.safety.oracle import View, view_of

# What becomes of a person or a city: published or not, then changed, taken out, brought back.
SHOWN_AS_FIRST = ("early", "edited", "once")
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

    @property
    def both(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what is said of it, first and later."""
        return self.first, self.second


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

    def slug_of_city(self, at: int) -> str:
        """Return the address of a city, where it is listed."""
        city = self.cities[at]
        if city.path in STOOD:
            return f"city-{at}"
        return city.second["name"] if city.path == "late" else city.first["name"]

    def view(self, person: Person) -> View:
        """Return what of a person the public may see."""
        return view_of(person, self.cities)


def make_world(seed: int) -> World:
    """Draw a world: up to three writers who are meant to be seen, up to three who are not, and cities with a story."""
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, rng.randint(1, 3))
    cities = [_city(rng, country) for country in countries for _ in range(rng.choice((1, 2, 4)))]
    cities[0].path = rng.choice((cities[0].path, "early"))
    for city in cities[1:]:
        if rng.random() < 0.4:
            city.path = "standing"
            _still(city)
    meet = rng.random() < 0.3
    world = _peopled(rng, cities, people=3 if meet else rng.randint(1, 3), strangers=rng.randint(0, 3))
    if meet:
        _meet(rng, world)
    world.notes = [draw_note(rng, kind) for kind in ("page", "milestone", "milestone")]
    return world


def make_small_world(seed: int, *, plain: float = 0.75) -> World:
    """Draw a world of one writer and perhaps a hidden one, in cities that all stood before; one may be withdrawn.

    So many of the writers have no story: they are published once, at the end.
    """
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, 2)
    cities = [_city(rng, country, "standing") for country in countries for _ in range(rng.choice((1, 2, 3, 4)))]
    for city in cities:
        _still(city)
    if rng.random() < 0.3:
        rng.choice(cities).path = "fallen"
    world = _peopled(rng, cities, people=1, strangers=rng.randint(0, 1))
    if rng.random() < plain:
        world.people[0].path = "once"
    return world


def _meet(rng: Random, world: World) -> None:
    """Let everybody be seen as a guest of the first city: by chance alone few meet, and a page of many tells more."""
    host = world.cities[0]
    host.path = "early"
    for person in world.people:
        person.levels = (3, 3)
        person.scopes |= dict.fromkeys((Scope.NAME, Scope.HOST_COUNTRY, Scope.HOST_CITY), "stands")
        for version in (person.first, person.second):
            here = {**drawing.stay(rng, world.cities), "city": 0, "country": host.country}
            version.stays = [here, *version.stays[:2]]


def _still(city: City) -> None:
    """Let nobody change a city's word: it stood before the story began, and has none of its own."""
    city.word, city.dark = (city.word[0],) * 2, (city.dark[0],) * 2


def _peopled(rng: Random, cities: list[City], *, people: int, strangers: int) -> World:
    # Each country has a place that nobody ever lists: a hidden host can always move there.
    cities += [_city(rng, country, "never") for country in drawing.COUNTRIES]
    return World(
        cities=cities,
        people=[draw_person(rng, f"person {n}", cities) for n in range(people)],
        strangers=draw_strangers(rng, cities, strangers),
        notes=[],
        order=rng.randrange(2**32),
    )


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


def draw_note(rng: Random, kind: str) -> Note:
    draw = drawing.page if kind == "page" else drawing.milestone
    return Note(kind, rng.choice(("early", "early", "edited", *HIDDEN)), draw(rng), draw(rng))


def draw_version(rng: Random, cities: list[City]) -> Version:
    return Version(
        fields=drawing.fields(rng),
        names=[drawing.name(rng) for _ in range(2)],
        stays=[drawing.stay(rng, cities) for _ in range(rng.randint(0, 3))],
        works=[drawing.work(rng) for _ in range(rng.randint(0, 2))],
        waypoints=[drawing.waypoint(rng) for _ in range(rng.randint(0, 1))],
        texts=drawing.texts(rng),
        links=drawing.sources(rng),
    )


def draw_person(rng: Random, label: str, cities: list[City], path: str = "") -> Person:
    likely = rng.choice((0.4, 0.75, 0.95))

    def state() -> str:
        return "stands" if rng.random() < likely else rng.choice(STATES)

    first = rng.choice((3, 3, 3, 2, 2, 1, 0))
    return Person(
        label=label,
        path=path or rng.choice(("early", "edited", *SHOWN_AS_SECOND)),
        levels=(first, first if rng.random() < 0.8 else rng.randint(0, 3)),
        # Three in four have a name that stands, or most worlds would show nobody.
        scopes={scope: "stands" if scope == Scope.NAME and rng.random() < 0.75 else state() for scope in Scope},
        name_states=[state(), state()],
        knowing=rng.random() < 0.5,
        first=draw_version(rng, cities),
        second=draw_version(rng, cities),
        private=drawing.private(rng),
    )


def draw_strangers(rng: Random, cities: list[City], number: int) -> list[Person]:
    """Draw writers whom nobody may see: never published, or withdrawn, whatever was cleared."""
    return [draw_person(rng, f"stranger {n}", cities, rng.choice(HIDDEN)) for n in range(number)]
