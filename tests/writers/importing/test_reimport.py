"""Importing again: what people decided here stays, and what was left alone is said."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cities.models import City
from refuge.core import editions, publishing
from refuge.core.scopes import Level, Scope
from refuge.office.models import Source
from tests.factories import publish
from tests.writers.importing.test_importer import ANNA, CITIES, OSLO, STAYS, WRITERS, folder
from writers.importing.importer import import_folder
from writers.models import Clearance, Name, Residency, Text, Writer

pytestmark = pytest.mark.django_db

__all__ = ["folder"]
NAMES = "writer_slug,name,script,language,kind,source_url\n"
STAY = "anna,oslo,NO,,2003-05,,ended,,https://a.example/,accepted"
SOURCES_KEPT = "writers.csv, line 2: writer keeps its own “sources”."


def imported(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_records", folder, "--commit", *options, stdout=out)
    return out.getvalue()


def addresses(writer: Writer) -> list[str]:
    return sorted(source.url for source in writer.sources.all())


def test_a_clearance_that_was_taken_away_does_not_come_back(folder: Path) -> None:
    imported(folder, "--published-source")
    writer = Writer.objects.get()
    Clearance.objects.filter(scope=Scope.BIRTH_YEAR).delete()
    writer.level = Level.COUNTED
    writer.save()
    assert "Nothing to do." in imported(folder, "--published-source")
    assert Writer.objects.get().level == Level.COUNTED
    assert not Clearance.objects.filter(scope=Scope.BIRTH_YEAR).exists()


def test_a_writer_who_is_here_already_is_not_cleared_but_a_new_name_is(folder: Path) -> None:
    imported(folder)
    (folder / "writer_names.csv").write_text(NAMES + "anna,Anya,Latn,en,variant,\n")
    imported(folder, "--published-source")
    assert Writer.objects.get().level == Level.NOTHING
    assert [clearance.name for clearance in Clearance.objects.all()] == [Name.objects.get()]
    Clearance.objects.all().delete()
    imported(folder, "--published-source")
    assert not Clearance.objects.exists()


def test_a_stay_can_be_confirmed_later(folder: Path) -> None:
    heading = STAYS.strip() + ",planned_end,confirmed\n"
    (folder / "residencies.csv").write_text(heading + STAY.replace("ended", "ongoing") + ",,\n")
    imported(folder)
    assert Residency.objects.get().confirmed_on is None
    (folder / "residencies.csv").write_text(heading + STAY.replace("ended", "ongoing") + ",,yes\n")
    assert "1 residencies changed" in imported(folder)
    assert Residency.objects.get().confirmed_on is not None
    assert "Nothing to do." in imported(folder)


def test_a_portrait_can_be_added_later_but_none_is_replaced(folder: Path) -> None:
    heading, row = WRITERS.strip() + ",portrait\n", ANNA.strip()
    (folder / "writers.csv").write_text(f"{heading}{row},\n")
    imported(folder)
    (folder / "writers.csv").write_text(f"{heading}{row},yes\n")
    assert "1 writers changed" in imported(folder)
    writer = Writer.objects.get()
    assert writer.portrait
    writer.portrait_credit = "Photo: Ana Pérez"
    writer.save()
    assert "keeps its own “portrait_credit”" in imported(folder)
    assert Writer.objects.get().portrait_credit == "Photo: Ana Pérez"


def test_an_edit_is_reported_though_the_file_is_as_before(folder: Path) -> None:
    imported(folder)
    writer = Writer.objects.get()
    writer.birth_year = 1940
    writer.save()
    assert "Edited here, so left alone: writers.csv, line 2: writer keeps its own “birth_year”." in imported(folder)
    assert Writer.objects.get().birth_year == 1940


def test_what_cleaning_completes_is_no_edit(folder: Path) -> None:
    (folder / "residencies.csv").write_text(STAYS + STAY.replace("NO,,2003-05,,ended", ",,2003,2004,unknown") + "\n")
    imported(folder)
    stay = Residency.objects.get()
    assert (stay.country, stay.end_state) == ("NO", "ended")
    assert imported(folder) == "Nothing to do.\n"


def test_a_source_that_staff_removed_stays_away_and_is_reported(folder: Path) -> None:
    imported(folder)
    writer = Writer.objects.get()
    writer.sources.remove(Source.objects.get(url="https://b.example/"))
    assert SOURCES_KEPT in imported(folder)
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace("https://b", "https://c"))
    assert SOURCES_KEPT in imported(folder)
    assert addresses(writer) == ["https://a.example/"]


def test_sources_nobody_edited_follow_the_file_and_wait_for_publishing(folder: Path) -> None:
    imported(folder, "--published-source")
    publish(City.objects.get())
    publish(Writer.objects.get())
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace("https://b", "https://c"))
    assert "1 writers changed" in imported(folder)
    writer = Writer.objects.get()
    assert addresses(writer) == ["https://a.example/", "https://c.example/"]
    assert writer.unpublished and editions.has_unpublished_changes(writer)
    assert "Nothing to do." in imported(folder)
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace(";https://b.example/", ""))
    assert "1 writers changed" in imported(folder)
    assert addresses(writer) == ["https://a.example/"]


def test_sources_of_what_no_column_cites_are_left_to_staff(folder: Path) -> None:
    imported(folder)
    City.objects.get().sources.add(Source.objects.create(title="A book"))
    assert imported(folder) == "Nothing to do.\n"
    assert City.objects.get().sources.count() == 1


def test_rows_that_left_the_file_are_reported_and_stay(folder: Path) -> None:
    other = OSLO.replace("oslo", "bergen").replace("Oslo", "Bergen")
    (folder / "cities.csv").write_text(CITIES + OSLO + other)
    imported(folder)
    (folder / "cities.csv").write_text(CITIES + OSLO)
    assert "Not in the file any more: cities.csv: city:bergen stays here." in imported(folder)
    assert City.objects.count() == 2
    (folder / "cities.csv").write_text(CITIES + "skien,Skien,,NO,,,city,,\n")
    (folder / "residencies.csv").unlink()
    # Another collection: the earlier ones are complete without it.
    assert "Not in the file" not in imported(folder)


def test_many_rows_that_left_the_file_are_counted(folder: Path) -> None:
    others = "".join(OSLO.replace("oslo", f"city-{number}") for number in range(21))
    (folder / "cities.csv").write_text(CITIES + OSLO + others)
    imported(folder)
    (folder / "cities.csv").write_text(CITIES + OSLO)
    assert "Not in the file any more: cities.csv: 21 rows of earlier imports" in imported(folder)


def test_a_deleted_row_is_seen_to_come_back(folder: Path) -> None:
    imported(folder)
    Residency.objects.all().delete()
    key = "residency:anna|oslo|NO|2003-05|accepted|https://a.example/"
    out = StringIO()
    call_command("import_records", folder, stdout=out)
    assert f"To be added: residencies.csv, line 2: {key}" in out.getvalue()
    assert not Residency.objects.exists()
    assert f"Added: residencies.csv, line 2: {key}" in imported(folder)


def test_an_emptied_biography_is_reported_and_stays(folder: Path) -> None:
    imported(folder)
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace("A life.", ""))
    assert "Not in the file any more: writers.csv, line 2: the biography is empty" in imported(folder)
    assert Text.objects.get().text == "A life."


def test_an_import_inside_another_transaction_is_undone_by_itself(folder: Path) -> None:
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace("1950", "195O"))
    with publishing.settling():
        assert import_folder(folder, commit=True).problems
    assert not City.objects.exists()
