"""Served is cleared now, whatever way something was taken back: it is gone, and nothing else is."""

import re
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given

from refuge.core import publishing
from refuge.core.scopes import Scope
from refuge.core.upkeep import check, narrow_all
from refuge.office.models import Picture, User
from tests.members import coordinator_of, let_in
from tests.safety.build import Builder
from tests.safety.deciding import OF_A_STAY
from tests.safety.filled import filled
from tests.safety.register import rolled_back
from tests.safety.seeds import PARTS, examples, seed_of, seeds
from tests.safety.told import assert_served
from tests.safety.worlds import STOOD, Person, World, make_small_world
from writers.models import Clearance, Residency, Writer

pytestmark = pytest.mark.django_db


def _clearances(writer: Writer, scope: str) -> Any:
    """Return every yes to a scope that stands."""
    return Clearance.objects.live().filter(writer=writer, scope=scope)


def _ended(clearance: Clearance) -> Clearance:
    clearance.withdrawn_on = timezone.localdate()
    return clearance


def _is_for_the_admin(writer: Writer) -> bool:
    """Say whether the admin takes the record as it stands: no decision in it is of a day that has not come yet."""
    today = timezone.localdate()
    return not writer.clearances.filter(Q(granted_on__gt=today) | Q(withdrawn_on__gt=today)).exists()


def _by_admin(writer: Writer, change: Callable[[dict[str, Any]], None]) -> None:
    client = Client()
    # The second thing may be taken back in this way, too.
    let_in(client, User.objects.get_or_create(username="admin", is_staff=True, is_superuser=True)[0])
    address = reverse("admin:writers_writer_change", args=[writer.pk])
    data = filled(client.get(address))
    change(data)
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]


def _ended_by_admin(writer: Writer, scope: str) -> None:
    if not _is_for_the_admin(writer):
        _clearances(writer, scope).update(withdrawn_on=timezone.localdate())
        return
    ended = set(map(str, _clearances(writer, scope).values_list("pk", flat=True)))

    def change(data: dict[str, Any]) -> None:
        for name, value in list(data.items()):
            if name.startswith("clearances-") and name.endswith("-id") and str(value) in ended:
                data[name.replace("-id", "-withdrawn_on")] = timezone.localdate().isoformat()

    _by_admin(writer, change)


def _by_her_page(stay: Residency, scope: str) -> None:
    hers = coordinator_of(stay.city, username=f"hers {User.objects.count()}")
    said = {"answer": "off", "what": "name" if scope == Scope.NAME else "city", "version_seen": "0"}
    assert hers.post(reverse("my-city:answer", args=[stay.pk]), said).status_code == 302


TAKING_BACK: dict[str, Callable[[Writer, str], Any]] = {
    "save": lambda writer, scope: [_ended(row).save() for row in _clearances(writer, scope)],
    "queryset update": lambda writer, scope: _clearances(writer, scope).update(withdrawn_on=timezone.localdate()),
    "bulk update": lambda writer, scope: Clearance.objects.bulk_update(
        [_ended(row) for row in _clearances(writer, scope)], ["withdrawn_on"]
    ),
    "delete": lambda writer, scope: [row.delete() for row in _clearances(writer, scope)],
    "queryset delete": lambda writer, scope: _clearances(writer, scope).delete(),
    "raw SQL and the timer": lambda writer, scope: (_clearances(writer, scope)._raw_delete("default"), narrow_all()),
    "a no to all of it": lambda writer, scope: Clearance.objects.create(writer=writer, scope=scope, refused=True),
    "admin": _ended_by_admin,
}
# What a coordinator takes back, where she can.
HERS = (Scope.NAME, Scope.HOST_CITY)
# The database itself keeps a clearance on which a published name stands; it is withdrawn, never deleted.
NOT_FOR_NAMES = ("delete", "queryset delete", "raw SQL and the timer")


