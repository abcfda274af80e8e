"""Puts imported values into records: new ones, and those fields of old ones that nobody has edited since."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from refuge.office.models import Picture, Source
from refuge.office.records import Record
from writers.importing.rows import Problem, Row

Values = dict[str, Any]
# The list of a record's sources is kept in `imported` like a field.
SOURCES = "sources"
# As many keys as one query may ask for on every database.
MANY = 500


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
    "dated": ("date",),
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


def dump(record: Record) -> str:
    """Return every column of a record, and the sources it cites, as text that `django.core.serializers` reads."""
    return str(serializers.serialize("json", [record]))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"


def _keys(sources: Iterable[Source]) -> list[str]:
    return sorted(plain(source) for source in sources)


def shown(value: Any) -> str:
    """Return a value in the few words that a list of changes has room for."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(getattr(value, "typed", value) or "")
    return text if len(text) <= 60 else f"{text[:59]}…"


@dataclass(frozen=True)
class Line:
    """What became of a row: `what` is added, changed or kept; `fields` says which, from what and to what."""

    what: str
    file: str
    line: int
    kind: str
    record: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Store:
    """What one import did, or would do. `added_rows` holds the row of each record that is new, by its key.

    `created` and `before` are what undoing it takes: the new records in the order they were made, and a dump of
    each other one as it was, beside the record as it is now.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    added_rows: dict[str, Row] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    absent: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Row] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    created: list[Any] = field(default_factory=list)
    before: list[tuple[str, Any]] = field(default_factory=list)
    _known: dict[tuple[type[Model], str], Any] = field(default_factory=dict)

    def find(self, model: type[Model], key: str) -> Any | None:
        """Return the record with this key, or None."""
        if (model, key) not in self._known:
            records: Any = model._base_manager
            self._known[model, key] = records.filter(import_key=key).first() if key else None
        return self._known[model, key]

    def expect(self, model: type[Model], keys: Iterable[str]) -> None:
        """Look all these keys up at once: one by one takes most of the time of a large import."""
        records: Any = model._base_manager
        asked = [key for key in dict.fromkeys(keys) if key and (model, key) not in self._known]
        for start in range(0, len(asked), MANY):
            part = asked[start : start + MANY]
            found = {record.import_key: record for record in records.filter(import_key__in=part)}
            self._known |= {(model, key): found.get(key) for key in part}

    def make(self, row: Row, column: str, text: str, record: Any) -> Any | None:
        """Save a record that a text of a cell stands for, and return it; None, with the text refused, if unsound."""
        try:
            record.full_clean()
        except ValidationError as error:
            row.refuse(column, f"“{_short(text)}” cannot be used: {' '.join(dict.fromkeys(error.messages))}")
            return None
        record.save()
        self._made(record)
        return record

    def _made(self, record: Any) -> None:
        self._known[type(record), record.import_key] = record
        self.created.append(record)
        self.added[str(record._meta.verbose_name_plural)] += 1

    def _line(self, what: str, row: Row, record: Any, fields: tuple[tuple[str, str, str], ...] = ()) -> None:
        kind = str(record._meta.verbose_name)
        self.lines.append(Line(what, row.file, row.line, kind, shown(str(record)), fields))

    def cited(self, row: Row, column: str) -> list[Source]:
        """Return the sources whose addresses or keys stand in a cell; one with a new address is made."""
        found = []
        for part in row.parts(column):
            source = self.find(Source, part) if part.startswith("source:") else self._at(row, column, part)
            if source:
                found.append(source)
            elif part.startswith("source:"):
                row.refuse(column, f"there is no source “{_short(part)}”. Write its address instead.")
        return found

    def _at(self, row: Row, column: str, url: str) -> Source | None:
        key = key_of("source", url)
        if self.find(Source, key) is None:
            # One that was entered in the office has no key, or another one.
            self._known[Source, key] = Source.objects.filter(url=url).order_by("pk").first()
        new = Source(url=url, import_key=key, imported={"url": url})
        return self.find(Source, key) or self.make(row, column, url, new)

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
        if row.problems or row.waits:
            self.problems += row.problems
            self.refused.add(key)
            return None
        record = self.find(model, key)
        if record is None:
            made = self._add(row, model(**values, **(at_first or {}), import_key=key), values, sources)
            if made is None:
                self.refused.add(key)
            return made
        self._update(row, record, model(**values), values, sources)
        return record

    def _add(self, row: Row, record: Any, values: Values, sources: list[Source] | None) -> Any | None:
        if not self._sound(row, record):
            return None
        # As cleaned: that is what the next import compares with.
        record.imported = {name: plain(getattr(record, name)) for name in values}
        if sources is not None:
            record.imported[SOURCES] = _keys(sources)
        if not self._saved(row, record):
            return None
        if sources:
            record.sources.set(sources)
        self._made(record)
        self.added_rows[record.import_key] = row
        self._line("added", row, record)
        return record

    def _update(self, row: Row, record: Any, wanted: Any, values: Values, sources: list[Source] | None) -> None:
        # Cleaned as well, since cleaning may complete what a file left open.
        if not self._sound(row, wanted, among_others=False):
            return
        noted: Values = dict(record.imported)
        edits = {
            name: (getattr(record, name), getattr(wanted, name))
            for name in values
            if self._may_set(row, record, noted, name, plain(getattr(record, name)), plain(getattr(wanted, name)))
        }
        if sources is not None:
            present = list(record.sources.all())
            if self._may_set(row, record, noted, SOURCES, _keys(present), _keys(sources)):
                edits[SOURCES] = (present, sources)
        if noted == record.imported:
            return
        self.before.append((dump(record), record))
        record.imported = noted
        if not edits:
            # The record says so already: bookkeeping of the machine, and no new version.
            QuerySet(type(record)).filter(pk=record.pk).update(imported=noted)
            return
        for name in edits.keys() - {SOURCES}:
            setattr(record, name, edits[name][1])
        if SOURCES in edits:
            record.sources.set(sources)
        # Saving settles whatever is published of the record, its sources included.
        if self._sound(row, record) and self._saved(row, record):
            self.changed[str(record._meta.verbose_name_plural)] += 1
            fields = tuple((_column(row, name), shown(old), shown(new)) for name, (old, new) in edits.items())
            self.lines.append(
                Line("changed", row.file, row.line, str(record._meta.verbose_name), shown(str(record)), fields)
            )

    def _may_set(self, row: Row, record: Any, noted: Values, name: str, present: Any, new: Any) -> bool:
        """Say whether a field takes a new value, and note that it was imported; report one that was edited here."""
        # Never imported before, so nobody has edited it while it is as in an empty record.
        empty = [] if name == SOURCES else plain(getattr(type(record)(), name, None))
        old = noted.get(name, empty)
        if present not in (old, new):
            self.kept.append(f"{row.file}, line {row.line}: {record._meta.verbose_name} keeps its own “{name}”.")
            kind = str(record._meta.verbose_name)
            self.lines.append(
                Line("kept", row.file, row.line, kind, shown(str(record)), ((_column(row, name), "", ""),))
            )
            return False
        if new != old:
            noted[name] = new
        return bool(present != new)

    def _sound(self, row: Row, record: Any, *, among_others: bool = True, all_of_it: bool = False) -> bool:
        try:
            record.full_clean(validate_unique=among_others, validate_constraints=all_of_it)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                where = _column(row, column)
                self.problems += [Problem(row.file, row.line, where, message) for message in messages]
            return False
        return True

    def _saved(self, row: Row, record: Any) -> bool:
        """Save, and ask for words only where the database refuses: asking it beforehand takes most of an import."""
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError:
            if self._sound(row, record, all_of_it=True):
                self.problems.append(Problem(row.file, row.line, "", "contradicts another record. Is it here twice?"))
            return False
        return True
