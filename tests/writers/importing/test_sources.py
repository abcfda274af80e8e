"""Sources in tables: what tells one from another, above all where they have no address."""

from pathlib import Path

import pytest

from refuge.office.models import Source
from tests.writers.importing.test_importer import WRITERS
from writers.importing.importer import import_folder
from writers.models import Writer

pytestmark = pytest.mark.django_db
HEADING = "title,url,publisher,date,note\n"


def come_in(folder: Path, *rows: str) -> list[str]:
    (folder / "sources.csv").write_text(HEADING + "".join(f"{row}\n" for row in rows))
    store = import_folder(folder, commit=True)
    return [*map(str, store.problems), *store.kept, *(f"{count} changed" for count in store.changed.values())]


def titles() -> list[str]:
    return sorted(Source.objects.values_list("title", flat=True))


def test_two_books_in_one_table_are_two_sources(tmp_path: Path) -> None:
    assert come_in(tmp_path, "A book,,,,", "Another book,,,,") == []
    assert titles() == ["A book", "Another book"]


def test_a_book_that_comes_later_does_not_overwrite_another(tmp_path: Path) -> None:
    come_in(tmp_path, "A book,,,,")
    assert come_in(tmp_path, "Another book,,,,") == []
    assert titles() == ["A book", "Another book"]


@pytest.mark.parametrize("other", ["Report,,Norwegian PEN,2020,", "Report,,Swedish PEN,2019,", "Report,,,,"])
def test_one_title_of_two_years_or_publishers_is_two_sources(tmp_path: Path, other: str) -> None:
    come_in(tmp_path, "Report,,Norwegian PEN,2019,")
    assert come_in(tmp_path, other) == []
    assert titles() == ["Report", "Report"]


def test_the_same_book_is_found_again_and_brought_up_to_date(tmp_path: Path) -> None:
    come_in(tmp_path, "A book; its life,,Penguin,2003,")
    assert come_in(tmp_path, "A book; its life,,Penguin,2003,Page 7.") == ["1 changed"]
    assert Source.objects.get().note == "Page 7."


def test_a_page_is_found_by_its_address_whatever_it_is_called(tmp_path: Path) -> None:
    come_in(tmp_path, "A page,https://a.example/,,,")
    assert come_in(tmp_path, "The page,https://a.example/,PEN,2003,") == ["1 changed"]
    assert titles() == ["The page"]


def test_a_book_is_cited_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "writers.csv").write_text(WRITERS + "ana,Ana,,,,,,,,,source:A book\n")
    assert come_in(tmp_path, "A book,,,,", "Another book,,,,") == []
    assert [source.title for source in Writer.objects.get().sources.all()] == ["A book"]


def test_a_source_of_nothing_is_refused(tmp_path: Path) -> None:
    assert come_in(tmp_path, ",,Penguin,2003,") == ["sources.csv, line 2: Give a title, an address, or both."]
    assert not Source.objects.exists()
