"""The list of writers under its filters, beside what a hand finds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from refuge.core import publishing
from tests.built_once import built_once
from tests.factories import address_of, make_city, make_stay, make_writer, publish
from writers.models import Writer

pytestmark = pytest.mark.django_db


def names(client: Client, query: str = "") -> set[str]:
    """Return the names in the list at a query."""
    return {row.name for row in client.get(f"/writers/?{query}").context["rows"]}


def counts(client: Client, key: str, query: str = "") -> dict[str, int]:
    """Return the counts of one facet by value."""
    facet = next(facet for facet in client.get(f"/writers/?{query}").context["facets"] if facet.key == key)
    return {option.value: option.count for option in [*facet.shown, *facet.more]}


@pytest.fixture(scope="module")
def directory(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Four writers, by hand: who is from where, was where, when, and does what."""
    with built_once(django_db_blocker):
        _four_writers()
        yield


@publishing.settling()
def _four_writers() -> None:
    bergen, oslo = make_city("Bergen"), make_city("Oslo")
    graz = make_city("Graz", "AT")
    anna = make_writer("Anna", origin="IR", roles=["poet"], languages=["fa"])
    make_stay(anna, bergen, starts="2003", ends="2005")
    make_stay(anna, graz, starts="2010", ends="2011")
    berta = make_writer("Berta", origin="IR", roles=["poet", "novelist"], languages=["fa", "en"])
    make_stay(berta, oslo, starts="2010", confirmed_on=timezone.localdate())
    chen = make_writer("Chen", origin="CN", roles=["novelist"], languages=["zh"])
    make_stay(chen, bergen, starts="2003-06", ends="2004")
    make_stay(chen, oslo, starts="2001", standing="disputed")
    make_stay(make_writer("Dora", origin="", origin_label="stateless"), country="AT", starts="before 2000")
    for writer in (anna, berta, chen, anna.__class__.objects.get(name="Dora")):
        publish(writer)


HAND = {
    "": {"Anna", "Berta", "Chen", "Dora"},
    "origin=IR": {"Anna", "Berta"},
    "origin=IR&origin=CN": {"Anna", "Berta", "Chen"},
    "city=bergen": {"Anna", "Chen"},
    "city=oslo": {"Berta"},
    "city=bergen&city=oslo": {"Anna", "Berta", "Chen"},
    "origin=IR&city=bergen": {"Anna"},
    "country=AT": {"Anna", "Dora"},
    "status=now": {"Berta"},
    "status=past": {"Anna", "Chen"},
    "status=now&status=past": {"Anna", "Berta", "Chen"},
    "role=poet": {"Anna", "Berta"},
    "role=poet&role=novelist": {"Anna", "Berta", "Chen"},
    "language=fa&role=novelist": {"Berta"},
    "from=2010": {"Anna", "Berta"},
    "to=2003": {"Anna", "Chen", "Dora"},
    "from=2003&to=2003": {"Anna", "Chen"},
    "city=bergen&from=2010": set(),
    "city=graz&from=2010": {"Anna"},
    "country=NO&status=now": {"Berta"},
    "q=ann": {"Anna"},
    "q=nn": set(),
    "origin=IS": set(),
}


@pytest.mark.parametrize("query", HAND)
def test_each_filter_finds_what_a_hand_finds(directory: None, client: Client, query: str) -> None:
    assert names(client, query) == HAND[query]


def test_counts_are_those_of_a_hand(directory: None, client: Client) -> None:
    assert counts(client, "origin") == {"IR": 2, "CN": 1}
    assert counts(client, "city") == {"bergen": 2, "oslo": 1, "graz": 1}
    assert counts(client, "country") == {"NO": 3, "AT": 2}
    assert counts(client, "status") == {"now": 1, "past": 2}
    assert counts(client, "role") == {"poet": 2, "novelist": 2}
    assert counts(client, "language") == {"fa": 2, "en": 1, "zh": 1}


