"""The command line: `werkplaats demo`, `serve`, `worker`, `migrate`, `import`, `backup`, `restore`, `triage`, `plan`,
`books`, `rollups`, `report`, `doctor`.

Django is imported only by the commands that need it, so that help comes at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from werkplaats.cli.asking import books, plan, rollups, triage
from werkplaats.cli.database import backup, doctor, migrate, restore
from werkplaats.cli.demo import demo
from werkplaats.cli.ground import Refused
from werkplaats.cli.loading import found, import_file
from werkplaats.cli.reporting import AUDIENCES, FORMATS, report
from werkplaats.cli.serving import serve, worker

KINDS = ("dwellings", "workers", "clients", "list")


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkplaats.site.settings")
    from werkplaats.ground import garbage, processes

    processes.stop_on_signals()
    garbage.seldom_sought()
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        code = run(asked)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # who read us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
    plan_command.add_argument("--format", choices=("hhcrsp", "solomon", "uhhc"), help="the set it comes from (hhcrsp)")
    plan_command.add_argument("--out", type=Path, metavar="SOLUTION", help="where the plan is written")
    plan_command.add_argument(
        "--iterations",
        type=int,
        metavar="K",
        help="K rounds instead of --seconds: the same seed then gives the same plan",
    )
    plan_command.add_argument("--week", metavar="WEEK", help="instead of FILE: a week like 2026-W49, on paper only")
    plan_command.add_argument("--cooperative", metavar="SLUG", help="whose week, when there are several")
    plan_command.add_argument("--seconds", type=float, default=10.0, help="to search, on one core (10)")
    plan_command.add_argument("--seed", type=int, default=1, help="of chance (1)")

    books_command = command("books", books, "Count the books again from their entries, and say what is not right.")
    books_command.add_argument("what", choices=("check",), metavar="check")
    books_command.add_argument("--cooperative", metavar="SLUG", help="short name; without it all of them")

    report_command = command("report", report, "Write the evaluation of a pilot, or of all pilots together.")
    report_command.add_argument("--pilot", metavar="NAME", help="without it all pilots together")
    report_command.add_argument("--from", dest="since", required=True, metavar="MONTH", help="like 2026-03")
    report_command.add_argument("--until", required=True, metavar="MONTH", help="the last month that it is about")
    report_command.add_argument("--format", choices=FORMATS, default="html")
    report_command.add_argument("--for", dest="audience", choices=AUDIENCES, default="board", help="who will read it")
    report_command.add_argument("--language", choices=("nl", "en"), default="nl")
    report_command.add_argument("--out", metavar="FILE", help="without it the report is printed")
    report_command.add_argument("--cooperative", metavar="SLUG", help="short name, needed when there are several")

    rollups_command = command("rollups", rollups, "Make the figures by month again from what is written down.")
    rollups_command.add_argument("what", choices=("rebuild",), metavar="rebuild")
    rollups_command.add_argument("--cooperative", metavar="SLUG", help="short name; without it all of them")

    command("doctor", doctor, "Look at the whole installation and say what to do.")
    return parser
