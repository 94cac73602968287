"""The role that the serving processes take in PostgreSQL: it works with the rows, it cannot rewrite what was decided.

The owner of the tables migrates; `serve`, `worker` and `demo` take the role `werkplaats_app`, which owns nothing. On a
table that is only added to (a model with `append_only = True`, and every history table) it may read and add, so that
no mistake in the program and no injected statement changes or removes a line of the past.
"""

from typing import Any

ROLE = "werkplaats_app"
READ_ONLY = {"django_migrations"}


def is_append_only(model: Any) -> bool:
    import pghistory.models

    if issubclass(model, pghistory.models.Event) or getattr(model, "append_only", False):
        return True
    triggers = getattr(model._meta, "triggers", None) or []
    return any(getattr(trigger, "name", "") == "only_added_to" for trigger in triggers)


def append_only_tables() -> set[str]:
    """The tables of every model that is only added to."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.managed and is_append_only(model)}


def install(connection: Any) -> str | None:
    """Make the role and hand it what it may do; `connection` is Django's. Returns what is wrong, or None."""
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _create(cursor)
            _grant(cursor, append_only_tables())
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        return f"the role {ROLE} could not be made ({said}); the program works, with the rights of the tables' owner"
    return None


def _create(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
    if cursor.fetchone() is None:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    row = cursor.fetchone()
    if not (row and row[0]) and not _is_member(cursor):
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")


def _is_member(cursor: Any) -> bool:
    cursor.execute("SELECT pg_has_role(current_user, %s, 'USAGE')", [ROLE])
    row = cursor.fetchone()
    return bool(row and row[0])


def _grant(cursor: Any, append_only: set[str]) -> None:
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}")
    cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM {ROLE}")
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {ROLE}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {ROLE}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {ROLE}")
    cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {ROLE}")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    existing = {name for (name,) in cursor.fetchall()}
    quote = '"{}"'.format
    for table in sorted(append_only & existing):
        cursor.execute(f"REVOKE UPDATE, DELETE ON {quote(table)} FROM {ROLE}")
    for table in sorted(READ_ONLY & existing):
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {quote(table)} FROM {ROLE}")


def may_be_taken(connection: Any) -> bool:
    """Whether a process with this (psycopg) connection can take the role, and finds its tables granted to it."""
    import psycopg

    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"SET LOCAL ROLE {ROLE}")
            connection.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except psycopg.Error:
        return False
    return True
