"""Are the books what they say they are? Everything is counted again from the entries, by SQL of its own.

None of these can happen through the program: triggers keep it. This is for after a restore, after somebody was in the
database with other tools, and for an accountant who wants to see it for himself.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from werkplaats.ground.sql import rows
from werkplaats.settlement.models import LedgerTransaction


class Fault(StrEnum):
    UNBALANCED = "unbalanced"
    EMPTY = "empty"
    ROLL_UP = "roll_up"
    NUMBERS = "numbers"
    CLOSED = "closed"


@dataclass(frozen=True)
class Finding:
    """Something in the books that is not right. `where`: the transaction, day and account, series or month."""

    fault: Fault
    where: str
    found: int
    should_be: int


UNBALANCED = """
    SELECT 'transaction ' || booked.number AS "where", SUM(entry.amount_cents) AS found, 0 AS should_be
    FROM settlement_ledgerentry entry JOIN settlement_ledgertransaction booked ON booked.id = entry.transaction_id
    WHERE booked.cooperative_id = %(cooperative)s
    GROUP BY booked.number HAVING SUM(entry.amount_cents) <> 0 ORDER BY booked.number
"""
EMPTY = """
    SELECT 'transaction ' || booked.number AS "where", 0 AS found, 2 AS should_be
    FROM settlement_ledgertransaction booked
    WHERE booked.cooperative_id = %(cooperative)s
        AND NOT EXISTS (SELECT FROM settlement_ledgerentry entry WHERE entry.transaction_id = booked.id)
    ORDER BY booked.number
"""
ROLL_UP = """
    WITH counted AS (
        SELECT booked.booked_on AS day, entry.account, entry.pilot_id,
            COALESCE(SUM(entry.amount_cents) FILTER (WHERE entry.amount_cents > 0), 0) AS debit,
            COALESCE(-SUM(entry.amount_cents) FILTER (WHERE entry.amount_cents < 0), 0) AS credit
        FROM settlement_ledgerentry entry JOIN settlement_ledgertransaction booked ON booked.id = entry.transaction_id
        WHERE entry.cooperative_id = %(cooperative)s GROUP BY 1, 2, 3
    ), kept AS (
        SELECT day, account, pilot_id, debit_cents AS debit, credit_cents AS credit
        FROM settlement_daybalance WHERE cooperative_id = %(cooperative)s
    )
    SELECT
        concat_ws(' ', COALESCE(kept.day, counted.day)::text, COALESCE(kept.account, counted.account),
            'pilot ' || COALESCE(kept.pilot_id, counted.pilot_id), side.name) AS "where",
        side.found, side.should_be
    FROM kept FULL JOIN counted
        ON kept.day = counted.day AND kept.account = counted.account
        AND COALESCE(kept.pilot_id, 0) = COALESCE(counted.pilot_id, 0)
    CROSS JOIN LATERAL (
        VALUES ('debit', COALESCE(kept.debit, 0), COALESCE(counted.debit, 0)),
            ('credit', COALESCE(kept.credit, 0), COALESCE(counted.credit, 0))
    ) AS side (name, found, should_be)
    WHERE side.found <> side.should_be
    ORDER BY 1
"""
NUMBERS = """
    SELECT series AS "where", COUNT(*) AS found, GREATEST(MAX(number), MAX(last)) AS should_be
    FROM (
        SELECT 'ledger' AS series, number FROM settlement_ledgertransaction WHERE cooperative_id = %(cooperative)s
        UNION ALL
        SELECT 'invoice', number FROM settlement_invoice WHERE cooperative_id = %(cooperative)s
        UNION ALL
        SELECT 'self-bill:' || worker_id, number FROM settlement_selfbill
        WHERE cooperative_id = %(cooperative)s AND number IS NOT NULL
    ) numbered
    LEFT JOIN (
        SELECT series, last FROM settlement_numberseries WHERE cooperative_id = %(cooperative)s
    ) kept USING (series)
    GROUP BY series HAVING COUNT(*) <> GREATEST(MAX(number), MAX(last))
    ORDER BY 1
"""
CLOSED = """
    SELECT to_char(closed.month, 'YYYY-MM') AS "where", COUNT(*) AS found, 0 AS should_be
    FROM settlement_closedmonth closed JOIN settlement_ledgertransaction booked
        ON booked.cooperative_id = closed.cooperative_id AND date_trunc('month', booked.booked_on) = closed.month
        AND booked.booked_at > closed.closed_at
    WHERE closed.cooperative_id = %(cooperative)s GROUP BY 1 ORDER BY 1
"""
QUESTIONS = {
    Fault.UNBALANCED: UNBALANCED,
    Fault.EMPTY: EMPTY,
    Fault.ROLL_UP: ROLL_UP,
    Fault.NUMBERS: NUMBERS,
    Fault.CLOSED: CLOSED,
}


def bookings(cooperative_id: int) -> int:
    """How many there are."""
    return LedgerTransaction.objects.filter(cooperative_id=cooperative_id).count()


def check(cooperative_id: int) -> list[Finding]:
    """What is wrong in the books of a cooperative; nothing: all is right."""
    values: dict[str, Any] = {"cooperative": cooperative_id}
    return [
        Finding(fault, row["where"], int(row["found"]), int(row["should_be"]))
        for fault, question in QUESTIONS.items()
        for row in rows(question, values)
    ]
