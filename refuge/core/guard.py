"""The wall round a public request: one read-only snapshot in which only the catalogue tables can be read.

On PostgreSQL the transaction takes a role that may SELECT from those tables and nothing else; on SQLite the
connection's authorizer refuses every other table. Default deny: a table is closed unless its app says
`catalogue = True`.

The wall stops a mistaken query. Where SQL itself could be smuggled in, RESET ROLE or COMMIT would undo the role, so
a public process on PostgreSQL has a login of its own (deploy/postgresql.sql) that has nothing to go back to.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ROLE = "refuge_public"

# BEGIN and ROLLBACK run before the wall is up and after it is down, so nothing inside may end the transaction.
_SQLITE_ACTIONS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_SAVEPOINT}
# Functions of their arguments and the clock alone. Not here: what loads code (load_extension, fts3_tokenizer), counts
# what the connection wrote (changes, total_changes, last_insert_rowid), makes a gigabyte of one number (zeroblob,
# randomblob, printf, repeat, lpad), or tells of the server (sqlite_version and its kind).
_SQLITE_FUNCTIONS = frozenset(
    """
    -> ->> abs avg ceil ceiling char coalesce count cume_dist current_date current_time current_timestamp date datetime
    dense_rank first_value floor glob group_concat hex ifnull iif instr json json_array json_array_length json_extract
    json_group_array json_group_object json_object json_quote json_type json_valid julianday lag last_value lead length
    like likelihood likely lower ltrim max min mod nth_value ntile nullif percent_rank quote rank regexp replace
    reverse round row_number rtrim sign strftime substr substring sum time total trim typeof unicode unixepoch unlikely
    upper
    """.split()
)
# The connections that stand behind a wall. A guard inside a guard must not take the outer one's wall down.
_walled: set[BaseDatabaseWrapper] = set()


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
    The wall stands round this thread's connection, so guarded code must not start threads.
    """
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        with _wall(connection, nested):
            yield
        transaction.set_rollback(True, using=using)


@contextmanager
def _wall(connection: BaseDatabaseWrapper, nested: bool) -> Iterator[None]:
    if connection in _walled:
        yield
        return
    _walled.add(connection)
    try:
        with _WALLS[connection.vendor](connection, nested):
            yield
    finally:
        _walled.discard(connection)


@contextmanager
def _sqlite_wall(connection: BaseDatabaseWrapper, nested: bool) -> Iterator[None]:
    tables = catalogue_tables()

    def authorize(action: int, first: str | None, second: str | None, database: str | None, _by: str | None) -> int:
        match action:
            case sqlite3.SQLITE_READ:
                # A temporary table or an attached file may bear the name of a catalogue table. Where no column is read,
                # as in count(*), SQLite names no database.
                allowed = first in tables and (database == "main" or (database is None and not second))
            case sqlite3.SQLITE_FUNCTION:
                allowed = second is not None and (second in _SQLITE_FUNCTIONS or second.startswith("django_"))
            case _:
                allowed = action in _SQLITE_ACTIONS
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    handle = connection.connection
    handle.set_authorizer(authorize)
    try:
        yield
    finally:
        # A block that closed the connection has taken the wall down with it, and can read nothing more.
        if not connection.closed_in_transaction:
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


# A role belongs to the whole server, so another database may have made it already. Where deploy/postgresql.sql has run,
# it exists and is ours, and the account that migrates needs no right to make roles.
_MAKE_ROLE = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        BEGIN
            CREATE ROLE {ROLE} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    -- Since PostgreSQL 16 a member need not be allowed to take the role.
    IF NOT pg_has_role(
        '{ROLE}', CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END
    ) THEN
        GRANT {ROLE} TO CURRENT_USER;
    END IF;
END $$
"""


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
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_MAKE_ROLE)
            for model in state_apps.get_app_config(self.app_label).get_models():
                schema_editor.execute(f"GRANT SELECT ON {model._meta.db_table} TO {ROLE}")