@pytest.mark.parametrize("part", PARTS)
@examples(80)
@given(seed=seeds)
def test_what_is_taken_back_by_any_way_is_gone_and_nothing_else_is(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    rng, world = Random(seed), make_small_world(seed, plain=0)
    with rolled_back():
        builder = Builder(world)
        builder.build()
        for _ in range(2):
            rng.choice(TAKEN)(rng, world, builder)
            person = world.people[0]
            if not world.view(person).shows("counted"):
                # Whoever is gone does not come back by a lower level as somebody without a name.
                person.path = "withdrawn"
            assert_served(world)
        assert check() == []


def _writer(world: World, builder: Builder) -> Writer:
    return Writer.objects.get(pk=builder.writers[world.people[0].label].pk)


def _end(person: Person, scope: str, thing: Any = None) -> None:
    """Let every yes that stands end: to a scope, or to one thing of it."""
    for decision in person.decisions:
        if decision.scope == scope and not decision.refused and thing in (None, decision.thing):
            decision.state = _over(decision.state)


def _over(state: str) -> str:
    return "ended" if state in ("stands", "late", "ending") else state


def _take_a_scope(rng: Random, world: World, builder: Builder) -> None:
    scope = rng.choice(list(Scope))
    ways = [way for way in TAKING_BACK if scope != Scope.NAME or way not in NOT_FOR_NAMES]
    TAKING_BACK[rng.choice(ways)](_writer(world, builder), scope)
    _end(world.people[0], scope)


def _stays(world: World, builder: Builder) -> list[tuple[int, Any]]:
    """Return the stays of the record that are shown, or could be, each with its place among those that are."""
    return _rows(world, builder, "stays")


def _rows(world: World, builder: Builder, part: str) -> list[tuple[int, Any]]:
    person = world.people[0]
    found = builder.rows[person.label, part]
    if person.path == "edited":
        places = {person.follower(part, at): at for at in range(len(person.fates[part]))}
        found = {places[at]: row for at, row in found.items() if at in places}
    there = [(at, type(row).objects.filter(pk=row.pk).first()) for at, row in sorted(found.items())]
    return [(at, row) for at, row in there if row is not None and (part, at) not in person.gone]


def _take_her_part(rng: Random, world: World, builder: Builder) -> None:
    person, scope = world.people[0], rng.choice(HERS)
    for at, stay in _stays(world, builder):
        if stay.city is None or stay.standing != "accepted":
            continue
        _by_her_page(stay, scope)
        if scope == Scope.NAME:
            # The whole page goes with the name, that of somebody without one as well.
            person.path = "withdrawn"
        _end(person, Scope.HOST_CITY, at)
        for decision in person.decisions:
            # Else the country would name the city.
            if decision.knowing and decision.thing == at:
                decision.state = _over(decision.state)
        return


def _delete_by_admin(row: Any) -> None:
    if not _is_for_the_admin(row.writer):
        row.delete()
        return
    prefix = {"residency": "residencies"}.get(row._meta.model_name, f"{row._meta.model_name}s")

    def change(data: dict[str, Any]) -> None:
        forms = [name for name, value in data.items() if re.fullmatch(rf"{prefix}-\d+-id", name) and value == row.pk]
        data[forms[0].replace("-id", "-DELETE")] = "on"

    _by_admin(row.writer, change)


def _give_away(row: Any) -> None:
    row.writer = Writer.objects.create(name="Somebody Else")
    row.save()


LOSING: dict[str, Callable[[Any], Any]] = {
    "delete": lambda row: row.delete(),
    "queryset delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "admin": _delete_by_admin,
    "save under another writer": _give_away,
    "queryset update": lambda row: (
        type(row).objects.filter(pk=row.pk).update(writer=Writer.objects.create(name="Somebody Else"))
    ),
}


def _take_a_row(rng: Random, world: World, builder: Builder) -> None:
    part = rng.choice(("names", "texts", "stays", "works", "waypoints"))
    rows = _rows(world, builder, part)
    for at, row in rng.sample(rows, min(len(rows), rng.randint(1, 2))):
        LOSING[rng.choice(list(LOSING))](row)
        world.people[0].gone.add((part, at))


def _take_the_portrait(rng: Random, world: World, builder: Builder) -> None:
    writer = _writer(world, builder)
    writer.portrait = rng.choice((None, *Picture.objects.exclude(pk=writer.portrait_id)[:2]))
    # What a picture cannot be without.
    writer.portrait_credit, writer.portrait_alt = "Somebody", "Somebody"
    writer.save()
    world.people[0].gone.add(("portrait", 0))


def _lower_a_stay(rng: Random, world: World, builder: Builder) -> None:
    for at, stay in _stays(world, builder)[:1]:
        rung = rng.randint(0, 3)
        stay.ceiling = min(rung, stay.ceiling)
        stay.save()
        world.people[0].lowered_stays[at] = stay.ceiling


def _move_a_stay(rng: Random, world: World, builder: Builder) -> None:
    """Whatever was given for where it was ends, in a city of the same country as well."""
    for at, stay in _stays(world, builder)[:1]:
        elsewhere = [
            city
            for city in builder.cities
            if city.pk != stay.city_id and (stay.city_id or city.country != stay.country)
        ]
        stay.city = rng.choice(elsewhere)
        update = partial(Residency.objects.filter(pk=stay.pk).update, city=stay.city)
        rng.choice((stay.save, update))()
        for scope in OF_A_STAY:
            _end(world.people[0], scope, at)


def _refuse_a_stay(rng: Random, world: World, builder: Builder) -> None:
    for at, stay in _stays(world, builder)[:1]:
        scope = rng.choice(OF_A_STAY)
        Clearance.objects.create(writer=stay.writer, scope=scope, residency=stay, refused=True)
        _end(world.people[0], scope, at)


def _lower_the_level(rng: Random, world: World, builder: Builder) -> None:
    person, writer = world.people[0], _writer(world, builder)
    level = rng.randint(0, writer.level)
    rng.choice((_lower_by_save, _lower_by_update))(writer.pk, level)
    if person.path in ("early", "edited"):
        person.levels = (person.levels[0], level)
    else:
        person.lowered = level


def _lower_by_save(pk: int, level: int) -> None:
    writer = Writer.objects.get(pk=pk)
    writer.level = level
    writer.save()


def _lower_by_update(pk: int, level: int) -> None:
    Writer.objects.filter(pk=pk).update(level=level)


def _withdraw_a_city(rng: Random, world: World, builder: Builder) -> None:
    standing = [at for at, city in enumerate(world.story) if city.path == "standing"]
    if standing:
        at = rng.choice(standing)
        publishing.withdraw(builder.cities[at], builder.staff, "asked")
        world.cities[at].path = "fallen"


TAKEN = (
    _take_a_scope,
    _take_a_scope,
    _take_a_scope,
    _take_her_part,
    _take_a_row,
    _take_a_row,
    _take_the_portrait,
    _lower_a_stay,
    _move_a_stay,
    _refuse_a_stay,
    _lower_the_level,
    _withdraw_a_city,
)


def test_the_story_knows_cities_that_stood() -> None:
    """Else no city could be withdrawn above."""
    assert any(city.path == STOOD[0] for city in make_small_world(1).cities)
