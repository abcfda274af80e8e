"""The four locks of docs, one class each, with what breaks each of them. None trusts another: each is tried alone."""

import ast
import os
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from refuge.core.editions import edition_of
from refuge.core.guard import catalogue_tables
from refuge.core.scopes import Level, Scope
from tests.factories import address_of, make_city, make_name, make_stay, make_work, make_writer
from writers.facts import clearances_of, facts_of
from writers.models import Clearance, Dossier, Writer, WriterPublication
from writers.public.models import PublicWriter

ROOT = Path(__file__).parents[2]


class TestFirstLockImportsAndApps:
    """A public process does not even hold the code of the record. The contracts have their own tests."""

    PUBLIC = ("refuge.core", "cities.public", "writers.public", "refuge.urls.public", "refuge.views", "refuge.surfaces")
    # Another thread or process would have a connection of its own, round which no wall stands.
    PAST_THE_WALL = (
        "asgiref asyncio concurrent multiprocessing psycopg psycopg2 socket subprocess threading _thread".split()
    )
    # Through WSGI, as a server asks: Django's test client would load accounts and sessions itself.
    PAGES = """
import sys
from wsgiref.util import setup_testing_defaults
from refuge.wsgi import application
from django.core.management import call_command
from django.urls import get_resolver
call_command("migrate", verbosity=0)
known = {"slug": "nobody", "name": "nothing", "extension": "webp"}
told = []
for forms, *_ in get_resolver().reverse_dict.values():
    for address, names in forms:
        environ = {"PATH_INFO": "/" + address % {name: known[name] for name in names}, "HTTP_HOST": "localhost"}
        setup_testing_defaults(environ)
        b"".join(application(environ, lambda status, headers: told.append(status[:3])))
assert len(told) >= 8 and set(told) <= {"200", "404"}, told
print(*sorted(sys.modules))
"""

    def test_no_module_of_the_record_is_loaded_after_every_public_page(self, tmp_path: Path) -> None:
        environment = {**os.environ, "REFUGE_SURFACE": "public", "REFUGE_VAR": str(tmp_path)}
        environment.pop("DATABASE_URL", None)
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", self.PAGES],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        loaded = run.stdout.split()
        assert {"refuge.core.guard", "writers.public.views", "cities.public.views"} <= set(loaded)
        ours = [name for name in loaded if name.split(".")[0] in ("refuge", "cities", "writers")]
        record = [
            name
            for name in ours
            if name.startswith(("refuge.office", "refuge.urls.all", "refuge.urls.office", "refuge.core.publishing"))
            or (name.startswith(("cities.", "writers.")) and name.split(".")[1] != "public")
        ]
        assert record == []
        closed = tuple(f"django.contrib.{app}" for app in ("admin", "auth", "sessions", "messages", "contenttypes"))
        assert [name for name in loaded if name.startswith((*closed, "simple_history"))] == []

    def test_public_code_starts_no_thread_and_opens_no_connection(self) -> None:
        files = [
            file
            for part in self.PUBLIC
            for base in [ROOT.joinpath(*part.split("."))]
            for file in (sorted(base.rglob("*.py")) if base.is_dir() else [base.with_suffix(".py")])
        ]
        assert len(files) > 40
        found = []
        for file in files:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    # A lock starts no thread.
                    names += [node.module or ""] if {alias.name for alias in node.names} != {"Lock"} else []
                found += [(file.name, name) for name in names if name.split(".")[0] in self.PAST_THE_WALL]
        assert found == []


@pytest.mark.django_db(transaction=True)
class TestSecondLockDatabase:
    """A public request that asks for a record is refused by the database.

    Every forbidden statement is in tests/core/test_guard.py; the role of a deployment is in tests/core/test_checks.py.
    """

    def test_a_public_page_that_reads_a_record_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_writer("Anna", published=True)
        counted = []

        def count(_: object) -> models.QuerySet[PublicWriter]:
            counted.append(Writer.objects.count())
            return PublicWriter.objects.none()

        monkeypatch.setattr("refuge.views.with_rows", count)
        with pytest.raises(DatabaseError):
            Client().get("/")
        assert counted == []

    def test_it_stands_while_the_page_is_rendered_and_is_gone_afterwards(self) -> None:
        anna = make_writer("Anna", published=True)
        assert Client().get(address_of(anna)).status_code == 200
        assert Writer.objects.count() == 1
        Writer.objects.update(birth_year=1950)


