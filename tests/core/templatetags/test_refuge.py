"""The filters every template uses."""

import pytest
from django.template import Context, Engine
from django.utils.translation import override

from refuge.core.partial_dates import PartialDate

ENGINE = Engine(builtins=["refuge.core.templatetags.refuge"])


def shown(template: str, language: str = "en", **values: object) -> str:
    with override(language):
        return ENGINE.from_string(template).render(Context(values))


@pytest.mark.parametrize(
    ("date", "words"), [(PartialDate(2003, 5), "May 2003"), ("2003-05-00~0000", "about May 2003"), ("", ""), (None, "")]
)
def test_partial_says_a_date_or_its_stored_text(date: object, words: str) -> None:
    assert shown("{{ date|partial }}", date=date) == words


def test_span_says_two_dates_as_one() -> None:
    assert shown("{{ starts|span:ends }}", starts=PartialDate(2003), ends="2006-00-00=0000") == "2003–2006"
    assert shown("{{ starts|span:ends }}", starts=PartialDate(2003), ends=None) == "from 2003"
    assert shown("{{ starts|span:ends }}", starts="", ends=None) == ""


def test_names_follow_the_language_of_the_page() -> None:
    template = "{{ 'IR'|country }} {{ 'fa'|language }} {{ 'asia'|region }}"
    assert shown(template) == "Iran Persian Asia"
    assert shown("{{ 'IR'|country }}", "fa") == "ایران"
    assert shown("{{ ''|country }}{{ none|language }}{{ ''|region }}") == ""


def test_names_are_escaped() -> None:
    assert shown("{{ code|country }}", code="<b>") == "&lt;b&gt;"


def test_markdown_is_not_escaped_twice() -> None:
    assert shown("{{ text|markdown }}", text="*a* & b") == "<p><em>a</em> &amp; b</p>\n"
    assert shown("{{ text|markdown }}", text=None) == ""


@pytest.mark.parametrize(
    ("script", "english", "persian"), [("Latn", "", "en"), ("Hans", "zh-Hans", "zh-Hans"), ("", "zh", "zh")]
)
def test_langtag_leaves_romanised_names_to_the_latin_page(script: str, english: str, persian: str) -> None:
    for language, tag in (("en", english), ("fa", persian)):
        assert shown("{{ 'zh'|langtag:script }}", language, script=script) == tag


def test_direction_is_that_of_the_language() -> None:
    assert shown("{{ 'fa'|direction }} {{ 'en'|direction }} {{ ''|direction }}") == "rtl ltr ltr"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/a?b", "example.org"),
        ("http://Example.org:8000", "example.org"),
        ("not a link", ""),
        ("http://[bad", ""),
        (None, ""),
    ],
)
def test_host_is_the_name_of_the_site(url: str | None, name: str) -> None:
    assert shown("{{ url|host }}", url=url) == name
