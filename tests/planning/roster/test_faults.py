"""Questions that cannot be answered, and what is said of them."""

from datetime import timedelta

import pytest

from tests.planning.roster.scenes import at, every_day, help_at, helper, repair, tradesperson, week, window
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.faults import Fault, FaultCode, faults
from werkplaats.planning.rules.roster.model import Link, LinkKind, Pin, Problem
from werkplaats.planning.rules.roster.solve import solve

after = Link(1, 2, least=timedelta(hours=48))
days = tuple(window(day=day) for day in range(5))
plaster, paint = repair(1, "LOO", windows=days), repair(2, "LOO", windows=days)

CASES = [
    (week([], [help_at()]), Fault(FaultCode.NOBODY, figures=(1,))),
    (week([helper()], [help_at()], days=0), Fault(FaultCode.NO_DAYS, figures=(0,))),
    (week([helper(home=None), helper(2)], [help_at()]), Fault(FaultCode.NO_HOME, person=1)),
    (week([helper(hours=()), helper(2)], [help_at()]), Fault(FaultCode.NO_HOURS, person=1)),
    (week([helper(1), helper(1)], [help_at()]), Fault(FaultCode.SAME_ID, person=1)),
    (week([helper()], [help_at(), help_at()]), Fault(FaultCode.SAME_ID, task=1)),
    (week([helper()], [help_at(minutes=0)]), Fault(FaultCode.NO_MINUTES, 1, figures=(0,))),
    (week([helper(1), helper(2), helper(3)], [help_at(people=3)]), Fault(FaultCode.NO_PEOPLE, 1, figures=(3,))),
    (week([helper()], [help_at(windows=())]), Fault(FaultCode.NO_WINDOW, 1)),
    (
        week([helper()], [help_at(windows=(window("12:00", "11:00"), window()))]),
        Fault(FaultCode.WINDOW_BACKWARDS, 1, figures=(60,)),
    ),
    (
        week([helper()], [help_at(windows=(window(day=-4),))]),
        Fault(FaultCode.WINDOW_PAST, 1, figures=(3 * 24 * 60 + 420,)),
    ),
    (week([helper(papers=())], [help_at()]), Fault(FaultCode.NOBODY_CAN, 1, figures=(0, 1, "no_paper"))),
    (
        week([helper(hours=every_day(18, 20)), tradesperson(2)], [help_at()]),
        Fault(FaultCode.NOBODY_CAN, 1, figures=(0, 1, "outside_hours")),
    ),
    (
        week([helper()], [help_at(windows=(window("09:00", "09:45"),))]),
        Fault(FaultCode.WINDOW_TOO_SHORT, 1, figures=(45, 60)),
    ),
    (week([tradesperson()], [repair(trade="ELE")]), Fault(FaultCode.NOBODY_CAN, 1, figures=(0, 1, "trade"))),
    (week([helper()], [help_at(people=2)]), Fault(FaultCode.NOBODY_CAN, 1, figures=(1, 2, ""))),
    (
        week([helper(radius=100), tradesperson(2)], [help_at()]),
        Fault(FaultCode.NOBODY_CAN, 1, figures=(0, 1, "too_far")),
    ),
    (
        week([helper(hours=every_day(13, 17))], [help_at(pinned=Pin(at("09:00"), frozenset({7})))]),
        Fault(FaultCode.PIN_IMPOSSIBLE, 1, 7, ("unknown",)),
    ),
    (
        week([helper(papers=())], [help_at(pinned=Pin(at("09:00"), frozenset({1})))]),
        Fault(FaultCode.PIN_IMPOSSIBLE, 1, 1, ("no_paper",)),
    ),
    (week([tradesperson()], [plaster], links=(after,)), Fault(FaultCode.LINK_UNKNOWN, 2, figures=(1, 2))),
    (
        week([tradesperson()], [plaster, paint], links=(Link(1, 2, LinkKind.AFTER, timedelta(2), timedelta(1)),)),
        Fault(FaultCode.LINK_BACKWARDS, 2, figures=(2880, 1440)),
    ),
    (
        week([tradesperson()], [plaster, paint], links=(Link(1, 2), Link(2, 1))),
        Fault(FaultCode.LINK_CYCLE, 1, figures=(1, 2)),
    ),
    (
        week([tradesperson()], [plaster, repair(2, "LOO")], links=(after,)),
        Fault(FaultCode.LINK_IMPOSSIBLE, 2, figures=(1, 48 * 60 - 7 * 60)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "fault"), CASES, ids=[fault.code.value for _, fault in CASES])
def test_a_fault_is_named_with_its_figures(problem: Problem, fault: Fault) -> None:
    assert faults(problem) == [fault]


@pytest.mark.parametrize("problem", [problem for problem, _ in CASES], ids=[fault.code.value for _, fault in CASES])
def test_what_is_impossible_stays_out_and_the_rest_is_planned(problem: Problem) -> None:
    answer = solve(problem, 1, 1, iterations=20)
    assert {one.rule.value for one in check(problem, answer)} <= {"pin_dropped"}


def test_a_problem_without_faults() -> None:
    assert faults(week([tradesperson()], [plaster, paint], links=(after,))) == []
