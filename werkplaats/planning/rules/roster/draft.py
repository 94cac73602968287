"""A draft beside the roster as it stands: what of it still holds, what changes, and for whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from werkplaats.planning.rules.roster.check import Broken, check
from werkplaats.planning.rules.roster.model import Assigned, LinkKind, Plan, Problem, Task

T = TypeVar("T")


class ChangeKind(StrEnum):
    NEW = "new"  # it had no time yet
    LATER = "later"  # another moment, the same people
    OTHERS = "others"  # other people, the same moment
    BOTH = "both"  # other people at another moment
    OUT = "out"  # it had a time, and has none any more


@dataclass(frozen=True)
class VisitChange:
    """What a draft changes of one visit. `before` or `after` is empty when it was, or will be, without a time."""

    task: int
    before: tuple[Assigned, ...]
    after: tuple[Assigned, ...]

    @property
    def kind(self) -> ChangeKind:
        if not self.before:
            return ChangeKind.NEW
        if not self.after:
            return ChangeKind.OUT
        if self.before[0].starts == self.after[0].starts:
            return ChangeKind.OTHERS
        return ChangeKind.LATER if self.stay == _people(self.after) == _people(self.before) else ChangeKind.BOTH

    @property
    def come(self) -> frozenset[int]:
        """Who did not come before."""
        return _people(self.after) - _people(self.before)

    @property
    def go(self) -> frozenset[int]:
        """Who does not come any more."""
        return _people(self.before) - _people(self.after)

    @property
    def stay(self) -> frozenset[int]:
        return _people(self.before) & _people(self.after)


def _people(assigned: Iterable[Assigned]) -> frozenset[int]:
    return frozenset(one.person for one in assigned)


def is_free(task: Task) -> bool:
    """A draft may say who comes; when the moment was promised, not when."""
    return task.pinned is None or (len(task.pinned.people) < task.people and not task.over)


def standing(problem: Problem, drafted: Plan) -> Plan:
    """The draft as far as it still holds: what was promised meanwhile wins, what is gone is left out.

    `drafted` may be of an earlier moment, when the problem was another.
    """
    kept: list[Assigned] = []
    for task in problem.tasks:
        ones = drafted.by_task.get(task.id, ())
        if not is_free(task):
            ones = problem.present_of.get(task.id, ())
        elif task.pinned is not None and any(one.starts != task.pinned.starts for one in ones):
            ones = ()
        if all(one.person in problem.person for one in ones):
            kept += ones
    return Plan(tuple(sorted(kept)), drafted.iterations)


def changes(problem: Problem, plan: Plan) -> list[VisitChange]:
    """What the plan changes of the present roster, in order of the (new) time."""
    found = []
    for task in problem.tasks:
        before, after = problem.present_of.get(task.id, ()), plan.by_task.get(task.id, ())
        if _spots(before) != _spots(after):
            found.append(VisitChange(task.id, before, after))
    return sorted(found, key=lambda change: ((change.after or change.before)[0].starts, change.task))


def _spots(assigned: Iterable[Assigned]) -> frozenset[tuple[datetime, int]]:
    return frozenset((one.starts, one.person) for one in assigned)


def new_trouble(problem: Problem, broken: Sequence[Broken]) -> list[Broken]:
    """Of the hard rules that a draft breaks those that the present roster does not: with any of these it is not
    published.

    What is wrong already (two visits agreed by phone, closer together than the way is long) stops nothing.
    """
    return not_in(check(problem, Plan(problem.present)), broken) if broken else []


def not_in(before: Sequence[Broken], after: Sequence[Broken]) -> list[Broken]:
    """What is broken after and was not before; figures may differ."""
    there = {(one.rule, one.task, one.person) for one in before}
    return [one for one in after if (one.rule, one.task, one.person) not in there]


def waiting_for(problem: Problem, first: Mapping[int, T]) -> dict[int, T]:
    """These tasks with what belongs to each, and all that begin after or together with one of them, with the same."""
    found = {task: what for task, what in first.items() if task in problem.task}
    new = list(found)
    while new:
        task = new.pop()
        for link in problem.links_of.get(task, ()):
            other = link.first if link.second == task else link.second
            if other not in found and (link.first == task or link.kind is LinkKind.TOGETHER):
                found[other] = found[task]
                new.append(other)
    return found


def without(problem: Problem, tasks: Collection[int]) -> Problem:
    """As if these tasks were not there."""
    if not tasks:
        return problem
    return replace(
        problem,
        tasks=tuple(task for task in problem.tasks if task.id not in tasks),
        links=tuple(link for link in problem.links if link.first not in tasks and link.second not in tasks),
        present=tuple(one for one in problem.present if one.task not in tasks),
    )


def minutes_by_person(problem: Problem, plan: Plan) -> Mapping[int, int]:
    """Minutes of work of each person; somebody with nothing is in it with 0."""
    return {
        person.id: sum(problem.task[one.task].minutes for one in plan.by_person.get(person.id, ()))
        for person in problem.people
    }
