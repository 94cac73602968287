"""Where each task could go: windows, hours, papers and promises as stretches of possible starts, for the search."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import numpy as np

from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.members.rules import WorkerKind
from werkplaats.planning.rules.roster.check import lasting, on_day
from werkplaats.planning.rules.roster.model import Contract, Link, Person, Problem, Task
from werkplaats.planning.rules.roster.moments import SUNDAY, Stretch, day_start, minute, stretches
from werkplaats.planning.rules.roster.room import bounds
from werkplaats.planning.rules.roster.state import NEVER
from werkplaats.planning.rules.roster.ways import starts_while_open
from werkplaats.planning.rules.roster.worktime import MOST_SUNDAYS


def minutes_of(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


class Slots:
    """For each unit and route the stretches in which the unit may start there."""

    def __init__(self, problem: Problem, people: Sequence[Person], begin: int, days: int) -> None:
        self.problem, self.people, self.begin, self.days = problem, people, begin, days
        self.found: list[Stretch] = []
        dates = [problem.first_day + timedelta(days=number) for number in range(days)]
        self.dates = dates
        self.edges = [day_start(day) - begin for day in [*dates, problem.first_day + timedelta(days=days)]]
        self.hours = {
            person.id: [
                None
                if next(on_day(person, day), None) or day in self._sundays_off(person)
                else [(first - begin, last - begin) for first, last in stretches(person.hours, day)]
                for day in dates
            ]
            for person in people
        }

    def _sundays_off(self, person: Person) -> list[date]:
        """The Sundays on which an employee can work no more this year."""
        sundays = [day for day in self.dates if day.weekday() == SUNDAY]
        left = max(0, MOST_SUNDAYS - person.worked.sundays)
        return sundays[left:] if person.contract is Contract.EMPLOYEE else []

    def fill(self, units: Sequence[Task], links: Iterable[Link]) -> None:
        shape = (len(units), max(1, len(self.people) * self.days))
        self.at, self.count = np.zeros(shape, np.int64), np.zeros(shape, np.uint8)
        limits = self._limits(links)
        for number, task in enumerate(units):
            seat = sum(1 for other in units[max(0, number - 1) : number] if other is task)
            windows = self._windows(task, limits)
            for index, person in enumerate(self.people):
                if (person.kind is WorkerKind.HELPER) != (task.trade == HOUSEHOLD_TRADE):
                    continue
                fine = task.over or next(lasting(task, person), None) is None
                if windows and fine and self._has_seat(task, person, seat):
                    self._of_person(number, index, task, person, windows)

    def _limits(self, links: Iterable[Link]) -> dict[int, Stretch]:
        """Starts that leave what was promised after them in its place."""
        limits: dict[int, Stretch] = {}
        for link in links:
            then, first = self.problem.task[link.second], self.problem.task[link.first]
            if then.pinned is not None:
                ends = minute(then.pinned.starts) - self.begin - minutes_of(link.least)
                opens = -NEVER if link.most is None else minute(then.pinned.starts) - self.begin - minutes_of(link.most)
                limits[first.id] = (opens - first.minutes, ends - first.minutes)
        return limits

    def _windows(self, task: Task, limits: Mapping[int, Stretch]) -> list[Stretch]:
        """First and last start, minutes from the beginning; those that touch joined."""
        if task.pinned is not None:
            starts = minute(task.pinned.starts) - self.begin
            return [(starts, starts)]
        opens, ends = bounds(self.problem)
        opens = opens if task.ready is None else max(opens, minute(task.ready))
        low, high = limits.get(task.id, (-NEVER, NEVER))
        joined: list[Stretch] = []
        for window in sorted(task.windows, key=lambda one: one.starts.timestamp()):
            first = max(minute(window.starts), opens) - self.begin
            last = min(minute(window.ends), ends) - self.begin - task.minutes
            first, last = max(first, low), min(last, high)
            if first > last:
                continue
            if joined and first <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined

    @staticmethod
    def _has_seat(task: Task, person: Person, seat: int) -> bool:
        """To whom it was promised goes there; the first promised person takes the first seat."""
        if task.pinned is None or not task.pinned.people:
            return True
        promised = sorted(task.pinned.people)
        return promised[seat] == person.id if seat < len(promised) else True

    def _of_person(self, number: int, index: int, task: Task, person: Person, windows: Sequence[Stretch]) -> None:
        agreed = task.pinned is not None and person.id in task.pinned.people
        for day, hours in enumerate(self.hours[person.id]):
            if windows[-1][1] < self.edges[day] or windows[0][0] >= self.edges[day + 1]:
                continue
            if hours is None and not task.over:
                continue
            open_for = self._while_open(task, person, day)
            free = [(self.edges[day], self.edges[day + 1] + task.minutes)] if agreed else hours or []
            here = []
            for opens, closes in free:
                for (first, last), (soonest, latest) in product(windows, open_for):
                    low = max(first, opens, soonest, self.edges[day])
                    high = min(last, closes - task.minutes, latest)
                    if low <= high and low < self.edges[day + 1]:
                        here.append((low, high))
            if here:
                route = index * self.days + day
                self.at[number, route], self.count[number, route] = len(self.found), len(here)
                self.found += sorted(here)

    def _while_open(self, task: Task, person: Person, day: int) -> list[Stretch]:
        """What was promised stands, also when the supplier closed since."""
        if task.pinned is not None:
            return [(-NEVER, NEVER)]
        found = starts_while_open(self.problem, person.mode, task, self.dates[day])
        return [(first - self.begin, last - self.begin) for first, last in found]
