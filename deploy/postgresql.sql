-- The roles of Refuge on PostgreSQL 14 or newer, with the least rights that let them work.
--
-- Run it with psql on Refuge's own database: before the first `manage.py migrate`, after every restore, after every
-- upgrade of PostgreSQL, and whenever `manage.py check --deploy --database default` names a right too many.
-- It may be run any number of times, and repairs what others have granted meanwhile:
--
--     export REFUGE_OFFICE_PASSWORD=... REFUGE_READER_PASSWORD=...     # in the environment, where `ps` does not show them
--     psql --dbname refuge --file deploy/postgresql.sql
--
-- Run as a superuser it does everything. Where the host gives you none, run it as the owner of the database, who needs
-- CREATEROLE: it then says that section 5 was left out.
--
-- Three roles:
--   refuge_office   logs in for the office process and for migrations, and owns the tables. Another name: -v office=NAME
--   refuge_public   cannot log in. May SELECT from the catalogue tables, and nothing else.
--   refuge_reader   logs in for the public process. Is a member of refuge_public, and has no right of its own but to
--                   connect. Another name: -v reader=NAME
-- Passwords are set only where one is given, by the environment as above or by -v office_password= -v reader_password=.

\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;

\if :{?office}
\else
    \set office refuge_office
\endif
\if :{?reader}
\else
    \set reader refuge_reader
\endif
\if :{?connections}
\else
    -- More than all workers of the public process together; a flood beyond it never reaches the office's connections.
    \set connections 40
\endif
\if :{?office_password}
\else
    \getenv office_password REFUGE_OFFICE_PASSWORD
\endif
\if :{?reader_password}
\else
    \getenv reader_password REFUGE_READER_PASSWORD
\endif
SELECT rolsuper AS superuser, current_database() AS database FROM pg_roles WHERE rolname = current_user \gset

BEGIN;

-- 1. The roles -------------------------------------------------------------------------------------------------------

SELECT format('CREATE ROLE %I %s', role, kind)
FROM (VALUES (:'office', 'LOGIN'), ('refuge_public', 'NOLOGIN'), (:'reader', 'LOGIN')) AS wanted (role, kind)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec
ALTER ROLE refuge_public NOLOGIN;
ALTER ROLE :"reader" LOGIN INHERIT CONNECTION LIMIT :connections;

SET LOCAL password_encryption = 'scram-sha-256';
\if :{?office_password}
    ALTER ROLE :"office" PASSWORD :'office_password';
\endif
\if :{?reader_password}
    ALTER ROLE :"reader" PASSWORD :'reader_password';
\endif

-- Whatever else the two were made members of would be a way round everything below.
SELECT format('REVOKE %I FROM %I GRANTED BY %I CASCADE', pg_get_userbyid(roleid), pg_get_userbyid(member), grantor::regrole)
FROM pg_auth_members
WHERE pg_get_userbyid(member) IN (:'reader', 'refuge_public')
  AND (pg_get_userbyid(roleid) <> 'refuge_public' OR admin_option)
\gexec
GRANT refuge_public TO :"office", :"reader";

-- A session may change these for itself, so they are a belt; the rights are the lock.
ALTER ROLE :"reader" SET default_transaction_read_only = on;
ALTER ROLE :"reader" SET statement_timeout = '3s';
ALTER ROLE :"reader" SET lock_timeout = '1s';
ALTER ROLE :"reader" SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE :"reader" SET search_path = public;

-- 2. The database and its schema -------------------------------------------------------------------------------------

REVOKE ALL ON DATABASE :"database" FROM PUBLIC, refuge_public, :"reader";
GRANT ALL ON DATABASE :"database" TO :"office";
GRANT CONNECT ON DATABASE :"database" TO :"reader";

SELECT format('REVOKE ALL ON SCHEMA %I FROM PUBLIC, refuge_public, %I', nspname, :'reader')
FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
\gexec
GRANT ALL ON SCHEMA public TO :"office";
GRANT USAGE ON SCHEMA public TO refuge_public;

-- 3. What is in it: closed, then the catalogue opened again -----------------------------------------------------------

SELECT format('REVOKE ALL ON ALL %s IN SCHEMA %I FROM PUBLIC, refuge_public, %I CASCADE', kind, nspname, :'reader')
FROM pg_namespace, unnest(ARRAY['TABLES', 'SEQUENCES', 'ROUTINES']) AS kind
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
\gexec
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO :"office";

