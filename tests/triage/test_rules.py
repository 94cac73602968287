"""What a decision needs, and what the list proposes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.intake.rules import Branch
from werkplaats.triage.rules import Outcome, Party, Step, Urgency
from werkplaats.triage.rules.decision import Decision, Problem, problems
from werkplaats.triage.rules.suggest import items, suggest
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


@pytest.mark.parametrize(
    ("text", "branch", "code"),
    [
        ("De keukenkraan lekt", Branch.REPAIRS, "R20"),
        ("Mijn kraan drupt de hele nacht", Branch.REPAIRS, "R19"),
        ("Het stopcontact in de kamer vonkt", Branch.REPAIRS, "R33"),
        ("De cv-ketel geeft storing", Branch.REPAIRS, "R08"),
        ("The tap drips", Branch.REPAIRS, "R19"),
        ("Graag hulp met stofzuigen", Branch.HOUSEHOLD, "H01"),
        ("Kan de hulp mijn steunkousen aantrekken?", Branch.HOUSEHOLD, "H12"),
        ("Steunkousen aantrekken en ook stofzuigen en dweilen", Branch.HOUSEHOLD, "H12"),
        ("Help me getting dressed please", Branch.HOUSEHOLD, "H14"),
    ],
)
def test_the_list_proposes_a_line(text: str, branch: Branch, code: str) -> None:
    suggestion = suggest(text, branch)
    assert suggestion.item is not None
    assert suggestion.item.code == code
    assert suggestion.because


def test_words_that_are_not_on_the_list_propose_nothing() -> None:
    assert suggest("xyzzy", Branch.REPAIRS).item is None
    assert suggest("", Branch.HOUSEHOLD).item is None


@given(st.text(max_size=300), st.sampled_from(list(Branch)))
def test_any_text_gets_an_answer_and_always_the_same(text: str, branch: Branch) -> None:
    assert suggest(text, branch) == suggest(text, branch)


def test_a_support_stocking_in_a_repair_report_is_noticed_too() -> None:
    assert suggest("Ik heb een steunkous nodig die aangetrokken wordt", Branch.REPAIRS).medical


@pytest.mark.parametrize("branch", list(Branch))
def test_every_line_of_the_list_can_be_decided_as_it_stands(branch: Branch) -> None:
    for line in items(branch):
        ours = line.party is Party.COOPERATIVE
        step = Step(line.trade, line.minutes, line.urgency)
        decision = Decision(
            Outcome(line.party),
            "volgens de lijst",
            line.explanation_nl,
            line.code,
            (step,) if ours else (),
            "Ontvanger",
            "ontvanger@voorbeeld.example",
        )
        assert said(decision, line.medical) == [], line.code
        assert bool(line.explanation_nl) == bool(line.explanation_en), line.code


def test_every_medical_line_goes_elsewhere() -> None:
    medical = [line for branch in Branch for line in items(branch) if line.medical]
    assert len(medical) == 5
    assert {line.party for line in medical} == {Party.ELSEWHERE}


@pytest.mark.parametrize("branch", list(Branch))
def test_the_codes_of_the_list_are_unique(branch: Branch) -> None:
    codes = [line.code for line in items(branch)]
    assert len(codes) == len(set(codes))
