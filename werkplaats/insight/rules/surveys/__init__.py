"""Two surveys of two minutes, without a name: what people spend in the district, and how they live together."""

from datetime import date, timedelta
from enum import StrEnum


class SurveyKind(StrEnum):
    SPENDING = "spending"  # once a year: who earns here, what of it they spend in the district
    COHESION = "cohesion"  # at most once a quarter: six statements about the neighbourhood


class Respondent(StrEnum):
    """As who somebody answers. All that is kept of a person beside the answers."""

    CLIENT = "client"
    RESIDENT = "resident"
    WORKER = "worker"
    HELPER = "helper"
    SUPPLIER = "supplier"


ASKED: dict[SurveyKind, tuple[Respondent, ...]] = {
    SurveyKind.SPENDING: (Respondent.WORKER, Respondent.HELPER, Respondent.SUPPLIER),
    SurveyKind.COHESION: (Respondent.CLIENT, Respondent.RESIDENT, Respondent.WORKER),
}

FEWEST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 60, 21  # that a round is open


def reminder_on(opens_on: date, closes_on: date) -> date:
    """Half of the time: whoever did not answer is reminded, once."""
    return opens_on + timedelta(days=(closes_on - opens_on).days // 2)


def is_open(opens_on: date, closes_on: date, today: date) -> bool:
    """The last day still counts."""
    return opens_on <= today <= closes_on


def is_closed(closes_on: date, today: date) -> bool:
    """The answers are shown from then on: during a round they would come to light one by one."""
    return today > closes_on
