"""The stays of a city's guests as bars on one line of years, drawn as far as the days are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# What is drawn where only the beginning, or only the end, is known: a mark, not a length.
MARK = 1.5
LENGTH = 100.0


@dataclass(frozen=True)
class Bar:
    """A stay on the line, in hundredths of the line's length."""

    left: float
    width: float


@dataclass(frozen=True)
class Line:
    """The line of years, from the first of January of one year to the last of December of another."""

    first: int
    last: int
    bars: tuple[Bar | None, ...]


def line(spans: Sequence[tuple[date | None, date | None]], today: date) -> Line | None:
    """Return the line of (first day, last day) spans up to this year; a span without any day gets no bar.

    None where no day is known at all.
    """
    years = [day.year for span in spans for day in span if day]
    if not years:
        return None
    first, last = min(years), max(*years, today.year)
    begins, ends = date(first, 1, 1), date(last, 12, 31)
    days = (ends - begins).days

    def place(day: date) -> float:
        return (day - begins).days / days * LENGTH

    def bar(starts: date | None, stops: date | None) -> Bar | None:
        known = starts or stops
        if known is None:
            return None
        left = place(known)
        width = place(stops) - left if starts and stops else MARK
        return Bar(round(min(left, LENGTH - MARK), 2), round(max(width, MARK), 2))

    return Line(first, last, tuple(bar(*span) for span in spans))
