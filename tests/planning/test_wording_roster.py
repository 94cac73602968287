"""Whatever the planner answers can be said in words."""

from hypothesis import given, settings

from tests.planning.roster.made_up import problems
from werkplaats.planning.rules.roster.check import Rule, check
from werkplaats.planning.rules.roster.explain import ChangeKind, explain_all, smallest_change
from werkplaats.planning.rules.roster.faults import FaultCode, faults
from werkplaats.planning.rules.roster.model import Plan, Problem, Term
from werkplaats.planning.wording_roster import CHANGES, FAULTS, RULES, TERMS, say_broken, say_change, say_fault


def test_every_code_has_its_words() -> None:
    assert set(RULES) == set(Rule)
    assert set(FAULTS) == set(FaultCode)
    assert set(CHANGES) == set(ChangeKind)
    assert set(TERMS) == set(Term)


@settings(max_examples=60)
@given(problems())
def test_the_words_take_the_figures_that_the_rules_give(problem: Problem) -> None:
    present = Plan(problem.present)
    assert all(say_broken(one.rule, one.figures) for one in check(problem, present))
    assert all(say_fault(fault) for fault in faults(problem))
    names = {person.id: f"Mens {person.id}" for person in problem.people}
    if not check(problem, present):
        for task in problem.tasks:
            answers = explain_all(problem, present, task.id)
            assert all(say_broken(one.broken.rule, one.broken.figures) for one in answers if one.broken)
            assert all(say_change(change, names) for change in smallest_change(problem, present, task.id))
