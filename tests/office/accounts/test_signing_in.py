"""Two steps lead into the office, and one of them leads nowhere."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from refuge.office.accounts import backoff
from refuge.office.models import Attempt, Event, User
from tests.members import let_in, recovery_code
from tests.office.accounts.door import (
    CODES,
    ENROL,
    HOME,
    PASSWORD,
    SECOND,
    SIGN_IN,
    code_of,
    enrol,
    enrolled,
    give_password,
    is_in,
    make_user,
)
from tests.safety.routes import ADMINISTRATOR, make_site, routes

pytestmark = pytest.mark.django_db


def test_a_code_app_is_enrolled_once_and_asked_for_ever_after(ana: User, client: Client) -> None:
    assert give_password(client).url == ENROL
    assert not is_in(client)
    picture = client.get("/account/enrol/code.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert "no-store" in picture.headers["Cache-Control"]
    assert client.post(ENROL, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    codes = enrol(client, ana)
    assert len(set(codes)) == 10
    assert is_in(client)
    assert client.get(CODES).url == HOME, "the codes are shown once"

    again = Client()
    assert give_password(again).url == SECOND
    assert again.get(ENROL).url == SECOND, "a password alone adds no factor"
    assert again.get("/account/enrol/code.svg").status_code == 404
    assert again.post("/account/passkeys/enrol/begin/", {}, content_type="application/json").status_code == 403
    assert not is_in(again)
    assert again.post(SECOND, {"code": code_of(ana)}).status_code == 200, "this code was used to enrol"
    assert again.post(SECOND, {"code": code_of(ana, later=1)}).url == "/admin/"
    assert is_in(again)


def test_a_recovery_code_opens_once(ana: User, client: Client) -> None:
    codes = enrol_and_leave(ana)
    give_password(client)
    assert client.post(SECOND, {"code": codes[0].upper()}).url == "/admin/"
    assert "9 codes are left" in client.get(HOME).content.decode()
    other = Client()
    give_password(other)
    assert other.post(SECOND, {"code": codes[0]}).status_code == 200
    assert not is_in(other)


def enrol_and_leave(user: User) -> list[str]:
    browser = Client()
    give_password(browser, user.username)
    return enrol(browser, user)


def test_the_password_alone_is_a_stranger_at_every_address_of_the_office() -> None:
    make_site()
    user = User.objects.get(username=ADMINISTRATOR)
    recovery_code(user)
    half, stranger, full = Client(), Client(), Client()
    let_in(full, user)
    asked = {path for path in routes().values() if path.startswith("/admin/")}
    assert len(asked) > 100
    # Signs the first one out, and is our own page for everyone.
    asked -= {"/admin/logout/", "/admin/login/"}
    assert give_password(half, ADMINISTRATOR, "a long password").url == SECOND
    for path in sorted(asked):
        for method in ("get", "post"):
            of_half, of_stranger = getattr(half, method)(path), getattr(stranger, method)(path)
            assert (of_half.status_code, of_half.content) == (of_stranger.status_code, of_stranger.content), path
            assert of_half.headers.get("Location") == of_stranger.headers.get("Location"), path
            assert of_half.status_code == 302 and of_half.url.startswith("/admin/login/?next="), path
    assert is_in(full)


def test_no_page_of_the_door_says_what_the_office_holds(ana: User, client: Client) -> None:
    recovery_code(ana)
    give_password(client)
    page = client.get(SECOND).content.decode()
    assert "/admin/writers/" not in page and "ana" not in re.sub(r"<[^>]*>", " ", page).split()


def test_what_is_wrong_nobody_is_told(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_user("invited", "editor")
    gone = make_user("gone", "editor", password=PASSWORD)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    calls: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: PBKDF2PasswordHasher, password: str, *args: object) -> str:
        calls.append(password)
        return encode(self, password, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    seen = set()
    for name, password in [("ana", "wrong"), ("invited", "wrong"), ("gone", PASSWORD), ("nobody", "wrong")]:
        calls.clear()
        answer = give_password(Client(), name, password)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        seen.add((answer.status_code, page.replace(f'value="{name}"', "value=NAME"), len(calls)))
    assert len(seen) == 1
    assert next(iter(seen))[2] == 1


def test_guessing_is_slowed_for_everybody_but_a_browser_that_was_here(ana: User, client: Client) -> None:
    mine = enrolled(ana)
    mine.post("/account/sign-out/")
    for name in ("ana", "nobody"):
        tries = [give_password(client, name, f"guess {number}").status_code for number in range(5)]
        assert tries == [200, 200, 200, 429, 429], name
        assert give_password(client, name).status_code == 429, "even the right one waits"
    assert give_password(mine).url == SECOND
    Attempt.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert give_password(client).url == SECOND


def test_a_wait_is_never_longer_than_a_minute_however_many_tries(db: None) -> None:
    key = backoff.key_of("password", "ana")
    for _ in range(40):
        Attempt.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
        assert backoff.admit("password", key)
        assert not Attempt.objects.filter(wait_until__gt=timezone.now() + timedelta(minutes=1)).exists()
    assert Attempt.objects.get().wait_until > timezone.now() + timedelta(seconds=50)
    assert not backoff.admit("password", key)
    Attempt.objects.update(wait_until=timezone.now() - timedelta(days=2))
    assert backoff.admit("password", key)
    assert Attempt.objects.get().failures == 1, "a day later it is forgotten"


def test_of_a_name_that_was_tried_only_a_digest_is_kept(client: Client) -> None:
    give_password(client, "zvonimira", "wrong")
    assert re.fullmatch(r"[0-9a-f]{64}", Attempt.objects.get().key)
    assert Event.objects.get().detail == "password" and Event.objects.get().by is None


def test_guessing_codes_is_slowed(ana: User, client: Client) -> None:
    codes = enrol_and_leave(ana)
    give_password(client)
    assert [client.post(SECOND, {"code": f"{n:06d}"}).status_code for n in range(4)] == [200, 200, 200, 429]
    assert client.post(SECOND, {"code": codes[1]}).status_code == 429
    Attempt.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert client.post(SECOND, {"code": codes[1]}).status_code == 302


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/admin/", "/\\evil.example", "javascript:alert(1)", "/writers/", "admin/"],
)
def test_nobody_is_sent_elsewhere(ana: User, client: Client, wanted: str) -> None:
    code = recovery_code(ana)
    assert wanted not in give_password(client, wanted=wanted).url
    assert client.post(SECOND, {"code": code}).url == "/admin/"
    assert client.get(SIGN_IN, {"next": wanted}).url == "/admin/"


def test_everybody_arrives_where_they_wanted_to_go(ana: User, client: Client) -> None:
    code = recovery_code(ana)
    wanted = "/admin/writers/writer/?q=a"
    first = client.get(wanted)
    page = client.get(client.get(first.url).url)
    assert page.context["wanted"] == wanted
    give_password(client, wanted=wanted)
    assert client.post(SECOND, {"code": code}).url == wanted


def test_a_coordinator_signs_in_too_and_does_not_run_in_circles(client: Client) -> None:
    user = make_user("li", "coordinator", password=PASSWORD)
    give_password(client, "li", wanted="/admin/")
    assert enrol(client, user)
    assert client.get(HOME).status_code == 200
    assert not is_in(client)
    assert client.get("/admin/", follow=True).redirect_chain[-1] == (HOME, 302)


def test_coming_in_and_being_refused_is_logged(ana: User, client: Client) -> None:
    give_password(client, password="wrong")
    enrolled(ana)
    assert list(Event.objects.order_by("pk").values_list("by__username", "verb", "detail")) == [
        ("ana", "refused", "password"),
        ("ana", "account", "ana: added app"),
        ("ana", "signed-in", "app"),
    ]


def test_no_page_of_the_admin_shows_a_secret_of_a_factor() -> None:
    shown = set(admin.site._registry)
    assert not shown & {TOTPDevice, StaticDevice, WebAuthnCredential, Attempt}
    assert not [model for model in shown if model._meta.app_label.startswith(("otp", "django_otp"))]
