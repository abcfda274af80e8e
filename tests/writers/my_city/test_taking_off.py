"""Off at once: what the public is told in the next request, who is told, what stays held, and the way back."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.core import editions, publishing
from refuge.core.scopes import Scope
from refuge.core.upkeep import check
from refuge.office.models import Event, User
from tests.factories import make_stay, publish, staff
from tests.members import coordinator_of, member
from tests.safety.register import NEVER, WORDS, answers, make_person, make_places
from tests.writers.my_city.sent import undo_of
from writers.models import Clearance, Dossier, Residency, Text, Work, Writer
from writers.public.models import PublicPortrait
from writers.taking_off import What

pytestmark = pytest.mark.django_db

PAGE, NOWHERE = "/writers/zvonimira/", "/writers/nobody-ever/"
ADDRESSES = [
    PAGE,
    NOWHERE,
    "/",
    "/writers/",
    "/writers/?city=harbourtown",
    "/writers/?country=NO",
    "/cities/harbourtown/",
]
# What is typed into the record and published by nobody.
PENDING = "Pendingword"


class Town:
    """A town with a guest who is public, everything cleared, and its coordinator's browser."""

    def __init__(self) -> None:
        self.city = make_places()
        publish(self.city)
        self.writer = make_person(self.city, frozenset(Scope))
        self.stay = self.writer.residencies.get()
        self.hers = coordinator_of(self.city)
        self.never = answers()
        publish(self.writer)
        self.published = answers()
        self.images = [f"/images/{name}.{end}" for name, end in PublicPortrait.objects.values_list("name", "format")]
        self.shown = self.told()

    def told(self) -> dict[str, Any]:
        """Return what somebody else's browser is told in this process, where the guest could be read of."""
        return answers([*ADDRESSES, *self.images])

    def take_off(self, what: str) -> Any:
        """Take the guest off as she does; return the page after it."""
        said = {"answer": "off", "what": what}
        return self.hers.post(reverse("my-city:answer", args=[self.stay.pk]), said, follow=True)

    def undo(self, sent: dict[str, str] | None = None) -> Any:
        """Press “Undo”."""
        return self.hers.post(reverse("my-city:undo", args=[self.stay.pk]), sent or {"part": "hold", "number": "1"})

    def hold(self) -> Any:
        """Return the hold that stands."""
        return editions.hold_on(self.writer)


