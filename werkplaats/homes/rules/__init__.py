"""Where: dwellings, who owns them, and the pilot with its cap and its waiting list."""

from enum import StrEnum
from typing import Final


class LandlordKind(StrEnum):
    """A party has an agreement; an observer only watches and may join later."""

    PARTY = "party"
    OBSERVER = "observer"


class PilotKind(StrEnum):
    REPAIRS = "repairs"
    HOUSEHOLD = "household"


class ParticipationStatus(StrEnum):
    ACTIVE = "active"
    WAITING = "waiting"
    ENDED = "ended"


class NoGoSide(StrEnum):
    """Who does not want it."""

    CLIENT = "client"
    WORKER = "worker"


NO_GO_REASON: Final = 200  # signs: enough to remember by, too short for a file on somebody


class Frequency(StrEnum):
    """How often the municipality granted help."""

    TWICE_A_WEEK = "twice_a_week"
    WEEKLY = "weekly"
    EVERY_TWO_WEEKS = "every_two_weeks"
    EVERY_FOUR_WEEKS = "every_four_weeks"


class HouseholdActivity(StrEnum):
    """What a helper may do. Medical and personal care is not in it, on purpose."""

    LIGHT_CLEANING = "light_cleaning"
    HEAVY_CLEANING = "heavy_cleaning"
    LAUNDRY = "laundry"
    GROCERIES = "groceries"
    MEALS = "meals"
    ORGANISING = "organising"
