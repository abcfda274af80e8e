"""Served is cleared now: the catalogue is what the oracle expects, nothing more and nothing less."""

import pytest
from hypothesis import given

from refuge.core.upkeep import check, narrow_all
from tests.safety.build import Builder, days_later
from tests.safety.register import rolled_back
from tests.safety.seeds import PARTS, examples, seed_of, seeds
from tests.safety.told import assert_served
from tests.safety.worlds import make_small_world, make_world

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


@pytest.mark.parametrize("part", PARTS)
@examples(20)
@given(seed=seeds)
def test_on_the_next_day_what_ended_is_gone_and_what_began_waits(part: int, seed: int) -> None:
    """Nobody touches a record at midnight: the timer takes away what a date that passes takes back."""
    world = make_small_world(seed_of(part, seed), plain=0.3)
    with rolled_back():
        Builder(world).build()
        assert_served(world)
        with days_later(1):
            narrow_all()
            world.passed = 1
            assert_served(world)
            assert check() == []
