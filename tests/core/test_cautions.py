"""Cautions: what speaks against publishing is asked of every finder, and what somebody went on with is kept."""

from collections.abc import Iterator
from typing import Any

import pytest

from refuge.core import cautions, editions, publishing
from refuge.core.cautions import Caution, key_of
from refuge.core.publishables import Facts
from refuge.core.publishing import NeedsReason
from tests.factories import make_milestone, make_writer, staff, withdraw

pytestmark = pytest.mark.django_db
SAID = "It says so."


@pytest.fixture(autouse=True)
def finders(monkeypatch: pytest.MonkeyPatch) -> None:
    """No finder of any room; each test has its own."""
    monkeypatch.setattr(cautions, "_finders", [])


def find(record: Any, facts: Facts) -> Iterator[Caution]:
    """Speak against every text of a milestone that says “never”, unless the ground is another."""
    for fact in facts:
        if fact.kind.name == "text" and "never" in fact.value:
            yield Caution("test", key_of("never", fact.value), SAID, "Text", "text", fact=fact)


def texts(record: Any) -> list[Any]:
    standing = editions.standing_of(record)
    return [fact.value for fact in editions.kept_facts(standing) if fact.kind.name == "text"] if standing else []


def say(record: Any, text: str) -> Any:
    record = type(record).objects.get(pk=record.pk)
    record.text = text
    record.save()
    return record


def test_without_a_reason_it_is_refused_and_nothing_is_written() -> None:
    cautions.register(find)
    record = say(make_milestone(published=False), "I never said so.")
    for reason in ("", "  \n"):
        with pytest.raises(NeedsReason, match=SAID) as refused:
            publishing.publish(record, staff(), reason=reason)
        assert [caution.where for caution in refused.value.cautions] == ["Text"]
    assert not record.publications.exists()


def test_with_one_it_is_published_and_who_why_and_which_are_kept_and_no_word_of_it() -> None:
    cautions.register(find)
    record = say(make_milestone(published=False), "I never said so.")
    publication = publishing.publish(record, staff(), reason=" It is a quotation. ")
    (kept,) = publication.accepted
    assert {name: kept[name] for name in ("kind", "part", "why", "by")} == {
        "kind": "test",
        "part": "text",
        "why": "It is a quotation.",
        "by": staff().pk,
    }
    assert "never" not in str(publication.accepted) and kept["at"]


def test_what_somebody_went_on_with_is_not_asked_again_and_anything_else_is() -> None:
    cautions.register(find)
    record = say(make_milestone(published=False), "I never said so.")
    publishing.publish(record, staff(), reason="A quotation.")
    type(record).objects.update(title="Another title")
    record = type(record).objects.get()
    again = publishing.publish(record, staff())
    assert again is not None and [entry["why"] for entry in again.accepted] == ["A quotation."]
    with pytest.raises(NeedsReason):
        publishing.publish(say(record, "He never said so."), staff())
    last = publishing.publish(record, staff(), reason="Another quotation.")
    assert [entry["why"] for entry in last.accepted] == ["Another quotation."]


def test_a_reason_for_what_stands_already_is_kept_too() -> None:
    record = say(make_milestone(published=False), "I never said so.")
    publishing.publish(record, staff())
    assert publishing.publish(record, staff()) is None
    cautions.register(find)
    with pytest.raises(NeedsReason):
        publishing.publish(record, staff())
    first = editions.standing_of(record)
    publishing.publish(record, staff(), reason="A quotation.")
    second = editions.standing_of(record)
    assert second != first and (second.slug, second.first_published_on) == (first.slug, first.first_published_on)
    assert second.facts == first.facts and publishing.publish(record, staff()) is None


def test_after_a_withdrawal_it_is_asked_anew() -> None:
    cautions.register(find)
    record = say(make_milestone(published=False), "I never said so.")
    publishing.publish(record, staff(), reason="A quotation.")
    withdraw(record).lift(staff(), "Looked at again.")
    with pytest.raises(NeedsReason):
        publishing.publish(record, staff())


def test_a_finder_that_narrows_takes_the_fact_out_unless_somebody_went_on() -> None:
    record = say(make_milestone(published=False), "I never said so.")
    publishing.publish(record, staff())
    other = say(make_milestone("Another", published=False), "Nobody never did.")
    publishing.publish(other, staff())
    publishing.narrow(record)
    cautions.register(find)
    assert not publishing.narrow(record), "one that only speaks against publishing takes nothing away"
    cautions._finders.clear()
    cautions.register(find, narrows=True)
    publishing.publish(other, staff(), reason="A quotation.")
    for one in (record, other):
        publishing.settle(one)
        one.refresh_from_db()
    assert texts(record) == [] and record.unpublished
    assert texts(other) == ["Nobody never did."] and not other.unpublished


def test_whoever_may_not_know_is_told_that_there_is_something_and_where() -> None:
    caution = Caution("test", "key", SAID, "Text", "text", around=("I ", "never", " did"), readers="some.permission")
    told = caution.told_to(lambda permission: False)
    assert told.where == "Text" and told.around is None
    assert caution.told_to(lambda permission: permission == "some.permission").around == ("I ", "never", " did")


def test_nobody_reads_from_a_key_of_what_it_was_made() -> None:
    assert "Anna" not in key_of("Anna") and key_of("Anna") == key_of("Anna") != key_of("Anne")


def test_a_person_is_asked_about_like_anything_else() -> None:
    cautions.register(lambda record, facts: [Caution("test", "one", f"Of {record}.")])
    with pytest.raises(NeedsReason, match=r"Of Anna\."):
        publishing.publish(make_writer("Anna"), staff())
