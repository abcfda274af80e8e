"""The one world that every cell and door is tried in."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.built_once import built_once
from tests.office.matrix.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return one world for all tests of a file, each of which is rolled back by itself."""
    logging.disable()  # thousands of refusals, each with its traceback
    with built_once(django_db_blocker):
        yield make_world()
    logging.disable(logging.NOTSET)
