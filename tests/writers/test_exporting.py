"""What staff take out comes in again: into the same records nothing changes, into none the same records."""

from typing import Any

import pytest
from django.db import transaction

from cities.models import City, Membership, Network, Programme
from refuge.office.models import Source, User
from tests.factories import (
    make_city,
    make_milestone,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
    partial,
    staff,
)
from writers import exporting
from writers.importing import proposals
from writers.importing.tables import TABLES
from writers.models import Clearance, Dossier, Import, Text, Waypoint, Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> Writer:
    """Enter one of everything in the office, with what is hard for a spreadsheet."""
    oslo = make_city("=Oslo", latitude=-59.91, longitude=10.75, text="A\r\nharbour; a “fjord”,\tfine.")
    Network.objects.create(slug="refuge", name="Cities of Refuge", long_name="All of them")
    Membership.objects.create(
        city=oslo, network=Network.objects.get(), state="active", since=partial("2006-06")
    ).sources.add(make_source("No address"))
    Programme.objects.create(slug="guests", name="'=Guests", usual_months=24)
    make_milestone()
    writer = make_writer("Ana", roles=["poet", "essayist"], languages=["fa"], summary="@home", birth_year=1960)
    writer.sources.add(make_source("Twice", url="https://a.example/?a;b"), make_source("", url="https://a.example/x"))
    make_name(writer, "آنا", script="Arab", language="fa")
    stay = make_stay(writer, oslo, starts="about 2003", programme=Programme.objects.get(), private_note="-secret")
    stay.sources.add(make_source("Twice", url="https://a.example/?a;b"))
    make_stay(writer, country="DE", starts="2001/2002", ends="2003-05", confirmed_on="2003-01-02")
    make_work(writer, "[A] title", description="and a description", translators="+1")
    make_work(writer, "", description="untitled")
    Waypoint.objects.create(writer=writer, place="Ankara", kind="transit")
    Text.objects.create(writer=writer, text="A life.\n\n- one", translator="T.", review="reviewed")
    Text.objects.create(writer=writer, text="زندگی", language="fa")
    Dossier.objects.create(writer=writer, legal_name="Legalname")
    return writer


def files(kind: str) -> list[tuple[str, bytes]]:
    sheets = exporting.rows_of(exporting.everything())
    pack: Any = {"xlsx": exporting.workbook, "zip": exporting.archive}[kind]
    return [(f"records.{kind}", pack(sheets))]


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_into_the_same_records_there_is_nothing_to_do(records: Writer, kind: str) -> None:
    proposal = proposals.propose(files(kind), staff())
    assert proposal.report == []
    assert (proposal.counts["added"], proposal.counts["changed"], proposal.counts["kept"]) == ({}, {}, 0)


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
def test_into_an_empty_house_come_the_same_records(records: Writer, kind: str) -> None:
    packed, before = files(kind), exporting.rows_of(exporting.everything())
    with transaction.atomic():
        empty()
        proposal = proposals.confirm(proposals.propose(packed, staff()).pk, staff())
        assert proposal.state == Import.State.COMMITTED, proposal.report
        after = exporting.rows_of(exporting.everything())
    assert {name: (head, sorted(rows)) for name, (head, rows) in after.items()} == {
        name: (head, sorted(rows)) for name, (head, rows) in before.items()
    }
    assert after["residencies.csv"][1][0][-1].startswith("residency:")


def empty() -> None:
    for model in (Dossier, Clearance, Writer, Membership, *(table.model for table in reversed(TABLES))):
        for record in model._base_manager.all():
            for name in ("publications", "holds"):
                if hasattr(record, name):
                    getattr(record, name).all().delete()
            record.delete()
    assert not City.objects.exists() and not Source.objects.exists() and not Network.objects.exists()
    assert User.objects.exists()


def test_the_dossier_never_leaves(records: Writer) -> None:
    assert "Legalname" not in repr(exporting.rows_of(exporting.everything()))
    assert Dossier not in exporting.everything()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = exporting.csv_of(["a"], [[f"{start}1+1"]]).decode("utf-8-sig")
    assert text.splitlines()[1].lstrip('"').startswith("'")
