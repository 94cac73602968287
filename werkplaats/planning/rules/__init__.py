"""Who goes when: who may do a visit, in which order they are asked, and why."""

from datetime import timedelta
from enum import StrEnum


class OfferStatus(StrEnum):
    WAITING = "waiting"  # next in line, not asked yet
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


OFFER_STANDS = timedelta(hours=24)
