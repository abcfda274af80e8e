"""Twins agree: two registers that agree on what is cleared and published are the same to the public, byte for byte."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from simple_history.models import HistoricalChanges

from tests.safety.build import Builder
from tests.safety.oracle import FIELDS, PRIVATE, rules_of
from tests.safety.register import rolled_back
from tests.safety.seeds import PARTS, examples, seed_of, seeds
from tests.safety.surface import ASKED, Answer, Surface, asked, guessed, links, routes, turns
from tests.safety.tables import catalogue, catalogue_models
from tests.safety.twins import make_twin
from tests.safety.worlds import World, make_small_world, make_world

pytestmark = pytest.mark.django_db

SOURCE = apps.get_model("office", "Source")
# Each world is compared with so many twins.
TWINS = 8


def twins_of(world: World, seed: int) -> list[World]:
    return [make_twin(world, seed + number) for number in range(1, TWINS + 1)]


@pytest.mark.parametrize("part", PARTS)
@examples(1000 // TWINS)
@given(seed=seeds)
def test_the_catalogues_of_a_thousand_twins_are_equal(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    world = make_small_world(seed)
    expected = _catalogue_of(world)
    for twin in twins_of(world, seed):
        assert _catalogue_of(twin) == expected


def _catalogue_of(world: World) -> dict[str, list[Any]]:
    with rolled_back():
        Builder(world).build()
        return catalogue()


@pytest.mark.parametrize("part", PARTS)
@examples(200 // TWINS)
@given(seed=seeds)
def test_everything_two_hundred_twins_tell_is_equal(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    rng, surface = Random(seed), Surface()
    world = make_world(seed)
    twins = twins_of(world, seed)
    addresses = asked([world, *twins], rng, 26)
    with rolled_back():
        Builder(world).build()
        tables, told = catalogue(), surface.all(addresses)
        further = links(told)
        told |= surface.all(rng.sample(further, min(10, len(further))))
    for twin, turn in zip(twins, turns(list(told), 15), strict=False):
        with rolled_back():
            Builder(twin).build()
            assert catalogue() == tables
            assert list(_differences(surface, {address: told[address] for address in turn})) == []


@pytest.mark.parametrize("part", PARTS)
@examples(8)
@given(seed=seeds)
def test_whatever_an_insider_guesses_is_answered_alike(part: int, seed: int) -> None:
    """Few twins, asked for all that one of them hides: as a page, a picture, a filter and a search."""
    seed = seed_of(part, seed)
    world, surface = make_world(seed), Surface()
    twin = make_twin(world, seed + 1)
    with rolled_back():
        Builder(world).build()
        told = surface.all(guessed(world, twin, Random(seed)))
    with rolled_back():
        Builder(twin).build()
        assert list(_differences(surface, told)) == []


def _differences(surface: Surface, told: dict[str, Answer]) -> Iterator[tuple[str, Answer, Answer]]:
    for address, answer in told.items():
        other = surface.get(address)
        if other != answer:
            yield address, answer, other


def test_every_public_address_is_asked() -> None:
    assert set(ASKED) == set(routes())


def test_every_column_of_every_record_has_a_line_in_the_oracle() -> None:
    records = [model for label in ("cities", "writers") for model in apps.get_app_config(label).get_models()]
    # An import is no record: rows on their way in, and what undoing takes. Nor is what coordinators were told.
    others = ("Publication", "Hold", "Import", "Reminder")
    records = [model for model in records if not model.__name__.endswith(others)]
    # No column of a history is ever a fact: tests/office/test_history.py says that its tables are closed.
    records = [model for model in records if not issubclass(model, HistoricalChanges)]
    records.append(apps.get_model("office", "Source"))
    for model in records:
        columns = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
        assert set(rules_of(model._meta.label)) == columns, model._meta.label


def test_the_worlds_reach_every_column_of_the_catalogue() -> None:
    """Else a leak into a column that is always empty here would go unseen."""
    empty = {f"{model._meta.label}.{field.name}" for model in catalogue_models() for field in model._meta.fields}
    for seed in range(60):
        if not empty:
            break
        with rolled_back():
            Builder(make_world(seed)).build()
            for model in catalogue_models():
                for row in model._base_manager.all():
                    empty -= {f"{model._meta.label}.{f.name}" for f in model._meta.fields if getattr(row, f.attname)}
    assert empty == set()


# What is private and cannot differ by itself: bookkeeping that follows from the rest, or rows that no world holds.
ALIKE = {"writers.Note", "cities.Coordinator", "unpublished", "id", "website", "since", "until", "note"}


def test_what_is_private_differs_between_twins() -> None:
    """Else a leak of a column that is the same in every world would go unseen."""
    private = {
        (model, name)
        for model in (*apps.get_app_config("cities").get_models(), *apps.get_app_config("writers").get_models(), SOURCE)
        for name, rule in (rules_of(model._meta.label).items() if model._meta.label in FIELDS else ())
        if rule == PRIVATE and not {model._meta.label, name} & ALIKE and not model._meta.get_field(name).many_to_many
    }
    found: dict[Any, set[str]] = {column: set() for column in private}
    for seed in range(4):
        with rolled_back():
            Builder(make_world(seed)).build()
            for model, name in private:
                found[model, name] |= set(map(str, model._base_manager.values_list(name, flat=True)))
    assert sorted(f"{model._meta.label}.{name}" for (model, name), values in found.items() if len(values) < 2) == []
