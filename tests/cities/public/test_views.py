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


def shown(client: Client, query: str = "") -> set[str]:
    groups = client.get(f"/cities/?{query}").context["groups"]
    return {city.name for _country, cities in groups for city, _now in cities}


@pytest.fixture
def places() -> None:
    """Four cities: who is a member of what, and who was there, by hand."""
    bergen = make_city("Bergen", published=False, latitude=60.4, longitude=5.3)
    oslo = make_city("Oslo", published=False, latitude=59.9, longitude=10.7)
    graz = make_city("Graz", "AT", published=False, latitude=47.1, longitude=15.4)
    dark = make_city("Dark", "AT", published=False, latitude=48.1, longitude=15.4, always_dark=True)
    make_membership(bergen)
    make_membership(oslo, state="left").sources.add(make_source("A report"))
    make_membership(graz, "INCA")
    for city in (bergen, oslo, graz, dark):
        publish(city)
    for name, origin, city in (("Anna", "IR", bergen), ("Chen", "CN", oslo), ("Eva", "IR", dark)):
        writer = make_writer(name, origin=origin)
        make_stay(writer, city, starts="2020", confirmed_on=TODAY)
        if name == "Chen":
            make_stay(writer, graz, starts="2020", confirmed_on=TODAY, standing="disputed")
        publish(writer)


HAND = {
    "": {"Bergen", "Oslo", "Graz", "Dark"},
    "country=NO": {"Bergen", "Oslo"},
    "country=NO&country=AT": {"Bergen", "Oslo", "Graz", "Dark"},
    "origin=IR": {"Bergen", "Dark"},
    "origin=CN": {"Oslo"},
    "network=icorn": {"Bergen", "Oslo"},
    "network=icorn&status=active": {"Bergen"},
    "status=active": {"Bergen", "Graz"},
    "status=left&network=inca": set(),
    "q=gra": {"Graz"},
}


@pytest.mark.parametrize("query", HAND)
def test_each_filter_finds_what_a_hand_finds(places: None, client: Client, query: str) -> None:
    assert shown(client, query) == HAND[query]


@pytest.mark.parametrize("query", [query for query in HAND if query])
def test_a_count_is_what_choosing_its_option_alone_would_show(places: None, client: Client, query: str) -> None:
    pairs = [tuple(pair.split("=")) for pair in query.split("&")]
    for facet in client.get(f"/cities/?{query}").context["facets"]:
        others = "&".join(f"{name}={value}" for name, value in pairs if name != facet.key)
        for option in [*facet.shown, *facet.more]:
            assert len(shown(client, f"{others}&{facet.key}={option.value}")) == option.count


@pytest.mark.parametrize("query", ["page=abc", "page=99", "country=XX", "network=x", "status=x", f"q={'a' * 10_000}"])
def test_a_bad_parameter_is_left_out_with_a_message(places: None, client: Client, query: str) -> None:
    answer = client.get(f"/cities/?{query}")
    assert answer.status_code == 200 and 'class="msg"' in answer.content.decode()
    assert shown(client, query) == HAND[""]


def test_a_window_is_lit_for_an_accepted_guest_now_and_never_where_the_city_wishes_to_stay_dark(
    places: None, client: Client
) -> None:
    lit = {city.name for _c, cities in client.get("/cities/").context["groups"] for city, now in cities if now}
    assert lit == {"Bergen", "Oslo"}
    assert client.get("/").context["lit"] == 2
    assert "in residence now." not in client.get("/cities/dark/").content.decode()
    assert "A writer is in residence now." in client.get("/cities/bergen/").content.decode()


def test_a_city_shows_its_guests_and_memberships_with_sources(places: None, client: Client) -> None:
    page = client.get("/cities/oslo/").content.decode()
    assert "Chen" in page and "ICORN" in page and "Left" in page and "A report" in page
    assert "Disputed claim" in client.get("/cities/graz/").content.decode()


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
