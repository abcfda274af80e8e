"""Reads dates as pages print them: "17 May 2003", "about 2003", "2000 or 2001", "2003–2006"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MONTHS = "January February March April May June July August September October November December".split()
PRINTED = re.compile(rf"(?:(\d\d?) )?(?:({'|'.join(MONTHS)}) )?(\d{{4}})")
BETWEEN = re.compile(r" ?– ?")


@dataclass(frozen=True)
class Bounds:
    """The first and the last day that a date can be; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def tells_years(self) -> bool:
        """Say whether it is told no finer than in years."""
        begins = self.first is None or (self.first.month, self.first.day) == (1, 1)
        return begins and (self.last is None or (self.last.month, self.last.day) == (12, 31))


@dataclass(frozen=True)
class Span:
    """From when to when something was; None where that is not told."""

    starts: Bounds | None = None
    ends: Bounds | None = None

    def __bool__(self) -> bool:
        return bool(self.starts or self.ends)


def read_date(printed: str) -> Bounds | None:
    """Return what a printed date says; None where it is none."""
    word, _, rest = printed.partition(" ")
    if " or " in printed:
        one, other = (_plain(part) for part in printed.split(" or ", 1))
        return Bounds(one.first, other.last) if one and other else None
    if word == "about":
        return _plain(rest)
    if word in ("before", "after"):
        said = _plain(rest)
        if said is None or said.first is None or said.last is None:
            return None
        return Bounds(None, said.first - DAY) if word == "before" else Bounds(said.last + DAY, None)
    return _plain(printed)


def _plain(printed: str) -> Bounds | None:
    parts = PRINTED.fullmatch(printed)
    if parts is None or (parts[1] and not parts[2]):
        return None
    year, month = int(parts[3]), MONTHS.index(parts[2]) + 1 if parts[2] else 0
    if not month:
        return Bounds(date(year, 1, 1), date(year, 12, 31))
    if parts[1]:
        return Bounds(*[date(year, month, int(parts[1]))] * 2)
    return Bounds(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - DAY)


def read_span(printed: str) -> Span:
    """Return what a printed span says; an empty one where it says nothing."""
    text = _lower(" ".join(printed.split()))
    word, _, rest = text.partition(" ")
    # "Began" and "ended" stand before what is bounded on one side: "began before 2003".
    if word in ("from", "began"):
        return Span(starts=read_date(rest))
    if word in ("until", "ended"):
        return Span(ends=read_date(rest))
    halves = BETWEEN.split(text)
    if len(halves) == 2:
        return Span(read_date(halves[0]), read_date(halves[1]))
    said = read_date(text)
    # Where both are the same, it is printed once.
    return Span(said, said)


def _lower(text: str) -> str:
    """Return a line without its capital letter, which months keep."""
    begins_with_month = any(text.startswith(month) for month in MONTHS)
    return text if begins_with_month else text[:1].lower() + text[1:]
