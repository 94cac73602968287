"""Changes to a problem after which it is planned again, moving as little as can be."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.check import at_moment, lasting, on_day
from werkplaats.planning.rules.roster.model import Contract, Pin, Problem, Task, Window
from werkplaats.planning.rules.roster.moments import minute

PROMISED: Final = timedelta(hours=24)


class Moving(StrEnum):
    """What may move of what was agreed. What cannot stand any more (somebody is ill) always may."""

    NOTHING = "nothing"  # only what has no time yet is planned
    EMPLOYEES = "employees"  # also the visits of employees, unless they were promised within 24 hours
    EVERYTHING = "everything"  # also what self-employed people accepted, and what was promised within 24 hours


def loosened(problem: Problem, agreed: Collection[int], moving: Moving) -> Problem:
    """The problem in which what was agreed (tasks by id, pinned now) is free to move, as far as it may.

    What moves may also stay where it is: its own time is one of its windows from now on. A visit of which somebody
    cannot come any more keeps its moment within 24 hours, whoever comes then; later it is planned anew.
    """

    def one(task: Task) -> Task:
        pin = task.pinned
        if pin is None or task.id not in agreed or minute(pin.starts) <= minute(problem.at):
            return task
        near = minute(pin.starts) < minute(problem.at + PROMISED)
        lost = frozenset(person for person in pin.people if not _stands(problem, task, person))
        if lost:
            kept = pin.people - lost
            return replace(task, pinned=Pin(pin.starts, kept)) if near and moving != Moving.EVERYTHING else _free(task)
        may = moving == Moving.EVERYTHING or (moving == Moving.EMPLOYEES and not near and _employed(problem, pin))
        free = _free(task)
        return free if may and _may_stay(problem, free, pin) else task

    return replace(problem, tasks=tuple(one(task) for task in problem.tasks))


def _stands(problem: Problem, task: Task, number: int) -> bool:
    person = problem.person.get(number)
    if person is None or task.pinned is None:
        return False
    broken = [*lasting(task, person), *on_day(person, local_day(task.pinned.starts), task.id)]
    return not broken


def _employed(problem: Problem, pin: Pin) -> bool:
    return all(problem.person[person].contract is Contract.EMPLOYEE for person in pin.people)


def _free(task: Task) -> Task:
    assert task.pinned is not None
    own = Window(task.pinned.starts, task.pinned.starts + timedelta(minutes=task.minutes))
    return replace(task, pinned=None, windows=(*task.windows, own))


def _may_stay(problem: Problem, task: Task, pin: Pin) -> bool:
    """Somebody may have said yes to a moment outside the own hours: that can only stay as it is."""
    people = (problem.person[person] for person in pin.people)
    return not any(broken for person in people for broken in at_moment(problem, task, person, pin.starts))


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
        if task.over or pin is None or person not in pin.people or not first_day <= local_day(pin.starts) <= last_day:
            return task
        return replace(task, pinned=replace(pin, people=pin.people - {person}))

    pinned = promised(problem)
    return replace(pinned, people=people, tasks=tuple(freed(task) for task in pinned.tasks))
