"""What of a stay is due on a day: the edges of each rule, worked out with a calendar."""

from datetime import date
from typing import Any

import pytest

from tests.factories import partial
from writers.models import Residency
from writers.reminders import EVER, events


def due(today: str, **values: Any) -> set[str]:
    for name in ("starts", "planned_end"):
        if name in values:
            values[name] = partial(values[name])
    if word := values.get("confirmed_on"):
        values["confirmed_on"] = date.fromisoformat(word)
    return {f"{kind} {day}" for kind, day in events(Residency(country="NO", **values), date.fromisoformat(today))}


@pytest.mark.parametrize(
    ("stay", "before", "on", "said"),
    [
        # Of a month or a year that it began in, the first day counts; of "before", the last it can be.
        ({"starts": "2026-11"}, "2027-04-30", "2027-05-01", {"silent 2027-05-01"}),
        ({"starts": "2026"}, "2026-06-30", "2026-07-01", {"silent 2026-07-01"}),
        ({"starts": "before 2026-05"}, "2026-10-29", "2026-10-30", {"silent 2026-10-30"}),
        ({"starts": "after 2026"}, "2027-06-30", "2027-07-01", {"silent 2027-07-01"}),
        ({"starts": "2020", "confirmed_on": "2027-08-31"}, "2028-02-28", "2028-02-29", {"silent 2028-02-29"}),
        (
            {"confirmed_on": "2027-01-01", "planned_end": "2027-06-15"},
            "2027-04-15",
            "2027-04-16",
            {"ending 2027-04-16"},
        ),
    ],
)
def test_the_first_day(stay: dict[str, str], before: str, on: str, said: set[str]) -> None:
    assert due(before, **stay) == set()
    assert due(on, **stay) == said


def test_a_planned_end_comes_near_up_to_its_last_day_and_has_passed_from_the_next() -> None:
    stay = {"confirmed_on": "2027-02-01", "planned_end": "2027-06"}
    assert due("2027-06-30", **stay) == {"ending 2027-04-02"}
    assert due("2027-07-01", **stay) == {"over 2027-07-01"}
    assert due("2027-08-01", **stay) == {"over 2027-07-01", "silent 2027-08-01"}


def test_a_word_on_the_day_itself_answers() -> None:
    end = {"planned_end": "2027-06-30"}
    assert due("2027-05-01", **end, confirmed_on="2027-04-30") == {"ending 2027-05-01"}
    assert due("2027-05-01", **end, confirmed_on="2027-05-01") == set()
    assert due("2027-07-01", **end, confirmed_on="2027-06-30") == {"over 2027-07-01"}
    assert due("2027-07-01", **end, confirmed_on="2027-07-01") == set()


def test_without_any_day_it_is_due_at_once() -> None:
    assert due("2027-01-01") == {f"silent {EVER}"}
    assert due("2027-01-01", planned_end="after 2030") == {f"silent {EVER}"}
