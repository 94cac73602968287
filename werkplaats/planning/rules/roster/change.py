"""Changes to a problem after which it is planned again, moving as little as can be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.model import Pin, Problem, Task
from werkplaats.planning.rules.roster.moments import minute

PROMISED: Final = timedelta(hours=24)


def promised(problem: Problem) -> Problem:
    """What the present roster has within 24 hours stays as it is: the moment, and who comes."""
    near = {
        task: assigned
        for task, assigned in problem.present_of.items()
        if minute(assigned[0].starts) < minute(problem.at + PROMISED)
    }

    def pinned(task: Task) -> Task:
        assigned = near.get(task.id)
        if assigned is None or task.pinned is not None:
            return task
        return replace(task, pinned=Pin(assigned[0].starts, frozenset(one.person for one in assigned)))

    return replace(problem, tasks=tuple(pinned(task) for task in problem.tasks))


def fallen_ill(problem: Problem, person: int, first_day: date, last_day: date) -> Problem:
    """The person is away on these days. What was promised keeps its moment, but somebody else may come."""
    away = Absence(first_day, last_day)
    people = tuple(replace(one, absences=(*one.absences, away)) if one.id == person else one for one in problem.people)

    def freed(task: Task) -> Task:
        pin = task.pinned
        if pin is None or person not in pin.people or not first_day <= local_day(pin.starts) <= last_day:
            return task
        return replace(task, pinned=replace(pin, people=pin.people - {person}))

    pinned = promised(problem)
    return replace(pinned, people=people, tasks=tuple(freed(task) for task in pinned.tasks))
