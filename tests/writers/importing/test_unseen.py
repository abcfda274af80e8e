"""What a spreadsheet holds that nobody sees: refused in one line, with its place; left out of long texts."""

from pathlib import Path

import pytest

from tests.writers.importing.test_importer import ANNA, CITIES, OSLO, WRITERS
from writers.importing.importer import import_folder
from writers.models import Text, Writer

pytestmark = pytest.mark.django_db


def imported(folder: Path, row: str) -> list[str]:
    """Import one writer, and return what was wrong."""
    (folder / "cities.csv").write_text(CITIES + OSLO, encoding="utf-8")
    (folder / "writers.csv").write_text(WRITERS + row, encoding="utf-8")
    return [str(problem) for problem in import_folder(folder, commit=True).problems]


def test_a_name_is_refused_with_file_line_and_column(tmp_path: Path) -> None:
    (said,) = imported(tmp_path, ANNA.replace(",Anna,", ",Anna\u202e Berg,"))
    assert said == "writers.csv, line 2, column name: U+202E RIGHT-TO-LEFT OVERRIDE after “Anna”: delete it."
    assert not Writer.objects.exists()


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u2066", "\u3164"])
def test_a_name_that_shows_nothing_is_an_empty_cell(tmp_path: Path, name: str) -> None:
    assert imported(tmp_path, ANNA.replace(",Anna,", f",{name},")) == [
        "writers.csv, line 2, column name: is empty. Fill it in."
    ]


def test_the_address_of_a_source_is_refused(tmp_path: Path) -> None:
    (said,) = imported(tmp_path, ANNA.replace("https://a.example/", "https://a.example/\u202egpj"))
    assert "column source_urls" in said and "U+202E RIGHT-TO-LEFT OVERRIDE after “https://a.example/”" in said


def test_a_long_text_loses_them_and_the_next_import_finds_nothing_to_change(tmp_path: Path) -> None:
    row = ANNA.replace("A life.", "A\u200b life\u202e. می\u200cخواهم").replace(",Anna,", ",Anne\u0301,")
    assert imported(tmp_path, row) == []
    assert Text.objects.get().text == "A life. می\u200cخواهم"
    assert Writer.objects.get().name == "Anné"
    store = import_folder(tmp_path, commit=True)
    assert not store.changed and not store.kept and not store.problems
