"""One page prints everything that is held about one person, and leaves out the dossier for who may not read it."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.models import City, Programme
from refuge.core.scopes import Scope
from refuge.office.fields import CodesField
from refuge.office.models import Event, Picture, Source, User
from refuge.office.records import Record
from tests.core.images.files import small
from tests.factories import (
    grant,
    make_city,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
    withdraw,
)
from tests.members import coordinator_of, let_in, member
from writers.held import FACTS, HELD, LEFT_OUT
from writers.importing.proposals import propose
from writers.models import Dossier, Note, Reminder, Residency, Text, Waypoint, Writer, WriterPublication

pytestmark = pytest.mark.django_db
NAME = "Parisa Mahdavi"


def page_of(writer: Writer, *roles: str, language: str = "") -> Any:
    """Return the page as somebody opens it who has these roles; an editor who may read dossiers unless told."""
    roles = roles or ("editor", "dossier")
    known = User.objects.filter(username=f"member of {roles}").first()
    client = Client() if known else member(*roles)
    if known:
        let_in(client, known)
    address = reverse("admin:writers_writer_held", args=[writer.pk])
    return client.get(address, {"language": language} if language else {})


def parts_of(writer: Writer, *roles: str) -> dict[str, Any]:
    return {part.heading: part.entries for part in page_of(writer, *roles).context["parts"]}


def told(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def full(rows: int = 1, name: str = NAME) -> Writer:
    """Return a writer with so many rows in every table that leads to one."""
    writer = make_writer(name, clear=(Scope.NAME,))
    Dossier.objects.create(writer=writer, legal_name="Legalword")
    user = User.objects.create_user(f"coordinator of {name}")
    more(writer, user, range(rows))
    return writer


def more(writer: Writer, user: User, numbers: range) -> None:
    for number in numbers:
        city = make_city(f"City {number}", text=f"Here was {NAME}.")
        stay = make_stay(writer, city, starts="2001")
        make_name(writer, f"Name {number}")
        Text.objects.create(writer=writer, text="A life.", language=("en", "fa", "de")[number])
        Waypoint.objects.create(writer=writer, place="A place", kind="exile")
        make_work(writer).sources.add(make_source(f"Newspaper {number}"))
        Note.objects.create(city=city, stay=stay, by=user, text="A word.")
        Reminder.objects.create(stay=stay, user=user, kind="silent", day=timezone.localdate())
        for given in (Scope.HOST_CITY, Scope.HOST_COUNTRY):
            grant(writer, given, residency=stay).sources.add(make_source())
        Writer.objects.filter(pk=writer.pk).update(
            portrait=Picture.keep(small(quality=90 - number)), portrait_credit="C", portrait_alt="A"
        )
        publish(writer)
        withdraw(writer)
        writer.holds.get(lifted_at=None).lift(user, "Looked at.")
        publish(writer)


def test_every_table_with_a_path_to_the_writer_is_on_it() -> None:
    there = {table.model for table in HELD}
    # What links two tables is printed as a column of the first, and the history of each as one list.
    through = {column.remote_field.through for model in there for column in model._meta.many_to_many}
    records = {model for model in there if issubclass(model, Record)}
    past = {model.history.model for model in records}
    past |= {getattr(m.history.model, column.name).model for m in records for column in m._meta.many_to_many}
    reached: set[Any] = {Writer}
    while more := {model for model in apps.get_models(include_auto_created=True) if _leads(model, reached)} - reached:
        reached |= more
    assert {model.__name__ for model in reached - there - through - past} == set()
    assert {model.__name__ for model in records} <= {model.__name__ for model in there}
    # And what they lead to: where it is about the person it is printed, else it is known by its name.
    outward = {
        column.related_model
        for model in there
        for column in model._meta.get_fields()
        if column.concrete and column.is_relation
    }
    assert outward - there == {Picture, Source, City, Programme, User}


def _leads(model: Any, reached: set[Any]) -> bool:
    return any(column.related_model in reached for column in [*model._meta.concrete_fields, *model._meta.many_to_many])


def columns_of(model: Any) -> list[Any]:
    """Return the columns of a table that hold free text or JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, kinds) and not column.choices and not isinstance(column, CodesField)
        if column.name not in LEFT_OUT and type(column).__name__ != "PartialDateField"
    ]


def test_every_word_of_every_row_is_on_it() -> None:
    writer, wanted = full(), []
    for table in [*(table.model for table in HELD), Source]:
        for number, column in enumerate(columns_of(table)):
            word: Any = f"Q{table.__name__[:9]}{number}z"
            wanted.append(word)
            kept = {"k": word} if isinstance(column, models.JSONField) else word
            if column.name in (*FACTS, "clearances"):
                kept = [kept]
            # Past all that a save does: what is kept is what is printed, sound or not.
            models.QuerySet(table).filter(pk=table._base_manager.values("pk")[:1]).update(**{column.name: kept})
    assert len(wanted) > 60
    Reminder.objects.update(kind="over")
    page = told(page_of(writer))
    assert [word for word in wanted if word not in page] == []
    for word in ("the planned end has passed", Picture.objects.get().digest, "data:image/jpeg;base64,/9j/"):
        assert word in page


