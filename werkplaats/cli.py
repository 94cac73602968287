"""The command line: `werkplaats demo`, `serve`, `worker`, `migrate`, `import`, `backup`, `restore`, `triage`, `plan`,
`books`, `doctor`.

Django is imported only by the commands that need it, so that help comes at once.
"""

import argparse
import os
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

KINDS = ("dwellings", "workers", "clients", "list")


class Refused(Exception):
    """What was asked cannot be done; the text says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkplaats.site.settings")
    from werkplaats.ground import processes

    processes.stop_on_signals()
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except Refused as refusal:
        print(f"werkplaats: {refusal}", file=sys.stderr)
        return 1
    except Exception as error:
        said = _in_words(error)
        if said is None:
            raise
        print(f"werkplaats: {said}", file=sys.stderr)
        return 1


def _in_words(error: Exception) -> str | None:
    """What to tell about an error that is not the program's own fault; None for one that is."""
    import psycopg

    from werkplaats.ground.database import DatabaseUnavailable
    from werkplaats.ground.versions import OtherVersion

    if isinstance(error, DatabaseUnavailable | OtherVersion):
        return str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, psycopg.OperationalError):
            said = str(cause).strip()
            return f"the database cannot be reached. PostgreSQL said:\n  {said}\nIs DATABASE_URL right?"
        cause = cause.__cause__
    if isinstance(error, ValueError) and "DATABASE_URL" in str(error):
        return str(error)
    if isinstance(error, PermissionError | FileNotFoundError):
        return f"{error.strerror}: {error.filename}"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="werkplaats",
        description="The software with which the people of a neighbourhood run their own service cooperative.",
        epilog="Settings come from the environment; docs/operations.md names them all.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(run=run)
        return sub

    demo_command = command("demo", demo, "Show a neighbourhood at work, with its own database, on this machine.")
    demo_command.add_argument("--port", type=int, default=8000)
    demo_command.add_argument("--weeks", type=int, default=26, help="of history, when it is made (26)")
    demo_command.add_argument("--load-only", action="store_true", help="make the neighbourhood ready, do not serve")

    serve_command = command("serve", serve, "Serve the pages and the API.")
    serve_command.add_argument("--address", default=os.environ.get("ADDRESS", "127.0.0.1:8000"), metavar="HOST:PORT")
    serve_command.add_argument("--with-worker", action="store_true", help="do the background work here as well")
    serve_command.add_argument("--only-web", action="store_true", help=argparse.SUPPRESS)

    worker_command = command("worker", worker, "Do the background work: mail, reminders, offers that lapse.")
    worker_command.add_argument("--concurrency", type=int, default=int(os.environ.get("WORKER_CONCURRENCY", "4")))
    worker_command.add_argument("--once", action="store_true", help="do what is waiting, then stop")

    command("migrate", migrate, "Bring the tables of the database up to this version.")

    found_command = command("found", found, "Begin a neighbourhood: its cooperative, partners, pilots and first staff.")
    found_command.add_argument("file", type=Path, metavar="FILE", help="like docs/examples/neighbourhood.toml")

    import_command = command("import", import_file, "Load a list that the cooperative already has (CSV or XLSX).")
    import_command.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    import_command.add_argument("file", type=Path, metavar="FILE")
    import_command.add_argument("--cooperative", metavar="NAME", help="short name, needed when there are several")
    import_command.add_argument(
        "--landlord", metavar="NAME", default="", help="whose dwellings they are, needed when there are several"
    )
    import_command.add_argument(
        "--agreement", metavar="NAME", default="", help="with whom the list is agreed, needed when there are several"
    )
    import_command.add_argument("--dry-run", action="store_true", help="say what is wrong, load nothing")

    backup_command = command("backup", backup, "Write the database and the photos into one file.")
    backup_command.add_argument("file", type=Path, metavar="FILE")

    restore_command = command("restore", restore, "Put a backup back.")
    restore_command.add_argument("file", type=Path, metavar="FILE")
    restore_command.add_argument("--force", action="store_true", help="replace what is in the database now")

    triage_command = command("triage", triage, "Say whose a report is, by the lists that come with the program.")
    triage_command.add_argument("text", nargs="?", default="", metavar="TEXT", help="what was reported")
    triage_command.add_argument("--branch", choices=("repairs", "household"), default="repairs")
    triage_command.add_argument(
        "--jsonl", action="store_true", help='read {"id", "text", "branch"} a line, write an answer a line'
    )

    plan_command = command("plan", plan, "Plan a file of a public set of problems, or a cooperative's week on paper.")
    plan_command.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="an instance of a public set; may be packed by gzip"
    )
    plan_command.add_argument(
        "--format", choices=("hhcrsp", "solomon", "uhhc"), default="hhcrsp", help="the set it comes from"
    )
    plan_command.add_argument("--out", type=Path, metavar="SOLUTION", help="where the plan of FILE is written")
    plan_command.add_argument(
        "--iterations",
        type=int,
        metavar="K",
        help="K rounds instead of --seconds: the same seed then gives the same plan",
    )
    plan_command.add_argument("--week", metavar="WEEK", help="instead of FILE: a week like 2026-W49; writes nothing")
    plan_command.add_argument("--cooperative", metavar="SLUG", help="short name, needed when there are several")
    plan_command.add_argument("--seconds", type=float, default=10.0, help="to search, on one core (10)")
    plan_command.add_argument("--seed", type=int, default=1, help="of chance (1)")

    books_command = command("books", books, "Count the books again from their entries, and say what is not right.")
    books_command.add_argument("what", choices=("check",), metavar="check")
    books_command.add_argument("--cooperative", metavar="SLUG", help="short name; without it all of them")

    rollups_command = command("rollups", rollups, "Make the figures by month again from what is written down.")
    rollups_command.add_argument("what", choices=("rebuild",), metavar="rebuild")
    rollups_command.add_argument("--cooperative", metavar="SLUG", help="short name; without it all of them")

    command("doctor", doctor, "Look at the whole installation and say what to do.")
    return parser


