"""A person is erased on lawful request: a search through every byte of the database finds nothing of them."""

import json
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from refuge.core import upkeep
from refuge.core.scopes import Scope
from refuge.office import erasing
from refuge.office.models import Event, Picture, Source, User, log
from tests.factories import (
    address_of,
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
from tests.members import member
from writers.erasing import erase
from writers.models import Dossier, Text, Work, Writer
from writers.public.models import PublicWriter

CANARY, ESCAPED = "Qanaria", "قناريا"
PREFIXES = ("names", "clearances", "residencies", "works", "texts", "waypoints")


def stored() -> str:
    """Return everything the database holds, as text: SQLite's files byte by byte, every row of PostgreSQL."""
    parts: list[str] = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        files = [Path(name + end) for end in ("", "-wal", "-journal")]
        parts += [file.read_bytes().decode("utf-8", "ignore") for file in files if file.exists()]
    else:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                parts += [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT most_common_vals::text || coalesce(histogram_bounds::text, '') FROM pg_stats")
            parts += [row[0] or "" for row in cursor.fetchall()]
    # A row of PostgreSQL as text escapes what JSON escaped already.
    return re.sub(r"\\+", r"\\", "\n".join(parts)).casefold()


def found() -> list[str]:
    """Return which of the canaries, as they are or escaped in JSON, are in the database."""
    everything = stored()
    wanted = [CANARY, ESCAPED, json.dumps(ESCAPED).strip('"')]
    return [word for word in wanted if word.casefold() in everything]


def picture(colour: str) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return SimpleUploadedFile(f"{CANARY}.png", file.getvalue(), "image/png")


def form(version: Any, prefix_rows: dict[str, list[dict[str, Any]]], **values: Any) -> dict[str, Any]:
    data = {"level": 3, "name": f"Ana {CANARY}", "origin": "IR", "version_seen": version, **values}
    for prefix in PREFIXES:
        rows = prefix_rows.get(prefix, [])
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def entered(client: Client) -> Writer:
    """Enter the canary through the pages of the admin, with everything a person can have."""
    source = make_source(f"About {CANARY}", note=ESCAPED)
    own = {"basis": "own-consent", "granted_on": "2024-01-01"}
    rows = {
        "names": [{"text": ESCAPED, "script": "Arab", "kind": "own-script", "sources": [source.pk]}],
        "clearances": [
            {**own, "scope": scope, "evidence": CANARY, "languages": ["en"] if scope == "biography" else []}
            for scope in ("name", "works", "biography")
        ],
        "residencies": [
            {"country": "NO", "standing": "accepted", "end_state": "unknown", "private_note": CANARY, "ceiling": 3}
        ],
        "works": [{"title": f"{CANARY} book", "kind": "other", "status": "published", "note": ESCAPED}],
        "texts": [{"language": "en", "kind": "biography", "text": f"Born {CANARY}.", "review": "unreviewed"}],
        "waypoints": [{"place": f"{CANARY} town", "kind": "exile"}],
    }
    more = {"upload": picture("red"), "portrait_credit": CANARY, "portrait_alt": ESCAPED, "sources": [source.pk]}
    answer = client.post(reverse("admin:writers_writer_add"), form("", rows, **more))
    assert answer.status_code == 302, answer.context["errors"]
    return Writer.objects.latest("pk")


def lived(client: Client) -> Writer:
    """Let the canary be published, withdrawn, published again, edited and given a dossier."""
    writer = entered(client)
    grant(writer, Scope.PORTRAIT, picture=writer.portrait)
    publish(writer)
    withdraw(writer, f"{CANARY} asked.")
    client.post(reverse("admin:writers_writer_lift", args=[writer.pk]), {"reason": f"{CANARY} agreed."})
    publish(writer)
    (work,) = writer.works.all()
    form = {"writer": writer.pk, "title": f"{CANARY} again", "kind": "other", "status": "published"}
    client.post(reverse("admin:writers_work_change", args=[work.pk]), {**form, "version_seen": work.version})
    Writer.objects.filter(pk=writer.pk).update(summary=f"Of {CANARY}")
    Writer.objects.filter(pk=writer.pk).update(sort_name=f"{CANARY}, Ana", summary="")
    Text.objects.filter(writer=writer).delete()
    dossier = {"writer": writer.pk, "legal_name": f"{CANARY} Legal", "address": ESCAPED, "version_seen": ""}
    assert client.post(reverse("admin:writers_dossier_add"), dossier).status_code == 302
    log(None, Event.Verb.ACCOUNT, f"of {CANARY}")
    return Writer.objects.get(pk=writer.pk)


@pytest.fixture
def staffed(transactional_db: None) -> Client:
    client = member()
    User.objects.update(is_superuser=True)  # the roles are gone where an earlier test emptied the tables
    return client


def rows_of(writer: Writer) -> list[Any]:
    """Return what the database holds of another person, history included."""
    children = [list(getattr(writer, name).values()) for name in ("names", "works", "residencies", "clearances")]
    about = {"content_type__model": "writer", "object_id": str(writer.pk)}
    return [
        *children,
        list(Writer.objects.filter(pk=writer.pk).values()),
        list(Writer.history.filter(id=writer.pk).values()),  # type: ignore[attr-defined]
        list(Work.history.filter(writer_id=writer.pk).values()),  # type: ignore[attr-defined]
        list(writer.publications.values()),
        list(PublicWriter.objects.filter(name=writer.name).values()),
        list(LogEntry.objects.filter(**about).values()),
        list(writer.sources.values()),
        list(Dossier.objects.filter(writer=writer).values()),
    ]


def other(client: Client) -> Writer:
    writer = make_writer("Eva Other", published=True)
    make_name(writer, "إيفا")
    make_work(writer, "Another book").sources.add(make_source("Shared"))
    make_stay(writer, make_city("Bergen"))
    Dossier.objects.create(writer=writer, legal_name="Other")
    data = form(writer.version, {}, name="Eva Other", portrait_credit="Her", portrait_alt="She", upload=picture("blue"))
    assert client.post(reverse("admin:writers_writer_change", args=[writer.pk]), data).status_code == 302
    publish(writer)
    return writer


def test_nothing_is_left_of_the_person_and_all_of_another(staffed: Client) -> None:
    writer, eva = lived(staffed), other(staffed)
    writer.sources.add(shared := Source.objects.get(title="Shared"))
    before = rows_of(eva)
    assert CANARY in found() and json.dumps(ESCAPED).strip('"') in found()
    assert [entry for entry in LogEntry.objects.all() if CANARY in entry.object_repr + entry.change_message]
    assert [session for session in Session.objects.all() if CANARY in str(session.get_decoded())]
    assert PublicWriter.objects.filter(name__contains=CANARY).exists() and Picture.objects.count() == 2
    out = StringIO()
    call_command("erase", str(writer.pk), "--yes", stdout=out)
    assert found() == []
    assert rows_of(eva) == before
    assert Source.objects.get(title="Shared") == shared and Picture.objects.count() == 1
    assert upkeep.check() == []
    assert Client().get(address_of(eva)).status_code == 200
    assert CANARY not in out.getvalue() and "free pages" in out.getvalue()
    (event,) = Event.objects.filter(verb=Event.Verb.ERASED)
    assert event.detail.endswith(" rows")


def test_one_who_was_deleted_before_is_erased_from_the_history(staffed: Client) -> None:
    writer = make_writer(f"Ana {CANARY}", clear=())
    make_work(writer, f"{CANARY} book")
    pk = writer.pk
    writer.delete()
    assert CANARY in found()
    call_command("erase", str(pk), "--yes", stdout=StringIO())
    assert found() == []


@pytest.mark.django_db
class TestErase:
    def test_what_others_say_of_the_person_is_named_by_kind_and_number_and_stays(self) -> None:
        writer, eva = make_writer(f"Ana {CANARY}", clear=()), make_writer("Eva", clear=())
        make_name(writer, "Li", cleared=False)
        text = Text.objects.create(writer=eva, text=f"She met {CANARY.upper()} there.")
        make_stay(eva, country="NO", private_note="The lights of Linz.")
        stay = make_stay(eva, country="NO", private_note="With Li in Linz.")
        _counts, named = erase(writer.pk)
        assert named == sorted(
            [f"text {text.pk}", f"residency {stay.pk}", f"history of text {text.pk}", f"history of residency {stay.pk}"]
        )
        text.refresh_from_db()
        assert CANARY.upper() in text.text

    def test_a_source_and_a_picture_that_others_use_stay(self) -> None:
        image = Picture.keep(picture("green").read())
        portrait = {"portrait": image, "portrait_credit": "x", "portrait_alt": "y"}
        writer, eva = make_writer("Anna", clear=(), **portrait), make_writer("Eva", clear=(), **portrait)
        shared, once, own = make_source("Shared"), make_source("Once"), make_source("Own")
        writer.sources.set([shared, once, own])
        eva.sources.set([shared, once])
        Writer.objects.get(pk=eva.pk).sources.remove(once)
        Writer.objects.get(pk=writer.pk).sources.remove(own)
        erase(writer.pk)
        assert {source.title for source in Source.objects.all()} == {"Shared", "Once"}
        assert Picture.objects.count() == 1
        erase(eva.pk)
        assert not Source.objects.exists() and not Picture.objects.exists()

    def test_a_picture_goes_with_the_last_decision_about_it(self) -> None:
        image = Picture.keep(picture("green").read())
        people = [make_writer(name, clear=()) for name in ("Anna", "Eva")]
        for writer in people:
            grant(writer, Scope.PORTRAIT, picture=image)
        for left, writer in ((1, people[0]), (0, people[1])):
            erase(writer.pk)
            assert Picture.objects.count() == left

    def test_a_row_that_was_moved_keeps_its_present_and_loses_its_past(self) -> None:
        writer, eva = make_writer("Anna", clear=()), make_writer("Eva", clear=())
        work = make_work(writer, "Moved")
        Work.objects.filter(pk=work.pk).update(writer=eva)
        erase(writer.pk)
        assert Work.objects.get().writer == eva
        assert {row.writer_id for row in Work.history.all()} == {eva.pk}  # type: ignore[attr-defined]

    def test_what_keeps_copies_elsewhere_is_asked_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[erasing.Gone] = []
        monkeypatch.setattr(erasing, "_more", [])

        def copies(gone: erasing.Gone) -> erasing.Counts:
            asked.append(gone)
            return erasing.Counts({"copies": 7})

        erasing.also(copies)
        erasing.also(copies)
        writer = make_writer("Anna", clear=())
        counts, _named = erase(writer.pk)
        (gone,) = asked
        assert counts["copies"] == 7
        assert len(gone.rows[Writer]) == 1 and not Writer.objects.filter(pk=writer.pk).exists()
        assert gone.named_in({"name": ["anna"]}) and not gone.named_in("Eva")

    def test_it_asks_first_and_knows_whom(self, monkeypatch: pytest.MonkeyPatch) -> None:
        writer = make_writer("Anna", clear=())
        monkeypatch.setattr("builtins.input", lambda _prompt: "erase")
        with pytest.raises(CommandError, match="Nothing was erased"):
            call_command("erase", str(writer.pk))
        with pytest.raises(CommandError, match="no writer"):
            call_command("erase", "987654", "--yes")
        with pytest.raises(CommandError, match="by number"):
            call_command("erase", "--yes")
        assert Writer.objects.count() == 1
