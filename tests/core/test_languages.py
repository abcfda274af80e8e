"""Languages and scripts: names, direction, and the tag for HTML."""

import pytest
from django.utils.translation import override

from refuge.core import languages


def test_codes_are_each_there_once() -> None:
    assert len(languages.CODES) == len(set(languages.CODES))
    # What the writers of the network write in.
    assert set("fa prs ar ckb kmr kab ti njm my bn be zh no ka".split()) <= set(languages.CODES)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_code_has_a_name(language: str) -> None:
    names = [languages.name(code, language) for code in languages.CODES]
    assert not set(names) & set(languages.CODES)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("code", "english", "persian"),
    [("njm", "Angami", "آنگامی"), ("prs", "Dari", "دری"), ("kab", "Kabyle", "قبایلی"), ("my", "Burmese", "برمه‌ای")],
)
def test_name_comes_from_us_where_cldr_has_none(code: str, english: str, persian: str) -> None:
    assert (languages.name(code, "en"), languages.name(code, "fa")) == (english, persian)


def test_name_follows_the_active_language() -> None:
    with override("fr"):
        assert languages.name("de") == "allemand"
    assert languages.name("qqq") == "qqq"


def test_choices_are_in_the_order_of_their_names() -> None:
    with override("en"):
        names = [name for _, name in languages.choices()]
    assert names == sorted(names, key=lambda name: languages.sort_key(name, "en"))
    assert len(names) == len(languages.CODES)


@pytest.mark.parametrize(
    "code", ["fa", "ar", "prs", "ps", "ur", "ckb", "ug", "he", "yi", "dv", "azb", "az-Arab", "fa-IR"]
)
def test_is_rtl_says_yes(code: str) -> None:
    assert languages.is_rtl(code)


@pytest.mark.parametrize("code", ["en", "kmr", "ku", "az", "zh", "zh-hans", "ti", "my", "fa-Latn", "qqq", ""])
def test_is_rtl_says_no(code: str) -> None:
    assert not languages.is_rtl(code)


def test_is_rtl_script_tells_arabic_from_latin() -> None:
    assert (languages.is_rtl_script("Arab"), languages.is_rtl_script("Latn")) == (True, False)


def test_scripts_are_each_there_once() -> None:
    codes = [code for code, _ in languages.SCRIPTS]
    assert len(codes) == len(set(codes))
    # Each names what it stands for, so that the choices of a model field do not depend on CLDR.
    assert dict(languages.SCRIPTS)["Hant"] == "Chinese, traditional"
    assert {languages.usual_script(code) for code in ("fa", "my", "bn", "kab", "ka", "ti", "zh")} <= set(codes)


@pytest.mark.parametrize(
    ("language", "script", "tag"),
    [
        ("fa", "Arab", "fa"),
        ("be", "Cyrl", "be"),
        ("zh", "Hans", "zh-Hans"),
        ("zh", "Hant", "zh-Hant"),
        ("zh", "", "zh"),
        ("yue", "Hant", "yue-Hant"),
        ("", "Hant", "zh-Hant"),
        ("kab", "Latn", "kab"),
        ("kab", "Tfng", "kab-Tfng"),
        ("az", "Arab", "az-Arab"),
        ("sr", "Latn", "sr-Latn"),
        ("", "Arab", "und-Arab"),
        ("njm", "Latn", "njm"),
        ("prs", "Arab", "prs"),
        ("tw", "Latn", "tw"),
    ],
)
def test_tag_says_the_script_where_it_is_not_the_usual_one(language: str, script: str, tag: str) -> None:
    assert languages.tag(language, script) == tag


@pytest.mark.parametrize("language", ["fa", "zh", "ar", "ru", "be", "bn", "my", "ka", "ti", ""])
def test_tag_of_a_romanised_name_is_empty(language: str) -> None:
    assert languages.tag(language, "Latn") == ""
