"""`make bench-settlement`: a month of many cooperatives settled, and figures of large books.

Two processes take half of the cooperatives each: every signed timesheet is priced and booked, the month is invoiced,
self-bills are made, and a pay run is drafted, approved and sent. Beside it, in the same run and by as many processes,
the rows that came of it are written again by COPY and by INSERT into tables without keys, indexes or triggers: the
floor. `--quick` for a few minutes.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from bench import database, settlement_work
from bench.settlement_months import STEP

PROCESSES = 2
TIMES = 20  # that the trial balance is asked
FLOOR_OF = 50  # cooperatives whose rows are written again
Costs = dict[str, list[float]]  # by step: seconds on the clock, of CPU, and of CPU of the database
Rate = dict[str, Any]


def main() -> int:
    asked = _asked()
    database.at_home()
    from bench import report, settlement_report
    from werkplaats.ground import processes

    processes.stop_on_signals()
    load_before = os.getloadavg()[0]
    loaded, _ = database.loaded("bench.settlement_months", asked.cooperatives, asked.lines, asked.entries)
    url = _copy_of(loaded)
    os.environ["DATABASE_URL"] = url
    role, lines, some = database.role(url), asked.cooperatives * asked.lines, min(FLOOR_OF, asked.cooperatives)
    print("settling", file=sys.stderr, flush=True)
    settled = _together(settlement_work.settled, asked.cooperatives, role)
    print("the floor", file=sys.stderr, flush=True)
    floors = {"COPY": settlement_work.copied, "INSERT": settlement_work.inserted}
    result = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "asked": vars(asked) | {"processes": PROCESSES},
        **report.machine(),
        "settled": _rates(settled, lines),
        "floors": {
            name: _rates(_together(write, some, {}), some * asked.lines)["together"] for name, write in floors.items()
        },
        "load": {"load_before": load_before, "load_after": os.getloadavg()[0]},
        "database": settlement_report.database(url),
        "written": _written(url, lines),
        "trial_balance": _trial_balance(asked.entries),
    }
    page = settlement_report.page(result)
    print("\n" + page)
    folder = database.ROOT / "bench-results"
    folder.mkdir(exist_ok=True)
    target = folder / f"settlement-{result['made_at'].replace(':', '')}.json"
    target.write_text(json.dumps(result, indent=1))
    print(f"As JSON: {target.relative_to(database.ROOT)}")
    if asked.write or asked.cooperatives >= 1_000:
        (database.ROOT / "docs" / "benchmarks-settlement.md").write_text(page)
        print("Written: docs/benchmarks-settlement.md")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.settlement", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="40 cooperatives, books of a million entries")
    parser.add_argument("--cooperatives", type=int)
    parser.add_argument("--lines", type=int, default=1000, help="signed timesheets of each")
    parser.add_argument("--entries", type=int, help="in the books whose figures are asked")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-settlement.md for a small try-out")
    asked = parser.parse_args()
    asked.cooperatives = asked.cooperatives or (40 if asked.quick else 1_000)
    asked.entries = asked.entries or (1_000_000 if asked.quick else 10_000_000)
    return asked


def _copy_of(url: str) -> str:
    """A database as the loaded one, to settle in; what was loaded stays for the next run."""
    import psycopg

    loaded = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    name = f"{loaded}_run"
    with psycopg.connect(url.replace(f"/{loaded}?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{loaded}" STRATEGY FILE_COPY')
        connection.execute("CHECKPOINT")
    return url.replace(f"/{loaded}?", f"/{name}?")


def _together(what: Callable[[list[int]], Costs], cooperatives: int, environment: dict[str, str]) -> list[Costs]:
    """What each process spent on its share of the cooperatives."""
    shares = [[c * STEP for c in range(1 + n, cooperatives + 1, PROCESSES)] for n in range(PROCESSES)]
    spawn = multiprocessing.get_context("spawn")
    with patched(environment), ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        return list(pool.map(what, shares))


@contextmanager
def patched(environment: dict[str, str]) -> Iterator[None]:
    """For the processes that are started meanwhile."""
    os.environ.update(environment)
    try:
        yield
    finally:
        for name in environment:
            del os.environ[name]


def _rates(shares: list[Costs], lines: int) -> dict[str, Rate]:
    """Of each step, and of all of them."""
    steps = {step: [share[step] for share in shares] for step in shares[0]}
    found = {step: _rate(spent, lines) for step, spent in steps.items()}
    together = [[sum(part) for part in zip(*share.values(), strict=True)] for share in shares]
    return {**found, "together": _rate(together, lines)}


def _rate(spent: list[list[float]], lines: int) -> Rate:
    """The slowest process says how long it took; CPU is of all of them."""
    seconds, own, backend = zip(*spent, strict=True)
    per_1000 = 1000 / lines
    return {
        "seconds": max(seconds),
        "lines_a_second": lines / max(seconds),
        "cpu_per_1000": {"python": sum(own) * per_1000, "database": sum(backend) * per_1000},
    }


def _written(url: str, lines: int) -> dict[str, float]:
    """Rows for each line, by table."""
    import psycopg

    with psycopg.connect(url) as connection:
        found = {}
        for table in settlement_work.WRITTEN:
            query = f"SELECT count(*) FROM settlement_{table} WHERE cooperative_id >= {STEP}"
            row = connection.execute(query).fetchone()
            found[table] = row[0] / lines if row else 0
        return found


def _trial_balance(entries: int) -> dict[str, float]:
    """Milliseconds over ten years of the first cooperative's books, beside adding up the entries themselves."""
    import django

    django.setup()
    from django.db import connection

    from werkplaats.members.models import Cooperative
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.settlement.queries_books import trial_balance
    from werkplaats.settlement.rules.periods import Period

    first = Cooperative.objects.get(slug="buurt").pk
    actor = Actor(first, None, frozenset({Role.BOARD}))
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = trial_balance(actor, Period(date(2016, 1, 1), date(2025, 12, 31)))
        taken.append(1000 * (time.perf_counter() - start))
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(
            "SELECT count(*), sum(amount_cents) FILTER (WHERE amount_cents > 0) FROM settlement_ledgerentry"
            " WHERE cooperative_id = %s",
            [first],
        )
        floor = 1000 * (time.perf_counter() - start)
        if cursor.fetchone() != (entries, int(found.booked.debit)):
            raise SystemExit("bench: the trial balance is not the sum of the entries")
    return {"p50": statistics.median(taken), "worst": max(taken), "times": TIMES, "entries_added_up": floor}


if __name__ == "__main__":
    sys.exit(main())
