"""`make bench-settlement`: a month of many cooperatives settled, and figures of large books.

Two processes take half of the cooperatives each: every signed timesheet is priced and booked, the month is invoiced,
self-bills are made, and a pay run is drafted, approved and sent. Beside it, in the same run and by as many processes,
the rows that came of it are written again by COPY into tables without keys, indexes or triggers: the floor.
The whole task is 1,000 cooperatives of 1,000 lines; by default it is a twentieth of it.
"""

import argparse
import io
import multiprocessing
import os
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

from bench import database
from bench.settlement_months import AT, MONTH, STEP, WORKERS

WRITTEN = (
    "settlement", "charge", "earning", "invoice", "selfbill", "payout", "payrun", "ledgertransaction", "ledgerentry"
)  # fmt: skip
PROCESSES = 2
TIMES = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.settlement", description=__doc__)
    parser.add_argument("--cooperatives", type=int, default=50)
    parser.add_argument("--lines", type=int, default=1000, help="signed timesheets of each")
    parser.add_argument("--entries", type=int, default=10_000_000, help="in the books whose figures are asked")
    asked = parser.parse_args()
    database.at_home()
    url, _ = database.loaded("bench.settlement_months", asked.cooperatives, asked.lines, asked.entries, fresh=True)
    os.environ.update({"DATABASE_URL": url, **database.role(url)})
    total = asked.cooperatives * asked.lines
    settled = _together(_settle, asked.cooperatives)
    floor = _together(_copy, asked.cooperatives)
    print(f"{asked.cooperatives} cooperatives × {asked.lines} lines, {PROCESSES} processes, {os.cpu_count()} cores")
    print("| what | seconds | lines a second | against the floor | aim |\n| --- | --- | --- | --- | --- |")
    met = "met" if total / settled >= 2000 else "**not met**"
    print(f"| settled, invoiced, paid | {settled:.1f} | {total / settled:.0f} | {settled / floor:.1f}x | 2000: {met} |")
    print(f"| the same rows by COPY | {floor:.1f} | {total / floor:.0f} | 1 | |")
    _figures(asked.entries)
    return 0


def _together(what: Any, cooperatives: int) -> float:
    """Seconds until every process is done with its share."""
    spawn = multiprocessing.get_context("spawn")
    start = time.monotonic()
    shares = [
        spawn.Process(target=what, args=([c * STEP for c in range(1 + n, cooperatives + 1, PROCESSES)], None))
        for n in range(PROCESSES)
    ]
    for share in shares:
        share.start()
    for share in shares:
        share.join()
        if share.exitcode:
            raise SystemExit("bench: a process failed")
    return time.monotonic() - start


def _settle(cooperatives: list[int], _: None) -> None:
    import django

    django.setup()
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.settlement.services import (
        approve_run,
        draft_run,
        issue_invoices,
        make_self_bills,
        send_run,
        settle_waiting,
    )

    later = AT + timedelta(days=40)
    end = date(2026, 3, 31)
    for cooperative in cooperatives:
        one, other = (Actor(cooperative, cooperative + WORKERS + n, frozenset({Role.BOARD})) for n in (1, 2))
        settle_waiting(at=AT, cooperative_id=cooperative)
        issue_invoices(one, period_start=MONTH, period_end=end, at=later)
        make_self_bills(one, at=later)
        run = draft_run(one, pay_on=later.date() + timedelta(days=1), at=later)
        approve_run(other, run.number, at=later)
        send_run(one, run.number, at=later)


def _copy(cooperatives: list[int], _: None) -> None:
    import psycopg

    mine = ", ".join(map(str, cooperatives))
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        for table in WRITTEN:
            buffer = io.BytesIO()
            with cursor.copy(
                f"COPY (SELECT * FROM settlement_{table} WHERE cooperative_id IN ({mine})) TO STDOUT"
            ) as out:
                for part in out:
                    buffer.write(part)
            cursor.execute(f"CREATE TEMP TABLE floor_{table} (LIKE settlement_{table})")
            with cursor.copy(f"COPY floor_{table} FROM STDIN") as into:
                into.write(buffer.getvalue())


def _figures(entries: int) -> None:
    import django

    django.setup()
    from werkplaats.members.models import Cooperative
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.settlement.queries_books import trial_balance
    from werkplaats.settlement.rules.periods import Period

    actor = Actor(Cooperative.objects.get(slug="buurt").pk, None, frozenset({Role.BOARD}))
    ten_years = Period(date(2016, 1, 1), date(2025, 12, 31))
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        trial_balance(actor, ten_years)
        taken.append(1000 * (time.perf_counter() - start))
    p50, worst = statistics.median(taken), max(taken)
    met = "met" if worst <= 300 else "**not met**"
    print(f"\nTrial balance over {entries:,} entries: {p50:.0f} ms, slowest of {TIMES} {worst:.0f} ms (aim 300: {met})")


if __name__ == "__main__":
    sys.exit(main())
