"""The one world that every cell and door is tried in."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.office.matrix.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return one world for all tests of a file, each of which is rolled back by itself."""
    logging.disable()  # thousands of refusals, each with its traceback
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
