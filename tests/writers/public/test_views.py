"""The list of writers and their pages, as readers and harassers ask for them."""

import gzip
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
from writers.models import Text, Waypoint

pytestmark = pytest.mark.django_db
CSS = Path(__file__).parents[3] / "static" / "site.css"


@pytest.mark.parametrize("name", ["abc.%00", "abc.gif", "%00.webp", "../x.webp", "a" * 300 + ".webp"])
def test_an_image_that_cannot_be_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/images/{name}").status_code == 404


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
