"""Rows that all tests of a file find: made once, for the first of them, and gone after the last."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def built_once(django_db_blocker: Any) -> Iterator[None]:
    """Run a block in a fixture of a whole file: each test is rolled back by itself, and this at the end.

    What a test reads of it must be read anew: an instance would carry what another test did to it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
