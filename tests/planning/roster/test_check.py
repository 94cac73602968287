"""Every hard rule, broken by one small plan and kept by another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.planning.roster.scenes import (
    FAR,
    HOME,
    MONDAY,
    NEAR,
    at,
    employee,
    every_day,
    goes,
    help_at,
    helper,
    paper,
    plan,
    repair,
    tradesperson,
    week,
    window,
)
from werkplaats.members.rules import CredentialKind
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.check import Rule, check
from werkplaats.planning.rules.roster.model import Assigned, Link, LinkKind, Person, Pin, Plan, Problem, Task
from werkplaats.planning.rules.roster.moments import minute


def broken(problem: Problem, made: Plan) -> list[tuple[Rule, tuple[int | str, ...]]]:
    return [(one.rule, one.figures) for one in check(problem, made)]


def test_a_plan_that_keeps_every_rule() -> None:
    assert broken(week([helper()], [help_at()]), plan(goes(1, 1))) == []


@pytest.mark.parametrize(
    ("person", "task", "rule", "figures"),
    [
        pytest.param(tradesperson(), help_at(), Rule.KIND, ("helper",), id="household help by a tradesperson"),
        pytest.param(helper(), repair(), Rule.KIND, ("tradesperson",), id="a repair by a helper"),
        pytest.param(tradesperson(1, "SCH"), repair(), Rule.TRADE, ("LOO",), id="another trade"),
        pytest.param(helper(no_go=frozenset({2})), help_at(), Rule.NO_GO, (), id="not in this house"),
        pytest.param(
            helper(allergies=frozenset({"cat"})), help_at(pets=frozenset({"cat"})), Rule.ALLERGY, ("cat",), id="a cat"
        ),
        pytest.param(
            helper(), help_at(languages=frozenset({"tr"}), language_required=True), Rule.LANGUAGE, ("tr",), id="Turkish"
        ),
        pytest.param(helper(), help_at(place=FAR), Rule.TOO_FAR, (5560, 5000), id="beyond the radius"),
        pytest.param(helper(home=None), help_at(), Rule.NO_HOME, (), id="nobody knows from where"),
        pytest.param(helper(papers=()), help_at(), Rule.NO_PAPER, ("vog", ""), id="no VOG"),
        pytest.param(
            helper(papers=(paper(CredentialKind.VOG, date(2026, 11, 29)),)),
            help_at(), Rule.NO_PAPER, ("vog", "2026-11-29"), id="a VOG until yesterday",
        ),
        pytest.param(tradesperson(papers=()), repair(), Rule.NO_PAPER, ("insurance", ""), id="not insured"),
        pytest.param(
            helper(absences=(Absence(MONDAY, MONDAY),)), help_at(), Rule.ABSENT, ("2026-11-30",), id="on holiday"
        ),
        pytest.param(helper(hours=every_day(10, 12)), help_at(), Rule.OUTSIDE_HOURS, (), id="before working hours"),
        pytest.param(helper(), help_at(windows=(window("09:30"),)), Rule.OUTSIDE_WINDOW, (), id="before the window"),
        pytest.param(
            helper(), help_at(windows=(window("08:00", "09:59"),)), Rule.OUTSIDE_WINDOW, (), id="ends after the window"
        ),
        pytest.param(
            helper(), help_at(pinned=Pin(at("11:00"), frozenset({1}))), Rule.PIN_MOVED, (-120,), id="promised"
        ),
    ],
)  # fmt: skip
def test_a_rule_of_one_person_and_one_visit(
    person: Person, task: Task, rule: Rule, figures: tuple[int | str, ...]
) -> None:
    assert broken(week([person], [task]), plan(goes(1, 1))) == [(rule, figures)]


def test_a_visit_before_now_cannot_be_planned_but_one_that_was_promised_stands() -> None:
    late = at("12:00")
    assert broken(week([helper()], [help_at()], at=late), plan(goes(1, 1))) == [(Rule.IN_THE_PAST, ())]
    promised = help_at(pinned=Pin(at("09:00"), frozenset({1})))
    assert broken(week([helper()], [promised], at=late), plan(goes(1, 1))) == []


def test_what_has_to_dry_is_waited_for_whatever_suits_the_resident() -> None:
    paint = repair(1, "SCH", ready=at("11:00"))
    problem = week([tradesperson(1, "SCH")], [paint])
    assert broken(problem, plan(goes(1, 1, "10:00"))) == [(Rule.NOT_READY, (minute(at("11:00")),))]
    assert broken(problem, plan(goes(1, 1, "11:00"))) == []
    agreed = week([tradesperson(1, "SCH")], [replace(paint, pinned=Pin(at("10:00"), frozenset({1})))])
    assert broken(agreed, plan(goes(1, 1, "10:00"))) == []


def test_nothing_is_wrong_any_more_with_what_is_over() -> None:
    """The paper ended since, the client wants somebody else since, and the visits were close together."""
    first = help_at(1, over=True, pinned=Pin(at("09:00"), frozenset({1})))
    second = help_at(2, over=True, pinned=Pin(at("10:00"), frozenset({1})), people=2)
    problem = week([helper(1, papers=(), no_go=frozenset({2}))], [first, second], at=at("12:00"))
    assert broken(problem, plan(goes(1, 1, "09:00"), goes(1, 2, "10:00"))) == []


def test_what_was_promised_is_neither_dropped_nor_given_to_another() -> None:
    task = help_at(pinned=Pin(at("09:00"), frozenset({1})))
    problem = week([helper(1), helper(2)], [task])
    assert broken(problem, plan()) == [(Rule.PIN_DROPPED, ())]
    assert broken(problem, plan(goes(2, 1))) == [(Rule.PIN_OTHER_PERSON, ())]


def test_a_task_or_person_from_elsewhere() -> None:
    assert broken(week([helper()], [help_at()]), plan(goes(9, 1))) == [(Rule.UNKNOWN, ())]


def test_the_way_between_two_visits_counts() -> None:
    problem = week([helper()], [help_at(1), help_at(2, place=HOME)])
    way = problem.travel.minutes(problem.people[0].mode, NEAR, HOME)
    assert broken(problem, plan(goes(1, 1, "09:00"), goes(1, 2, "10:00"))) == [(Rule.DOUBLE_BOOKED, (1, way))]
    assert broken(problem, plan(goes(1, 1, "09:00"), goes(1, 2, f"10:{way:02}"))) == []
    assert broken(problem, plan(goes(1, 1, "09:00"), goes(1, 2, "09:00"))) == [(Rule.DOUBLE_BOOKED, (1, 60 + way))]


def test_two_visits_at_one_door_need_no_way() -> None:
    problem = week([helper()], [help_at(1), help_at(2)])
    assert broken(problem, plan(goes(1, 1, "09:00"), goes(1, 2, "10:00"))) == []


def test_two_people_are_needed_and_start_together() -> None:
    problem = week([helper(1), helper(2), helper(3)], [help_at(people=2)])
    assert broken(problem, plan(goes(1, 1))) == [(Rule.NUMBER_OF_PEOPLE, (1, 2))]
    assert broken(problem, plan(goes(1, 1), goes(2, 1), goes(3, 1))) == [(Rule.NUMBER_OF_PEOPLE, (3, 2))]
    assert broken(problem, plan(goes(1, 1), goes(2, 1, "09:15"))) == [(Rule.NOT_TOGETHER, (1, 15))]
    assert broken(problem, plan(goes(1, 1), goes(2, 1))) == []


def plasterer_and_painter(**link: object) -> Problem:
    days = tuple(window(day=day) for day in range(5))
    return week(
        [tradesperson(1, "STU"), tradesperson(2, "SCH")],
        [repair(1, "STU", windows=days), repair(2, "SCH", windows=days)],
        links=(Link(1, 2, **{"least": timedelta(hours=48), **link}),),  # type: ignore[arg-type]
    )


def test_plaster_dries_before_the_painter_comes() -> None:
    problem = plasterer_and_painter(most=timedelta(hours=72))
    assert broken(problem, plan(goes(1, 1), goes(2, 2, "09:59", day=2))) == [(Rule.TOO_SOON_AFTER, (1, 2879, 2880))]
    assert broken(problem, plan(goes(1, 1), goes(2, 2, "10:00", day=2))) == []
    assert broken(problem, plan(goes(1, 1), goes(2, 2, "10:01", day=3))) == [(Rule.TOO_LONG_AFTER, (1, 4321, 4320))]
    assert broken(problem, plan(goes(2, 2, day=2))) == [(Rule.FIRST_IS_OUT, (1,))]


def test_two_trades_that_start_together() -> None:
    problem = plasterer_and_painter(kind=LinkKind.TOGETHER)
    assert broken(problem, plan(goes(1, 1), goes(2, 2, "09:30"))) == [(Rule.NOT_TOGETHER, (1, 30))]
    assert broken(problem, plan(goes(1, 1))) == [(Rule.FIRST_IS_OUT, (2,))]
    assert broken(problem, plan(goes(1, 1), goes(2, 2))) == []


def long_days(*lengths: int, begins: str = "07:00", **facts: object) -> tuple[Problem, Plan]:
    """An employee with one visit next door a day, or several when there are breaks between."""
    tasks = [
        help_at(number, place=HOME, minutes=minutes, windows=(window("05:00", "23:00", day=number),))
        for number, minutes in enumerate(lengths)
    ]
    return week([employee(**facts)], tasks, days=7), plan(*(goes(1, n, begins, day=n) for n in range(len(lengths))))


def test_more_than_five_and_a_half_hours_asks_for_half_an_hour_of_break() -> None:
    assert broken(*long_days(330)) == []
    assert broken(*long_days(331)) == [(Rule.BREAK_MISSING, (0, 30, 331))]


@pytest.mark.parametrize(
    ("minutes_each", "second_starts", "expected"),
    [
        pytest.param(200, "10:50", [], id="half an hour"),
        pytest.param(200, "10:49", [(Rule.BREAK_MISSING, (29, 30, 400))], id="a minute too few"),
        pytest.param(301, "12:46", [], id="three quarters for more than ten hours"),
        pytest.param(301, "12:45", [(Rule.BREAK_MISSING, (44, 45, 602))], id="less than three quarters"),
        pytest.param(361, "13:46", [(Rule.SHIFT_TOO_LONG, (722, 720))], id="more than twelve hours"),
    ],
)
def test_breaks_and_the_longest_shift(
    minutes_each: int, second_starts: str, expected: list[tuple[Rule, tuple[int, ...]]]
) -> None:
    tasks = [help_at(n, place=HOME, minutes=minutes_each, windows=(window("05:00", "23:00"),)) for n in (1, 2)]
    made = plan(goes(1, 1, "07:00"), goes(1, 2, second_starts))
    assert broken(week([employee()], tasks), made) == expected


def test_a_break_may_be_split_but_less_than_a_quarter_of_an_hour_is_none() -> None:
    tasks = [help_at(n, place=HOME, minutes=120, windows=(window("05:00", "23:00"),)) for n in (1, 2, 3)]
    problem = week([employee()], tasks)
    assert broken(problem, plan(goes(1, 1, "07:00"), goes(1, 2, "09:15"), goes(1, 3, "11:30"))) == []
    assert broken(problem, plan(goes(1, 1, "07:00"), goes(1, 2, "09:14"), goes(1, 3, "11:28"))) == [
        (Rule.BREAK_MISSING, (0, 30, 388))
    ]


def test_the_law_is_for_employees_only() -> None:
    problem, made = long_days(600)
    self_employed = week([helper(hours=every_day(5, 23))], list(problem.tasks), days=7)
    assert broken(self_employed, made) == []


def late_and_early(first: str, second: str) -> tuple[Problem, Plan]:
    """Late on Monday, and from these moments on Tuesday, late again; and on Wednesday."""
    clocks = [(0, "20:30"), (1, first), (1, "20:30"), (2, second)]
    tasks = [
        help_at(number, place=HOME, windows=(window("00:00", "23:00", day=day),))
        for number, (day, _) in enumerate(clocks)
    ]
    made = plan(*(goes(1, number, clock, day=day) for number, (day, clock) in enumerate(clocks)))
    return week([employee(hours=every_day(0, 23))], tasks), made


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("08:30", "08:30", [], id="eleven hours"),
        pytest.param("08:29", "08:30", [], id="less, once in seven days"),
        pytest.param("08:29", "08:29", [(Rule.REST_TOO_SHORT, (659, 660))], id="less, twice"),
        pytest.param("05:30", "08:30", [], id="eight hours, once"),
        pytest.param("05:29", "08:30", [(Rule.REST_TOO_SHORT, (479, 480))], id="less than eight"),
    ],
)
def test_eleven_hours_of_rest_between_two_days(
    first: str, second: str, expected: list[tuple[Rule, tuple[int, ...]]]
) -> None:
    assert broken(*late_and_early(first, second)) == expected


def ten_hour_days(days: int) -> tuple[Problem, Plan]:
    """Two visits of five hours and a half a day, with a long break."""
    tasks, made = [], []
    for day in range(days):
        for half, begins in ((0, "06:00"), (1, "12:30")):
            number = day * 2 + half
            tasks.append(help_at(number, place=HOME, minutes=330, windows=(window("05:00", "23:00", day=day),)))
            made.append(goes(1, number, begins, day=day))
    return week([employee()], tasks, days=7), plan(*made)


def test_sixty_hours_a_week() -> None:
    assert broken(*ten_hour_days(5)) == []  # 55 hours
    assert broken(*ten_hour_days(6)) == [(Rule.WEEK_TOO_LONG, (66 * 60, 60 * 60))]


def test_the_way_to_the_first_visit_is_work() -> None:
    """Who has no fixed place of work is at work from leaving home (Tyco)."""
    problem, made = long_days(330)
    elsewhere = week(list(problem.people), [help_at(0, place=NEAR, minutes=330)], days=7)
    way = problem.travel.minutes(problem.people[0].mode, HOME, NEAR)
    assert broken(elsewhere, plan(goes(1, 0))) == [(Rule.BREAK_MISSING, (0, 30, 330 + 2 * way))]
    assert made.assigned


SPRING, AUTUMN = date(2027, 3, 27), date(2026, 10, 24)  # Saturdays before the clock changes


@pytest.mark.parametrize(
    ("saturday", "rest"), [pytest.param(SPRING, 420, id="an hour less"), pytest.param(AUTUMN, 540, id="an hour more")]
)
def test_rest_over_the_change_of_the_clock_is_counted_in_real_hours(saturday: date, rest: int) -> None:
    tasks = [
        help_at(1, place=HOME, windows=(window("20:00", "23:00", first=saturday),)),
        help_at(2, place=HOME, windows=(window("05:00", "12:00", day=1, first=saturday),)),
    ]
    problem = week([employee()], tasks, first_day=saturday, days=2, at=at("12:00", -1, saturday))
    made = plan(goes(1, 1, "21:00", first=saturday), goes(1, 2, "06:00", day=1, first=saturday))
    assert broken(problem, made) == ([(Rule.REST_TOO_SHORT, (rest, 480))] if rest < 480 else [])


def test_drying_over_the_change_of_the_clock_is_counted_in_real_hours() -> None:
    days = tuple(window(day=day, first=SPRING) for day in range(4))
    problem = week(
        [tradesperson(1, "STU"), tradesperson(2, "SCH")],
        [repair(1, "STU", windows=days), repair(2, "SCH", windows=days)],
        first_day=SPRING, days=4, at=at("12:00", -1, SPRING), links=(Link(1, 2, least=timedelta(hours=48)),),
    )  # fmt: skip
    first = goes(1, 1, first=SPRING)
    assert broken(problem, plan(first, goes(2, 2, "10:00", day=2, first=SPRING))) == [
        (Rule.TOO_SOON_AFTER, (1, 47 * 60, 48 * 60))
    ]
    assert broken(problem, plan(first, goes(2, 2, "11:00", day=2, first=SPRING))) == []


def test_hours_on_the_day_of_the_change_follow_the_clock() -> None:
    sunday = date(2027, 3, 28)
    task = help_at(1, windows=(window("00:00", "23:00", first=sunday),))
    problem = week([helper(hours=every_day(8, 17))], [task], first_day=sunday, days=1, at=at("12:00", -2, sunday))
    assert broken(problem, Plan((Assigned(at("08:00", first=sunday), 1, 1),))) == []
    assert broken(problem, Plan((Assigned(at("16:01", first=sunday), 1, 1),))) == [(Rule.OUTSIDE_HOURS, ())]
