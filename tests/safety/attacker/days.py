"""Sets of days, as lists of closed intervals: what the attacker reckons with."""

from collections.abc import Iterable
from datetime import date, timedelta

Interval = tuple[date, date]
Days = tuple[Interval, ...]

DAY = timedelta(days=1)
FIRST, LAST = date.min, date.max
EVER: Days = ((FIRST, LAST),)


def days(first: date | None, last: date | None) -> Days:
    """Return the days from one to another; None is open. No day at all where they are reversed."""
    begin, end = first or FIRST, last or LAST
    return ((begin, end),) if begin <= end else ()


def both(some: Days, others: Days) -> Days:
    """Return the days that are in both."""
    found = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return tuple(sorted((first, last) for first, last in found if first <= last))


def without(some: Days, others: Iterable[Interval]) -> Days:
    """Return the days of the first that are not among the others."""
    left = list(some)
    for first, last in others:
        cut: list[Interval] = []
        for begin, end in left:
            if last < begin or first > end:
                cut.append((begin, end))
                continue
            if begin < first:
                cut.append((begin, first - DAY))
            if end > last:
                cut.append((last + DAY, end))
        left = cut
    return tuple(left)


def one_in_each_piece(some: Days, edges: Iterable[date]) -> list[date]:
    """Return a day of each piece into which edges cut the days: within a piece all days are alike."""
    found = {first for first, _ in some}
    found |= {edge for edge in edges for first, last in some if first <= edge <= last}
    return sorted(found)
