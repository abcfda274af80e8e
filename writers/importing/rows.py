"""Reads CSV files row by row; whatever is wrong is noted with its file, line and column, in words for a librarian."""

import csv
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from refuge.core.characters import is_blank
from refuge.core.partial_dates import PartialDate

YES = {"yes": True, "no": False, "": False}
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NUL = "\0"
# What a spreadsheet would take for a formula. Our exports put an apostrophe before it, which is taken off here.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# A line of a sheet: its number, and its cells.
Line = tuple[int, list[str]]


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before it was `guarded`."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


@dataclass(frozen=True)
class Problem:
    """Something that must be put right before anything is imported."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.message}"


@dataclass
class Row:
    """One line of a file. A reader that meets a bad value notes it and returns an empty one, so that all are found."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    # It needs a row that is refused: whether it is sound itself shows when that one is.
    waits: bool = False
    # From which heading each of the record's columns was read.
    read_from: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse cells that no database takes, and go on without what is wrong in them."""
        for column, cell in self.cells.items():
            if NUL in cell:
                self.refuse(column, "holds a NUL character, which is no text. Type the cell anew.")
        self.cells = {column: unguarded(cell.replace(NUL, "")) for column, cell in self.cells.items()}

    def refuse(self, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(self.file, self.line, column, message))

    def heading_of(self, name: str) -> str:
        """Return where a column of the record stands in the file; empty where the whole row is meant."""
        return self.read_from.get(name, "" if name == NON_FIELD_ERRORS else name)

    def text(self, column: str) -> str:
        """Return a cell without surrounding blanks; empty where the file has no such column."""
        return (self.cells.get(column) or "").strip()

    def needed(self, column: str) -> str:
        """Return a cell that must not be empty."""
        text = self.text(column)
        if is_blank(text):
            self.refuse(column, "is empty. Fill it in.")
        return text

    def parts(self, column: str) -> list[str]:
        """Return the parts of a cell that were written with semicolons, each once."""
        return list(dict.fromkeys(part.strip() for part in self.text(column).split(";") if part.strip()))

    def date(self, column: str) -> PartialDate | None:
        """Return a partial date, or None."""
        text = self.text(column)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValidationError:
            self.refuse(column, f"“{text}” is no date. Write as much as is known: 2003, 2003-05 or 2003-05-17.")
            return None

    def day(self, column: str) -> datetime.date | None:
        """Return a day of the calendar, or None."""
        text = self.text(column)
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(column, f"“{text}” is no day. Write year-month-day: 2003-05-17.")
            return None

    def number(self, column: str) -> int | None:
        """Return a whole number, or None."""
        text = self.text(column)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 6):
            self.refuse(column, f"“{text}” is no whole number. Write digits only, such as 2003.")
            return None
        return int(text)

    def decimal(self, column: str) -> float | None:
        """Return a number, or None."""
        text = self.text(column)
        if not text:
            return None
        # Python reads more as a number than people do: nan, inf, 1_0, digits of every script.
        if not DECIMAL.fullmatch(text):
            self.refuse(column, f"“{text}” is no number. Write it in digits 0 to 9 with a point: 58.97.")
            return None
        return float(text)

    def yes(self, column: str) -> bool:
        """Return whether a cell says yes."""
        text = self.text(column).lower()
        if text not in YES:
            self.refuse(column, f"“{text}” is neither yes nor no.")
        return YES.get(text, False)

    def word(self, column: str, allowed: Iterable[str], default: str = "") -> str:
        """Return a word of a vocabulary; blanks in it may stand for hyphens."""
        text = self.text(column)
        return self._known(column, text, list(allowed)) if text else default

    def words(self, column: str, allowed: Iterable[str]) -> list[str]:
        """Return several words of a vocabulary, written with semicolons."""
        known = [self._known(column, part, list(allowed)) for part in self.parts(column)]
        return [word for word in known if word]

    def _known(self, column: str, text: str, allowed: list[str]) -> str:
        for word in (text, text.replace(" ", "-")):
            if word in allowed:
                return word
        few = f" Write one of: {', '.join(allowed)}." if len(allowed) < 20 else ""
        self.refuse(column, f"“{text}” is not in the list.{few}")
        return ""


def text_of(path: Path) -> tuple[str, list[Problem]]:
    """Return what a text file says, and why it cannot be read."""
    try:
        stored = path.read_bytes()
    except OSError as error:
        return "", [Problem(path.name, 0, "", f"cannot be read ({error.strerror}). Is it a file?")]
    try:
        return stored.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", stored[: error.start])) + 1
        return "", [Problem(path.name, line, "", "the file is not UTF-8. Save it again as UTF-8, or “CSV UTF-8”.")]


def read(path: Path, required: Iterable[str], known: Iterable[str]) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a CSV file, and what is wrong with the file as a whole."""
    text, problems = text_of(path)
    if problems:
        return [], problems
    lines, problems = lines_of(path.name, text)
    return ([], problems) if problems else rows_of(path.name, lines, required, known)


def lines_of(name: str, text: str) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a CSV text with the numbers they begin at, and why it cannot be read."""
    # Only a line break of CSV ends a line; str.splitlines knows others, which may stand in a cell.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        row_start = f" The row begins in line {start}." if start != reader.line_num else ""
        return [], [Problem(name, reader.line_num, "", f"cannot be read as CSV ({error}).{row_start}")]
    return lines, []


def rows_of(
    name: str, lines: Sequence[Line], required: Iterable[str], known: Iterable[str]
) -> tuple[list[Row], list[Problem]]:
    """Return the rows below a heading, which is the first line, and what is wrong with the heading.

    It must have the columns `required`, and may have all that are `known`.
    """
    heading = lines[0][1] if lines else []
    if problems := _heading(name, heading, required, known):
        return [], problems
    rows: list[Row] = []
    for number, cells in lines[1:]:
        # What spreadsheets leave below the last row.
        if any(map(str.strip, cells)):
            row = Row(name, number, dict(zip(heading, cells, strict=False)))
            if len(cells) != len(heading):
                row.refuse("", f"has another number of cells than the heading ({len(heading)}). Is a quote missing?")
            rows.append(row)
    return rows, []


def _heading(name: str, heading: list[str], required: Iterable[str], known: Iterable[str]) -> list[Problem]:
    missing = [column for column in required if column not in heading]
    unknown = [column for column in heading if column not in set(known)]
    twice = sorted({column for column in heading if heading.count(column) > 1})
    return [
        *(Problem(name, 1, column, "this column is missing. Add it, empty if need be.") for column in missing),
        *(Problem(name, 1, column, "this column is not known. Remove or rename it.") for column in unknown),
        *(Problem(name, 1, column, "this column stands twice. Remove one.") for column in twice),
    ]
