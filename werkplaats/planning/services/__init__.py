"""The verbs of planning: ask workers, hear their answer, assign, take back; draft a roster and publish it."""

from werkplaats.planning.services.answers import accept, decline, lapse_offers
from werkplaats.planning.services.assigning import assign
from werkplaats.planning.services.offers import offer
from werkplaats.planning.services.publishing import publish_roster
from werkplaats.planning.services.regulars import assign_regulars, stop_help
from werkplaats.planning.services.reminding import remind_of_visits
from werkplaats.planning.services.roster_hand import move_visit, take_visit_out
from werkplaats.planning.services.rosters import (
    ask_for_roster,
    begin_roster_by_hand,
    stop_roster,
    throw_roster_away,
    work_out_roster,
)
from werkplaats.planning.services.taking_back import call_off, release_cancelled, release_worker, withdraw

__all__ = [
    "accept",
    "ask_for_roster",
    "assign",
    "assign_regulars",
    "begin_roster_by_hand",
    "call_off",
    "decline",
    "lapse_offers",
    "move_visit",
    "offer",
    "publish_roster",
    "release_cancelled",
    "release_worker",
    "remind_of_visits",
    "stop_help",
    "stop_roster",
    "take_visit_out",
    "throw_roster_away",
    "withdraw",
    "work_out_roster",
]
