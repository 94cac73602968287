"""What the commands share: the refusal, Django, the tables, and which cooperative is meant."""

import os
import sys


class Refused(Exception):
    """What was asked cannot be done; the text says why and what to do."""


def django_ready() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def database_ready() -> None:
    """Migrated for this version; asked of the database itself in a few milliseconds, done when it is not so."""
    import psycopg

    from werkplaats.ground import database, stamp

    with psycopg.connect(database.database_url(), autocommit=True, connect_timeout=5) as connection:
        current = stamp.is_current(connection)
    if not current:
        print("Making the tables …", flush=True)
        bring_up_to_date(verbosity=0)


def bring_up_to_date(verbosity: int = 1) -> None:
    os.environ.pop("WERKPLAATS_DB_ROLE", None)
    django_ready()
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    from werkplaats.ground import database, roles, stamp, versions

    with psycopg.connect(database.database_url(), autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(hashtext('werkplaats migrate'))")  # one at a time, any machine
        versions.refuse_other(guard)
        call_command("migrate", interactive=False, verbosity=verbosity)
        wrong = roles.install(connection)
        if wrong:
            print(f"werkplaats: {wrong}", file=sys.stderr)
        stamp.write(guard, migrations=stamp.wanted())
    connection.close()


def cooperative_named(asked: str | None) -> str:
    from django.apps import apps

    known = list(apps.get_model("members", "Cooperative")._default_manager.values_list("slug", flat=True)[:50])
    if asked is None and len(known) == 1:
        return str(known[0])
    if asked in known:
        return str(asked)
    if not known:
        raise Refused("there is no cooperative in this database yet.")
    raise Refused(f"which cooperative? Name one with --cooperative: {', '.join(sorted(known))}.")


def say(text: str) -> None:
    print(f"werkplaats: {text}", flush=True)
