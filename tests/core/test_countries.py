"""Countries: every code has a name and a region, and the names are ones a person would use."""

import pytest
from django.utils.translation import override

from refuge.core import countries


def test_codes_are_those_of_iso_3166_without_antarctica() -> None:
    assert len(countries.CODES) == len(set(countries.CODES)) == 248
    assert sum(len(codes.split()) for codes in countries.MEMBERS.values()) == 248
    assert {"PS", "TW", "HK", "SS", "GB"} <= set(countries.CODES)
    assert not {"AQ", "XK", "EU", "ZZ"} & set(countries.CODES)


@pytest.mark.parametrize("language", ["en", "fa", "fr", "ar", "ti"])
def test_every_code_has_a_name_in_every_language(language: str) -> None:
    names = [countries.name(code, language) for code in countries.CODES]
    assert not set(names) & set(countries.CODES)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("code", "english", "persian"),
    [
        ("PS", "Palestine", "فلسطین"),
        ("HK", "Hong Kong", "هنگ‌کنگ"),
        ("MM", "Myanmar", "میانمار"),
        ("TW", "Taiwan", "تایوان"),
        ("IR", "Iran", "ایران"),
        ("BA", "Bosnia and Herzegovina", "بوسنی و هرزگوین"),
        ("CD", "Democratic Republic of the Congo", "جمهوری دموکراتیک کنگو"),
    ],
)
def test_name_is_short_and_takes_no_side(code: str, english: str, persian: str) -> None:
    assert (countries.name(code, "en"), countries.name(code, "fa")) == (english, persian)


def test_name_follows_the_active_language() -> None:
    with override("fr"):
        assert countries.name("DE") == "Allemagne"
    with override("en"):
        assert countries.name("DE") == "Germany"


def test_name_of_an_unknown_code_is_the_code() -> None:
    assert (countries.name("XX"), countries.name("")) == ("XX", "")


def test_choices_are_in_the_order_of_their_names() -> None:
    with override("en"):
        names = [name for _, name in countries.choices()]
    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert (names[-1], len(names)) == ("Zimbabwe", 248)
    with override("fa"):
        assert countries.choices()[0][1].startswith("آ")


def test_choices_can_be_changed_without_harm() -> None:
    with override("en"):
        countries.choices().clear()
        assert countries.choices()


@pytest.mark.parametrize(
    ("code", "key"),
    [("NG", "africa"), ("US", "americas"), ("GE", "asia"), ("PS", "asia"), ("RU", "europe"),
     ("NZ", "oceania"), ("", "")],
)  # fmt: skip
def test_region_is_that_of_the_united_nations(code: str, key: str) -> None:
    assert countries.region(code) == key


def test_every_region_has_a_name() -> None:
    with override("en"):
        assert {countries.region_name(countries.region(code)) for code in countries.CODES} == {
            "Africa", "The Americas", "Asia", "Europe", "Oceania",
        }  # fmt: skip
        assert countries.region_name("") == ""
