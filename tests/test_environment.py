"""Settings come from the environment, and a bad value is refused in plain words."""

import traceback
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from refuge import environment


@pytest.mark.parametrize(("text", "value"), [("on", True), ("Yes", True), ("1", True), ("off", False), ("", True)])
def test_a_switch_is_read(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert environment.boolean("SWITCH", default=True) is value


def test_bad_values_are_refused_with_what_to_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BAD", "maybe")
    with pytest.raises(ImproperlyConfigured, match="Write on or off"):
        environment.boolean("BAD", default=True)
    with pytest.raises(ImproperlyConfigured, match="Write one of: public, office"):
        environment.choice("BAD", ("public", "office"), "public")
    with pytest.raises(ImproperlyConfigured, match="must start with one of"):
        environment.database("BAD", "")
    (tmp_path / "file").touch()
    for bad in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv("BAD", str(bad))
        with pytest.raises(ImproperlyConfigured, match=r"Give a folder|cannot be made"):
            environment.folder("BAD", tmp_path)


def test_a_refused_database_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAD", "mysql://me:password@host/name")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("BAD", "")
    assert "password" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgres://me:se?cret@host/name",
        "postgres://me:se/cret@host/name",
        "postgres://me:12/secret@host/name",
        "postgres://me:se#cret@host/name",
        "postgres://me:se[cret@host/name",
        "postgres://me:secret@host:99999/name",
        "postgres://me:secret@host:secret/name",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("BAD", address)
    with pytest.raises(ImproperlyConfigured, match="BAD cannot be read") as refused:
        environment.database("BAD", "")
    shown = "".join(traceback.format_exception(refused.value))
    assert "cret" not in shown


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%20b", "a b"])
def test_without_an_address_the_file_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "refuge.sqlite3"
    assert environment.database("NOTHING", file) == {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}


def test_databases_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOD", "postgres://me:secret@host:5433/name")
    read = environment.database("GOOD", "")
    assert (read["ENGINE"].rsplit(".")[-1], read["NAME"], read["HOST"], read["PORT"]) == (
        "postgresql",
        "name",
        "host",
        5433,
    )


def test_words_and_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORDS", " a.example , b.example,")
    assert environment.words("WORDS") == ["a.example", "b.example"]
    assert environment.folder("NOTHING", tmp_path / "new").is_dir()
