"""Of several decisions about one thing each counts for itself: one that has ended lends nothing to one that stands.

And a decision is somebody's: given to another person, or to another thing, it is no longer what it was.
"""

from collections.abc import Callable
from datetime import date
from itertools import cycle
from typing import Any

import pytest
from django.db.models import QuerySet

from refuge.core import publishing
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.core.upkeep import check, narrow_all
from tests.factories import grant, make_city, make_name, make_source, make_stay, make_work, make_writer, publish, staff
from tests.safety.register import picture, rolled_back
from tests.safety.tables import catalogue
from writers.models import Clearance, Residency, Text, Waypoint, Writer

pytestmark = pytest.mark.django_db
THAT_DAY = "datetime.date(2010, 5, 17)"
LONG_AGO, THEN, ENDED = date(2015, 1, 1), date(2020, 1, 1), date(2019, 6, 1)


def person() -> Writer:
    """Return somebody with one thing of each kind, nothing of it cleared but the name; the country has one city."""
    writer = make_writer(
        "Anna Ek",
        clear=(Scope.NAME,),
        summary="Summaryword.",
        birth_year=1950,
        roles=["poet"],
        portrait=picture(),
        portrait_credit="Somebody",
        portrait_alt="Somebody",
    )
    make_name(writer, "آنا", cleared=False)
    Text.objects.create(writer=writer, text="She was born. She writes.")
    Waypoint.objects.create(writer=writer, place="Barcelona", kind="exile")
    make_work(writer, "A book")
    writer.sources.add(make_source())
    reykjavik = make_city("Reykjavik", "IS")
    make_stay(writer, reykjavik, starts="2010-05-17", ends="2012-03-01")
    return writer


def thing_of(writer: Writer, scope: str) -> dict[str, Any]:
    """Return of which thing a decision of this scope is."""
    if scope in OF_A_STAY:
        return {"residency": writer.residencies.order_by("pk")[0]}
    return {
        Scope.OTHER_NAME: {"name": writer.names.first()},
        Scope.PORTRAIT: {"picture": writer.portrait},
        Scope.BIOGRAPHY: {"languages": ["en"]},
    }.get(Scope(scope), {})


def given(writer: Writer, scope: str, **values: Any) -> Clearance:
    return grant(writer, scope, **{"knowing": False, "granted_on": THEN, **thing_of(writer, scope), **values})


def _less(fact: dict[str, Any]) -> dict[str, Any]:
    """Return a fact as somebody read it to whom less was read."""
    if fact["kind"] == "stay dates":
        fact = {**fact, "value": {"starts": "2010-00-00=0000", "ends": "2012-00-00=0000"}}
    if fact["kind"] == "text":
        fact = {**fact, "value": {**fact["value"], "text": "She writes."}}
    return fact


def _with_less(clearance: Clearance) -> None:
    # Past all that a save does: this is what stood there.
    QuerySet(Clearance).filter(pk=clearance.pk).update(read=[_less(fact) for fact in clearance.read])


def catalogue_with(scope: str, *, ended: str) -> dict[str, list[Any]]:
    """Return the catalogue with a yes that stands to a part of what is there, and one that has ended to all of it."""
    with rolled_back(), pytest.MonkeyPatch.context() as patch:
        names = iter(f"{number:013d}" for number in range(1000))
        patch.setattr("refuge.core.handles.token", lambda length=13: next(names)[-length:])
        writer = person()
        for other in OF_A_STAY if scope in OF_A_STAY else ():
            # Where the city is told, so is its country, whatever the person knew.
            if other != scope and (scope, other) != (Scope.HOST_COUNTRY, Scope.HOST_CITY):
                given(writer, other)
        past = {"granted_on": LONG_AGO, "withdrawn_on": ENDED, "knowing": scope == Scope.HOST_COUNTRY}
        if ended == "first":
            given(writer, scope, **past)
        _with_less(given(writer, scope))
        if ended == "later":
            given(writer, scope, **past)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        return catalogue()


# Those under which less can be read than there is, or of which one thing may be another.
LENDING = (*sorted(OF_A_STAY), Scope.BIOGRAPHY, Scope.PORTRAIT)


@pytest.mark.parametrize("scope", LENDING)
def test_a_yes_that_has_ended_lends_nothing_to_one_that_stands(scope: str) -> None:
    alone = catalogue_with(scope, ended="never")
    assert catalogue_with(scope, ended="first") == alone
    assert catalogue_with(scope, ended="later") == alone


