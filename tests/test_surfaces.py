"""What every answer carries, and the guard round every public one."""

import os
import subprocess
import sys

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from refuge.errors import HANDLERS
from refuge.urls.all import urlpatterns as all_of_them
from tests.factories import make_city, make_writer
from writers.models import Writer


def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Writer.objects.count()))


def lazy(request: HttpRequest) -> HttpResponse:
    """Hands the template a query, which runs only while it is rendered."""
    template = engines["django"].from_string("{% for writer in writers %}{{ writer }}{% endfor %}")
    return HttpResponse(template.render({"writers": Writer.objects.all()}))


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(["Anna"])


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "there is no such template")


urlpatterns = [
    path("planted/", careless),
    path("planted/lazy/", lazy),
    path("planted/streamed/", streamed),
    path("planted/broken/", broken),
    *all_of_them,
]
handler400, handler403, handler404, handler500 = HANDLERS

PUBLIC = ["/", "/writers/", "/cities/", "/history/", "/healthz", "/robots.txt", "/nowhere/", "/writers/nobody/"]


@pytest.fixture
def planted(settings: object, transactional_db: None) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    make_writer("Anna", published=True)


@pytest.mark.parametrize("address", ["/planted/", "/planted/lazy/"])
def test_a_public_view_that_reads_a_record_fails(planted: None, client: Client, address: str) -> None:
    with pytest.raises(DatabaseError):
        client.get(address)


def test_its_reader_gets_an_error_page_without_a_word_of_the_record(planted: None) -> None:
    answer = Client(raise_request_exception=False).get("/planted/")
    assert answer.status_code == 500
    assert "Anna" not in answer.content.decode()


def test_a_streamed_public_answer_is_refused(planted: None, client: Client) -> None:
    with pytest.raises(TypeError, match="streams nothing"):
        client.get("/planted/streamed/")


def test_the_office_still_reads_records_after_a_public_error(planted: None) -> None:
    Client(raise_request_exception=False).get("/planted/broken/")
    assert Writer.objects.get().name == "Anna"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_the_public_surface_only_answers_questions(db: None, client: Client, method: str) -> None:
    answer = getattr(client, method)("/writers/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", PUBLIC)
def test_public_answers_are_bare(db: None, client: Client, address: str) -> None:
    client.cookies["session"] = "whatever"
    make_city("Bergen")
    make_writer("Anna", published=True)
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "<script" not in answer.content.decode() and "csrf" not in answer.content.decode()


def test_office_answers_are_never_kept(db: None, client: Client) -> None:
    answer = client.get("/account/sign-in/")
    assert answer.headers["Cache-Control"].split(",")[0] in ("no-store", "max-age=0")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@override_settings(ALLOWED_HOSTS=["example.org"])
def test_another_host_name_is_refused(db: None, client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


SURFACES = {
    "public": {"present": ["/", "/healthz"], "absent": ["/admin/", "/account/sign-in/"]},
    "office": {"present": ["/account/sign-in/", "/healthz"], "absent": ["/", "/writers/"]},
}
SCRIPT = """
import sys, django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
from django.apps import apps
from django.test import Client
client = Client()
for address in sys.argv[1:]:
    print(address, client.get(address, headers={"host": "localhost"}).status_code)
print(*sorted(config.label for config in apps.get_app_configs()))
"""


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_alone_serves_its_own_addresses_only(surface: str, tmp_path: object) -> None:
    wanted = SURFACES[surface]
    environment = {**os.environ, "REFUGE_SURFACE": surface, "REFUGE_VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, *wanted["present"], *wanted["absent"]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    *answers, labels = run.stdout.splitlines()
    statuses = dict(line.split() for line in answers)
    assert {statuses[address] for address in wanted["present"]} == {"200"}
    assert {statuses[address] for address in wanted["absent"]} == {"404"}
    if surface == "public":
        assert {"writers", "cities", "office", "admin", "auth", "sessions"}.isdisjoint(labels.split())
