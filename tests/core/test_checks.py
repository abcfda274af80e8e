"""What a deployed role may do, asked of the server: by the checks, at every start, and by trying it."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured

from refuge.core import checks
from tests.core.forbidden import POSTGRESQL, POSTGRESQL_REFUSALS, READS, WRITES
from tests.deployed import Deployed, deployed

__all__ = ["deployed"]

pytestmark = pytest.mark.django_db

# What somebody may grant one day, and a word of the sentence that must tell it. The role refuge_public belongs to the
# whole server, where another worker may be asking about it: here it is given rights in this database only.
GRANTED = {
    "all tables to everybody": ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC", "can read public.auth_group"),
    "all tables to the role": ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO refuge_public", "can read"),
    "all tables to the login": ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}", "can read"),
    "one table": ("GRANT SELECT ON writers_dossier TO {reader}", "can read public.writers_dossier."),
    "one column": ("GRANT SELECT (name) ON writers_writer TO refuge_public", "can read public.writers_writer."),
    "a view": (
        "CREATE VIEW planted AS SELECT name FROM writers_writer; GRANT SELECT ON planted TO {reader}",
        "can read public.planted.",
    ),
    "a materialized view": (
        "CREATE MATERIALIZED VIEW copied AS SELECT name FROM writers_writer; GRANT SELECT ON copied TO PUBLIC",
        "can read public.copied.",
    ),
    "a namesake in another schema": (
        "CREATE SCHEMA planted; CREATE TABLE planted.core_edition (); GRANT SELECT ON planted.core_edition TO PUBLIC",
        "can read planted.core_edition.",
    ),
    "what the planner knows": ("GRANT SELECT ON pg_statistic TO PUBLIC", "can read pg_catalog.pg_statistic."),
    "a sequence": ("GRANT SELECT ON writers_writer_id_seq TO PUBLIC", "can read or use public.writers_writer_id_seq."),
    "an update": ("GRANT UPDATE (digest) ON core_edition TO refuge_public", "can write to public.core_edition."),
    "a deletion": ("GRANT DELETE ON core_edition TO {reader}", "can write to public.core_edition."),
    "a trigger": ("GRANT TRIGGER ON core_edition TO PUBLIC", "can write to public.core_edition."),
    "ownership": (
        "ALTER TABLE core_edition OWNER TO {reader}; REVOKE ALL ON core_edition FROM {reader}",
        "owns or can write to public.core_edition.",
    ),
    "a function with its owner's rights": (
        "CREATE FUNCTION planted() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS "
        "'SELECT count(*) FROM writers_writer'; GRANT EXECUTE ON FUNCTION planted() TO PUBLIC",
        "can call, with its owner's rights, planted().",
    ),
    "the server's files": (
        "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text) TO refuge_public",
        "can call, though PostgreSQL itself keeps it from everybody, pg_read_binary_file(text).",
    ),
    "the server's folders": ("GRANT EXECUTE ON FUNCTION pg_ls_dir(text) TO PUBLIC", "pg_ls_dir(text)."),
    "everything there is": ("GRANT pg_read_all_data TO {reader}", "may act as pg_read_all_data."),
    "the office": ("GRANT {office} TO {reader}", "may act as {office}."),
    "every table, through a role between": (
        "CREATE ROLE {reader}_planted; GRANT pg_write_all_data TO {reader}_planted; GRANT {reader}_planted TO {reader}",
        "may act as pg_write_all_data, {reader}_planted.",
    ),
    "the office's own keys": ("GRANT pg_monitor TO {reader} WITH ADMIN OPTION", "may act as pg_monitor"),
    "the server": ("ALTER ROLE {reader} SUPERUSER", "is a superuser"),
    "every row": ("ALTER ROLE {reader} BYPASSRLS", "pass row security as {reader}."),
    "the making of roles": ("ALTER ROLE {reader} CREATEROLE", "make roles or databases"),
    "tables to come": (
        "ALTER DEFAULT PRIVILEGES FOR ROLE {office} GRANT SELECT ON TABLES TO PUBLIC",
        "every table yet to be made by {office}.",
    ),
    "tables to come in the schema": (
        "ALTER DEFAULT PRIVILEGES FOR ROLE {office} IN SCHEMA public GRANT SELECT ON TABLES TO {reader}",
        "every table yet to be made by {office}.",
    ),
    "room in the schema": ("GRANT CREATE ON SCHEMA public TO PUBLIC", "can make things in the schema public."),
    "room in the database": ("GRANT TEMPORARY ON DATABASE {name} TO PUBLIC", "temporary tables in the database"),
}
# What the file cannot know of, or would rather leave to whoever did it.
UNDO = [
    "DROP SCHEMA IF EXISTS planted CASCADE",
    "DROP VIEW IF EXISTS planted",
    "DROP MATERIALIZED VIEW IF EXISTS copied",
    "DROP FUNCTION IF EXISTS planted()",
    "DROP ROLE IF EXISTS {reader}_planted",
    "REVOKE ALL ON pg_statistic FROM PUBLIC",
    "ALTER TABLE core_edition OWNER TO {office}",
    "GRANT ALL ON core_edition TO {office}",
]
NOT_FOR_A_LOGIN = [
    "SET ROLE {admin}",
    "SET ROLE {office}",
    "SET SESSION AUTHORIZATION {office}",
    "RESET ROLE; SELECT name FROM writers_writer",
    "SET ROLE NONE; SELECT name FROM writers_writer",
    "RESET SESSION AUTHORIZATION; SELECT name FROM writers_writer",
    "COMMIT; SELECT name FROM writers_writer",
    "SELECT set_config('role', 'none', false); SELECT name FROM writers_writer",
    "SET default_transaction_read_only = off; UPDATE core_edition SET digest = ''",
    "SET default_transaction_read_only = off; SET TRANSACTION READ WRITE; CREATE TABLE planted (x integer)",
    "SET TRANSACTION READ WRITE; CREATE TEMPORARY TABLE planted (x integer)",
    "SET temp_file_limit = -1",
    "SELECT reltuples FROM pg_class",
    "SELECT relpages FROM pg_class",
    "SELECT * FROM pg_class",
    "SELECT n_live_tup FROM pg_stat_user_tables",
    "SELECT seq_tup_read FROM pg_stat_all_tables",
    "SELECT heap_blks_read FROM pg_statio_user_tables",
    "SELECT pg_stat_get_live_tuples('writers_writer'::regclass)",
    "SELECT pg_relation_size('writers_writer')",
    "SELECT pg_table_size('writers_writer')",
    "SELECT pg_total_relation_size('writers_writer')",
    "SELECT pg_indexes_size('writers_writer')",
    "SELECT pg_database_size(current_database())",
    "SELECT most_common_vals FROM pg_stats",
    "SELECT query FROM pg_stat_activity",
    "SELECT pg_stat_get_activity(NULL)",
    "SELECT relation FROM pg_locks",
    "SELECT pg_current_wal_lsn()",
    "SELECT txid_current()",
    "SELECT pg_current_snapshot()",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_notify('planted', 'x')",
    "SELECT pg_sleep(0)",
    "SELECT pg_terminate_backend(pg_backend_pid())",
    "SELECT pg_cancel_backend(pg_backend_pid())",
    "SELECT pg_export_snapshot()",
    "SELECT pg_logical_emit_message(true, 'planted', 'x')",
    "SELECT lo_from_bytea(0, 'x')",
    "DO $$ BEGIN END $$",
    "DROP ROLE refuge_public",
]
PAGES = """
import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
django.setup()
call_command("check", deploy=True, databases=["default"], fail_level="WARNING")
import refuge.wsgi
settings.ALLOWED_HOSTS = ["testserver"]
for address in ("/", "/writers/", "/cities/", "/history/", "/healthz"):
    assert Client().get(address, secure=True).status_code == 200, address
