"""Error pages: the same bytes whatever was asked, and nothing of the request, the account or the failure."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import get_resolver

from refuge import errors
from refuge.core.models import Edition
from refuge.core.scopes import Level
from tests.factories import address_of, make_city, make_page, make_writer, withdraw

NEVER_THERE = ["/writers/nobody/", "/cities/nowhere/", "/about/nothing/", "/images/0123456789abc.webp"]
STATES = ("withdrawn", "hidden")
MALFORMED = [
    "/writers/Anna Achmatowa/",
    "/writers/%00/",
    "/writers/%FF%FE/",
    "/writers/1/2/3/",
    "/writers/nobody.json",
    "/cities/../writers/nobody/",
    "/images/nothing.svg",
    "/images/%2e%2e/%2e%2e/etc/passwd",
    "/about/safety/more/and/more/",
    "/static/../settings.py",
    "/.env",
    "/" + "x/" * 500,
    "/adminx/",
]


def _told(answer: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    return answer.status_code, tuple(sorted(answer.headers.items())), answer.content


@pytest.mark.django_db
def test_what_is_hidden_withdrawn_mistyped_or_never_was_gets_the_same_bytes(client: Client) -> None:
    writer = make_writer("Withdrawn Writer", published=True)
    withdraw(writer)
    withdraw(make_city("Withdrawn City"))
    withdraw(make_page("withdrawn-page"))
    make_writer("Hidden Writer")
    unnamed = make_writer("Unnamed Writer", level=Level.UNNAMED, published=True)
    make_city("Hidden City", published=False)
    hidden = [f"/{kind}s/{state}-{kind}/".replace("citys", "cities") for kind in ("writer", "city") for state in STATES]
    known = [*hidden, address_of(writer), address_of(unnamed), "/writers/unnamed-writer/", "/about/withdrawn-page/"]
    told = {_told(client.get(address)) for address in [*known, *NEVER_THERE, *MALFORMED]}
    assert len(told) == 1
    [(status, _, body)] = told
    assert status == 404
    assert b"There is no page at this address" in body


@pytest.mark.parametrize("surface", ["all", "public", "office"])
def test_every_surface_answers_with_these_pages(surface: str) -> None:
    resolver = get_resolver(f"refuge.urls.{surface}")
    assert tuple(resolver.resolve_error_handler(code) for code in (400, 403, 404, 500)) == errors.HANDLERS


@pytest.mark.django_db
def test_no_error_page_asks_the_database_or_knows_the_request(django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/writers/canary/?q=canary", headers={"user-agent": "canary"})
    request.user = "canary"
    with django_assert_num_queries(0):
        pages = [
            errors.bad_request(request, ValueError("canary")),
            errors.forbidden(request, PermissionDenied("canary")),
            errors.forbidden(request, reason="canary"),
            errors.not_found(request, Http404("canary")),
            errors.server_error(request),
        ]
    assert [page.status_code for page in pages] == [400, 403, 403, 404, 500]
    assert all(b"canary" not in page.content and b"<h1>" in page.content for page in pages)


@pytest.mark.django_db
def test_every_refusal_of_a_method_says_the_same(client: Client) -> None:
    anna = address_of(make_writer("Anna", published=True))
    told = {_told(client.post(address)) for address in ("/", anna, "/writers/nobody/", "/nowhere/")}
    assert len(told) == 1


@pytest.mark.django_db
def test_every_refusal_of_a_host_says_the_same(client: Client) -> None:
    anna = address_of(make_writer("Anna", published=True))
    addresses = {"anna": anna, "no": "/writers/no/"}
    there, not_there = (client.get(at, headers={"host": f"{name}.example"}) for name, at in addresses.items())
    assert there.status_code == 400
    assert _told(there) == _told(not_there)
    assert b"We could not read that request" in there.content


@pytest.mark.django_db
def test_a_failure_says_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ValueError("canary")

    monkeypatch.setattr(Edition, "current", fail)
    answer = Client(raise_request_exception=False).get("/healthz")
    assert answer.status_code == 500
    assert answer.content == errors.server_error(RequestFactory().get("/")).content


@pytest.mark.django_db
def test_a_form_without_its_token_gets_our_own_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"username": "canary"})
    assert answer.status_code == 403
    assert answer.content == errors.forbidden(RequestFactory().get("/")).content
