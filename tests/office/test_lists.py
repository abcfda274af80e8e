"""The first page and the lists of the office: counts that lead to what they count, and what a list can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import Coordinator, Programme
from refuge.core import editions, publishing
from refuge.office.attention import _needs
from refuge.office.differences import digest
from refuge.office.models import SavedFilter, User
from tests.factories import make_city, make_milestone, make_name, make_page, make_stay, make_writer, withdraw
from tests.members import member
from writers.attention import duplicate_pairs
from writers.models import Clearance, Note, Text, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db
WRITERS = "admin:writers_writer_changelist"
LISTS = ("writers_writer", "writers_residency", "writers_clearance", "writers_text", "writers_work", "cities_city")


@pytest.fixture
def publisher() -> Client:
    return member("publisher", "editor")


def one_of_each(number: int) -> None:
    """Make something for every question to find."""
    day = timezone.localdate()
    writer = make_writer(f"Soudabeh Alishahi {number}", sort_name=f"A{number}")
    make_name(writer, f"سودابه {number}", script="Arab", language="fa")
    city = make_city(published=False)
    make_stay(writer, city, starts="2001", planned_end="2003-05")
    programme = Programme.objects.create(name=f"P{number}", slug=f"p{number}", usual_months=24)
    make_stay(writer, city, starts="2001-05", programme=programme)
    Text.objects.create(writer=writer, kind="summary" if number < 0 else "biography", language="fa", text="x")
    review = writer.clearances.first()
    assert review
    review.review_on = day - timedelta(days=1)
    review.save()
    gone = writer.clearances.last()
    assert gone
    gone.withdrawn_on = day
    gone.save()
    user = User.objects.create_user(f"c{number}")
    Coordinator.objects.create(user=user, city=city, since=day)
    for record in (type(city).objects.get(pk=city.pk), type(writer).objects.get(pk=writer.pk)):
        record._history_user = user  # type: ignore[attr-defined]
        record.fictional = True
        record.save()
    make_milestone(f"M{number}", published=False)
    make_page(f"page-{number}", published=False)
    make_writer(f"Without text {number}")
    Note.objects.create(city=city, by=user, text="A word.")
    publishing.place_hold(make_writer(f"Taken off {number}"), user, "She asked.")


def queries(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in seen]


def test_each_count_is_the_number_of_rows_of_the_list_it_links_to(publisher: Client) -> None:
    for number in range(3):
        one_of_each(number)
    context = publisher.get(reverse("admin:index")).context
    shown = {tile.url: tile.count for tile in (*context["tiles"], *context["quiet"])}
    assert len(shown) == len(_needs)
    for url, count in shown.items():
        assert publisher.get(url).context["cl"].result_count == count, url
    assert reverse(WRITERS) + "?needs=portrait" in [tile.url for tile in context["quiet"]]


def test_the_first_page_asks_one_query_a_tile_at_one_row_and_at_three(publisher: Client) -> None:
    one_of_each(1)
    publisher.get(reverse("admin:index"))
    first = queries(publisher, reverse("admin:index"))
    for number in (2, 3):
        one_of_each(number)
    assert len(queries(publisher, reverse("admin:index"))) == len(first)
    without = dict(_needs)
    for _ in range(3):
        _needs.pop(next(key for key in _needs if key[1] != "unpublished"))
    try:
        assert len(queries(publisher, reverse("admin:index"))) == len(first) - 3
    finally:
        _needs.clear()
        _needs.update(without)


def test_who_may_not_see_a_list_sees_no_count_of_it() -> None:
    one_of_each(1)
    context = member("dossier").get(reverse("admin:index")).context
    assert {tile.url.partition("?")[0] for tile in (*context["tiles"], *context["quiet"])} == {reverse(WRITERS)}
    assert all("writer" in url for _name, url in context["waiting"])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_queries_for_one_row_and_for_three(publisher: Client, name: str) -> None:
    address = reverse(f"admin:{name}_changelist")
    one_of_each(1)
    publisher.get(address)
    first = len(queries(publisher, address))
    for number in (2, 3):
        one_of_each(number)
    assert len(queries(publisher, address)) == first


@pytest.mark.parametrize(
    ("planned", "past"),
    [
        ("2003", True),
        ("2003-05-17", True),
        ("2000/2001", True),
        ("before 2003", True),
        ("after 2003", False),
        ("2190", False),
        ("2000/2190", False),
        (str(timezone.localdate().year), False),
        (timezone.localdate().isoformat(), False),
        ((timezone.localdate() - timedelta(days=1)).isoformat(), True),
    ],
)
def test_a_stay_is_past_its_planned_end_from_the_day_after_its_last(
    publisher: Client, planned: str, past: bool
) -> None:
    stay = make_stay(make_writer(), planned_end=planned)
    address = reverse("admin:writers_residency_changelist") + "?needs=past-planned-end"
    assert publisher.get(address).context["cl"].result_count == past
    stay.confirmed_on = timezone.localdate()
    stay.save()
    assert publisher.get(address).context["cl"].result_count == 0


@pytest.mark.parametrize(
    ("starts", "over"),
    [("2001", True), ("2001-05-03", True), ("2000/2001", True), ("before 2001", True), ("after 2001", False)],
)
def test_a_stay_longer_than_its_programme_is_presumed_completed(publisher: Client, starts: str, over: bool) -> None:
    programme = Programme.objects.create(name="P", slug="p", usual_months=24)
    make_stay(make_writer(), starts=starts, programme=programme)
    make_stay(make_writer(), starts=str(timezone.localdate().year), programme=programme)
    address = reverse("admin:writers_residency_changelist") + "?needs=presumed"
    assert publisher.get(address).context["cl"].result_count == over


def test_near_names_in_any_script_are_found_and_others_are_not() -> None:
    one, other = make_writer("Soudabeh Alishahi"), make_writer("Alishahi, Sudabeh")
    greek, latin = make_writer("Γιώργος Σεφέρης"), make_writer("Giorgos Seferis")
    make_writer("Gao Ertai")
    assert set(duplicate_pairs()) == {(one.pk, other.pk), (greek.pk, latin.pk)}


def choose(*records: Any, **more: str) -> dict[str, Any]:
    return {"action": "publish_selected", "_selected_action": [record.pk for record in records], **more}


def test_the_summary_says_what_changes_and_publishes_that_alone(publisher: Client) -> None:
    ready, changed, held, empty = make_writer("Ana"), make_writer("Ben"), make_writer("Cem"), make_writer(clear=())
    withdraw(held)
    page = publisher.post(reverse(WRITERS), choose(ready, changed, held, empty))
    assert not publishing_of(ready)
    assert {summary.record for summary in page.context["ready"]} == {ready, changed}
    assert {summary.record for summary in page.context["refused"]} == {held, empty}
    shown = {f"shown-{summary.record.pk}": summary.digest for summary in page.context["ready"]}
    changed = Writer.objects.get(pk=changed.pk)
    changed.origin = "CU"
    changed.save()
    answer = publisher.post(reverse(WRITERS), choose(ready, changed, held, confirmed="yes", **shown), follow=True)
    assert publishing_of(ready) and not publishing_of(changed) and not publishing_of(held)
    assert "Ben: It has changed" in answer.content.decode()


def publishing_of(writer: Writer) -> int:
    return writer.publications.filter(standing=True).count()


def test_nothing_is_published_by_a_made_up_digest_or_without_the_permission(publisher: Client) -> None:
    writer = make_writer()
    publisher.post(reverse(WRITERS), choose(writer, confirmed="yes", **{f"shown-{writer.pk}": "0" * 64}))
    shown = publisher.post(reverse(WRITERS), choose(writer)).context["ready"][0].digest
    member("editor").post(reverse(WRITERS), choose(writer, confirmed="yes", **{f"shown-{writer.pk}": shown}))
    assert not publishing_of(writer)


def test_clearances_and_texts_are_marked_reviewed(publisher: Client) -> None:
    one_of_each(1)
    for model, name in ((Clearance, "clearance"), (Text, "text")):
        data = {"action": "mark_reviewed", "_selected_action": list(model.objects.values_list("pk", flat=True))}
        publisher.post(reverse(f"admin:writers_{name}_changelist"), data)
    assert Text.objects.get().review == Text.Review.REVIEWED
    assert (
        Clearance.objects.filter(review_on__gt=timezone.localdate()).count()
        == Clearance.objects.filter(withdrawn_on=None).count()
    )


def test_a_filter_is_kept_for_its_owner_without_the_words_that_were_searched(publisher: Client) -> None:
    keep, forget = (reverse(f"admin:writers_writer_{act}") for act in ("keep", "forget"))
    publisher.post(keep, {"name": "<Iran>", "query": "origin=IR&q=pegah&p=2"})
    saved = SavedFilter.objects.get()
    assert saved.query == "origin=IR"
    assert 'href="?origin=IR"><bdi>&lt;Iran&gt;' in publisher.get(reverse(WRITERS)).content.decode()
    for query in ("", "user__password=x", "q=pegah", "level__exact=x"):
        publisher.post(keep, {"name": "bad", "query": query})
    other = member("editor")
    assert "Iran" not in other.get(reverse(WRITERS)).content.decode().partition("saved-filters")[2][:300]
    assert other.post(forget, {"filter": saved.pk}).status_code == 404
    assert member("coordinator").post(keep, {"name": "x", "query": "origin=IR"}).status_code == 403
    assert SavedFilter.objects.get() == saved
    publisher.post(forget, {"filter": saved.pk})
    assert not SavedFilter.objects.exists()


@pytest.mark.django_db
def test_what_is_held_is_not_published_with_others_whatever_is_sent() -> None:
    """No summary offers it; whoever sends its digest all the same, or reads it just before, is refused."""
    writer = make_writer("Anna", published=True)
    withdraw(writer)
    said = {"action": "publish_selected", "_selected_action": writer.pk, "confirmed": "1"}
    said |= {f"shown-{writer.pk}": digest(Writer.objects.get())}
    assert member("publisher").post(reverse("admin:writers_writer_changelist"), said).status_code == 302
    assert not PublicWriter.objects.exists() and editions.hold_on(writer)
