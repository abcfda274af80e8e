"""Erases one person entirely, on lawful request: from the catalogue, the records and everything the office keeps."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from cities.models import City
from refuge.core import publishing
from refuge.office.erasing import Counts, Gone, forget, forget_history, mentions
from refuge.office.history import no_history
from refuge.office.models import Event, Picture, Source, log
from refuge.office.records import Record
from refuge.office.timeline import parts_of
from writers.models import Clearance, Dossier, Name, Note, Residency, Work, Writer, WriterPublication

TITLES = ("title", "original_title", "translated_title", "description")


class Unknown(Exception):
    """No such writer, neither in the records nor in their history."""


def erase(pk: int) -> tuple[Counts, list[str]]:
    """Erase a writer; return how many rows of which kind are gone, and where else the person is named.

    All or nothing. Works on one who was deleted before, and whom only the history knows. Raises `Unknown`.
    """
    with publishing.settling(), no_history():
        gone = _gathered(pk)
        cited, pictures = _sources(gone), _pictures(pk)
        counts = _records(pk)
        for model, column in parts_of(Writer):
            counts["history"] += forget_history(model, Q(**{column: pk}) | Q(id__in=gone.rows[model]))
        gone.rows[Source] = set(_orphans(cited))
        for source in gone.rows[Source]:
            counts["sources"] += models.QuerySet(Source).filter(pk=source).delete()[0]
            counts["history"] += forget_history(Source, Q(id=source))
        for picture in pictures:
            if not _is_used(picture):
                counts["pictures"] += Picture.objects.filter(pk=picture).delete()[1].get(Picture._meta.label, 0)
        counts += forget(gone)
        log(None, Event.Verb.ERASED, f"{counts.total()} rows")
        return +counts, sorted(set(mentions(gone)))


def _gathered(pk: int) -> Gone:
    gone = Gone()
    for model, column in parts_of(Writer):
        now, past = _both(model, **{column: pk})
        # A row that belongs to another writer now stays theirs; only its past with this one goes.
        elsewhere = model._base_manager.exclude(**{column: pk}).values_list("pk", flat=True)
        rows = set(now.values_list("pk", flat=True)) | set(past.values_list("id", flat=True))
        gone.rows[model] = rows - set(elsewhere.filter(pk__in=rows))
    if not gone.rows[Writer]:
        raise Unknown(pk)
    gone.names |= _said(Writer, ("name", "sort_name"), id=pk) | _said(Name, ("text",), writer_id=pk)
    gone.names |= set(Dossier.objects.filter(writer=pk).values_list("legal_name", flat=True)) - {""}
    gone.words |= _said(Work, TITLES, writer_id=pk)
    return gone


def _both(model: Any, **of: Any) -> tuple[Any, Any]:
    return model._base_manager.filter(**of), model.history.model.objects.filter(**of)


def _said(model: Any, columns: Iterable[str], **of: Any) -> set[str]:
    return {text for rows in _both(model, **of) for row in rows.values_list(*columns) for text in row if text}


def _sources(gone: Gone) -> set[Any]:
    """Return every source that a row of the person cites or once cited."""
    found: set[Any] = set()
    for model, pks in gone.rows.items():
        for column, past in _citing(model):
            through = column.remote_field.through._base_manager
            mine = {f"{column.m2m_field_name()}__in": pks}
            found |= set(through.filter(**mine).values_list("source_id", flat=True))
            found |= set(past.filter(history__id__in=pks).values_list("source_id", flat=True))
    return found


def _citing(model: Any) -> list[tuple[Any, Any]]:
    columns = [column for column in model._meta.many_to_many if column.related_model is Source]
    return [(column, getattr(model.history.model, column.name).model.objects) for column in columns]


def _orphans(cited: Iterable[Any]) -> Iterable[Any]:
    """Yield the sources that nothing else cites or ever cited."""
    pasts = [past for model in _records_of_all() for _column, past in _citing(model)]
    for source in cited:
        known = Source.objects.filter(pk=source).first()
        if not (known and known.is_cited()) and not any(past.filter(source_id=source).exists() for past in pasts):
            yield source


def _records_of_all() -> set[Any]:
    return {relation.related_model for relation in Source._meta.get_fields(include_hidden=True) if _cites(relation)}


def _cites(relation: Any) -> bool:
    model = relation.related_model
    return bool(relation.many_to_many and relation.auto_created and issubclass(model, Record))


def _pictures(pk: int) -> set[Any]:
    """Return every picture that is, or was, a portrait of the person, or that they decided about."""
    portraits, decided = _both(Writer, id=pk), _both(Clearance, writer_id=pk)
    found = {picture for rows in portraits for picture in rows.values_list("portrait_id", flat=True)}
    found |= {picture for rows in decided for picture in rows.values_list("picture_id", flat=True)}
    return found - {None}


def forget_notes(gone: Gone) -> Counts:
    """Remove what cities wrote about the person's stays; of other notes that name the person, `mentions` tells."""
    return Counter({"history": forget_history(Note, Q(stay_id__in=gone.rows.get(Residency, ())))})


def _is_used(picture: Any) -> bool:
    users = (
        *_both(Writer, portrait_id=picture),
        *_both(Clearance, picture_id=picture),
        *_both(City, photograph_id=picture),
    )
    return any(rows.exists() for rows in users)


def _records(pk: int) -> Counts:
    """Take the person out of the catalogue by the door, then delete what stands in the way, then the person."""
    counts: Counts = Counter()
    writer = Writer.objects.filter(pk=pk).first()
    if writer is None:
        return counts
    publishing.take_down(writer)
    counts["publications"] = WriterPublication.objects.filter(record=writer).delete()[0]
    counts["dossiers"] = Dossier.objects.filter(writer=writer).delete()[0]
    counts["records"] = writer.delete()[0]
    return counts
