"""What happened to a record is told in sentences, can be taken back one by one, and can be edited by nobody."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import get_resolver, reverse
from simple_history.models import HistoricalChanges

from cities.models import Milestone
from refuge.core import publishing
from refuge.core.guard import catalogue_tables
from refuge.core.scopes import Scope
from refuge.office.models import Source
from refuge.office.records import Record
from tests.factories import (
    make_city,
    make_milestone,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
)
from tests.members import member
from tests.office.told import address, told
from writers.models import Dossier, Residency, Text, Work, Writer

pytestmark = pytest.mark.django_db
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
HISTORIES = [model for model in apps.get_models() if issubclass(model, HistoricalChanges)]


@pytest.fixture
def editor() -> Client:
    return member("editor")


class TestRows:
    def test_every_record_has_a_history_of_every_column_but_the_machines_own(self) -> None:
        assert len(RECORDS) == 17
        for model in RECORDS:
            history: Any = model.history.model  # type: ignore[attr-defined]
            left_out = {
                "version",
                "imported",
                "search_key",
                "closed_words",
                "unpublished",
                *getattr(model, "unrecorded", ()),
            }
            columns = {field.name for field in model._meta.fields} - left_out
            assert {field.name for field in history.tracked_fields} == columns
            assert [field.name for field in history._history_m2m_fields] == [f.name for f in model._meta.many_to_many]
        assert len(HISTORIES) == 17 + sum(len(model._meta.many_to_many) for model in RECORDS)

    def test_changes_outside_the_admin_are_recorded_too(self) -> None:
        writer = make_writer("Anna", clear=())
        Writer.objects.filter(pk=writer.pk).update(birth_year=1950)
        Writer.objects.bulk_update([writer_with(writer, origin="NO")], ["origin"])
        make_work(writer)
        Writer.objects.filter(pk=writer.pk).delete()
        kinds = Writer.history.filter(id=writer.pk).order_by("history_id").values_list("history_type", "history_user")  # type: ignore[attr-defined]
        assert list(kinds) == [("+", None), ("~", None), ("~", None), ("-", None)]
        assert [row.history_type for row in Work.history.filter(writer_id=writer.pk)] == ["-", "+"]  # type: ignore[attr-defined]

    def test_bookkeeping_alone_makes_no_row(self) -> None:
        writer = make_writer("Anna", published=True)
        rows = writer.history.count()
        writer = Writer.objects.get(pk=writer.pk)
        writer.save()
        writer.imported = {"name": "Anna"}
        writer.save()
        make_name(writer, "آنا", cleared=False)
        publishing.settle(writer)
        assert writer.history.count() == rows
        assert Writer.objects.get(pk=writer.pk).version == 3

    def test_a_partial_save_records_what_was_saved(self) -> None:
        writer = make_writer("Anna", clear=(), birth_year=1950)
        writer = Writer.objects.get(pk=writer.pk)
        writer.name, writer.birth_year = "Eva", 1960
        writer.save(update_fields=["birth_year"])
        row = writer.history.first()
        assert (row.name, row.birth_year) == ("Anna", 1960)

    def test_links_that_come_with_a_row_are_one_change_with_it(self, editor: Client) -> None:
        source = make_source()
        data = {"date": "1993", "title": "First", "text": "It began.", "sources": [source.pk], "version_seen": ""}
        assert editor.post(reverse("admin:cities_milestone_add"), data).status_code == 302
        milestone = Milestone.objects.get()
        (row,) = milestone.history.all()
        assert [link.source_id for link in row.sources.all()] == [source.pk]
        assert row.history_user.username == "member of ('editor',)"


def writer_with(writer: Writer, **values: Any) -> Writer:
    fresh = Writer.objects.get(pk=writer.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return fresh


class TestSentences:
    def test_who_what_when_from_and_to(self, editor: Client) -> None:
        milestone = make_milestone("The first city", published=False)
        data = {"date": "1993-07", "title": "شهر", "text": "It began.", "version_seen": milestone.version}
        editor.post(reverse("admin:cities_milestone_change", args=[milestone.pk]), data)
        newest, oldest = told(editor, milestone)
        assert "member of ('editor',) changed the date from “1993” to “1993-07”." in newest
        assert "changed the title from “The first city” to “شهر”." in newest
        assert "A command on the server added this record." in oldest
        assert '“<bdi dir="auto">شهر</bdi>”' in editor.get(address(milestone)).content.decode()

    def test_the_rows_of_a_writer_are_in_the_same_timeline(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=(Scope.NAME,))
        make_name(writer, "آنا", cleared=False)
        stay = make_stay(writer, make_city("Bergen"), planned_end="2025")
        stay = Residency.objects.get(pk=stay.pk)
        stay.planned_end = "2026-05"
        stay.save()
        Work.objects.get(pk=make_work(writer).pk).delete()
        Text.objects.create(writer=writer, text="Long. " * 60)
        Text.objects.filter(writer=writer).update(text="<b>Short</b>")
        lines = told(editor, writer)
        assert "changed the text of the text “biography (en)”: text" in lines[0]
        assert "<b>Short</b>" in lines[0] and "Long. Long." in lines[0]
        assert [line.split("server ")[1].removesuffix(" Take back") for line in lines[1:]] == [
            "added the text “biography (en)”.",
            "removed the work “A book”.",
            "added the work “A book”.",
            "changed the planned end of the residency “NO” from “2025” to “2026-05”.",
            "added the residency “NO”.",
            "added the name “آنا”.",
            f"added the clearance “{Scope.NAME.label}”.",
            "added this record.",
        ]

    def test_sources_yes_and_no_vocabularies_and_what_is_gone(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=(), roles=["poet"])
        source = make_source("Norsk PEN")
        Writer.objects.get(pk=writer.pk).sources.add(source)
        Writer.objects.filter(pk=writer.pk).update(fictional=True, roles=["poet", "novelist"], origin="")
        newest, linked, _added = told(editor, writer)
        assert "changed the fictional example from “no” to “yes”" in newest
        assert "changed the roles from “poet” to “poet, novelist”" in newest
        assert "emptied the country of origin; it was “Iran”" in newest
        assert "set the sources to “Norsk PEN”" in linked
        Writer.objects.get().sources.clear()
        Source.objects.all().delete()
        assert "emptied the sources; it was “one that is gone”." in told(editor, writer)[0]

    def test_a_page_holds_fifty_and_asks_as_often_for_one(
        self, editor: Client, django_assert_max_num_queries: Any
    ) -> None:
        writer = make_writer("Anna", clear=())
        for year in range(1900, 1960):
            Writer.objects.filter(pk=writer.pk).update(birth_year=year)
        with django_assert_max_num_queries(25):
            assert len(told(editor, writer)) == 50
        assert len(told(editor, writer, "?page=2")) == 11

    def test_the_dossier_shows_that_it_changed_and_nothing_more(self, editor: Client) -> None:
        writer = make_writer("Anna", clear=())
        dossier = Dossier.objects.create(writer=writer, legal_name="Canary Legal")
        Dossier.objects.filter(pk=dossier.pk).update(address="Canary Street", risks="Canary")
        keeper = member("dossier")
        lines = told(keeper, dossier)
        assert [line.split("server ")[1] for line in lines] == [
            "changed the dossier. Its values are not kept here.",
            "added the dossier. Its values are not kept here.",
        ]
        assert not [row for row in Dossier.history.values() if "Canary" in str(row)]  # type: ignore[attr-defined]
        assert editor.get(address(dossier)).status_code == 403
        assert not [line for line in told(editor, writer) if "dossier" in line]
        assert len([line for line in told(keeper, writer) if "dossier" in line]) == 2


class TestOnlyAdded:
    def test_nobody_can_be_given_a_right_to_a_history(self) -> None:
        assert not Permission.objects.filter(content_type__model__startswith="historical").exists()
        assert all(model._meta.default_permissions == () and not model._meta.permissions for model in HISTORIES)

    def test_no_page_edits_one(self) -> None:
        assert not [model for model in HISTORIES if admin.site.is_registered(model)]
        names = [str(name) for name in get_resolver().reverse_dict if isinstance(name, str)]
        names += [str(name) for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)]
        assert len(names) > 50
        assert not [name for name in names if "historical" in name]
        everything = member("administrator", "publisher", "editor", "dossier")
        for model in HISTORIES:
            at = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            assert everything.get(at).status_code == 404

    def test_the_public_side_reads_none_of_it(self) -> None:
        tables = {model._meta.db_table for model in HISTORIES}
        assert len(tables) == len(HISTORIES) and not tables & catalogue_tables()
