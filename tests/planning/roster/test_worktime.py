"""The Working Hours Act over weeks: by examples in days of work, and for whatever roster the search makes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.planning.roster.scenes import HOME, MONDAY, employee, every_day, goes, help_at, helper, plan, week, window
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.roster.check import Rule, check
from werkplaats.planning.rules.roster.model import Contract, Person, Plan, Problem, Worked
from werkplaats.planning.rules.roster.moments import Stretch, clock
from werkplaats.planning.rules.roster.solve import solve
from werkplaats.planning.rules.roster.worktime import looked_back, room, short_rests, without_rest

DAY = 24 * 60
calm = settings(max_examples=120)
ALL_DAY = tuple(Hours(weekday, time(0), time(23, 59)) for weekday in range(7))


def shifts(pattern: str, begins: int = 8, ends: int = 17) -> list[Stretch]:
    """ "wwwww--": a day a sign, `w` is work from eight to five."""
    return [(day * DAY + begins * 60, day * DAY + ends * 60) for day, sign in enumerate(pattern) if sign == "w"]


# -- the weekly rest (5:5)
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("wwwww--wwwww--", [], id="Monday to Friday"),
        pytest.param("wwwwww-wwwwww-", [], id="six days and one off: 39 hours of rest"),
        pytest.param("wwwwwww", [], id="seven days, when the week after is free"),
        pytest.param("wwwwwwwwwww---", [], id="eleven days and three off"),
        pytest.param("wwwwwwwwwwww--", [12], id="twelve days leave less than 72 hours"),
        pytest.param("wwwwwww-wwwwww", [7], id="seven days, and no more than 39 hours"),
        pytest.param("wwwwwww-ww--ww", [], id="seven days; 39 hours and 63"),
    ],
)
def test_weekly_rest(pattern: str, expected: list[int]) -> None:
    assert list(without_rest(shifts(pattern)))[: len(expected) or 1] == expected


def test_parts_of_the_rest_of_a_fortnight_are_32_hours_at_least() -> None:
    seven = shifts("wwwwwww")
    fourth = [(10 * DAY + 8 * 60, 10 * DAY + 17 * 60), (12 * DAY + 60, 12 * DAY + 120)]  # 63 hours; 32 hours
    assert list(without_rest([*seven, *shifts("-------w"), *fourth])) == []
    less = [fourth[0], (12 * DAY + 59, 12 * DAY + 120)]
    assert list(without_rest([*seven, *shifts("-------w"), *less])) == []  # what is left of the fourteen days counts


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.data())
def test_who_works_less_never_rests_too_little(gaps: list[int], data: st.DataObject) -> None:
    """So that the search may take any day out."""
    found: list[Stretch] = []
    for number, gap in enumerate(gaps):
        begins = (found[-1][1] if found else 0) + (9 + 9 * gap) * 60
        found.append((begins, begins + 60 * (1 + number % 9)))
    assume(not list(without_rest(found)))
    assume(not list(short_rests(found, len(found))))
    out = data.draw(st.integers(0, len(found) - 1))
    fewer = found[:out] + found[out + 1 :]
    assert list(without_rest(fewer)) == []
    assert list(short_rests(fewer, len(fewer))) == []


def test_what_was_wrong_before_the_roster_is_left_out_of_account() -> None:
    worked = Worked(shifts=tuple(shifts("wwwwwwwwwwwwww")))
    kept = looked_back(worked)
    assert list(without_rest(kept)) == []
    assert list(without_rest(worked.shifts[-len(kept) - 1 :])) != []


# -- with what came before the roster
def before(pattern: str, first: date = MONDAY, **more: Any) -> Worked:
    """The days before the first day of the roster, eight to five; the last sign is the day before."""
    begin = first - timedelta(days=len(pattern))
    days = [begin + timedelta(days=number) for number, sign in enumerate(pattern) if sign == "w"]
    return Worked(shifts=tuple((clock(day, time(8)), clock(day, time(17))) for day in days), **more)


def days_of(pattern: str, minutes: int = 300, begins: str = "08:00", **person: Any) -> tuple[Problem, Plan]:
    """A visit next door on each day of the roster that has a `w`."""
    days = [day for day, sign in enumerate(pattern) if sign == "w"]
    tasks = [help_at(day, place=HOME, minutes=minutes, windows=(window("00:00", "23:59", day=day),)) for day in days]
    who = employee(**{"hours": ALL_DAY, **person})
    return week([who], tasks, days=len(pattern)), plan(*(goes(1, day, begins, day=day) for day in days))


@pytest.mark.parametrize(
    ("worked", "pattern", "expected"),
    [
        pytest.param(before("-"), "wwwwww-", [], id="six days after a day off"),
        pytest.param(before("wwwwww-"), "wwwwww-", [], id="a day off between"),
        pytest.param(before("wwwwwwwwwww"), "---wwww", [], id="72 hours after eleven days"),
        pytest.param(before("wwwwwwwwwww"), "--wwwww", [(Rule.NO_WEEKLY_REST, (11,))], id="less than 72 hours"),
        pytest.param(before("wwwwwwww"), "-www---", [], id="the rest of the fortnight may come in parts"),
    ],
)
def test_the_days_before_count_for_weekly_rest(
    worked: Worked, pattern: str, expected: list[tuple[Rule, tuple[int, ...]]]
) -> None:
    problem, made = days_of(pattern, worked=worked)
    assert [(one.rule, one.figures) for one in check(problem, made)][:1] == expected
    self_employed = replace(problem, people=(replace(problem.people[0], contract=Contract.SELF_EMPLOYED),))
    assert check(self_employed, made) == []


def test_the_rest_after_the_last_day_before_counts() -> None:
    late = Worked(shifts=((clock(date(2026, 11, 29), time(15)), clock(date(2026, 11, 29), time(23))),))
    for begins, expected in (("10:00", []), ("09:59", []), ("06:59", [(479, 480)])):
        problem, made = days_of("w", begins=begins, worked=late)
        assert [one.figures for one in check(problem, made)] == expected


def weeks(*hours: int) -> Worked:
    return Worked(weeks=tuple(one * 60 for one in hours))


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        pytest.param(weeks(0, 60, 60, 75), [], id="220 hours in four weeks"),
        pytest.param(weeks(0, 60, 60, 76), [(Rule.AVERAGE_TOO_LONG, (4, 221 * 60, 220 * 60))], id="an hour more"),
        pytest.param(weeks(0, 48, 48, 48, *[50] * 11, 49), [], id="768 hours in sixteen weeks"),
        pytest.param(
            weeks(0, 48, 48, 48, *[50] * 12), [(Rule.AVERAGE_TOO_LONG, (16, 769 * 60, 768 * 60))], id="an hour above"
        ),
        pytest.param(weeks(36, 0), [(Rule.WEEK_TOO_LONG, (61 * 60, 60 * 60))], id="the Sunday before is in the week"),
    ],
)
def test_averages_over_weeks(worked: Worked, expected: list[tuple[Rule, tuple[int, ...]]]) -> None:
    problem, made = days_of("wwwww--", worked=worked)  # 25 hours from Monday to Friday
    assert [(one.rule, one.figures) for one in check(problem, made)] == expected
    assert (room(worked, 1) >= 25 * 60) is (expected == [])


def test_a_roster_over_two_weeks_keeps_both() -> None:
    problem, made = days_of("wwwwwwwwwwwww", minutes=330, worked=weeks(0, 60, 60, 75))
    broken = [one.figures for one in check(problem, made) if one.rule is Rule.AVERAGE_TOO_LONG]
    assert broken == [(4, (195 + 33) * 60, 220 * 60)]  # the week after has one of 60 hours less to count


@pytest.mark.parametrize(("sundays", "expected"), [(38, []), (39, [(Rule.TOO_MANY_SUNDAYS, (40, 39))])])
def test_thirteen_sundays_a_year_are_free(sundays: int, expected: list[tuple[Rule, tuple[int, ...]]]) -> None:
    problem, made = days_of("-----ww", worked=Worked(sundays=sundays))
    assert [(one.rule, one.figures) for one in check(problem, made)] == expected
    on_sunday = {one.task for one in solve(problem, 1, 1, iterations=40).assigned}
    assert on_sunday == ({5} if expected else {5, 6})


# -- the search keeps it
@st.composite
def pasts(draw: st.DrawFn) -> Worked:
    pattern = draw(st.text("w-", max_size=14))
    known = before(pattern).shifts
    late = draw(st.booleans())
    return Worked(
        weeks=tuple(draw(st.lists(st.sampled_from((0, 1200, 2400, 3000, 3600)), max_size=17))),
        shifts=tuple((leaves, back + 300) for leaves, back in known) if late else known,
        sundays=draw(st.sampled_from((0, 37, 38, 39, 45))),
    )


@st.composite
def busy(draw: st.DrawFn) -> Problem:
    """One or two employees with more work than the act allows."""
    days = draw(st.sampled_from((7, 7, 10, 15)))
    people: list[Person] = [
        employee(number, hours=draw(st.sampled_from((ALL_DAY, every_day(5, 23)))), worked=draw(pasts()))
        for number in range(draw(st.integers(1, 2)))
    ]
    wide: Sequence[tuple[str, str]] = (("00:00", "12:00"), ("06:00", "14:00"), ("13:00", "23:59"), ("00:00", "23:59"))
    tasks = [
        help_at(
            number, place=HOME, minutes=draw(st.sampled_from((60, 240, 325))),
            windows=(window(*draw(st.sampled_from(wide)), day=number % days),),
        )
        for number in range(draw(st.integers(days, 2 * days + 4)))
    ]  # fmt: skip
    return week(people, tasks, days=days)


@given(busy())
@calm
def test_the_search_breaks_no_rule_of_the_act(problem: Problem) -> None:
    assert check(problem, solve(problem, 1, 3, iterations=60)) == []


def test_the_search_plans_as_much_as_the_act_allows() -> None:
    problem, _ = days_of("wwwwwww", hours=every_day(8, 17), worked=before("wwwwwwwwwww"))
    made = solve(problem, 1, 1, iterations=60)
    assert check(problem, made) == []
    assert len(made.assigned) == 5  # 39 hours of rest, Tuesday, 43 hours, and from Thursday on
    free = replace(problem, people=(helper(hours=ALL_DAY, worked=problem.people[0].worked),))
    assert len(solve(free, 1, 1, iterations=60).assigned) == 7
