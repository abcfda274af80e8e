"""Puts any column of any row into plain words, for a page that tells a person what is held about them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from refuge.core.partial_dates import PartialDate
from refuge.office.fields import CodesField
from refuge.office.models import Source, User

Line = tuple[str, str]


def row_lines(row: models.Model, left_out: Collection[str] = ()) -> list[Line]:
    """Return what a row says, column by column, what it links to included; empty columns are left out."""
    columns = [*row._meta.concrete_fields, *row._meta.many_to_many]
    said = ((label(column), column_words(row, column)) for column in columns if column.name not in left_out)
    return [(caption, text) for caption, text in said if text]


def label(column: Any) -> str:
    """Return what a column is called, as a caption."""
    name = str(column.verbose_name)
    return name[:1].upper() + name[1:]


def column_words(row: Any, column: Any) -> str:
    """Return what a row says in one column; empty for nothing."""
    if column.many_to_many:
        return "\n".join(words(each) for each in getattr(row, column.name).all())
    value = getattr(row, column.name)
    if value is None or value == "" or value in ([], {}):
        return ""
    if isinstance(column, CodesField):
        labels: dict[Any, Any] = dict(column.vocabulary())
        return ", ".join(str(labels.get(code, code)) for code in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return words(value)


def words(value: Any) -> str:
    """Return a value as it reads."""
    said = str(value)
    match value:
        case bool():
            said = _("yes") if value else _("no")
        case PartialDate():
            said = value.words()
        case datetime():
            said = date_format(localtime(value), "Y-m-d H:i")
        case date():
            said = value.isoformat()
        case User():
            said = value.get_full_name() or value.get_username()
        case Source():
            dated = value.dated.words() if value.dated else ""
            said = ", ".join(filter(None, (value.title, value.url, value.publisher, dated, value.note)))
        case list() | dict():
            said = "\n".join(_flat(value))
    return said


def _flat(value: Any) -> Iterator[str]:
    """Yield a JSON value line by line, each with the way to it: “name: Ana”."""
    parts = value.items() if isinstance(value, Mapping) else enumerate(value, 1)
    for name, part in parts:
        if isinstance(part, (list, dict)):
            yield from (f"{name}, {line}" for line in _flat(part))
        elif part not in (None, ""):
            yield f"{name}: {words(part)}"