-- The tables of the apps core, cities.public and writers.public; migrations grant the same for those they make.
SELECT format('GRANT SELECT ON %I.%I TO refuge_public', schemaname, tablename)
FROM pg_tables
WHERE schemaname = 'public' AND tablename ~ '^(core_edition$|cities_public_|writers_public_)'
\gexec

-- 4. What is yet to be made: closed ----------------------------------------------------------------------------------

-- Tables and sequences are closed by default, functions are not.
ALTER DEFAULT PRIVILEGES FOR ROLE :"office" REVOKE ALL ON ROUTINES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE :"office" REVOKE ALL ON TYPES FROM PUBLIC;
-- Undo what a host's scripts may have opened for all tables to come.
SELECT DISTINCT
    format(
        'ALTER DEFAULT PRIVILEGES FOR ROLE %I %s REVOKE ALL ON %s FROM %s',
        pg_get_userbyid(defaclrole),
        CASE defaclnamespace WHEN 0 THEN '' ELSE format('IN SCHEMA %s', defaclnamespace::regnamespace) END,
        CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' ELSE 'SCHEMAS' END,
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
    )
FROM pg_default_acl, aclexplode(defaclacl)
WHERE defaclobjtype IN ('r', 'S', 'f', 'n')
  AND (grantee = 0 OR pg_get_userbyid(grantee) IN (:'reader', 'refuge_public'))
\gexec

-- 5. What every role may read of the server itself (superuser only) ----------------------------------------------------

\if :superuser
    ALTER ROLE refuge_public NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    ALTER ROLE :"reader" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    ALTER ROLE :"reader" SET temp_file_limit = '64MB';

    REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
    GRANT USAGE ON LANGUAGE plpgsql TO :"office";

    -- Statistics tell how many rows a table has, its commonest values, and what other sessions ask; sizes, transaction
    -- numbers and the log's position tell when the office writes. Locks, large objects, notices and signals let a
    -- reader act. The office and monitoring keep all of it.
    SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %1$s TO %I, pg_monitor', oid::regprocedure, :'office')
    FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace
      AND has_function_privilege('public', oid, 'EXECUTE')
      AND (
        proname ~ '^pg_stat_|^pg_(relation|table|indexes|total_relation|database|tablespace)_size$'
        OR proname ~ '^pg_(lock_status|.*blocking_pids|prepared_xact)$'
        OR proname ~ '^(pg_current_(wal|xact|snapshot)|txid_current)'
        OR proname ~ '^pg_(try_)?advisory_|^lo_|^lo(read|write)$|^pg_sleep'
        OR proname ~ '^pg_(notify|logical_emit_message|export_snapshot|cancel_backend|terminate_backend)$'
      )
    \gexec

    -- PostgreSQL keeps some functions from everybody, since they read files, and so the tables in them, or rule the
    -- server. Undo what was opened.
    SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, refuge_public, %I', p.oid::regprocedure, :'reader')
    FROM pg_proc p JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid
    WHERE NOT EXISTS (SELECT FROM aclexplode(i.initprivs) a WHERE a.grantee = 0)
      AND (has_function_privilege('refuge_public', p.oid, 'EXECUTE') OR has_function_privilege(:'reader', p.oid, 'EXECUTE'))
    \gexec

    SELECT format('REVOKE ALL ON %s FROM PUBLIC; GRANT SELECT ON %1$s TO %I, pg_monitor', oid::regclass, :'office')
    FROM pg_class
    WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v' AND relname ~ '^pg_(stat|locks$|prepared_xacts$)'
      AND has_table_privilege('public', oid, 'SELECT')
    \gexec

    -- The system's own list of tables also holds their estimated rows and pages: everybody may read the rest of it.
    REVOKE ALL ON pg_catalog.pg_class FROM PUBLIC;
    GRANT SELECT ON pg_catalog.pg_class TO :"office", pg_monitor;
    SELECT format('GRANT SELECT (%s) ON pg_catalog.pg_class TO PUBLIC', string_agg(quote_ident(attname), ', '))
    FROM pg_attribute
    WHERE attrelid = 'pg_catalog.pg_class'::regclass AND attnum > 0
      AND attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid')
    \gexec
\else
    \warn 'Not a superuser: statistics of the server stay readable by every role (section 5 was left out).'
\endif

COMMIT;
