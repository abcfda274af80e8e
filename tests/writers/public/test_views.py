"""The list of writers and their pages, as readers and harassers ask for them."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from refuge.core import publishing
from refuge.core.scopes import Level
from tests.factories import (
    address_of,
    make_city,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from writers.models import Text, Waypoint, Writer

pytestmark = pytest.mark.django_db
CSS = Path(__file__).parents[3] / "static" / "site.css"


def names(client: Client, query: str = "") -> set[str]:
    """Return the names in the list at a query."""
    return {row.name for row in client.get(f"/writers/?{query}").context["rows"]}


def counts(client: Client, key: str, query: str = "") -> dict[str, int]:
    """Return the counts of one facet by value."""
    facet = next(facet for facet in client.get(f"/writers/?{query}").context["facets"] if facet.key == key)
    return {option.value: option.count for option in [*facet.shown, *facet.more]}


@pytest.fixture
@publishing.settling()
def directory() -> None:
    """Four writers, by hand: who is from where, was where, when, and does what."""
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


@pytest.mark.parametrize("name", ["abc.%00", "abc.gif", "%00.webp", "../x.webp", "a" * 300 + ".webp"])
def test_an_image_that_cannot_be_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/images/{name}").status_code == 404


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


def test_a_person_without_a_name_is_listed_as_such_and_has_no_page(client: Client) -> None:
    hidden = make_writer("Secret Name", level=Level.UNNAMED, published=True)
    make_writer("Only Counted", level=Level.COUNTED, published=True)
    page = client.get("/writers/")
    assert "Name withheld" in page.content.decode() and "Iran" in page.content.decode()
    assert "Secret" not in page.content.decode() and "Only" not in page.content.decode()
    assert "One more writer is counted" in page.content.decode()
    assert client.get(address_of(hidden)).status_code == 404


def test_the_page_is_small_and_asks_nobody_else_for_anything(client: Client) -> None:
    city = make_city("Bergen")
    with publishing.settling():
        for number in range(30):
            writer = make_writer(
                f"Writer {number}", origin=["IR", "CN", "CU", "BY"][number % 4], roles=["poet", "novelist"]
            )
            make_name(writer, f"نویسنده {number}", script="Arab", language="fa")
            make_stay(writer, city, starts=str(1990 + number), ends=str(1992 + number))
            publish(writer)
    page = client.get("/writers/").content
    assert len(client.get("/writers/").context["rows"]) == 24
    assert len(gzip.compress(page, 6)) + len(gzip.compress(CSS.read_bytes(), 6)) <= 15_000
    assert b"<script" not in page and b"style=" not in page
    assert b'src="http' not in page and b'rel="stylesheet" href="http' not in page


def full(number: int) -> str:
    """Publish a writer with several of everything, and return the address of the page."""
    writer = make_writer(f"Full {number}", roles=["poet"], languages=["fa"])
    for part in range(number):
        make_name(writer, f"Name {number} {part}")
        stay = make_stay(writer, make_city(), starts=str(2000 + part))
        stay.sources.add(make_source(f"Source {number} {part}"))
        make_work(writer, f"Work {part}")
        Waypoint.objects.create(writer=writer, place=f"Place {part}", kind="exile")
    Text.objects.create(writer=writer, text="Life.")
    publish(writer)
    return address_of(writer)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(client: Client) -> None:
    assert queries(client, full(1)) == queries(client, full(3))


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(client: Client) -> None:
    full(1)
    one = queries(client, "/writers/")
    filtered = queries(client, "/writers/?origin=IR&role=poet&status=past")
    full(2), full(3)
    assert queries(client, "/writers/") == one
    assert queries(client, "/writers/?origin=IR&role=poet&status=past") == filtered


def test_a_profile_in_persian_script_says_so(client: Client) -> None:
    writer = make_writer("Pegah Ahmadi")
    make_name(writer, "پگاه احمدی", script="Arab", language="fa")
    make_page("safety")
    publish(writer)
    page = client.get(address_of(writer)).content.decode()
    assert '<bdi lang="fa">پگاه احمدی</bdi>' in page


def test_a_disputed_stay_is_shown_with_its_source_and_never_counted(client: Client, directory: Any) -> None:
    page = client.get(address_of(Writer.objects.get(name="Chen"))).content.decode()
    assert "Disputed claim" in page
    assert names(client, "city=oslo") == {"Berta"}
