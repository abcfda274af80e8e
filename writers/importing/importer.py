"""Imports a folder of CSV files and pages: all of it, or nothing."""

from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cities.models import Page
from refuge.core import publishing
from refuge.core.scopes import OF_A_STAY, OF_ONE_THING, Level, Scope
from refuge.office.records import Record
from writers.importing.rows import NUL, Problem, Row, read, text_of
from writers.importing.store import Store, Value, key_of
from writers.importing.tables import TABLES, Table
from writers.importing.values import biography, biography_key
from writers.models import Clearance, Name, Residency, Text, Writer

# What published sources can make known of a person; each still only shows where the record says something.
CLEARED = tuple(scope for scope in Scope if scope not in OF_ONE_THING)

# More rows that are missing than these are counted, not listed.
LISTED = 20


# The rows of a table and what is wrong with its sheet; None where there is no such sheet.
Sheet = tuple[list[Row], list[Problem]]
Reader = Callable[[Table], Sheet | None]


class _Undo(Exception):
    """Leaves the transaction without a trace."""


def import_folder(folder: Path, *, commit: bool, published_source: bool = False) -> Store:
    """Import a folder and say what was done, or without `commit` what would be.

    Nothing is written when anything is wrong: see `problems` of what is returned. With `published_source` every
    new writer and every new name is cleared on the ground that it is public already, citing the record's own
    sources. Nobody has consented by that; it is for demonstrations with records that are public elsewhere.
    """
    store = Store()
    store.problems += _strangers(folder)
    try:
        # A transaction of its own also inside somebody else's, so that it can be undone by itself.
        with transaction.atomic(), publishing.settling():
            write(partial(_read, folder), store, published_source)
            _import_pages(folder / "pages", store)
            if store.problems or not commit:
                raise _Undo
    except _Undo:
        pass
    return store


def write(source: Reader, store: Store, published_source: bool = False) -> None:
    """Write the rows of every table that `source` has. Inside a transaction, which the caller undoes if need be."""
    found = [(table, source(table)) for table in TABLES]
    store.tables = {table.file for table, sheet in found if sheet}
    for table, sheet in found:
        if sheet:
            store.problems += sheet[1]
            _import_table(sheet[0], table, store, published_source)


def _read(folder: Path, table: Table) -> Sheet | None:
    path = folder / table.file
    return read(path, table.required, table.headings) if path.exists() else None


def _strangers(folder: Path) -> list[Problem]:
    known = {table.file for table in TABLES}
    found = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    names = f"Known names: {', '.join(sorted(known))}."
    if not found:
        return [Problem(str(folder), 0, "", f"there is no CSV file here. {names}")]
    return [Problem(name, 0, "", f"this file is not known. {names}") for name in found if name not in known]


def _import_table(rows: list[Row], table: Table, store: Store, published_source: bool) -> None:
    at_first = {"level": Level.NAMED} if published_source and table.model is Writer else {}
    keys = [table.keyed(row) for row in rows]
    store.expect(table.model, keys)
    for row, key in zip(rows, keys, strict=True):
        values = table.values(row, store)
        sources = store.cited(row, table.cites) if table.cites in row.cells else None
        record = store.put(row, table.model, key, values, sources=sources, at_first=at_first)
        if isinstance(record, Writer):
            _tell(row, record, store)
        if published_source and record and key in store.added_rows:
            _clear(record, row, store)
    _report_missing(table, keys, store)


def _tell(row: Row, writer: Writer, store: Store) -> None:
    """Import the biography, which stands in the writer's row; an emptied one is reported."""
    key = biography_key(row)
    if row.text("biography"):
        store.put(row, Text, key, biography(row, writer))
    elif "texts.csv" not in store.tables and store.find(Text, key):
        store.missing.append(f"{row.file}, line {row.line}: the biography is empty; the one imported before stays.")


def _report_missing(table: Table, keys: list[str], store: Store) -> None:
    # A file of which nothing was known before is another collection, and the earlier ones are complete without it.
    if all(key in store.added_rows for key in keys):
        return
    earlier = set(table.model._base_manager.exclude(import_key="").values_list("import_key", flat=True))
    missing = sorted(earlier - {*keys})
    store.absent[table.file] = len(missing)
    if len(missing) > LISTED:
        # Most likely several collections are imported in turn.
        store.missing.append(f"{table.file}: {len(missing)} rows of earlier imports. Their records stay here.")
    else:
        store.missing += [f"{table.file}: {key} stays here." for key in missing]


def _clear(record: Record, row: Row, store: Store) -> None:
    """Clear a writer or a name that is new. What is known already is left to people: they may have taken it back."""
    match record:
        case Writer():
            for scope in CLEARED:
                _grant(record, scope, row.text("slug"), store)
            # The sentence about the person and the road are in English, also where there is no biography.
            _grant(record, Scope.BIOGRAPHY, f"{row.text('slug')}|en", store, languages=["en"])
            if record.portrait_id:
                _grant(record, Scope.PORTRAIT, row.text("slug"), store, picture=record.portrait)
        case Name():
            _grant(record.writer, Scope.OTHER_NAME, f"{row.text('writer_slug')}|{record.text}", store, name=record)
        case Text():
            key = f"{row.text('writer_slug')}|{record.language}|text"
            _grant(record.writer, Scope.BIOGRAPHY, key, store, languages=[record.language])
        case Residency():
            for scope in sorted(OF_A_STAY):
                _grant(record.writer, scope, record.import_key, store, residency=record)


def _grant(writer: Writer, scope: str, key: str, store: Store, **thing: Value) -> None:
    clearance = Clearance.objects.create(
        writer=writer,
        scope=scope,
        knowing=scope == Scope.HOST_COUNTRY,
        basis=Clearance.Basis.PUBLISHED_SOURCE,
        granted_on=timezone.localdate(),
        evidence="Imported: the sources of the record say it in public.",
        import_key=key_of("clearance", key, scope),
        **thing,
    )
    clearance.sources.set(writer.sources.all())
    store.added[str(Clearance._meta.verbose_name_plural)] += 1


def _import_pages(folder: Path, store: Store) -> None:
    """Read `about.en.md` and the like: the title after `# ` in the first line, the text below."""
    for path in sorted(folder.glob("*.md")):
        written, problems = text_of(path)
        if problems:
            store.problems += problems
            continue
        slug, _, language = path.stem.partition(".")
        first, _, text = StringIO(written, newline=None).read().partition("\n")
        row = Row(path.name, 1, {})
        if NUL in written:
            line = written.partition(NUL)[0].count("\n") + 1
            store.problems.append(Problem(path.name, line, "", "holds a NUL character, which is no text. Remove it."))
            continue
        if not first.startswith("# "):
            row.refuse("", "the first line must be the title, after “# ”.")
        values = {"slug": slug, "language": language or "en", "title": first[2:].strip(), "text": text.strip()}
        store.put(row, Page, key_of("page", path.stem), values)
