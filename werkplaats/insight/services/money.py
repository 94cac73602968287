"""Sums the money of the work by month, each night what came since the night before.

A number of a row is given out before the row is committed, so a row can turn up below the newest number. The sums
therefore stay `MARGIN` rows behind; what is not summed yet is read from the tables (`queries.money`), so nothing waits
for this.
"""

from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from werkplaats.insight.models import MoneyMark, MoneyMonth
from werkplaats.insight.queries.money import SOURCES, SUMS, marks
from werkplaats.members.models import Cooperative
from werkplaats.settlement.models import Charge, Earning, Settlement

MARGIN: Final = 5_000
TABLES: Final[dict[str, Any]] = {"charge": Charge, "settlement": Settlement, "earning": Earning}


def refresh_all() -> None:
    for cooperative_id in Cooperative.objects.order_by("id").values_list("id", flat=True):
        refresh(cooperative_id)


@transaction.atomic
def refresh(cooperative_id: int, *, margin: int = MARGIN) -> None:
    """Add what came since the last time. Again at once: it adds nothing."""
    _alone(cooperative_id)
    before = marks(cooperative_id)
    for source, table in TABLES.items():
        newest = table.objects.aggregate(newest=Max("pk"))["newest"] or 0
        if newest - margin > before[source]:
            _add(cooperative_id, source, before[source], newest - margin)


@transaction.atomic
def rebuild(cooperative_id: int, *, margin: int = MARGIN) -> int:
    """Make all months again from the tables; returns how many there are."""
    _alone(cooperative_id)
    MoneyMonth.objects.filter(cooperative_id=cooperative_id).delete()
    MoneyMark.objects.filter(cooperative_id=cooperative_id).delete()
    refresh(cooperative_id, margin=margin)
    return MoneyMonth.objects.filter(cooperative_id=cooperative_id).values("month").distinct().count()


def _alone(cooperative_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"money of {cooperative_id}"])


def _add(cooperative_id: int, source: str, after: int, upto: int) -> None:
    columns = ", ".join(("month", "pilot_id", "payer", "worker_id", *SUMS))
    added = ", ".join(f"{name} = insight_moneymonth.{name} + EXCLUDED.{name}" for name in SUMS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO insight_moneymonth (cooperative_id, {columns})
                SELECT %(cooperative)s, found.* FROM ({SOURCES[source].format(within="c.id <= %(upto)s")}) found
                ON CONFLICT (cooperative_id, month, payer, worker_id, pilot_id) DO UPDATE SET {added}""",
            {"cooperative": cooperative_id, "after": after, "upto": upto},
        )
    MoneyMark.objects.update_or_create(cooperative_id=cooperative_id, source=source, defaults={"row": upto})
