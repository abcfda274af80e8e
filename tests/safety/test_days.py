"""Days pass, and nobody does anything: what a day begins or ends is told on that day, by the calendar of the network.

The day is that of the place where the network works (`TIME_ZONE`), not that of Greenwich and not that of the machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from refuge.core import editions, publishing
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import Level, Scope
from refuge.core.upkeep import check, narrow_all
from tests.factories import EVERYTHING, grant, make_city, make_stay, make_writer, publish, see_all, staff, withdraw
from tests.safety.register import answers, rolled_back, text_of
from writers.models import Clearance, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db
THE_DAY = date(2026, 7, 1)
DAY, BEFORE, AFTER = THE_DAY, THE_DAY - timedelta(days=1), THE_DAY + timedelta(days=1)
# In each of these it is the first of July, and in Greenwich it is not.
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
NOON = {
    EAST: datetime(2026, 6, 30, 12, tzinfo=UTC),
    WEST: datetime(2026, 7, 2, 5, tzinfo=UTC),
    "UTC": datetime(2026, 7, 1, 12, tzinfo=UTC),
}
ZONES = [EAST, WEST]


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let a block play at one moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """Work at a place where it is the first of July."""
    settings.TIME_ZONE = request.param
    with at(NOON[request.param]):
        assert timezone.localdate() == THE_DAY
        yield request.param


def person(*cleared: str, **values: Any) -> Writer:
    return make_writer("Anna Ek", summary="Summaryword.", clear=(Scope.NAME, *cleared), **values)


def test_a_yes_counts_from_its_first_day_to_the_eve_of_its_last(zone: str) -> None:
    told = {}
    for given, ended in ((BEFORE, None), (DAY, None), (AFTER, None), (BEFORE, DAY), (BEFORE, AFTER), (BEFORE, BEFORE)):
        writer = person()
        # A day that has not come is written by no form; what stands in the table is what counts.
        said = {"granted_on": given, "withdrawn_on": ended}
        grant(writer, Scope.BIOGRAPHY, granted_on=BEFORE)
        see_all(writer)
        Clearance.objects.filter(writer=writer, scope=Scope.BIOGRAPHY).update(**said)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff(), reason="Asked.")
        told[given, ended] = PublicWriter.objects.get().summary != ""
        withdraw(writer)
    assert told == {
        (BEFORE, None): True,
        (DAY, None): True,
        (AFTER, None): False,
        (BEFORE, DAY): False,
        (BEFORE, AFTER): True,
        (BEFORE, BEFORE): False,
    }


def test_what_ends_today_is_taken_away_today(zone: str) -> None:
    """By whoever saves it, and by the timer that runs a minute after midnight."""
    writer = person(Scope.BIOGRAPHY)
    publish(writer)
    for ends_on, stays in ((AFTER, True), (DAY, False)):
        Clearance.objects.filter(scope=Scope.BIOGRAPHY).update(withdrawn_on=ends_on)
        assert (PublicWriter.objects.get().summary != "") == stays
    again = person(Scope.BIOGRAPHY)
    publish(again)
    Clearance.objects.filter(writer=again, scope=Scope.BIOGRAPHY).update(withdrawn_on=AFTER)
    assert PublicWriter.objects.exclude(summary="").count() == 1
    with at(NOON[zone] + timedelta(days=1)):
        assert check() != []
        narrow_all()
        assert not PublicWriter.objects.exclude(summary="").exists() and check() == []


def test_a_no_that_begins_today_counts_today(zone: str) -> None:
    writer = person(Scope.BIOGRAPHY)
    publish(writer)
    Clearance.objects.create(writer=writer, scope=Scope.BIOGRAPHY, refused=True, granted_on=AFTER)
    assert PublicWriter.objects.get().summary
    Clearance.objects.create(writer=writer, scope=Scope.BIOGRAPHY, refused=True, granted_on=DAY)
    assert not PublicWriter.objects.get().summary


def test_the_first_day_is_the_day_on_which_it_was_published_and_is_kept(zone: str) -> None:
    writer = person(Scope.BIOGRAPHY)
    publish(writer)
    assert PublicWriter.objects.get().first_published_on == DAY
    assert "<updated>2026-07-01T" in text_of(answers(["/feed.atom"]))
    # Neither less of it nor more, nor going and coming back under the same name, makes it a day younger.
    with at(NOON[zone] + timedelta(days=5)):
        Clearance.objects.filter(scope=Scope.BIOGRAPHY).update(withdrawn_on=DAY)
        assert PublicWriter.objects.get().first_published_on == DAY
        withdraw(writer)
        hold = editions.hold_on(Writer.objects.get())
        assert hold is not None
        hold.lift(staff(), "Asked.")
        publish(writer)
        assert PublicWriter.objects.get().first_published_on == DAY
        # Another name is another person, of that day.
        Writer.objects.update(name="Berta Ek")
        publish(writer)
        assert PublicWriter.objects.get().first_published_on == DAY + timedelta(days=5)


# What says that somebody is in residence, and what says that it is over.
NOW = ["/writers/", "/writers/?status=now", "/cities/", "/cities/oslo/"]
HERE = ('class="when now"', "oslo, norway: a writer is in residence now", "a writer is in residence now.")


def test_a_status_changes_with_the_day_and_with_nothing_else(zone: str) -> None:
    oslo = make_city("Oslo", latitude=59.9, longitude=10.7)
    writer = person()
    make_stay(writer, oslo, starts=PartialDate.from_date(DAY), planned_end=PartialDate.from_date(AFTER))
    for scope in (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES):
        grant(writer, scope, granted_on=BEFORE)
    publish(writer)
    assert PublicWriter.objects.get().level == Level.NAMED

    def here(days: int) -> list[bool]:
        with at(NOON[zone] + timedelta(days=days)):
            told = answers(NOW)
        lists = ["1 writer" in told["/writers/?status=now"][2].decode()]
        pages = ("/writers/", "/cities/", "/cities/oslo/")
        return lists + [word in told[page][2].decode().lower() for word, page in zip(HERE, pages, strict=True)]

    assert [here(days) for days in (-1, 0, 1, 2, 1, -1)] == [
        [False, False, False, False],
        [True, True, True, True],
        [True, True, True, True],
        [False, False, False, False],
        [True, True, True, True],
        [False, False, False, False],
    ]


def test_rows_without_a_name_stand_in_no_order_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes first in “newest first” would be who has just arrived."""
    told = []
    for order in ((0, 1, 2), (2, 1, 0)):
        with rolled_back():
            names = iter(f"{number:013d}" for number in range(1000))
            monkeypatch.setattr("refuge.core.handles.token", lambda length=13, names=names: next(names)[-length:])
            people = [
                make_writer(level=Level.UNNAMED, origin=origin, clear=EVERYTHING) for origin in ("IR", "CU", "CN")
            ]
            for days, number in enumerate(order):
                with at(NOON["UTC"] + timedelta(days=days)):
                    publish(people[number])
            with at(NOON["UTC"] + timedelta(days=9)):
                told.append(answers(["/writers/", "/writers/?sort=recent", "/writers/?sort=country", "/"]))
    assert told[0] == told[1]
    assert told[0]["/writers/"][2].decode().count("Name withheld") == 3
