"""When somebody who has not paid hears of it: first kindly, then firmly, each once.

No costs are asked. Who wants to ask them of a consumer must first give 14 days to pay (Burgerlijk Wetboek 6:96, section
6); the firm reminder keeps that distance from the kind one, so that the step stays open.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

KIND_AFTER = 7  # days late
FIRM_AFTER = 14  # days after the kind one


class Reminder(StrEnum):
    KIND = "kind"
    FIRM = "firm"


def due(days_late: int, sent: Mapping[Reminder, date], today: date) -> Reminder | None:
    """The reminder that is to be sent now, of an invoice on which something is left. None: not yet, or both were."""
    if Reminder.KIND not in sent:
        return Reminder.KIND if days_late >= KIND_AFTER else None
    if Reminder.FIRM not in sent and (today - sent[Reminder.KIND]).days >= FIRM_AFTER:
        return Reminder.FIRM
    return None
