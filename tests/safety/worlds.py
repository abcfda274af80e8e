"""Random registers as plain data, each drawn from one whole number. `build.py` makes records of a world."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from refuge.core.scopes import Scope
from tests.safety import deciding, drawing
from tests.safety.deciding import PLACE, Decision
from tests.safety.oracle import View, view_of

# What becomes of a person or a city: published or not, then changed, taken out, brought back.
SHOWN_AS_FIRST = ("early", "edited", "once")
SHOWN_AS_SECOND = ("late", "republished", "returned")
HIDDEN = ("never", "withdrawn")
# Who is edited between the first publications and the last.
EDITED = ("edited", *SHOWN_AS_SECOND)
# Cities that were listed before the story began, and one of them that is withdrawn in it.
STOOD = ("standing", "fallen")
# The rows around a person, and what becomes of each of the first version when it is edited into the second.
ROWS = ("names", "texts", "stays", "works", "waypoints")
KEPT, DELETED, GIVEN = "kept", "deleted", "given to another writer"


@dataclass
class City:
    """A place. `word` is whether it shows guests without a name: at first, and after somebody changed it."""

    country: str
    path: str
    first: dict[str, Any]
    second: dict[str, Any]
    word: tuple[bool, bool]
    dark: tuple[bool, bool]
    # What becomes of each membership of the first version.
    fates: list[str]
    # One of those that hide others: it takes guests, and nobody is ever seen there.
    hides: bool = False
    # The place, among the cities, of the one that it lies in.
    within: int | None = None

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
    """A writer: what the record says before and after an edit, the decisions, and what became of it.

    The decisions are about the things of the version that is shown. `gone` and `lowered_stays` are what was deleted,
    given away or told less of after the story, `lowered` the level after it.
    """

    label: str
    path: str
    levels: tuple[int, int]
    decisions: list[Decision]
    first: Version
    second: Version
    fates: dict[str, list[str]]
    private: dict[str, str] = field(default_factory=dict)
    lowered: int | None = None
    gone: set[tuple[str, int]] = field(default_factory=set)
    lowered_stays: dict[int, int] = field(default_factory=dict)

    @property
    def shown(self) -> Version:
        """Return the version that the public reads, if it reads any."""
        return self.second if self.path in SHOWN_AS_SECOND else self.first

    @property
    def record(self) -> Version:
        """Return the version that the record holds at the end."""
        return self.second if self.path in EDITED else self.first

    def follower(self, part: str, at: int) -> int | None:
        """Return the place, in the second version, of the row that a row of the first becomes; None where it is gone.

        A biography is the one in its language, any other row keeps its place.
        """
        if self.fates[part][at] != KEPT:
            return None
        if part != "texts":
            return at
        languages = [row["language"] for row in self.second.texts]
        return languages.index(self.first.texts[at]["language"])

    def new_rows(self, part: str) -> list[int]:
        """Return the places of the rows of the second version that the first has not."""
        kept = {self.follower(part, at) for at in range(len(self.fates[part]))}
        return [at for at in range(len(getattr(self.second, part))) if at not in kept]


@dataclass
class Note:
    """A milestone or a page, before and after an edit that nobody publishes."""

    kind: str
    path: str
    first: dict[str, Any]
    second: dict[str, Any]


@dataclass
class World:
    """A whole register. `order` decides in which order records are made; `passed` counts the days since its story.

    `hiding` are the countries and regions of the world in which more than enough places could host anybody; in all
    others none could, so that the oracle need not count: the judge does. `hosts_from` is where, among the cities, these
    places begin; `nowhere` is the last of those that nobody ever lists.
    """

    cities: list[City]
    people: list[Person]
    strangers: list[Person]
    notes: list[Note]
    order: int
    hiding: frozenset[str]
    hosts_from: int
    passed: int = 0

    @property
    def nowhere(self) -> int:
        """Return the place, among the cities, of one that nobody ever lists."""
        return self.hosts_from - 1

    @property
    def story(self) -> list[City]:
        """Return the cities in which people may be."""
        return self.cities[: self.hosts_from]

    def slug_of_city(self, at: int) -> str:
        """Return the address of a city, where it is listed."""
        city = self.cities[at]
        if city.path in STOOD:
            return f"city-{at}"
        return city.second["name"] if city.path == "late" else city.first["name"]

    def view(self, person: Person) -> View:
        """Return what of a person the public may see."""
        return view_of(person, self.cities, self.hiding, next_day=bool(self.passed))


def make_world(seed: int) -> World:
    """Draw a world: up to three writers who are meant to be seen, up to three who are not, and cities with a story."""
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, rng.randint(1, 3))
    cities = [draw_city(rng, country) for country in countries for _ in range(rng.choice((1, 2, 4)))]
    # All meet in the first city: by chance alone few do, and a page of many tells more.
    meet = rng.random() < 0.3
    cities[0].path = "early" if meet else rng.choice((cities[0].path, "early"))
    for city in cities[1:]:
        if rng.random() < 0.4:
            city.path = "standing"
            _still(city)
    world = _peopled(rng, cities, people=3 if meet else rng.randint(1, 3), strangers=rng.randint(0, 3), meet=meet)
    world.notes = [draw_note(rng, kind) for kind in ("page", "milestone", "milestone")]
    return world


def make_small_world(seed: int, *, plain: float = 0.75) -> World:
    """Draw a world of one writer and perhaps a hidden one, in cities that all stood before; one may be withdrawn.

    So many of the writers have no story: they are published once, at the end.
    """
    rng = Random(seed)
    countries = rng.sample(drawing.COUNTRIES, 2)
    cities = [draw_city(rng, country, "standing") for country in countries for _ in range(rng.choice((1, 2, 3, 4)))]
    for city in cities:
        _still(city)
    if rng.random() < 0.3:
        rng.choice(cities).path = "fallen"
    world = _peopled(rng, cities, people=1, strangers=rng.randint(0, 1))
    if rng.random() < plain:
        # What was drawn about the second version says nothing of the first.
        world.people[0] = draw_person(rng, "person 0", cities, "once")
    return world


def _still(city: City) -> None:
    """Let nobody change a city's word: it stood before the story began, and has none of its own."""
    city.word, city.dark = (city.word[0],) * 2, (city.dark[0],) * 2


