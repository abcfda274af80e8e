"""Home, the cities, the history and the pages of text."""

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from refuge.core.scopes import Level
from tests.factories import (
    make_city,
    make_membership,
    make_milestone,
    make_page,
    make_source,
    make_stay,
    make_writer,
    publish,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_guest_without_a_name_shows_only_where_the_city_agreed(client: Client) -> None:
    open_city, other = make_city("Bergen", shows_unnamed_guests=True), make_city("Oslo")
    for city in (open_city, other):
        writer = make_writer("Secret", level=Level.UNNAMED)
        make_stay(writer, city)
        publish(writer)
    assert "Name withheld" in client.get("/cities/bergen/").content.decode()
    assert "Name withheld" not in client.get("/cities/oslo/").content.decode()
    assert "Secret" not in client.get("/cities/bergen/").content.decode()


def test_a_city_that_is_not_listed_is_not_found(client: Client) -> None:
    make_city("Bergen", published=False)
    assert client.get("/cities/bergen/").status_code == 404
    assert "Bergen" not in client.get("/cities/").content.decode()


def test_a_fictional_city_says_so(client: Client) -> None:
    make_city("Nowhere", fictional=True)
    assert "Fictional example" in client.get("/cities/nowhere/").content.decode()
    assert "Fictional example" in client.get("/cities/").content.decode()


def test_history_and_pages_show_what_was_published(client: Client) -> None:
    make_milestone("A first city").sources.add(make_source("Not yet published"))
    make_page("about", title="About us", text="Plain **words**.")
    make_page("draft", published=False)
    history = client.get("/history/").content.decode()
    assert "A first city" in history and "1993" in history and "Not yet published" not in history
    assert "<strong>words</strong>" in client.get("/about/").content.decode()
    assert client.get("/about/draft/").status_code == 404


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(number: int) -> None:
    city = make_city(f"City {chr(64 + number)}", published=False, latitude=60.0 + number, longitude=10.0)
    for _part in range(number):
        make_membership(city)
    publish(city)
    for _part in range(number):
        writer = make_writer()
        make_stay(writer, city, starts="2020", confirmed_on=TODAY)
        publish(writer)
    make_milestone(f"Milestone {number}")
    make_page(f"page-{number}")


@pytest.mark.parametrize(
    "address", ["/", "/cities/", "/cities/?origin=IR&network=icorn", "/history/", "/about/page-1/"]
)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(client: Client, address: str) -> None:
    fill(1)
    one = queries(client, address)
    fill(2), fill(3)
    assert queries(client, address) == one


def test_a_city_page_takes_as_many_queries_for_three_guests_as_for_one(client: Client) -> None:
    fill(1), fill(3)
    assert queries(client, "/cities/city-a/") == queries(client, "/cities/city-c/")


KEY = "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567"


def safety(client: Client) -> str:
    make_page("safety", text="Words.")
    return client.get("/about/safety/").content.decode()


@override_settings(REFUGE_CONTACT="safety@example.org", REFUGE_OPENPGP=KEY)
def test_the_safety_page_says_whom_to_ask(client: Client) -> None:
    page = safety(client)
    assert '<a href="mailto:safety@example.org" rel="noopener noreferrer"><bdi>safety@example.org</bdi></a>' in page
    assert f'<code dir="ltr">{KEY}</code>' in page
    assert "coordinator of your city" not in page and "<form" not in page
    make_page("about")
    assert "mailto:" not in client.get("/about/").content.decode() and KEY not in client.get("/about/").content.decode()


@override_settings(REFUGE_CONTACT="https://example.org/contact")
def test_a_contact_may_be_a_page_and_needs_no_key(client: Client) -> None:
    page = safety(client)
    assert '<a href="https://example.org/contact"' in page
    assert "OpenPGP" not in page and "mailto:" not in page


def test_without_a_contact_the_safety_page_says_to_ask_the_city_or_the_staff(client: Client) -> None:
    page = safety(client)
    assert "ask the coordinator of your city or the staff of the network" in page
    assert "OpenPGP" not in page and "mailto:" not in page


@override_settings(REFUGE_CONTACT="a?bcc=b&x=%41@example.org")
def test_a_contact_can_add_no_header_to_a_message(client: Client) -> None:
    assert 'href="mailto:a%3Fbcc%3Db%26x%3D%2541@example.org"' in safety(client)
