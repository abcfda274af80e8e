"""Importing: all or nothing, and what is wrong is said with its place."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import writers.demo
from cities.models import City, Membership, Network, Page
from refuge.core.scopes import Level
from refuge.office.models import Source
from writers.importing.importer import import_folder
from writers.models import Clearance, Residency, Work, Writer

pytestmark = pytest.mark.django_db

DEMO = Path(writers.demo.__file__).parent
CITIES = "slug,name,name_local,country,latitude,longitude,kind,blurb,website\n"
WRITERS = (
    "slug,name,sort_name,country_of_origin,origin_note,birth_year,death_year,roles,languages,biography,source_urls\n"
)
MEMBERS = "city_slug,network,since,until,state,source_url,note\n"
PROGRAMMES = "slug,name,organisation,website,from,until,note\n"
STAYS = "writer_slug,city_slug,country,programme_slug,start,end,end_state,note,source_url,standing\n"
OSLO = "oslo,Oslo,,NO,59.91,10.75,city,,\n"
ANNA = "anna,Anna,,IR,,1950,,poet;novelist,fa,A life.,https://a.example/;https://b.example/\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cities.csv").write_text(CITIES + OSLO)
    (tmp_path / "writers.csv").write_text(WRITERS + ANNA)
    (tmp_path / "residencies.csv").write_text(STAYS + "anna,oslo,NO,,2003-05,,ended,,https://a.example/,accepted\n")
    return tmp_path


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(folder: Path, capsys: Any) -> None:
    call_command("import_records", folder)
    said = capsys.readouterr().out
    assert "1 writers would be added" in said and "dry run" in said
    assert not Writer.objects.exists() and not City.objects.exists() and not Source.objects.exists()


def test_committing_writes_and_doing_it_again_changes_nothing(folder: Path, capsys: Any) -> None:
    call_command("import_records", folder, "--commit")
    writer, stay = Writer.objects.get(), Residency.objects.get()
    assert (writer.name, writer.origin, writer.roles, writer.birth_year) == ("Anna", "IR", ["poet", "novelist"], 1950)
    assert (stay.city.name, stay.starts.typed, stay.end_state) == ("Oslo", "2003-05", "ended")
    assert writer.sources.count() == 2 and Source.objects.count() == 2
    version = writer.version
    capsys.readouterr()
    call_command("import_records", folder, "--commit")
    assert "Nothing to do." in capsys.readouterr().out
    assert Writer.objects.get().version == version


def test_real_people_stay_level_nothing_unless_told(folder: Path) -> None:
    import_folder(folder, commit=True)
    assert Writer.objects.get().level == Level.NOTHING and not Clearance.objects.exists()


def test_clearances_from_a_published_source_cite_it(folder: Path) -> None:
    import_folder(folder, commit=True, published_source=True)
    assert Writer.objects.get().level == Level.NAMED
    bases = set(Clearance.objects.values_list("basis", flat=True))
    assert bases == {"published-source"}
    assert all(clearance.sources.count() == 2 for clearance in Clearance.objects.all())


def test_a_new_import_touches_only_what_nobody_edited(folder: Path) -> None:
    import_folder(folder, commit=True)
    writer = Writer.objects.get()
    writer.name = "Anna B."
    writer.save()
    (folder / "writers.csv").write_text(WRITERS + ANNA.replace("1950", "1951").replace(",Anna,", ",Anna C.,"))
    store = import_folder(folder, commit=True)
    writer.refresh_from_db()
    assert (writer.name, writer.birth_year) == ("Anna B.", 1951)
    assert store.changed["writers"] == 1
    assert store.kept == ["writers.csv, line 2: writer keeps its own “name”."]


SOURCES = "line 2, column source_urls: "
BAD = {
    "missing column": ("cities.csv", CITIES.replace(",kind", "") + "oslo,Oslo,,NO,1,1,,\n", "line 1, column kind"),
    "unknown column": ("cities.csv", CITIES.replace("kind", "sort") + OSLO, "line 1, column sort"),
    "bad date": ("residencies.csv", STAYS + "anna,oslo,NO,,May,,ended,,,accepted\n", "line 2, column start: “May”"),
    "unknown city": ("residencies.csv", STAYS + "anna,olso,NO,,,,ended,,,accepted\n", "line 2, column city_slug"),
    "unknown writer": ("residencies.csv", STAYS + "ana,oslo,NO,,,,ended,,,accepted\n", "line 2, column writer_slug"),
    "duplicate key": ("cities.csv", CITIES + OSLO + OSLO, "line 3: says the same as line 2"),
    "unknown word": ("writers.csv", WRITERS + ANNA.replace("poet;", "pote;"), "line 2, column roles: “pote”"),
    "bad number": ("writers.csv", WRITERS + ANNA.replace("1950", "195O"), "line 2, column birth_year: “195O”"),
    "bad country": ("cities.csv", CITIES + OSLO.replace("NO", "XX"), "line 2, column country: “XX”"),
    "empty name": ("cities.csv", CITIES + OSLO.replace("Oslo", ""), "line 2, column name"),
    "reversed": ("residencies.csv", STAYS + "anna,oslo,NO,,2005,2003,ended,,,accepted\n", "line 2, column end:"),
    "too many cells": ("cities.csv", CITIES + OSLO.replace("city,,", "city,,,,"), "line 2: has another number"),
    "empty slug of a city": ("cities.csv", CITIES + OSLO.replace("oslo,", ",", 1), "line 2, column slug: is empty"),
    "empty slug of a writer": ("writers.csv", WRITERS + ANNA.replace("anna,", ",", 1), "line 2, column slug: is empty"),
    "empty slug of a programme": ("programmes.csv", PROGRAMMES + ",A,,,,,\n", "line 2, column slug: is empty"),
    "member of no city": ("memberships.csv", MEMBERS + ",ICORN,,,active,,\n", "line 2, column city_slug: is empty"),
    "no network": ("memberships.csv", MEMBERS + "oslo,,,,active,,\n", "line 2, column network: is empty"),
    "long network": ("memberships.csv", MEMBERS + f"oslo,{'n' * 300},,,active,,\n", "line 2, column network: “nnn"),
    "network without Latin": ("memberships.csv", MEMBERS + "oslo,شبکه,,,active,,\n", "line 2, column network: “شبکه”"),
    "script as source": ("writers.csv", WRITERS + ANNA.replace("https://b", "javascript:b"), SOURCES + "“javascript:b"),
    "words as source": (
        "writers.csv",
        WRITERS + ANNA.replace("https://b.example/", "see the book"),
        SOURCES + "“see the book”",
    ),
    "long source": (
        "writers.csv",
        WRITERS + ANNA.replace("b.example/", "b.example/" + "x" * 2000),
        SOURCES + "“https://b",
    ),
    "not a number": ("cities.csv", CITIES + OSLO.replace("59.91", "nan"), "line 2, column latitude: “nan”"),
    "endless": ("cities.csv", CITIES + OSLO.replace("10.75", "inf"), "line 2, column longitude: “inf”"),
    "too large": ("cities.csv", CITIES + OSLO.replace("10.75", "1e400"), "line 2, column longitude: “1e400”"),
    "underscore": ("cities.csv", CITIES + OSLO.replace("10.75", "1_0"), "line 2, column longitude: “1_0”"),
    "Arabic digits": ("cities.csv", CITIES + OSLO.replace("10.75", "١٠"), "line 2, column longitude: “١٠”"),
    "NUL in a text": ("writers.csv", WRITERS + ANNA.replace("life", "li\0fe"), "line 2, column biography: holds a NUL"),
    "NUL in a slug": ("writers.csv", WRITERS + ANNA.replace("anna,", "an\0na,"), "line 2, column slug: holds a NUL"),
    "NUL in a reference": (
        "memberships.csv",
        MEMBERS + "os\0lo,A,,,active,,\n",
        "line 2, column city_slug: holds a NUL",
    ),
    "NUL in a page": ("pages/about.en.md", "# About\n\nWo\0rds", "line 3: holds a NUL"),
    "stray quote": ("cities.csv", CITIES + OSLO + 'bo,"B"o,,NO,,,city,,\n', "line 3: cannot be read as CSV"),
    "open quote": ("cities.csv", CITIES + 'oslo,"Oslo,,NO\n,\n', "line 3: cannot be read as CSV"),
    "too few cells below a long one": (
        "cities.csv",
        CITIES + OSLO.replace("city,,", 'city,"a\nb",') + "bo\n",
        "line 4: has another number",
    ),
    "off the map": ("cities.csv", CITIES + OSLO.replace("59.91", "599"), "line 2, column latitude"),
}


@pytest.mark.once
@pytest.mark.parametrize("case", BAD)
def test_a_mistake_is_named_with_its_place_and_nothing_is_written(folder: Path, case: str) -> None:
    file, text, place = BAD[case]
    (folder / "pages").mkdir()
    (folder / file).write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("import_records", folder, "--commit")
    assert f"{Path(file).name}, {place}" in str(refused.value)
    assert not City.objects.exists() and not Writer.objects.exists() and not Source.objects.exists()


def test_a_wrong_encoding_is_named(folder: Path) -> None:
    (folder / "cities.csv").write_bytes((CITIES + OSLO + "bo,Bø,,NO,,,city,,\n").encode("latin-1"))
    with pytest.raises(CommandError, match=r"cities\.csv, line 3: the file is not UTF-8"):
        call_command("import_records", folder, "--commit")
    assert not City.objects.exists()


def test_a_file_that_is_none_or_another_encoding_is_named(folder: Path) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "about.en.md").write_bytes("# About\n\nÜber".encode("latin-1"))
    (folder / "pages" / "safety.en.md").mkdir()
    (folder / "works.csv").mkdir()
    with pytest.raises(CommandError) as refused:
        call_command("import_records", folder, "--commit")
    said = str(refused.value)
    assert "about.en.md, line 3: the file is not UTF-8" in said
    assert "safety.en.md: cannot be read" in said and "works.csv: cannot be read" in said


def test_a_file_with_another_ending_in_capitals_is_not_passed_over(folder: Path) -> None:
    (folder / "Works.CSV").write_text("")
    with pytest.raises(CommandError, match=r"Works\.CSV: this file is not known"):
        call_command("import_records", folder, "--commit")


def test_a_byte_order_mark_is_no_part_of_a_page_or_file(folder: Path) -> None:
    (folder / "pages").mkdir()
    (folder / "pages" / "about.en.md").write_bytes(b"\xef\xbb\xbf# About\r\n\r\nWords.\r\n")
    (folder / "cities.csv").write_bytes(b"\xef\xbb\xbf" + (CITIES + OSLO).encode())
    assert import_folder(folder, commit=True).problems == []
    page = Page.objects.get()
    assert (page.slug, page.language, page.title, page.text) == ("about", "en", "About", "Words.")


@pytest.mark.parametrize(("mark", "read"), [("\u2028", "\n"), ("\x85", "\n"), ("\x0b", ""), ("\x1c", "")])
def test_only_line_breaks_end_a_row(folder: Path, mark: str, read: str) -> None:
    text = CITIES + OSLO.replace("city,,", f"city,a{mark}b,") + "\n   \n,,,,,,,,\n"
    (folder / "cities.csv").write_text(text, newline="")
    assert import_folder(folder, commit=True).problems == []
    assert City.objects.get().text == f"a{read}b"


@pytest.mark.parametrize("ending", ["\r", "\r\n"])
def test_files_of_other_machines_are_read(folder: Path, ending: str) -> None:
    (folder / "cities.csv").write_text((CITIES + OSLO).replace("\n", ending), newline="")
    assert import_folder(folder, commit=True).problems == []
    assert City.objects.get().name == "Oslo"


def test_a_network_made_by_hand_is_used(folder: Path) -> None:
    by_hand = {Network.objects.create(slug="icorn", name="The network"), Network.objects.create(slug="x", name="Inca")}
    rows = "oslo,ICORN,,,active,,\noslo,INCA,,,left,,\noslo,my net work!,,,active,,\n"
    (folder / "memberships.csv").write_text(MEMBERS + rows)
    assert import_folder(folder, commit=True).problems == []
    assert {membership.network for membership in Membership.objects.exclude(network__slug="my-net-work")} == by_hand
    assert Network.objects.count() == 3
    assert not import_folder(folder, commit=True).changed


def test_an_unknown_file_and_an_empty_folder_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "writer.csv").write_text(WRITERS)
    with pytest.raises(CommandError, match=r"writer\.csv.*not known"):
        call_command("import_records", folder, "--commit")
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_records", tmp_path / "nowhere")


def test_all_mistakes_are_found_at_once(folder: Path) -> None:
    (folder / "cities.csv").write_text(CITIES + OSLO.replace("59.91", "x").replace("NO", "XX"))
    with pytest.raises(CommandError, match=r"(?s)column country.*column latitude"):
        call_command("import_records", folder, "--commit")


def test_training_marks_everything_as_fictional_and_one_guest_is_there_now(tmp_path: Path) -> None:
    shutil.copytree(DEMO / "training", tmp_path / "training")
    store = import_folder(tmp_path / "training", commit=True, published_source=True)
    assert store.problems == []
    assert Writer.objects.filter(fictional=True).count() == Writer.objects.count() == 3
    assert City.objects.get().fictional
    assert Residency.objects.filter(confirmed_on__isnull=False).count() == 1
    assert all(writer.portrait_id for writer in Writer.objects.all())
    assert Work.objects.filter(status="suppressed", title="").count() == 1
    assert not import_folder(tmp_path / "training", commit=True, published_source=True).changed
