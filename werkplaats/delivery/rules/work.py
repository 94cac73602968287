"""What a worker writes down at a visit: when it may begin and end, materials, times, the outcome of it all. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.formats import local_day
from werkplaats.jobs.rules import VisitStatus

MAX_WORK_PHOTOS: Final = 6
MAX_TEXT: Final = 2_000
MAX_QUANTITY: Final = Decimal("9999.99")
MAX_PRICE_CENTS: Final = 1_000_000  # 10,000 euro for one piece is a typing mistake

# An outcome that asks for another visit weighs more than one that does not.
WEIGHT: Final = (DeliveryOutcome.FOLLOW_UP, DeliveryOutcome.DONE, DeliveryOutcome.NOBODY_HOME)
ENDS_IN: Final[dict[DeliveryOutcome, VisitStatus]] = {
    DeliveryOutcome.DONE: VisitStatus.DONE,
    DeliveryOutcome.FOLLOW_UP: VisitStatus.FOLLOW_UP,
    DeliveryOutcome.NOBODY_HOME: VisitStatus.NOBODY_HOME,
}
ASKS_FOR_ANOTHER: Final = frozenset({DeliveryOutcome.FOLLOW_UP, DeliveryOutcome.NOBODY_HOME})
MAY_BEGIN: Final = frozenset({VisitStatus.AGREED, VisitStatus.UNDER_WAY})
# Where two go, the second may have forgotten to begin when the first was done already.
SECOND_MAY_BEGIN: Final = MAY_BEGIN | {VisitStatus.DONE, VisitStatus.FOLLOW_UP}
MAY_BE_SIGNED: Final = frozenset({VisitStatus.DONE, VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED})
DELIVERED: Final = MAY_BE_SIGNED | {VisitStatus.SIGNED}


def outcome_of(outcomes: Iterable[DeliveryOutcome]) -> DeliveryOutcome:
    """The outcome of a visit by those of everybody who was there: one who must come back is enough."""
    return min(outcomes, key=WEIGHT.index)


class Mistake(StrEnum):
    """What is wrong with what was written down."""

    NO_DESCRIPTION = "no_description"
    TEXT_TOO_LONG = "text_too_long"
    QUANTITY = "quantity"
    PRICE = "price"
    ENDS_BEFORE_BEGIN = "ends_before_begin"
    OTHER_DAY = "other_day"
    TO_COME = "to_come"
    OVERLAPS = "overlaps"


def material_mistakes(description: str, quantity: Decimal, unit_price_cents: int) -> dict[str, Mistake]:
    """Field → what is wrong with it. A quantity has at most two decimals, a price is whole cents of a euro."""
    found: dict[str, Mistake] = {}
    if not description.strip():
        found["description"] = Mistake.NO_DESCRIPTION
    elif len(description) > 200:
        found["description"] = Mistake.TEXT_TOO_LONG
    if not quantity.is_finite() or not 0 < quantity <= MAX_QUANTITY or quantity != round(quantity, 2):
        found["quantity"] = Mistake.QUANTITY
    if not 0 <= unit_price_cents <= MAX_PRICE_CENTS:
        found["unit_price"] = Mistake.PRICE
    return found


@dataclass(frozen=True)
class Span:
    """From when until when somebody was at work."""

    starts_at: datetime
    ends_at: datetime


def times_mistake(span: Span, *, day: date, at: datetime, others: Iterable[Span] = ()) -> tuple[str, Mistake] | None:
    """What is wrong with corrected times: the field and why. They stay on the `day` of the visit and in the past, and
    nobody is at work in two places (`others`: what else this worker did)."""
    local = local_day(span.starts_at), local_day(span.ends_at)
    if span.ends_at <= span.starts_at:
        return "stopped_at", Mistake.ENDS_BEFORE_BEGIN
    if local[0] != day:
        return "started_at", Mistake.OTHER_DAY
    if local[1] != day:
        return "stopped_at", Mistake.OTHER_DAY
    if span.ends_at > at:
        return "stopped_at", Mistake.TO_COME
    if any(span.starts_at < other.ends_at and other.starts_at < span.ends_at for other in others):
        return "started_at", Mistake.OVERLAPS
    return None
