"""Puts imported values into records: new ones, and those fields of old ones that nobody has edited since."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from refuge.office.models import Picture, Source
from refuge.office.records import Record
from writers.importing.rows import Problem, Row

Values = dict[str, Any]
# The list of a record's sources is kept in `imported` like a field.
SOURCES = "sources"


def key_of(kind: str, *parts: str) -> str:
    """Return the key under which an imported record is found again; long ones are shortened by their hash."""
    key = f"{kind}:{'|'.join(parts)}"
    return key if len(key) <= 200 else f"{kind}:{hashlib.sha256(key.encode()).hexdigest()}"


def by(kind: str, *columns: str) -> Callable[[Row], str]:
    """Return what finds the key of a row in these columns."""
    return lambda row: key_of(kind, *(row.text(column) for column in columns))


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


def _keys(sources: Iterable[Source]) -> list[str]:
    return sorted(plain(source) for source in sources)


@dataclass
class Store:
    """What one import did, or would do. `added_rows` holds the row of each record that is new, by its key."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    added_rows: dict[str, Row] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Row] = field(default_factory=dict)

    def find(self, model: type[Model], key: str) -> Any | None:
        """Return the record with this key, or None."""
        records: Any = model._base_manager
        return records.filter(import_key=key).first()

    def make(self, row: Row, column: str, text: str, record: Any) -> Any | None:
        """Save a record that a text of a cell stands for, and return it; None, with the text refused, if unsound."""
        try:
            record.full_clean()
        except ValidationError as error:
            shown = text if len(text) <= 80 else f"{text[:80]}…"
            row.refuse(column, f"“{shown}” cannot be used: {' '.join(dict.fromkeys(error.messages))}")
            return None
        record.save()
        self.added[str(record._meta.verbose_name_plural)] += 1
        return record

    def cited(self, row: Row, column: str) -> list[Source]:
        """Return the sources whose addresses stand in a cell, made where they are new."""
        found = []
        for url in row.parts(column) if column else ():
            key = key_of("source", url)
            new = Source(url=url, import_key=key, imported={"url": url})
            if source := self.find(Source, key) or self.make(row, column, url, new):
                found.append(source)
        return found

    def put(
        self,
        row: Row,
        model: type[Model],
        key: str,
        values: Values,
        *,
        sources: list[Source] | None = None,
        at_first: Values | None = None,
    ) -> Any:
        """Return the record of a row, made or brought up to date; None when something is wrong with the row.

        Without `sources` the file says nothing about them. The values `at_first` are for a new record only: a later
        import neither compares nor restores them.
        """
        if key in self.seen:
            row.refuse("", f"says the same as line {self.seen[key].line}. Remove one of the two.")
        self.seen[key] = row
        if row.problems:
            self.problems += row.problems
            return None
        record = self.find(model, key)
        if record is None:
            return self._add(row, model(**values, **(at_first or {}), import_key=key), values, sources)
        self._update(row, record, model(**values), values, sources)
        return record

    def _add(self, row: Row, record: Any, values: Values, sources: list[Source] | None) -> Any | None:
        if not self._sound(row, record):
            return None
        # As cleaned: that is what the next import compares with.
        record.imported = {name: plain(getattr(record, name)) for name in values}
        if sources is not None:
            record.imported[SOURCES] = _keys(sources)
        record.save()
        if sources:
            record.sources.set(sources)
        self.added[str(record._meta.verbose_name_plural)] += 1
        self.added_rows[record.import_key] = row
        return record

    def _update(self, row: Row, record: Any, wanted: Any, values: Values, sources: list[Source] | None) -> None:
        # Cleaned as well, since cleaning may complete what a file left open.
        if not self._sound(row, wanted, among_others=False):
            return
        imported, edited = dict(record.imported), False
        for name in values:
            if self._may_set(row, record, name, plain(getattr(record, name)), plain(getattr(wanted, name))):
                setattr(record, name, getattr(wanted, name))
                edited = True
        if sources is not None:
            present = _keys(record.sources.all())
            if self._may_set(row, record, SOURCES, present, _keys(sources)):
                record.sources.set(sources)
                edited = True
        # Saving settles whatever is published of the record, its sources included.
        if (edited or imported != record.imported) and self._sound(row, record):
            record.save()
            self.changed[str(record._meta.verbose_name_plural)] += 1

    def _may_set(self, row: Row, record: Any, name: str, present: Any, new: Any) -> bool:
        """Say whether a field takes a new value, and note that it was imported; report one that was edited here."""
        if name in record.imported:
            old = record.imported[name]
        else:
            # Never imported before, so nobody has edited it while it is as in an empty record.
            old = [] if name == SOURCES else plain(getattr(type(record)(), name))
        if present not in (old, new):
            self.kept.append(f"{row.file}, line {row.line}: {record._meta.verbose_name} keeps its own “{name}”.")
            return False
        if new != old:
            record.imported = {**record.imported, name: new}
        return bool(present != new)

    def _sound(self, row: Row, record: Any, *, among_others: bool = True) -> bool:
        try:
            record.full_clean(validate_unique=among_others, validate_constraints=among_others)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                where = _column(row, column)
                self.problems += [Problem(row.file, row.line, where, message) for message in messages]
            return False
        return True
