"""Families of worlds, each tight in one way: one city short of K, but for cities that a mistaken rule would count.

In which of them anybody lives is drawn by chance, as everything is of which the rule does not speak.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.safety.hidden_worlds import (
    COUNTRIES,
    ORIGINS,
    ROLES,
    Act,
    Member,
    Person,
    Stay,
    World,
    draw_city,
    draw_day,
    draw_name,
    draw_story,
    draw_world,
    make_odd,
)

EARLY = (2014, 2015, 2016, 2018)


def make_world(seed: int, kind: str) -> World:
    """Draw a world of a kind."""
    rng = Random(f"{kind} {seed}")
    draw = FAMILIES.get(kind)
    if draw is None:
        return draw_world(rng, kind)
    # With three, one city fewer is too few for anybody; with more, it is for the rule alone.
    world = World(kind, rng.choice((3, 3, 3, 3, 3, 4)), draw_day(rng), [], [], [], [])
    draw(rng, world)
    if not world.acts:
        draw_story(rng, world, 2)
        world.looks = [0, rng.choice((1, 2))]
    return world


def _sound(rng: Random, world: World, number: int | None = None, country: str = "") -> list[int]:
    """Add cities that hide a guest, by default one fewer than K, sometimes as many; return where they stand."""
    country = country or rng.choice(COUNTRIES["europe"])
    first, fewer = len(world.cities), world.k - (rng.random() < 0.9)
    world.cities += [draw_city(rng, country, rng.choice((2004, 2009))) for _ in range(number or fewer)]
    return list(range(first, len(world.cities)))


def _odd(rng: Random, world: World, *odd: str) -> None:
    """Add cities, in the country of the last one, that hide nobody or at some times only."""
    for one in odd:
        city = draw_city(rng, world.cities[-1].country)
        make_odd(rng, city, one)
        world.cities.append(city)


def _hide(rng: Random, world: World, among: list[int], stays: list[tuple[str, str]], *, shown: bool = True) -> None:
    """Add people who hide in some cities, each with another span; the end of one who is there still is only planned."""
    origins = _origins_left(rng, world)
    for starts, ends in stays:
        planned = f"{world.begins.year + 1}-06-30" if ends == "now" else ""
        stay = Stay(rng.choice(among), starts, planned, "" if ends == "now" else ends)
        stay.scopes = {"country"} | ({"dates"} if rng.random() < 0.9 else set())
        level = rng.choice((2, 3))
        world.people.append(Person(draw_name(rng), origins.pop(), rng.choice(ROLES), level, [stay], shown))


def _show(rng: Random, world: World, at: int, starts: str, ends: str) -> None:
    """Add somebody who is shown in a city."""
    stay = Stay(at, starts, "", ends, scopes={"country", "city", "dates"})
    origin = _origins_left(rng, world)[0]
    world.people.append(Person(draw_name(rng), origin, rng.choice(ROLES), 3, [stay]))


def _origins_left(rng: Random, world: World) -> list[str]:
    left = [origin for origin in ORIGINS if origin not in {person.origin for person in world.people}]
    return rng.sample(left, len(left))


def _spans(rng: Random, number: int = 3) -> list[tuple[str, str]]:
    """Return spans of people who came long ago; some have left, and of some nobody knows."""
    years = [rng.choice(EARLY) for _ in range(number)]
    return [
        (rng.choice((f"{y}", f"{y}-03", f"{y}-07-01")), rng.choice((f"{y + 1}", f"{y + 2}-05", "now", "")))
        for y in years
    ]


def _states(rng: Random, world: World) -> None:
    among = _sound(rng, world)
    _odd(rng, world, "decided", "annulled", "unknown", "left", "paused", "none")
    _hide(rng, world, among, _spans(rng))


def _years(rng: Random, world: World) -> None:
    among = _sound(rng, world)
    _odd(rng, world, "late", "former")
    _hide(rng, world, among, [(starts, rng.choice(("now", "2025-02"))) for starts, _ in _spans(rng)])


def _kinds(rng: Random, world: World) -> None:
    among = _sound(rng, world)
    _odd(rng, world, "fictional", "no guests")
    _hide(rng, world, among, _spans(rng))


def _nested(rng: Random, world: World) -> None:
    among = _sound(rng, world)
    inside = [draw_city(rng, world.cities[among[0]].country) for _ in range(2)]
    for city in inside:
        city.within = rng.choice(among)
        city.opened = 800
    world.cities += inside
    _hide(rng, world, [*among, *range(len(among), len(world.cities))], _spans(rng))


def _taken(rng: Random, world: World) -> None:
    """One city is taken when they come, another one only while they are there."""
    among = _sound(rng, world)
    country = world.cities[0].country
    world.cities += [draw_city(rng, country), draw_city(rng, country)]
    _show(rng, world, len(among), "2012-02", rng.choice(("2024", "2025-03-01")))
    _show(rng, world, len(among) + 1, "2020-02", "2021-03")
    _hide(rng, world, among, [(starts, rng.choice(("now", "2023"))) for starts, _ in _spans(rng)])


def _turns(rng: Random, world: World) -> None:
    """Two guests follow one another: each alone leaves room before or after."""
    among, year = _sound(rng, world), rng.choice((2018, 2021))
    world.cities.append(draw_city(rng, world.cities[0].country))
    _show(rng, world, len(among), "2011", f"{year}-05-31")
    _show(rng, world, len(among), rng.choice((f"{year}-06-01", f"{year}-05-10")), f"{year + rng.choice((1, 4))}-02-01")
    # Of whoever came and went in one year, no day is certain.
    _hide(rng, world, among, [(f"{year}-{rng.choice(('02', '08'))}", f"{year}-11") for _ in range(3)])


def _regions(rng: Random, world: World) -> None:
    """One country hides guests by itself, by a city that joined late; the others do not, nor do they together."""
    large, *small = rng.sample(COUNTRIES["europe"], 3)
    among = _sound(rng, world, 1, small[0]) + (_sound(rng, world, world.k - 2, small[1]) if world.k > 2 else [])
    _sound(rng, world, world.k - 1, large)
    _odd(rng, world, "late")
    _hide(rng, world, among, _spans(rng))


def _dates(rng: Random, world: World) -> None:
    """A city took guests no more in the year in which they came, but on earlier days of it."""
    among, year = _sound(rng, world), rng.choice(EARLY)
    world.cities.append(draw_city(rng, world.cities[0].country))
    world.cities[-1].members = [Member("left", "2006", f"{year}-02")]
    days = [f"{year}-{rng.randint(3, 12):02}-{rng.randint(1, 28):02}" for _ in range(3)]
    _hide(rng, world, among, [(day, rng.choice(("now", "", f"{year + 2}"))) for day in days])
    # The end that was planned for one of them passes between the looks.
    world.people[-1].stays[0].planned = (world.begins + timedelta(days=rng.randint(3, 9))).isoformat()
    world.people[-1].stays[0].ends = ""
    world.acts, world.looks = [Act(10, "pass", 0)], [0, 1]


def _edits(rng: Random, world: World) -> None:
    """A city is a member by its record, and not by what was published of it; then people are published."""
    among = _sound(rng, world)
    _odd(rng, world, rng.choice(("decided", "annulled")))
    _hide(rng, world, among, _spans(rng), shown=False)
    world.acts = [Act(1, "edit", len(world.cities) - 1), *(Act(2, "publish", at) for at in range(3))]
    world.looks = [0, 4]


def _fewer(rng: Random, world: World) -> None:
    """A city is taken off, which nobody can refuse: what told enough of them tells too few."""
    among = _sound(rng, world, world.k)
    _hide(rng, world, among, _spans(rng))
    world.acts, world.looks = [Act(rng.choice((1, 40)), "withdraw city", rng.choice(among))], [0, 1]


def _granted(rng: Random, world: World) -> None:
    """A guest agrees to be shown, in the one city without which they are too few: today, or for whoever remembers."""
    _coming_guest(rng, world)
    world.acts, world.looks = [Act(rng.choice((1, 40)), "grant", len(world.people) - 1)], [0, 1]


def _forgotten(rng: Random, world: World) -> None:
    """Those who hide are taken off first, or told less exactly: whoever remembers them still works them out."""
    _coming_guest(rng, world)
    taken_off = [Act(1, rng.choice(("withdraw", "lower")), at) for at in range(len(world.people) - 1)]
    world.acts = [*taken_off, Act(rng.choice((1, 40)), "grant", len(world.people) - 1)]
    world.looks = [0, len(world.acts)]


def _newcomer(rng: Random, world: World) -> None:
    """They were told before a city joined, so they are not there: it makes up for none that is taken later."""
    at = _coming_guest(rng, world)
    world.cities.append(draw_city(rng, world.cities[at].country))
    world.cities[-1].members = [Member("decided")]
    joins = Act(rng.choice((1, 40)), "join", len(world.cities) - 1)
    world.acts, world.looks = [joins, Act(rng.choice((1, 40)), "grant", len(world.people) - 1)], [0, 2]


def _coming_guest(rng: Random, world: World) -> int:
    """Add people who came this year and hide, and one who lives where they could and is not shown; return that city."""
    world.begins = world.begins.replace(month=rng.randint(7, 11), day=min(world.begins.day, 30))
    year = world.begins.year
    among = _sound(rng, world, world.k)
    _hide(rng, world, among[1:], [(f"{year}-01", rng.choice(("now", ""))) for _ in range(2)])
    _show(rng, world, among[0], rng.choice((f"{year - 2}", f"{year - 1}-11")), "")
    guest = world.people[-1].stays[0]
    guest.planned, guest.scopes = f"{year + 1}-05", {"country"}
    return among[0]


def _newest(rng: Random, world: World) -> None:
    """People with and without a name are published by turns, on different days."""
    among = _sound(rng, world, world.k)
    for _ in range(3):
        _hide(rng, world, among, _spans(rng), shown=False)
    for at, person in enumerate(world.people):
        person.level = 3 if at % 3 == 0 else 2
        world.acts.append(Act(rng.choice((2, 9)), "publish", at))
    world.looks = [0, len(world.acts)]


def _words(rng: Random, world: World) -> None:
    """Somebody writes on each city's page who lives there, without a name."""
    among = _sound(rng, world, world.k)
    _hide(rng, world, among, _spans(rng))
    world.acts = [Act(rng.choice((1, 40)), "tell", person.stays[0].city) for person in world.people]
    world.looks = [0, len(world.acts)]


FAMILIES: dict[str, Callable[[Random, World], None]] = {
    "states": _states,
    "years": _years,
    "kinds": _kinds,
    "nested": _nested,
    "taken": _taken,
    "turns": _turns,
    "regions": _regions,
    "dates": _dates,
    "edits": _edits,
    "fewer": _fewer,
    "granted": _granted,
    "forgotten": _forgotten,
    "newcomer": _newcomer,
    "newest": _newest,
    "words": _words,
}
KINDS = (*FAMILIES, "consent", "moments", "mixed")
