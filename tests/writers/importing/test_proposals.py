"""Spreadsheets in the office: what they would do is shown, done as one step, and undone as one step."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.core.scopes import Level, Scope
from refuge.office.models import Event, Source
from tests.factories import grant, make_source, make_stay, make_writer, publish, staff
from tests.members import member
from tests.writers.importing.books import book, dump, person, work
from writers.erasing import erase
from writers.importing import proposals
from writers.importing.undo import CannotUndo
from writers.models import Import, Reminder, Residency, Text, Work, Writer, WriterPublication

pytestmark = pytest.mark.django_db
SMALL = {
    "writers": [person("anna", birth_year=1950, roles="poet;novelist", source_urls="https://a.example/")],
    "works": [work("anna", "Songs", year=2001.0, source_url="https://a.example/")],
}


@pytest.fixture
def editor() -> Client:
    return member("editor")


def upload(client: Client, *files: tuple[str, bytes], table: str = "") -> tuple[Import, str]:
    """Upload files as a browser does; return what was kept, and the page that is shown."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    answer = client.post(reverse("admin:import"), {"upload": sent, "table": table}, follow=True)
    assert answer.status_code == 200
    return Import.objects.latest("pk"), answer.content.decode()


def press(client: Client, button: str, one: Import) -> str:
    answer = client.post(reverse(f"admin:import_{button}", args=[one.pk]), follow=True)
    one.refresh_from_db()
    return answer.content.decode()


def test_it_is_shown_then_imported_then_undone(editor: Client) -> None:
    before = dump()
    one, page = upload(editor, ("records.xlsx", book(**SMALL)))
    assert "What this import would do" in page and not Writer.objects.exists()
    page = press(editor, "confirm", one)
    assert "What this import did" in page and one.state == Import.State.COMMITTED
    writer = Writer.objects.get()
    assert (writer.birth_year, writer.roles, writer.level) == (1950, ["poet", "novelist"], 0)
    assert Work.objects.get().year == 2001
    assert "Every record is as it was before" in press(editor, "undo", one)
    assert dump() == before and one.state == Import.State.UNDONE


