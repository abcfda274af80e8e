"""Accounts begin with a link, which works once, and nobody sets a password for somebody else."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from refuge.office.accounts import invitations
from refuge.office.models import Event, User
from tests.factories import make_city
from tests.members import let_in, member, recovery_code
from tests.office.accounts.door import ENROL, NO_TERMS, PASSWORD, SECOND, enrol, enrolled, give_password, is_in

pytestmark = pytest.mark.django_db
USERS = "/admin/office/user/"
NEW = {"new_password1": "a lamp in every window", "new_password2": "a lamp in every window"}


def _invite(client: Client, name: str = "zora", **more: Any) -> Any:
    roles = Group.objects.filter(name="editor").values_list("pk", flat=True)
    form = {"username": name, "first_name": "Zora", "last_name": "Lind", "email": f"{name}@example.org", **more}
    return client.post(f"{USERS}add/", {"groups": list(roles), **NO_TERMS, **form})


def _link() -> str:
    found = re.search(r"https://refuge.example.org(/account/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


@pytest.fixture
def administrator(db: None) -> Client:
    return member("administrator")


@pytest.fixture
def link(administrator: Client, django_capture_on_commit_callbacks: Any) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        assert _invite(administrator).status_code == 302
    return _link()


def test_an_invited_person_sets_a_password_and_a_second_step(link: str, client: Client) -> None:
    user = User.objects.get(username="zora")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert [group.name for group in user.groups.all()] == ["editor"]
    assert mail.outbox[0].to == ["zora@example.org"]
    client.get(link)
    client.get(link)  # reading it, as mail scanners do, uses nothing up
    assert client.post(link, {"new_password1": "short", "new_password2": "short"}).status_code == 200
    assert client.post(link, NEW).url == ENROL
    assert not is_in(client)
    assert enrol(client, user)
    assert is_in(client)
    for method in ("get", "post"):
        assert getattr(Client(), method)(link, NEW).status_code == 404, "it works once"


def test_a_link_that_is_old_or_altered_opens_nothing(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = User.objects.create_user("other", "other@example.org")
    for wrong in (
        link[:-2] + ("a/" if link[-2] != "a" else "b/"),
        re.sub(r"invitation/[^/]+", "invitation/" + invitations.path_for(other).split("/")[3], link),
        "/account/invitation/x/y-z/",
        "/account/invitation/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/c0ffee-1/",
    ):
        assert Client().post(wrong, NEW).status_code == 404, wrong
    now = datetime.now()
    monkeypatch.setattr(invitations.tokens, "_now", lambda: now + timedelta(days=3, minutes=1))
    assert Client().post(link, NEW).status_code == 404
    monkeypatch.setattr(invitations.tokens, "_now", lambda: now + timedelta(days=2, hours=23))
    assert Client().get(link).status_code == 200


def test_a_deactivated_person_comes_in_by_no_link_and_no_session(administrator: Client, ana: User) -> None:
    theirs, link = enrolled(ana), invitations.path_for(ana)
    form = {
        "username": "ana",
        "email": "ana@example.org",
        "groups": [group.pk for group in ana.groups.all()],
        **NO_TERMS,
    }
    assert administrator.post(f"{USERS}{ana.pk}/change/", form).status_code == 302
    assert not is_in(theirs)
    assert Client().get(link).status_code == 404
    assert give_password(Client()).status_code == 200


def test_a_new_link_ends_all_that_was_when_it_is_used(
    administrator: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    theirs = enrolled(ana)
    address = reverse("admin:office_user_enrolment", args=[ana.pk])
    assert "Send a new enrolment link" in administrator.get(f"{USERS}{ana.pk}/change/").content.decode()
    assert administrator.get(address).status_code == 405
    administrator.post(address)
    assert is_in(theirs), "not before"
    finder = Client()
    assert finder.post(_link(), NEW).url == ENROL
    assert not is_in(theirs) and not is_in(finder)
    assert not ana.totpdevice_set.filter(confirmed=True).exists()
    assert give_password(Client(), password=PASSWORD).status_code == 200
    details = Event.objects.filter(verb="account").values_list("detail", flat=True)
    assert {"ana: sent an enrolment link", "ana: used an enrolment link"} <= set(details)


def test_an_administrator_gives_roles_and_nothing_beyond(administrator: Client, ana: User) -> None:
    page = administrator.get(f"{USERS}add/").content.decode()
    assert 'type="checkbox" name="groups"' in page
    for name in ("is_superuser", "user_permissions", "password", "is_staff"):
        assert f'name="{name}"' not in page
    every = [permission.pk for permission in Permission.objects.all()]
    form = {
        "username": "ana",
        "email": "ana@example.org",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        **NO_TERMS,
    }
    administrator.post(f"{USERS}{ana.pk}/change/", {**form, "user_permissions": every, "password": "x", "groups": []})
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.is_staff, ana.user_permissions.count()) == (False, False, 0)
    assert ana.check_password(PASSWORD)
    assert administrator.post(f"{USERS}{ana.pk}/delete/", {"post": "yes"}).status_code == 403
    # There is no such page: Django's admin takes the address for that of an account named so, and finds none.
    assert administrator.get(f"{USERS}{ana.pk}/password/", follow=True).redirect_chain[-1] == ("/admin/", 302)


def test_an_administrator_neither_raises_themself_nor_takes_over_who_stands_above(administrator: Client) -> None:
    above = User.objects.create_superuser("above", "above@example.org", "x")
    assert administrator.post(reverse("admin:office_user_enrolment", args=[above.pk])).status_code == 403
    assert (
        administrator.post(f"{USERS}{above.pk}/change/", {"username": "above", "email": "me@x.org"}).status_code == 403
    )
    me = User.objects.get(groups__name="administrator")
    every = [group.pk for group in Group.objects.all()]
    administrator.post(
        f"{USERS}{me.pk}/change/", {"username": me.username, "email": "me@x.org", "groups": every, **NO_TERMS}
    )
    assert [group.name for group in me.groups.all()] == ["administrator"]
    assert mail.outbox == []


def test_whoever_has_a_role_in_the_office_comes_in_and_a_coordinator_does_not(ana: User, client: Client) -> None:
    let_in(client, User.objects.create_superuser("above", "above@example.org", "x"))
    other = User.objects.create_superuser("other", "other@example.org", "x")
    coordinator = Group.objects.get(name="coordinator").pk
    oslo = {"terms-TOTAL_FORMS": 1, "terms-0-city": make_city("Oslo").pk, "terms-0-since": "2026-01-01"}
    for user, roles, city, comes_in in [(ana, [coordinator], oslo, False), (other, [], {}, True)]:
        who = {"username": user.username, "email": user.email, "is_active": "on", "groups": roles}
        form = {**who, **NO_TERMS, **city}
        assert client.post(f"{USERS}{user.pk}/change/", form).status_code == 302
        user.refresh_from_db()
        assert (user.is_active, user.is_staff) == (True, comes_in)


@pytest.mark.parametrize("role", ["editor", "publisher", "dossier", "coordinator"])
def test_only_administrators_see_accounts_and_the_log(role: str, ana: User) -> None:
    client = member(role)
    log = [] if role == "dossier" else ["/admin/office/event/"]
    for address in (USERS, f"{USERS}{ana.pk}/change/", *log):
        assert client.get(address).status_code == 403, address
    assert client.post(reverse("admin:office_user_enrolment", args=[ana.pk])).status_code == 403


def test_readers_of_the_dossier_see_who_was_told_of_its_words_and_no_other_line_of_the_log(ana: User) -> None:
    enrolled(ana)
    other = Event.objects.exclude(verb="compared").first()
    told = Event.objects.create(verb="compared", detail="Writer 1")
    client = member("dossier")
    assert "Writer 1" in client.get("/admin/office/event/").content.decode()
    lines = {line: client.get(f"/admin/office/event/{line.pk}/change/").status_code for line in (told, other)}
    assert lines[told] == 200 and lines[other] != 200


def test_the_log_is_read_and_never_written(administrator: Client, ana: User) -> None:
    enrolled(ana)
    line = Event.objects.get(verb="signed-in")
    superuser = member()
    User.objects.filter(username="member of ()").update(is_superuser=True)
    assert "signed in" in administrator.get("/admin/office/event/").content.decode()
    for client in (administrator, superuser):
        assert client.get(f"/admin/office/event/{line.pk}/change/").status_code == 200
        for action in ("add/", f"{line.pk}/change/", f"{line.pk}/delete/"):
            assert client.post(f"/admin/office/event/{action}", {"post": "yes"}).status_code == 403, action


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(client, User.objects.create_superuser("above", "above@example.org", "x"))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(invitations, "send_mail", fail)
    answer = _invite(client)
    assert "could not be sent" in client.get(answer.url).content.decode()


def test_the_first_administrator_is_invited_by_a_command(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    call_command("invite", "root", "root@example.org", role=["administrator"])
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("https://refuge.example.org/account/invitation/")
    assert client.post(printed.removeprefix("http://localhost"), NEW).url == ENROL
    user = User.objects.get(username="root")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert enrol(client, user) and client.get(USERS).status_code == 200
    with pytest.raises(CommandError, match="There is no role king"):
        call_command("invite", "other", "other@example.org", role=["king"])
    with pytest.raises(CommandError, match="There is such an account"):
        call_command("invite", "root", "evil@example.org")


def test_an_enrolment_link_is_dead_once_its_owner_signed_in(ana: User, client: Client) -> None:
    link = invitations.path_for(ana)
    code = recovery_code(ana)
    give_password(client)
    client.post(SECOND, {"code": code})
    assert Client().post(link, NEW).status_code == 404