@pytest.mark.django_db
class TestThirdLockConstraint:
    """Nobody can publish a name without its clearance: the database refuses, whoever asks."""

    def refused(self, statement: str, values: list[object]) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                # SQLite and PostgreSQL look at foreign keys when the transaction ends; this looks now.
                connection.check_constraints()
        except IntegrityError:
            return True
        return False

    def test_a_named_publication_without_a_clearance_is_refused(self) -> None:
        publication = WriterPublication.objects.get(record=make_writer("Anna", published=True))
        table = WriterPublication._meta.db_table
        take = f"UPDATE {table} SET name_clearance_id = %s WHERE id = %s"
        assert self.refused(take, [None, publication.pk])
        assert self.refused(take, [987654321, publication.pk])
        columns = [field.column for field in WriterPublication._meta.fields if not field.primary_key]
        others = ", ".join(column for column in columns if column not in ("name_clearance_id", "standing", "ended_at"))
        forge = (
            f"INSERT INTO {table} ({others}, standing, ended_at, name_clearance_id) "
            f"SELECT {others}, %s, at, %s FROM {table} WHERE id = %s"
        )
        assert self.refused(forge, [False, None, publication.pk])
        assert not self.refused(forge, [False, publication.name_clearance_id, publication.pk])

    def test_an_unnamed_publication_cannot_be_raised_to_a_named_one(self) -> None:
        writer = make_writer("Anna", level=Level.UNNAMED, published=True)
        publication = WriterPublication.objects.get(record=writer)
        assert publication.name_clearance_id is None
        raised = f"UPDATE {WriterPublication._meta.db_table} SET level = %s WHERE id = %s"
        assert self.refused(raised, [int(Level.NAMED), publication.pk])
        assert not self.refused(raised, [int(Level.COUNTED), publication.pk])

    def test_a_clearance_under_a_publication_cannot_be_deleted(self) -> None:
        writer = make_writer("Anna", published=True)
        clearance = Clearance.objects.get(writer=writer, scope=Scope.NAME)
        assert self.refused("DELETE FROM writers_clearance WHERE id = %s", [clearance.pk])
        with pytest.raises(ProtectedError):
            models.QuerySet(Clearance).filter(pk=clearance.pk).delete()
        other = Clearance.objects.get(writer=writer, scope=Scope.BIRTH_YEAR)
        assert not self.refused("DELETE FROM writers_clearance WHERE id = %s", [other.pk])


class TestFourthLockShape:
    """No way leads from what is published to the dossier."""

    # Staff accounts lead everywhere, as whoever did something; no fact is read of them.
    FACTS = (Writer, Clearance)

    def test_no_relation_of_any_model_leads_to_it(self) -> None:
        seen: set[type[models.Model]] = set(self.FACTS)
        waiting = deque(seen)
        while waiting:
            for field in waiting.popleft()._meta.get_fields():
                model = field.related_model
                hidden = field.auto_created and not field.concrete and field.hidden
                if hidden or not isinstance(model, type) or model in seen:
                    continue
                seen.add(model)
                waiting.append(model)
        assert len(seen) > 10
        assert Dossier not in seen

    def test_a_writer_has_no_accessor_to_it(self) -> None:
        (relation,) = (field for field in Dossier._meta.get_fields() if field.related_model is Writer)
        assert relation.remote_field.hidden
        assert not any("dossier" in name.lower() for name in dir(Writer))
        assert not [field for field in Dossier._meta.get_fields() if field.auto_created and not field.concrete]

    def test_its_rights_are_its_own(self, db: None) -> None:
        rights = {f"{action}_dossier" for action in ("add", "change", "delete", "view")}
        permissions = apps.get_model("auth", "Permission").objects
        found = permissions.filter(content_type__app_label="writers", content_type__model="dossier")
        assert set(found.values_list("codename", flat=True)) == rights
        assert {f"{action}_dossier" for action in Dossier._meta.default_permissions} == rights
        assert Dossier._meta.db_table not in catalogue_tables()

    def test_no_fact_and_no_decision_asks_for_it(self, db: None) -> None:
        """Publishing asks for the legal name alone, to say where it stands in a text."""
        city = make_city("Bergen")
        writer = make_writer("Anna")
        make_name(writer, "Anna in another script")
        make_stay(writer, city, starts="2001")
        make_work(writer)
        Dossier.objects.create(writer=writer, legal_name="Legalname")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(facts_of(writer)) > 5
            clearances_of(writer)
            edition_of(writer)
        statements = [query["sql"] for query in asked]
        assert any("writers_residency" in statement for statement in statements)
        assert [statement for statement in statements if Dossier._meta.db_table in statement] == []
