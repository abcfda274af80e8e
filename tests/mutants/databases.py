"""A test database for each planting: a copy of one that was migrated once, which takes longer than most tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from tests.mutants.leak import Leak

MIGRATED = "migrated"
# Where the software says what a database is like.
DESCRIBING = {"models", "migrations"}


@dataclass(frozen=True)
class Database:
    """What pytest is told of the database of one run: in the environment, and as options."""

    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()


class Databases:
    """Hands out databases, on the server of `DATABASE_URL` or as files of SQLite in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = urlsplit(os.environ.get("DATABASE_URL", ""))
        # To be made by a run of pytest, before the first copy.
        self.migrated = self._database(MIGRATED)
        self._number = count(1)

    def _name(self, which: str) -> str:
        return f"{self.address.path.strip('/')}_{which}"

    def _database(self, which: str) -> Database:
        if self.address.scheme:
            address = self.address._replace(path=f"/{self._name(which)}").geturl()
            return Database({"DATABASE_URL": address}, ("--reuse-db",))
        return Database({"TEST_DATABASE": str(self.folder / which)}, ("--reuse-db",))

    @contextmanager
    def copied(self, leak: Leak) -> Iterator[Database]:
        """Yield a copy of the database that was migrated; one of its own for a leak in what is migrated."""
        database = self._database(which := str(next(self._number)))
        if DESCRIBING & {*Path(leak.file).with_suffix("").parts}:
            yield Database(database.environment if self.address.scheme else {})
            return
        if not self.address.scheme:
            shutil.copyfile(self.folder / MIGRATED, self.folder / which)
            yield database
            (self.folder / which).unlink()
            return
        copy, migrated = (sql.Identifier(f"test_{self._name(name)}") for name in (which, MIGRATED))
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, migrated))
        try:
            yield database
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))

    def _run(self, statement: sql.Composed) -> None:
        connection = psycopg2.connect(self.address.geturl())
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()
