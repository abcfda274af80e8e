"""Reads what was uploaded: CSV files, a ZIP of them, or the sheets of one XLSX file, as lines of plain text.

An XLSX file is a ZIP of XML, and anybody's: what it would unpack to is measured first, document types are refused,
nothing in it is calculated, and only so many rows and columns of it are looked at.
"""

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook

from writers.importing.rows import Line, Problem, lines_of
from writers.importing.tables import TABLES

MEGABYTE = 1024 * 1024
LARGEST_FILE, LARGEST_UNPACKED = 10 * MEGABYTE, 80 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, MOST_FILES = 20_000, 40, 20
# Control characters as Office writes them into XML, which has no place for them.
CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f])_")
NAMES = {PurePath(table.file).stem: table.file for table in TABLES}
KNOWN = f"Known names: {', '.join(sorted(NAMES))}."
NOT_READ = "cannot be read. Open it in your spreadsheet program and save it again as “Excel workbook (.xlsx)” or CSV."


class Unreadable(Exception):
    """A file cannot be read; the message says why, in words for staff."""


# The lines of each sheet, by the file name of its table, and what the sheet is called where problems are listed.
Sheets = dict[str, tuple[str, list[Line]]]


def read_uploads(files: Sequence[tuple[str, bytes]], choice: str = "") -> tuple[Sheets, list[Problem]]:
    """Return the sheets of uploaded files, and what is wrong with them.

    `choice` is the table that a CSV file holds whose name does not say it.
    """
    sheets: Sheets = {}
    problems: list[Problem] = []
    if len(files) > MOST_FILES:
        return {}, [Problem("upload", 0, "", f"more than {MOST_FILES} files. Import them in several steps.")]
    for name, content in files:
        try:
            for label, table, lines in _sheets_of(name, content, choice):
                if table in sheets:
                    raise Unreadable(f"there are two sheets for “{PurePath(table).stem}”. Put their rows together.")
                if len(lines) > MOST_ROWS:
                    raise Unreadable(f"has more than {MOST_ROWS} rows. Import it in several parts.")
                sheets[table] = (label, lines)
        except Unreadable as error:
            problems.append(Problem(PurePath(name).name[:80], 0, "", str(error)))
    if not sheets and not problems:
        problems.append(Problem("upload", 0, "", f"there is no sheet with rows here. {KNOWN}"))
    return sheets, problems


def table_of(name: str) -> str:
    """Return the table that a sheet or a file of this name holds, or an empty text."""
    return NAMES.get(re.sub(r"[\s-]+", "_", name.strip().lower()), "")


def _sheets_of(name: str, content: bytes, choice: str) -> Iterator[tuple[str, str, list[Line]]]:
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"is larger than {LARGEST_FILE // MEGABYTE} MB. Import it in several parts.")
    ending = PurePath(name).suffix.lower()
    readers: dict[str, Callable[[str, bytes, str], Iterable[tuple[str, str, list[Line]]]]] = {
        ".csv": _csv,
        ".zip": _zip,
        ".xlsx": _xlsx,
    }
    if ending not in readers:
        raise Unreadable("is neither a CSV file nor an XLSX workbook. Save it as one of the two.")
    yield from readers[ending](name, content, choice)


def _csv(name: str, content: bytes, choice: str) -> Iterator[tuple[str, str, list[Line]]]:
    table = table_of(PurePath(name).stem) or choice
    if not table:
        raise Unreadable(f"its name does not say which table it is. Choose the table, or rename the file. {KNOWN}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        raise Unreadable(f"line {line} is not UTF-8. Save the file again as “CSV UTF-8”.") from error
    # Where commas stand in numbers, spreadsheets part the cells with semicolons.
    heading = text.partition("\n")[0]
    if heading.count(";") > heading.count(","):
        raise Unreadable("its cells are parted by semicolons. Save it with commas, or as an XLSX workbook.")
    lines, problems = lines_of(table, text)
    if problems:
        raise Unreadable(f"line {problems[0].line}: {problems[0].message}")
    yield table, table, lines


def _zip(name: str, content: bytes, choice: str) -> Iterator[tuple[str, str, list[Line]]]:
    with _unpacked(content) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_FILES:
            raise Unreadable(f"holds more than {MOST_FILES} files.")
        for member in members:
            if PurePath(member.filename).suffix.lower() != ".csv":
                raise Unreadable("holds something else than CSV files. Pack CSV files only.")
            try:
                text = archive.read(member)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
                raise Unreadable(NOT_READ) from error
            yield from _csv(member.filename, text, "")


def _unpacked(content: bytes) -> zipfile.ZipFile:
    """Return an archive that unpacks to a bearable size; Python never reads more of a member than it declares."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(NOT_READ) from error
    if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
        raise Unreadable("is too large when unpacked. Import it in several parts.")
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise Unreadable("is protected by a password. Save it without one.")
    return archive


def _xlsx(name: str, content: bytes, choice: str) -> Iterator[tuple[str, str, list[Line]]]:
    try:
        with _unpacked(content) as archive:
            for member in archive.namelist():
                text = archive.read(member)
                # Entities need a document type, and an encoding that hides one is none that Office writes.
                if b"<!DOCTYPE" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    raise Unreadable(NOT_READ)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found = [(sheet.title, list(_lines(sheet))) for sheet in book.worksheets]
        book.close()
    except Unreadable:
        raise
    except Exception as error:
        # A damaged workbook fails in as many ways as there are parts of one.
        raise Unreadable(NOT_READ) from error
    for title, lines in found:
        if not lines:
            continue
        if not (table := table_of(title)):
            raise Unreadable(f"the sheet “{title[:40]}” is not known. Rename or remove it. {KNOWN}")
        yield title, table, lines


def _lines(sheet: Any) -> Iterator[Line]:
    # What a sheet says of its own size is often wrong, and may be a lie.
    sheet.reset_dimensions()
    width = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > MOST_ROWS:
            raise Unreadable(
                f"the sheet “{sheet.title[:40]}” goes on below row {MOST_ROWS}. Delete what stands there, empty "
                "rows too, or import it in several parts."
            )
        texts = [cell_text(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise Unreadable(f"the sheet “{sheet.title[:40]}” has more than {MOST_COLUMNS} columns.")
        # The heading says how wide the sheet is: what a row leaves out at its end is empty.
        width = width or len(texts)
        if texts:
            yield number, texts + [""] * (width - len(texts))


def cell_text(cell: Any) -> str:
    """Return what a cell of a workbook says as our columns are typed: whole numbers, days, yes and no."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return _day(value.date(), str(cell.number_format or ""))
    if isinstance(value, str):
        return CONTROL.sub(lambda found: chr(int(found[1], 16)), value)
    return str(value)


def _day(day: datetime.date, shape: str) -> str:
    """Return a date as exactly as the cell shows it: Office makes the first of May of a May that was typed."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"', "", shape.lower())
    if "d" in bare or not re.search("[my]", bare):
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in bare else f"{day:%Y}"
