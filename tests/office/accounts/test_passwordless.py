"""A passkey in place of a password: made by a link, used for both steps at once, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from refuge.office import middleware
from refuge.office.accounts import invitations
from refuge.office.models import Attempt, Event, User
from tests.members import let_in
from tests.office.accounts.authenticator import Passkey
from tests.office.accounts.door import HOME, PASSWORD, enrolled, give_password, is_in, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIGN_IN = "/account/passkeys/sign-in/"


def send(client: Client, address: str, data: Any) -> Any:
    return client.post(address, data, content_type="application/json")


def enrol(client: Client, link: str, passkey: Passkey) -> Any:
    options = send(client, f"{link}begin/", {}).json()
    return send(client, f"{link}passkey/", passkey.make(options))


def sign_in(client: Client, passkey: Passkey, **more: Any) -> Any:
    options = send(client, f"{SIGN_IN}begin/", {}).json()
    return send(client, SIGN_IN, passkey.use(options, **more))


def refusals() -> list[tuple[str | None, str]]:
    return list(Event.objects.filter(verb="refused").values_list("by__username", "detail"))


@pytest.fixture
def passkey(ana: User) -> Passkey:
    """Return the passkey that ana has in place of a password."""
    passkey = Passkey()
    assert enrol(Client(), invitations.path_for(ana), passkey).status_code == 200
    Event.objects.all().delete()
    return passkey


def test_a_link_takes_a_passkey_in_place_of_all_that_was_and_is_used_up(ana: User, client: Client) -> None:
    theirs = enrolled(ana)
    ana.refresh_from_db()
    link, passkey = invitations.path_for(ana), Passkey()
    assert "data-passkey-offer hidden" in client.get(link).content.decode()
    options = send(client, f"{link}begin/", {}).json()
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert is_in(theirs), "nothing has happened yet"
    assert send(client, f"{link}passkey/", passkey.make(options)).json() == {"redirect_url": "/admin/"}
    assert is_in(client) and not is_in(theirs)
    ana.refresh_from_db()
    assert not ana.has_usable_password() and not ana.totpdevice_set.exists()
    assert give_password(Client()).status_code == 200
    assert Client().get(link).status_code == 404
    assert send(Client(), f"{link}begin/", {}).status_code == 403
    said = list(Event.objects.filter(by=ana).exclude(verb="refused").order_by("pk").values_list("verb", "detail"))[-2:]
    assert said == [("account", "ana: used an enrolment link, for a passkey alone"), ("signed-in", "passkey alone")]


def test_a_link_is_not_used_up_by_a_passkey_that_is_not_sound(ana: User) -> None:
    link, client = invitations.path_for(ana), Client()
    options = send(client, f"{link}begin/", {}).json()
    answers = [
        send(client, f"{link}passkey/", Passkey(verifies=False).make(options)),
        send(client, f"{link}passkey/", Passkey().make(options)),  # each request is good for one try
        enrol(Client(), link, Passkey(verifies=False)),
        enrol_with_two_links(link),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD) and not WebAuthnCredential.objects.exists()
    assert enrol(client, link, Passkey()).status_code == 200


def enrol_with_two_links(link: str) -> Any:
    """Begin with the link of one account and complete with that of another."""
    client, other = Client(), invitations.path_for(make_user("bo"))
    options = send(client, f"{other}begin/", {}).json()
    return send(client, f"{link}passkey/", Passkey().make(options))


@pytest.mark.parametrize("wanted", ["", "/admin/cities/city/", "https://evil.example/", "//evil.example/admin/"])
def test_a_passkey_alone_does_both_steps(ana: User, passkey: Passkey, wanted: str) -> None:
    client = Client()
    options = send(client, f"{SIGN_IN}begin/", {}).json()
    assert options["userVerification"] == "required" and not options.get("allowCredentials")
    assert not is_in(client)
    answer = send(client, SIGN_IN, passkey.use(options, next=wanted))
    assert answer.json() == {"redirect_url": wanted if wanted == "/admin/cities/city/" else "/admin/"}
    assert is_in(client)
    assert [(event.by, event.verb, event.detail) for event in Event.objects.all()] == [
        (ana, "signed-in", "passkey alone")
    ]


def test_a_session_begun_with_a_passkey_ends_as_any_other(
    passkey: Passkey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/account/sign-in/")
    sign_in(client, passkey)
    start = timezone.now()

    class Clock:
        @staticmethod
        def now() -> Any:
            return start + timedelta(hours=12, minutes=1)

    assert is_in(client)
    monkeypatch.setattr(middleware, "timezone", Clock)
    assert not is_in(client)


def test_whoever_else_is_signed_in_in_the_browser_leaves(ana: User, passkey: Passkey, client: Client) -> None:
    other = make_user("bo", "publisher", password=PASSWORD)
    let_in(client, other)
    client.get("/account/")
    assert sign_in(client, passkey).status_code == 200
    assert client.get(HOME).context["user"] == ana


def test_what_is_refused_is_refused_alike_and_logged_without_a_name(ana: User, passkey: Passkey) -> None:
    unknown = sign_in(Client(), Passkey())
    stranger = sign_in(Client(), Passkey(name=passkey.name))
    passkey.verifies = False
    unseen = sign_in(Client(), passkey)
    passkey.verifies = True
    unbegun = send(Client(), SIGN_IN, passkey.use({"challenge": "AAAA"}))
    Attempt.objects.all().delete()
    User.objects.filter(pk=ana.pk).update(is_active=False)
    left = sign_in(Client(), passkey)
    answers = [unknown, stranger, unseen, unbegun, left]
    assert {(answer.status_code, answer.content) for answer in answers} == {(403, b"{}")}
    heads = [{name: value for name, value in answer.headers.items() if name != "Expires"} for answer in answers]
    assert all(head == heads[0] for head in (heads[1], heads[2], heads[4]))
    assert refusals() == [(None, "passkey")] * 5
    assert WebAuthnCredential.objects.get().last_used_at is None
    User.objects.filter(pk=ana.pk).update(is_active=True)
    assert sign_in(Client(), passkey).status_code == 200


def test_an_answer_is_taken_once(passkey: Passkey) -> None:
    client, thief = Client(), Client()
    options = send(client, f"{SIGN_IN}begin/", {}).json()
    send(thief, f"{SIGN_IN}begin/", {})
    answer = passkey.use(options)
    assert send(thief, SIGN_IN, answer).status_code == 403
    assert send(client, SIGN_IN, answer).status_code == 200
    assert send(client, SIGN_IN, answer).status_code == 403


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", "null", "1", '{"id": 1}', '{"id": "é", "rawId": "é", "type": "public-key", "response": {}}']
)
def test_what_is_no_answer_at_all_is_refused_too(passkey: Passkey, client: Client, sent: str) -> None:
    send(client, f"{SIGN_IN}begin/", {})
    assert send(client, SIGN_IN, sent).status_code == 403
    assert client.get(SIGN_IN).status_code == 405


def test_wrong_tries_of_one_passkey_have_to_wait_and_others_do_not(passkey: Passkey) -> None:
    wrong = Passkey(name=passkey.name)
    assert [sign_in(Client(), wrong).status_code for _ in range(4)] == [403, 403, 403, 429]
    assert sign_in(Client(), passkey).status_code == 429
    assert sign_in(Client(), Passkey()).status_code == 403
    Attempt.objects.update(wait_until=timezone.now())
    assert sign_in(Client(), passkey).status_code == 200
    assert Attempt.objects.count() == 1


def test_what_the_second_step_began_does_no_first_one(ana: User, passkey: Passkey) -> None:
    client = Client()
    ana.set_password(PASSWORD)
    ana.save()
    give_password(client)
    options = send(client, "/account/passkeys/use/begin/", {}).json()
    assert options["userVerification"] == "discouraged"
    passkey.verifies = False
    assert send(client, SIGN_IN, passkey.use(options)).status_code == 403
    options = send(client, f"{SIGN_IN}begin/", {}).json()
    assert send(client, "/account/passkeys/use/", passkey.use(options)).status_code == 422
    assert not is_in(client)


def test_the_only_passkey_stays_where_there_is_no_password(ana: User, passkey: Passkey, client: Client) -> None:
    sign_in(client, passkey)
    page = client.get(HOME).content.decode()
    assert "No password" in page and "Recovery codes" not in page
    made = ana.totpdevice_set.create(name="app", confirmed=True)
    only = WebAuthnCredential.objects.get()
    client.post(f"/account/factors/passkey/{only.pk}/remove/")
    assert WebAuthnCredential.objects.exists() and ana.totpdevice_set.filter(pk=made.pk).exists()
    new = {"new_password1": "another quiet harbour", "new_password2": "another quiet harbour"}
    assert client.post("/account/password/", new).url == HOME
    assert is_in(client) and "Recovery codes" in client.get(HOME).content.decode()
    client.post(f"/account/factors/passkey/{only.pk}/remove/")
    assert not WebAuthnCredential.objects.exists()
