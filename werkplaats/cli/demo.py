"""`werkplaats demo`: a neighbourhood at work, with its own database, on this machine."""

import argparse
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from werkplaats.cli.ground import Refused, database_ready, django_ready
from werkplaats.cli.serving import for_children, refuse_taken_port, wait_until_served


def demo(asked: argparse.Namespace) -> int:
    started = time.monotonic()
    os.environ["WERKPLAATS_DEMO"] = "1"
    from werkplaats.ground.home import data_folder

    os.environ.setdefault("WERKPLAATS_HOME", str(data_folder() / "demo"))
    site = f"http://127.0.0.1:{asked.port}"
    os.environ.setdefault("SITE_URL", site)
    if asked.load_only:
        _demo_database_ready()
        _demo_loaded(asked.weeks)
        print(f"The neighbourhood is ready ({time.monotonic() - started:.1f} s).")
        return 0

    refuse_taken_port("127.0.0.1", asked.port)
    from werkplaats.ground.processes import Children

    with Children() as children:
        # it reads the lists while the database starts
        children.start("web", ["serve", "--only-web", "--address", f"127.0.0.1:{asked.port}"])
        _demo_database_ready()
        _demo_loaded(asked.weeks)
        environment = for_children()
        children.tell("web", environment)
        sign_ins = _sign_ins()
        wait_until_served(children, f"{site}/health/live", seconds=60)
        children.start("worker", ["worker"], environment)  # not before: who waits, waits for the pages
        print(f"\nWerkplaats is at {site}  (started in {time.monotonic() - started:.1f} s, stop with Ctrl-C)\n")
        for line in sign_ins:
            print(f"  {line}")
        print(f"\nMail of the demo: {Path(os.environ['WERKPLAATS_HOME']) / 'mail'}", flush=True)
        return children.watch()


def _demo_database_ready() -> None:
    """A demo of another version, which cannot be taken over, is thrown away: it was made, and is made again."""
    import psycopg

    from werkplaats.ground import database, stamp, versions

    try:
        database_ready()
    except versions.OtherVersion:
        with psycopg.connect(database.database_url(), autocommit=True) as connection:
            is_demo = "demo" in stamp.read(connection)
        if not (is_demo and database.is_embedded()):
            raise
        print("The demo here was made by another version; beginning again …", flush=True)
        _begin_again()


def _begin_again() -> None:
    """An empty database, and nothing left of the mail and the photos of the demo that was in it."""
    import shutil

    from werkplaats.ground import database
    from werkplaats.ground.home import home

    database.recreate_embedded()
    for folder in ("mail", "media"):
        shutil.rmtree(home() / folder, ignore_errors=True)
    database_ready()


def _demo_loaded(weeks: int) -> None:
    """The neighbourhood is in the database, whole. One that was cut short while loading is thrown away first."""
    import psycopg

    from werkplaats.ground import database, stamp

    url = database.database_url()
    with psycopg.connect(url, autocommit=True) as connection:
        state = stamp.read(connection).get("demo")
    if state == "loaded":
        return
    if state == "loading":
        if not database.is_embedded():
            raise Refused("loading the demo was cut short; give it an empty database in DATABASE_URL.")
        print("The last start was cut short; beginning again …", flush=True)
        _begin_again()
    elif _has_cooperative():
        raise Refused(
            "this database holds a cooperative that is not the demo; the demo leaves it alone. "
            "Give the demo a folder of its own with WERKPLAATS_HOME, or unset DATABASE_URL."
        )
    with psycopg.connect(url, autocommit=True) as connection:
        stamp.write(connection, demo="loading")
    print("Making the neighbourhood; this takes less than a minute …", flush=True)
    started = time.monotonic()
    django_ready()
    from importlib import import_module

    import_module("werkplaats.demo").load(weeks=weeks)
    import_module("werkplaats.insight.commands").work_out(at=datetime.now(UTC))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        stamp.write(connection, demo="loaded")
    print(f"The neighbourhood is made ({time.monotonic() - started:.1f} s).", flush=True)


def _has_cooperative() -> bool:
    django_ready()
    from django.apps import apps

    return apps.get_model("members", "Cooperative")._default_manager.exists()


def _sign_ins() -> list[str]:
    """As they were when they were first asked for, kept in the note on the database: the parent needs no Django."""
    import psycopg

    from werkplaats.ground import database, stamp

    with psycopg.connect(database.database_url(), autocommit=True) as connection:
        kept = stamp.read(connection).get("sign_ins")
        if kept is None:
            kept = _found_sign_ins()
            stamp.write(connection, sign_ins=kept)
    return list(kept)


def _found_sign_ins() -> list[str]:
    django_ready()
    from importlib import import_module

    found = import_module("werkplaats.demo").sign_ins()
    role_width = max((len(s.role) for s in found), default=0)
    email_width = max((len(s.email) for s in found), default=0)
    return [
        f"{s.role:<{role_width}}  {s.email:<{email_width}}  {s.password or '(code by mail)'}  {s.url}" for s in found
    ]
