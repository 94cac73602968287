"""Starts on whole five minutes. The search counts every minute, and nobody writes 9:36 in a diary."""

from collections.abc import Sequence
from itertools import groupby

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.check import at_moment, of_person
from werkplaats.planning.rules.roster.cost import of_task, total
from werkplaats.planning.rules.roster.model import Assigned, Person, Plan, Problem
from werkplaats.planning.rules.roster.moments import minute, moment
from werkplaats.planning.rules.roster.ways import way_to

STEP = 5


def up(minutes: int) -> int:
    return -(-minutes // STEP) * STEP


def down(minutes: int) -> int:
    return minutes // STEP * STEP


def on_whole_times(problem: Problem, plan: Plan) -> Plan:
    """The same people, days and order, a little later where that breaks no rule and costs nothing.

    A day of somebody for which that cannot be stays as it is.
    """
    days = [
        _later(problem, problem.person[number], list(ones), plan.by_person[number])
        for number, assigned in plan.by_person.items()
        for _, ones in groupby(assigned, key=lambda one: local_day(one.starts))
    ]
    return Plan(tuple(sorted(one for day in days for one in day)), plan.iterations)


def _later(problem: Problem, person: Person, day: Sequence[Assigned], week: Sequence[Assigned]) -> Sequence[Assigned]:
    put: list[Assigned] = []
    for one in day:
        task, starts, soonest = problem.task[one.task], minute(one.starts), 0
        if put:
            before = problem.task[put[-1].task]
            soonest = minute(put[-1].starts) + before.minutes + way_to(problem, person.mode, before.place, task)
        if _stays(problem, one) and starts >= soonest:
            put.append(one)
        else:
            put.append(Assigned(moment(up(max(starts, soonest))), one.task, one.person))
    moved = [(one, other) for one, other in zip(day, put, strict=True) if one.starts != other.starts]
    if not moved or any(not _may_move(problem, person, one, other) for one, other in moved):
        return day
    rest = [one for one in week if one not in day]
    return day if next(of_person(problem, person, sorted([*rest, *put])), None) else put


def _stays(problem: Problem, one: Assigned) -> bool:
    """Where it was already, for two people, or others wait for it."""
    task = problem.task[one.task]
    was = problem.present_of.get(one.task, ())
    there = any(other.starts == one.starts for other in was)
    return there or task.pinned is not None or task.people > 1 or one.task in problem.links_of


def _may_move(problem: Problem, person: Person, one: Assigned, other: Assigned) -> bool:
    task = problem.task[one.task]
    dearer = total(of_task(problem, task, [other])) > total(of_task(problem, task, [one])) + 1e-9
    broken = next(at_moment(problem, task, person, other.starts), None)
    return not (_stays(problem, one) or dearer or broken)