@pytest.mark.parametrize("query", [query for query in HAND if query])
def test_a_count_is_what_choosing_its_option_alone_would_show(directory: None, client: Client, query: str) -> None:
    pairs = [tuple(pair.split("=")) for pair in query.split("&")]
    for key in ("origin", "city", "country", "status", "role", "language"):
        others = "&".join(f"{name}={value}" for name, value in pairs if name != key)
        for value, count in counts(client, key, query).items():
            assert len(names(client, f"{others}&{key}={value}")) == count, (key, value)


def test_a_chip_takes_its_own_filter_away(directory: None, client: Client) -> None:
    chips = client.get("/writers/?origin=IR&city=bergen&sort=recent").context["chips"]
    assert [(chip.label, chip.url) for chip in chips] == [
        ("Iran", "/writers/?city=bergen&sort=recent"),
        ("Bergen", "/writers/?origin=IR&sort=recent"),
    ]


def test_orders(directory: None, client: Client) -> None:
    rows = client.get("/writers/?sort=country").context["rows"]
    assert [row.name for row in rows] == ["Dora", "Chen", "Anna", "Berta"]


BAD = [
    "page=abc",
    "page=99999",
    "page=-1",
    "page=0",
    "origin=XX",
    "origin=%00",
    "city=nowhere",
    "status=maybe",
    "role=spy",
    "language=xx-yy",
    "from=abc",
    "from=99999999999999999999",
    "from=2010&to=2003",
    f"q={'a' * 10_000}",
    "sort=secret",
]


@pytest.mark.parametrize("query", BAD)
def test_a_bad_parameter_is_left_out_with_a_message(directory: None, client: Client, query: str) -> None:
    answer = client.get(f"/writers/?{query}")
    assert answer.status_code == 200
    assert 'class="msg"' in answer.content.decode()
    assert len(answer.context["rows"]) == 4


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "unknown=1", "writer__name=x", "q=%27%22%3Cb%3E"]
)
def test_odd_bytes_do_no_harm(directory: None, client: Client, query: str) -> None:
    assert client.get(f"/writers/?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["%00", "a" * 300, "nobody", "1"])
def test_whoever_has_no_page_is_not_found(directory: None, client: Client, slug: str) -> None:
    assert client.get(f"/writers/{slug}/").status_code == 404


@pytest.mark.parametrize("address", ["/writers/", "/cities/"])
def test_a_search_for_two_hundred_ligatures_is_a_search(directory: None, client: Client, address: str) -> None:
    assert client.get(address, {"q": "ﷺ" * 200}).status_code == 200


def test_one_choice_has_one_canonical_address(directory: None, client: Client) -> None:
    canonical = {
        client.get(f"/writers/?{q}").context["canonical"] for q in ("origin=IR&origin=CN", "origin=CN&origin=IR")
    }
    assert canonical == {"/writers/?origin=CN&origin=IR"}


def test_an_empty_list_helps(directory: None, client: Client) -> None:
    page = client.get("/writers/?origin=IR&city=graz&status=now").content.decode()
    assert "No published writer matches all of these filters" in page
    assert "without “Iran”" in page and 'href="/writers/?city=graz&amp;status=now"' in page


def test_a_filtered_list_is_not_for_search_engines(directory: None, client: Client) -> None:
    assert "noindex" not in client.get("/writers/").content.decode()
    filtered = client.get("/writers/?origin=XX&city=bergen&sort=recent").content.decode()
    assert (
        "noindex" in filtered and 'rel="canonical" href="https://refuge.example.org/writers/?city=bergen"' in filtered
    )


def test_a_disputed_stay_is_shown_with_its_source_and_never_counted(client: Client, directory: Any) -> None:
    page = client.get(address_of(Writer.objects.get(name="Chen"))).content.decode()
    assert "Disputed claim" in page
    assert names(client, "city=oslo") == {"Berta"}
