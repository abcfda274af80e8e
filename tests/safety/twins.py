"""Twins: worlds that agree with another on everything the oracle says is cleared and published, and on nothing else.

What is hidden has other values, other rows, another order, and is hidden for other reasons.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

from refuge.core.scopes import Scope
from tests.safety import deciding, drawing
from tests.safety.deciding import OF_A_STAY, PLACE, SPAN, STATES
from tests.safety.oracle import View
from tests.safety.told import expected_person
from tests.safety.worlds import (
    HIDDEN,
    KEPT,
    ROWS,
    SHOWN_AS_FIRST,
    SHOWN_AS_SECOND,
    STOOD,
    City,
    Person,
    Version,
    World,
    draw_fates,
    draw_note,
    draw_person,
    draw_strangers,
    draw_version,
    text_fates,
)


def make_twin(world: World, seed: int) -> World:
    """Draw another world that agrees with this one on what is cleared and published."""
    rng = Random(seed)
    twin = replace(world, cities=deepcopy(world.cities), notes=deepcopy(world.notes), order=rng.randrange(2**32))
    for city in twin.story:
        _change_city(rng, city, storied=bool(world.notes))
    for note in twin.notes:
        other = draw_note(rng, note.kind)
        note.second = other.second
        if note.path in HIDDEN:
            note.path, note.first = rng.choice(HIDDEN), other.first
    twin.people = [_twin(rng, deepcopy(person), world) for person in world.people]
    twin.strangers = draw_strangers(rng, twin.story, rng.randint(0, max(1, len(world.strangers))))
    # Else what follows would be no fault of the product.
    for person, other in zip(world.people, twin.people, strict=True):
        assert _told(person, world) == _told(other, twin)
    return twin


def _change_city(rng: Random, city: City, *, storied: bool) -> None:
    first, second = drawing.city(rng), drawing.city(rng)
    if city.path in HIDDEN:
        counted = city.path == "withdrawn" and not city.first["fictional"]
        city.path = rng.choice(("never", "never", "never", "withdrawn")) if storied else "never"
        city.first, city.second = first, second
        # What its neighbours' guests told of their country while it was listed may still stand: whether it counted
        # then is something on which twins agree.
        if counted or city.path == "withdrawn":
            city.path, city.first["fictional"] = "withdrawn", not counted
        city.word = city.dark = (rng.random() < 0.5, rng.random() < 0.5)
        city.fates = draw_fates(rng, city.first["memberships"], city.second["memberships"])
    elif city.path in (*SHOWN_AS_FIRST, *STOOD):
        # What was taken away of what is shown is gone in both, and nothing else.
        if city.first["picture"] == city.second["picture"]:
            second["picture"] = city.first["picture"]
        while len(second["memberships"]) < len(city.fates):
            second["memberships"].append(drawing.membership(rng))
        city.second = second
    else:
        # A city's address is drawn from its first name and kept: a handle, on which twins agree. So is whether it
        # counted when its guests were first published: what they told of their country then still stands.
        city.first = {**first, **{key: city.first[key] for key in ("name", "fictional")}}
        city.fates = draw_fates(rng, city.first["memberships"], city.second["memberships"])


def _twin(rng: Random, person: Person, world: World) -> Person:
    """Give everything that is not visible of a person another value."""
    view = world.view(person)
    person.private = drawing.private(rng)
    if not view.shows("counted"):
        return _nobody(rng, person, world)
    _change_other_version(rng, person, world)
    _change_shown_version(rng, person, world, view)
    for at in range(len(person.shown.stays)):
        _change_stay(rng, person, at, world)
    _change_decisions(rng, person, world)
    return person


def _nobody(rng: Random, person: Person, world: World) -> Person:
    """Draw somebody else whom nobody sees, in the place of a person whom nobody sees."""
    for _ in range(100):
        other = draw_person(rng, person.label, world.story, rng.choice((person.path, *HIDDEN)))
        if not world.view(other).shows("counted"):
            return other
    return person


def _change_other_version(rng: Random, person: Person, world: World) -> None:
    """Draw the version that nobody reads anew, but for what decides what became of the one that is read."""
    other = draw_version(rng, world.story)
    if person.path in SHOWN_AS_SECOND:
        kept = _with_stays(other, person.first)
        # A title that was used before keeps its day and its address.
        if person.first.fields["name"] == person.second.fields["name"]:
            other.fields["name"] = person.first.fields["name"]
        person.first = kept
        _draw_fates(rng, person, [part for part in ROWS if part != "stays"])
        return
    if person.first.fields["portrait"] == person.second.fields["portrait"]:
        other.fields["portrait"] = person.first.fields["portrait"]
    for part, draw in (("names", drawing.name), ("works", drawing.work), ("waypoints", drawing.waypoint)):
        rows = getattr(other, part)
        rows += [draw(rng) for _ in range(len(person.fates[part]) - len(rows))]
    tongues = [
        row["language"] for row, fate in zip(person.first.texts, person.fates["texts"], strict=True) if fate == KEPT
    ]
    unsaid = {*drawing.TONGUES} - {row["language"] for row in person.first.texts}
    other.texts = [drawing.text(rng, tongue) for tongue in drawing.TONGUES if tongue in tongues or tongue in unsaid]
    person.second = _with_stays(other, person.second)


def _with_stays(version: Version, of: Version) -> Version:
    """Give a version the stays of another one, as to where and when they are, and how much may be told of them."""
    drawn = version.stays or [{}]
    alike = (*PLACE, *SPAN, "end_state", "ceiling")
    version.stays = [
        {**row, **drawn[at % len(drawn)], **{name: row[name] for name in alike}} for at, row in enumerate(of.stays)
    ]
    return version


def _draw_fates(rng: Random, person: Person, parts: list[str]) -> None:
    for part in parts:
        draw = text_fates if part == "texts" else draw_fates
        person.fates[part] = draw(rng, getattr(person.first, part), getattr(person.second, part))


def _change_shown_version(rng: Random, person: Person, world: World, view: View) -> None:
    """Give what is hidden of the version that is read another value; the stays have a turn of their own."""
    other, shown = draw_version(rng, world.story), person.shown
    for key, names in drawing.FIELDS_OF.items():
        if not (view.portrait(shown.fields["portrait"]) if key == "portrait" else view.shows(key)):
            shown.fields |= {name: other.fields[name] for name in names}
    if not view.shows("links"):
        shown.links = other.links
    if person.path in SHOWN_AS_SECOND:
        for key, part in (("works", "works"), ("biography", "waypoints")):
            if not view.shows(key):
                setattr(shown, part, getattr(other, part))
    _change_rows(rng, shown, view)
    if person.path in SHOWN_AS_SECOND:
        _draw_fates(rng, person, [part for part in ROWS if part != "stays"])


def _change_rows(rng: Random, shown: Version, view: View) -> None:
    """Give each hidden row another value, each that is gone, and what a visible one cites where that is hidden."""
    told: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], Callable[[int, dict[str, Any]], bool]]] = {
        "works": (lambda row: drawing.work(rng), lambda at, row: view.shows("works")),
        "waypoints": (lambda row: drawing.waypoint(rng), lambda at, row: view.shows("biography")),
        "names": (lambda row: drawing.name(rng), lambda at, row: view.name(at)),
        "texts": (lambda row: drawing.text(rng, row["language"]), lambda at, row: view.text(row)),
    }
    for part, (draw, shows) in told.items():
        rows = getattr(shown, part)
        for at, row in enumerate(rows):
            if (part, at) in view.gone or not shows(at, row):
                rows[at] = draw(row)
            elif part != "texts" and not view.shows("links"):
                row["sources"] = drawing.sources(rng)


def _told(person: Person, world: World) -> tuple[Any, ...]:
    """Return what the public reads of a person, and of which stays it may read dates and a status, if there are any."""
    view, stays = world.view(person), person.shown.stays
    return expected_person(person, world), [at for at, stay in enumerate(stays) if view.span(at, stay)]


def _if_alike(person: Person, world: World, change: Callable[[], Any], undo: Callable[[], Any]) -> None:
    """Make a change, and take it back where the public would read it."""
    before = _told(person, world)
    change()
    if _told(person, world) != before:
        undo()


def _change_stay(rng: Random, person: Person, at: int, world: World) -> None:
    """Give what is hidden of a stay another value: its host, its finer dates, what it says beside them."""
    view, rows = world.view(person), person.shown.stays
    stay, other = rows[at], drawing.stay(rng, world.story)
    hidden = not view.stay(at, stay)
    stay["private_note"] = other["private_note"]
    if hidden:
        names = [name for name in other if name not in PLACE]
        saved = deepcopy(stay)
        _if_alike(person, world, lambda: stay.update({n: other[n] for n in names}), lambda: stay.update(saved))
    else:
        _change_told_stay(rng, stay, other, view, at)
        _blur(rng, person, world, at)
    _elsewhere(rng, person, at, world)


def _change_told_stay(rng: Random, stay: dict[str, Any], other: dict[str, Any], view: View, at: int) -> None:
    dates = view.span(at, stay) is not None
    if not dates:
        for name in (*SPAN, "planned_end", "end_state", "confirmed"):
            stay[name] = stay[name] if name in SPAN else other[name]
        stay["end_state"] = "ended" if stay["ends"] else other["end_state"]
    elif stay["standing"] == "disputed":
        stay["planned_end"], stay["confirmed"] = other["planned_end"], other["confirmed"]
    if not view.programme(at, stay) and not (dates and stay["standing"] == "accepted"):
        stay["programme"] = other["programme"]
    if not view.note(at, stay):
        stay["public_note"] = other["public_note"]
    if not (view.note(at, stay) and view.shows("links")):
        stay["sources"] = other["sources"]


def _blur(rng: Random, person: Person, world: World, at: int) -> None:
    """Change the beginning of a stay within what was told of it, where the record knows it more finely than that."""
    stay = person.shown.stays[at]
    told, began = world.view(person).span(at, stay), stay["starts"]
    if told is None or told[0] == began or "-" not in began:
        return
    year, month = began[:4], rng.randint(1, 12)
    other = rng.choice((f"{year}-{month:02}", f"{began[:7]}-{rng.randint(1, 28):02}"))
    if other != told[0]:
        _if_alike(person, world, lambda: stay.update(starts=other), lambda: stay.update(starts=began))


def _elsewhere(rng: Random, person: Person, at: int, world: World) -> None:
    """Move a stay to another host that the public cannot tell from this one, and what was read of it with it."""
    view, stay = world.view(person), person.shown.stays[at]
    if stay["city"] is None or view.city(at, stay):
        return
    old, told = {name: stay[name] for name in PLACE}, _told(person, world)
    alike = (lambda country: country) if view.country(at, stay) else drawing.REGION.__getitem__
    hosts = [n for n, city in enumerate(world.cities) if alike(city.country) == alike(old["country"])]
    for choice in rng.sample(hosts, min(3, len(hosts))):
        saved = deepcopy((person.first.stays, person.second.stays, person.decisions))
        _move(person, at, old, {"city": choice, "country": world.cities[choice].country})
        if _told(person, world) == told:
            return
        person.first.stays, person.second.stays, person.decisions = saved


def _move(person: Person, at: int, old: dict[str, Any], new: dict[str, Any]) -> None:
    for version in (person.first, person.second):
        if at < len(version.stays) and {name: version.stays[at][name] for name in PLACE} == old:
            version.stays[at] |= new
    for decision in person.decisions:
        if decision.scope in OF_A_STAY and decision.thing == at:
            for name in PLACE:
                if decision.read[name] == old[name]:
                    decision.read[name] = new[name]


def _change_decisions(rng: Random, person: Person, world: World) -> None:
    """Let what is not cleared be missing for another reason, and what is cleared be so by other decisions."""
    # The name's own state decides the level's meaning at both times, so it stays as it is.
    about = [decision for decision in person.decisions if decision.scope != Scope.NAME]
    for decision in rng.sample(about, min(5, len(about))):
        change, undo = (partial(setattr, decision, "state", state) for state in (rng.choice(STATES), decision.state))
        _if_alike(person, world, change, undo)
    drawn = [d for d in deciding.decisions(rng, person.shown, world.cities) if d.scope != Scope.NAME]
    for decision in rng.sample(drawn, min(3, len(drawn))):
        _if_alike(person, world, partial(person.decisions.append, decision), person.decisions.pop)
