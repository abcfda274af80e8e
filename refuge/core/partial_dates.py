"""Dates as far as they are known: a year, a month of a year, a day, "about 2003", "2000 or 2001".

A partial date is kept as one text of fifteen characters: ten for `YYYY-MM-DD`, with `00` for what is unknown; one for
the qualifier; four for the second year of "2000 or 2001", or `0000`. Compared character by character, the texts sort
by time.
"""

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext as _in

from refuge.core.locales import locale

FIRST_YEAR, LAST_YEAR = 1000, 2199
TYPED_LENGTH = 60
DAY = datetime.timedelta(days=1)
YEAR, MONTH, EXACT_DAY = 1, 2, 3  # how finely a date is known

STORED = re.compile(r"(\d{4})-(\d\d)-(\d\d)([=~<>/])(\d{4})", re.ASCII)
DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
TWO_YEARS = re.compile(r"(\d{4}) ?(?:/|or) ?(\d{4})", re.ASCII)
QUALIFIED = re.compile(r"(?P<before><|before )|(?P<after>>|after )|(?P<about>~|about |around |circa |ca?\.? ?)")

NOT_A_DATE = gettext_lazy("Write a year (2003), a month (2003-05), a day (2003-05-17), “about 2003” or “2000/2001”.")
NO_SUCH_DAY = gettext_lazy("That day is not in the calendar. Write year-month-day, like 2003-05-17.")
YEAR_OUT_OF_RANGE = gettext_lazy("The year must be between 1000 and 2199, like 2003.")
SECOND_YEAR = gettext_lazy("For “either year”, write two plain years, the earlier one first, like 2000/2001.")


