"""Writing in the ledger: one event, one transaction, balanced, with the next number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from werkplaats.ground.adding import add, new_ids
from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import one_row, rows
from werkplaats.settlement.models import LedgerEntry, LedgerTransaction
from werkplaats.settlement.rules.booking import Journal, Side, Whose

LEDGER = "ledger"


@dataclass(frozen=True)
class Booking:
    """One event to book; the payer (with the invoice) and the worker go with the sides that are about them."""

    journal: Journal
    event: str
    booked_on: date
    description: str
    sides: tuple[Side, ...]
    landlord_id: int | None = None
    district_team_id: int | None = None
    person_id: int | None = None
    worker_id: int | None = None
    invoice_id: int | None = None
    pilot_id: int | None = None
    reverses_id: int | None = None


def next_numbers(cooperative_id: int, series: str, count: int = 1) -> int:
    """The first of `count` numbers that are now the caller's; nobody else gets one of this series until the end of the
    transaction. The ledger's are taken last of all series, so that two transactions never wait for each other."""
    row = one_row(
        """
        INSERT INTO settlement_numberseries AS known (cooperative_id, series, last)
        VALUES (%(cooperative)s, %(series)s, %(count)s)
        ON CONFLICT (cooperative_id, series) DO UPDATE SET last = known.last + %(count)s
        RETURNING last
        """,
        {"cooperative": cooperative_id, "series": series, "count": count},
    )
    assert row is not None
    first: int = row["last"] - count + 1
    return first


def book(cooperative_id: int, bookings: Iterable[Booking], *, at: datetime) -> list[int]:
    """Each as one transaction, in this order; what has no sides is left out. Gives their keys.

    The database refuses what does not balance, and the same event twice. Errors: Refused when a month is closed.
    """
    something = [booking for booking in bookings if booking.sides]
    if not something:
        return []
    number = next_numbers(cooperative_id, LEDGER, len(something))
    require_open(cooperative_id, {booking.booked_on.replace(day=1) for booking in something})
    keys = new_ids(LedgerTransaction, len(something))
    add(
        LedgerTransaction,
        [
            {
                "id": key,
                "cooperative_id": cooperative_id,
                "number": number + position,
                "journal": booking.journal,
                "event": booking.event,
                "booked_on": booking.booked_on,
                "description": booking.description,
                "booked_at": at,
                "reverses_id": booking.reverses_id,
            }
            for position, (key, booking) in enumerate(zip(keys, something, strict=True))
        ],
    )
    add(
        LedgerEntry,
        [
            {
                "cooperative_id": cooperative_id,
                "transaction_id": key,
                "account": side.account,
                "amount_cents": int(side.cents),
                "pilot_id": booking.pilot_id,
                **_whose(booking, side.whose),
            }
            for key, booking in zip(keys, something, strict=True)
            for side in booking.sides
        ],
    )
    return keys


def _whose(booking: Booking, whose: Whose) -> dict[str, int | None]:
    payer, worker = whose is Whose.PAYER, whose is Whose.WORKER
    return {
        "landlord_id": booking.landlord_id if payer else None,
        "district_team_id": booking.district_team_id if payer else None,
        "person_id": booking.person_id if payer else None,
        "invoice_id": booking.invoice_id if payer else None,
        "worker_id": booking.worker_id if worker else None,
    }


def require_open(cooperative_id: int, months: set[date]) -> None:
    """Errors: Refused when one of these months is closed."""
    closed = rows(
        "SELECT month FROM settlement_closedmonth WHERE cooperative_id = %s AND month = ANY(%s::date[])",
        [cooperative_id, sorted(months)],
    )
    if closed:
        first = min(row["month"] for row in closed)
        raise Refused(
            _("The books of %(month)s are closed. Book it in a month that is still open.")
            % {"month": first.strftime("%m-%Y")}
        )
