"""Collects everything that is held about one person, for the person who asks: rows, history, imports, words elsewhere.

`HELD` names every table with a path to the writer; a test derives the same list from the models.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from refuge.office.erasing import Gone
from refuge.office.mentions import rows_naming
from refuge.office.models import Picture, PictureRendition, Source
from refuge.office.plain_words import Line, label, row_lines, words
from refuge.office.records import Record
from refuge.office.timeline import Step, whole
from writers import kinds, wording
from writers.importing.proposals import kept_of
from writers.models import (
    Clearance,
    Dossier,
    Name,
    Note,
    Reminder,
    Residency,
    Text,
    Waypoint,
    Work,
    Writer,
    WriterHold,
    WriterPublication,
)
from writers.person import gathered, pictures_of, sources_of


@dataclass(frozen=True)
class Table:
    """A table that holds something about a person; `path` leads from a row to the writer's number."""

    model: Any
    path: str
    heading: Any


HELD = (
    Table(Writer, "pk", gettext_lazy("The person")),
    Table(Dossier, "writer", gettext_lazy("The dossier: what must never be public")),
    Table(Name, "writer", gettext_lazy("Other forms of the name")),
    Table(Text, "writer", gettext_lazy("Texts")),
    Table(Residency, "writer", gettext_lazy("Stays")),
    Table(Waypoint, "writer", gettext_lazy("Stops on the road")),
    Table(Work, "writer", gettext_lazy("Works")),
    Table(Clearance, "writer", gettext_lazy("What the person decided, and what was read to them")),
    Table(WriterPublication, "record", gettext_lazy("What was public, from when to when")),
    Table(WriterHold, "record", gettext_lazy("Withdrawals and holds")),
    Table(Note, "stay__writer", gettext_lazy("Notes that cities wrote to staff")),
    Table(Reminder, "stay__writer", gettext_lazy("Mails to coordinators about a stay; their text is not kept")),
)
# The numbers by which the machine finds rows, counts saves and searches; whose row it is, the page says as a whole.
LEFT_OUT = frozenset({"id", "version", "search_key", "closed_words", "writer", "record"})
# Facts as publications and clearances keep them.
FACTS = frozenset({"facts", "read"})
OF_PERSON = (*LEFT_OUT, *FACTS)


