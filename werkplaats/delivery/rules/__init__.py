"""It is done: what a timesheet says, who signs, and what happens with a worry about somebody."""

from enum import StrEnum


class DeliveryOutcome(StrEnum):
    DONE = "done"
    FOLLOW_UP = "follow_up"
    NOBODY_HOME = "nobody_home"


class SignOffBy(StrEnum):
    RESIDENT = "resident"  # in the portal, or on the worker's phone
    COORDINATOR = "coordinator"  # after a call, or on a paper slip


class ConcernStatus(StrEnum):
    RAISED = "raised"
    TAKEN_UP = "taken_up"
    CLOSED = "closed"