def triage(asked: argparse.Namespace) -> int:
    from werkplaats.triage import lines

    return lines.run(asked.text, asked.branch, lines=asked.jsonl)


def plan(asked: argparse.Namespace) -> int:
    if asked.week:
        return _plan_week(asked)
    if asked.file is None or asked.out is None:
        raise Refused("Name a FILE and where its plan goes (--out SOLUTION), or a week (--week 2026-W49).")
    from werkplaats.ground import errors
    from werkplaats.planning import files

    try:
        said = files.plan(
            asked.file,
            asked.out,
            format=asked.format,
            seconds=asked.seconds,
            seed=asked.seed,
            iterations=asked.iterations,
        )
    except errors.Refused as refusal:
        raise Refused(f"{asked.file}: {refusal}") from None
    print(said)
    return 0


def _plan_week(asked: argparse.Namespace) -> int:
    _database_ready()
    _django()
    from django.utils import timezone, translation

    from werkplaats.members.models import Cooperative
    from werkplaats.planning import proposal

    translation.activate("en")  # as all that this command says

    try:
        monday = proposal.monday_of(asked.week)
    except ValueError:
        raise Refused(f"{asked.week} is not a week; write it like 2026-W49.") from None
    cooperative = Cooperative.objects.get(slug=_cooperative(asked.cooperative))
    for line in proposal.propose(cooperative, monday, asked.seconds, asked.seed, at=timezone.now()):
        print(line)
    return 0


SAID_OF_BOOKS = {
    "unbalanced": "{where} does not balance: its entries add up to {found} cents",
    "empty": "{where} has no entries",
    "roll_up": "{where}: the sum of the day says {found} cents, its entries {should_be}",
    "numbers": "the numbers of {where} have a gap or a double: {found} given out, the last one is {should_be}",
    "closed": "{found} bookings came into {where} after it was closed",
}


