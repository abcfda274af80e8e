"""Puts imported values into records: new ones, and those fields of old ones that nobody has edited since."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from refuge.office.models import Picture
from refuge.office.records import Record
from writers.importing.rows import Problem, Row


def key_of(kind: str, *parts: str) -> str:
    """Return the key under which an imported record is found again; long ones are shortened by their hash."""
    key = f"{kind}:{'|'.join(parts)}"
    return key if len(key) <= 200 else f"{kind}:{hashlib.sha256(key.encode()).hexdigest()}"


# Where a field is called otherwise in its file: the first of these that the file has.
COLUMNS = {
    "starts": ("start",),
    "ends": ("end",),
    "local_name": ("name_local",),
    "origin": ("country_of_origin",),
    "origin_label": ("origin_note",),
    "original_title": ("title_original",),
    "since": ("from",),
    "public_note": ("note",),
    "note": ("status_note",),
    "text": ("blurb", "biography", "name"),
}


def _column(row: Row, field_name: str) -> str:
    """Return the column of a file that a field was read from; empty where the whole row is meant."""
    names = (field_name, *COLUMNS.get(field_name, ()))
    return next((name for name in names if name in row.cells), "" if field_name == "__all__" else field_name)


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: dates as text, records by their key, pictures by their digest."""
    if isinstance(value, Picture):
        return value.digest
    if isinstance(value, Record):
        return value.import_key or f"#{value.pk}"
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "stored", value)


@dataclass
class Store:
    """What one import did, or would do."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Row] = field(default_factory=dict)

    def find(self, model: type[Model], key: str) -> Any | None:
        """Return the record with this key, or None."""
        records: Any = model._base_manager
        return records.filter(import_key=key).first()

    def put(self, row: Row, model: type[Model], key: str, values: dict[str, Any]) -> Any:
        """Return the record of a row, made or brought up to date; None when something is wrong with the row."""
        if key in self.seen:
            row.refuse("", f"says the same as line {self.seen[key].line}. Remove one of the two.")
        self.seen[key] = row
        if row.problems:
            self.problems += row.problems
            return None
        record = self.find(model, key)
        name = str(model._meta.verbose_name_plural)
        if record is None:
            record = model(
                **values, import_key=key, imported={column: plain(value) for column, value in values.items()}
            )
            if self._save(row, record):
                self.added[name] += 1
                return record
            return None
        if self._update(row, record, values):
            self.changed[name] += 1
        return record

    def _update(self, row: Row, record: Any, values: dict[str, Any]) -> bool:
        edited = False
        for column, value in values.items():
            new, old = plain(value), record.imported.get(column)
            present = plain(getattr(record, column))
            if new == old:
                continue
            if present not in (old, new):
                self.kept.append(f"{row.file}, line {row.line}: {record._meta.verbose_name} keeps its own “{column}”.")
                continue
            setattr(record, column, value)
            record.imported = {**record.imported, column: new}
            edited = True
        return edited and self._save(row, record)

    def _save(self, row: Row, record: Any) -> bool:
        try:
            record.full_clean()
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                where = _column(row, column)
                self.problems += [Problem(row.file, row.line, where, message) for message in messages]
            return False
        record.save()
        return True