"""


@pytest.fixture
def reader(deployed: Deployed, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ask the checks as the public process does."""
    settings.REFUGE_SURFACE = "public"  # type: ignore[attr-defined]
    connection = deployed.wrapper(deployed.reader)
    monkeypatch.setattr(checks, "connections", {"default": connection})
    yield
    connection.close()


def filled(text: str, deployed: Deployed) -> str:
    names = {"office": deployed.office, "reader": deployed.reader, "name": deployed.name, "admin": deployed.admin}
    return text.format(**names)


@pytest.mark.parametrize("granted", GRANTED)
def test_a_right_too_many_is_reported_stops_the_start_and_is_taken_back(
    granted: str, reader: None, deployed: Deployed
) -> None:
    statements, told = (filled(text, deployed) for text in GRANTED[granted])
    assert checks.rights_beyond() == []
    deployed.execute(statements)
    try:
        (error,) = checks.check_public_role(databases=["default"])[:1]
        assert error.id == "refuge.E001"
        assert any(told in sentence for sentence in checks.rights_beyond()), checks.rights_beyond()
        with pytest.raises(ImproperlyConfigured, match="does not start"):
            checks.refuse_to_start()
    finally:
        for undo in UNDO:
            deployed.execute(filled(undo, deployed))
        deployed.apply()
    assert checks.check_public_role(databases=["default"]) == []
    checks.refuse_to_start()


