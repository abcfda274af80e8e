"""The feeds of the site and of a city: the newest first, and only who has a page."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from refuge.core.atom import ENTRIES
from refuge.core.scopes import Scope
from tests.factories import make_city, make_stay, make_writer, publish, withdraw
from writers.models import Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def guest(name: str, city: Any, day: str = "2024-01-01", **stay: Any) -> Writer:
    """Publish a guest as if on a day."""
    writer = make_writer(name)
    make_stay(writer, city, **{"starts": "2020", **stay})
    publish(writer)
    PublicWriter.objects.filter(name=name).update(first_published_on=date.fromisoformat(day))
    return writer


def titles(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [
        entry.findtext(f"{ATOM}title") or "" for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def test_the_newest_come_first_and_the_withdrawn_are_gone(client: Client) -> None:
    oslo, bergen = make_city("Oslo", shows_unnamed_guests=True), make_city("Bergen")
    anna = guest("Anna", oslo, "2024-01-01")
    guest("Ben", bergen, "2024-03-01"), guest("Cleo", oslo, "2024-02-01")
    make_writer("Dara")  # never published
    ewa = make_writer("Ewa", level=2)  # without a name
    make_stay(ewa, oslo), publish(ewa)
    assert titles(client, "/feed.atom") == ["Ben", "Cleo", "Anna"]
    assert titles(client, "/cities/oslo/feed.atom") == ["Cleo", "Anna"]
    withdraw(anna)
    assert titles(client, "/feed.atom") == ["Ben", "Cleo"]
    assert titles(client, "/cities/oslo/feed.atom") == ["Cleo"]


def test_of_a_city_only_guests_of_whom_that_may_be_known(client: Client) -> None:
    oslo = make_city("Oslo")
    guest("Anna", oslo), guest("Ben", oslo, standing="disputed")
    writer = make_writer("Cleo", clear=(Scope.NAME, Scope.HOST_COUNTRY))
    make_stay(writer, oslo)
    publish(writer)
    twice = make_writer("Dara")
    make_stay(twice, oslo, starts="2010", ends="2012"), make_stay(twice, oslo, starts="2020")
    publish(twice)
    assert sorted(titles(client, "/cities/oslo/feed.atom")) == ["Anna", "Dara"]
    assert sorted(titles(client, "/feed.atom")) == ["Anna", "Ben", "Cleo", "Dara"]


def test_the_feed_of_a_city_that_is_not_listed_is_not_there(client: Client) -> None:
    hidden = make_city("Hidden", published=False)
    nowhere = client.get("/cities/nowhere/feed.atom")
    answer = client.get(f"/cities/{hidden.name.lower()}/feed.atom")
    assert answer.status_code == nowhere.status_code == 404 and answer.content == nowhere.content


def test_pages_name_their_feed(client: Client) -> None:
    make_city("Oslo")
    assert 'type="application/atom+xml" href="/feed.atom"' in client.get("/").content.decode()
    assert 'type="application/atom+xml" href="/cities/oslo/feed.atom"' in client.get("/cities/oslo/").content.decode()


@pytest.mark.parametrize("address", ["/feed.atom", "/cities/oslo/feed.atom", "/sitemap.xml"])
def test_a_feed_takes_as_many_queries_for_three_as_for_one_and_has_an_end(client: Client, address: str) -> None:
    oslo = make_city("Oslo")
    guest("Anna", oslo)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    one = queries()
    guest("Ben", oslo), guest("Cleo", oslo)
    assert queries() == one
    first = PublicWriter.objects.get(name="Anna")
    rows = [PublicWriter(**{**_columns(first), "slug": f"w-{n}", "name": f"W {n}"}) for n in range(ENTRIES)]
    PublicWriter.objects.bulk_create(rows)
    assert len(titles(client, "/feed.atom")) == ENTRIES


def _columns(row: PublicWriter) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
