"""Spans of partial dates as facts keep them, and how finely they may be told after they were read to a person.

A kept span is `{"starts": stored, "ends": stored}`, with empty text for a date that is not known. Status days are
`now_from`, `now_until` and `past_from` as ISO text (empty for never), and `presumed`.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from refuge.core.facts import Fact, Plain
from refuge.core.partial_dates import MONTH, YEAR, PartialDate, Qualifier, partial

# A date that is no plain one, and says more when it becomes one.
LOOSE = (Qualifier.OR, Qualifier.BEFORE, Qualifier.AFTER)


def are_status_days(value: Plain) -> bool:
    """Say whether kept status days can be read; raises `ValueError` where one is no day."""
    return all(not value[name] or date.fromisoformat(value[name]) for name in ("now_from", "now_until", "past_from"))


def as_read(fact: Fact, reads: list[Fact]) -> Fact | None:
    """Return a span told no finer than it was read at any time; None where it is longer than it ever was."""
    told = [value for value in (_within(fact.value, read.value) for read in reads) if value]
    if not told:
        return None
    return replace(fact, value={name: max((value[name] for value in told), key=_fineness) for name in told[0]})


def _fineness(stored: str) -> int:
    told = partial(stored)
    # An exact date says more than “about” it.
    return 2 * told.fineness - (told.qualifier == Qualifier.ABOUT) if told else 0


def _within(span: dict[str, str], read: dict[str, str]) -> dict[str, str] | None:
    starts, ends, first, last = (partial(kept[name]) for kept in (span, read) for name in ("starts", "ends"))
    if starts and (first is None or not _is_no_earlier(starts, first)):
        return None
    if last and (ends is None or not _is_no_later(ends, last)):
        return None
    # Of a stay that had not ended when it was read, the end is told as finely as the beginning was.
    like = last or (replace(first, qualifier=Qualifier.EXACT, second_year=0) if first else PartialDate(1000))
    told = (_told(starts, first) if starts and first else None, _told(ends, like) if ends else None)
    if (starts and not told[0]) or (ends and not told[1]):
        return None
    return {name: said.stored if said else "" for name, said in zip(("starts", "ends"), told, strict=True)}


def _told(said: PartialDate, read: PartialDate) -> PartialDate | None:
    """Return a date told no finer than another one; None where it says more in another way."""
    if read.qualifier in LOOSE:
        return said if said == read else None
    told = said.at_most(read.fineness)
    if told and read.qualifier == Qualifier.ABOUT and told.qualifier == Qualifier.EXACT:
        return replace(told, qualifier=Qualifier.ABOUT)
    return told


def _is_no_earlier(said: PartialDate, read: PartialDate) -> bool:
    said, read = _as_finely(said, read)
    return (said.earliest or date.min) >= (read.earliest or date.min)


def _is_no_later(said: PartialDate, read: PartialDate) -> bool:
    said, read = _as_finely(said, read)
    return (said.latest or date.max) <= (read.latest or date.max)


def _as_finely(said: PartialDate, read: PartialDate) -> tuple[PartialDate, PartialDate]:
    """Return both as finely as the coarser one: a year says no more than a day in it did."""
    fineness = min(said.fineness, read.fineness)
    return said.at_most(fineness) or said, read.at_most(fineness) or read


def in_years(span: dict[str, str]) -> dict[str, str]:
    """Return a span told in years; empty text for a date that no year says."""
    told = {name: said.at_most(YEAR) if (said := partial(stored)) else None for name, stored in span.items()}
    return {name: said.stored if said else "" for name, said in told.items()}


def coarser_status(days: dict[str, Any], span: dict[str, str]) -> dict[str, Any]:
    """Return status days that change no more finely than a span's dates are told: with a month, or with a year."""
    dates = [told for told in (partial(span["starts"]), partial(span["ends"])) if told]
    fineness = min((told.fineness for told in dates), default=YEAR)
    return days if fineness > MONTH else _changing_with(fineness, days)


def status_in_years(days: dict[str, Any]) -> dict[str, Any]:
    """Return status days that change with the year alone."""
    return _changing_with(YEAR, days)


def _changing_with(fineness: int, days: dict[str, Any]) -> dict[str, Any]:
    return {
        "now_from": _edge(days["now_from"], fineness, last=False),
        "now_until": _edge(days["now_until"], fineness, last=True),
        # What is over is over from the first day after the month, or year, in which it ended.
        "past_from": _over(days["past_from"], fineness),
        "presumed": days["presumed"],
    }


def _edge(iso: str, fineness: int, *, last: bool) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    unit = PartialDate(day.year, day.month if fineness == MONTH else 0)
    return str((unit.latest if last else unit.earliest) or "")


def _over(iso: str, fineness: int) -> str:
    # The first of all days stands for a stay that ended nobody knows when.
    if not iso or iso == date.min.isoformat():
        return iso
    eve = date.fromisoformat(iso) - timedelta(days=1)
    return str(date.fromisoformat(_edge(eve.isoformat(), fineness, last=True)) + timedelta(days=1))