def test_it_says_what_was_public_from_when_to_when_who_changed_what_and_what_was_read() -> None:
    writer = full()
    make_stay(writer, City.objects.get(), starts="2003", private_note="Privateword")
    Writer.objects.filter(pk=writer.pk).update(summary="Summaryword")
    page = told(page_of(writer))
    for word in ("A command on the server", "Privateword", "Summaryword", "She asked.", "Looked at.", "Ended at"):
        assert word in page
    parts = parts_of(writer)
    publication = parts["What was public, from when to when"][0]
    lines = dict(publication.lines)
    assert (
        lines["Kind"] == "published" and lines["Ended at"] and lines["Standing"] == "no" and lines["By"] == "publisher"
    )
    assert any(text == "City 0" for label, text in publication.lines if "Host city" in label)
    decided = parts["What the person decided, and what was read to them"]
    assert any("City 0" in text for entry in decided for _label, text in entry.lines)


def test_words_about_the_person_elsewhere_are_on_it_and_others_are_not() -> None:
    writer = full()
    other = make_writer("Anna Ek")
    make_work(other, "With P. Mahdavi")
    make_stay(other, City.objects.get(), private_note=f"Friend of {NAME}. Otherword.")
    page = told(page_of(writer))
    assert "With P. Mahdavi" in page and f"Friend of {NAME}." in page and f"Here was {NAME}." in page
    assert "Otherword" not in page and "Anna Ek" not in page


def test_imports_that_keep_something_are_on_it() -> None:
    writer = full(name="Before")
    by = User.objects.get(username="coordinator of Before")
    sheet = "key,name,summary\n,Zoe Waits,Waitingword\n"
    waits = propose([("writers.csv", sheet.encode())], by)
    assert waits.report or waits.counts
    Writer.objects.filter(pk=writer.pk).update(name="Zoe Waits")
    assert "Waitingword" in told(page_of(writer))


def test_without_the_permission_the_dossier_is_left_out_and_the_page_says_so_whether_or_not_there_is_one() -> None:
    writer = full()
    make_city("Voss", text="Legalword was here.")
    friend = make_writer("Anna Ek")
    Dossier.objects.create(writer=friend, risks=f"Knows {NAME}.")
    mine = told(page_of(writer, "editor"))
    assert "Legalword" not in mine and "Knows Parisa" not in mine and "Left out: the dossier" in mine
    before = parts_of(writer, "editor")
    everything = told(page_of(writer, "editor", "dossier"))
    assert "Legalword" in everything and "Knows Parisa" in everything and "Left out: the dossier" not in everything
    Dossier.objects.filter(writer=writer).delete()
    assert parts_of(writer, "editor") == before


@pytest.mark.parametrize("roles", [("dossier",), ("administrator",), ()])
def test_who_may_not_read_every_table_is_refused_whoever_is_asked_about(roles: tuple[str, ...]) -> None:
    writer, client = full(), member(*roles)
    for pk in (writer.pk, 999_999):
        assert client.get(reverse("admin:writers_writer_held", args=[pk])).status_code == 403
    assert (
        coordinator_of(City.objects.get()).get(reverse("admin:writers_writer_held", args=[writer.pk])).status_code
        == 302
    )
    assert not Event.objects.filter(verb=Event.Verb.PRINTED).exists()


def test_one_right_less_is_one_too_few() -> None:
    writer, client = full(), member("editor")
    address = reverse("admin:writers_writer_held", args=[writer.pk])
    assert client.get(address).status_code == 200
    Group.objects.get(name="editor").permissions.filter(codename="view_note").get().group_set.clear()
    assert client.get(address).status_code == 403
    assert "/held/" not in told(client.get(reverse("admin:writers_writer_change", args=[writer.pk])))


def test_opening_it_is_an_event_that_names_nobody_and_it_is_kept_nowhere() -> None:
    writer = full()
    assert "../held/" in told(member("publisher").get(reverse("admin:writers_writer_change", args=[writer.pk])))
    answer = page_of(writer)
    (event,) = Event.objects.filter(verb=Event.Verb.PRINTED)
    assert event.detail == "with the dossier" and str(event.by).startswith("member of")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    address = reverse("admin:writers_writer_held", args=[writer.pk])
    assert Client().get(address).status_code == 302
    assert member("editor").post(address).status_code == 405


def test_it_speaks_the_language_that_was_asked_for_and_no_other() -> None:
    writer = full()
    assert '<html lang="fa" dir="rtl"' in told(page_of(writer, language="fa"))
    assert '<html lang="en" dir="ltr"' in told(page_of(writer, "publisher", language="xx"))


def test_a_fact_that_cannot_be_read_any_more_is_printed_as_it_is_kept() -> None:
    writer = full()
    kept = [{"kind": "name", "version": 1, "value": {"odd": "Oddword"}}, {"kind": "gone", "value": "Goneword"}]
    models.QuerySet(WriterPublication).update(facts=kept)
    page = told(page_of(writer))
    assert "Oddword" in page and "Goneword" in page


def test_it_asks_no_more_for_three_rows_of_each_kind_than_for_one() -> None:
    writer, counts = full(), []
    client, user = member("editor", "dossier"), User.objects.get(username=f"coordinator of {NAME}")
    for wanted in (range(0), range(1, 3)):
        more(writer, user, wanted)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("admin:writers_writer_held", args=[writer.pk])).status_code == 200
        counts.append(len(asked))
    assert Residency.objects.count() == 3
    assert counts[0] == counts[1]
