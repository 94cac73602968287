"""What a plan pays for what, in round figures."""

import pytest

from tests.planning.roster.scenes import HOME, at, employee, goes, help_at, helper, plan, repair, tradesperson, week
from werkplaats.planning.rules.roster.cost import cost
from werkplaats.planning.rules.roster.model import Objective, Plan, Problem, Term
from werkplaats.triage.rules import Urgency


def paid(problem: Problem, made: Plan, term: Term) -> float:
    return round(cost(problem, made)[term], 3)


def test_an_hour_late_costs_more_the_more_urgent_it_is_and_warranty_half_as_much_again() -> None:
    def late(**facts: object) -> float:
        problem = week([tradesperson()], [repair(latest=at("08:00"), **facts)])
        return paid(problem, plan(goes(1, 1, "09:00")), Term.LATENESS)

    assert [late(urgency=urgency) for urgency in Urgency] == [300, 60, 12, 6]
    assert late(warranty=True) == 18


def test_leaving_work_out_is_never_cheaper_than_doing_it_late() -> None:
    problem = week([tradesperson()], [repair(latest=at("08:00", -30), urgency=Urgency.PLANNED)])
    assert sum(cost(problem, Plan()).values()) > sum(cost(problem, plan(goes(1, 1))).values())


def test_travel_is_from_home_and_back() -> None:
    problem = week([helper()], [help_at()])
    there = problem.travel.minutes(problem.people[0].mode, HOME, problem.tasks[0].place)
    assert paid(problem, plan(goes(1, 1)), Term.TRAVEL) == 2 * there


@pytest.mark.parametrize(("person", "points"), [(1, 0), (2, 12), (3, 40)])
def test_the_usual_a_known_and_a_new_face(person: int, points: float) -> None:
    task = help_at(preferred=frozenset({1}), familiar=frozenset({2}))
    problem = week([helper(1), helper(2), helper(3)], [task])
    assert paid(problem, plan(goes(person, 1)), Term.CONTINUITY) == points


@pytest.mark.parametrize(("met_before", "points"), [(0, 0), (1, 120), (2, 120)])
def test_a_second_stranger_in_a_month_is_one_too_many(met_before: int, points: float) -> None:
    problem = week([helper(1)], [help_at(client=5, preferred=frozenset({9}), strangers=met_before)])
    assert paid(problem, plan(goes(1, 1)), Term.STRANGERS) == points


def test_work_in_proportion_to_the_hours_offered_costs_nothing() -> None:
    people = [tradesperson(1, minutes=300), tradesperson(2, minutes=600)]
    problem = week(people, [repair(1), repair(2), repair(3)])
    fair = plan(goes(1, 1), goes(2, 2), goes(2, 3, "11:00"))
    unfair = plan(goes(1, 1), goes(1, 2, "11:00"), goes(2, 3))
    assert paid(problem, fair, Term.FAIRNESS) == 0
    assert paid(problem, unfair, Term.FAIRNESS) == 0.5 * (60 * 60 / 60 + 60 * 60 / 120)


def test_nobody_gets_all_the_heavy_visits() -> None:
    problem = week([helper(1), helper(2)], [help_at(1, heavy=True), help_at(2, heavy=True)])
    one_each, all_for_one = plan(goes(1, 1), goes(2, 2)), plan(goes(1, 1), goes(1, 2, "11:00"))
    assert paid(problem, one_each, Term.BURDEN) == 0
    assert paid(problem, all_for_one, Term.BURDEN) == 0.3 * 60 * 60 / 60


def test_hours_of_a_contract_that_are_not_used_or_passed() -> None:
    problem = week([employee(minutes=100)], [help_at()])
    assert paid(problem, plan(goes(1, 1)), Term.CONTRACT) == 0.3 * 40


def test_what_moves_against_the_present_plan() -> None:
    problem = week([helper(1), helper(2)], [help_at()], present=(goes(1, 1, "09:00"),))
    moves = [goes(1, 1, "09:00"), goes(1, 1, "10:00"), goes(1, 1, "09:00", day=1), goes(2, 1, "09:00")]
    assert [paid(problem, plan(move), Term.STABILITY) for move in moves] == [0, 30, 60, 60]


def test_a_coordinator_can_switch_a_term_off() -> None:
    problem = week([helper()], [help_at()], objective=Objective(travel=0))
    assert paid(problem, plan(goes(1, 1)), Term.TRAVEL) == 0
