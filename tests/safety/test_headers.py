"""Every answer of every surface, errors and files included, carries the strictest headers there are."""

from collections.abc import Iterator
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse

from refuge.core.models import Edition
from refuge.office.site import BackOffice
from tests.safety.observatory import modifiers, score
from tests.safety.routes import Surface, make_site, routes, serving

pytestmark = pytest.mark.django_db

FILES = [
    "/static/site.css",
    "/static/icon.svg",
    "/static/fonts/refuge-naskh-arabic.woff2",
    "/static/admin/css/base.css",
]
NOWHERE = ["/nowhere/", "/writers/nobody/", "/writers/nobody", "/images/nothing.webp", "/static/nothing.css", "/admin"]
EVERYWHERE = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
}
REST = "style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
PUBLIC = {
    **EVERYWHERE,
    "Content-Security-Policy": f"default-src 'none'; img-src 'self'; {REST}",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noarchive",
}
OFFICE = {
    **EVERYWHERE,
    "Content-Security-Policy": f"default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; {REST}",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
# What an answer may say beside them.
MAY = {"Allow", "Cache-Control", "Content-Disposition", "Content-Language", "Content-Length", "Content-Type", "Expires"}
MAY |= {"Location"}
# A page without scripts that carries its pictures inside.
PREVIEW = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HELD = OFFICE["Content-Security-Policy"].replace("img-src 'self'", "img-src 'self' data:")
IN_THE_OFFICE = MAY | {"Vary"}
OF_A_FILE = MAY | {"ETag", "Vary"}


@pytest.fixture
def site() -> None:
    make_site()


def answers(surface: Surface, name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Any, Any]]:
    """Yield every kind of answer: a word for it, what is said over https, and what over http."""
    # What the office has, "all" has too, and its forms are slow: alone it answers a few.
    addresses = [address for address in routes().values() if name != "office" or len(address) < len("/admin/office/")]
    for address in [*addresses, *FILES, *NOWHERE]:
        yield address, surface.ask(address), surface.ask(address, secure=False)
    for method in ("head", "post", "put", "patch", "delete", "options", "trace"):
        yield f"{method} /writers/", surface.ask("/writers/", method), surface.ask("/writers/", method, secure=False)
    unknown = {"headers": {"host": "elsewhere.example"}}
    yield "a host that is not ours", surface.ask("/", **unknown), surface.ask("/", secure=False, **unknown)
    with monkeypatch.context() as patch:
        patch.setattr(Edition, "current", _fail)
        patch.setattr(BackOffice, "each_context", _fail)
        for address in ("/healthz", "/admin/"):
            yield f"{address} failing", surface.ask(address), surface.ask(address, secure=False)


def _fail(*_: Any) -> None:
    raise ValueError


@pytest.mark.parametrize("name", ["all", "public", "office"])
def test_every_answer_has_every_header_and_no_other(site: None, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    with serving(name) as surface:
        for what, answer, plain in answers(surface, name, monkeypatch):
            office = what.startswith(("/admin/", "/account/", "/my-city/")) and name != "public"
            wanted = usual = OFFICE if office else PUBLIC
            if office and what.endswith("/preview/") and answer.status_code == 200:
                wanted = {**OFFICE, "Content-Security-Policy": PREVIEW}
            if office and what.endswith("/held/") and answer.status_code == 200:
                wanted = {**OFFICE, "Content-Security-Policy": HELD}
            assert {header: answer.headers.get(header) for header in wanted} == wanted, what
            # Browsers ignore this one over http, where an answer is but the way to https.
            bare = {header: value for header, value in usual.items() if header != "Strict-Transport-Security"}
            assert {header: plain.headers.get(header) for header in bare} == bare, what
            assert plain.status_code in (301, 400) and not plain.cookies, what
            may = IN_THE_OFFICE if office else OF_A_FILE if what.startswith("/static/") else MAY
            assert set(answer.headers) - set(wanted) <= may, what
            _check_cookies(answer, office)
            kept = answer.headers.get("Cache-Control", "")
            assert what.startswith("/static/") or ("no-store" in kept if office else kept == "no-cache"), (what, kept)
            points = score(answer, plain)
            assert points >= 100, (what, modifiers(answer, plain))
            assert points == 150 or office, (what, modifiers(answer, plain))
            seen.add(answer.status_code)
    assert seen >= {200, 301, 400, 404, 405, 500} - ({301} if name == "office" else set())


def _check_cookies(answer: Any, office: bool) -> None:
    assert office or not answer.cookies
    for cookie in answer.cookies.values():
        assert cookie.key.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_cookies_were_set_at_all(site: None) -> None:
    """Else the check of cookies above says nothing."""
    with serving("office") as surface:
        page = surface.nobody.get("/account/sign-in/", secure=True)
        form = {"username": "administrator", "password": "a long password"}
        answer = surface.nobody.post("/account/sign-in/", form, secure=True)
    assert set(page.cookies) == {"__Host-csrf"}
    assert set(answer.cookies) == {"__Host-csrf", "__Host-session"}
    _check_cookies(answer, office=True)


def test_messages_to_staff_stay_in_the_session(site: None) -> None:
    with serving("office") as surface:
        answer = surface.ask("/admin/cities/network/add/", "post", data={"name": "Quxnet", "slug": "quxnet"})
        assert answer.status_code == 302, answer.content
        assert "messages" not in answer.cookies
        assert "Quxnet" in surface.ask(answer.headers["Location"]).content.decode()


def test_without_https_cookies_have_no_prefix_that_needs_it(site: None) -> None:
    with serving("office", REFUGE_HTTPS="off") as surface:
        answer = surface.nobody.get("/account/sign-in/")
    assert set(answer.cookies) == {"csrf"}
    assert "Strict-Transport-Security" not in answer.headers


def test_a_file_is_known_by_its_bytes_and_not_by_its_day() -> None:
    late = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    with serving("all") as surface:
        for address in FILES:
            answer = surface.ask(address, headers=late)
            assert answer.status_code == 200
            tag = answer.headers["ETag"]
            assert tag == f'"{sha256(b"".join(answer.streaming_content)).hexdigest()[:32]}"'
            assert surface.ask(address, headers={"if-none-match": tag}).status_code == 304


BAD = {
    "no policy": ({"Content-Security-Policy": None}, 75),
    "unsafe-inline": ({"Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'"}, 80),
    "unsafe-inline style": ({"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}, 135),
    "no transport": ({"Strict-Transport-Security": None}, 80),
    "short transport": ({"Strict-Transport-Security": "max-age=60"}, 140),
    "sniffing": ({"X-Content-Type-Options": None}, 145),
    "bare": (dict.fromkeys(PUBLIC), 30),
    "shared": ({"Access-Control-Allow-Credentials": "true"}, 50),
}


@pytest.mark.parametrize("case", BAD)
def test_the_score_falls_when_a_header_does(case: str) -> None:
    answer = HttpResponse("<html>", headers=PUBLIC)
    answer.wsgi_request = SimpleNamespace(get_host=lambda: "example.org")  # type: ignore[attr-defined]
    plain = HttpResponse(status=301, headers={"Location": "https://example.org/"})
    assert score(answer, plain) == 150
    changes, points = BAD[case]
    for name, value in changes.items():
        if value is None:
            del answer[name]
        else:
            answer[name] = value
    assert score(answer, plain) == points
