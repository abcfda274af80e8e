"""What a spreadsheet program saves is read; what is damaged, huge or something else is refused in words."""

import datetime
import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests.writers.importing.books import HEADS, book, person
from writers.importing import sheets
from writers.importing.sheets import read_uploads


def saved(*rows: Any, title: str = "writers", shape: str = "") -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    if shape:
        made.active.cell(row=2, column=1).number_format = shape
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def packed(**members: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (2003, "", "2003"),
        (2003.0, "", "2003"),
        (59.91, "", "59.91"),
        (True, "", "yes"),
        (" text ", "", " text "),
        (datetime.datetime(2003, 5, 17), "yyyy-mm-dd", "2003-05-17"),
        (datetime.datetime(2003, 5, 1), "mmm-yy", "2003-05"),
        (datetime.datetime(2003, 1, 1), "yyyy", "2003"),
        ("a_x000D_b", "", "a\rb"),
    ],
)
def test_cells_are_read_as_one_would_type_them(value: Any, shape: str, text: str) -> None:
    found, problems = read_uploads([("a.xlsx", saved(["heading"], [value], shape=shape))])
    assert problems == [] and found["writers.csv"][1][1] == (2, [text])


def test_a_formula_is_not_calculated() -> None:
    found, _problems = read_uploads([("a.xlsx", saved(["a", "b"], ["=1+1", "x"]))])
    assert found["writers.csv"][1][1] == (2, ["", "x"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", b"", "neither a CSV file nor an XLSX"),
        ("a.xlsx", b"no zip", "cannot be read"),
        ("a.xlsx", packed(a__xml=b"<a/>"), "cannot be read"),
        ("a.xlsx", packed(a__xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "cannot be read"),
        ("a.xlsx", saved(["a"], title="Sheet of Anna"), "is not known. Rename or remove it"),
        ("a.xlsx", saved(["a"] * 41), "more than 40 columns"),
        ("other.csv", b"a,b\n", "does not say which table"),
        ("writers.csv", b"a;b;c\n", "parted by semicolons"),
        ("writers.csv", b"a,b\n\xff\n", "line 2 is not UTF-8"),
        ("writers.csv", b'a,b\n"c', "line 2"),
        ("a.zip", packed(a__exe=b""), "something else than CSV"),
        ("a.xlsx", saved(), "there is no sheet with rows"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, content: bytes, said: str) -> None:
    found, problems = read_uploads([(name, content)])
    assert found == {} and len(problems) == 1 and said in str(problems[0])


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(writers__csv=b"\0" * (sheets.LARGEST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    for name in ("a.zip", "a.xlsx"):
        assert "too large when unpacked" in str(read_uploads([(name, bomb)])[1][0])


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    rows = book(writers=[person(f"w{n}") for n in range(3)])
    assert "goes on below row 3" in str(read_uploads([("a.xlsx", rows)])[1][0])
    text = ",".join(HEADS["writers"].split()) + "\na\nb\nc\n"
    assert "more than 3 rows" in str(read_uploads([("writers.csv", text.encode())])[1][0])


def test_a_choice_names_a_table_and_two_sheets_of_one_are_refused() -> None:
    assert set(read_uploads([("list.csv", b"a,b\n")], "works.csv")[0]) == {"works.csv"}
    twice = [("works.csv", b"a,b\n"), ("Works.csv", b"a,b\n")]
    assert "two sheets for “works”" in str(read_uploads(twice)[1][0])
