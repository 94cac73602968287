"""When something new can begin, by the windows of the task and the hours, papers and absences of a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.check import Broken, Rule, on_day
from werkplaats.planning.rules.roster.model import Person, Problem, Task
from werkplaats.planning.rules.roster.moments import Stretch, day_start, minute, moment, stretches
from werkplaats.planning.rules.roster.ways import starts_while_open


def bounds(problem: Problem) -> Stretch:
    """The minutes between which something new can be planned."""
    end = day_start(problem.first_day + timedelta(days=max(problem.days, 0)))
    return max(minute(problem.at), day_start(problem.first_day)), end


def parts(problem: Problem, task: Task) -> Iterator[tuple[date, int, int]]:
    """What is left of each window, day by day."""
    opens, ends = bounds(problem)
    opens = opens if task.ready is None else max(opens, minute(task.ready))
    for window in task.windows:
        first, last = max(minute(window.starts), opens), min(minute(window.ends), ends)
        day = local_day(moment(first))
        while day_start(day) < last:
            yield day, first, last
            day += timedelta(days=1)


def possible_starts(problem: Problem, task: Task, person: Person) -> Iterator[Stretch]:
    """First and last start, other visits left aside."""
    for day, first, last in parts(problem, task):
        if next(on_day(person, day, task.id), None) is not None:
            continue
        open_for = starts_while_open(problem, person.mode, task, day)
        for begin, end in stretches(person.hours, day):
            for soonest, latest in open_for:
                low, high = max(first, begin, soonest), min(min(last, end) - task.minutes, latest)
                if low <= high:
                    yield low, high


def why_no_start(problem: Problem, task: Task, person: Person) -> Broken | None:
    """The rule that leaves the person no start at all; None when there is one."""
    if next(possible_starts(problem, task, person), None) is not None:
        return None
    for day, _, _ in parts(problem, task):
        broken = next(on_day(person, day, task.id), None)
        if broken is not None:
            return broken
    if next(possible_starts(problem, replace(task, pick_up=None), person), None) is not None:
        return Broken(Rule.SUPPLIER_CLOSED, task.id, person.id)
    return Broken(Rule.OUTSIDE_HOURS, task.id, person.id)
