"""What is wrong with the question itself: contradictory, impossible or empty input, each with a code and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from werkplaats.planning.rules.roster.check import Figure, Rule, at_moment, lasting
from werkplaats.planning.rules.roster.model import LinkKind, Person, Problem, Task
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.rules.roster.room import bounds, why_no_start


class FaultCode(StrEnum):
    NO_DAYS = "no_days"  # there is not one day to plan
    NOBODY = "nobody"  # there are no workers; number of tasks
    SAME_ID = "same_id"  # twice the same task or person
    NO_HOME = "no_home"  # nobody knows where this person leaves from
    NO_HOURS = "no_hours"  # the person offers no hours
    NO_MINUTES = "no_minutes"  # a visit of no length
    NO_PEOPLE = "no_people"  # a visit for nobody, or for more than two
    NO_WINDOW = "no_window"
    WINDOW_BACKWARDS = "window_backwards"  # minutes it ends before it starts
    WINDOW_PAST = "window_past"  # all windows have gone by, or lie outside the days
    WINDOW_TOO_SHORT = "window_too_short"  # longest window, minutes of the visit
    NOBODY_CAN = "nobody_can"  # how many can, how many are needed, the rule that stops most
    LINK_UNKNOWN = "link_unknown"  # a link to a task that is not here
    LINK_BACKWARDS = "link_backwards"  # least, most
    LINK_CYCLE = "link_cycle"  # the tasks that wait for each other
    LINK_IMPOSSIBLE = "link_impossible"  # the windows leave no room: first task, earliest minute too late by
    PIN_IMPOSSIBLE = "pin_impossible"  # what was promised breaks a rule: which


@dataclass(frozen=True)
class Fault:
    code: FaultCode
    task: int | None = None
    person: int | None = None
    figures: tuple[Figure, ...] = ()


def faults(problem: Problem) -> list[Fault]:
    """Everything to repair before planning. A plan can be made all the same: what is impossible stays out."""
    found: list[Fault] = []
    if problem.days < 1:
        found.append(Fault(FaultCode.NO_DAYS, figures=(problem.days,)))
    if not problem.people:
        found.append(Fault(FaultCode.NOBODY, figures=(len(problem.tasks),)))
    found += [Fault(FaultCode.SAME_ID, task=number) for number in _twice([task.id for task in problem.tasks])]
    found += [Fault(FaultCode.SAME_ID, person=number) for number in _twice([one.id for one in problem.people])]
    for person in problem.people:
        if person.home is None:
            found.append(Fault(FaultCode.NO_HOME, person=person.id))
        if not person.hours:
            found.append(Fault(FaultCode.NO_HOURS, person=person.id))
    for task in problem.tasks:
        found += _of_task(problem, task)
    return found + list(_of_links(problem))


def _twice(ids: Sequence[int]) -> list[int]:
    seen: set[int] = set()
    return sorted({number for number in ids if number in seen or seen.add(number)})  # type: ignore[func-returns-value]


def _of_task(problem: Problem, task: Task) -> Iterator[Fault]:
    if task.over:
        return
    if task.minutes <= 0:
        yield Fault(FaultCode.NO_MINUTES, task.id, figures=(task.minutes,))
    if task.people not in (1, 2):
        yield Fault(FaultCode.NO_PEOPLE, task.id, figures=(task.people,))
    wrong = list(_of_windows(problem, task) if task.pinned is None else _of_pin(problem, task))
    yield from wrong
    if not wrong and problem.people and problem.days > 0:
        yield from _of_people(problem, task)


def _of_people(problem: Problem, task: Task) -> Iterator[Fault]:
    """Is there anybody who could come, if there were nothing else to do?"""
    stops: dict[Rule, int] = {}
    for person in problem.people:
        broken = next(lasting(task, person), None)
        if broken is None and task.pinned is None:
            broken = why_no_start(problem, task, person)
        if broken is not None:
            stops[broken.rule] = stops.get(broken.rule, 0) + 1
    able = len(problem.people) - sum(stops.values())
    if able < task.people:
        # "Another trade" says nothing when it is those of the trade who cannot.
        most = max(stops, key=lambda rule: (rule not in (Rule.KIND, Rule.TRADE), stops[rule]), default=None)
        yield Fault(FaultCode.NOBODY_CAN, task.id, figures=(able, task.people, most.value if most else ""))


def _of_windows(problem: Problem, task: Task) -> Iterator[Fault]:
    if not task.windows:
        yield Fault(FaultCode.NO_WINDOW, task.id)
        return
    for window in task.windows:
        if minute(window.ends) <= minute(window.starts):
            yield Fault(FaultCode.WINDOW_BACKWARDS, task.id, figures=(minute(window.starts) - minute(window.ends),))
    if problem.days < 1:
        return
    first, last = bounds(problem)
    left = [min(minute(one.ends), last) - max(minute(one.starts), first) for one in task.windows]
    if max(left) <= 0:
        yield Fault(FaultCode.WINDOW_PAST, task.id, figures=(-max(left),))
    elif max(left) < task.minutes:
        yield Fault(FaultCode.WINDOW_TOO_SHORT, task.id, figures=(max(left), task.minutes))


def _of_pin(problem: Problem, task: Task) -> Iterator[Fault]:
    pin = task.pinned
    assert pin is not None
    for number in sorted(pin.people):
        person = problem.person.get(number)
        rule = Rule.UNKNOWN if person is None else _first_rule(problem, task, person)
        if rule is not None:
            yield Fault(FaultCode.PIN_IMPOSSIBLE, task.id, number, (rule.value,))


def _first_rule(problem: Problem, task: Task, person: Person) -> Rule | None:
    assert task.pinned is not None
    broken = [*lasting(task, person), *at_moment(problem, task, person, task.pinned.starts)]
    return broken[0].rule if broken else None


def _of_links(problem: Problem) -> Iterator[Fault]:
    after: dict[int, list[int]] = {}
    for link in problem.links:
        lost = [number for number in (link.first, link.second) if number not in problem.task]
        for number in lost:
            yield Fault(FaultCode.LINK_UNKNOWN, number, figures=(link.first, link.second))
        if link.kind is not LinkKind.AFTER:
            continue
        after.setdefault(link.first, []).append(link.second)
        if link.most is not None and link.most < link.least:
            yield Fault(FaultCode.LINK_BACKWARDS, link.second, figures=(_minutes(link.least), _minutes(link.most)))
        if not lost:
            yield from _of_room(problem, problem.task[link.first], problem.task[link.second], _minutes(link.least))
    cycle = _cycle(after)
    if cycle:
        yield Fault(FaultCode.LINK_CYCLE, cycle[0], figures=tuple(cycle))


def _of_room(problem: Problem, first: Task, second: Task, least: int) -> Iterator[Fault]:
    """Can the second begin in time, even when the first comes as soon as can be?"""
    if not first.windows or not second.windows:
        return
    opens, _ = bounds(problem)
    soonest = max(opens, min(minute(one.starts) for one in first.windows)) + first.minutes + least
    latest = max(minute(one.ends) for one in second.windows) - second.minutes
    if soonest > latest:
        yield Fault(FaultCode.LINK_IMPOSSIBLE, second.id, figures=(first.id, soonest - latest))


def _cycle(after: dict[int, list[int]]) -> list[int]:
    """Tasks that wait for each other in a ring, the smallest number first; empty when there are none."""
    done: set[int] = set()

    def walk(number: int, path: list[int]) -> list[int]:
        if number in path:
            return path[path.index(number) :]
        if number in done:
            return []
        done.add(number)
        for following in after.get(number, ()):
            ring = walk(following, [*path, number])
            if ring:
                return ring
        return []

    for number in sorted(after):
        ring = walk(number, [])
        if ring:
            smallest = ring.index(min(ring))
            return ring[smallest:] + ring[:smallest]
    return []


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
