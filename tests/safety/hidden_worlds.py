"""Worlds in which somebody hides, as plain data: few countries with about K cities each, and a story of many days."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

COUNTRIES = {"europe": ("NO", "SE", "DK", "NL", "ES", "IT"), "americas": ("MX", "CO", "PE", "BR")}
REGION_OF = {code: region for region, codes in COUNTRIES.items() for code in codes}
ORIGINS = "IR SY AF ER CN CU BY TR VN BD PK IQ EG SD YE".split()
ROLES = "novelist poet playwright essayist journalist translator editor cartoonist".split()
SYLLABLES = "bra cor dul fen gim hop jas kel lor mun nev pra quo rif sut tov vem wyx zan".split()


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
# What is done most where it is the moments that count.
MOMENTS = ("grant", "publish", "leave", "list", "withdraw city", "end", "join", "return")
ODD = ("decided", "annulled", "unknown", "left", "late", "former", "fictional", "no guests", "none")


def draw_world(rng: Random, kind: str) -> World:
    """Draw a world in which there is a little of everything."""
    k = rng.choice((3, 3, 3, 4, 5))
    world = World(kind, k, draw_day(rng), _cities(rng, kind, k), [], [], [])
    for origin in rng.sample(ORIGINS, rng.randint(5, 7)):
        world.people.append(_person(rng, world, origin))
    draw_story(rng, world, rng.randint(3, 5), MOMENTS if kind == "moments" else ())
    return world


def draw_day(rng: Random) -> date:
    return date(2026, 1, 5) + timedelta(days=rng.randrange(355))


def draw_word(rng: Random, ending: str) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize() + ending


def _cities(rng: Random, kind: str, k: int) -> list[City]:
    """Draw countries of about K cities that hide a guest, and some that look as if they did."""
    countries = rng.sample(COUNTRIES["europe"], rng.choice((1, 1, 2)))
    if kind == "consent" or rng.random() < 0.25:
        countries += rng.sample(COUNTRIES["americas"], 1)
    cities: list[City] = []
    for country in countries:
        sound = rng.choice((k - 1, k, k, k + 1))
        for n in range(sound + rng.randint(0, 2)):
            since = rng.choice((2004, 2009, 2012, 2015, 2019, 2022) if kind == "moments" else (2004, 2009))
            city = draw_city(rng, country, since)
            if n >= sound:
                make_odd(rng, city, rng.choice(ODD))
            city.opened = -1 if rng.random() < 0.08 else city.opened
            city.word = rng.random() < 0.85
            inside = [at for at, other in enumerate(cities) if other.country == country and other.within is None]
            city.within = rng.choice(inside) if inside and rng.random() < 0.06 else None
            cities.append(city)
    return cities


def draw_city(rng: Random, country: str, since: int = 2004) -> City:
    """Draw a city that hides a guest since a year."""
    member = Member("active", rng.choice((f"{since}", f"{since}-05", f"{since}-05-17")))
    city = City(draw_word(rng, rng.choice(("burg", "ham", "vik", "stad"))), country, [member], rng.choice((900, 2000)))
    if rng.random() < 0.1 and since > 2011:
        city.members.insert(0, Member("left", "2006", "2011"))
    if rng.random() < 0.08:
        city.members.append(Member("active", "", "", 1))
    return city


def make_odd(rng: Random, city: City, odd: str) -> None:
    """Make a city one that hides nobody, or somebody at some times only."""
    match odd:
        case "none":
            city.members = []
        case "late":
            city.members = [Member("active", str(rng.choice((2023, 2024, 2025))))]
        case "former":
            city.members = [Member("left", "2006", str(rng.choice((2010, 2012))))]
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
        name=draw_name(rng),
        origin=origin,
        role=rng.choice(ROLES),
        level=level,
        stays=stays,
        shown=rng.random() < 0.85,
    )


def draw_name(rng: Random) -> str:
    return f"{draw_word(rng, 'a')} {draw_word(rng, 'sk')}"


def _region(city: City) -> str:
    return REGION_OF[city.country]


def _stay(rng: Random, world: World, level: int, among: list[int] | None = None) -> Stay | None:
    this = world.begins.year
    year = rng.choice((2010, 2013, 2016, 2018, 2020, 2021, 2023, 2024, 2025, this))
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
    stay.scopes |= {"city"} if rng.random() < (0.3 if world.kind == "mixed" else 0.5) else set()
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


def draw_story(rng: Random, world: World, acts: int, likely: tuple[str, ...] = ()) -> None:
    """Draw so many acts, and when the attacker looks: before and after one of them, or all but the first few."""
    for _ in range(acts):
        what = rng.choice((*likely, *likely, *CITY_ACTS, *PERSON_ACTS, "pass"))
        among = world.cities if what in CITY_ACTS else world.people
        days = rng.choice((1, 2, 10, 40)) if what != "pass" else rng.choice((1, 30, 120, 250))
        world.acts.append(Act(days, what, rng.randrange(len(among))))
    first = rng.randrange(len(world.acts))
    world.looks = [first, rng.choice((first + 1, first + 1, len(world.acts)))]
