"""Imports a folder of CSV files and pages: all of it, or nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cities.models import Page
from refuge.core import publishing
from refuge.core.redaction import Level, Scope
from refuge.office.models import Source
from writers.importing.rows import Problem, Row, read
from writers.importing.store import Store, key_of
from writers.importing.tables import TABLES, Table, biography, source
from writers.models import Clearance, Name, Writer

# What published sources can make known; each still only shows where the record says something.
CLEARED = tuple(scope for scope in Scope if scope not in (Scope.OTHER_NAME, Scope.PORTRAIT))


class _Undo(Exception):
    """Leaves the transaction without a trace."""


def import_folder(folder: Path, *, commit: bool, published_source: bool = False) -> Store:
    """Import a folder and say what was done, or without `commit` what would be.

    Nothing is written when anything is wrong: see `problems` of what is returned. With `published_source` every
    writer is cleared on the ground that it is public already, citing the record's own sources. Nobody has
    consented by that; it is for demonstrations with records that are public elsewhere.
    """
    store = Store()
    store.problems += _strangers(folder)
    try:
        with publishing.settling():
            for table in TABLES:
                _import_table(folder / table.file, table, store, published_source)
            _import_pages(folder / "pages", store)
            if store.problems or not commit:
                raise _Undo
    except _Undo:
        pass
    return store


def _strangers(folder: Path) -> list[Problem]:
    known = {table.file for table in TABLES}
    found = sorted(path.name for path in folder.glob("*.csv"))
    if not found:
        return [Problem(str(folder), 0, "", f"there is no CSV file here. Known names: {', '.join(sorted(known))}.")]
    message = f"this file is not known. Known names: {', '.join(sorted(known))}."
    return [Problem(name, 0, "", message) for name in found if name not in known]


def _import_table(path: Path, table: Table, store: Store, published_source: bool) -> None:
    if not path.exists():
        return
    rows, problems = read(path, table.columns, table.optional)
    store.problems += [problem for problem in problems if problem.line == 1 or not rows]
    for row in rows:
        values = table.values(row, store)
        if published_source and table.model is Writer:
            values["level"] = Level.NAMED
        with transaction.atomic():
            record = store.put(row, table.model, table.key(row), values)
            if record is not None:
                _cite(record, [source(store, url) for url in row.parts(table.cites)] if table.cites else [])
                _surround(row, record, store, published_source)


def _cite(record: Any, sources: Iterable[Source]) -> None:
    if sources:
        record.sources.add(*sources)


def _surround(row: Row, record: Any, store: Store, published_source: bool) -> None:
    if isinstance(record, Writer):
        if text := biography(row, record):
            store.put(row, *text)
        if published_source:
            scopes = [*CLEARED, Scope.PORTRAIT] if record.portrait_id else CLEARED
            for scope in scopes:
                _clear(record, scope, row.text("slug"), store)
    elif isinstance(record, Name) and published_source:
        _clear(record.writer, Scope.OTHER_NAME, f"{row.text('writer_slug')}|{record.text}", store, name=record)


def _clear(writer: Writer, scope: str, key: str, store: Store, **values: Any) -> None:
    key = key_of("clearance", key, scope)
    if store.find(Clearance, key):
        return
    clearance = Clearance.objects.create(
        writer=writer,
        scope=scope,
        knowing=scope == Scope.HOST_COUNTRY,
        basis=Clearance.Basis.PUBLISHED_SOURCE,
        granted_on=timezone.localdate(),
        evidence="Imported: the sources of the record say it in public.",
        import_key=key,
        **values,
    )
    clearance.sources.set(writer.sources.all())
    store.added[str(Clearance._meta.verbose_name_plural)] += 1


def _import_pages(folder: Path, store: Store) -> None:
    """Read `about.en.md` and the like: the title after `# ` in the first line, the text below."""
    for path in sorted(folder.glob("*.md")):
        slug, _, language = path.stem.partition(".")
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        row = Row(path.name, 1, {})
        if not first.startswith("# "):
            row.refuse("", "the first line must be the title, after “# ”.")
        values = {"slug": slug, "language": language or "en", "title": first[2:].strip(), "text": text.strip()}
        store.put(row, Page, key_of("page", path.stem), values)
