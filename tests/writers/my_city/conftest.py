"""The one world that every attack is tried in, and passwords that take no time."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction

from tests.writers.my_city.world import World, make_world


@pytest.fixture(scope="module", autouse=True)
def _fast() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(scope="module")
def world(_fast: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return one world for all tests of a file, each of which is rolled back by itself."""
    logging.disable()  # hundreds of refusals
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
