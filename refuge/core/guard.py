"""The wall round a public request: one read-only snapshot in which only the catalogue tables can be read.

On PostgreSQL the transaction takes a role that may SELECT from those tables and nothing else; on SQLite the
connection's authorizer refuses every other table. Default deny: a table is closed unless its app says
`catalogue = True`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ROLE = "refuge_public"

_SQLITE_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_RECURSIVE,
}


def catalogue_tables() -> frozenset[str]:
    """Return the names of the tables that a public request may read."""
    return frozenset(
        model._meta.db_table
        for config in apps.get_app_configs()
        if getattr(config, "catalogue", False)
        for model in config.get_models()
    )


@contextmanager
def guarded(using: str = "default") -> Iterator[None]:
    """Run a block in a read-only transaction that can read the catalogue only, and roll it back.

    Anything else raises the database's own error: DatabaseError on SQLite, ProgrammingError or InternalError on
    PostgreSQL. May be nested in a transaction, whose uncommitted rows are then visible: previews rely on it.
    """
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        with _WALLS[connection.vendor](connection, nested):
            yield
        transaction.set_rollback(True, using=using)


@contextmanager
def _sqlite_wall(connection: BaseDatabaseWrapper, nested: bool) -> Iterator[None]:
    tables = catalogue_tables()

    def authorize(action: int, table: str | None, column: str | None, *_where: Any) -> int:
        if action in _SQLITE_ALLOWED or (action == sqlite3.SQLITE_READ and table in tables):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    handle = connection.connection
    handle.set_authorizer(authorize)
    try:
        yield
    finally:
        handle.set_authorizer(None)


@contextmanager
def _postgresql_wall(connection: BaseDatabaseWrapper, nested: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        if nested:
            cursor.execute("SET LOCAL transaction_read_only = on")
        else:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    # The rollback that follows gives the role back.


_WALLS = {"sqlite": _sqlite_wall, "postgresql": _postgresql_wall}


def _make_role(schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        # A role belongs to the whole server, so another database may have made it already.
        schema_editor.execute(
            f"DO $$ BEGIN CREATE ROLE {ROLE} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        schema_editor.execute(f"GRANT {ROLE} TO CURRENT_USER")


class OpenToPublic(migrations.RunPython):
    """A migration operation: lets the public role read every table of a catalogue app."""

    def __init__(self, app_label: str) -> None:
        self.app_label = app_label
        super().__init__(self.grant, migrations.RunPython.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        return type(self).__name__, [self.app_label], {}

    def grant(self, state_apps: Any, schema_editor: Any) -> None:
        """Make the role where it is missing, and grant it SELECT."""
        _make_role(schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            for model in state_apps.get_app_config(self.app_label).get_models():
                schema_editor.execute(f"GRANT SELECT ON {model._meta.db_table} TO {ROLE}")