class Qualifier(StrEnum):
    """How the date is meant; the value is its character in the stored text."""

    EXACT = "="
    ABOUT = "~"
    BEFORE = "<"
    AFTER = ">"
    OR = "/"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """One partial date, in the order of the stored texts. `month`, `day` and `second_year` are 0 when absent."""

    year: int
    month: int = 0
    day: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    second_year: int = 0

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValidationError(YEAR_OUT_OF_RANGE, code="year")
        if not 0 <= self.month <= 12 or (self.day and not self.month):
            raise ValidationError(NO_SUCH_DAY, code="day")
        if self.day and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValidationError(NO_SUCH_DAY, code="day")
        if self.qualifier == Qualifier.OR:
            if self.month or not self.year < self.second_year <= LAST_YEAR:
                raise ValidationError(SECOND_YEAR, code="second_year")
        elif self.second_year:
            raise ValidationError(SECOND_YEAR, code="second_year")

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read what a person typed, in digits of any script; raises `ValidationError` with an example."""
        text = _plain(typed)
        if years := TWO_YEARS.fullmatch(text):
            return cls(int(years[1]), qualifier=Qualifier.OR, second_year=int(years[2]))
        qualifier = Qualifier.EXACT
        if prefix := QUALIFIED.match(text):
            qualifier = Qualifier[str(prefix.lastgroup).upper()]
            text = text[prefix.end() :].strip()
        elif text.endswith(("?", "~")):
            qualifier = Qualifier.ABOUT
            text = text[:-1].strip()
        parts = DATE.fullmatch(text)
        if not parts:
            raise ValidationError(NOT_A_DATE, code="partial_date")
        # A typed 00 is refused: "unknown" is said by leaving the part out.
        if any(part is not None and int(part) == 0 for part in parts.groups()[1:]):
            raise ValidationError(NO_SUCH_DAY, code="day")
        year, month, day = (int(part or 0) for part in parts.groups())
        return cls(year, month, day, qualifier)

    @classmethod
    def from_stored(cls, stored: str) -> Self:
        """Read the fifteen characters of a database column; raises `ValidationError` for any other text."""
        parts = STORED.fullmatch(stored)
        if not parts:
            raise ValidationError(NOT_A_DATE, code="partial_date")
        return cls(int(parts[1]), int(parts[2]), int(parts[3]), Qualifier(parts[4]), int(parts[5]))

    @classmethod
    def from_date(cls, date: datetime.date) -> Self:
        """The exact day."""
        return cls(date.year, date.month, date.day)

    @property
    def stored(self) -> str:
        """The fifteen characters of the database column."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}{self.qualifier.value}{self.second_year:04}"

    @property
    def typed(self) -> str:
        """What a person would type to get this date again, the same in every language."""
        if self.qualifier == Qualifier.OR:
            return f"{self.year}/{self.second_year}"
        month = f"-{self.month:02}" if self.month else ""
        day = f"-{self.day:02}" if self.day else ""
        word = "" if self.qualifier == Qualifier.EXACT else f"{self.qualifier.name.lower()} "
        return f"{word}{self.year}{month}{day}"

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can be; None for "before". "About" widens nothing: nobody says by how much."""
        if self.qualifier == Qualifier.BEFORE:
            return None
        return self._last + DAY if self.qualifier == Qualifier.AFTER else self._first

    @property
    def latest(self) -> datetime.date | None:
        """The last day it can be; None for "after"."""
        if self.qualifier == Qualifier.AFTER:
            return None
        return self._first - DAY if self.qualifier == Qualifier.BEFORE else self._last

    @property
    def fineness(self) -> int:
        """YEAR, MONTH or EXACT_DAY: how finely the date is known."""
        return EXACT_DAY if self.day else MONTH if self.month else YEAR

    def at_most(self, fineness: int) -> "PartialDate | None":
        """Return what the date says when it is told no finer than this; never more than it said before.

        None where no year that can be written says it: “before 17 December 2199” is also before 2200.
        """
        if self.fineness <= fineness:
            return self
        edge = self._last if self.qualifier == Qualifier.BEFORE else self._first
        if self.qualifier in (Qualifier.BEFORE, Qualifier.AFTER):
            # "Before 17 May 2010" is also before 2011, but not before 2010.
            step = 1 if self.qualifier == Qualifier.BEFORE else -1
            months = edge.year * 12 + edge.month - 1 + step
            year, month = divmod(months, 12) if fineness == MONTH else (edge.year + step, -1)
            said = FIRST_YEAR <= year <= LAST_YEAR
            return PartialDate(year, month + 1, qualifier=self.qualifier) if said else None
        return PartialDate(self.year, self.month if fineness == MONTH else 0, qualifier=self.qualifier)

    @property
    def _first(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def _last(self) -> datetime.date:
        year, month = self.second_year or self.year, self.month or 12
        return datetime.date(year, month, self.day or calendar.monthrange(year, month)[1])

    def words(self) -> str:
        """The date in the active language: "May 2003", "about 2003", "2000 or 2001"."""
        date = self._bare_words()
        match self.qualifier:
            case Qualifier.ABOUT:
                return _in("partial date", "about %(date)s") % {"date": date}
            case Qualifier.BEFORE:
                return _in("partial date", "before %(date)s") % {"date": date}
            case Qualifier.AFTER:
                return _in("partial date", "after %(date)s") % {"date": date}
            case Qualifier.OR:
                return _in("partial date", "%(date)s or %(second)s") % {
                    "date": date,
                    "second": PartialDate(self.second_year)._bare_words(),
                }
            case _:
                return date

    def _bare_words(self) -> str:
        if self.day:
            return format_date(self._first, format="long", locale=locale())
        return format_skeleton("yMMMM" if self.month else "y", self._first, locale=locale())

    def __str__(self) -> str:
        return self.words()


def partial(stored: str | None) -> PartialDate | None:
    """Return a partial date from its stored text; None for the empty text."""
    return PartialDate.from_stored(stored) if stored else None


def span_words(starts: PartialDate | None, ends: PartialDate | None) -> str:
    """A span in the active language: "2003–2006", "from 2003", "May 2003 – June 2004"; empty when both are None."""
    if starts and ends:
        if starts == ends:
            return starts.words()
        both = {"starts": starts.words(), "ends": ends.words()}
        plain = not any(" " in words for words in both.values())
        return (_("%(starts)s–%(ends)s") if plain else _("%(starts)s – %(ends)s")) % both
    if starts:
        bounded = starts.qualifier in (Qualifier.BEFORE, Qualifier.AFTER)
        return (_("began %(date)s") if bounded else _("from %(date)s")) % {"date": starts.words()}
    if ends:
        bounded = ends.qualifier in (Qualifier.BEFORE, Qualifier.AFTER)
        return (_("ended %(date)s") if bounded else _("until %(date)s")) % {"date": ends.words()}
    return ""


def _plain(typed: str) -> str:
    """Lower case, ASCII digits and hyphens, single spaces, none of the invisible marks of right-to-left keyboards."""
    if len(typed) > TYPED_LENGTH:
        raise ValidationError(NOT_A_DATE, code="partial_date")
    kept = []
    for character in unicodedata.normalize("NFKC", typed):
        if character.isdecimal():
            kept.append(str(unicodedata.decimal(character)))
        elif unicodedata.category(character) == "Pd" or character == "−":
            kept.append("-")
        elif unicodedata.category(character) != "Cf":
            kept.append(character.casefold())
    return " ".join("".join(kept).split())
