"""Administrators say on the page of an account who looks after which city, and until when; nothing else of cities."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.coordinators import cities_of
from cities.models import City, Coordinator
from refuge.office.models import Event, User
from tests.factories import make_city, make_stay, make_writer
from tests.members import member
from tests.office.accounts.door import make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/office/user/add/"
WHO = {"username": "zora", "first_name": "Zora", "last_name": "Lind", "email": "zora@example.org"}


def page_of(user: User) -> str:
    return f"/admin/office/user/{user.pk}/change/"


def terms(*rows: dict[str, Any], saved: int = 0) -> dict[str, Any]:
    """Return what a browser sends for the rows of the terms."""
    sent: dict[str, Any] = {"terms-TOTAL_FORMS": len(rows), "terms-INITIAL_FORMS": saved}
    for number, row in enumerate(rows):
        sent |= {f"terms-{number}-{name}": value for name, value in row.items()}
    return sent


def as_saved(term: Coordinator, **more: Any) -> dict[str, Any]:
    """Return what a browser sends for a term that is there already."""
    return {"id": term.pk, "since": f"{term.since}", "until": "", "version_seen": term.version, **more}


def details() -> list[str]:
    return list(Event.objects.filter(verb="account").order_by("pk").values_list("detail", flat=True))


def role(name: str = "coordinator") -> int:
    return Group.objects.get(name=name).pk


def said(answer: Any) -> str:
    assert answer.status_code == 200
    formset = answer.context["inline_admin_formsets"][0].formset
    found = [
        *formset.non_form_errors(),
        *(words for errors in formset.errors for each in errors.values() for words in each),
    ]
    return " ".join(map(str, found))


@pytest.fixture
def administrator(db: None) -> Client:
    return member("administrator")


@pytest.fixture
def oslo(db: None) -> City:
    return make_city("Oslo", published=False)


@pytest.fixture
def bergen(db: None) -> City:
    return make_city("Bergen", published=False)


@pytest.fixture
def zora(oslo: City) -> User:
    user = make_user("zora", "coordinator")
    Coordinator.objects.create(user=user, city=oslo, since="2024-01-01")
    return user


def test_one_page_invites_a_coordinator_for_two_cities(
    administrator: Client, oslo: City, bergen: City, django_capture_on_commit_callbacks: Any
) -> None:
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=30)
    shown = administrator.get(ADD).content.decode()
    assert f'name="terms-__prefix__-since" value="{today}"' in shown
    rows = terms({"city": oslo.pk, "since": today}, {"city": bergen.pk, "since": later})
    with django_capture_on_commit_callbacks(execute=True):
        assert administrator.post(ADD, {**WHO, **rows}).status_code == 302
    user = User.objects.get(username="zora")
    assert [group.name for group in user.groups.all()] == ["coordinator"] and not user.is_staff
    assert list(cities_of(user)) == [oslo]
    assert set(cities_of(user, later)) == {oslo, bergen}
    (sent,) = mail.outbox
    assert "- Oslo\n" in sent.body and "- Bergen, from " in sent.body
    assert "https://refuge.example.org/my-city/" in sent.body
    assert details()[:3] == [
        f"zora: Oslo, term given, from {today}",
        f"zora: Bergen, term given, from {later}",
        "zora: invited; coordinator; active",
    ]


def test_the_mail_is_in_the_language_of_whom_it_invites_and_not_of_whom_it_is_sent_by(
    administrator: Client, oslo: City, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.update(language="fa")
    later = terms({"city": oslo.pk, "since": "2035-10-01"})
    for name, language, day in (("zora", "fa", "1 اکتبر 2035"), ("bo", "", "Oct. 1, 2035")):
        who = {**WHO, "username": name, "language": language}
        with django_capture_on_commit_callbacks(execute=True):
            assert administrator.post(ADD, {**who, **later}).status_code == 302
        assert day in mail.outbox[-1].body


def test_a_mail_to_who_looks_after_nothing_speaks_of_no_city(
    administrator: Client, oslo: City, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(ADD, {**WHO, "groups": [role("editor")], **terms()})
    assert "look after:" not in mail.outbox[0].body and "my-city" not in mail.outbox[0].body


def test_the_role_is_refused_without_a_city(administrator: Client, oslo: City) -> None:
    answer = administrator.post(ADD, {**WHO, "groups": [role()], **terms()})
    assert "A coordinator looks after a city" in said(answer)
    assert "A coordinator looks after a city" in answer.content.decode()
    assert not User.objects.filter(username="zora").exists()
    unsound = administrator.post(ADD, {**WHO, "groups": [role()], **terms({"city": oslo.pk, "since": "soon"})})
    assert "Enter a valid date" in said(unsound) and "looks after" not in said(unsound)


def test_a_handover_ends_one_term_and_begins_another_and_both_stay_on_record(
    administrator: Client, zora: User, oslo: City
) -> None:
    term, last = Coordinator.objects.get(), timezone.localdate() - timedelta(days=1)
    ended = terms(as_saved(term, until=last), saved=1)
    form = {**WHO, "is_active": "on", "groups": [role()]}
    assert administrator.post(page_of(zora), {**form, **ended}).status_code == 302
    bo = make_user("bo")
    rows = terms({"city": oslo.pk, "since": timezone.localdate()})
    heir = {"username": "bo", "email": "bo@example.org", "is_active": "on"}
    assert administrator.post(page_of(bo), {**heir, **rows}).status_code == 302
    assert not cities_of(zora).exists() and list(cities_of(bo)) == [oslo]
    assert Coordinator.objects.filter(city=oslo).count() == 2
    assert list(term.history.order_by("history_id").values_list("until", flat=True)) == [None, last]
    assert f"zora: Oslo, term ended, from 2024-01-01, last day {last}" in details()
    assert bo.groups.filter(name="coordinator").exists()
    # The account can still be saved, with its role, though no term runs.
    term.refresh_from_db()
    assert administrator.post(page_of(zora), {**form, **terms(as_saved(term, until=last), saved=1)}).status_code == 302


def test_the_role_is_not_taken_from_who_has_a_city_without_a_last_day(administrator: Client, zora: User) -> None:
    term, today = Coordinator.objects.get(), timezone.localdate()
    form = {**WHO, "is_active": "on", "groups": []}
    assert "Write the last day" in said(administrator.post(page_of(zora), {**form, **terms(as_saved(term), saved=1)}))
    assert zora.groups.exists()
    rows = terms(as_saved(term, until=today), saved=1)
    assert administrator.post(page_of(zora), {**form, **rows}).status_code == 302
    assert not zora.groups.exists()


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [("2023-01-01", "2023-12-31", False), ("2023-01-01", "2024-01-01", True), ("2026-01-01", "", True)],
)
def test_terms_of_one_person_in_one_city_do_not_overlap(
    administrator: Client, zora: User, oslo: City, bergen: City, since: str, until: str, refused: bool
) -> None:
    form = {**WHO, "is_active": "on", "groups": [role()]}
    old = as_saved(Coordinator.objects.get())
    answer = administrator.post(
        page_of(zora), {**form, **terms(old, {"city": oslo.pk, "since": since, "until": until}, saved=1)}
    )
    if refused:
        assert "already looks after this city from 2024-01-01" in said(answer)
    assert Coordinator.objects.count() == (1 if refused else 2)
    # Another city at the same time is no overlap.
    count = Coordinator.objects.count()
    saved = [as_saved(row, until=row.until or "") for row in Coordinator.objects.order_by("pk")]
    more = {"city": bergen.pk, "since": since, "until": until}
    assert administrator.post(page_of(zora), {**form, **terms(*saved, more, saved=count)}).status_code == 302


def test_two_new_terms_and_one_added_meanwhile_are_compared_too(
    administrator: Client, zora: User, oslo: City, bergen: City
) -> None:
    form, old = {**WHO, "is_active": "on", "groups": [role()]}, as_saved(Coordinator.objects.get())
    new = {"city": bergen.pk, "since": "2026-01-01"}
    assert "from 2026-01-01" in said(administrator.post(page_of(zora), {**form, **terms(old, new, new, saved=1)}))
    Coordinator.objects.create(user=zora, city=bergen, since="2025-05-05")
    assert "from 2025-05-05" in said(administrator.post(page_of(zora), {**form, **terms(old, new, saved=1)}))
    assert Coordinator.objects.count() == 2


def test_editors_are_refused_an_overlap_at_the_city_and_what_they_change_is_logged(zora: User, oslo: City) -> None:
    editor, term = member("editor"), Coordinator.objects.get()
    rows = {
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
        "coordinators-TOTAL_FORMS": 2,
        "coordinators-INITIAL_FORMS": 1,
        "coordinators-0-id": term.pk,
        "coordinators-0-user": zora.pk,
        "coordinators-0-since": "2024-01-01",
        "coordinators-1-user": zora.pk,
        "coordinators-1-since": "2025-01-01",
    }
    form = {"name": "Oslo", "country": "NO", "kind": "city", **rows}
    address = f"/admin/cities/city/{oslo.pk}/change/"
    answer = editor.post(address, form)
    assert answer.status_code == 200 and "already looks after this city" in answer.content.decode()
    assert editor.post(address, {**form, "coordinators-0-until": "2024-12-31"}).status_code == 302
    assert details() == [
        "zora: Oslo, term given, from 2025-01-01",
        "zora: Oslo, term ended, from 2024-01-01, last day 2024-12-31",
    ]
    later = Coordinator.objects.latest("pk")
    rows |= {"coordinators-INITIAL_FORMS": 2, "coordinators-1-id": later.pk, "coordinators-1-DELETE": "on"}
    assert editor.post(address, {**form, **rows, "coordinators-0-until": "2024-12-31"}).status_code == 302
    assert details()[-1] == "zora: Oslo, term removed, from 2025-01-01"


def test_a_term_is_neither_deleted_nor_moved_by_what_an_administrator_sends(
    administrator: Client, zora: User, oslo: City, bergen: City
) -> None:
    term, bo = Coordinator.objects.get(), make_user("bo", "coordinator")
    theirs = Coordinator.objects.create(user=bo, city=bergen, since="2024-01-01")
    assert "terms-0-DELETE" not in administrator.get(page_of(zora)).content.decode()
    form = {**WHO, "is_active": "on", "groups": [role()]}
    forged = as_saved(term, DELETE="on", city=bergen.pk, until=timezone.localdate())
    assert administrator.post(page_of(zora), {**form, **terms(forged, saved=1)}).status_code == 302
    term.refresh_from_db()
    assert (term.city, term.user, term.until) == (oslo, zora, timezone.localdate())
    before = Coordinator.objects.filter(pk=theirs.pk).values().get()
    for more in ({"id": theirs.pk}, {"user": bo.pk}):
        administrator.post(page_of(zora), {**form, **terms(as_saved(term, **more), saved=1)})
        term.refresh_from_db()
    assert Coordinator.objects.filter(pk=theirs.pk).values().get() == before and term.user == zora
    for act in ("add/", f"{term.pk}/change/", f"{term.pk}/delete/"):
        assert administrator.post(f"/admin/cities/coordinator/{act}", {"post": "yes"}).status_code == 403


def test_nobody_gives_themself_a_city_or_reopens_a_term_of_their_own(administrator: Client, oslo: City) -> None:
    me = User.objects.get(groups__name="administrator")
    form = {"username": "me", "email": "me@example.org"}
    new = {"city": oslo.pk, "since": "2024-01-01"}
    assert administrator.post(page_of(me), {**form, **terms(new)}).status_code == 302
    me.refresh_from_db()
    assert me.email == "me@example.org" and not Coordinator.objects.exists()
    term = Coordinator.objects.create(user=me, city=oslo, since="2024-01-01")
    term.until = "2024-06-30"
    term.save()
    administrator.post(page_of(me), {**form, **terms(as_saved(term, until=""), saved=1)})
    step = term.history.latest("history_id").pk
    names = [term.pk, "cities.coordinator", step]
    assert administrator.post(reverse("admin:cities_coordinator_take_back", args=names)).status_code == 403
    assert not cities_of(me).exists()
    assert "Take back" not in administrator.get(f"/admin/cities/coordinator/{term.pk}/history/").content.decode()


def test_an_administrator_learns_the_names_of_cities_and_nothing_of_guests(administrator: Client, oslo: City) -> None:
    make_city("Cambridge", "US", published=False)
    make_city("Cambridge", "GB", published=False)
    make_stay(make_writer("Nightingale"), oslo, private_note="hidden place")
    page = administrator.get(ADD).content.decode()
    offered = re.findall(r"<option value=\"\d+\">([^<]+)</option>", page)
    assert sorted(offered) == ["Cambridge (United Kingdom)", "Cambridge (United States)", "Oslo (Norway)"]
    assert "Nightingale" not in page and "hidden place" not in page
    assert "/admin/cities/city/" not in page, "no door to a city beside the choice"
    for address in (
        f"/admin/cities/city/{oslo.pk}/change/",
        "/admin/cities/city/",
        f"/admin/cities/city/{oslo.pk}/history/",
    ):
        assert administrator.get(address).status_code == 403


def test_who_saved_meanwhile_is_not_overwritten(administrator: Client, zora: User) -> None:
    term = Coordinator.objects.get()
    read = as_saved(term, until="2030-01-01")
    term.until = "2027-07-07"
    term.save()
    form = {**WHO, "is_active": "on", "groups": [role()]}
    answer = administrator.post(page_of(zora), {**form, **terms(read, saved=1)})
    assert "Someone else saved this" in said(answer) and "2027-07-07" in said(answer)
