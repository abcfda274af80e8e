"""Erases a person from what the office keeps beside records: history, logs, sessions, and free pages of the database.

A room gathers what it knows of the person (`Gone`) and asks for the rest here. Whatever keeps copies of records
elsewhere says so with `also`, and is asked to forget them in the same transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, models

from refuge.office.mentions import Person, rows_naming
from refuge.office.models import Event

Counts = Counter[str]


@dataclass
class Gone(Person):
    """Who is being erased: the person, and the numbers of their rows by model."""

    rows: dict[type[models.Model], set[Any]] = field(default_factory=dict)


_more: list[Callable[[Gone], Counts]] = []


def also(forget: Callable[[Gone], Counts]) -> None:
    """Have a function called when a person is erased; it removes its copies and returns how many of which kind.

    Called in `AppConfig.ready()`. The function may be called after the person's rows are gone.
    """
    if forget not in _more:
        _more.append(forget)


def forget(gone: Gone) -> Counts:
    """Remove the person from the office's logs and sessions and wherever else was said with `also`."""
    counts = _log_entries(gone) + _sessions(gone)
    for event in Event.objects.exclude(detail=""):
        if gone.perhaps_named_in(event.detail):
            counts["events"] += Event.objects.filter(pk=event.pk).update(detail="")
    for more in _more:
        counts += more(gone)
    return counts


def forget_history(model: Any, about: models.Q) -> int:
    """Delete rows of a model's history, and of what they were linked to; return how many rows there were."""
    rows = model.history.model.objects.filter(about)
    for column in model._meta.many_to_many:
        getattr(model.history.model, column.name).model.objects.filter(history__in=rows.values("pk")).delete()
    return int(rows.delete()[0])


def _log_entries(gone: Gone) -> Counts:
    counts: Counts = Counter()
    for model, pks in gone.rows.items():
        of = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        counts["log entries"] += LogEntry.objects.filter(**of, object_id__in=map(str, pks)).delete()[0]
    for entry in LogEntry.objects.all():
        if gone.named_in(f"{entry.object_repr} {entry.change_message}"):
            # About something else: that it happened stays, the words go.
            counts["log entries"] += LogEntry.objects.filter(pk=entry.pk).update(object_repr="", change_message="")
    return counts


def _sessions(gone: Gone) -> Counts:
    counts: Counts = Counter()
    for session in Session.objects.all():
        data = session.get_decoded()
        # A message that was not shown yet may say anything of the person.
        if data.get("_messages") or gone.told_in(data):
            counts["sessions"] += session.delete()[0]
    return counts


def mentions(gone: Gone) -> Iterator[str]:
    """Yield kind and number of every other row that names the person, or may; nothing of them is changed."""
    for row in rows_naming(gone, gone.rows):
        yield f"{'history of ' if row.past else ''}{row.model._meta.verbose_name} {row.pk}"


def overwrite_from_now_on() -> None:
    """Have SQLite overwrite what it deletes; PostgreSQL rewrites its tables in `free_pages`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def free_pages() -> bool:
    """Write the database anew without its free pages; say whether nothing old is left in its files."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
        names = (model._meta.db_table for model in apps.get_models(include_auto_created=True))
        for table in sorted(set(names) & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        # Common values of columns, which ANALYZE has just noted anew. Not ours to rewrite everywhere: then it warns.
        cursor.execute("VACUUM FULL pg_catalog.pg_statistic")
    return True
