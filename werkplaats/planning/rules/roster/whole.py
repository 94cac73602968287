"""Starts as people name them: nobody writes 9:36 in a diary, and who is used to eleven is not helped at ten.

The search puts what stands alone as soon as can be, to the minute; linked visits it puts on whole five minutes itself.
"""

from collections.abc import Sequence
from itertools import groupby

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.check import at_moment, of_person
from werkplaats.planning.rules.roster.model import Assigned, Person, Plan, Problem, Task
from werkplaats.planning.rules.roster.moments import STEP, down, minute, moment, up
from werkplaats.planning.rules.roster.room import possible_starts
from werkplaats.planning.rules.roster.ways import way_to


def on_whole_times(problem: Problem, plan: Plan) -> Plan:
    """The same people, days and order, a little later where that breaks no rule and costs nothing: a client at the
    usual time, the others on whole five minutes.

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
    for one, late in zip(day, _lates(problem, person, day), strict=True):
        task, low = problem.task[one.task], minute(one.starts)
        if put:
            before = problem.task[put[-1].task]
            way = way_to(problem, person.mode, before.place, task)
            low = max(low, minute(put[-1].starts) + before.minutes + way)
        wish = up(low) if task.usual is None else max(up(low), minute(task.usual))
        starts = min(wish, late)
        if starts % STEP:
            starts = max(low, down(starts))
        put.append(one if starts == minute(one.starts) else Assigned(moment(starts), one.task, one.person))
    rest = [one for one in week if one not in day]
    wrong = [broken for one in put for broken in at_moment(problem, problem.task[one.task], person, one.starts)]
    wrong += of_person(problem, person, sorted([*rest, *put]))
    return day if wrong else put


def _lates(problem: Problem, person: Person, day: Sequence[Assigned]) -> list[int]:
    """Of each visit of the day the last start at which nothing costs more and what follows can still be in time."""
    lates: list[int] = []
    following: Task | None = None
    for one in reversed(day):
        task, starts = problem.task[one.task], minute(one.starts)
        late = starts
        if not _stays(problem, one):
            slots = possible_starts(problem, task, person)
            late = max((last for first, last in slots if first <= starts <= last), default=starts)
            late = late if task.latest is None else min(late, max(up(starts), minute(task.latest)))
        if following is not None:
            late = min(late, lates[-1] - way_to(problem, person.mode, task.place, following) - task.minutes)
        lates.append(max(late, starts))
        following = task
    return lates[::-1]


def _stays(problem: Problem, one: Assigned) -> bool:
    """It has a time on this day in the present roster, is for two people, or others wait for it."""
    task = problem.task[one.task]
    was = problem.present_of.get(one.task, ())
    today = any(local_day(other.starts) == local_day(one.starts) for other in was)
    return today or task.pinned is not None or task.people > 1 or one.task in problem.links_of
