"""Two people at the same moment: whoever takes something back wins."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from refuge.core import holds, publishing
from refuge.core.scopes import Level, Scope
from refuge.core.upkeep import check
from tests.factories import make_writer, publish, staff
from writers.models import Clearance, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db(transaction=True)

TAKEN_BACK = {
    "clearance": lambda: Clearance.objects.filter(scope=Scope.ORIGIN).delete(),
    "level": lambda: Writer.objects.update(level=Level.COUNTED),
}


def _meanwhile(act: Callable[[], Any], *, begun: Event) -> Thread:
    def run() -> None:
        try:
            begun.set()
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("way", sorted(TAKEN_BACK))
def test_a_publication_waits_for_what_is_being_taken_back(way: str) -> None:
    staff()
    writer = Writer.objects.get(pk=make_writer("Anna").pk)
    begun = Event()
    with transaction.atomic():
        TAKEN_BACK[way]()
        # Reads the record as it stood before, and waits for the lock.
        other = _meanwhile(lambda: publishing.publish(writer, staff()), begun=begun)
        begun.wait()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert PublicWriter.objects.get().origin == ""
    assert check() == []


@pytest.mark.parametrize("way", sorted(TAKEN_BACK))
def test_what_is_taken_back_waits_for_a_publication_and_undoes_it(way: str) -> None:
    staff()
    writer = make_writer("Anna")
    begun = Event()
    with transaction.atomic():
        publish(writer)
        other = _meanwhile(TAKEN_BACK[way], begun=begun)
        begun.wait()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert PublicWriter.objects.get().origin == ""
    assert check() == []


def test_an_undo_waits_for_a_level_that_is_being_lowered_and_shows_no_more() -> None:
    """Whoever undoes has read the record before; what counts is the level at the moment it is put back."""
    writer = make_writer("Anna", published=True)
    publishing.withdraw(Writer.objects.get(), staff(), "asked", timedelta(hours=1))
    read = Writer.objects.get(pk=writer.pk)
    begun = Event()
    with transaction.atomic():
        TAKEN_BACK["level"]()
        other = _meanwhile(lambda: holds.undo_hold(read, staff()), begun=begun)
        begun.wait()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert list(PublicWriter.objects.exclude(name="").values_list("name", flat=True)) == []
    assert check() == []
