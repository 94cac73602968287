"""Keeps the roll-ups: each night the months that were touched, and on demand all of them from the base tables.

What was written since the last run is found in the history that PostgreSQL keeps of a table (or in the table itself
where rows are only added), by its numbers: no table is read from the beginning. A number is given out before its row is
committed, so a row can turn up below the mark; each run therefore reads back `MARGIN` numbers. A month that is touched
without need is only made again as it was.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet

from werkplaats.insight.models import Rollup, RollupMark, Tie
from werkplaats.insight.queries.facts import HERE, ROLLED_UP
from werkplaats.insight.queries.social import TIED
from werkplaats.members.models import Cooperative

MARGIN: Final = 10_000

# Of the rows of a source after a mark, the moments of which the months have to be made again. What a row said before
# counts as well (`h`, its whole history): work that was done in May and is open again leaves May.
SOURCES: Final = {
    "intake_requeststatusdangerclosedatjoinedintoevent": """
        SELECT unnest(ARRAY[r.reported_at, r.closed_at, h.closed_at])
        FROM intake_requeststatusdangerclosedatjoinedintoevent e JOIN intake_request r ON r.id = e.pgh_obj_id
        JOIN intake_requeststatusdangerclosedatjoinedintoevent h ON h.pgh_obj_id = e.pgh_obj_id
        WHERE e.pgh_id > %(row)s AND r.cooperative_id = %(cooperative)s""",
    "triage_assessment": """
        SELECT decided_at FROM triage_assessment WHERE id > %(row)s AND cooperative_id = %(cooperative)s""",
    "jobs_jobevent": """
        SELECT unnest(ARRAY[h.opened_at, h.ended_at, r.closed_at])
        FROM jobs_jobevent e JOIN jobs_jobevent h ON h.pgh_obj_id = e.pgh_obj_id
        LEFT JOIN intake_request r ON r.id = e.request_id
        WHERE e.pgh_id > %(row)s AND e.cooperative_id = %(cooperative)s""",
    "jobs_visitevent": """
        SELECT j.ended_at FROM jobs_visitevent e JOIN jobs_job j ON j.id = e.job_id
        WHERE e.pgh_id > %(row)s AND e.cooperative_id = %(cooperative)s""",
    # An earlier beginning of one timesheet may make another no longer the first visit of its request.
    "delivery_timesheetevent": """
        SELECT unnest(ARRAY[h.started_at, t.started_at])
        FROM delivery_timesheetevent e JOIN delivery_timesheetevent h ON h.pgh_obj_id = e.pgh_obj_id
        JOIN jobs_visit v ON v.id = e.visit_id JOIN jobs_job j ON j.id = v.job_id
        JOIN jobs_job k ON k.id = j.id OR k.request_id = j.request_id
        JOIN jobs_visit w ON w.job_id = k.id JOIN delivery_timesheet t ON t.visit_id = w.id
        WHERE e.pgh_id > %(row)s AND e.cooperative_id = %(cooperative)s""",
    "delivery_feedback": """
        SELECT given_at FROM delivery_feedback WHERE id > %(row)s AND cooperative_id = %(cooperative)s""",
    "settlement_settlement": """
        SELECT settled_at FROM settlement_settlement WHERE id > %(row)s AND cooperative_id = %(cooperative)s""",
    # Work belongs to the pilot that its home was in at the time, so a place counts from the day that it began or ended.
    "homes_participationevent": f"""
        SELECT m.month::timestamp AT TIME ZONE '{HERE}'
        FROM homes_participationevent e JOIN insight_rollup m ON m.cooperative_id = e.cooperative_id
            AND m.month >= date_trunc('month', CASE WHEN e.pgh_label = 'update' AND e.ended_at IS NOT NULL
                THEN e.ended_at ELSE e.started_at END AT TIME ZONE '{HERE}')
        WHERE e.pgh_id > %(row)s AND e.cooperative_id = %(cooperative)s""",
    # What a worker offers is known as it is now, and the fair share of every month is counted by it.
    "members_workerevent": f"""
        SELECT m.month::timestamp AT TIME ZONE '{HERE}'
        FROM members_workerevent e JOIN insight_rollup m ON m.cooperative_id = e.cooperative_id
        WHERE e.pgh_id > %(row)s AND e.cooperative_id = %(cooperative)s""",
}
KEY: Final = {"triage_assessment": "id", "delivery_feedback": "id", "settlement_settlement": "id"}


def refresh_all(*, at: datetime) -> None:
    for cooperative_id in Cooperative.objects.order_by("id").values_list("id", flat=True):
        refresh(cooperative_id, at=at)


@transaction.atomic
def refresh(cooperative_id: int, *, at: datetime, margin: int = MARGIN) -> list[date]:
    """Make the touched months again; returns them. A cooperative without any roll-ups gets all of its months."""
    _alone(cooperative_id)
    marks = RollupMark.objects.filter(cooperative=cooperative_id, source__in=SOURCES)
    before = dict(marks.values_list("source", "row"))
    if not before:
        return _make(cooperative_id, None, at)
    months: set[date] = set()
    newest = _newest()  # before reading on: what comes in meanwhile is for the next run
    for source, touched in SOURCES.items():
        row = before.get(source, 0)
        if newest[source] > row:
            months |= _months(touched, cooperative_id, row - margin)
    return _make(cooperative_id, sorted(months), at, newest)


@transaction.atomic
def rebuild(cooperative_id: int, *, at: datetime) -> list[date]:
    """Make all months again from the base tables; returns them."""
    _alone(cooperative_id)
    return _make(cooperative_id, None, at)


def _alone(cooperative_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"roll-ups of cooperative {cooperative_id}"]
        )


def _newest() -> dict[str, int]:
    """The last number of each source."""
    parts = (f"SELECT '{one}', coalesce(max({KEY.get(one, 'pgh_id')}), 0) FROM {one}" for one in SOURCES)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def _months(touched: str, cooperative_id: int, row: int) -> set[date]:
    month = f"date_trunc('month', moment AT TIME ZONE '{HERE}')::date"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {month} FROM ({touched}) touched (moment) WHERE moment IS NOT NULL",
            {"cooperative": cooperative_id, "row": row},
        )
        return {month for (month,) in cursor.fetchall()}


def _make(
    cooperative_id: int, months: list[date] | None, at: datetime, newest: dict[str, int] | None = None
) -> list[date]:
    newest = newest or _newest()
    for table in (Rollup, Tie):
        old: QuerySet[Any] = table.objects.filter(cooperative=cooperative_id)
        (old if months is None else old.filter(month__in=months)).delete()
    if months is None or months:
        values = {"cooperative": cooperative_id, "months": months}
        columns = "cooperative_id, month, pilot_id, branch, measure, part, number, total"
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO insight_rollup ({columns}) {ROLLED_UP}", values)
            cursor.execute(
                f"INSERT INTO insight_tie (cooperative_id, month, giver_id, receiver_id, times) {TIED}", values
            )
    _mark(cooperative_id, newest, at)
    return months if months is not None else _known(cooperative_id)


def _known(cooperative_id: int) -> list[date]:
    months: Iterable[date] = Rollup.objects.filter(cooperative=cooperative_id).values_list("month", flat=True)
    return sorted(set(months))


def _mark(cooperative_id: int, newest: dict[str, int], at: datetime) -> None:
    RollupMark.objects.bulk_create(
        [RollupMark(cooperative_id=cooperative_id, source=source, row=row, at=at) for source, row in newest.items()],
        update_conflicts=True,
        unique_fields=["cooperative", "source"],
        update_fields=["row", "at"],
    )