def test_what_an_ended_yes_could_have_lent() -> None:
    """Else the test above would compare nothing."""
    with rolled_back():
        writer = person()
        for scope in Scope:
            given(writer, scope, knowing=scope == Scope.HOST_COUNTRY)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        whole = repr(catalogue())
    words = ("She was born.", THAT_DAY, "'IS'", "Summaryword", "A book", "آنا", "1950")
    assert [word for word in words if word not in whole] == []
    for scope in (Scope.DATES, Scope.BIOGRAPHY):
        less = repr(catalogue_with(scope, ended="later"))
        assert "She was born." not in less and THAT_DAY not in less
    stays = catalogue_with(Scope.HOST_COUNTRY, ended="first")["writers_public.PublicResidency"]
    assert not any("'IS'" in row for row in stays)


@pytest.mark.parametrize("scope", [Scope.WORKS, Scope.BIOGRAPHY, Scope.HOST_COUNTRY])
def test_the_second_yes_ends_as_the_first_did(scope: str) -> None:
    """Two that stand, taken back one by one: what is told goes with the last."""
    with rolled_back():
        writer = person()
        for other in OF_A_STAY if scope in OF_A_STAY else ():
            if other != scope:
                given(writer, other, knowing=other == Scope.HOST_COUNTRY)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        without = catalogue()
        both = [given(writer, scope, knowing=scope == Scope.HOST_COUNTRY) for _ in range(2)]
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        told = catalogue()
        assert told != without
        for clearance, left in zip(both, (told, without), strict=True):
            Clearance.objects.filter(pk=clearance.pk).update(withdrawn_on=date.today())
            assert _said(catalogue()) == _said(left)


def _said(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: rows for name, rows in tables.items() if name != "digest"}


def _to_another(clearance: Clearance) -> None:
    clearance.writer = make_writer("Somebody Else", clear=())
    clearance.save()


GIVING: dict[str, Callable[[Clearance], Any]] = {
    "save": _to_another,
    "update": lambda given: Clearance.objects.filter(pk=given.pk).update(writer=make_writer("Somebody Else", clear=())),
    "bulk update": lambda given: (
        setattr(given, "writer", make_writer("Somebody Else", clear=())),
        Clearance.objects.bulk_update([given], ["writer"]),
    ),
    "raw SQL and the timer": lambda given: (
        QuerySet(Clearance).filter(pk=given.pk).update(writer=make_writer("Somebody Else", clear=())),
        narrow_all(),
    ),
    "turned into a no": lambda given: Clearance.objects.filter(pk=given.pk).update(refused=True, knowing=False),
    "turned to another kind of fact": lambda given: Clearance.objects.filter(pk=given.pk).update(
        scope=Scope.NAME, residency=None, name=None, picture=None, languages=[], knowing=False
    ),
}


# Each kind of fact once, and each way at least once.
EACH = list(zip([scope for scope in Scope if scope != Scope.NAME], cycle(GIVING), strict=False))


@pytest.mark.parametrize(("scope", "how"), EACH)
def test_a_decision_that_becomes_another_takes_back_what_it_gave(scope: str, how: str) -> None:
    with rolled_back():
        writer = person()
        for other in OF_A_STAY if scope in OF_A_STAY else ():
            if other != scope:
                given(writer, other, knowing=other == Scope.HOST_COUNTRY)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        without = catalogue()
        clearance = given(writer, scope, knowing=scope == Scope.HOST_COUNTRY)
        publishing.publish(Writer.objects.get(pk=writer.pk), staff())
        assert catalogue() != without
        GIVING[how](Clearance.objects.get(pk=clearance.pk))
        assert _said(catalogue()) == _said(without) and check() == []


@pytest.mark.parametrize("scope", sorted(OF_A_STAY))
def test_a_decision_about_one_stay_that_is_turned_to_another_gives_nothing_there(scope: str) -> None:
    writer = person()
    first = writer.residencies.get()
    for other in OF_A_STAY:
        given(writer, other, residency=first, knowing=other == Scope.HOST_COUNTRY)
    second = make_stay(writer, make_city("Tallinn", "EE"), starts="2015", ends="2016")
    publish(writer, seen=False)
    before = repr(catalogue()["writers_public.PublicResidency"])
    assert "reykjavik" in before and "tallinn" not in before
    Clearance.objects.filter(scope=scope, residency=first).update(residency=second)
    publish(writer, seen=False)
    stays = catalogue()["writers_public.PublicResidency"]
    assert not any("tallinn" in row or "2015" in row for row in stays)
    assert Residency.objects.count() == 2 and check() == []
