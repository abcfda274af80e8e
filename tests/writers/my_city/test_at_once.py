"""Two coordinators and staff at one stay at once: the later one is shown what changed, and nothing is lost."""

from collections.abc import Callable
from functools import cached_property
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from refuge.core.partial_dates import PartialDate
from refuge.core.upkeep import check
from tests.factories import make_city, make_stay, make_writer, publish
from tests.members import coordinator_of, make_roles, member
from tests.safety.filled import filled as filled_admin
from tests.writers.my_city.sent import filled
from writers.models import Residency, Writer
from writers.my_city import editing
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db
PRIVATE = "Nachtegaal"

COLUMNS = ("starts", "planned_end", "ends", "end_state", "confirmed_on", "private_note")


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """Return two coordinators of one city, and a publisher."""
    city = make_city("Oslo")
    make_stay(make_writer("Ana"), city, starts="2026-03", planned_end="2027-02", end_state="ongoing")
    publish(Writer.objects.get())
    return {
        "one": coordinator_of(city, username="one"),
        "other": coordinator_of(city, username="other"),
        "staff": member("publisher"),
    }


def stay_now() -> Residency:
    return Residency.objects.get()


def columns() -> dict[str, Any]:
    return Residency.objects.values(*COLUMNS).get()


class Hand:
    """One person at one form: `reads` it, and then `sends` it with what they say."""

    def __init__(self, client: Any, form: str) -> None:
        self.client, self.form, self.read = client, form, {}

    @cached_property
    def address(self) -> str:
        """Return where the form is sent, as the page said it that was read."""
        stay = stay_now()
        if self.form == "admin":
            return reverse("admin:writers_residency_change", args=[stay.pk])
        return reverse(f"my-city:{'dates' if self.form == 'dates' else 'answer'}", args=[stay.pk])

    def reads(self) -> None:
        """Open the page that holds the form."""
        if self.form == "admin":
            self.read = filled_admin(self.client.get(self.address))
        elif self.form == "dates":
            self.read = filled(self.client.get(self.address))
        else:
            page = self.client.get(reverse("my-city:city", args=[stay_now().city_id]))
            self.read = filled(page, self.address)

    def sends(self, said: dict[str, str]) -> Any:
        """Send the form."""
        return self.client.post(self.address, {**self.read, **said})


# Which form, what is said with it, and what has become of which column then.
CHANGES: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "extended": ("answer", {"answer": "extended", "year": "2099", "month": "5"}, {"planned_end": "May 2099"}),
    "ended": ("answer", {"answer": "ended", "year": "2026", "month": "4"}, {"ends": "April 2026"}),
    "here": ("answer", {"answer": "here"}, {}),
    "dates": ("dates", {"starts": "2026-02"}, {"starts": "February 2026"}),
    "admin": ("admin", {"planned_end": "2031", "private_note": PRIVATE}, {"planned_end": "2031"}),
}
# As they stood, in words.
BEFORE = {"starts": "March 2026", "planned_end": "February 2027", "ends": "empty"}
LABELS = {"starts": "first day", "planned_end": "planned end", "ends": "last day"}


def in_words() -> dict[str, str]:
    stay = stay_now()
    return {name: str(value) for name in LABELS if (value := getattr(stay, name))}


@pytest.mark.once
@pytest.mark.parametrize("later", ["here", "extended", "ended", "dates"])
@pytest.mark.parametrize("earlier", CHANGES)
def test_the_later_one_is_shown_what_changed_and_nothing_is_lost(
    people: dict[str, Any], earlier: str, later: str
) -> None:
    form, said, became = CHANGES[earlier]
    first = Hand(people["staff" if form == "admin" else "one"], form)
    form, says, becomes = CHANGES[later]
    second = Hand(people["other"], form)
    first.reads()
    second.reads()
    assert first.sends(said).status_code == 302
    stood = columns()
    answer = second.sends(says)
    page = answer.content.decode()
    assert answer.status_code == 422 and columns() == stood
    for name, word in became.items():
        assert f"{LABELS[name]}: “{BEFORE[name]}” has become “{word}”" in page
    today = PartialDate.from_date(timezone.localdate())
    if earlier in ("here", "extended"):
        assert f"confirmed on: “empty” has become “{today}”" in page
    assert PRIVATE not in page and "publisher" not in page and "private" not in page
    # Sent again from the page that says so, in knowledge of what was shown: both words are in the record.
    second.read = filled(answer, "" if form == "dates" else second.address)
    again = second.sends(says)
    if earlier == "ended" and later in ("here", "extended"):
        assert again.status_code == 422 and "recorded as over" in again.content.decode() and columns() == stood
        return
    assert again.status_code == 302
    if form == "answer":
        # An answer touches what it is about, and nothing else.
        touched = {"here": set(), "extended": {"planned_end"}, "ended": {"ends", "end_state"}}[later]
        assert {name for name in COLUMNS if columns()[name] != stood[name]} <= touched | {"confirmed_on"}
    assert {**in_words(), **becomes} == in_words()


@pytest.mark.once
@pytest.mark.parametrize("earlier", ["extended", "ended", "here", "dates"])
def test_staff_are_shown_what_a_city_changed(people: dict[str, Any], earlier: str) -> None:
    form, said, became = CHANGES[earlier]
    city, staff = Hand(people["one"], form), Hand(people["staff"], "admin")
    city.reads()
    staff.reads()
    assert city.sends(said).status_code == 302
    stood = columns()
    answer = staff.sends({"private_note": PRIVATE})
    page = answer.content.decode()
    assert answer.status_code == 200 and columns() == stood and "Someone else saved this" in page
    for name, word in became.items():
        assert f"{LABELS[name].capitalize()}: “{word}”" in page
    if earlier == "ended":
        assert "Is it over?: “ended”" in page


