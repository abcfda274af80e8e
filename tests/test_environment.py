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


@pytest.mark.parametrize("value", ["safety@example.org", "https://example.org/contact", "http://localhost/x", ""])
def test_a_contact_is_an_address_to_write_to_or_a_page(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CONTACT", value)
    assert environment.contact("CONTACT") == value


@pytest.mark.parametrize(
    "value",
    ["safety", "safety@", "a@b", "a b@example.org", "javascript:alert(1)", "javascript://x/", "mailto:a@example.org"],
)
def test_any_other_contact_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CONTACT", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"CONTACT is .* Write an e-mail address .* or the address of a page"
    ):
        environment.contact("CONTACT")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("https://office.example.org/", "https://office.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://[::1]:8000", "https://[::1]:8000"),
        ("https://xn--exmple-cua.org", "https://xn--exmple-cua.org"),
        ("", ""),
    ],
)
def test_the_address_of_a_site_is_read(monkeypatch: pytest.MonkeyPatch, value: str, read: str) -> None:
    monkeypatch.setenv("SITE", value)
    assert environment.site("SITE") == read


@pytest.mark.parametrize(
    "value",
    [
        "office.example.org",
        "https://",
        "https://:443",
        "ftp://example.org",
        "https://example.org/office",
        "https://example.org?x",
        "https://me:secret@example.org",
        "https://example.org:port",
        "https://example.org:99999",
        "https://[::1",
        "https://a b",
        'https://a"b',
        "https://a<b",
        "https://a\\b",
        "https://exämple.org",
        "https://ex\u202eample.org",
        "https://[::g]",
        "https://example.org/#x",
        "https://example.org?",
        "https://example.org#",
        "https://example.org:",
    ],
)
def test_any_other_address_of_a_site_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE", value)
    with pytest.raises(ImproperlyConfigured, match=r"SITE is .* Write https:// and the name of the host"):
        environment.site("SITE")


KEY = "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567"


@pytest.mark.parametrize("value", [KEY, KEY.replace(" ", "").lower(), f"0x{KEY}", KEY.replace(" ", "  ")])
def test_a_fingerprint_comes_in_groups_of_four(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KEY", value)
    assert environment.fingerprint("KEY") == KEY


def test_a_fingerprint_of_64_digits_is_whole_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "AB" * 32)
    assert environment.fingerprint("KEY") == " ".join(["ABAB"] * 16)
    monkeypatch.setenv("KEY", "")
    assert environment.fingerprint("KEY") == ""


@pytest.mark.parametrize("value", ["89ABCDEF", "AB" * 19, "AB" * 21, "XY" * 20, "https://example.org/key.asc"])
def test_half_a_fingerprint_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KEY", value)
    with pytest.raises(ImproperlyConfigured, match=r"KEY is .* Write the whole fingerprint"):
        environment.fingerprint("KEY")
