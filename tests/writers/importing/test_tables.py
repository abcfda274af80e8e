"""The tables that come in and go out: their columns follow from the kinds of fact, and stay what they were."""

from typing import Any

import pytest

from refuge.core.facts import Column
from tests.factories import make_city, make_stay, make_work, make_writer
from writers import exporting
from writers.importing.rows import Row
from writers.importing.store import Store
from writers.importing.tables import KEY, TABLES, Table
from writers.models import Writer

# What a file must have, in the order in which an export writes it; in brackets what it may have. Files that people
# keep at home have these headings: one that is renamed or no longer there refuses them all.
HEADINGS = {
    "sources.csv": "title url publisher date note",
    "networks.csv": "slug name long_name website",
    "cities.csv": "slug name name_local country latitude longitude kind blurb website "
    "[fictional host_organisation source_urls takes_no_guests]",
    "memberships.csv": "city_slug network since until state source_url note",
    "programmes.csv": "slug name organisation website from until note [usual_months]",
    "writers.csv": "slug name sort_name country_of_origin origin_note birth_year death_year roles languages biography "
    "source_urls [portrait fictional summary]",
    "writer_names.csv": "writer_slug name script language kind source_url",
    "texts.csv": "writer_slug language kind text translator review reviewed_on",
    "residencies.csv": "writer_slug city_slug country programme_slug start end end_state note source_url standing "
    "[planned_end confirmed confirmed_on private_note]",
    "works.csv": "writer_slug title title_original language translated_title kind year year_announced publisher status "
    "status_note source_url [description translators stopped_by]",
    "waypoints.csv": "writer_slug place country start end kind note source_url",
    "history.csv": "date title text source_url",
}
# What stands for no column of the record: found out from several, or put where it belongs by the importer.
APART = {("writers.csv", "biography"), ("writers.csv", "portrait"), ("residencies.csv", "confirmed")}


def table(file: str) -> Table:
    return next(table for table in TABLES if table.file == file)


def in_words(of: Table) -> str:
    may = [heading for heading in of.headings if heading not in (*of.required, KEY)]
    return " ".join(of.required) + (f" [{' '.join(may)}]" if may else "")


def test_every_table_has_the_headings_it_always_had() -> None:
    assert {of.file: in_words(of) for of in TABLES} == HEADINGS
    assert all(of.headings[-1] == KEY for of in TABLES)


def test_every_heading_stands_for_a_column_of_the_record_or_is_known_to_be_apart() -> None:
    lost = {(of.file, heading) for of in TABLES for heading in of.headings if heading not in of.columns}
    assert lost - {(of.file, KEY) for of in TABLES} == APART


def test_a_column_that_a_kind_declares_is_read_written_and_named_in_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if it had been declared today, under a heading of its own.
    old = table("writers.csv")
    new = Table(old.file, old.model, old.heading.replace("birth_year ", ""), old.key)
    monkeypatch.setattr(
        "writers.importing.tables.columns_of", lambda model: [Column("birth_year", sheet="born"), Column("roles")]
    )
    assert "born" in new.headings and "born" not in new.required
    row = Row("writers.csv", 2, {"slug": "ana", "born": "1950", "roles": "poet; novelist"})
    assert new.values(row, Store()) == {"birth_year": 1950, "roles": ["poet", "novelist"]}
    assert row.heading_of("birth_year") == "born"
    assert exporting.cell(Writer(birth_year=1950), "born", new) == "1950"
    wrong = Row("writers.csv", 2, {"slug": "ana", "born": "long ago"})
    new.values(wrong, Store())
    assert [problem.column for problem in wrong.problems] == ["born"]


@pytest.mark.django_db
def test_what_a_file_has_no_column_for_is_left_alone() -> None:
    row = Row("writers.csv", 2, {"slug": "ana", "name": "Ana"})
    assert table("writers.csv").values(row, Store()) == {"name": "Ana"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "record", "cells"),
    [
        (
            "cities.csv",
            lambda: make_city("Oslo", latitude=-59.5, longitude=10.0),
            {"latitude": "-59.5", "fictional": "no"},
        ),
        (
            "writers.csv",
            lambda: make_writer("Ana", roles=["poet", "novelist"], birth_year=None),
            {"roles": "poet;novelist", "birth_year": "", "biography": ""},
        ),
        ("works.csv", lambda: make_work(make_writer(), "A", note="N"), {"title": "A", "status_note": "N"}),
        (
            "residencies.csv",
            lambda: make_stay(make_writer(), country="DE", starts="about 2003"),
            {"start": "about 2003"},
        ),
    ],
)
def test_a_cell_is_written_as_one_would_type_it(file: str, record: Any, cells: dict[str, str]) -> None:
    of, row = table(file), record()
    assert {heading: exporting.cell(row, heading, of) for heading in cells} == cells
