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
from writers.models import Clearance, Dossier, Note, Residency, Writer, WriterPublication
from writers.person import both, citing, gathered, pictures_of, sources_of


class Unknown(Exception):
    """No such writer, neither in the records nor in their history."""


def erase(pk: int) -> tuple[Counts, list[str]]:
    """Erase a writer; return how many rows of which kind are gone, and where else the person is named.

    All or nothing. Works on one who was deleted before, and whom only the history knows. Raises `Unknown`.
    """
    with publishing.settling(), no_history():
        gone = gathered(pk)
        if not gone.rows[Writer]:
            raise Unknown(pk)
        cited, pictures = sources_of(gone), pictures_of(pk)
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


def _orphans(cited: Iterable[Any]) -> Iterable[Any]:
    """Yield the sources that nothing else cites or ever cited."""
    pasts = [past for model in _records_of_all() for _column, past in citing(model)]
    for source in cited:
        known = Source.objects.filter(pk=source).first()
        if not (known and known.is_cited()) and not any(past.filter(source_id=source).exists() for past in pasts):
            yield source


def _records_of_all() -> set[Any]:
    return {relation.related_model for relation in Source._meta.get_fields(include_hidden=True) if _cites(relation)}


def _cites(relation: Any) -> bool:
    model = relation.related_model
    return bool(relation.many_to_many and relation.auto_created and issubclass(model, Record))


def forget_notes(gone: Gone) -> Counts:
    """Remove what cities wrote about the person's stays; of other notes that name the person, `mentions` tells."""
    return Counter({"history": forget_history(Note, Q(stay_id__in=gone.rows.get(Residency, ())))})


def _is_used(picture: Any) -> bool:
    users = (
        *both(Writer, portrait_id=picture),
        *both(Clearance, picture_id=picture),
        *both(City, photograph_id=picture),
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