def books(asked: argparse.Namespace) -> int:
    _database_ready()
    _django()
    from werkplaats.members.models import Cooperative
    from werkplaats.settlement import queries_check

    cooperatives = Cooperative.objects.order_by("slug")
    if asked.cooperative:
        cooperatives = cooperatives.filter(slug=asked.cooperative)
        if not cooperatives:
            raise Refused(f"there is no cooperative {asked.cooperative!r}.")
    wrong = 0
    for cooperative in cooperatives:
        findings = queries_check.check(cooperative.pk)
        wrong += len(findings)
        if not findings:
            print(f"{cooperative.slug}: the books are right ({queries_check.bookings(cooperative.pk)} bookings).")
        for finding in findings:
            said = SAID_OF_BOOKS[finding.fault].format(
                where=finding.where, found=finding.found, should_be=finding.should_be
            )
            print(f"{cooperative.slug}: {said}.")
    return 1 if wrong else 0


def rollups(asked: argparse.Namespace) -> int:
    _database_ready()
    _django()
    from django.utils import timezone

    from werkplaats.insight import commands

    said = list(commands.rebuild(asked.cooperative, at=timezone.now()))
    if asked.cooperative and not said:
        raise Refused(f"there is no cooperative {asked.cooperative!r}.")
    print("\n".join(said))
    return 0


# --- the demo ----------------------------------------------------------------------------------------------------


def demo(asked: argparse.Namespace) -> int:
    started = time.monotonic()
    os.environ["WERKPLAATS_DEMO"] = "1"
    from werkplaats.ground.home import data_folder

    os.environ.setdefault("WERKPLAATS_HOME", str(data_folder() / "demo"))
    site = f"http://127.0.0.1:{asked.port}"
    os.environ.setdefault("SITE_URL", site)
    if not asked.load_only:
        _refuse_taken_port("127.0.0.1", asked.port)
    _demo_database_ready()
    _demo_loaded(asked.weeks)
    if asked.load_only:
        print(f"The neighbourhood is ready ({time.monotonic() - started:.1f} s).")
        return 0

    from werkplaats.ground.processes import Children

    with Children() as children:
        environment = _for_children()
        children.start("web", ["serve", "--only-web", "--address", f"127.0.0.1:{asked.port}"], environment)
        children.start("worker", ["worker"], environment)
        sign_ins = _sign_ins()
        _wait_until_served(children, f"{site}/health/live", seconds=60)
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
        _database_ready()
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
    _database_ready()


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
    _django()
    from importlib import import_module

    import_module("werkplaats.demo").load(weeks=weeks)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
        stamp.write(connection, demo="loaded")
    print(f"The neighbourhood is made ({time.monotonic() - started:.1f} s).", flush=True)


def _has_cooperative() -> bool:
    _django()
    from django.apps import apps

    return apps.get_model("members", "Cooperative")._default_manager.exists()


def _sign_ins() -> list[str]:
    _django()
    from importlib import import_module

    found = import_module("werkplaats.demo").sign_ins()
    role_width = max((len(s.role) for s in found), default=0)
    email_width = max((len(s.email) for s in found), default=0)
    return [
        f"{s.role:<{role_width}}  {s.email:<{email_width}}  {s.password or '(code by mail)'}  {s.url}" for s in found
    ]


# --- serving -----------------------------------------------------------------------------------------------------


def serve(asked: argparse.Namespace) -> int:
    from werkplaats.ground import processes, web_server

    if asked.only_web:
        processes.end_with_parent()
        web_server.run(asked.address, _application)
        return 0
    host, _, port = asked.address.rpartition(":")
    if not port.isdigit():
        raise Refused(f"--address must be HOST:PORT, not {asked.address!r}.")
    _refuse_taken_port(host.strip("[]"), int(port))
    _database_ready()
    with processes.Children() as children:
        environment = _for_children()
        children.start("web", ["serve", "--only-web", "--address", asked.address], environment)
        if asked.with_worker:
            children.start("worker", ["worker"], environment)
        _wait_until_served(children, f"http://{asked.address.replace('0.0.0.0', '127.0.0.1')}/health/live", seconds=60)
        print(f"Werkplaats is at http://{asked.address} (stop with Ctrl-C)", flush=True)
        return children.watch()