def _peopled(rng: Random, cities: list[City], *, people: int, strangers: int, meet: bool = False) -> World:
    # Each country has a place that nobody ever lists: a hidden host can always move there.
    cities += [draw_city(rng, country, "never") for country in drawing.COUNTRIES]
    hiding = frozenset(place for place in (*drawing.COUNTRIES, *drawing.SMALL) if rng.random() < 0.5)
    return World(
        cities=[*cities, *_hosts(rng, hiding, len(cities))],
        people=[draw_person(rng, f"person {n}", cities, meet=meet) for n in range(people)],
        strangers=draw_strangers(rng, cities, strangers),
        notes=[],
        order=rng.randrange(2**32),
        hiding=hiding,
        hosts_from=len(cities),
    )


def _hosts(rng: Random, hiding: frozenset[str], first: int) -> list[City]:
    """Draw the places that hide people: many in a country that does, few in each of many in a region that does.

    The last of a country lies in the one before it, and so hides nobody else.
    """
    found: list[City] = []
    for place in sorted(hiding):
        for country in drawing.SMALL.get(place, (place,)):
            for _ in range(3 if place in drawing.SMALL else 7):
                host = draw_city(rng, country, "standing")
                _still(host)
                host.first["fictional"] = host.first["takes_no_guests"] = False
                host.hides = True
                found.append(host)
            if place not in drawing.SMALL:
                found[-1].within = first + len(found) - 2
    return found


def draw_city(rng: Random, country: str, path: str = "") -> City:
    ways = ("early", "early", "early", "edited", "late", "republished", *HIDDEN)
    first, second = drawing.city(rng), drawing.city(rng)
    if rng.random() < 0.5:
        second["picture"] = first["picture"]
    return City(
        country=country,
        path=path or rng.choice(ways),
        first=first,
        second=second,
        word=(rng.random() < 0.6, rng.random() < 0.6),
        dark=(rng.random() < 0.2, rng.random() < 0.2),
        fates=draw_fates(rng, first["memberships"], second["memberships"]),
    )


def draw_fates(rng: Random, first: list[Any], second: list[Any]) -> list[str]:
    """Draw what becomes of rows: one that is kept says what stands in its place later."""
    fates = [rng.choice((KEPT, KEPT, KEPT, KEPT, DELETED, GIVEN)) for _ in first]
    return [rng.choice((DELETED, GIVEN)) if at >= len(second) else fate for at, fate in enumerate(fates)]


def text_fates(rng: Random, first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[str]:
    """Draw what becomes of biographies: the one in a language is kept where there is one in it later."""
    languages = [row["language"] for row in second]
    return [KEPT if row["language"] in languages else rng.choice((DELETED, GIVEN)) for row in first]


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


def draw_person(rng: Random, label: str, cities: list[City], path: str = "", *, meet: bool = False) -> Person:
    first, second = draw_version(rng, cities), draw_version(rng, cities)
    if meet:
        for version in (first, second):
            here = {**drawing.stay(rng, cities), "city": 0, "country": cities[0].country, "ceiling": 3}
            version.stays = [here, *version.stays[:2]]
    fates = {part: draw_fates(rng, getattr(first, part), getattr(second, part)) for part in ROWS}
    fates["texts"] = text_fates(rng, first.texts, second.texts)
    if meet:
        fates["stays"][0] = KEPT
    _follow(rng, first, second, fates["stays"])
    level = 3 if meet else rng.choice((3, 3, 3, 2, 2, 1, 0))
    person = Person(
        label=label,
        path=path or rng.choice(("early", "edited", *SHOWN_AS_SECOND)),
        levels=(level, level if meet or rng.random() < 0.8 else rng.randint(0, 3)),
        decisions=[],
        first=first,
        second=second,
        fates=fates,
        private=drawing.private(rng),
    )
    person.decisions = deciding.decisions(rng, person.shown, cities)
    if meet:
        seen = deciding.everything(person.shown, Scope.NAME, Scope.HOST_COUNTRY, Scope.HOST_CITY)
        person.decisions = [d for d in person.decisions if not d.refused] + [d for d in seen if d.thing in (0, None)]
    return person


def _follow(rng: Random, first: Version, second: Version, fates: list[str]) -> None:
    """Let the second version go on from the first: most stays stay where they were, name and picture often do."""
    for at, fate in enumerate(fates):
        if fate == KEPT and rng.random() < 0.75:
            second.stays[at] |= {name: first.stays[at][name] for name in PLACE}
    for name in ("name", "portrait"):
        if rng.random() < 0.5:
            second.fields[name] = first.fields[name]


def draw_strangers(rng: Random, cities: list[City], number: int) -> list[Person]:
    """Draw writers whom nobody may see: never published, or withdrawn, whatever was cleared."""
    return [draw_person(rng, f"stranger {n}", cities, rng.choice(HIDDEN)) for n in range(number)]