def test_open_statistics_are_a_warning(reader: None, deployed: Deployed) -> None:
    deployed.execute("GRANT SELECT ON pg_class TO PUBLIC")
    assert [found.id for found in checks.check_public_role(databases=["default"])] == ["refuge.W001"]
    checks.refuse_to_start()
    deployed.apply()
    assert checks.check_public_role(databases=["default"]) == []


def test_no_database_is_asked_unless_it_is_named(reader: None, deployed: Deployed) -> None:
    deployed.execute(filled("ALTER ROLE {reader} SUPERUSER", deployed))
    assert checks.check_public_role(databases=None) == checks.check_public_role() == []
    deployed.apply()


@pytest.mark.parametrize("surface", ["all", "office"])
def test_elsewhere_the_role_behind_the_wall_is_asked(
    surface: str, deployed: Deployed, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REFUGE_SURFACE = surface  # type: ignore[attr-defined]
    connection = deployed.wrapper(deployed.office)
    monkeypatch.setattr(checks, "connections", {"default": connection})
    assert checks.check_public_role(databases=["default"]) == []
    deployed.execute("GRANT SELECT ON writers_dossier TO PUBLIC")
    (error,) = checks.check_public_role(databases=["default"])
    assert error.msg == "The role refuge_public can read public.writers_dossier."
    deployed.apply()
    assert checks.check_public_role(databases=["default"]) == []
    connection.close()


def test_a_process_that_cannot_ask_does_not_start(
    deployed: Deployed, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REFUGE_SURFACE = "public"  # type: ignore[attr-defined]
    monkeypatch.setattr(checks, "connections", {"default": deployed.wrapper("nobody_at_all")})
    with pytest.raises(ImproperlyConfigured, match="did not say"):
        checks.refuse_to_start()


def test_a_deployed_public_process_has_nothing_to_report_starts_and_answers(deployed: Deployed) -> None:
    run = deployed.python(deployed.reader, "public", PAGES)
    assert run.returncode == 0, run.stderr


def test_a_public_process_that_logs_in_as_the_office_does_not_start(deployed: Deployed) -> None:
    run = deployed.python(deployed.office, "public", "import refuge.wsgi")
    assert run.returncode != 0
    assert f"The public site does not start. The role {deployed.office} can" in run.stderr


@pytest.mark.parametrize("behind_the_wall", [True, False])
def test_the_login_can_do_nothing_that_is_forbidden(behind_the_wall: bool, deployed: Deployed) -> None:
    wall = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL ROLE refuge_public"
    passed = []
    for text in [*READS, *WRITES, *POSTGRESQL, *NOT_FOR_A_LOGIN]:
        statement = text.replace("planted_view", "writers_writer")
        if "{" in statement:
            statement = filled(statement, deployed)
        try:
            deployed.execute(wall if behind_the_wall else "BEGIN", statement, role=deployed.reader)
        except psycopg2.Error as error:
            if error.pgcode not in POSTGRESQL_REFUSALS:
                passed.append(f"{statement}: {error}")
        else:
            passed.append(statement)
    assert passed == []


def test_the_login_is_bounded(deployed: Deployed) -> None:
    def told(setting: str) -> str:
        return str(deployed.execute(f"SHOW {setting}", role=deployed.reader)[0][0])

    assert told("default_transaction_read_only") == "on"
    assert told("statement_timeout") == "3s"
    assert told("lock_timeout") == "1s"
    assert told("idle_in_transaction_session_timeout") == "10s"
    assert told("search_path") == "public"
    ((limit,),) = deployed.execute(f"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{deployed.reader}'")
    assert limit == 40
    assert deployed.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'refuge_public'") == [(False,)]


def test_what_is_made_later_is_closed(deployed: Deployed) -> None:
    make = "CREATE TABLE later (x integer); CREATE FUNCTION later() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    deployed.execute(make, role=deployed.office)
    try:
        for statement in ("SELECT x FROM later", "SELECT later()"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                deployed.execute(statement, role=deployed.reader)
    finally:
        deployed.execute("DROP TABLE later; DROP FUNCTION later()", role=deployed.office)
