"""What an installation is asked before it serves: its own name, and what the public's role could reach.

The latter is asked of PostgreSQL itself, so that a grant too many stops the public site: `manage.py check --deploy
--database default` reports it, and a public process refuses to start. On SQLite there is nothing to ask: the file has
no roles, and the authorizer of every request is the lock.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from refuge.core.guard import ROLE, catalogue_tables

HINT = "Run deploy/postgresql.sql again; see PostgreSQL in docs/operators.md."
SHOWN = 5  # of the names in one sentence: an owner's would fill a screen

# Every role that this one may ever act as. MEMBER counts a membership whatever its options, as they can be changed.
_REACH = """
WITH reach AS (SELECT * FROM pg_roles WHERE pg_has_role(%(role)s, oid, 'MEMBER')),
relation AS (
    SELECT c.oid, c.relkind, c.relowner, n.nspname || '.' || c.relname AS name,
        n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND c.relname = ANY(%(catalogue)s) AS public
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND (n.nspname NOT IN ('pg_catalog', 'information_schema')
             OR c.relname IN ('pg_authid', 'pg_largeobject', 'pg_shadow', 'pg_statistic', 'pg_statistic_ext_data'))
)
"""
_RIGHTS = """
SELECT 'may act as', rolname FROM reach WHERE rolname NOT IN (%(role)s, %(public)s)
UNION SELECT 'may make roles or databases, replicate, or pass row security as', rolname FROM reach
    WHERE rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
UNION SELECT 'can read', name FROM relation, reach
    WHERE NOT public AND relkind <> 'S' AND has_any_column_privilege(reach.oid, relation.oid, 'SELECT')
UNION SELECT 'can read or use', name FROM relation, reach
    WHERE relkind = 'S' AND has_sequence_privilege(reach.oid, relation.oid, 'USAGE, SELECT, UPDATE')
UNION SELECT 'owns or can write to', name FROM relation, reach
    WHERE relkind <> 'S' AND (
        relowner = reach.oid
        OR has_any_column_privilege(reach.oid, relation.oid, 'INSERT, UPDATE, REFERENCES')
        OR has_table_privilege(reach.oid, relation.oid, 'DELETE, TRUNCATE, TRIGGER'))
UNION SELECT 'can call, with its owner''s rights,', p.oid::regprocedure::text FROM pg_proc p, reach
    WHERE p.prosecdef AND has_function_privilege(reach.oid, p.oid, 'EXECUTE')
UNION SELECT 'can call, though PostgreSQL itself keeps it from everybody,', p.oid::regprocedure::text
    FROM pg_proc p JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid, reach
    WHERE NOT EXISTS (SELECT FROM aclexplode(i.initprivs) a WHERE a.grantee = 0)
        AND has_function_privilege(reach.oid, p.oid, 'EXECUTE')
UNION SELECT 'would be let into every table yet to be made by', pg_get_userbyid(d.defaclrole)
    FROM pg_default_acl d, aclexplode(d.defaclacl) a
    WHERE d.defaclobjtype IN ('r', 'S') AND a.grantee <> d.defaclrole
        AND (a.grantee = 0 OR a.grantee IN (SELECT oid FROM reach))
"""
# Asked of a login only: the role behind the wall is read-only whatever the database lets everybody make.
_LOGIN_RIGHTS = """
UNION SELECT 'can make things in the schema', nspname FROM pg_namespace n, reach
    WHERE has_schema_privilege(reach.oid, n.oid, 'CREATE')
UNION SELECT 'can make schemas or temporary tables in the database', current_database()::text FROM reach
    WHERE has_database_privilege(reach.oid, current_database(), 'CREATE, TEMPORARY')
"""
_STATISTICS = """
SELECT has_column_privilege('pg_catalog.pg_class', 'reltuples', 'SELECT')
    OR has_function_privilege('pg_catalog.pg_relation_size(regclass, text)', 'EXECUTE')
    OR has_function_privilege('pg_catalog.pg_stat_get_live_tuples(oid)', 'EXECUTE')
    OR has_function_privilege('pg_catalog.pg_stat_get_activity(integer)', 'EXECUTE')
"""


def rights_beyond(using: str = "default") -> list[str]:
    """Return what the public's role may do beyond reading the catalogue, one sentence for each kind of right.

    On the surface `public` the role is the one this process logs in as, elsewhere the one behind the wall.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    login = settings.REFUGE_SURFACE == "public"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper FROM pg_roles WHERE rolname = CASE WHEN %s THEN session_user ELSE %s END",
            [login, ROLE],
        )
        found = cursor.fetchone()
        if found is None:
            return [f"There is no role {ROLE} yet. Run migrate."]
        role, is_superuser = found
        if is_superuser:
            return [f"The role {role} is a superuser, whom nothing is closed to."]
        values = {"role": role, "public": ROLE, "catalogue": sorted(catalogue_tables())}
        cursor.execute(_REACH + _RIGHTS + (_LOGIN_RIGHTS if login else ""), values)
        return _sentences(role, cursor.fetchall())


def _sentences(role: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    things: dict[str, list[str]] = defaultdict(list)
    for right, thing in sorted(rows):
        things[right].append(thing)
    return [f"The role {role} {right} {_some(names)}." for right, names in things.items()]


def _some(names: list[str]) -> str:
    shown, rest = ", ".join(names[:SHOWN]), len(names) - SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown


def check_public_address(**_: Any) -> list[CheckMessage]:
    """Report an installation that does not know its own name."""
    if settings.REFUGE_PUBLIC_ADDRESS:
        return []
    told = "REFUGE_PUBLIC_ADDRESS is not set: feeds, the sitemap and mails would lead to the reader's own machine."
    hint = "Write https:// and the name under which readers know the site: https://refuge.example.org."
    return [Error(told, hint=hint, id="refuge.E002")]


def check_public_role(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report every right of the public's role beyond the catalogue, on the databases that were asked for."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        found += [Error(sentence, hint=HINT, id="refuge.E001") for sentence in rights_beyond(alias)]
        if settings.REFUGE_SURFACE == "public" and _statistics_are_open(alias):
            told = "The public's role can read the server's statistics, which tell how many rows the records have."
            hint = "Run deploy/postgresql.sql as a superuser. What it means where there is none: docs/operators.md."
            found.append(Warning(told, hint=hint, id="refuge.W001"))
    return found


def _statistics_are_open(using: str) -> bool:
    if connections[using].vendor != "postgresql":
        return False
    with connections[using].cursor() as cursor:
        cursor.execute(_STATISTICS)
        return bool(cursor.fetchone()[0])


def refuse_to_start(using: str = "default") -> None:
    """Stop a public process whose role could reach past the catalogue; raises ImproperlyConfigured.

    One that cannot ask is stopped too: nothing fails open.
    """
    try:
        found = rights_beyond(using)
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"The database did not say what the public's role may do: {str(error).strip()}"
        ) from error
    finally:
        # A server that forks its workers after this must not share the connection among them.
        connections[using].close()
    if found:
        raise ImproperlyConfigured(f"The public site does not start. {' '.join(found)} {HINT}")
