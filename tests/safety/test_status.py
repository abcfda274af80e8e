"""The status of a stay, said a second time: from what was typed and the day, not from what the product computes.

“In residence now: started, no end, planned end not past or confirmed in the last twelve months. Completed: it has
ended. Presumed completed: only where a planned end or the programme's usual length is known. Else it is not known.”
"""

from calendar import monthrange
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from django.db.models import QuerySet

from cities.models import Programme
from refuge.core.handles import ImageNames
from refuge.core.publishables import publishable
from tests.factories import partial
from writers.facts import facts_of
from writers.models import Residency, Writer
from writers.public.models import PublicResidency
from writers.public.rows import status_of

pytestmark = pytest.mark.django_db
STARTS = ("", "2010", "2010-05", "2010-05-17", "about 2010")
# Once with an end of its own, and once without.
ENDS = ("", "", "", "2012", "2012-02", "2012-03-01")
PLANNED = ("", "2012", "2012-02", "2012-03-01")
OVER = ("ended", "ongoing", "unknown")
CONFIRMED = (None, date(2011, 7, 1), date(2012, 2, 29))
USUAL = (None, 24)
Typed = tuple[str, str, str, str, date | None, int | None]
DAYS = [
    date(2009, 12, 31) + timedelta(days=1) * days
    for days in (
        0,
        1,
        137,
        138,
        365,
        366,
        502,
        730,
        760,
        791,
        792,
        790,
        850,
        912,
        913,
        1096,
        1097,
        1155,
        1156,
        1500,
        5000,
    )
]


def _first(typed: str) -> date:
    """Return the first day that a date may mean."""
    year, month, day = [*map(int, typed.removeprefix("about ").split("-")), 1, 1][:3]
    return date(year, month, day)


def _last(typed: str) -> date:
    """Return the last day that a date may mean."""
    parts = [int(part) for part in typed.removeprefix("about ").split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def _later(day: date, years: int) -> date:
    return (
        day.replace(year=day.year + years, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + years)
    )


def expected(stay: Typed, day: date) -> str:
    """Return what the public reads of a stay on a day."""
    starts, ends, planned, over, confirmed, usual = stay
    if over == "ended":
        return "past" if not ends or day > _last(ends) else "unknown"
    word = bool(confirmed) and day <= _later(confirmed, 1)  # type: ignore[arg-type]
    began = _first(starts) if starts else confirmed
    within = bool(planned) and day <= _last(planned)
    if began and began <= day and (within or word):
        return "now"
    length = _last(planned) if planned else _later(_last(starts), usual // 12) if usual and starts else None
    return "presumed" if length and day > length and not word else "unknown"


def _drawn() -> list[Typed]:
    every = [
        (starts, ends, planned, "ended" if ends else over, confirmed, usual)
        for starts, ends, planned, over, confirmed, usual in product(STARTS, ENDS, PLANNED, OVER, CONFIRMED, USUAL)
        if not (ends and not starts)
    ]
    return Random(7).sample(sorted(set(every), key=repr), 150)


def test_the_status_of_a_stay_is_what_was_typed_and_the_day_say() -> None:
    """All of a stay is cleared here: how much less is told with less is for `oracle.py` to say."""
    usual = {months: Programme.objects.create(slug=f"p{months}", name="P", usual_months=months) for months in USUAL}
    writer, typed = Writer.objects.create(name="Anna Ek"), _drawn()
    QuerySet(Residency).bulk_create(
        Residency(
            writer=writer,
            country="NO",
            starts=partial(starts) if starts else None,
            ends=partial(ends) if ends else None,
            planned_end=partial(planned) if planned else None,
            end_state=over,
            confirmed_on=confirmed,
            programme=usual[months],
            public_note=f"{number}",
        )
        for number, (starts, ends, planned, over, confirmed, months) in enumerate(typed)
    )
    told = publishable(Writer).project(tuple(facts_of(writer)), ImageNames(), {})["residencies"]
    rows = {int(row["note"]): PublicResidency(**row) for row in told}
    assert len(rows) == len(typed)
    wrong = [
        (typed[number], day, status_of(row, day), expected(typed[number], day))
        for number, row in rows.items()
        for day in DAYS
        if status_of(row, day) != expected(typed[number], day)
    ]
    assert wrong == []
    # All that a reader may be told occurs.
    assert {expected(stay, day) for stay in typed for day in DAYS} == {"now", "past", "presumed", "unknown"}
