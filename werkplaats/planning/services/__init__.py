"""The verbs of planning: ask workers, hear their answer, assign, take back."""

from werkplaats.planning.services.answers import accept, decline, lapse_offers
from werkplaats.planning.services.assigning import assign
from werkplaats.planning.services.offers import offer
from werkplaats.planning.services.regulars import assign_regulars, stop_help
from werkplaats.planning.services.reminding import remind_of_visits
from werkplaats.planning.services.taking_back import call_off, release_cancelled, release_worker, withdraw

__all__ = [
    "accept",
    "assign",
    "assign_regulars",
    "call_off",
    "decline",
    "lapse_offers",
    "offer",
    "release_cancelled",
    "release_worker",
    "remind_of_visits",
    "stop_help",
    "withdraw",
]
