"""Served is cleared now: the catalogue is what the oracle expects, nothing more and nothing less, whatever way

something was taken back.
"""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given

from refuge.core import publishing
from refuge.core.scopes import Scope
from refuge.core.upkeep import check, narrow_all
from refuge.office.models import User
from tests.members import coordinator_of, let_in
from tests.safety.build import Builder
from tests.safety.filled import filled
from tests.safety.register import rolled_back
from tests.safety.seeds import PARTS, examples, seed_of, seeds
from tests.safety.told import assert_served
from tests.safety.worlds import STOOD, Person, World, make_small_world, make_world
from writers.models import Clearance, Name, Residency, Writer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", PARTS)
@examples(40)
@given(seed=seeds)
def test_what_is_served_is_what_the_oracle_expects(part: int, seed: int) -> None:
    world = make_world(seed_of(part, seed))
    with rolled_back():
        Builder(world).build()
        assert_served(world)
        assert check() == []


# -- taking back, by every way there is; each tells the world what it did


def _clearances(writer: Writer, scope: str) -> Any:
    return Clearance.objects.filter(writer=writer, scope=scope, withdrawn_on=None)


def _ended(clearance: Clearance) -> Clearance:
    clearance.withdrawn_on = timezone.localdate()
    return clearance


def _by_admin(writer: Writer, scope: str) -> None:
    client = Client()
    # The second thing may be taken back in this way, too.
    let_in(client, User.objects.get_or_create(username="admin", is_staff=True, is_superuser=True)[0])
    address = reverse("admin:writers_writer_change", args=[writer.pk])
    data = filled(client.get(address))
    for name, value in list(data.items()):
        if name.startswith("clearances-") and name.endswith("-scope") and value == scope:
            data[name.replace("-scope", "-withdrawn_on")] = timezone.localdate().isoformat()
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]


def _hosts(writer: Writer) -> Any:
    """Return the stays whose city can take the person off the public site."""
    return Residency.objects.filter(writer=writer, city__isnull=False, standing="accepted").order_by("pk")


def _by_her_page(writer: Writer, scope: str) -> None:
    stay: Any = _hosts(writer)[0]
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
    "admin": _by_admin,
    "her page": _by_her_page,
}
# What a coordinator takes back, where she can.
HERS = (Scope.NAME, Scope.HOST_CITY)
# The database itself keeps a clearance on which a published name stands; it is withdrawn, never deleted.
NOT_FOR_NAMES = ("delete", "queryset delete", "raw SQL and the timer")


@pytest.mark.parametrize("part", PARTS)
@examples(60)
@given(seed=seeds)
def test_what_is_taken_back_by_any_way_is_gone_and_nothing_else_is(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    rng, world = Random(seed), make_small_world(seed, plain=0)
    with rolled_back():
        builder = Builder(world)
        builder.build()
        person = world.people[0]
        writer = Writer.objects.get(pk=builder.writers[person.label].pk)
        for _ in range(2):
            _take_back(rng, world, person, builder, writer)
            assert_served(world)
        assert check() == []


def _take_back(rng: Random, world: World, person: Person, builder: Builder, writer: Writer) -> None:
    what = rng.choice(("scope", "scope", "scope", "name", "level", "city", "hers"))
    if what == "hers" and _hosts(writer).exists():
        scope = rng.choice(HERS)
        TAKING_BACK["her page"](writer, scope)
        person.scopes[scope] = "ended"
        if scope == Scope.NAME:
            # The whole page goes with the name, that of somebody without one as well.
            person.path = "withdrawn"
        elif person.knowing:
            # Else the country would name the city.
            person.scopes[Scope.HOST_COUNTRY] = "ended"
    elif what in ("scope", "hers"):
        scope = rng.choice([scope for scope in Scope if scope != Scope.OTHER_NAME])
        ways = [way for way in TAKING_BACK if way != "her page" and (scope != Scope.NAME or way not in NOT_FOR_NAMES)]
        TAKING_BACK[rng.choice(ways)](writer, scope)
        person.scopes[scope] = "ended"
    elif what == "name":
        # By cascade: with the name goes its clearance, from under the publication.
        Name.objects.filter(writer=writer).delete()
        person.name_states = ["ended", "ended"]
    elif what == "level":
        level = rng.randint(0, writer.level)
        rng.choice((_lower_by_save, _lower_by_update))(writer.pk, level)
        if person.path in ("early", "edited"):
            person.levels = (person.levels[0], level)
        else:
            person.lowered = level
    else:
        standing = [at for at, city in enumerate(world.cities) if city.path == "standing"]
        at = rng.choice(standing) if standing else None
        if at is not None:
            publishing.withdraw(builder.cities[at], builder.staff, "asked")
            world.cities[at].path = "fallen"
    if not world.view(person).shows("counted"):
        # Whoever is gone does not come back by a lower level as somebody without a name.
        person.path = "withdrawn"
    writer.refresh_from_db()


def _lower_by_save(pk: int, level: int) -> None:
    writer = Writer.objects.get(pk=pk)
    writer.level = level
    writer.save()


def _lower_by_update(pk: int, level: int) -> None:
    Writer.objects.filter(pk=pk).update(level=level)


def test_the_story_knows_cities_that_stood() -> None:
    """Else no city could be withdrawn above."""
    assert any(city.path == STOOD[0] for city in make_small_world(1).cities)
