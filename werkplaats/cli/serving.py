"""`werkplaats serve` and `werkplaats worker`: the pages, the API and the background work."""

import argparse
import os
import socket
import time
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from werkplaats.cli.ground import Refused, database_ready, django_ready


def serve(asked: argparse.Namespace) -> int:
    from werkplaats.ground import processes, web_server

    if asked.only_web:
        from werkplaats.triage.rules.judge import warm

        warm()  # while the database starts; and before the processes part, so that all share what was read
        processes.wait_until_told()
        processes.end_with_parent()
        web_server.run(asked.address, _application)
        return 0
    host, _, port = asked.address.rpartition(":")
    if not port.isdigit():
        raise Refused(f"--address must be HOST:PORT, not {asked.address!r}.")
    refuse_taken_port(host.strip("[]"), int(port))
    with processes.Children() as children:
        children.start("web", ["serve", "--only-web", "--address", asked.address])
        database_ready()
        environment = for_children()
        children.tell("web", environment)
        if asked.with_worker:
            children.start("worker", ["worker"], environment)
        wait_until_served(children, f"http://{asked.address.replace('0.0.0.0', '127.0.0.1')}/health/live", seconds=60)
        print(f"Werkplaats is at http://{asked.address} (stop with Ctrl-C)", flush=True)
        return children.watch()


def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from werkplaats.triage.judging import shipped_model_name  # once Django is ready

    shipped_model_name()  # before the processes part: it reads ten megabytes
    return application


def worker(asked: argparse.Namespace) -> int:
    import signal

    from werkplaats.ground import database, garbage, processes

    processes.end_with_parent()
    if not os.environ.get("DATABASE_URL"):
        database_ready()
        os.environ.update(for_children())
    elif "WERKPLAATS_DB_ROLE" not in os.environ:
        os.environ.update(_with_role(database.database_url()))
    django_ready()
    from procrastinate.contrib.django import app

    connector: Any = app.connector
    # A copy of the app for the worker: what services defer while it works still goes through Django's own
    # connection, and so in the same transaction as the rows it is about.
    of_worker = app.with_connector(connector.get_worker_connector())
    compiling = None if asked.once else processes.in_the_background("werkplaats.planning.rules.roster.solve")
    garbage.none_so_far()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # procrastinate takes the signals over and finishes its jobs
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        of_worker.run_worker(
            concurrency=asked.concurrency,
            wait=not asked.once,
            fetch_job_polling_interval=1,  # seconds; nobody is called when a job comes in, see members' migration 0003
            delete_jobs="never",
            shutdown_graceful_timeout=20,
            install_signal_handlers=True,
        )
    except KeyboardInterrupt:
        return 130
    finally:
        if compiling:
            compiling.kill()
    return 0


def for_children() -> dict[str, str]:
    """The environment in which children serve: one database, in the role that cannot rewrite the past."""
    from werkplaats.ground import database

    url = database.database_url()
    return {**os.environ, "DATABASE_URL": url, **_with_role(url)}


def _with_role(url: str) -> dict[str, str]:
    import psycopg

    from werkplaats.ground import roles

    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        return {"WERKPLAATS_DB_ROLE": roles.ROLE} if roles.may_be_taken(connection) else {}


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"{host}:{port} cannot be used ({error.strerror}). Is another program there? Choose another port."
            ) from None


def wait_until_served(children: Any, url: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended = children.first_to_end()
        if ended:
            raise Refused(f"the {ended[0]} process could not start (code {ended[1]}); its message stands above.")
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError, TimeoutError) as error:
            if getattr(error, "code", None) is not None:  # it answers, and that is enough
                return
        time.sleep(0.05)
    raise Refused(f"the pages did not come up within {seconds:.0f} s.")
