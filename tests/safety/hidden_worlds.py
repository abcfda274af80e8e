"""Worlds in which somebody hides, as plain data: few countries with about K cities each, and a story of many days.

What kind a world is says what there is much of; where anybody lives is drawn by chance among what the kind allows.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

COUNTRIES = {"europe": ("NO", "SE", "DK", "NL", "ES", "IT"), "americas": ("MX", "CO", "PE", "BR")}
REGION_OF = {code: region for region, codes in COUNTRIES.items() for code in codes}
ORIGINS = "IR SY AF ER CN CU BY TR VN BD PK IQ EG SD YE".split()
# When one guest leaves and another one comes.
TURNS = (2018, 2021)
ROLES = "novelist poet playwright essayist journalist translator editor cartoonist".split()
SYLLABLES = "bra cor dul fen gim hop jas kel lor mun nev pra quo rif sut tov vem wyx zan".split()
KINDS = (
    "mixed",
    "states",
    "years",
    "taken",
    "turns",
    "regions",
    "dates",
    "nested",
    "guests",
    "edits",
    "consent",
    "moments",
)


@dataclass
class Member:
    """One interval of a city in a network."""

    state: str
    since: str = ""
    until: str = ""
    network: int = 0


@dataclass
class City:
    """A place; `opened`: so many days before the story it was listed first, never before where that is negative."""

    name: str
    country: str
    members: list[Member]
    opened: int
    within: int | None = None
    fictional: bool = False
    takes_guests: bool = True
    word: bool = True


@dataclass
class Stay:
    """A stay with what was decided about it."""

    city: int
    starts: str = ""
    planned: str = ""
    ends: str = ""
    disputed: bool = False
    ceiling: int = 3
    scopes: set[str] = field(default_factory=set)
    knowing: bool = False


@dataclass
class Person:
    """Somebody, told from all others by the country of origin. `shown`: published when the story begins."""

    name: str
    origin: str
    role: str
    level: int
    stays: list[Stay]
    shown: bool = True


@dataclass
class Act:
    """What somebody of the staff does after so many days, to the city or person of this number."""

    days: int
    what: str
    which: int


@dataclass
class World:
    """A register and its story. `looks`: after how many acts the attacker looks at the site."""

    kind: str
    k: int
    begins: date
    cities: list[City]
    people: list[Person]
    acts: list[Act]
    looks: list[int]


CITY_ACTS = ("list", "withdraw city", "join", "leave", "annul", "edit", "forget since", "no guests", "no word")
PERSON_ACTS = ("publish", "withdraw", "return", "end", "extend", "grant", "revoke", "lower", "rename", "hide")
STORY = {
    "edits": ("edit", "edit", "leave", "join", "annul"),
    "moments": ("grant", "publish", "leave", "list", "withdraw city", "end", "join", "return"),
    "dates": ("pass", "end", "extend", "publish"),
    "taken": ("grant", "publish", "extend", "end"),
    "turns": ("grant", "publish", "pass", "end"),
}


def make_world(seed: int, kind: str = "mixed") -> World:
    """Draw a world of a kind."""
    rng = Random(f"{kind} {seed}")
    k = rng.choice((3, 3, 3, 4, 5))
    begins = date(2026, 1, 5) + timedelta(days=rng.randrange(355))
    world = World(kind, k, begins, _cities(rng, kind, k), [], [], [])
    origins = rng.sample(ORIGINS, rng.randint(5, 7))
    if kind == "turns":
        _guests_in_turn(rng, world, origins)
    for origin in origins:
        world.people.append(_person(rng, world, origin))
    _story(rng, world)
    return world


def _word(rng: Random, ending: str) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize() + ending


def _cities(rng: Random, kind: str, k: int) -> list[City]:
    """Draw countries of about K cities: the sound ones hide a guest, and the odd ones look as if they did."""
    few = kind in ("states", "years", "guests", "nested", "edits")
    number = 3 if kind == "regions" else rng.choice((1, 1, 2))
    countries = rng.sample(COUNTRIES["europe"], number)
    if kind == "consent" or rng.random() < 0.25:
        countries += rng.sample(COUNTRIES["americas"], 1)
    cities: list[City] = []
    for country in countries:
        sound = rng.choice((1, k - 1, k)) if few else rng.choice((k - 1, k, k, k + 1))
        sound = {"regions": rng.choice((1, 2, k - 1, k)), "taken": rng.choice((k, k + 1, k + 2))}.get(kind, sound)
        odd = rng.randint(2, 3) if few else rng.randint(0, 1)
        for n in range(sound + odd):
            cities.append(_city(rng, kind, country, sound=n < sound))
            inside = [at for at, city in enumerate(cities[:-1]) if city.country == country and city.within is None]
            if inside and rng.random() < {"nested": 0.4}.get(kind, 0.04):
                cities[-1].within = rng.choice(inside)
    return cities


def _city(rng: Random, kind: str, country: str, *, sound: bool) -> City:
    late = kind in ("moments", "regions")
    since = rng.choice((2004, 2009, 2012, 2015, 2019, 2022) if late else (2004, 2009))
    city = City(
        name=_word(rng, rng.choice(("burg", "ham", "vik", "stad"))),
        country=country,
        members=[Member("active", rng.choice((f"{since}", f"{since}-05", f"{since}-05-17")))],
        opened=-1 if rng.random() < 0.08 else rng.choice((400, 900, 2000)),
        word=rng.random() < 0.85,
    )
    if rng.random() < 0.1:
        city.members = [Member("left", "2006", "2011"), *city.members] if since > 2011 else city.members
    if rng.random() < 0.08:
        city.members.append(Member("active", "", "", 1))
    if not sound:
        _make_odd(rng, kind, city)
    return city


def _make_odd(rng: Random, kind: str, city: City) -> None:
    """Make a city one that hides nobody, or somebody at some times only."""
    odd = {
        "states": ("decided", "annulled", "unknown", "left", "paused", "none"),
        "years": ("late", "late", "former", "left"),
        "edits": ("decided", "annulled", "none"),
        "guests": ("fictional", "no guests"),
        "nested": ("none", "late"),
    }.get(kind, ("decided", "annulled", "unknown", "left", "late", "former", "fictional", "no guests", "none"))
    match rng.choice(odd):
        case "none":
            city.members = []
        case "late":
            city.members = [Member("active", str(rng.choice((2023, 2024, 2025))))]
        case "former":
            city.members = [Member("left", "2006", str(rng.choice((2012, 2017))))]
        case "fictional":
            city.fictional = True
        case "no guests":
            city.takes_guests = False
        case state:
            city.members = [Member(state, rng.choice(("", "2008")))]


def _person(rng: Random, world: World, origin: str) -> Person:
    stays: list[Stay] = []
    level = rng.choice((3, 3, 3, 3, 2, 2, 2, 2, 1, 0))
    first = _stay(rng, world, level)
    if first:
        stays.append(first)
        # A second stay lies in another part of the world, so that the two are told apart.
        elsewhere = [at for at, city in enumerate(world.cities) if _region(city) != _region(world.cities[first.city])]
        second = _stay(rng, world, level, elsewhere) if elsewhere and rng.random() < 0.5 else None
        if second:
            stays.append(second)
        if rng.random() < 0.08:
            stays.append(Stay(first.city, "2011", disputed=True, scopes={"country", "dates"}))
    return Person(
        name=_name(rng),
        origin=origin,
        role=rng.choice(ROLES),
        level=level,
        stays=stays,
        shown=rng.random() < 0.85,
    )


def _guests_in_turn(rng: Random, world: World, origins: list[str]) -> None:
    """Let two guests who are shown follow one another in some cities: each alone leaves room before or after."""
    for at in rng.sample(range(len(world.cities)), 2):
        year = rng.choice(TURNS)
        for starts, ends in (("2011", f"{year}-05-31"), (f"{year}-06-01", f"{year + rng.choice((1, 5))}-02-01")):
            stay = Stay(at, starts, "", ends, scopes={"country", "city", "dates"})
            world.people.append(Person(_name(rng), origins.pop(), rng.choice(ROLES), 3, [stay]))


def _name(rng: Random) -> str:
    return f"{_word(rng, 'a')} {_word(rng, 'sk')}"


def _region(city: City) -> str:
    return REGION_OF[city.country]


def _stay(rng: Random, world: World, level: int, among: list[int] | None = None) -> Stay | None:
    this = world.begins.year
    years = {"turns": TURNS, "dates": (this, this, this - 1, 2020), "years": (2010, 2013, 2016, 2018, 2020)}
    year = rng.choice(years.get(world.kind, (2010, 2013, 2016, 2018, 2020, 2021, 2023, 2024, 2025, this)))
    starts = rng.choice((f"{year}", f"{year}-02", f"{year}-01-20", f"{year}-01-03"))
    if year == this and rng.random() < 0.5:
        # While the story goes on.
        starts = (world.begins + timedelta(days=rng.randrange(-30, 60))).isoformat()
        year = int(starts[:4])
    length = rng.choice((0, 1, 2, 2, 3))
    now = year + length >= this or rng.random() < 0.4
    ends = "" if now else rng.choice((f"{year + length}", f"{year + length}-03", f"{year + length}-03-01"))
    planned = f"{this + rng.choice((0, 1))}-{rng.choice(('07-15', '11-30', '12-31'))}" if now else ""
    if now and rng.random() < 0.3:
        planned = ""
    at = _host(rng, world, year, year + length if ends else 9999, among)
    if at is None:
        return None
    stay = Stay(at, "" if rng.random() < 0.05 else starts, planned, ends)
    stay.scopes = {"country"} if rng.random() < 0.95 else set()
    city = {"taken": 0.6, "turns": 0.1, "consent": 0.5, "moments": 0.5, "dates": 0.5}.get(world.kind, 0.3)
    stay.scopes |= {"city"} if rng.random() < city else set()
    stay.scopes |= {"dates"} if rng.random() < 0.8 else set()
    stay.knowing = rng.random() < 0.1
    stay.ceiling = rng.choice((1, 2, 0)) if rng.random() < 0.1 else 3
    return stay


def _host(rng: Random, world: World, first: int, last: int, among: list[int] | None) -> int | None:
    """Draw a city: mostly one that was a member by then, and that has no other guest at that time."""
    free = []
    for at, city in enumerate(world.cities):
        others = [stay for person in world.people for stay in person.stays if stay.city == at]
        begun = any(m.state == "active" and m.since and int(m.since[:4]) <= first for m in city.members)
        if begun and city.takes_guests and not city.fictional and not any(_meet(stay, first, last) for stay in others):
            free.append(at)
    free = [at for at in free if among is None or at in among]
    anywhere = among if among is not None else list(range(len(world.cities)))
    if free and rng.random() < 0.9:
        return rng.choice(free)
    return rng.choice(anywhere) if anywhere else None


def _meet(stay: Stay, first: int, last: int) -> bool:
    begun, ended = int(stay.starts[:4] or 0), int(stay.ends[:4] or 9999)
    return begun <= last and first <= ended


def _story(rng: Random, world: World) -> None:
    likely = STORY.get(world.kind, ())
    for _ in range(rng.randint(3, 5)):
        what = rng.choice((*likely, *likely, *CITY_ACTS, *PERSON_ACTS, "pass"))
        among = world.cities if what in CITY_ACTS else world.people
        days = rng.choice((1, 2, 10, 40)) if what != "pass" else rng.choice((1, 30, 120, 250))
        world.acts.append(Act(days, what, rng.randrange(len(among))))
    # Before and after one act, or all of them but the first.
    first = rng.randrange(len(world.acts))
    world.looks = [first, rng.choice((first + 1, first + 1, len(world.acts)))]
