"""A PostgreSQL database as docs/operators.md deploys it: deploy/postgresql.sql made the roles, the office migrated.

The server must let the tests be superuser, as the throw-away one does.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.postgres import psql

ROOT = Path(__file__).parents[1]
ROLES = ROOT / "deploy" / "postgresql.sql"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# What an operator does next; the check must have nothing to say.
MIGRATE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("check", deploy=True, databases=["default"], fail_level="WARNING")
"""
PASSWORD = "a-password-for-tests"


class Deployed:
    """The deployed database, with the names of its roles; `admin` is who runs the tests."""

    name = f"refuge_deployed_{WORKER}"
    office = f"refuge_office_{WORKER}"
    reader = f"refuge_reader_{WORKER}"

    def __init__(self) -> None:
        server: dict[str, Any] = connection.get_connection_params()
        self.host, self.port = server.get("host", ""), str(server.get("port", ""))
        self.admin, self.password = server.get("user", ""), server.get("password", "")

    def login(self, role: str) -> dict[str, str]:
        """Return what libpq needs to log this role in."""
        password = self.password if role == self.admin else PASSWORD
        return {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": role, "PGPASSWORD": password}

    def execute(self, *statements: str, role: str = "", database: str = "") -> list[tuple[Any, ...]]:
        """Run statements, each for itself, on a connection of their own; return the rows of the last one."""
        login = self.login(role or self.admin)
        opened = psycopg2.connect(
            dbname=database or self.name,
            host=self.host or None,
            port=self.port or None,
            user=login["PGUSER"],
            password=login["PGPASSWORD"] or None,
        )
        opened.autocommit = True
        try:
            with opened.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            opened.close()

    def apply(self) -> None:
        """Run the file, as an operator would."""
        names = ["-v", f"office={self.office}", "-v", f"reader={self.reader}"]
        passwords = {"REFUGE_OFFICE_PASSWORD": PASSWORD, "REFUGE_READER_PASSWORD": PASSWORD}
        # refuge_public belongs to the whole server, so two workers must not touch it at once.
        with (settings.VAR_DIR / "roles.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._run([str(psql()), "--no-psqlrc", "--dbname", self.name, *names, "--file", str(ROLES)], passwords)

    def python(self, role: str, surface: str, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script as a process of this surface that logs in as this role."""
        port = f"&port={self.port}" if self.port else ""
        address = f"postgres://{role}:{PASSWORD}@/{self.name}?host={self.host}{port}"
        environment = {"DATABASE_URL": address, "REFUGE_SURFACE": surface, "REFUGE_HTTPS": "on"}
        return self._run([sys.executable, "-W", "ignore", "-c", script], environment, check=False)

    def wrapper(self, role: str) -> BaseDatabaseWrapper:
        """Return a Django connection that logs in as this role."""
        values = {**connection.settings_dict, "NAME": self.name, "USER": role, "PASSWORD": PASSWORD}
        return type(connection.copy())(values, alias="default")

    def _run(
        self, command: list[str], environment: dict[str, str], *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        login = {name: value for name, value in self.login(self.admin).items() if value}
        run = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **login, **environment}, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0 or not check, run.stderr
        return run


@contextmanager
def deployment() -> Iterator[Deployed]:
    """Deploy, and leave no trace on the server."""
    made = Deployed()
    remove = [
        f"DROP DATABASE IF EXISTS {made.name} WITH (FORCE)",
        f"DROP ROLE IF EXISTS {made.office}",
        f"DROP ROLE IF EXISTS {made.reader}",
    ]
    made.execute(*remove, f"CREATE DATABASE {made.name}", database="postgres")
    try:
        made.apply()
        migrated = made.python(made.office, "all", MIGRATE)
        assert migrated.returncode == 0, migrated.stderr
        yield made
    finally:
        made.execute(*remove, database="postgres")


@pytest.fixture(scope="session")
def deployed(django_db_setup: None) -> Iterator[Deployed]:
    """The deployed database; each test leaves its roles as it found them."""
    with deployment() as made:
        yield made
