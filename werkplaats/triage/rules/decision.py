"""What a decision must hold before it counts. Pure: the service turns a `Problem` into words for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from werkplaats.triage.rules import Outcome, Step

MAX_STEPS = 8
MAX_MINUTES = 480  # a working day; longer work is more than one step


@dataclass(frozen=True)
class Decision:
    """What the coordinator decides about a request.

    `reason` is kept for who looks back; `explanation` goes to the resident in plain words. With the outcome QUESTION
    the explanation is the question itself. `steps` are the jobs, in order; `forward_*` names who it is sent on to.
    """

    outcome: Outcome
    reason: str
    explanation: str = ""
    item_code: str = ""
    steps: tuple[Step, ...] = ()
    forward_name: str = ""
    forward_email: str = ""


class Problem(StrEnum):
    """What is missing or not allowed; the value is also the name of the form field to mend, after the dot."""

    NO_REASON = "no_reason.reason"
    NO_STEPS = "no_steps.steps"
    STEPS_FOR_OTHERS = "steps_for_others.steps"
    TOO_MANY_STEPS = "too_many_steps.steps"
    UNKNOWN_TRADE = "unknown_trade.steps"
    MINUTES = "minutes.steps"
    NO_EXPLANATION = "no_explanation.explanation"
    NO_QUESTION = "no_question.explanation"
    NO_RECEIVER = "no_receiver.forward_email"
    MEDICAL = "medical.outcome"
    UNKNOWN_ITEM = "unknown_item.item_code"

    @property
    def field(self) -> str:
        return self.value.split(".")[1]


def problems(decision: Decision, trades: Iterable[str], *, medical: bool, known_item: bool = True) -> Iterator[Problem]:
    """Everything that keeps this decision from counting, the most important first.

    `trades` are the codes that exist; `medical` says that the request, by the list, is about medical or personal
    care. That is never a job of the cooperative, whatever the trade: putting on support stockings is not a household
    helper's task. `known_item`: whether the line that was chosen, if any, is one of the list.
    """
    if medical and decision.outcome is Outcome.COOPERATIVE:
        yield Problem.MEDICAL
    if not known_item:
        yield Problem.UNKNOWN_ITEM
    if not decision.reason.strip():
        yield Problem.NO_REASON
    if decision.outcome is Outcome.COOPERATIVE:
        yield from _step_problems(decision.steps, frozenset(trades))
    elif decision.steps:
        yield Problem.STEPS_FOR_OTHERS
    if decision.outcome is Outcome.TENANT and not decision.explanation.strip():
        yield Problem.NO_EXPLANATION
    if decision.outcome is Outcome.QUESTION and not decision.explanation.strip():
        yield Problem.NO_QUESTION
    if decision.outcome in (Outcome.LANDLORD, Outcome.ELSEWHERE) and not (
        decision.forward_name.strip() and decision.forward_email.strip()
    ):
        yield Problem.NO_RECEIVER


def _step_problems(steps: tuple[Step, ...], trades: frozenset[str]) -> Iterator[Problem]:
    if not steps:
        yield Problem.NO_STEPS
    if len(steps) > MAX_STEPS:
        yield Problem.TOO_MANY_STEPS
    if any(step.trade not in trades for step in steps):
        yield Problem.UNKNOWN_TRADE
    if any(not 1 <= step.minutes <= MAX_MINUTES for step in steps):
        yield Problem.MINUTES
