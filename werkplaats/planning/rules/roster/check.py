"""The hard rules, one by one, on a plan from wherever: it knows nothing of the search.

Each rule that is broken is named with its figures; the pages put it in words. The functions for one person, one moment
or one day are there to ask about a visit that is not planned (see `explain`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from werkplaats.ground.formats import local_day
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.planning.rules.rank import Bar, distance, kept_apart, knows_trade
from werkplaats.planning.rules.roster.model import Assigned, Contract, Link, LinkKind, Person, Plan, Problem, Task
from werkplaats.planning.rules.roster.moments import SUNDAY, act_week, minute, stretches
from werkplaats.planning.rules.roster.ways import fetched_at, starts_while_open, way_to, ways_of_day
from werkplaats.planning.rules.roster.worktime import (
    LONGEST_SHIFT,
    MOST_SUNDAYS,
    Shift,
    long_weeks,
    looked_back,
    shift_of,
    short_rests,
    without_rest,
)


class Rule(StrEnum):
    """A hard rule, with the figures that go with it when it is broken."""

    UNKNOWN = "unknown"  # the task or the person is not in the problem
    NO_HOME = "no_home"
    KIND = "kind"  # helper or tradesperson wanted
    TRADE = "trade"  # trade wanted
    NO_GO = Bar.NO_GO.value
    ALLERGY = Bar.ALLERGY.value  # pets
    LANGUAGE = Bar.LANGUAGE.value  # languages wanted
    TOO_FAR = "too_far"  # metres, radius
    NO_PAPER = "no_paper"  # which, last day it was valid
    ABSENT = "absent"  # last day
    OUTSIDE_HOURS = "outside_hours"
    IN_THE_PAST = "in_the_past"
    OUTSIDE_WINDOW = "outside_window"
    NOT_READY = "not_ready"  # when it will be (minutes since 1970)
    SUPPLIER_CLOSED = "supplier_closed"  # from when until when material would be fetched (minutes since 1970)
    DOUBLE_BOOKED = "double_booked"  # the other task, minutes that lack
    SHIFT_TOO_LONG = "shift_too_long"  # minutes of work, most (ATW 5:7)
    WEEK_TOO_LONG = "week_too_long"  # minutes of work, most (ATW 5:7)
    AVERAGE_TOO_LONG = "average_too_long"  # weeks, minutes of work in them, most (ATW 5:7)
    REST_TOO_SHORT = "rest_too_short"  # minutes of rest, least (ATW 5:3)
    NO_WEEKLY_REST = "no_weekly_rest"  # working days without 36 hours of rest between (ATW 5:5)
    TOO_MANY_SUNDAYS = "too_many_sundays"  # with work in a year, most (ATW 5:6)
    BREAK_MISSING = "break_missing"  # minutes of break, least, minutes of work (ATW 5:4)
    NUMBER_OF_PEOPLE = "number_of_people"  # have, need
    NOT_TOGETHER = "not_together"  # the other task, minutes between the starts
    FIRST_IS_OUT = "first_is_out"  # the task that comes first is not planned
    TOO_SOON_AFTER = "too_soon_after"  # the first task, minutes between, least
    TOO_LONG_AFTER = "too_long_after"  # the first task, minutes between, most
    PIN_MOVED = "pin_moved"  # minutes moved
    PIN_OTHER_PERSON = "pin_other_person"
    PIN_DROPPED = "pin_dropped"


Figure = int | str


@dataclass(frozen=True)
class Broken:
    """A hard rule that does not hold, for which task and person, with its figures."""

    rule: Rule
    task: int | None = None
    person: int | None = None
    figures: tuple[Figure, ...] = ()


def check(problem: Problem, plan: Plan) -> list[Broken]:
    """Everything that is wrong with the plan; empty when every hard rule holds."""
    broken = [
        Broken(Rule.UNKNOWN, one.task, one.person)
        for one in plan.assigned
        if one.task not in problem.task or one.person not in problem.person
    ]
    if broken:
        return broken
    for one in plan.assigned:
        broken += of_assigned(problem, one)
    for person_id, assigned in plan.by_person.items():
        broken += of_person(problem, problem.person[person_id], assigned)
    for task in problem.tasks:
        broken += of_task(problem, plan, task)
    for link in problem.links:
        broken += of_link(problem, plan, link)
    return broken


def check_around(problem: Problem, plan: Plan, task: int, people: Iterable[int]) -> list[Broken]:
    """Of `check` all that can differ when only this task moves, and only to or from these people."""
    broken = [one for assigned in plan.by_task.get(task, ()) for one in of_assigned(problem, assigned)]
    for number in people:
        if number in plan.by_person:
            broken += of_person(problem, problem.person[number], plan.by_person[number])
    broken += of_task(problem, plan, problem.task[task])
    for link in problem.links_of.get(task, ()):
        broken += of_link(problem, plan, link)
    return broken


def of_assigned(problem: Problem, one: Assigned) -> Iterator[Broken]:
    """The rules for this person at this task at this moment, whatever else is planned."""
    task, person = problem.task[one.task], problem.person[one.person]
    if task.over:
        return
    yield from lasting(task, person)
    yield from at_moment(problem, task, person, one.starts)


def lasting(task: Task, person: Person) -> Iterator[Broken]:
    """The rules that hang on who and where, and not on when."""
    household = task.trade == HOUSEHOLD_TRADE
    kind = WorkerKind.HELPER if household else WorkerKind.TRADESPERSON
    here = (task.id, person.id)
    if person.kind is not kind:
        yield Broken(Rule.KIND, *here, (kind.value,))
    elif not household and not knows_trade(person.trades, task.trade):
        yield Broken(Rule.TRADE, *here, (task.trade,))
    required = task.languages if task.language_required else frozenset()
    for bar, *figures in kept_apart(task.place.id, task.pets, required, person):
        yield Broken(Rule(str(bar)), *here, tuple(figures))
    if person.home is None:
        yield Broken(Rule.NO_HOME, *here)
    else:
        metres = distance(person.home.latitude, person.home.longitude, task.place.latitude, task.place.longitude)
        if metres > person.radius:
            yield Broken(Rule.TOO_FAR, *here, (metres, person.radius))


def on_day(person: Person, day: date, task: int | None = None) -> Iterator[Broken]:
    """Papers and absences of the day."""
    kind = CredentialKind.VOG if person.kind is WorkerKind.HELPER else CredentialKind.INSURANCE
    held = [paper for paper in person.papers if paper.kind is kind]
    if not any(paper.issued_on <= day <= paper.valid_until for paper in held):
        last = max((paper.valid_until for paper in held), default=None)
        yield Broken(Rule.NO_PAPER, task, person.id, (kind.value, last.isoformat() if last else ""))
    for away in person.absences:
        if away.first_day <= day <= away.last_day:
            yield Broken(Rule.ABSENT, task, person.id, (away.last_day.isoformat(),))
            break


def at_moment(problem: Problem, task: Task, person: Person, starts: datetime) -> Iterator[Broken]:
    """The rules of the day and the hour, other visits left aside.

    What was promised stands, even outside the window or the usual hours: people agreed to it.
    """
    day, begin = local_day(starts), minute(starts)
    yield from on_day(person, day, task.id)
    promised = task.pinned is not None and minute(task.pinned.starts) == begin
    agreed = promised and task.pinned is not None and person.id in task.pinned.people
    end = begin + task.minutes
    if not agreed and not any(first <= begin and end <= last for first, last in stretches(person.hours, day)):
        yield Broken(Rule.OUTSIDE_HOURS, task.id, person.id)
    if promised:
        return
    if begin < minute(problem.at):
        yield Broken(Rule.IN_THE_PAST, task.id, person.id)
    if task.ready is not None and begin < (ready := minute(task.ready)):
        yield Broken(Rule.NOT_READY, task.id, person.id, (ready,))
    if not any(minute(window.starts) <= begin and end <= minute(window.ends) for window in task.windows):
        yield Broken(Rule.OUTSIDE_WINDOW, task.id, person.id)
    fetched = fetched_at(problem, person.mode, task, begin)
    if fetched is not None:
        open_for = starts_while_open(problem, person.mode, task, day)
        if not any(first <= begin <= last for first, last in open_for):
            yield Broken(Rule.SUPPLIER_CLOSED, task.id, person.id, fetched)


def of_person(problem: Problem, person: Person, assigned: Sequence[Assigned]) -> Iterator[Broken]:
    """Never in two places, the way included; and the Working Hours Act for employees. `assigned` in order of time."""
    for one, other in pairwise(assigned):
        first, second = problem.task[one.task], problem.task[other.task]
        way = way_to(problem, person.mode, first.place, second)
        lacking = minute(one.starts) + first.minutes + way - minute(other.starts)
        if lacking > 0 and not second.over:
            yield Broken(Rule.DOUBLE_BOOKED, other.task, person.id, (one.task, lacking))
    if person.contract is Contract.EMPLOYEE and person.home is not None:
        yield from _work_time(problem, person, shifts(problem, person, assigned))


def shifts(problem: Problem, person: Person, assigned: Sequence[Assigned]) -> dict[date, Shift]:
    """The work of each day on which there is any. The person has a home."""
    days: dict[date, list[Assigned]] = {}
    for one in assigned:
        days.setdefault(local_day(one.starts), []).append(one)
    found = {}
    for day, ones in days.items():
        tasks = [problem.task[one.task] for one in ones]
        ways = ways_of_day(problem, person, tasks)
        begins = [minute(one.starts) for one in ones]
        found[day] = shift_of([(begin, begin + task.minutes) for begin, task in zip(begins, tasks, strict=True)], ways)
    return found


def _work_time(problem: Problem, person: Person, days: Mapping[date, Shift]) -> Iterator[Broken]:
    """The Working Hours Act. `days` in order of time."""
    for shift in days.values():
        if shift.work > LONGEST_SHIFT:
            yield Broken(Rule.SHIFT_TOO_LONG, None, person.id, (shift.work, LONGEST_SHIFT))
        if shift.breaks < shift.break_needed:
            yield Broken(Rule.BREAK_MISSING, None, person.id, (shift.breaks, shift.break_needed, shift.work))
    first = act_week(problem.first_day)
    planned = [0] * max(1, *(act_week(day) - first + 1 for day in days))
    for day, shift in days.items():
        planned[max(0, act_week(day) - first)] += shift.work
    for weeks, minutes, most in long_weeks(planned, person.worked):
        figures = (minutes, most) if weeks == 1 else (weeks, minutes, most)
        yield Broken(Rule.WEEK_TOO_LONG if weeks == 1 else Rule.AVERAGE_TOO_LONG, None, person.id, figures)
    shifts = [*looked_back(person.worked), *((shift.leaves, shift.back) for shift in days.values())]
    for rest, least in short_rests(shifts, len(days)):
        yield Broken(Rule.REST_TOO_SHORT, None, person.id, (rest, least))
    for run in without_rest(shifts):
        yield Broken(Rule.NO_WEEKLY_REST, None, person.id, (run,))
    sundays = person.worked.sundays + sum(day.weekday() == SUNDAY for day in days)
    if sundays > MOST_SUNDAYS and any(day.weekday() == SUNDAY for day in days):
        yield Broken(Rule.TOO_MANY_SUNDAYS, None, person.id, (sundays, MOST_SUNDAYS))


def of_task(problem: Problem, plan: Plan, task: Task) -> Iterator[Broken]:
    """Enough different people, who start together; and what was promised stands."""
    if task.over:
        return
    assigned = plan.by_task.get(task.id, ())
    people = {one.person for one in assigned}
    if assigned and (len(people) != task.people or len(assigned) != task.people):
        yield Broken(Rule.NUMBER_OF_PEOPLE, task.id, None, (len(people), task.people))
    if assigned:
        apart = minute(max(one.starts for one in assigned)) - minute(min(one.starts for one in assigned))
        if apart:
            yield Broken(Rule.NOT_TOGETHER, task.id, None, (task.id, apart))
    pin = task.pinned
    if pin is None:
        return
    if not assigned:
        if pin.people:  # when nobody was left to come it is work that stays out, dearly paid
            yield Broken(Rule.PIN_DROPPED, task.id)
        return
    moved = minute(assigned[0].starts) - minute(pin.starts)
    if moved:
        yield Broken(Rule.PIN_MOVED, task.id, None, (moved,))
    if not pin.people <= people:
        yield Broken(Rule.PIN_OTHER_PERSON, task.id, min(pin.people - people))


def of_link(problem: Problem, plan: Plan, link: Link) -> Iterator[Broken]:
    """The order of two tasks, the drying between them, or their starting together."""
    first, second = plan.by_task.get(link.first, ()), plan.by_task.get(link.second, ())
    if link.kind is LinkKind.TOGETHER:
        if bool(first) != bool(second):
            yield Broken(
                Rule.FIRST_IS_OUT,
                *((link.second, None, (link.first,)) if second else (link.first, None, (link.second,))),
            )
        elif first:
            apart = minute(second[0].starts) - minute(first[0].starts)
            shared = {one.person for one in first} & {one.person for one in second}
            if apart or shared:
                yield Broken(Rule.NOT_TOGETHER, link.second, None, (link.first, apart))
        return
    if not second:
        return
    if not first:
        yield Broken(Rule.FIRST_IS_OUT, link.second, None, (link.first,))
        return
    between = minute(second[0].starts) - minute(first[-1].starts) - problem.task[link.first].minutes
    least = int(link.least.total_seconds() // 60)
    if between < least:
        yield Broken(Rule.TOO_SOON_AFTER, link.second, None, (link.first, between, least))
    if link.most is not None and between > (most := int(link.most.total_seconds() // 60)):
        yield Broken(Rule.TOO_LONG_AFTER, link.second, None, (link.first, between, most))