@pytest.fixture(scope="module")
def town(_fast: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Return one town for all tests of this file, each of which is rolled back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


def edit(town: Town) -> None:
    """Change everything about the guest in the record, published by nobody."""
    Writer.objects.update(summary=PENDING, birth_year=1899)
    Work.objects.update(title=PENDING)
    Text.objects.update(text=PENDING)
    Residency.objects.update(starts="1899", public_note=PENDING)
    make_stay(Writer.objects.get(), town.city, starts="1898", public_note=PENDING)


@pytest.mark.parametrize("what", ["everything", "name"])
def test_the_next_request_is_answered_as_if_the_guest_had_never_been(town: Town, what: str) -> None:
    assert town.shown[PAGE][0] == 200 and town.images
    assert town.published != town.never
    assert town.take_off(what).status_code == 200
    assert answers() == town.never
    gone = town.told()
    assert {gone[address] for address in (PAGE, *town.images)} == {gone[NOWHERE]}
    assert check() == []


def test_without_the_city_the_page_stays_and_says_nothing_of_the_city(town: Town) -> None:
    city = WORDS[Scope.HOST_CITY]
    assert city in town.shown[PAGE][2].decode()
    assert WORDS[Scope.NAME] in town.shown["/cities/harbourtown/"][2].decode()
    assert town.take_off("city").status_code == 200
    gone = town.told()
    assert gone[PAGE][0] == 200 and WORDS[Scope.NAME] in gone[PAGE][2].decode()
    assert city not in gone[PAGE][2].decode() and "Norway" not in gone[PAGE][2].decode()
    for address in ("/cities/harbourtown/", "/writers/?city=harbourtown", "/writers/?country=NO"):
        assert WORDS[Scope.NAME] not in gone[address][2].decode()
    assert gone["/cities/harbourtown/"] == town.never["/cities/harbourtown/"]
    assert all(gone[image] == town.shown[image] for image in town.images)
    assert check() == []


@pytest.mark.parametrize("what", What.values)
def test_only_a_publisher_lifts_the_hold(town: Town, what: str) -> None:
    town.take_off(what)
    assert town.hold().by == town.hers.user
    with pytest.raises(publishing.Refused):
        publish(town.writer)
    lift = reverse("admin:writers_writer_lift", args=[town.writer.pk])
    for role in ("editor", "dossier", "coordinator"):
        assert member(role).post(lift, {"reason": "Seen."}).status_code == 403
    town.hers.post(lift, {"reason": "Seen."})
    assert town.hold()
    assert member("publisher").post(lift, {"reason": "Seen."}).status_code == 302
    assert town.hold() is None


@pytest.mark.parametrize("what", What.values)
def test_the_log_says_who_did_it_and_of_whom_nothing(town: Town, what: str) -> None:
    page = town.take_off(what).content.decode()
    assert town.undo(undo_of(page)).status_code == 200
    lines = list(Event.objects.order_by("pk").values_list("by", "verb", "detail"))
    assert [line[:2] for line in lines[-2:]] == [(town.hers.user.pk, "took-off"), (town.hers.user.pk, "put-back")]
    assert lines[-2][2] == what
    said = " ".join(map(str, lines)).casefold()
    assert not [word for word in (*WORDS.values(), *NEVER, "harbourtown") if word.casefold() in said]


# -- the mail


@pytest.mark.parametrize("what", What.values)
def test_the_mail_names_nobody_and_leads_there(town: Town, what: str) -> None:
    browser = member("publisher")
    publisher = User.objects.latest("pk")
    publisher.email = "publisher@example.org"
    publisher.save()
    for name, role, active in (("no publisher", "editor", True), ("no longer", "publisher", False)):
        user = User.objects.create_user(name, "somebody@example.org", is_active=active)
        user.groups.set(Group.objects.filter(name=role))
    town.take_off(what)
    (letter,) = mail.outbox
    assert letter.to == ["publisher@example.org"]
    whole = letter.message().as_string()
    # Neither a name nor a city nor a number, by which one of them could be asked for.
    words = (*WORDS.values(), *NEVER, "zvonimira", "coordinator@", town.hers.user.get_username(), What(what).label)
    assert not [str(word) for word in words if str(word).casefold() in whole.casefold()]
    assert not re.search(r"\d", letter.subject + letter.body)
    # Under the name that the operator set, whatever she asked for.
    (link,) = re.findall(r"https://refuge\.example\.org(/\S+)", letter.body)
    assert WORDS[Scope.NAME] in browser.get(link).content.decode()
    assert Client().get(link).status_code == 302


@pytest.mark.parametrize("error", [ConnectionRefusedError("No way to Zvonimira"), TimeoutError()])
def test_a_mail_server_that_is_down_keeps_nothing_public(
    town: Town, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    User.objects.filter(pk=staff().pk).update(email="publisher@example.org", is_superuser=True)

    def fails(self: Any, messages: Any) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    page = town.take_off("everything")
    assert page.status_code == 200 and "It is off the public site" in page.content.decode()
    assert town.told()[PAGE] == town.told()[NOWHERE] and town.hold()
    assert type(error).__name__ in caplog.text and "Zvonimira" not in caplog.text


# -- the way back


@pytest.mark.parametrize("edited", ["", "before", "between"])
@pytest.mark.parametrize("what", What.values)
def test_undone_within_the_hour_it_is_byte_for_byte_what_was_public(town: Town, what: str, edited: str) -> None:
    before = list(town.writer.publications.filter(standing=True).values("slug", "images", "facts", "title"))
    if edited == "before":
        edit(town)
    page = town.take_off(what).content.decode()
    if edited == "between":
        edit(town)
    assert town.undo(undo_of(page)).status_code == 200
    assert town.told() == town.shown and (edited or answers() == town.published)
    assert list(town.writer.publications.filter(standing=True).values("slug", "images", "facts", "title")) == before
    assert Writer.objects.get(pk=town.writer.pk).unpublished is bool(edited)
    assert town.hold() is None and check() == []
    if edited:
        # What could have shown.
        publish(town.writer)
        assert PENDING in town.told()[PAGE][2].decode()


@pytest.mark.parametrize("what", What.values)
def test_after_the_hour_it_is_refused(town: Town, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = undo_of(town.take_off(what).content.decode())
    gone, now = town.told(), timezone.now()
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now + timedelta(minutes=60, seconds=1))
        assert town.undo(sent).status_code == 422
        assert town.hold()
    assert town.told() == gone


@pytest.mark.parametrize("what", What.values)
@pytest.mark.parametrize("when", ["before", "during"])
@pytest.mark.parametrize("how", ["hold", "withdrawal"])
def test_what_staff_hold_she_never_undoes(town: Town, what: str, when: str, how: str) -> None:
    acts = {"hold": publishing.place_hold, "withdrawal": publishing.withdraw}

    def act() -> None:
        acts[how](Writer.objects.get(), staff(), "Holdreason")

    if when == "before":
        act()
    page = town.take_off(what).content.decode()
    if when == "during":
        act()
    else:
        assert "Undo" not in page
    gone = town.told()
    assert town.undo().status_code == 422
    # Nor by taking it off once more.
    town.take_off(what)
    assert town.undo().status_code == 422
    assert town.hold() and town.told() == gone and "Holdreason" not in page


@pytest.mark.parametrize(("what", "scope"), [("name", Scope.NAME), ("city", Scope.HOST_CITY)])
def test_a_clearance_that_staff_have_touched_since_stays_ended(town: Town, what: str, scope: str) -> None:
    sent = undo_of(town.take_off(what).content.decode())
    ended = Clearance.objects.get(scope=scope, withdrawn_on__isnull=False)
    ended.evidence = "She said so herself on the telephone."
    ended.save()
    gone = town.told()
    assert town.undo(sent).status_code == 200
    ended.refresh_from_db()
    assert ended.withdrawn_on
    if what == "name":
        assert town.told() == gone
    assert WORDS[scope] not in town.told()[PAGE][2].decode() and check() == []


@pytest.mark.parametrize("what", What.values)
@pytest.mark.parametrize("scope", [Scope.ORIGIN, Scope.PORTRAIT, Scope.OTHER_NAME])
def test_what_was_narrowed_meanwhile_stays_narrowed(town: Town, what: str, scope: str) -> None:
    assert WORDS[scope] in town.shown[PAGE][2].decode()
    sent = undo_of(town.take_off(what).content.decode())
    Clearance.objects.filter(scope=scope).update(withdrawn_on=timezone.localdate())
    assert town.undo(sent).status_code == 200
    page = town.told()[PAGE]
    assert page[0] == 200 and WORDS[scope] not in page[2].decode() and WORDS[Scope.NAME] in page[2].decode()
    assert check() == []


def test_two_withdrawals_in_a_row_are_undone_at_once(town: Town) -> None:
    town.take_off("city")
    sent = undo_of(town.take_off("name").content.decode())
    assert town.undo(sent).status_code == 200
    assert town.told() == town.shown and check() == []


ACTS: dict[str, Callable[[Town], Any]] = {
    "lifted": lambda town: member("publisher").post(
        reverse("admin:writers_writer_lift", args=[town.writer.pk]), {"reason": "Seen."}
    ),
    "deleted": lambda town: Clearance.objects.filter(scope=Scope.HOST_CITY).delete(),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_staff_did_meanwhile_undo_shows_no_more(town: Town, act: str) -> None:
    sent = undo_of(town.take_off("city").content.decode())
    ACTS[act](town)
    town.undo(sent)
    assert WORDS[Scope.HOST_CITY] not in town.told()[PAGE][2].decode() and check() == []
    assert not Dossier.objects.filter(address="").exists()
