"""What is it, and whose is it: parties, urgency with its promise, and the outcome of an assessment."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Party(StrEnum):
    """Whose it is by the list. SERVICE_PLAN: the tenant's own, done by the cooperative for who has its service plan."""

    TENANT = "tenant"
    SERVICE_PLAN = "service_plan"
    COOPERATIVE = "cooperative"
    LANDLORD = "landlord"
    ELSEWHERE = "elsewhere"


class Outcome(StrEnum):
    """What the coordinator decides: one of the parties, or a question back."""

    TENANT = "tenant"
    COOPERATIVE = "cooperative"
    LANDLORD = "landlord"
    ELSEWHERE = "elsewhere"
    QUESTION = "question"


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    SOON = "soon"
    NORMAL = "normal"
    PLANNED = "planned"


RESPONSE_TIME: dict[Urgency, timedelta] = {
    Urgency.EMERGENCY: timedelta(hours=4),
    Urgency.SOON: timedelta(days=2),
    Urgency.NORMAL: timedelta(days=10),
    Urgency.PLANNED: timedelta(days=42),
}


class ForwardStatus(StrEnum):
    SENT = "sent"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    SOLVED = "solved"


@dataclass(frozen=True)
class Step:
    """One job that a decision asks for; steps are done in order (plumber, then plasterer, then painter)."""

    trade: str  # code of VERA ONDERHOUDSPECIALISME, or "HH" for household help
    minutes: int
    urgency: Urgency
    description: str = ""
    workers: int = 1
