"""What publishing would change, in words: nothing raw, old and new of one field beside each other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cities.facts import city_facts
from cities.models import City
from refuge.core import editions
from refuge.core.scopes import Scope
from refuge.office.differences import Difference, differences, digest, in_short
from tests.browser.office import full_writer
from tests.factories import (
    make_city,
    make_membership,
    make_milestone,
    make_page,
    make_source,
    make_stay,
    make_writer,
    publish,
    see_all,
)
from tests.members import member
from writers import kinds
from writers.facts import facts_of
from writers.models import Writer
from writers.wording import lines

pytestmark = pytest.mark.django_db


def shown(record: object) -> list[tuple[str, str, str, str]]:
    """Return the differences of a record, read anew, as rows."""
    record = type(record).objects.get(pk=record.pk)  # type: ignore[attr-defined]
    found = differences(record, editions.standing_of(record))
    return [(row.heading, row.label, row.now, row.then) for row in found]


def test_what_changed_in_a_row_stands_beside_what_it_was() -> None:
    writer = full_writer()
    see_all(writer)
    assert shown(writer) == [
        ("The person", "In one sentence", "A poet.", "شاعر و مترجم"),
        ("Stay: Bergen, 2003–2005", "Dates", "2003–2004", "2003–2005"),
        ("Stay: Bergen, 2003–2005", "Now", "over from 1 January 2005", "over from 1 January 2006"),
        ("Work: On the Final G", "Year", "1999", "2000"),
        ("Work: This is not an email", "Title", "", "This is not an email"),
        ("Work: This is not an email", "Form", "", "poetry"),
        ("Work: This is not an email", "Year", "", "2014"),
        ("Work: This is not an email", "Status", "", "published"),
        ("Biography: English", "Text", "A life.", "A longer life."),
    ]


def test_every_kind_of_fact_of_a_writer_has_words() -> None:
    writer = full_writer()
    stay = writer.residencies.get()
    stay.public_note, stay.programme = "A note.", None
    stay.save()
    whole = tuple(facts_of(writer))
    for kind in {fact.kind for fact in whole} - {kinds.PERSON, kinds.ROW, kinds.STAY}:
        without = tuple(fact for fact in whole if fact.kind is not kind)
        assert set(lines(whole)) != set(lines(without)), kind


def test_every_fact_of_a_city_a_milestone_and_a_page_has_words() -> None:
    city = make_city("Bergen", local_name="Bergen", text="A *harbour*.", latitude=60.4, longitude=5.3)
    make_membership(city, since="2006").sources.add(make_source("A report"))
    city.sources.add(make_source("The council"))
    rows = {(heading, label): then for heading, label, _now, then in shown(city)}
    assert rows["Membership: ICORN, from 2006", "State"] == "active member"
    assert rows["Sources", "Source"] == "The council"
    City.objects.update(country="SE", always_dark=True)
    assert ("", "Country", "Norway", "Sweden") in shown(city)
    told = {"membership", "source", "light", "unnamed guests"}
    assert {fact.kind.name for fact in city_facts(city)} >= told
    milestone, page = make_milestone(), make_page()
    type(milestone).objects.update(date="1994")
    type(page).objects.update(title="Who we are")
    assert shown(milestone) == [("", "Date", "1993", "1994")]
    assert shown(page) == [("", "Title", "About", "Who we are")]


def test_a_source_that_changed_its_note_is_one_line() -> None:
    writer, source = make_writer("Anna"), make_source("A report")
    writer.sources.add(source)
    publish(writer)
    source.note = "Page 3."
    source.save()
    assert shown(writer) == [("Links and sources", "Source", "A report", "A report, Page 3.")]


def test_an_order_that_alone_changed_is_said_too() -> None:
    writer = make_writer("Anna", roles=["poet", "essayist"], published=True)
    standing = editions.standing_of(writer)
    standing.facts = [*standing.facts[2:], *standing.facts[:2]]
    assert differences(writer, standing) == [Difference("", "Order", "as it stands", "as in the record")]


@pytest.mark.parametrize(
    ("clear", "level", "words"),
    [
        ((Scope.NAME, Scope.HOST_COUNTRY), 3, "named, without portrait; host shown to the country"),
        ((Scope.NAME, Scope.HOST_COUNTRY, Scope.HOST_CITY), 3, "named, without portrait; host shown to the city"),
        ((Scope.NAME,), 3, "named, without portrait"),
        ((Scope.HOST_COUNTRY,), 2, "without a name; host shown to the country"),
        ((), 1, "counted in the totals, nothing else"),
        ((), 0, ""),
    ],
)
def test_what_shows_is_said_in_short(clear: tuple[str, ...], level: int, words: str) -> None:
    writer = make_writer("Anna", clear=clear, level=level)
    make_stay(writer, make_city("Bergen"))
    see_all(writer)
    assert in_short(writer, editions.edition_of(writer)) == words


def test_the_page_says_at_its_top_what_the_public_reads_and_publishes_what_it_showed() -> None:
    client, writer = member("publisher"), make_writer("Anna")
    change, door = (reverse(f"admin:writers_writer_{act}", args=[writer.pk]) for act in ("change", "publish"))
    page = client.get(change).content.decode()
    assert "Nothing of this record is public." in page and "Nobody has ever published it." in page
    seen = digest(writer)
    assert f'name="shown" value="{seen}"' in page
    Writer.objects.update(summary="Written meanwhile.")
    answer = client.post(door, {"shown": seen}, follow=True).content.decode()
    assert "Nothing was published: the record has changed" in answer and "<ins>Written meanwhile.</ins>" in answer
    assert not writer.publications.exists()
    for nothing in ({}, {"shown": ""}, {"shown": " "}, {"shown": "0" * 64}):
        answer = client.post(door, nothing, follow=True).content.decode()
        assert "Nothing was published:" in answer and "<ins>Written meanwhile.</ins>" in answer, nothing
        assert not writer.publications.exists(), nothing
    writer.refresh_from_db()
    answer = client.post(door, {"shown": digest(writer)}, follow=True).content.decode()
    assert "Public since" in answer and "named, without portrait" in answer and "no unpublished changes" in answer
    client.post(reverse("admin:writers_writer_withdraw", args=[writer.pk]), {"reason": "She asked."})
    page = client.get(change).content.decode()
    assert "Withdrawn on" in page and ": She asked." in page and "Lift the hold" in page
    assert 'action="../publish/"' not in page


@pytest.mark.parametrize("make", [make_writer, make_city, make_milestone, make_page])
def test_without_what_was_shown_nothing_of_any_kind_is_published(make: Callable[..., Any]) -> None:
    record = make(published=False)
    client, name = member("publisher"), record._meta.label_lower.replace(".", "_")
    door, listing = reverse(f"admin:{name}_publish", args=[record.pk]), reverse(f"admin:{name}_changelist")
    assert "Look at what would change" in client.post(door, follow=True).content.decode()
    chosen = {"action": "publish_selected", "_selected_action": record.pk, "confirmed": "yes"}
    assert "look again" in client.post(listing, chosen, follow=True).content.decode()
    assert not record.publications.exists()
    client.post(door, {"shown": digest(record)})
    assert record.publications.exists()


def test_what_was_taken_back_is_said() -> None:
    client, writer = member("publisher"), make_writer("Anna", published=True)
    writer.clearances.filter(scope=Scope.ORIGIN).update(withdrawn_on="2024-01-01")
    page = client.get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()
    assert "published by publisher: " in page and "when something was taken back" in page
