"""Puts imported values into records: new ones, and those fields of old ones that nobody has edited since."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from refuge.core.partial_dates import PartialDate
from refuge.office.models import Picture, Source
from refuge.office.records import Record
from writers.importing.rows import Problem, Row

# What a cell says to a column of a record, and what a row says to its record, by the names of the columns.
Value = str | int | float | list[str] | date | PartialDate | Record | Picture | None
Values = dict[str, Value]
Plain = str | int | float | list[str] | None
R = TypeVar("R", bound=Record)
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


def plain(value: Value) -> Plain:
    """Return a value as JSON keeps it: dates as text, records by their key, pictures by their digest."""
    match value:
        case Picture():
            return value.digest
        case Record():
            return value.import_key or f"#{value.pk}"
        case PartialDate():
            return value.stored
        case date():
            return value.isoformat()
    return value


def sources_of(record: Record) -> list[Source]:
    """Return the sources that a record cites."""
    return list(getattr(record, SOURCES).all())


def dump(record: Record) -> str:
    """Return every column of a record, and the sources it cites, as text that `django.core.serializers` reads."""
    return str(serializers.serialize("json", [record]))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"


def _keys(sources: Iterable[Source]) -> list[str]:
    return sorted(str(plain(source)) for source in sources)


def shown(value: Value | Sequence[Source]) -> str:
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
    created: list[Record] = field(default_factory=list)
    before: list[tuple[str, Record]] = field(default_factory=list)
    _known: dict[tuple[type[Record], str], Record | None] = field(default_factory=dict)

    def find(self, model: type[R], key: str) -> R | None:
        """Return the record with this key, or None."""
        if (model, key) not in self._known:
            self._known[model, key] = model._base_manager.filter(import_key=key).first() if key else None
        return cast(R | None, self._known[model, key])

    def expect(self, model: type[Record], keys: Iterable[str]) -> None:
        """Look all these keys up at once: one by one takes most of the time of a large import."""
        records = model._base_manager
        asked = [key for key in dict.fromkeys(keys) if key and (model, key) not in self._known]
        for start in range(0, len(asked), MANY):
            part = asked[start : start + MANY]
            found = {record.import_key: record for record in records.filter(import_key__in=part)}
            self._known |= {(model, key): found.get(key) for key in part}

    def make(self, row: Row, column: str, text: str, record: R) -> R | None:
        """Save a record that a text of a cell stands for, and return it; None, with the text refused, if unsound."""
        try:
            record.full_clean()
        except ValidationError as error:
            row.refuse(column, f"“{_short(text)}” cannot be used: {' '.join(dict.fromkeys(error.messages))}")
            return None
        record.save()
        self._made(record)
        return record

    def _made(self, record: Record) -> None:
        self._known[type(record), record.import_key] = record
        self.created.append(record)
        self.added[str(record._meta.verbose_name_plural)] += 1

    def _line(self, what: str, row: Row, record: Record, fields: tuple[tuple[str, str, str], ...] = ()) -> None:
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
        model: type[R],
        key: str,
        values: Mapping[str, Value],
        *,
        sources: list[Source] | None = None,
        at_first: Mapping[str, Value] | None = None,
    ) -> R | None:
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

    def _add(self, row: Row, record: R, values: Mapping[str, Value], sources: list[Source] | None) -> R | None:
        if not self._sound(row, record):
            return None
        # As cleaned: that is what the next import compares with.
        record.imported = {name: plain(getattr(record, name)) for name in values}
        if sources is not None:
            record.imported[SOURCES] = _keys(sources)
        if not self._saved(row, record):
            return None
        if sources:
            getattr(record, SOURCES).set(sources)
        self._made(record)
        self.added_rows[record.import_key] = row
        self._line("added", row, record)
        return record

    def _update(
        self, row: Row, record: R, wanted: R, values: Mapping[str, Value], sources: list[Source] | None
    ) -> None:
        # Cleaned as well, since cleaning may complete what a file left open.
        if not self._sound(row, wanted, among_others=False):
            return
        noted: dict[str, Plain] = dict(record.imported)
        edits: dict[str, tuple[Value | list[Source], Value | list[Source]]] = {
            name: (getattr(record, name), getattr(wanted, name))
            for name in values
            if self._may_set(row, record, noted, name, plain(getattr(record, name)), plain(getattr(wanted, name)))
        }
        if sources is not None:
            present = sources_of(record)
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
            getattr(record, SOURCES).set(sources)
        # Saving settles whatever is published of the record, its sources included.
        if self._sound(row, record) and self._saved(row, record):
            self.changed[str(record._meta.verbose_name_plural)] += 1
            fields = tuple((row.heading_of(name), shown(old), shown(new)) for name, (old, new) in edits.items())
            self._line("changed", row, record, fields)

    def _may_set(
        self, row: Row, record: Record, noted: dict[str, Plain], name: str, present: Plain, new: Plain
    ) -> bool:
        """Say whether a field takes a new value, and note that it was imported; report one that was edited here."""
        # Never imported before, so nobody has edited it while it is as in an empty record.
        empty: Plain = [] if name == SOURCES else plain(getattr(type(record)(), name, None))
        old = noted.get(name, empty)
        if present not in (old, new):
            self.kept.append(f"{row.file}, line {row.line}: {record._meta.verbose_name} keeps its own “{name}”.")
            self._line("kept", row, record, ((row.heading_of(name), "", ""),))
            return False
        if new != old:
            noted[name] = new
        return bool(present != new)

    def _sound(self, row: Row, record: Record, *, among_others: bool = True, all_of_it: bool = False) -> bool:
        try:
            record.full_clean(validate_unique=among_others, validate_constraints=all_of_it)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                where = row.heading_of(column)
                self.problems += [Problem(row.file, row.line, where, message) for message in messages]
            return False
        return True

    def _saved(self, row: Row, record: Record) -> bool:
        """Save, and ask for words only where the database refuses: asking it beforehand takes most of an import."""
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError:
            if self._sound(row, record, all_of_it=True):
                self.problems.append(Problem(row.file, row.line, "", "contradicts another record. Is it here twice?"))
            return False
        return True