def test_what_she_may_not_see_is_not_told_though_it_changed(people: dict[str, Any]) -> None:
    hand = Hand(people["one"], "answer")
    hand.reads()
    Residency.objects.update(private_note=PRIVATE)
    answer = hand.sends({"answer": "here"})
    assert answer.status_code == 422 and "nothing that is shown here" in answer.content.decode()
    assert PRIVATE not in answer.content.decode() and "private" not in answer.content.decode()


@pytest.mark.once
@pytest.mark.parametrize("what", ["everything", "name", "city"])
@pytest.mark.parametrize("earlier", CHANGES)
def test_a_withdrawal_waits_for_nothing(people: dict[str, Any], earlier: str, what: str) -> None:
    form, said, _became = CHANGES[earlier]
    first, second = Hand(people["staff" if form == "admin" else "one"], form), Hand(people["other"], "answer")
    first.reads()
    second.reads()
    assert first.sends(said).status_code == 302
    stood = columns()
    # Not for what else was typed into the card either.
    answer = second.sends({"answer": "off", "what": what, "year": "20266", "day": "x", "month": "13", "seen": "?"})
    assert answer.status_code == 302 and columns() == stood
    assert not PublicWriter.objects.exists() or (what == "city" and not _shows_city())
    assert check() == []


@pytest.mark.once
@pytest.mark.parametrize("later", ["here", "extended", "ended", "dates", "admin"])
def test_what_was_withdrawn_stays_withdrawn_whatever_is_said_then(people: dict[str, Any], later: str) -> None:
    form, said, _became = CHANGES[later]
    first, second = Hand(people["one"], "answer"), Hand(people["staff" if form == "admin" else "other"], form)
    first.reads()
    second.reads()
    assert first.sends({"answer": "off", "what": "everything"}).status_code == 302
    assert second.sends(said).status_code == 302
    assert not PublicWriter.objects.exists() and Writer.objects.get().holds.filter(lifted_at=None).count() == 1


def _shows_city() -> bool:
    return PublicWriter.objects.filter(residencies__city__isnull=False).exists()


def test_what_is_sent_back_as_seen_says_nothing_of_others(people: dict[str, Any]) -> None:
    hand = Hand(people["one"], "answer")
    hand.reads()
    Residency.objects.update(planned_end="2030")
    for seen in ("", "|", "a|b|c|d|e|f", "<b>|||<i>|"):
        answer = hand.sends({"answer": "here", "seen": seen})
        page = answer.content.decode()
        assert answer.status_code == 422 and "Somebody else changed this" in page and "<i>" not in page


# -- really at once


def _meanwhile(act: Callable[[], Any], begun: Event, found: list[Any]) -> Thread:
    def run() -> None:
        try:
            begun.set()
            found.append(act())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def _raced(second: Hand, says: dict[str, str], act: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the answer to a form that was found sound while somebody else was still saving."""
    checked, found, begun = Event(), [], Event()
    saved = editing._saved

    def tells(*args: Any) -> bool:
        checked.set()
        return saved(*args)

    monkeypatch.setattr(editing, "_saved", tells)
    with transaction.atomic():
        act()
        other = _meanwhile(lambda: second.sends(says), begun, found)
        if connection.vendor == "postgresql":
            # It has read the record as it stood before, and waits for the lock.
            assert checked.wait(20)
            other.join(0.3)
            assert other.is_alive()
    other.join()
    return found[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("later", ["here", "dates"])
def test_whoever_is_later_by_a_moment_is_shown_what_changed(later: str, monkeypatch: pytest.MonkeyPatch) -> None:
    second, says = _alone(later)
    answer = _raced(
        second, says, lambda: Residency.objects.update(planned_end="2031", private_note=PRIVATE), monkeypatch
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "planned end: “February 2027” has become “2031”" in page
    assert PRIVATE not in page and str(stay_now().planned_end) == "2031" and stay_now().private_note == PRIVATE
    second.read = filled(answer, "" if later == "dates" else second.address)
    assert second.sends(says).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["moved", "deleted"])
@pytest.mark.parametrize("later", ["here", "dates"])
def test_what_was_moved_or_deleted_a_moment_ago_is_not_there(
    later: str, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, says = _alone(later)
    bergen = make_city("Bergen")
    acts = {"moved": lambda: Residency.objects.update(city=bergen), "deleted": lambda: Residency.objects.all().delete()}
    answer = _raced(second, says, acts[act], monkeypatch)
    assert answer.status_code == 404 and b"Bergen" not in answer.content
    assert list(Residency.objects.values_list("city", "confirmed_on")) == (
        [] if act == "deleted" else [(bergen.pk, None)]
    )


def _alone(form: str) -> tuple[Hand, dict[str, str]]:
    make_roles()
    city = make_city("Oslo")
    make_stay(make_writer("Ana"), city, starts="2026-03", planned_end="2027-02", end_state="ongoing")
    form, says, _becomes = CHANGES[form]
    hand = Hand(coordinator_of(city), form)
    hand.reads()
    return hand, says
