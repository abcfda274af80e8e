"""Twins: worlds that agree with another on everything the oracle says is cleared and published, and on nothing else.

What is hidden has other values, other rows, another order.
"""

from copy import deepcopy
from random import Random
from typing import Any

from refuge.core.scopes import Scope
from tests.safety import drawing
from tests.safety.oracle import View
from tests.safety.worlds import (
    HIDDEN,
    SHOWN_AS_FIRST,
    SHOWN_AS_SECOND,
    STOOD,
    City,
    Person,
    World,
    draw_note,
    draw_person,
    draw_strangers,
    draw_version,
)


def make_twin(world: World, seed: int) -> World:
    """Draw another world that agrees with this one on what is cleared and published."""
    rng = Random(seed)
    twin = World(deepcopy(world.cities), [], [], deepcopy(world.notes), rng.randrange(2**32))
    for city in twin.cities:
        _change_city(rng, city, storied=bool(world.notes))
    for note in twin.notes:
        other = draw_note(rng, note.kind)
        note.second = other.second
        if note.path in HIDDEN:
            note.path, note.first = rng.choice(HIDDEN), other.first
    twin.people = [_twin(rng, deepcopy(person), world) for person in world.people]
    twin.strangers = draw_strangers(rng, twin.cities, rng.randint(0, max(1, len(world.strangers))))
    return twin


def _change_city(rng: Random, city: City, *, storied: bool) -> None:
    if city.path in HIDDEN:
        counted = city.path == "withdrawn" and not city.first["fictional"]
        city.path = rng.choice(("never", "never", "never", "withdrawn")) if storied else "never"
        city.first, city.second = drawing.city(rng), drawing.city(rng)
        # What its neighbours' guests told of their country while it was listed may still stand: whether it counted
        # then is something on which twins agree.
        if counted or city.path == "withdrawn":
            city.path, city.first["fictional"] = "withdrawn", not counted
        city.word = city.dark = (rng.random() < 0.5, rng.random() < 0.5)
    elif city.path in (*SHOWN_AS_FIRST, *STOOD):
        city.second = drawing.city(rng)
    else:
        # A city's address is drawn from its first name and kept: a handle, on which twins agree. So is whether it
        # counted when its guests were first published: what they told of their country then still stands.
        city.first = {**drawing.city(rng), **{key: city.first[key] for key in ("name", "fictional")}}


def _twin(rng: Random, person: Person, world: World) -> Person:
    """Give everything that is not visible of a person another value."""
    view = world.view(person)
    person.private = drawing.private(rng)
    if not view.shows("counted"):
        return _nobody(rng, person, world)
    if person.path in SHOWN_AS_SECOND:
        person.first = draw_version(rng, world.cities)
    else:
        person.second = draw_version(rng, world.cities)
    other, shown = draw_version(rng, world.cities), person.shown
    for key, names in drawing.FIELDS_OF.items():
        if not view.shows(key):
            shown.fields |= {name: other.fields[name] for name in names}
    for key, part in (("works", "works"), ("biography", "waypoints"), ("biography", "texts"), ("links", "links")):
        if not view.shows(key):
            setattr(shown, part, getattr(other, part))
    shown.names = [row if view.name(at) else other.names[at] for at, row in enumerate(shown.names)]
    for row in (*shown.works, *shown.waypoints, *shown.names):
        row["sources"] = row["sources"] if view.shows("links") else drawing.sources(rng)
    shown.stays = [_other_stay(rng, row, view, world) for row in shown.stays] if view.shows("host") else other.stays
    _change_states(rng, person)
    rng.shuffle(shown.works), rng.shuffle(shown.stays), rng.shuffle(shown.waypoints)
    return person


def _nobody(rng: Random, person: Person, world: World) -> Person:
    """Draw somebody else whom nobody sees, in the place of a person whom nobody sees."""
    for _ in range(100):
        other = draw_person(rng, person.label, world.cities, rng.choice((person.path, *HIDDEN)))
        if not world.view(other).shows("counted"):
            return other
    return person


def _change_states(rng: Random, person: Person) -> None:
    """Let a clearance that does not count be missing for another reason."""
    gone = ("never", "ended") if person.path in SHOWN_AS_SECOND else ("never", "ended", "late")
    if person.path == "once":
        gone = ("never", "late")

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
