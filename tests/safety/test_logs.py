"""No log line, error page or mail says what was asked, by whom, or what a record holds."""

import logging
import re
from collections.abc import Iterator
from io import StringIO
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from refuge.core.scopes import Level, Scope
from refuge.errors import HANDLERS
from refuge.logs import BareFormatter
from refuge.office.models import User
from refuge.urls.all import urlpatterns as all_of_them
from tests.safety.register import NEVER, WORDS, make_person, rolled_back
from tests.safety.routes import Surface, make_site, routes, serving
from writers.models import Writer

pytestmark = pytest.mark.django_db

VISITOR = "203.0.113.77"
ASKED = {
    "data": {"q": "Canaryquery", "origin": "Canaryorigin", "page": "Canarypage"},
    "headers": {
        "user-agent": "Canaryagent",
        "referer": "https://canaryreferer.example/",
        "accept-language": "Canarytongue",
        "x-forwarded-for": VISITOR,
        "cookie": "session=Canarycookie; csrf=Canarytoken",
    },
    "REMOTE_ADDR": VISITOR,
}
# A word that only the record of a person says, in a field that is never or not yet public.
HIDDEN = "Hiddenperson"
PRIVATE = [*NEVER, HIDDEN, "Canary", "canary", VISITOR, "203.0", "quxwella", "zvonimira"]
PRIVATE += [word for scope, word in WORDS.items() if not word.isdigit() and scope != Scope.ORIGIN]


def failing(request: HttpRequest, word: str) -> HttpResponse:
    secret = f"Canarylocal {word}"
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"Canarymessage {secret}") from error


def refused_by_the_database(request: HttpRequest, word: str) -> HttpResponse:
    # PostgreSQL repeats the value that stood in its way: "Key (username)=(Canaryvalue) already exists."
    User.objects.bulk_create([User(username="Canaryvalue"), User(username="Canaryvalue")])
    raise AssertionError("There cannot be two of one name.")


def wrong_statement(request: HttpRequest, word: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM nothing WHERE name = '{HIDDEN}' AND %s = %s", ["Canaryvalue", word])
    raise AssertionError("There is no such table.")


def suspicious(request: HttpRequest, word: str) -> HttpResponse:
    raise SuspiciousOperation(f"Canarysuspicion {word}")


VIEWS = (failing, refused_by_the_database, wrong_statement, suspicious)
urlpatterns = [
    *(path(f"{surface}planted/{view.__name__}/<str:word>/", view) for surface in ("", "admin/") for view in VIEWS),
    *all_of_them,
]
handler400, handler403, handler404, handler500 = HANDLERS


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Return what the one handler of the real settings writes, with every logger at its most talkative."""
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, BareFormatter)]
    written = StringIO()
    monkeypatch.setattr(handler, "stream", written)
    names = [None, "django", "django.server", "django.db.backends", "django.request", "django.template"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def site(settings: Any) -> None:
    settings.ADMINS = [("Somebody", "somebody@example.org")]
    make_site()
    person = make_person(
        Writer.objects.get().residencies.filter(city__isnull=False)[0].city, frozenset(), Level.NOTHING
    )
    Writer.objects.filter(pk=person.pk).update(name=HIDDEN)


def _said(text: str) -> list[str]:
    return [word for word in PRIVATE if word in text]


def test_there_is_one_way_out_for_log_lines() -> None:
    handlers = {
        (name, type(handler).__name__)
        for name, logger in [("", logging.root), *logging.root.manager.loggerDict.items()]
        for handler in getattr(logger, "handlers", [])
        if type(handler).__module__.partition(".")[0] not in ("_pytest",)
        and not isinstance(handler, logging.NullHandler)
    }
    assert handlers == {("", "StreamHandler")}


@pytest.mark.parametrize("name", ["all", "public"])
@pytest.mark.filterwarnings("always")
def test_no_route_writes_down_what_was_asked_or_who_asked(
    site: None, lines: StringIO, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder, name: str
) -> None:
    with serving(name, REFUGE_HTTPS="off") as surface:
        addresses = list(routes().values())
        wrong = [f"{address}Canarypath" for address in addresses if not address.startswith("/admin/")]
        wrong += [f"/writers/{HIDDEN.lower()}/", f"/Canary/{HIDDEN}", f"/admin/{HIDDEN}/", "/admin/cities/city/Canary/"]
        for address in [*addresses, *wrong]:
            surface.ask(address, secure=False, **_asked(address))
        for method in ("post", "put", "delete", "options"):
            surface.ask("/writers/Canarypath/", method, secure=False, data="Canarybody", content_type="text/plain")
        for address in ("/writers/", "/cities/"):
            surface.ask(address, secure=False, data={"q": "Canarylong " * 40, "page": "Canarypage"})
        surface.ask("/", secure=False, headers={"host": "canaryhost.example"})
        surface.ask("/", secure=False, data={f"Canary{number}": "" for number in range(1100)})
        surface.nobody.post("/account/sign-in/", {"username": "Canaryuser", "password": "Canarypassword"})
    assert "WARNING django.request 404 /writers/<slug:slug>/" in lines.getvalue()
    assert _said(lines.getvalue()) == []
    # What is printed, or warned of, stands in the same place as the log.
    printed = capfd.readouterr()
    assert _said(printed.out + printed.err + " ".join(str(warned.message) for warned in recwarn)) == []
    assert mail.outbox == []


def _asked(address: str) -> dict[str, Any]:
    # In the office a session's cookie decides who asks.
    return (
        ASKED
        if not address.startswith(("/admin/", "/account/", "/my-city/"))
        else {**ASKED, "headers": {"user-agent": "Canaryagent"}}
    )


def test_a_failure_is_logged_by_type_and_place_alone(site: None, lines: StringIO, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    surface = Surface()
    for prefix, view in product(("", "admin/"), VIEWS):
        lines.truncate(lines.seek(0))
        with rolled_back():
            answer = surface.ask(f"/{prefix}planted/{view.__name__}/{HIDDEN}/", secure=False, **_asked(f"/{prefix}"))
        status, logger = (400, "security.SuspiciousOperation") if view is suspicious else (500, "request")
        assert answer.status_code == status
        text = lines.getvalue()
        assert f"ERROR django.{logger} {status} /{prefix}planted/{view.__name__}/<str:word>/\n" in text
        assert re.search(rf"^    tests/safety/test_logs\.py:\d+ {view.__name__}$", text, re.MULTILINE)
        assert _said(text) == []
        assert _said(answer.content.decode() + str(answer.headers)) == []
    assert mail.outbox == []


def test_every_exception_of_a_chain_is_named(lines: StringIO) -> None:
    try:
        failing(HttpRequest(), "Canary")
    except ValueError:
        logging.getLogger("refuge").exception("Canary %s", "Canary")
    text = lines.getvalue()
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert text.count("    tests/safety/test_logs.py:") == 3
    assert _said(text) == []


def test_the_database_would_have_said_it() -> None:
    """Else the tests above have nothing to find."""
    with pytest.raises(IntegrityError) as refused:
        refused_by_the_database(HttpRequest(), "")
    assert "Canaryvalue" in str(refused.value) or connection.vendor == "sqlite"
    assert (
        logging.Formatter()
        .format(logging.LogRecord("django.request", logging.WARNING, "", 1, "%s: %s", ("Not Found", "/Canary/"), None))
        .endswith("/Canary/")
    )
