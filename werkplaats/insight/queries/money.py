"""The money of the work by month: what was summed up to the marks, and what came after them from the tables.

Charges, earnings and settlements are only added to and their amounts never change, so a sum up to a row stays right.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from werkplaats.ground.sql import rows
from werkplaats.insight.models import MoneyMark
from werkplaats.insight.rules.metrics import Scope
from werkplaats.settlement.rules import Payer

# Of each source (its mark is a number of its rows) what it adds: month, pilot, payer, worker and the five sums.
SOURCES = {
    "charge": """
        SELECT date_trunc('month', c.delivered_on)::date AS month, c.pilot_id, c.payer, NULL::bigint AS worker_id,
            sum(c.net_cents) AS charged_cents, 0 AS earned_cents, 0 AS material_cents, 0 AS minutes, 0 AS sheets
        FROM settlement_charge c
        WHERE c.cooperative_id = %(cooperative)s AND c.id > %(after)s AND {within} GROUP BY 1, 2, 3, 4""",
    "settlement": """
        SELECT date_trunc('month', c.delivered_on)::date, c.pilot_id, c.payer, t.worker_id,
            0, sum(c.earned_cents), 0, sum(c.minutes), count(*) FILTER (WHERE c.replaces_id IS NULL)
        FROM settlement_settlement c JOIN delivery_timesheet t ON t.id = c.timesheet_id
        WHERE c.cooperative_id = %(cooperative)s AND c.id > %(after)s AND {within} GROUP BY 1, 2, 3, 4""",
    "earning": """
        SELECT date_trunc('month', c.delivered_on)::date, c.pilot_id, s.payer, c.worker_id,
            0, 0, sum(c.net_cents), 0, 0
        FROM settlement_earning c JOIN settlement_settlement s ON s.id = c.settlement_id
        WHERE c.cooperative_id = %(cooperative)s AND c.id > %(after)s AND c.kind = 'material' AND {within}
        GROUP BY 1, 2, 3, 4""",
}
SUMS = ("charged_cents", "earned_cents", "material_cents", "minutes", "sheets")
ADDED = ", ".join(f"sum({name})::bigint AS {name}" for name in SUMS)
IN_MONTHS = "c.delivered_on >= %(first)s AND c.delivered_on < %(until)s"
# What is behind the mark was summed; all of it where there is no mark yet.
MARKED = "coalesce((SELECT row FROM insight_moneymark WHERE cooperative_id = %(cooperative)s AND source = '{}'), 0)"
KNOWN = f"""(
        SELECT month, pilot_id, payer, worker_id, {", ".join(SUMS)} FROM insight_moneymonth
        WHERE cooperative_id = %(cooperative)s AND month >= %(first)s AND month < %(until)s
        UNION ALL {
    " UNION ALL ".join(
        sql.format(within=IN_MONTHS).replace("%(after)s", MARKED.format(source)) for source, sql in SOURCES.items()
    )
}
    ) known"""
READ = f"SELECT pilot_id, payer, worker_id, {ADDED} FROM {KNOWN} GROUP BY pilot_id, payer, worker_id"
FEWEST = f"""
    SELECT min(workers) AS fewest FROM (
        SELECT month, count(DISTINCT worker_id) AS workers FROM {KNOWN}
        WHERE worker_id IS NOT NULL AND (%(pilot)s::bigint IS NULL OR pilot_id = %(pilot)s)
            AND (earned_cents <> 0 OR minutes <> 0) GROUP BY month
    ) months
"""


@dataclass(frozen=True)
class Sum:
    """Over some months, of one pilot (None: of none), payer and worker (None: what was charged)."""

    pilot_id: int | None
    payer: Payer
    worker_id: int | None
    charged: int
    earned: int
    material: int
    minutes: int
    sheets: int


def marks(cooperative_id: int) -> dict[str, int]:
    """Per source up to which row the months know; 0 where they know nothing."""
    known = dict(MoneyMark.objects.filter(cooperative_id=cooperative_id).values_list("source", "row"))
    return {source: known.get(source, 0) for source in SOURCES}


def sums(cooperative_id: int, first: date, until: date) -> list[Sum]:
    """Of the whole months from `first` up to `until`, which is not in it. One query."""
    return [_sum(row) for row in rows(READ, {"cooperative": cooperative_id, "first": first, "until": until})]


def fewest_workers(scope: Scope) -> int | None:
    """How many people worked in the month with the fewest; None where nobody did. One query."""
    values = {"cooperative": scope.cooperative_id, "first": scope.first_month, "until": scope.until}
    found: int | None = rows(FEWEST, {**values, "pilot": scope.pilot_id})[0]["fewest"]
    return found


def _sum(row: dict[str, Any]) -> Sum:
    return Sum(
        row["pilot_id"], Payer(row["payer"]), row["worker_id"], row["charged_cents"], row["earned_cents"],
        row["material_cents"], row["minutes"], row["sheets"],
    )  # fmt: skip
