"""What search engines are told of: each public page once, none that is hidden, and never a time."""

import re

import pytest
from django.test import Client

from tests.factories import address_of, make_city, make_page, make_stay, make_writer, publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def listed(client: Client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    return re.findall(r"<loc>https://refuge.example.org(.*?)</loc>", answer.content.decode())


def test_it_lists_what_is_published_and_nothing_else(client: Client) -> None:
    oslo = make_city("Oslo")
    make_city("Hidden", published=False)
    anna, ben = make_writer("Anna"), make_writer("Ben")
    make_writer("Dara")
    make_stay(anna, oslo)
    publish(anna), publish(ben), publish(make_writer("Ewa", level=2))
    withdraw(ben)
    make_page("press"), make_page("safety"), make_page("draft", published=False)
    about = ["/about/", "/about/press/", "/about/privacy/", "/about/safety/"]
    expected = ["/", "/writers/", "/cities/", "/history/", *about, "/cities/oslo/", address_of(anna)]
    assert listed(client) == expected
    assert "lastmod" not in client.get("/sitemap.xml").content.decode()
    # Each of them is there.
    assert {client.get(address).status_code for address in expected} == {200}


def test_robots_name_it(client: Client) -> None:
    assert (
        client.get("/robots.txt").content
        == b"User-agent: *\nDisallow: /*?\nSitemap: https://refuge.example.org/sitemap.xml\n"
    )