def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from werkplaats.triage.judging import warm  # once Django is ready

    warm()  # before the processes part, so that all share what was read
    return application


def worker(asked: argparse.Namespace) -> int:
    import signal

    from werkplaats.ground import database, processes

    processes.end_with_parent()
    if not os.environ.get("DATABASE_URL"):
        _database_ready()
        os.environ.update(_for_children())
    elif "WERKPLAATS_DB_ROLE" not in os.environ:
        os.environ.update(_with_role(database.database_url()))
    _django()
    from procrastinate.contrib.django import app

    connector: Any = app.connector
    # A copy of the app for the worker: what services defer while it works still goes through Django's own
    # connection, and so in the same transaction as the rows it is about.
    of_worker = app.with_connector(connector.get_worker_connector())
    if not asked.once:
        processes.in_the_background("werkplaats.planning.rules.roster.solve")
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
    return 0


def _for_children() -> dict[str, str]:
    """The environment in which children serve: one database, in the role that cannot rewrite the past."""
    from werkplaats.ground import database

    url = database.database_url()
    return {**os.environ, "DATABASE_URL": url, **_with_role(url)}


def _with_role(url: str) -> dict[str, str]:
    import psycopg

    from werkplaats.ground import roles

    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        return {"WERKPLAATS_DB_ROLE": roles.ROLE} if roles.may_be_taken(connection) else {}


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"{host}:{port} cannot be used ({error.strerror}). Is another program there? Choose another port."
            ) from None


def _wait_until_served(children: Any, url: str, seconds: float) -> None:
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


# --- the database ------------------------------------------------------------------------------------------------


def migrate(asked: argparse.Namespace) -> int:
    _migrate()
    return 0


def _database_ready() -> None:
    """Migrated for this version; asked of the database itself in a few milliseconds, done when it is not so."""
    import psycopg

    from werkplaats.ground import database, stamp

    with psycopg.connect(database.database_url(), autocommit=True, connect_timeout=5) as connection:
        current = stamp.is_current(connection)
    if not current:
        print("Making the tables …", flush=True)
        _migrate(verbosity=0)


def _migrate(verbosity: int = 1) -> None:
    os.environ.pop("WERKPLAATS_DB_ROLE", None)
    _django()
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


