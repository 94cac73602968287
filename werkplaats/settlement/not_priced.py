"""Why what was signed has no price yet, in words for who can do something about it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.errors import Refused
from werkplaats.settlement.queries import unsettled
from werkplaats.settlement.queries_work import Task, read, sheets_to_read
from werkplaats.settlement.services.settling import priced

AT_ONCE = 100


@dataclass(frozen=True)
class NotPriced:
    """Signed, and not settled for want of a price or of somebody who pays."""

    sheet: Timesheet
    why: str


def not_priced(cooperative_id: int, *, most: int) -> list[NotPriced]:
    """What was signed and is not settled, the oldest first. Visits where nobody was home and no amount is agreed stay
    unsettled for ever: they never count among the `most`."""
    found: list[NotPriced] = []
    keys = list(unsettled(cooperative_id).values_list("pk", flat=True))
    for begin in range(0, len(keys), AT_ONCE):
        rows = sheets_to_read(keys[begin : begin + AT_ONCE])
        why = {row.pk: words for row, task in zip(rows, read(rows), strict=True) if (words := _why(task))}
        found += [NotPriced(sheet, why[sheet.pk]) for sheet in unsettled(cooperative_id).filter(pk__in=why)]
        if len(found) >= most:
            break
    return found[:most]


def _why(task: Task | Refused) -> str:
    """Empty: there is nothing to price, nobody was home."""
    if isinstance(task, Refused):
        return str(task)
    try:
        return _("It gets its price within a day, by itself.") if priced(task) else ""
    except Refused as why:
        return str(why)
