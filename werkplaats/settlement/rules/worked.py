"""How long somebody worked."""

from datetime import datetime
from decimal import Decimal

from werkplaats.settlement.rules import money


def minutes_worked(started_at: datetime, stopped_at: datetime) -> int:
    """Whole minutes, half a minute up."""
    return money.half_up(Decimal((stopped_at - started_at).total_seconds()) / 60)
