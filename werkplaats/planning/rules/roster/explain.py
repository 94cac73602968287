"""Why: who could do a visit and what it costs, the first hard rule that forbids it, and what would make it fit.

The other visits stay where they are: what is asked here is asked with the telephone in hand. All of it goes by the
exact checker and the cost by term, not by the search.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.check import (
    Broken,
    Rule,
    at_moment,
    lasting,
    of_link,
    of_person,
)
from werkplaats.planning.rules.roster.cost import Paid, difference, of_client, of_task, total
from werkplaats.planning.rules.roster.cost import of_person as person_cost
from werkplaats.planning.rules.roster.model import Assigned, LinkKind, Person, Plan, Problem, Task
from werkplaats.planning.rules.roster.moments import STEP, day_start, down, minute, moment, up
from werkplaats.planning.rules.roster.room import bounds, possible_starts
from werkplaats.planning.rules.roster.ways import way_to


@dataclass(frozen=True)
class Spot:
    """Where a visit fits: who, from when, and what it costs more by term, in points."""

    people: tuple[int, ...]
    starts: int  # minutes since 1970; `moment` makes it a moment
    paid: Paid

    @property
    def points(self) -> float:
        return total(self.paid)

    def assigned(self, task: int) -> tuple[Assigned, ...]:
        return tuple(Assigned(moment(self.starts), task, person) for person in self.people)


@dataclass(frozen=True)
class Answer:
    """For one person: the first hard rule that forbids it, or the cheapest spot."""

    person: int
    broken: Broken | None = None
    spot: Spot | None = None


def explain(problem: Problem, plan: Plan, task: int, person: int) -> Answer:
    """Why this person does not do the task, or what it would cost by term when it went there. If the task is planned
    already, it is asked as if it were not."""
    asked, worker, rest = problem.task[task], problem.person[person], plan.without(task)
    return _answer(problem, rest, asked, worker, insertions(problem, rest, asked, must=person))


def explain_all(problem: Problem, plan: Plan, task: int) -> list[Answer]:
    """The same for everybody: who can, the cheapest first; then who cannot."""
    asked, rest = problem.task[task], plan.without(task)
    spots = insertions(problem, rest, asked)
    answers = []
    for person in problem.people:
        own = [spot for spot in spots if person.id in spot.people]
        if not own and asked.people > 1:
            own = insertions(problem, rest, asked, must=person.id)
        answers.append(_answer(problem, rest, asked, person, own))
    return sorted(answers, key=lambda one: (one.spot is None, one.spot.points if one.spot else 0.0, one.person))


def _answer(problem: Problem, rest: Plan, task: Task, person: Person, spots: Sequence[Spot]) -> Answer:
    if spots:
        return Answer(person.id, spot=min(spots, key=lambda spot: spot.points))
    return Answer(person.id, broken=_first_broken(problem, rest, task, person))


def insertions(problem: Problem, plan: Plan, task: Task, must: int | None = None) -> list[Spot]:
    """ "Can this be done, and by whom?": for each person (or pair) the cheapest spot, the cheapest first.

    The task may be one that the problem does not have yet. With `must` only spots with that person.
    """
    if task.id not in problem.task:
        problem = replace(problem, tasks=(*problem.tasks, task))
    plan = plan.without(task.id)
    free = {person.id: starts for person in problem.people if (starts := list(_starts(problem, plan, task, person)))}
    if task.people == 1:
        pairs: Iterator[tuple[int, ...]] = ((person,) for person in free if must in (None, person))
    else:
        pairs = (pair for pair in combinations(sorted(free), task.people) if must is None or must in pair)
    found = []
    promised = task.pinned.people if task.pinned else frozenset()
    for people in pairs:
        if not promised <= set(people):
            continue
        spots = _priced(problem, plan, task, people, _common(problem, plan, task, people, free))
        if spots:
            found.append(min(spots, key=lambda spot: (spot.points, *_as_named(task, spot.starts))))
    return sorted(found, key=lambda spot: (spot.points, spot.starts, spot.people))


def _starts(problem: Problem, plan: Plan, task: Task, person: Person) -> Iterator[int]:
    """Moments at which this person could begin, links and the partner left aside."""
    if next(lasting(task, person), None) is not None:
        return
    assigned = plan.by_person.get(person.id, ())
    for starts in _candidates(problem, plan, task, person):
        one = Assigned(moment(starts), task.id, person.id)
        if next(at_moment(problem, task, person, one.starts), None) is None and _fits(problem, person, assigned, one):
            yield starts


def _fits(problem: Problem, person: Person, assigned: Sequence[Assigned], one: Assigned) -> bool:
    return next(of_person(problem, person, sorted((*assigned, one))), None) is None


def _candidates(problem: Problem, plan: Plan, task: Task, person: Person) -> list[int]:
    """As soon as the window and the hours allow, as late as they allow, and right after or before each other visit."""
    if task.pinned is not None:
        return [minute(task.pinned.starts)]
    assigned = plan.by_person.get(person.id, ())
    found: set[int] = set()
    for first, last in possible_starts(problem, task, person):
        near = {first, last, up(first), down(last)}
        for other in assigned:
            there = problem.task[other.task]
            after = minute(other.starts) + there.minutes + way_to(problem, person.mode, there.place, task)
            before = minute(other.starts) - way_to(problem, person.mode, task.place, there) - task.minutes
            near |= {after, before, up(after), down(before)}
        if task.usual is not None:
            near.add(minute(task.usual))
        for other_task, gap in _anchors(problem, plan, task):
            linked = other_task + gap
            near |= {linked, up(linked), down(linked)}
        found |= {starts for starts in near if first <= starts <= last}
    return sorted(found)


def _as_named(task: Task, starts: int) -> tuple[int, bool, int]:
    """The usual time first, then whole five minutes, then as soon as can be."""
    away = 0 if task.usual is None else abs(starts - minute(task.usual))
    return away, starts % STEP > 0, starts


def _anchors(problem: Problem, plan: Plan, task: Task) -> Iterator[tuple[int, int]]:
    """Ends of what comes before the task with the wait, starts of what comes together with it."""
    for link in problem.links_of.get(task.id, ()):
        other = link.first if link.second == task.id else link.second
        planned = plan.by_task.get(other, ())
        if not planned:
            continue
        starts = minute(planned[0].starts)
        if link.kind is LinkKind.TOGETHER:
            yield starts, 0
        elif link.second == task.id:
            yield starts, problem.task[other].minutes + int(link.least.total_seconds() // 60)
        else:
            yield starts, -task.minutes - int(link.least.total_seconds() // 60)


def _common(
    problem: Problem, plan: Plan, task: Task, people: Sequence[int], free: Mapping[int, Sequence[int]]
) -> list[int]:
    """Starts at which all can begin; what suits one exactly may suit the other as well."""
    if len(people) == 1:
        return list(free[people[0]])
    both = []
    for starts in sorted({starts for person in people for starts in free[person]}):
        ones = [(problem.person[number], Assigned(moment(starts), task.id, number)) for number in people]
        if all(
            starts in free[person.id]
            or (
                next(at_moment(problem, task, person, one.starts), None) is None
                and _fits(problem, person, plan.by_person.get(person.id, ()), one)
            )
            for person, one in ones
        ):
            both.append(starts)
    return both


def _priced(problem: Problem, plan: Plan, task: Task, people: Sequence[int], starts: Sequence[int]) -> list[Spot]:
    found = []
    plan = _touched(problem, plan, task, people)
    before = _pieces(problem, plan, task, people)
    for one in starts:
        spot = Spot(tuple(people), one, {})
        more = plan.with_(*spot.assigned(task.id))
        if any(next(of_link(problem, more, link), None) for link in problem.links_of.get(task.id, ())):
            continue
        found.append(replace(spot, paid=difference(_pieces(problem, more, task, people), before)))
    return found


def _touched(problem: Problem, plan: Plan, task: Task, people: Sequence[int]) -> Plan:
    """Only what these people do, what the client gets, and what the task is linked to: all that the price hangs on."""
    tasks = {other.id for other in problem.clients.get(task.client, ())} if task.client is not None else set()
    tasks |= {number for link in problem.links_of.get(task.id, ()) for number in (link.first, link.second)}
    here = {one for person in people for one in plan.by_person.get(person, ())}
    here |= {one for number in tasks for one in plan.by_task.get(number, ())}
    return Plan(tuple(sorted(here)))


def _pieces(problem: Problem, plan: Plan, task: Task, people: Sequence[int]) -> Paid:
    """All that a change of this task with these people can change."""
    parts = [of_task(problem, task, plan.by_task.get(task.id, ()))]
    parts += [person_cost(problem, problem.person[one], plan.by_person.get(one, ())) for one in people]
    if task.client is not None:
        parts.append(of_client(problem, task.client, plan))
    sums: dict[object, float] = {}
    for part in parts:
        for term, points in part.items():
            sums[term] = sums.get(term, 0.0) + points
    return sums  # type: ignore[return-value]


def _first_broken(problem: Problem, plan: Plan, task: Task, person: Person) -> Broken:
    """The first hard rule in the way: of who it is; else at the moment that comes nearest to being possible."""
    first = next(lasting(task, person), None)
    if first is not None:
        return first
    tried = [broken for starts in _any_starts(problem, plan, task, person)
             if (broken := _broken_at(problem, plan, task, person, starts))]  # fmt: skip
    if not tried:
        return Broken(Rule.OUTSIDE_WINDOW, task.id, person.id)
    order = list(Rule)
    best = min(tried, key=lambda broken: (len(broken), -order.index(broken[0].rule)))
    return best[0]


def _any_starts(problem: Problem, plan: Plan, task: Task, person: Person) -> list[int]:
    found = _candidates(problem, plan, task, person)
    if found:
        return found
    opens, _ = bounds(problem)
    return sorted({max(opens, minute(window.starts)) for window in task.windows})


def _broken_at(problem: Problem, plan: Plan, task: Task, person: Person, starts: int) -> list[Broken]:
    one = Assigned(moment(starts), task.id, person.id)
    broken = list(at_moment(problem, task, person, one.starts))
    broken += list(of_person(problem, person, sorted((*plan.by_person.get(person.id, ()), one))))
    for link in problem.links_of.get(task.id, ()):
        broken += list(of_link(problem, plan.with_(one), link))
    promised = task.pinned.people if task.pinned else frozenset()
    if len(promised - {person.id}) >= task.people:
        broken.append(Broken(Rule.PIN_OTHER_PERSON, task.id, min(promised - {person.id})))
    if not broken and task.people > 1:
        broken = [Broken(Rule.NUMBER_OF_PEOPLE, task.id, person.id, (1, task.people))]
    return broken


# -- what would make it fit
class ChangeKind(StrEnum):
    PLAN_FIRST = "plan_first"  # the other task that has to be planned first
    FITS = "fits"  # it fits as it is
    WIDER_WINDOW = "wider_window"  # minutes wider, day
    OTHER_DAY = "other_day"  # the day
    MORE_PEOPLE = "more_people"  # one more of this trade: trade, day, from, until (minutes since 1970)


@dataclass(frozen=True)
class Change:
    """One change that would make the task fit, with who could come then (nobody yet with MORE_PEOPLE)."""

    kind: ChangeKind
    task: int
    figures: tuple[int | str, ...] = ()
    spot: Spot | None = None


WIDER = (30, 60, 90, 120, 180, 240)  # minutes earlier or later
DAY_BEGINS, DAY_ENDS = 8 * 60, 18 * 60  # when a resident may be asked on another day


def smallest_change(problem: Problem, plan: Plan, task: int) -> list[Change]:
    """For a task that is out: what would make it fit, the smallest change first.

    First a wider window, then another day, then one more person of the trade for the hours of the visit.
    """
    asked, rest = problem.task[task], plan.without(task)
    waits = [
        Change(ChangeKind.PLAN_FIRST, task, (link.first,))
        for link in problem.links_of.get(task, ())
        if link.kind is LinkKind.AFTER and link.second == task and link.first not in rest.by_task
    ]
    if waits:
        return waits
    spots = insertions(problem, rest, asked)
    if spots:
        return [Change(ChangeKind.FITS, task, spot=spots[0])]
    changes = [*_wider(problem, rest, asked), *_other_days(problem, rest, asked)]
    return changes + list(_one_more(problem, rest, asked))


def _wider(problem: Problem, plan: Plan, task: Task) -> Iterator[Change]:
    for more in WIDER:
        by = timedelta(minutes=more)
        windows = tuple(replace(one, starts=one.starts - by, ends=one.ends + by) for one in task.windows)
        spots = _with_windows(problem, plan, replace(task, windows=windows, pinned=None))
        if spots:
            day = local_day(moment(spots[0].starts))
            yield Change(ChangeKind.WIDER_WINDOW, task.id, (more, day.isoformat()), spots[0])
            return


def _other_days(problem: Problem, plan: Plan, task: Task) -> list[Change]:
    own = {local_day(window.starts) for window in task.windows}
    found = []
    for day in _days(problem):
        if day in own or day.weekday() == 6:
            continue
        window = replace(
            task.windows[0],
            starts=moment(day_start(day) + DAY_BEGINS),
            ends=moment(day_start(day) + DAY_ENDS),
        ) if task.windows else None  # fmt: skip
        spots = _with_windows(problem, plan, replace(task, windows=(window,), pinned=None)) if window else []
        if spots:
            found.append(Change(ChangeKind.OTHER_DAY, task.id, (day.isoformat(),), spots[0]))
    return sorted(found, key=lambda change: change.spot.points if change.spot else 0.0)


def _one_more(problem: Problem, plan: Plan, task: Task) -> Iterator[Change]:
    """Somebody more of the trade, who lives next door, when that is what lacks: for two people there must be one."""
    opens, ends = bounds(problem)
    if task.people > 1 and not _lone(problem, plan, task):
        return
    for window in task.windows:
        first, last = max(opens, minute(window.starts)), min(ends, minute(window.ends))
        if first + task.minutes <= last:
            day = local_day(moment(first))
            yield Change(ChangeKind.MORE_PEOPLE, task.id, (task.trade, day.isoformat(), first, last))
            return


def _lone(problem: Problem, plan: Plan, task: Task) -> bool:
    return bool(_with_windows(problem, plan, replace(task, people=1)))


def _with_windows(problem: Problem, plan: Plan, task: Task) -> list[Spot]:
    changed = replace(problem, tasks=tuple(task if one.id == task.id else one for one in problem.tasks))
    return insertions(changed, plan, task)


def _days(problem: Problem) -> list[date]:
    return [problem.first_day + timedelta(days=number) for number in range(problem.days)]
