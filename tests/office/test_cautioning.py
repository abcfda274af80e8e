"""The pages of publishing where something speaks against it: it is shown, and going on needs a tick and a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.core import cautions, editions
from refuge.core.cautions import Caution, Link, key_of
from refuge.core.publishables import Facts
from refuge.office.cautioning import TEXTS_AN_HOUR
from refuge.office.differences import digest
from refuge.office.models import Event, User, log
from tests.factories import make_milestone, press_publish
from tests.members import member

pytestmark = pytest.mark.django_db
SAID = "This would say too much."
CLOSED = "writers.view_dossier"


def found_in(readers: str = "") -> Any:
    """Return a finder that speaks against every text with “secret” in it."""

    def find(record: Any, facts: Facts) -> list[Caution]:
        link = (Link("Anna Ek", "/admin/writers/writer/1/change/"),)
        return [
            Caution(
                "test", key_of(fact.value), SAID, "Text", "text", ("The ", "secret", " is out"), link, readers=readers
            )
            for fact in facts
            if fact.kind.name == "text" and "secret" in fact.value
        ]

    return find


@pytest.fixture(autouse=True)
def finders(monkeypatch: pytest.MonkeyPatch) -> None:
    """No finder of any room; each test has its own."""
    monkeypatch.setattr(cautions, "_finders", [])


def milestone(text: str = "The secret is out") -> Any:
    return say(make_milestone(published=False), text)


def say(record: Any, text: str) -> Any:
    type(record).objects.filter(pk=record.pk).update(text=text)
    return type(record).objects.get(pk=record.pk)


def door(record: Any, act: str) -> str:
    return reverse(f"admin:cities_milestone_{act}", args=[record.pk])


def press(client: Client, record: Any, **said: str) -> str:
    return client.post(door(record, "publish"), {"shown": digest(record), **said}, follow=True).content.decode()


def test_the_page_shows_each_with_the_words_around_and_asks_for_a_tick_and_a_reason() -> None:
    cautions.register(found_in())
    client, record = member("publisher"), milestone()
    page = client.get(door(record, "change")).content.decode()
    assert SAID in page and "The <mark>secret</mark> is out" in page and "<bdi>Anna Ek</bdi></a>" in page
    assert 'name="looked"' in page and 'name="reason"' in page


@pytest.mark.parametrize("said", [{}, {"looked": "on"}, {"reason": "It is known."}, {"looked": "on", "reason": " "}])
def test_without_both_nothing_is_published_and_the_field_says_what_is_missing(said: dict[str, str]) -> None:
    cautions.register(found_in())
    client, record = member("publisher"), milestone()
    page = press(client, record, **said)
    missing = {"looked", "reason"} - {name for name, value in said.items() if value.strip()}
    for name in ("looked", "reason"):
        assert (f'id="id_{name}_error"' in page or f'id="go-on-{name}_error"' in page) == (name in missing), name
    assert "This field is required." in page and "The <mark>secret</mark> is out" in page
    assert said.get("reason", "") in page and not record.publications.exists()


def test_with_both_it_is_published_and_not_asked_again() -> None:
    cautions.register(found_in())
    client, record = member("publisher"), milestone()
    assert "Published." in press(client, record, looked="on", reason="It is known.")
    assert [entry["why"] for entry in editions.standing_of(record).accepted] == ["It is known."]
    page = client.get(door(record, "change")).content.decode()
    assert SAID not in page and 'name="looked"' not in page


def test_what_was_ticked_is_what_was_shown() -> None:
    client, record = member("publisher"), milestone()
    seen = digest(record)
    cautions.register(found_in())
    sent = {"shown": seen, "looked": "on", "reason": "It is known."}
    page = client.post(door(record, "publish"), sent, follow=True).content.decode()
    assert "the record has changed since" in page and SAID in page and not record.publications.exists()


def test_what_stands_and_needs_a_reason_by_now_can_be_given_one() -> None:
    client, record = member("publisher"), milestone()
    press_publish(client, record)
    cautions.register(found_in())
    assert 'name="looked"' in client.get(door(record, "change")).content.decode()
    assert "Published." in press(client, record, looked="on", reason="It is known.")
    assert SAID not in client.get(door(record, "change")).content.decode()


def test_with_others_it_is_refused_and_said_why() -> None:
    cautions.register(found_in())
    client, record, plain = member("publisher"), milestone(), milestone("Nothing to hide")
    chosen = {"action": "publish_selected", "_selected_action": [record.pk, plain.pk]}
    listing = reverse("admin:cities_milestone_changelist")
    page = client.post(listing, chosen).content.decode()
    assert "It needs a reason, on its own page: Text: This would say too much." in page
    shown = {f"shown-{one.pk}": digest(one) for one in (record, plain)}
    client.post(listing, {**chosen, **shown, "confirmed": "yes"})
    assert not record.publications.exists() and plain.publications.exists()


def test_who_may_not_publish_is_not_answered() -> None:
    cautions.register(found_in(), readers=CLOSED)
    record = milestone()
    page = member("editor").get(door(record, "change")).content.decode()
    assert SAID not in page and "secret</mark>" not in page and digest(record) not in page
    assert not Event.objects.filter(verb=Event.Verb.COMPARED).exists()


def test_who_may_not_read_the_dossier_is_told_that_and_where_and_not_which() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED)
    record = milestone()
    page = member("publisher").get(door(record, "change")).content.decode()
    assert SAID in page and "<bdi>Text</bdi>" in page and "<mark>" not in page and "Anna Ek" not in page
    page = member("publisher", "dossier").get(door(record, "change")).content.decode()
    assert "The <mark>secret</mark> is out" in page and "<bdi>Anna Ek</bdi></a>" in page


def test_each_answer_is_a_line_of_the_log_once_for_one_text_and_says_nothing_of_it() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED)
    client, record = member("publisher"), milestone()
    for _time in range(2):
        client.get(door(record, "change"))
    record = say(record, "Nothing")
    client.get(door(record, "change"))
    lines = list(Event.objects.filter(verb=Event.Verb.COMPARED).order_by("pk").values_list("detail", flat=True))
    assert [line.partition(",")[0] for line in lines] == [f"milestone {record.pk}"] * 2
    assert [line[-3:] for line in lines] == [": 1", ": 0"] and "secret" not in str(lines)
    member("publisher", "dossier").get(door(record, "change"))
    assert Event.objects.filter(verb=Event.Verb.COMPARED).count() == 2, "to who may read it anyway it tells nothing"


def test_twenty_texts_an_hour_and_then_no_answer_and_no_publishing() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED)
    client, record = member("publisher"), milestone("0")
    for number in range(TEXTS_AN_HOUR):
        record = say(record, str(number))
        assert digest(record) in client.get(door(record, "change")).content.decode()
    record = say(record, "A secret")
    for page in (client.get(door(record, "change")).content.decode(), press(client, record)):
        assert SAID not in page and "Within an hour you were told" in page and digest(record) not in page
    chosen = {"action": "publish_selected", "_selected_action": record.pk}
    page = client.post(reverse("admin:cities_milestone_changelist"), chosen).content.decode()
    assert SAID not in page and "Within an hour you were told" in page and digest(record) not in page
    assert not record.publications.exists()
    record = say(record, "3")
    assert digest(record) in client.get(door(record, "change")).content.decode(), "what was answered once is told again"
    Event.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    record = say(record, "A secret")
    assert SAID in client.get(door(record, "change")).content.decode()


def test_looking_at_what_stands_unchanged_is_no_question() -> None:
    client, record = member("publisher"), milestone("Nothing")
    press_publish(client, record)
    cautions.register(found_in(CLOSED), readers=CLOSED)
    client.get(door(record, "change"))
    assert not Event.objects.filter(verb=Event.Verb.COMPARED).exists()


def test_a_permission_of_ones_own_is_enough() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED)
    client, record = member("publisher"), milestone()
    User.objects.get().user_permissions.add(Permission.objects.get(codename="view_dossier"))
    assert "<mark>secret</mark>" in client.get(door(record, "change")).content.decode()


def test_who_may_read_the_dossier_reads_these_lines_and_no_others() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED)
    record = milestone()
    member("publisher").get(door(record, "change"))
    log(None, Event.Verb.EXPORTED, "7 rows")
    listing = reverse("admin:office_event_changelist")
    assert member("publisher", "editor").get(listing).status_code == 403
    client = member("dossier")
    assert [line.verb for line in client.get(listing).context["cl"].result_list] == [Event.Verb.COMPARED]
    other = Event.objects.get(verb=Event.Verb.EXPORTED)
    page = client.get(reverse("admin:office_event_change", args=[other.pk]), follow=True).content.decode()
    assert "7 rows" not in page


def test_where_nothing_is_kept_nobody_is_counted() -> None:
    cautions.register(found_in(CLOSED), readers=CLOSED, keeps=lambda: False)
    member("publisher").get(door(milestone(), "change"))
    assert not Event.objects.filter(verb=Event.Verb.COMPARED).exists()
