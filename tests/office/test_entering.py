"""What helps while one enters: names of countries and languages, dates read back, sources by address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.models import Milestone
from refuge.office.models import Source
from refuge.office.own_names import own_names
from refuge.office.vocabularies import OWN_NAMES, suggest
from tests.factories import make_city, make_source
from tests.members import member

MILESTONE = {"date": "1993", "title": "The first city", "text": "It began.", "version_seen": ""}


@pytest.mark.parametrize(
    ("language", "asked", "code"),
    [
        ("en", "Côte", "CI"),
        ("en", "cote", "CI"),
        ("en", "ivoire", "CI"),
        ("en", "ایران", "IR"),
        ("en", "Iran", "IR"),
        ("fa", "iran", "IR"),
        ("fa", "آلمان", "DE"),
        ("en", "deutsch", "DE"),
        ("en", "中国", "CN"),
        ("en", "Беларусь", "BY"),
        ("en", "burma", "MM"),
        ("en", "niger", "NE"),
        ("en", "no", "NO"),
    ],
)
def test_a_country_is_found_under_any_of_its_names(language: str, asked: str, code: str) -> None:
    with translation.override(language):
        assert code in [found for found, _name in suggest("countries", asked)][:2]


@pytest.mark.parametrize(
    ("asked", "code"),
    [("persian", "fa"), ("farsi", "fa"), ("فارسی", "fa"), ("francais", "fr"), ("тро", ""), ("fa", "fa")],
)
def test_a_language_is_found_under_any_of_its_names(asked: str, code: str) -> None:
    with translation.override("en"):
        found = [found for found, _name in suggest("languages", asked)]
    assert code in found if code else found == []


def test_names_are_those_of_the_editors_language() -> None:
    with translation.override("fa"):
        assert dict(suggest("countries", "norw")) == {"NO": "نروژ"}


def test_the_file_of_own_names_is_what_cldr_says() -> None:
    assert own_names() == OWN_NAMES


@pytest.mark.django_db
def test_the_select_asks_an_address_of_staff_alone(client: Client) -> None:
    address = reverse("admin:suggest", args=["countries"])
    editor = member("editor")
    answer = editor.get(address, {"term": "iran"}).json()
    assert answer == {"results": [{"id": "IR", "text": "Iran"}], "pagination": {"more": False}}
    assert editor.get(reverse("admin:suggest", args=["secrets"]), {"term": "iran"}).status_code == 404
    assert client.get(address, {"term": "iran"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("about 2003", {"reads": "about 2003"}),
        ("2003-05", {"reads": "May 2003"}),
        ("۲۰۰۳", {"reads": "2003"}),
        ("", {"reads": ""}),
    ],
)
def test_a_date_is_read_back_as_it_will_read(typed: str, said: dict[str, str]) -> None:
    assert member("editor").get(reverse("admin:read_date"), {"typed": typed}).json() == said


@pytest.mark.django_db
def test_what_is_no_date_is_said_in_words(client: Client) -> None:
    assert "2003" in member("editor").get(reverse("admin:read_date"), {"typed": "spring"}).json()["wrong"]
    assert client.get(reverse("admin:read_date"), {"typed": "2003"}).status_code == 302


@pytest.mark.django_db
def test_sources_are_entered_by_address_and_none_twice() -> None:
    known = make_source("A report", url="https://report.example/")
    addresses = "https://report.example/\r\n\r\nnews.example/a?b=c\r\nnews.example/a?b=c"
    milestone = _add(addresses)
    assert {source.url for source in milestone.sources.all()} == {known.url, "https://news.example/a?b=c"}
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_a_line_that_is_no_address_is_named_and_nothing_is_kept() -> None:
    answer = member("editor").post(_door(), {**MILESTONE, "addresses": "news.example\nftp://x.example/\nnot one"})
    page = answer.content.decode()
    assert "Line 2, “ftp://x.example/”" in page and "Line 3, “not one”" in page and "Line 1" not in page
    assert "not one</textarea>" in page
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_twenty_addresses_are_enough_for_once() -> None:
    many = "\n".join(f"news.example/{n}" for n in range(21))
    assert "At most 20" in member("editor").post(_door(), {**MILESTONE, "addresses": many}).content.decode()


@pytest.mark.django_db
def test_a_city_is_found_without_its_accents() -> None:
    make_city("Malmö", "SE")
    address = reverse("admin:autocomplete")
    asked: dict[str, Any] = {"app_label": "writers", "model_name": "residency", "field_name": "city", "term": "malmo"}
    found = member("editor").get(address, asked).json()["results"]
    assert [row["text"] for row in found] == ["Malmö"]
    assert member("editor", "publisher").get("/admin/cities/city/", {"q": "malmo"}).content.decode().count("Malmö")


def _door() -> str:
    return reverse("admin:cities_milestone_add")


def _add(addresses: str) -> Any:
    assert member("editor").post(_door(), {**MILESTONE, "addresses": addresses}).status_code == 302
    return Milestone.objects.get()
