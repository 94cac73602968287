"""Writing in the ledger: one event, one transaction, balanced."""

from collections.abc import Iterable
from datetime import date, datetime

from werkplaats.settlement.models import LedgerEntry, LedgerTransaction
from werkplaats.settlement.rules.booking import Side, Whose


def book(
    cooperative_id: int,
    *,
    event: str,
    sides: Iterable[Side],
    booked_on: date,
    description: str,
    landlord_id: int | None = None,
    district_team_id: int | None = None,
    worker_id: int | None = None,
    at: datetime,
) -> LedgerTransaction | None:
    """One booking; nothing when there is nothing to book. The database refuses what does not balance, and the same
    event twice. The payer (landlord or district team) and the worker go with the sides that are about them."""
    sides = tuple(sides)
    if not sides:
        return None
    booking = LedgerTransaction.objects.create(
        cooperative_id=cooperative_id, event=event, booked_on=booked_on, description=description, booked_at=at
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            cooperative_id=cooperative_id,
            transaction=booking,
            account=side.account,
            amount_cents=side.cents,
            landlord_id=landlord_id if side.whose is Whose.PAYER else None,
            district_team_id=district_team_id if side.whose is Whose.PAYER else None,
            worker_id=worker_id if side.whose is Whose.WORKER else None,
        )
        for side in sides
    )
    return booking