def found(asked: argparse.Namespace) -> int:
    import tomllib

    try:
        description = tomllib.loads(asked.file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{asked.file} is not TOML as it should be: {error}") from error
    _database_ready()
    _django()
    from django.utils import timezone

    from werkplaats.desk.founding import found_neighbourhood
    from werkplaats.ground import errors

    try:
        cooperative = found_neighbourhood(description, at=timezone.now())
    except errors.Refused as refusal:
        raise Refused(f"{asked.file}: {refusal.message} ({refusal.field})") from refusal
    print(
        f"{cooperative.name} begins. Next: werkplaats import dwellings FILE --cooperative {cooperative.slug} --dry-run"
    )
    return 0


def import_file(asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        raise Refused(f"there is no file {asked.file}.")
    _database_ready()
    _django()
    from django.utils import timezone, translation

    from werkplaats.desk.imports import run_import
    from werkplaats.ground import errors

    slug = _cooperative(asked.cooperative)
    if asked.kind == "list":
        with translation.override("en"):
            return _import_items(asked, slug)
    try:
        with translation.override("en"):
            report = run_import(
                slug,
                asked.kind,
                asked.file,
                asked.dry_run,
                landlord=asked.landlord,
                at=timezone.now(),
                say=_rows_done(sys.stderr),
            )
    except errors.Refused as refusal:
        raise Refused(f"{refusal} Name one with --landlord." if refusal.field == "landlord" else str(refusal)) from None
    return _tell(report)


def _import_items(asked: argparse.Namespace, slug: str) -> int:
    """Who does what, into a draft: what changes in it is told too."""
    from django.utils import timezone

    from werkplaats.desk.imports import run_items_import
    from werkplaats.ground import errors
    from werkplaats.triage.wording import in_words

    try:
        checked = run_items_import(slug, asked.agreement, asked.file, asked.dry_run, at=timezone.now())
    except errors.Refused as refusal:
        named = " Name one with --agreement." if refusal.field == "agreement" else ""
        raise Refused(f"{refusal}{named}") from None
    for sign, items in (("+", checked.differences.added), ("-", checked.differences.removed)):
        for item in items:
            print(f"{sign} {item.code} {item.name_nl}")
    for change in checked.differences.changed:
        for name, before, after in map(in_words, change.fields):
            print(f"~ {change.after.code} {name}: {_short(before)} → {_short(after)}")
    done = _tell(checked.report)
    if not done and not asked.dry_run:
        print("It is a draft: on the page “Who does what?” a second person approves it, then it is published.")
    return done


def _short(text: str) -> str:
    text = " ".join(text.split()) or "–"
    return text if len(text) <= 70 else f"{text[:69]}…"


def _rows_done(stream: Any) -> Callable[[int, int], None]:
    """A line for every tenth of a long list."""
    said = 0

    def say(done: int, rows: int) -> None:
        nonlocal said
        tenths = done * 10 // rows
        if rows >= 200 and tenths > said:
            said = tenths
            print(f"  {done} of {rows} rows", file=stream, flush=True)

    return say


def _tell(report: Any) -> int:
    for problem in (*report.notes, *report.problems):
        place = [problem.file]
        place += [f"row {problem.row}"] if problem.row else []
        place += [f"column {problem.column}"] if problem.column else []
        print(f"{', '.join(place)}: {problem.message}", file=sys.stderr)
    if report.problems:
        print(f"{len(report.problems)} things to put right; nothing was loaded.", file=sys.stderr)
        return 1
    for sentence in report.said:
        print(sentence)
    print(f"{report.loaded} rows {'would be' if report.dry_run else 'were'} loaded: ", end="")
    print(f"{report.new} new, {report.changed} changed; {report.same} are the same as before.")
    return 0


def _cooperative(asked: str | None) -> str:
    from django.apps import apps

    known = list(apps.get_model("members", "Cooperative")._default_manager.values_list("slug", flat=True)[:50])
    if asked is None and len(known) == 1:
        return str(known[0])
    if asked in known:
        return str(asked)
    if not known:
        raise Refused("there is no cooperative in this database yet.")
    raise Refused(f"which cooperative? Name one with --cooperative: {', '.join(sorted(known))}.")


def backup(asked: argparse.Namespace) -> int:
    from werkplaats.ground.backup import BackupError, write_backup

    _django()
    try:
        write_backup(asked.file, progress=_say)
    except BackupError as error:
        raise Refused(str(error)) from None
    return 0


def restore(asked: argparse.Namespace) -> int:
    from werkplaats.ground.backup import BackupError, restore_backup

    os.environ.pop("WERKPLAATS_DB_ROLE", None)  # tables are made by their owner
    _django()
    try:
        restore_backup(asked.file, force=asked.force, progress=_say)
    except BackupError as error:
        raise Refused(str(error)) from None
    _say("bringing the tables up to this version")
    _migrate(verbosity=0)
    _say("done")
    return 0


def _say(text: str) -> None:
    print(f"werkplaats: {text}", flush=True)


def doctor(asked: argparse.Namespace) -> int:
    from werkplaats.ground.doctor import examine

    worst = "OK"
    for finding in examine(_django):
        print(
            f"{finding.state:<5} {finding.what}" + (f"\n      → {finding.advice}" if finding.advice else ""), flush=True
        )
        worst = max(worst, finding.state, key=("OK", "WARN", "FAIL").index)
    return 1 if worst == "FAIL" else 0


def _django() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
