"""The one world that every attack is tried in, and passwords that take no time."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from tests.built_once import built_once
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
    with built_once(django_db_blocker):
        yield make_world()
    logging.disable(logging.NOTSET)