def test_what_is_kept_ends_with_it(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    assert one.sheets and one.report
    press(editor, "confirm", one)
    assert one.sheets == {} and one.report == [] and "nna" not in repr(one.snapshot)
    press(editor, "undo", one)
    assert one.snapshot == {}
    assert [event.verb for event in Event.objects.filter(verb__contains="import").order_by("pk")] == [
        "imported",
        "undid-import",
    ]
    assert not Event.objects.filter(detail__icontains="anna").exists()


def test_undoing_puts_back_every_value_source_and_version(editor: Client) -> None:
    first, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", first)
    publish_all()
    before = dump()
    changed = {
        "writers": [person("anna", "Anna K.", birth_year=1951, source_urls="https://b.example/"), person("bea")],
        "works": [work("anna", "Songs", year=2002), work("bea", "More")],
    }
    one, page = upload(editor, ("records.xlsx", book(**changed)))
    assert "1951" in page and "<del><bdi>1950</bdi></del>" in page
    press(editor, "confirm", one)
    anna = Writer.objects.get(name="Anna K.")
    assert [source.url for source in anna.sources.all()] == ["https://b.example/"] and dump() != before
    press(editor, "undo", one)
    assert dump() == before


def publish_all() -> None:
    writer = Writer.objects.get()
    writer.level = 1
    writer.save()
    publish(writer)


def test_what_somebody_worked_on_since_is_not_undone(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", one)
    writer = Writer.objects.get()
    writer.summary = "A poet."
    writer.save()
    before = dump()
    page = press(editor, "undo", one)
    assert "cannot be undone" in page and "was changed since" in page
    assert dump() == before and one.state == Import.State.COMMITTED


@pytest.mark.parametrize("kind", ["text", "stay", "publication", "source", "deleted"])
def test_what_was_entered_since_does_not_go_with_it(editor: Client, kind: str) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", one)
    writer = Writer.objects.get()
    if kind == "text":
        Text.objects.create(writer=writer, text="A life.")
    elif kind == "stay":
        make_stay(writer)
    elif kind == "publication":
        WriterPublication.objects.create(
            record=writer, facts=[], slug="x", first_published_on=timezone.localdate(), level=1
        )
    elif kind == "source":
        make_writer("Other").sources.add(Source.objects.get())
    else:
        Work.objects.get().delete()
    before = dump()
    page = press(editor, "undo", one)
    assert "cannot be undone" in page and dump() == before


def test_whoever_undoes_it_is_told_what_left_the_public_site(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", one)
    publish_all()
    more, _page = upload(editor, ("records.xlsx", book(works=[work("anna", "More songs")])))
    assert "left the public site" not in press(editor, "confirm", more)
    anna = Writer.objects.get()
    anna.level = Level.NAMED
    anna.save()
    for scope in (Scope.NAME, Scope.WORKS):
        grant(anna, scope)
    publish(anna)
    assert "this left the public site at once: Work: More songs." in press(editor, "undo", more)


def test_what_a_coordinator_was_told_of_a_stay_goes_with_it(editor: Client) -> None:
    stays = [["anna", None, "NO", None, "2003", None, "unknown", None, None, "accepted"]]
    one, _page = upload(editor, ("records.xlsx", book(**SMALL, residencies=stays)))
    press(editor, "confirm", one)
    Reminder.objects.create(stay=Residency.objects.get(), user=staff(), kind="silent", day="2026-01-01")
    assert "Every record is as it was before" in press(editor, "undo", one)
    assert not Reminder.objects.exists() and not Residency.objects.exists()


@pytest.mark.once
def test_forty_bad_rows_of_five_thousand(editor: Client) -> None:
    people = [person(f"writer-{n}", birth_year=1950) for n in range(200)]
    works = [work(f"writer-{n % 200}", f"Book {n}", year=2000) for n in range(4800)]
    good = book(writers=people, works=works)
    for n in range(20):
        people[n * 7] = person(f"writer-{n * 7}", birth_year="long ago")
        works[n * 50] = work(f"writer-{n * 50 % 200}", f"Book {n * 50}", kind="a very long poem")
    one, page = upload(editor, ("records.xlsx", book(writers=people, works=works)))
    wrong = one.report
    assert len(wrong) == one.counts["refused"] == 40 and "Nothing was written" in page
    assert (wrong[0]["file"], wrong[0]["line"], wrong[0]["column"]) == ("writers", 2, "birth_year")
    assert "Write digits only" in wrong[0]["message"] and "novel" in wrong[-1]["message"]
    assert not Writer.objects.exists() and not Work.objects.exists()
    before = dump()
    one, _page = upload(editor, ("records.xlsx", good))
    press(editor, "confirm", one)
    assert (Writer.objects.count(), Work.objects.count()) == (200, 4800)
    press(editor, "undo", one)
    assert dump() == before


def test_another_outcome_than_was_shown_is_shown_again(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    other, _page = upload(editor, ("records.xlsx", book(writers=[person("anna", birth_year=1949)])))
    press(editor, "confirm", other)
    page = press(editor, "confirm", one)
    assert "Look again" in page and "1949" in page and one.state == Import.State.PROPOSED
    assert Writer.objects.get().birth_year == 1949 and not Work.objects.exists()
    press(editor, "confirm", one)
    assert one.state == Import.State.COMMITTED and Writer.objects.get().birth_year == 1950


def test_nothing_is_imported_twice_or_after_a_day(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", one)
    assert "has ended meanwhile" in press(editor, "confirm", one)
    late, _page = upload(editor, ("records.xlsx", book(writers=[person("bea")])))
    Import.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(hours=25))
    assert "has ended meanwhile" in press(editor, "confirm", late)
    assert late.state == Import.State.DISCARDED and late.sheets == {}
    assert Writer.objects.count() == 1


def test_discarding_forgets_the_rows(editor: Client) -> None:
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    assert "Nothing was written" in press(editor, "discard", one)
    assert (one.state, one.sheets, one.report) == (Import.State.DISCARDED, {}, [])


def test_forgetting_a_person_leaves_nothing_of_them(editor: Client) -> None:
    first, _page = upload(editor, ("records.xlsx", book(writers=[person("anna"), person("bea")])))
    press(editor, "confirm", first)
    changed = [person("anna", "Annahita"), person("bea", "Beatrix")]
    second, _page = upload(editor, ("records.xlsx", book(writers=changed, works=[work("anna", "Songs")])))
    press(editor, "confirm", second)
    waiting, _page = upload(editor, ("records.xlsx", book(writers=[person("anna", "Anouk")])))
    assert "Anna" in repr(second.snapshot) and "Anouk" in repr(waiting.sheets)
    anna = Writer.objects.get(name="Annahita")
    erase(anna.pk)
    for one in (first, second, waiting):
        one.refresh_from_db()
        kept = repr([one.snapshot, one.sheets, one.report, one.counts]).lower()
        assert "anna" not in kept and "anouk" not in kept
    assert waiting.state == Import.State.DISCARDED
    press(editor, "undo", second)
    assert second.state == Import.State.UNDONE
    assert list(Writer.objects.values_list("name", flat=True)) == ["Bea"]


def test_a_source_of_the_office_is_not_made_twice(editor: Client) -> None:
    make_source("Here already", url="https://a.example/")
    one, _page = upload(editor, ("records.xlsx", book(**SMALL)))
    press(editor, "confirm", one)
    assert Source.objects.get().title == "Here already"
    assert Writer.objects.get().sources.get() == Work.objects.get().sources.get() == Source.objects.get()


def test_a_refused_undo_says_each_reason(editor: Client) -> None:
    one = proposals.propose([("records.xlsx", book(writers=[person("anna"), person("bea")]))], staff())
    proposals.confirm(one.pk, staff())
    Writer.objects.update(summary="Changed.")
    with pytest.raises(CannotUndo) as refusal:
        proposals.undo(one.pk, staff())
    assert refusal.value.reasons == ["Writer “Anna” was changed since.", "Writer “Bea” was changed since."]
