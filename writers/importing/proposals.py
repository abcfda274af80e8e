"""An import in the office: proposed with what it would do, confirmed as one transaction, undone as one step."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils import timezone

from refuge.core import publishing
from refuge.office.erasing import Counts, Gone
from refuge.office.models import Event, log
from writers.importing import undo as way_back
from writers.importing.importer import Reader, Sheet, write
from writers.importing.rows import Problem, rows_of
from writers.importing.sheets import Sheets, read_uploads
from writers.importing.store import Store
from writers.importing.tables import Table
from writers.models import Import, Writer

# A proposal that nobody confirms is forgotten.
KEPT = timedelta(hours=24)


class Ended(Exception):
    """The import is not in the state that this takes: somebody else was faster, or it is too old."""


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


def propose(files: Sequence[tuple[str, bytes]], by: Any, choice: str = "") -> Import:
    """Keep uploaded sheets with what importing them would do."""
    sheets, problems = read_uploads(files, choice)
    proposal = Import(by=by, sheets={table: [label, lines] for table, (label, lines) in sheets.items()})
    store = Store(problems=problems) if problems else _tried(sheets)
    _describe(proposal, store)
    if problems:
        proposal.sheets = {}
    proposal.save()
    return proposal


def confirm(pk: int, by: Any) -> Import:
    """Import what was proposed, unless it would do something else now: then it is described anew and waits again."""
    try:
        with transaction.atomic(), publishing.settling():
            proposal = _locked(pk, Import.State.PROPOSED)
            shown, store = proposal.digest, Store()
            write(_reader(_sheets_of(proposal)), store)
            _describe(proposal, store)
            if store.problems or proposal.digest != shown or not (store.added or store.changed):
                raise _DryRun
            proposal.snapshot = way_back.snapshot_of(store)
            _end(proposal, Import.State.COMMITTED, by)
            log(by, Event.Verb.IMPORTED, _said(proposal))
            return proposal
    except _DryRun:
        proposal.save()
        return proposal


def discard(pk: int, by: Any) -> Import:
    """Forget a proposal."""
    with transaction.atomic():
        proposal = _locked(pk, Import.State.PROPOSED)
        _end(proposal, Import.State.DISCARDED, by)
    return proposal


def undo(pk: int, by: Any) -> Import:
    """Put everything back as it was before an import; raises `undo.CannotUndo` with the reasons."""
    with transaction.atomic(), publishing.settling():
        done = _locked(pk, Import.State.COMMITTED)
        way_back.undo(done.snapshot)
        done.snapshot = {}
        _end(done, Import.State.UNDONE, by)
        log(by, Event.Verb.UNDID_IMPORT, _said(done))
    return done


def expire() -> None:
    """Forget the proposals that have waited too long."""
    for pk in Import.objects.filter(state=Import.State.PROPOSED, at__lt=timezone.now() - KEPT).values_list("pk"):
        with transaction.atomic():
            proposal = Import.objects.select_for_update().get(pk=pk[0])
            if proposal.state == Import.State.PROPOSED:
                _end(proposal, Import.State.DISCARDED, None)


def forget(gone: Gone) -> Counts:
    """Remove whatever imports keep of a person who is being erased; return how many imports held something.

    Whatever waits is discarded whole: any cell of it may speak of the person. Of what can be undone, the person's
    own records are taken out; undoing then puts back the rest.
    """
    theirs = _numbers(gone)
    counts: Counts = Counter()
    for done in Import.objects.select_for_update().all():
        if done.state == Import.State.PROPOSED:
            _end(done, Import.State.DISCARDED, None)
            counts["waiting imports"] += 1
        elif done.snapshot:
            kept = {
                "before": [row for row in done.snapshot["before"] if not _is_of(row, theirs, gone)],
                "created": [row for row in done.snapshot["created"] if (row[0], row[1]) not in theirs],
            }
            if kept != done.snapshot:
                done.snapshot = kept
                done.save()
                counts["imports"] += 1
    return counts


def kept_of(person: Gone) -> list[tuple[Import, list[str]]]:
    """Return every import that keeps something of a person, and what: lines that wait, records as they were before."""
    theirs, found = _numbers(person), []
    for done in Import.objects.select_related("by"):
        lines = [line for _label, sheet in done.sheets.values() for line in sheet]
        kept = [", ".join(filter(None, map(str, line[1]))) for line in lines if person.perhaps_named_in(line)]
        kept += [row[3] for row in done.snapshot.get("before", ()) if _is_of(row, theirs, person)]
        kept += [f"{row[0]} {row[1]}" for row in done.snapshot.get("created", ()) if (row[0], row[1]) in theirs]
        found += [(done, kept)] if kept else []
    return found


def _numbers(person: Gone) -> set[tuple[str, Any]]:
    return {(model._meta.label, pk) for model, pks in person.rows.items() for pk in pks}


def _is_of(row: list[Any], theirs: set[tuple[str, Any]], gone: Gone) -> bool:
    if (row[0], row[1]) in theirs:
        return True
    # A record that has been deleted since was theirs too.
    (restored,) = serializers.deserialize("json", row[3])
    return getattr(restored.object, "writer_id", None) in gone.rows.get(Writer, ())


def _locked(pk: int, state: str) -> Import:
    found = Import.objects.select_for_update().filter(pk=pk).first()
    waits_too_long = state == Import.State.PROPOSED and found and found.at < timezone.now() - KEPT
    if found is None or found.state != state or waits_too_long:
        raise Ended
    return found


def _end(proposal: Import, state: str, by: Any) -> None:
    proposal.state, proposal.ended_at, proposal.ended_by = state, timezone.now(), by
    proposal.sheets, proposal.report = {}, []
    proposal.save()


def _tried(sheets: Sheets) -> Store:
    store = Store()
    try:
        with transaction.atomic(), publishing.settling():
            write(_reader(sheets), store)
            raise _DryRun
    except _DryRun:
        return store


def _sheets_of(proposal: Import) -> Sheets:
    return {
        table: (label, [(number, cells) for number, cells in lines])
        for table, (label, lines) in proposal.sheets.items()
    }


def _reader(sheets: Sheets) -> Reader:
    def read(table: Table) -> Sheet | None:
        if table.file not in sheets:
            return None
        label, lines = sheets[table.file]
        return rows_of(label, lines, table.required, table.headings)

    return read


def _describe(proposal: Import, store: Store) -> None:
    """Put into words, line by line, what an import would do; nothing of another record is quoted."""
    problems = [_refused(problem) for problem in store.problems]
    done = [asdict(line) for line in store.lines]
    proposal.report = json.loads(json.dumps(problems or done))
    proposal.counts = {
        "added": dict(store.added),
        "changed": dict(store.changed),
        "refused": len(store.problems),
        "kept": len(store.kept),
        "absent": {table: number for table, number in store.absent.items() if number},
    }
    said = json.dumps([proposal.report, proposal.counts["added"], proposal.counts["changed"]], sort_keys=True)
    proposal.digest = hashlib.sha256(said.encode()).hexdigest()


def _refused(problem: Problem) -> dict[str, Any]:
    return {
        "what": "refused",
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": str(problem.message),
    }


def _said(proposal: Import) -> str:
    numbers = {name: sum(proposal.counts[name].values()) for name in ("added", "changed")}
    return f"import {proposal.pk}: {numbers['added']} added, {numbers['changed']} changed"
