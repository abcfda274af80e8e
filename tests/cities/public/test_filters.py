"""The list of cities under its filters, beside what a hand finds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.built_once import built_once
from tests.factories import make_city, make_membership, make_source, make_stay, make_writer, publish

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def shown(client: Client, query: str = "") -> set[str]:
    groups = client.get(f"/cities/?{query}").context["groups"]
    return {city.name for _country, cities in groups for city, _now in cities}


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Four cities: who is a member of what, and who was there, by hand."""
    with built_once(django_db_blocker):
        _four_cities()
        yield


def _four_cities() -> None:
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
