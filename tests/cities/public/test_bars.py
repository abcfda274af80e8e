"""The line of years on a city's page."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cities.public.bars import LENGTH, MARK, line

TODAY = date(2026, 7, 2)
days = st.dates(date(1993, 1, 1), date(2026, 12, 31))


def test_without_any_day_there_is_no_line() -> None:
    assert line([], TODAY) is None
    assert line([(None, None)], TODAY) is None


def test_a_stay_is_drawn_where_its_days_are() -> None:
    drawn = line([(date(2017, 1, 1), date(2026, 12, 31)), (date(2022, 1, 1), date(2024, 12, 31))], TODAY)
    assert drawn
    whole, part = drawn.bars
    assert (drawn.first, drawn.last) == (2017, 2026)
    assert whole and (whole.left, whole.width) == (0, LENGTH)
    assert part and round(part.left) == 50 and round(part.width) == 30


def test_a_stay_of_which_only_one_day_is_known_is_a_mark() -> None:
    drawn = line([(date(2020, 1, 1), None), (None, date(2020, 1, 1)), (None, None)], TODAY)
    assert drawn
    begun, over, unknown = drawn.bars
    assert begun and begun.width == MARK
    assert over and over.width == MARK
    assert unknown is None


@given(st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1))
def test_every_bar_lies_on_the_line(spans: list[tuple[date | None, date | None]]) -> None:
    drawn = line(spans, TODAY)
    if drawn is None:
        assert not any(day for span in spans for day in span)
        return
    assert len(drawn.bars) == len(spans)
    for bar in drawn.bars:
        assert bar is None or (bar.left >= 0 and bar.width >= MARK and bar.left + bar.width <= LENGTH + MARK)