@dataclass(frozen=True)
class Entry:
    """One row in words; `page` is its page in the office, `picture` what to show of it."""

    title: str
    lines: list[Line] = field(default_factory=list)
    page: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the page."""

    heading: str
    entries: list[Entry]


class Held:
    """Everything that is held about one writer. Without `dossier`, nothing that only those read who may open it."""

    def __init__(self, writer: Writer, *, dossier: bool) -> None:
        self.writer, self.dossier = writer, dossier
        self.person: Gone = gathered(writer.pk, legal=dossier)
        self.tables = [table for table in HELD if dossier or table.model is not Dossier]
        self.rows = {table.model: list(_rows(table, writer.pk)) for table in self.tables}
        kept = [stored for row in self._with_facts() for stored in _facts(row)]
        cities = {str(fact["value"]) for fact in kept if fact.get("kind") == kinds.STAY_CITY.name}
        there = City.objects.filter(pk__in=[pk for pk in cities if pk.isdecimal()])
        self.cities = {str(pk): name for pk, name in there.values_list("pk", "name")}

    def parts(self) -> list[Part]:
        """Return what every table holds, then pictures, sources, the log, imports and words elsewhere."""
        found = [
            Part(str(table.heading), [self._entry(row) for row in self.rows[table.model]]) for table in self.tables
        ]
        return [
            *found,
            Part(_("Pictures"), list(self._pictures())),
            Part(_("Sources"), [Entry(str(row), row_lines(row, LEFT_OUT)) for row in self._sources()]),
            Part(_("Short notes of the office about who changed what"), list(self._log())),
            Part(_("Imports that still keep something"), list(self._imports())),
            Part(_("Other records that name the person, or perhaps do"), list(self._elsewhere())),
        ]

    def steps(self) -> list[Step]:
        """Return every change of a row of theirs, newest first."""
        stays = Q(stay_id__in=self.person.rows[Residency])
        paths = {"pk": Q(id=self.writer.pk), "writer": Q(writer_id=self.writer.pk), "stay__writer": stays}
        return whole((table.model, paths[table.path]) for table in self.tables if issubclass(table.model, Record))

    def _with_facts(self) -> Iterable[models.Model]:
        return (*self.rows[Clearance], *self.rows[WriterPublication])

    def _entry(self, row: models.Model) -> Entry:
        return Entry(str(row), [*row_lines(row, OF_PERSON), *self._said(row)])

    def _said(self, row: models.Model) -> Iterator[Line]:
        """Yield what was published or read, in the words of a difference; what cannot be read, as it is kept."""
        stored = _facts(row)
        kept = kinds.SCHEMA.read(stored)
        for line in wording.lines(kept.facts, self.cities):
            if line.text:
                yield f"{line.heading}: {line.label}", line.text
        for item in stored:
            if str(item.get("kind", "")) in kept.unreadable or not kinds.SCHEMA.read([item]).facts:
                yield _("Kept in an older form"), words(dict(item))

    def _pictures(self) -> Iterator[Entry]:
        pks = pictures_of(self.writer.pk)
        shown = PictureRendition.objects.filter(picture__in=pks, format="jpeg").order_by("-width")
        bodies = {rendition.picture_id: bytes(rendition.body) for rendition in shown}  # the smallest comes last
        for row in (
            Picture.objects.filter(pk__in=pks).defer("original").annotate(size=Length("original")).order_by("pk")
        ):
            said = _("%(n)d bytes, as it was uploaded, with whatever the camera wrote into it") % {"n": row.size}
            lines = [(_("Uploaded"), words(row.uploaded_at)), (_("The file itself"), said), ("SHA-256", row.digest)]
            body = b64encode(bodies.get(row.pk, b"")).decode()
            yield Entry(str(row), lines, picture=f"data:image/jpeg;base64,{body}" if body else "")

    def _sources(self) -> list[Source]:
        return list(Source.objects.filter(pk__in=sources_of(self.person)).order_by("title", "pk"))

    def _log(self) -> Iterator[Entry]:
        asked = Q(pk__in=[])
        for model, pks in self.person.rows.items():
            if self.dossier or model is not Dossier:
                of = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
                asked |= Q(**of, object_id__in=map(str, pks))
        for entry in LogEntry.objects.filter(asked).select_related("user", "content_type").order_by("-action_time"):
            yield Entry(f"{words(entry.action_time)} {words(entry.user)}", [(entry.object_repr, str(entry))])

    def _imports(self) -> Iterator[Entry]:
        for done, kept in kept_of(self.person):
            title = f"{words(done.at)} {words(done.by)}, {done.get_state_display()}"
            yield Entry(title, [(str(number), text) for number, text in enumerate(kept, 1)])

    def _elsewhere(self) -> Iterator[Entry]:
        own = {model: {row.pk for row in rows} for model, rows in self.rows.items()} | self.person.rows
        own[Source] = {row.pk for row in self._sources()}
        past: Counter[tuple[Any, Any]] = Counter()
        for row in rows_naming(self.person, own):
            if row.model is Dossier and not self.dossier:
                continue
            if row.past:
                past[row.model, row.pk] += 1
                continue
            columns: Mapping[str, Any] = {column.attname: column for column in row.model._meta.concrete_fields}
            said = (
                (label(columns[name]), "\n".join(self.person.sentences_in(text))) for name, text in row.said.items()
            )
            yield Entry(f"{row.model._meta.verbose_name} {row.pk}", list(said), page=_page(row.model, row.pk))
        for (model, pk), times in past.items():
            said_of = _("history of the %(kind)s %(number)s") % {"kind": model._meta.verbose_name, "number": pk}
            yield Entry(said_of, [(_("Times"), str(times))])


def _rows(table: Table, pk: int) -> models.QuerySet[Any]:
    meta = table.model._meta
    links = [column.name for column in meta.concrete_fields if column.is_relation and column.name not in LEFT_OUT]
    rows = table.model._base_manager.filter(**{table.path: pk}).order_by("pk").select_related(*links)
    return rows.prefetch_related(*(column.name for column in meta.many_to_many))


def _facts(row: models.Model) -> list[Mapping[str, Any]]:
    return [fact for name in FACTS for fact in getattr(row, name, ())]


def _page(model: Any, pk: Any) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
    except NoReverseMatch:
        return ""
