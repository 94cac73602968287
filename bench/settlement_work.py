"""What the processes of `make bench-settlement` do, each with its share of the cooperatives, and what it cost them."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.settlement_months import AT, MONTH, WORKERS

WRITTEN = (
    "settlement", "charge", "earning", "invoice", "selfbill", "payout", "payrun", "ledgertransaction", "ledgerentry",
)  # fmt: skip
SETTLE, BILL, PAY = "settle", "invoice", "self-bill and pay"
LATER = AT + timedelta(days=40)


class Costs:
    """Seconds of a step: on the clock, of this process's own CPU, and of the CPU of its PostgreSQL backend."""

    def __init__(self, backend: int) -> None:
        self.backend, self.of = backend, {}

    @contextmanager
    def counted(self, step: str) -> Iterator[None]:
        before = self._now()
        yield
        spent = [after - began for after, began in zip(self._now(), before, strict=True)]
        self.of[step] = [a + b for a, b in zip(self.of.get(step, (0.0, 0.0, 0.0)), spent, strict=True)]

    def _now(self) -> tuple[float, float, float]:
        nanoseconds = int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0])
        return time.monotonic(), time.process_time(), nanoseconds / 1e9


def settled(cooperatives: list[int]) -> dict[str, list[float]]:
    """Price and book all that was signed, invoice the month, make the self-bills, and pay."""
    import django

    django.setup()
    from django.db import connection

    from werkplaats.ground import garbage
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.settlement import services

    garbage.seldom_sought()  # as the command line and its worker do
    garbage.none_so_far()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        costs = Costs(cursor.fetchone()[0])
    last = date(2026, 3, 31)
    for cooperative in cooperatives:
        one, other = (Actor(cooperative, cooperative + WORKERS + n, frozenset({Role.BOARD})) for n in (1, 2))
        with costs.counted(SETTLE):
            services.settle_waiting(at=AT, cooperative_id=cooperative)
        with costs.counted(BILL):
            services.issue_invoices(one, period_start=MONTH, period_end=last, at=LATER)
        with costs.counted(PAY):
            run = services.draft_run(one, pay_on=LATER.date() + timedelta(days=1), at=LATER)
            services.approve_run(other, run.number, at=LATER)
            services.send_run(one, run.number, at=LATER)
    return costs.of


def copied(cooperatives: list[int]) -> dict[str, list[float]]:
    """The rows that came of it, written again by COPY into tables without keys, indexes or triggers."""

    def write(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
        with cursor.copy(f"COPY {_floor(cursor, table)} FROM STDIN") as into:
            for row in rows:
                into.write_row(row)

    return _written_again(cooperatives, write)


def inserted(cooperatives: list[int]) -> dict[str, list[float]]:
    """The same by INSERT, a row a statement, prepared, many at a time on their way."""

    def write(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {_floor(cursor, table)} VALUES ({places})", rows)

    return _written_again(cooperatives, write)


def _written_again(
    cooperatives: list[int], write: Callable[[Any, str, list[tuple[Any, ...]]], None]
) -> dict[str, list[float]]:
    """Per cooperative a transaction, as settling does; reading the rows is not counted."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection, connection.cursor() as cursor:
        costs = Costs(connection.info.backend_pid)
        for table in WRITTEN:
            cursor.execute(f"CREATE TABLE {_floor(cursor, table)} (LIKE settlement_{table})")
        for cooperative in cooperatives:
            found = {}
            for table in WRITTEN:
                cursor.execute(f"SELECT * FROM settlement_{table} WHERE cooperative_id = %s", [cooperative])
                found[table] = cursor.fetchall()
            with costs.counted("write"), connection.transaction():
                for table, rows in found.items():
                    write(cursor, table, rows)
    return costs.of


def _floor(cursor: Any, table: str) -> str:
    """Of this process alone."""
    return f"floor_{cursor.connection.info.backend_pid}_{table}"
