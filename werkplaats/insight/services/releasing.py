"""Releases what who looks from outside may know, once a quarter is over. What is out stays as it went out.

It is done once a quarter, by the first night after it: what is written down later waits for the next.
"""

from datetime import datetime

from django.db import connection, transaction

from werkplaats.ground.formats import local_day
from werkplaats.insight.models import ReleasedCells, RollupMark
from werkplaats.insight.queries.cells import rows_about
from werkplaats.insight.queries.released import as_released, kept
from werkplaats.insight.rules.privacy import Released, quarter_of
from werkplaats.insight.rules.released import RECIPES, released
from werkplaats.members.models import Cooperative

SOURCE = "released"  # its mark is the first day of the quarter that ran when it was done


def release_all(*, at: datetime) -> None:
    for cooperative_id in Cooperative.objects.order_by("id").values_list("id", flat=True):
        release_quarters(cooperative_id, at=at)


@transaction.atomic
def release_quarters(cooperative_id: int, *, at: datetime) -> int:
    """Release the cells that became large enough; returns how many rows were written. Nothing is done when it was done
    before in the quarter that runs."""
    today = local_day(at)
    over = quarter_of(today).toordinal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"release of {cooperative_id}"])
    done = RollupMark.objects.filter(cooperative=cooperative_id, source=SOURCE)
    if done.filter(row__gte=over).exists():
        return 0
    rows = rows_about(cooperative_id, quarter_of(today))
    written = 0
    for code, recipe in RECIPES.items():
        before = kept(cooperative_id, code)
        found = released(recipe, rows[recipe.about], today, as_released(before))
        new = [_row(cooperative_id, code, one, at) for one in found[len(before) :]]
        ReleasedCells.objects.bulk_create(new)
        written += len(new)
    RollupMark.objects.update_or_create(cooperative_id=cooperative_id, source=SOURCE, defaults={"row": over, "at": at})
    return written


def _row(cooperative_id: int, code: str, one: Released, at: datetime) -> ReleasedCells:
    keys = sorted((key.quarter.isoformat(), key.kind, key.whose) for key in one.keys)
    return ReleasedCells(
        cooperative_id=cooperative_id,
        code=code,
        first_cell=" ".join(keys[0]),
        cells=keys,
        people=one.people,
        values=dict(one.values),
        parts={name: {"shown": dict(parts.shown), "rest": parts.rest} for name, parts in one.parts.items()},
        released_at=at,
    )
