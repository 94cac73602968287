"""What the roll-ups say: the totals of a scope, together or a month at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from werkplaats.ground.sql import rows
from werkplaats.insight.models import Rollup, RollupMark
from werkplaats.insight.rules.metrics import Scope
from werkplaats.insight.rules.totals import Amount, Totals

TOTALS = """
    SELECT measure, part, sum(number)::bigint AS number, sum(total)::bigint AS total FROM insight_rollup
    WHERE cooperative_id = %(cooperative)s AND month BETWEEN %(first)s AND %(last)s
        AND (%(pilot)s::bigint IS NULL OR pilot_id = %(pilot)s)
    GROUP BY measure, part
"""
MONTHLY = TOTALS.replace("SELECT", "SELECT month,").replace("GROUP BY", "GROUP BY month,").replace(
    "AND (%(pilot)s", "AND measure = ANY(%(measures)s) AND (%(pilot)s"
)  # fmt: skip


def totals(scope: Scope) -> Totals:
    """All measures of a scope. One query."""
    return {(row["measure"], row["part"]): Amount(row["number"], row["total"]) for row in rows(TOTALS, _values(scope))}


def monthly(scope: Scope, measures: Sequence[str]) -> dict[date, Totals]:
    """Some measures, by month; a month in which nothing happened is not there. One query."""
    found: dict[date, dict[tuple[str, str], Amount]] = defaultdict(dict)
    for row in rows(MONTHLY, {**_values(scope), "measures": list(measures)}):
        found[row["month"]][row["measure"], row["part"]] = Amount(row["number"], row["total"])
    return dict(found)


def made_at(cooperative_id: int) -> datetime | None:
    """When the roll-ups were last brought up to date; None when they never were."""
    marks = RollupMark.objects.filter(cooperative=cooperative_id, source="triage_assessment")  # they are set together
    return marks.values_list("at", flat=True).first()


def _values(scope: Scope) -> dict[str, object]:
    return {
        "cooperative": scope.cooperative_id,
        "first": scope.first_month,
        "last": scope.last_month,
        "pilot": scope.pilot_id,
    }


def first_month(cooperative_id: int) -> date | None:
    """The first month in which anything happened; None when nothing did."""
    return Rollup.objects.filter(cooperative=cooperative_id).order_by("month").values_list("month", flat=True).first()
