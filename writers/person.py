"""Gathers what is known under one person, now and in history: names, rows, sources, pictures."""

from collections.abc import Iterable
from typing import Any

from refuge.office.erasing import Gone
from refuge.office.models import Source
from refuge.office.timeline import parts_of
from writers.models import Clearance, Dossier, Name, Work, Writer, WriterPublication

TITLES = ("title", "original_title", "translated_title", "description")


def names_of(pk: int, *, legal: bool) -> set[str]:
    """Return every name that the record has or had, or that was published; the dossier's legal name where asked for."""
    told = WriterPublication.objects.filter(record=pk).values_list("title", flat=True)
    names = _said(Writer, ("name", "sort_name"), id=pk) | _said(Name, ("text",), writer_id=pk) | set(told)
    if legal:
        names |= set(Dossier.objects.filter(writer=pk).values_list("legal_name", flat=True))
    return names - {""}


def gathered(pk: int, *, legal: bool = True) -> Gone:
    """Return the names of the person and the numbers of their rows; of a writer who never was there are no rows."""
    gone = Gone()
    for model, column in parts_of(Writer):
        now, past = both(model, **{column: pk})
        # A row that belongs to another writer now stays theirs; only its past with this one goes.
        elsewhere = model._base_manager.exclude(**{column: pk}).values_list("pk", flat=True)
        rows = set(now.values_list("pk", flat=True)) | set(past.values_list("id", flat=True))
        gone.rows[model] = rows - set(elsewhere.filter(pk__in=rows))
    gone.names |= names_of(pk, legal=legal)
    gone.words |= _said(Work, TITLES, writer_id=pk)
    return gone


def both(model: Any, **of: Any) -> tuple[Any, Any]:
    """Return the rows of a model as they are, and their history."""
    return model._base_manager.filter(**of), model.history.model.objects.filter(**of)


def _said(model: Any, columns: Iterable[str], **of: Any) -> set[str]:
    return {text for rows in both(model, **of) for row in rows.values_list(*columns) for text in row if text}


def sources_of(gone: Gone) -> set[Any]:
    """Return every source that a row of the person cites or once cited."""
    found: set[Any] = set()
    for model, pks in gone.rows.items():
        for column, past in citing(model):
            through = column.remote_field.through._base_manager
            mine = {f"{column.m2m_field_name()}__in": pks}
            found |= set(through.filter(**mine).values_list("source_id", flat=True))
            found |= set(past.filter(history__id__in=pks).values_list("source_id", flat=True))
    return found


def citing(model: Any) -> list[tuple[Any, Any]]:
    """Return the columns of a model that cite sources, each with the rows that say what it cited in the past."""
    columns = [column for column in model._meta.many_to_many if column.related_model is Source]
    return [(column, getattr(model.history.model, column.name).model.objects) for column in columns]


def pictures_of(pk: int) -> set[Any]:
    """Return every picture that is, or was, a portrait of the person, or that they decided about."""
    portraits, decided = both(Writer, id=pk), both(Clearance, writer_id=pk)
    found = {picture for rows in portraits for picture in rows.values_list("portrait_id", flat=True)}
    found |= {picture for rows in decided for picture in rows.values_list("picture_id", flat=True)}
    return found - {None}
