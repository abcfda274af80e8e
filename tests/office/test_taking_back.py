"""One change is taken back, and nothing but it; nothing becomes public by it."""

import pytest
from django.test import Client
from django.urls import reverse

from refuge.core import publishing
from refuge.core.scopes import Scope
from tests.factories import address_of, make_name, make_source, make_stay, make_work, make_writer, staff
from tests.members import member
from tests.office.told import address, take_back, told
from writers.models import Clearance, Reminder, Residency, Work, Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return member("editor")


class TestTakingBack:
    def test_it_puts_back_exactly_what_the_change_changed(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=(), origin="IR", birth_year=1950)
        Writer.objects.filter(pk=writer.pk).update(origin="NO", birth_year=1960)
        change = writer.history.first()
        Writer.objects.filter(pk=writer.pk).update(summary="Later.")
        assert "was taken back" in take_back(editor, writer, change)
        now = Writer.objects.get(pk=writer.pk)
        assert (now.origin, now.birth_year, now.summary, now.version) == ("IR", 1950, "Later.", 4)
        assert "This took a change back." in told(editor, writer)[0]

    def test_it_refuses_what_was_changed_again(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=(), birth_year=1950)
        Writer.objects.filter(pk=writer.pk).update(birth_year=1960, summary="New")
        change = writer.history.first()
        Writer.objects.filter(pk=writer.pk).update(birth_year=1961)
        said = take_back(editor, writer, change)
        assert said == "Not taken back. The year of birth has been changed again since."
        assert Writer.objects.get(pk=writer.pk).summary == "New"

    def test_it_refuses_what_would_not_be_sound(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=(), birth_year=1950)
        Writer.objects.filter(pk=writer.pk).update(birth_year=1900)
        change = writer.history.first()
        Writer.objects.filter(pk=writer.pk).update(death_year=1940)
        assert "The year of death lies before the year of birth." in take_back(editor, writer, change)

    def test_it_narrows_at_once_and_never_publishes(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=())
        clearance = Clearance.objects.create(
            writer=writer, scope=Scope.NAME, granted_on="2020-01-01", evidence="A letter."
        )
        publishing.publish(writer, staff())

        def public() -> int:
            return Client().get(address_of(writer)).status_code

        assert public() == 200
        Clearance.objects.filter(pk=clearance.pk).update(withdrawn_on="2021-01-01")
        assert public() == 404
        take_back(editor, writer, Clearance.history.first())  # type: ignore[attr-defined]
        assert Clearance.objects.live().count() == 1 and public() == 404
        publishing.publish(Writer.objects.get(), staff())
        assert public() == 200
        # That it was put back is taken back in turn.
        take_back(editor, writer, Clearance.history.first())  # type: ignore[attr-defined]
        assert public() == 404

    def test_a_row_that_was_removed_comes_back_with_its_sources(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=())
        work, source = make_work(writer, "Blue", year=1999), make_source()
        work.sources.add(source)
        pk = work.pk
        Work.objects.all().delete()
        removal = Work.history.first()  # type: ignore[attr-defined]
        assert "was taken back" in take_back(editor, writer, removal)
        work = Work.objects.get()
        assert (work.pk, work.title, work.year, list(work.sources.all())) == (pk, "Blue", 1999, [source])
        assert "put back already" in take_back(editor, writer, removal)

    def test_a_row_that_was_added_goes_unless_something_came_after(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=())
        work, name = make_work(writer), make_name(writer, "آنا", cleared=True)
        assert "was taken back" in take_back(editor, writer, work)
        assert not Work.objects.exists()
        assert "stand in the way" in take_back(editor, writer, name)
        Work.objects.create(writer=writer, title="New")
        added = Work.history.first()  # type: ignore[attr-defined]
        Work.objects.all().update(title="Newer")
        assert "changed since it was added" in take_back(editor, writer, added)
        Work.objects.all().delete()
        changed = Work.history.filter(history_type="~").first()  # type: ignore[attr-defined]
        assert "removed since" in take_back(editor, writer, changed)

    def test_what_a_coordinator_was_told_keeps_no_stay_here(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=())
        stay = make_stay(writer)
        Reminder.objects.create(stay=stay, user=staff(), kind="silent", day="2026-01-01")
        assert "was taken back" in take_back(editor, writer, Residency.history.first())  # type: ignore[attr-defined]
        assert not Residency.objects.exists() and not Reminder.objects.exists()

    def test_links_are_put_back(self, editor: Client) -> None:
        writer, one = make_writer("Anna", clear=()), make_source("One")
        Writer.objects.get().sources.add(one)
        Writer.objects.get().sources.set([make_source("Two")])
        rows = list(writer.history.all())
        assert "was taken back" in take_back(editor, writer, rows[0])
        assert set(writer.sources.all()) == {one}

    def test_who_may(self) -> None:
        writer = make_writer("Anna", clear=())
        other = make_writer("Eva", clear=())
        Writer.objects.filter(pk=writer.pk).update(birth_year=1960)
        change = writer.history.first()
        at = reverse("admin:writers_writer_take_back", args=[writer.pk, "writers.writer", change.pk])
        reader = member("dossier")
        assert reader.get(address(writer)).status_code == 200
        assert at not in reader.get(address(writer)).content.decode()
        assert reader.post(at).status_code == reader.get(at).status_code == 403
        assert Client().post(at).status_code == 302
        editor = member("editor")
        foreign = reverse("admin:writers_writer_take_back", args=[other.pk, "writers.writer", change.pk])
        assert editor.post(foreign).status_code == 404
        for label in ("office.user", "writers.dossier", "cities.city"):
            wrong = reverse("admin:writers_writer_take_back", args=[writer.pk, label, change.pk])
            assert editor.post(wrong).status_code == 404
        assert editor.get(reverse("admin:writers_writer_history", args=["x"])).status_code == 404
        assert editor.get(reverse("admin:writers_writer_history", args=[99999])).status_code == 404
        assert Writer.objects.get(pk=writer.pk).birth_year == 1960
