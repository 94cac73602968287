"""What a decision needs before it counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.triage.rules import Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision, Problem, problems
from werkplaats.triage.rules.trades import TRADES

PLUMBER = Step("LOO", 60, Urgency.SOON)


def said(decision: Decision, medical: bool = False) -> list[Problem]:
    return list(problems(decision, TRADES, medical=medical))


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (Decision(Outcome.COOPERATIVE, "lekt", steps=(PLUMBER,)), []),
        (Decision(Outcome.COOPERATIVE, "lekt"), [Problem.NO_STEPS]),
        (Decision(Outcome.COOPERATIVE, "  ", steps=(PLUMBER,)), [Problem.NO_REASON]),
        (Decision(Outcome.COOPERATIVE, "lekt", steps=(PLUMBER,) * 9), [Problem.TOO_MANY_STEPS]),
        (Decision(Outcome.COOPERATIVE, "lekt", steps=(Step("???", 60, Urgency.SOON),)), [Problem.UNKNOWN_TRADE]),
        (Decision(Outcome.COOPERATIVE, "lekt", steps=(Step("LOO", 0, Urgency.SOON),)), [Problem.MINUTES]),
        (Decision(Outcome.COOPERATIVE, "lekt", steps=(Step("LOO", 481, Urgency.SOON),)), [Problem.MINUTES]),
        (Decision(Outcome.TENANT, "leertje", "Sluit eerst het water af."), []),
        (Decision(Outcome.TENANT, "leertje"), [Problem.NO_EXPLANATION]),
        (Decision(Outcome.TENANT, "leertje", "Zo doet u het.", steps=(PLUMBER,)), [Problem.STEPS_FOR_OTHERS]),
        (Decision(Outcome.QUESTION, "onduidelijk"), [Problem.NO_QUESTION]),
        (Decision(Outcome.QUESTION, "onduidelijk", "Welke kraan is het?"), []),
        (Decision(Outcome.LANDLORD, "dak"), [Problem.NO_RECEIVER]),
        (Decision(Outcome.LANDLORD, "dak", forward_name="Portaal"), [Problem.NO_RECEIVER]),
        (Decision(Outcome.LANDLORD, "dak", forward_name="Portaal", forward_email="a@b.example"), []),
        (Decision(Outcome.ELSEWHERE, "zorg"), [Problem.NO_RECEIVER]),
    ],
)
def test_a_decision_is_complete_before_it_counts(decision: Decision, expected: list[Problem]) -> None:
    assert said(decision) == expected


@given(steps=st.lists(st.builds(Step, st.sampled_from(sorted(TRADES)), st.integers(1, 480), st.just(Urgency.SOON))))
def test_medical_care_is_never_work_of_the_cooperative_whatever_the_steps(steps: list[Step]) -> None:
    assert Problem.MEDICAL in said(Decision(Outcome.COOPERATIVE, "reden", steps=tuple(steps)), medical=True)


def test_a_line_that_the_list_does_not_have_is_refused() -> None:
    decision = Decision(Outcome.TENANT, "leertje", "Zo doet u het.", item_code="R99")
    assert list(problems(decision, TRADES, medical=False, known_item=False)) == [Problem.UNKNOWN_ITEM]
