"""Whatever name and port a reader asks under, the answer is the same: it says the name that the operator set.

An address in a feed, in the sitemap or for a search engine that repeats what was asked for could be made to lead
anywhere, by whoever asks first and by whatever keeps the answer.
"""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import resolve

from tests.safety.register import ADDRESSES
from tests.safety.routes import Surface, make_site, routes, serving

pytestmark = pytest.mark.django_db

HERE = "https://refuge.example.org"
ELSEWHERE = "https://refuge.example.net:8443"
OURS = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "localhost:80",
    "localhost:1",
    "localhost:65535",
    "localhost:99999",
    "127.0.0.1",
    "127.0.0.1:8080",
    "[::1]:8443",
]
FORWARDED: list[dict[str, str]] = [
    {"x-forwarded-host": "evil.example"},
    {"x-forwarded-port": "6666"},
    {"forwarded": "host=evil.example;proto=https"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-proto": "gopher"},
]
FOREIGN = [
    "evil.example",
    "evil.example:6666",
    "localhost.evil.example",
    "refuge.example.org@evil.example",
    "a b",
    "localhost:",
    "",
]


@pytest.fixture
def addresses() -> list[str]:
    """Publish one of everything, and return every public address: from the resolver, and those with parameters."""
    make_site()
    with serving("public", REFUGE_HTTPS="off"):
        return list(dict.fromkeys([*routes().values(), *ADDRESSES, "/writers", "/nowhere/"]))


def told(client: Client, address: str, **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
    answer: Any = client.get(address, headers=headers)
    return answer.status_code, sorted(answer.headers.items()), answer.content


@override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1", "[::1]"])
def test_no_answer_depends_on_the_name_or_the_port_that_was_asked_for(addresses: list[str]) -> None:
    client, whole = Client(), 0
    for address in addresses:
        plain = told(client, address, host="localhost")
        for host in OURS:
            assert told(client, address, host=host) == plain, (address, host)
        for headers in FORWARDED:
            assert told(client, address, host="localhost", **headers) == plain, (address, headers)
        assert b"localhost" not in plain[2] and b"127.0.0.1" not in plain[2], address
        whole += HERE.encode() in plain[2]
    # Home, both lists, two pages, three feeds, the sitemap and robots.txt at least.
    assert whole >= 10


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_a_name_that_is_not_ours_is_refused_in_one_way(addresses: list[str]) -> None:
    client = Client(raise_request_exception=False)
    for address in addresses:
        answers = [told(client, address, host=host) for host in FOREIGN]
        assert all(answer == answers[0] for answer in answers), address
        assert answers[0][0] == 400 and b"evil" not in answers[0][2], address


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_what_the_operator_set_is_what_changes(addresses: list[str]) -> None:
    """Else nothing that is whole was looked at above."""
    client, changed = Client(), set()
    for address in addresses:
        before = told(client, address, host="localhost")[2]
        with override_settings(REFUGE_PUBLIC_ADDRESS=ELSEWHERE):
            after = told(client, address, host="localhost")[2]
        assert after == before.replace(HERE.encode(), ELSEWHERE.encode()), address
        if after != before:
            changed.add(resolve(address.partition("?")[0]).url_name)
    assert changed == {
        "home", "writer_list", "writer_detail", "city_list", "city_detail", "feed", "city_feed", "sitemap", "robots"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["all", "public"])
def test_the_way_to_https_leads_to_the_name_that_the_operator_set(name: str) -> None:
    with serving(name, REFUGE_PUBLIC_ADDRESS=HERE) as surface, override_settings(ALLOWED_HOSTS=["localhost"]):
        assert _led(surface, "/writers/?q=a") == {f"{HERE}/writers/?q=a"}
    other = {"REFUGE_PUBLIC_ADDRESS": HERE, "REFUGE_ADDRESS": "https://office.example.org"}
    with serving("office", **other) as surface, override_settings(ALLOWED_HOSTS=["localhost"]):
        assert _led(surface, "/account/sign-in/") == {"https://office.example.org/account/sign-in/"}


def _led(surface: Surface, address: str) -> set[str]:
    hosts = ("localhost", "localhost:6666", "LOCALHOST.")
    return {surface.nobody.get(address, headers={"host": host}).headers["Location"] for host in hosts}
