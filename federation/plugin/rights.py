"""PostgreSQL's own locks: what the role may do as which the web and the workers log in, and which rows it sees.

It owns nothing and can become nobody who does. Which federation it sees is a setting that it cannot sign by itself: the
key lies in a schema that it cannot enter, and the function that checks the signature runs as the owner.
"""

import secrets

from sqlalchemy import Connection, inspect

from federation.kernel.db import APP_ROLE, MappedBase
from federation.kernel.row_security import EVERY, tenant_key

OWNERS_SCHEMA = "federation_owner"
CHOSEN = "kernel_federation"
_CHECK = """
CREATE OR REPLACE FUNCTION public.kernel_federation() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said text := current_setting('federation.id', true);
  chosen text;
  secret bytea;
BEGIN
  IF said IS NULL OR said = '' THEN RETURN NULL; END IF;
  chosen := split_part(said, ':', 1);
  IF session_user <> current_user THEN
    SELECT k.key INTO secret FROM federation_owner.tenant_key k;
    IF said <> chosen || ':' || encode(
      sha256(secret || sha256(secret || convert_to(chosen || ':' || pg_backend_pid(), 'UTF8'))), 'hex'
    ) THEN
      RAISE EXCEPTION 'federation.id is not signed for this connection' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN CASE chosen WHEN '*' THEN -1 ELSE chosen::bigint END;
END $$
"""
"""Whoever logs in as the owner needs no signature: migrations and copies are made by them."""
_CHOSEN = f"(SELECT public.{CHOSEN}())"
_HERE = f"(federation_id = {_CHOSEN} OR {_CHOSEN} = {EVERY})"
_NOBODYS = " OR federation_id IS NULL"
_SAYS = f"( SELECT {CHOSEN}() AS {CHOSEN})"
_HERE_AS_KEPT = f"(federation_id = {_SAYS}) OR ({_SAYS} = '{EVERY}'::integer)"
"""The condition of the policies, and how PostgreSQL says it when asked."""
_LOCKED = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_on, coalesce(string_agg(concat_ws('|', p.polname, p.polcmd,
  p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), ';'), '')
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.oid, c.relname, is_on
"""


def secure(connection: Connection, secret_key: str = "") -> None:
    """Row-level security on every table of federations, and the rights of the role that owns nothing. Where all is as
    it should be no table is locked: whoever reads one meanwhile would hold up this, and this everybody else."""
    run = connection.exec_driver_sql
    if run("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP_ROLE,)).first() is None:
        run(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
        run(f"GRANT {APP_ROLE} TO CURRENT_USER")
    _shut(connection)
    _keep_key(connection, secret_key)
    run(_CHECK)
    run(f"REVOKE ALL ON FUNCTION public.{CHOSEN}() FROM PUBLIC")
    run(f"GRANT EXECUTE ON FUNCTION public.{CHOSEN}() TO {APP_ROLE}")
    run(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")
    run(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
    made = _unlocked_tables(connection)
    locked = {name: (is_on, policies) for name, is_on, policies in run(_LOCKED)}
    for table in (table for table in MappedBase.metadata.sorted_tables if table.name in made):
        info = table.info
        for right in info.get("append_only", ()):
            run(f"REVOKE {right} ON {table.name} FROM {APP_ROLE}")
        if "updated" in info:
            run(f"REVOKE UPDATE ON {table.name} FROM {APP_ROLE}")
            run(f"GRANT UPDATE ({', '.join(info['updated'])}) ON {table.name} TO {APP_ROLE}")
        if "federation_id" not in table.columns or info.get("global"):
            continue
        is_optional = bool(table.columns["federation_id"].nullable)
        if locked[table.name] != (True, _policy_as_kept(is_optional)):
            _lock(connection, table.name, is_optional)


def _policy_as_kept(is_optional: bool) -> str:
    """The policy of a table as PostgreSQL says it."""
    condition = f"({_HERE_AS_KEPT}{' OR (federation_id IS NULL)' if is_optional else ''})"
    return f"within|*|t|{{0}}|{condition}|{condition}"


def _lock(connection: Connection, table: str, is_optional: bool) -> None:
    """Row-level security on a table, under one policy and no other."""
    run = connection.exec_driver_sql
    run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    run(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    others = run("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(%s)", (table,)).scalars().all()
    for policy in others:
        run(f'DROP POLICY "{policy}" ON {table}')
    condition = f"({_HERE}{_NOBODYS if is_optional else ''})"
    run(f"CREATE POLICY within ON {table} USING {condition} WITH CHECK {condition}")


def _shut(connection: Connection) -> None:
    """Nobody makes things that could stand in front of ours: no tables of a session, nothing in our schema."""
    run = connection.exec_driver_sql
    name = run("SELECT quote_ident(current_database())").scalar_one()
    run(f"REVOKE CREATE, TEMPORARY ON DATABASE {name} FROM PUBLIC, {APP_ROLE}")
    run(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {APP_ROLE}")


def _keep_key(connection: Connection, secret_key: str) -> None:
    """The key of the signatures, where the application's role cannot read it."""
    run = connection.exec_driver_sql
    run(f"CREATE SCHEMA IF NOT EXISTS {OWNERS_SCHEMA}")
    run(f"REVOKE ALL ON SCHEMA {OWNERS_SCHEMA} FROM PUBLIC, {APP_ROLE}")
    run(
        f"CREATE TABLE IF NOT EXISTS {OWNERS_SCHEMA}.tenant_key "
        "(one boolean PRIMARY KEY DEFAULT true CHECK (one), key bytea NOT NULL)"
    )
    run(f"REVOKE ALL ON TABLE {OWNERS_SCHEMA}.tenant_key FROM PUBLIC, {APP_ROLE}")
    key = tenant_key(secret_key) if secret_key else secrets.token_bytes(32)
    kept = "UPDATE SET key = excluded.key" if secret_key else "NOTHING"
    run(f"INSERT INTO {OWNERS_SCHEMA}.tenant_key (key) VALUES (%s) ON CONFLICT (one) DO {kept}", (key,))  # noqa: S608


def _unlocked_tables(connection: Connection) -> set[str]:
    """The tables that are there; refuses to go on when one of a federation's is neither known nor locked already."""
    made = set(inspect(connection).get_table_names())
    open_ones = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'federation_id' "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity"
    ).scalars()
    if unknown := sorted(set(open_ones) - set(MappedBase.metadata.tables)):
        raise RuntimeError(
            f"tables of federations without row-level security, and not known: {', '.join(unknown)}"
        )
    return made
