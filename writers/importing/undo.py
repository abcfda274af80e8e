"""What an import did, so that it can be taken back as one step; and the way back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError
from django.db.models import DO_NOTHING, ForeignObjectRel, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from refuge.office.records import Record
from writers.importing.store import MANY, SOURCES, Store
from writers.models import Reminder

# A snapshot is {"before": [[label, pk, version after, dump]...], "created": [[label, pk, version after]...]}.
Snapshot = dict[str, list[list[Any]]]


class CannotUndo(Exception):
    """Something was changed since; `reasons` says what, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def snapshot_of(store: Store) -> Snapshot:
    """Return what undoing an import takes. To be asked before its transaction ends."""
    created = {(record._meta.label, record.pk) for record in store.created}
    return {
        "before": [
            [record._meta.label, record.pk, record.version, text]
            for text, record in store.before
            if (record._meta.label, record.pk) not in created
        ],
        "created": [[record._meta.label, record.pk, record.version] for record in store.created],
    }


def undo(snapshot: Snapshot) -> None:
    """Put everything back as it was before an import; raises `CannotUndo`. In a transaction of the caller's.

    Records are saved and deleted one by one, as by hand. Their versions go back too: whoever still has a form open
    from before the import has in it what is in the record again.
    """
    present = _locked(snapshot)
    if reasons := [*_changed(snapshot, present), *_needed(snapshot)]:
        raise CannotUndo(reasons)
    try:
        # The last first: a record may have been changed twice.
        for label, pk, _version, text in reversed(snapshot["before"]):
            _restore(present[label, pk], text)
        for label, pk, _version in reversed(snapshot["created"]):
            present[label, pk].delete()
    except (ProtectedError, IntegrityError) as error:
        raise CannotUndo([_("Other records need what was imported, or stand in its way back.")]) from error


def _locked(snapshot: Snapshot) -> dict[tuple[str, int], Record]:
    found: dict[tuple[str, int], Record] = {}
    for label, pks in _by_model(snapshot["before"] + snapshot["created"]).items():
        for part in _parts(pks):
            for record in apps.get_model(label)._base_manager.select_for_update().filter(pk__in=part):
                found[label, record.pk] = record
    return found


def _changed(snapshot: Snapshot, present: dict[tuple[str, int], Record]) -> Iterator[str]:
    for label, pk, version, *_dump in snapshot["before"] + snapshot["created"]:
        record = present.get((label, pk))
        kind = apps.get_model(label)._meta.verbose_name
        if record is None:
            yield _("A %(kind)s was deleted since.") % {"kind": kind}
        elif record.version != version:
            yield _("%(kind)s “%(record)s” was changed since.") % {"kind": str(kind).capitalize(), "record": record}


def _needed(snapshot: Snapshot) -> Iterator[str]:
    """Say what was entered since beside new records and would go with them, or would keep them here."""
    touched = {label: set(pks) for label, pks in _by_model(snapshot["before"] + snapshot["created"]).items()}
    for label, pks in _by_model(snapshot["created"]).items():
        model: Any = apps.get_model(label)
        for relation in model._meta.get_fields(include_hidden=True):
            # What is kept of the past may go on naming a number that is no more.
            if not isinstance(relation, ForeignObjectRel) or relation.on_delete is DO_NOTHING:
                continue
            other: Any = relation.related_model
            # Nor does it matter what coordinators were told of a stay: nobody entered that.
            if other._meta.auto_created or other is Reminder:
                continue
            known = touched.get(other._meta.label, set())
            for part in _parts(pks):
                found = other._base_manager.filter(**{f"{relation.field.name}__in": part})
                for _new in {*found.values_list("pk", flat=True)} - known:
                    yield _("A new %(kind)s has got a %(other)s since: remove it first.") % {
                        "kind": model._meta.verbose_name,
                        "other": other._meta.verbose_name,
                    }


def _restore(record: Any, text: str) -> None:
    restored: Any = next(iter(serializers.deserialize("json", text)))
    version = restored.object.version
    for field in record._meta.concrete_fields:
        if field.name != "version":
            setattr(record, field.attname, getattr(restored.object, field.attname))
    if SOURCES in restored.m2m_data:
        record.sources.set(restored.m2m_data[SOURCES])
    record.save()
    # Bookkeeping of the machine: the record is what it was, and its version says so.
    QuerySet(type(record)).filter(pk=record.pk).update(version=version)
    record.version = version


def _by_model(rows: Iterable[list[Any]]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for label, pk, *_rest in rows:
        found[label].append(pk)
    return found


def _parts(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), MANY):
        yield pks[start : start + MANY]
