"""What has to be done: jobs and their visits, in order, and recurring visits from a care grant."""

from enum import StrEnum

from werkplaats.triage.rules.trades import HOUSEHOLD_TRADE as HOUSEHOLD_TRADE


class JobStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class VisitStatus(StrEnum):
    """to_plan → offered → agreed → under_way → one of the outcomes; `signed` after the resident's sign-off."""

    TO_PLAN = "to_plan"
    OFFERED = "offered"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    FOLLOW_UP = "follow_up"
    NOBODY_HOME = "nobody_home"
    SIGNED = "signed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


STEPS: frozenset[tuple[VisitStatus, VisitStatus]] = frozenset(
    {
        (VisitStatus.TO_PLAN, VisitStatus.OFFERED),
        (VisitStatus.TO_PLAN, VisitStatus.AGREED),
        (VisitStatus.OFFERED, VisitStatus.AGREED),
        (VisitStatus.OFFERED, VisitStatus.TO_PLAN),
        (VisitStatus.AGREED, VisitStatus.UNDER_WAY),
        (VisitStatus.AGREED, VisitStatus.TO_PLAN),
        (VisitStatus.UNDER_WAY, VisitStatus.DONE),
        (VisitStatus.UNDER_WAY, VisitStatus.FOLLOW_UP),
        (VisitStatus.UNDER_WAY, VisitStatus.NOBODY_HOME),
        (VisitStatus.DONE, VisitStatus.SIGNED),
        (VisitStatus.DONE, VisitStatus.DISPUTED),
        (VisitStatus.FOLLOW_UP, VisitStatus.SIGNED),
        (VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED),
        (VisitStatus.DISPUTED, VisitStatus.SIGNED),
        (VisitStatus.TO_PLAN, VisitStatus.CANCELLED),
        (VisitStatus.OFFERED, VisitStatus.CANCELLED),
        (VisitStatus.AGREED, VisitStatus.CANCELLED),
    }
)
