"""From a problem to the arrays of the search, and back to a plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.cost import late_points, moved_person, out_of, strangeness
from werkplaats.planning.rules.roster.model import (
    Assigned,
    Contract,
    Link,
    LinkKind,
    Person,
    Plan,
    Problem,
    Task,
    Term,
)
from werkplaats.planning.rules.roster.moments import act_week, day_start, minute, moment
from werkplaats.planning.rules.roster.slots import Slots, minutes_of
from werkplaats.planning.rules.roster.state import (
    BUNDLE,
    LINK,
    LONGEST_LINE,
    NEVER,
    NOWHERE,
    PERSON,
    ROUTE,
    UNIT,
    Array,
    Given,
    Paper,
    Roster,
    Weights,
)
from werkplaats.planning.rules.roster.travel import Mode
from werkplaats.planning.rules.roster.ways import Stop, table
from werkplaats.planning.rules.roster.worktime import LONGEST_RUN, WEEKS, looked_back, room, run_end

MODES = tuple(Mode)
NEIGHBOURS = 40
OTHER_TRADE_METRES = 600  # tasks of another trade count as so much further away


@dataclass(frozen=True)
class Built:
    """The arrays, and which task and person each number is."""

    given: Given
    tasks: tuple[Task, ...]  # by unit
    people: tuple[Person, ...]
    begin: int  # the first midnight, in minutes since 1970


def build(problem: Problem) -> Built:
    people = tuple(person for person in problem.person.values() if person.home is not None)
    tasks = [task for task in problem.task.values() if task.minutes > 0 and task.people in (1, 2)]
    bundles = _bundles(tasks, problem.links)
    units = tuple(task for bundle in bundles for task in bundle for _ in range(task.people))
    begin, days = day_start(problem.first_day), max(problem.days, 0)
    stops: list[Stop] = [(one.home, None) for one in people if one.home]
    stops = list(dict.fromkeys([*stops, *((task.place, task.pick_up) for task in tasks)]))
    stop_at = {stop: index for index, stop in enumerate(stops)}
    bundle_at = {task.id: number for number, bundle in enumerate(bundles) for task in bundle}
    links = [one for one in problem.links if one.kind is LinkKind.AFTER and {one.first, one.second} <= set(bundle_at)]
    clients = {client: number for number, client in enumerate(problem.clients)}

    arrays = np.zeros(len(units), UNIT)
    records = np.zeros(len(bundles), BUNDLE)
    linked = {bundle_at[number] for link in links for number in (link.first, link.second)}
    number = 0
    for bundle_number, bundle in enumerate(bundles):
        record, first = records[bundle_number], number
        for task in bundle:
            for _ in range(task.people):
                _unit(problem, arrays[number], task, begin)
                arrays[number]["bundle"] = bundle_number
                arrays[number]["place"] = stop_at[task.place, task.pick_up]
                arrays[number]["client"] = NOWHERE if task.client is None else clients[task.client]
                number += 1
        record["first"], record["size"] = first, number - first
        record["anchor"] = record["size"] > 1 or bundle_number in linked
        record["fixed"] = any(task.pinned for task in bundle)
        record["minutes"] = sum(task.minutes * task.people for task in bundle)
        record["out"] = sum(sum(out_of(problem, task).values()) for task in bundle)
        arrays["anchor"][first:number] = record["anchor"]
    first_unit = {task.id: index for index, task in reversed(list(enumerate(units)))}
    arrays["task"] = [first_unit[task.id] for task in units]
    firsts, thens = _links(links, bundle_at, first_unit, len(bundles))
    _fix_firsts(records, links, bundle_at)

    slots = Slots(problem, people, begin, days)
    slots.fill(units, links)
    routes = [np.flatnonzero(count).tolist() for count in slots.count]
    for record in records:
        record["routes"] = sum(len(routes[unit]) for unit in range(record["first"], record["first"] + record["size"]))
    units_of = [[index for index, task in enumerate(units) if task.client == client] for client in clients]
    weeks = _weeks(problem, days)
    past_at, past, past_weeks = _past(people, begin)
    given = Given(
        days=days,
        ways=np.stack([table(problem, mode, stops) for mode in MODES]),
        units=arrays,
        bundles=records,
        people=_people(problem, people, stop_at, begin, int(weeks[-1]) + 1),
        fit=_fit(problem, units, people),
        slot_at=slots.at,
        slot_count=slots.count,
        slots=np.array(slots.found or [(0, -1)], np.int64),
        routes_at=_offsets(routes),
        routes=_flat(routes),
        firsts_at=_offsets(firsts),
        firsts=np.array([one for some in firsts for one in some] or [(0, 0, 0)], LINK),
        thens_at=_offsets(thens),
        thens=_flat(thens),
        near=_near(bundles),
        client_at=_offsets(units_of),
        client_units=_flat(units_of),
        client_met=np.array([max(t.strangers for t in problem.clients[c]) for c in clients] or [0], np.int64),
        known=_known(problem, people),
        weeks=weeks,
        past_at=past_at,
        past=past,
        past_weeks=past_weeks,
        weights=Weights(
            *(
                float(problem.objective.weight(term))
                for term in (Term.TRAVEL, Term.STABILITY, Term.STRANGERS, Term.FAIRNESS, Term.CONTRACT, Term.BURDEN)
            )
        ),
    )
    return Built(given, units, people, begin)


def _bundles(tasks: Sequence[Task], links: Iterable[Link]) -> list[list[Task]]:
    """Tasks that start together in one bundle, in the order of the tasks."""
    leader = {task.id: task.id for task in tasks}

    def find(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for link in links:
        if link.kind is LinkKind.TOGETHER and link.first in leader and link.second in leader:
            leader[find(link.second)] = find(link.first)
    found: dict[int, list[Task]] = {}
    for task in tasks:
        found.setdefault(find(task.id), []).append(task)
    return list(found.values())


def _unit(problem: Problem, unit: Array, task: Task, begin: int) -> None:
    unit["minutes"], unit["heavy"], unit["far"] = task.minutes, task.heavy, task.far
    unit["latest"] = NEVER if task.latest is None else minute(task.latest) - begin
    # Two people who come late are one late task.
    unit["late"] = problem.objective.weight(Term.LATENESS) * late_points(task) / task.people
    present = problem.present_of.get(task.id)
    unit["before"], unit["before_day"] = NOWHERE, NOWHERE
    if present:
        unit["before"] = max(0, minute(present[0].starts) - begin)
        unit["before_day"] = (local_day(present[0].starts) - problem.first_day).days


def _links(
    links: Iterable[Link], bundle_at: Mapping[int, int], first_unit: Mapping[int, int], bundles: int
) -> tuple[list[list[tuple[int, int, int]]], list[list[int]]]:
    firsts: list[list[tuple[int, int, int]]] = [[] for _ in range(bundles)]
    thens: list[list[int]] = [[] for _ in range(bundles)]
    for link in links:
        most = NEVER if link.most is None else minutes_of(link.most)
        firsts[bundle_at[link.second]].append((first_unit[link.first], minutes_of(link.least), most))
        thens[bundle_at[link.first]].append(bundle_at[link.second])
    return firsts, thens


def _fix_firsts(records: Array, links: Sequence[Link], bundle_at: Mapping[int, int]) -> None:
    """What comes before something promised stays where it is, once it is there."""
    for _ in links:
        for link in links:
            records["fixed"][bundle_at[link.first]] |= records["fixed"][bundle_at[link.second]]


def _people(problem: Problem, people: Sequence[Person], stop_at: Mapping[Stop, int], begin: int, weeks: int) -> Array:
    found = np.zeros(len(people), PERSON)
    for record, person in zip(found, people, strict=True):
        assert person.home is not None
        record["home"], record["mode"] = stop_at[person.home, None], MODES.index(person.mode)
        record["employee"], record["minutes"] = person.contract is Contract.EMPLOYEE, person.minutes
        share = problem.shares[person.id]
        record["work"], record["heavy"], record["far"] = share.work, share.heavy, share.far
        record["room"], record["past_back"] = room(person.worked, weeks), -NEVER
        past = looked_back(person.worked)
        if past:
            run = next(first for first in range(len(past)) if run_end(past, first) == len(past) - 1)
            record["run_leaves"], record["past_back"] = past[run][0] - begin, past[-1][1] - begin
            record["owes"] = any(past[run_end(past, n)][1] - past[n][0] > LONGEST_RUN for n in range(len(past)))
    return found


def _fit(problem: Problem, units: Sequence[Task], people: Sequence[Person]) -> Array:
    """Points for who it is: continuity, language, and another than in the present plan."""
    terms = (Term.CONTINUITY, Term.LANGUAGE, Term.STABILITY)
    new_face, no_language, other_person = (problem.objective.weight(term) for term in terms)
    fit = np.zeros((len(units), max(1, len(people))))
    for number, task in enumerate(units):
        before = problem.present_of.get(task.id, ())
        if not (before or task.preferred or task.familiar or task.languages):
            continue
        for index, person in enumerate(people):
            points = new_face * strangeness(task, person.id)
            if task.languages and not task.languages & person.languages:
                points += no_language
            if before:
                points += other_person * moved_person(person.id, before)
            fit[number, index] = points
    return fit


def _near(bundles: Sequence[Sequence[Task]]) -> Array:
    """For each bundle the nearest others, those of another trade as if they were further away."""
    if len(bundles) < 2:
        return np.zeros((len(bundles), 1), np.int64)
    latitude = np.array([bundle[0].place.latitude for bundle in bundles]) * 111_200
    longitude = np.array([bundle[0].place.longitude for bundle in bundles]) * 68_000  # at 52 degrees north
    trades = np.array([bundle[0].trade for bundle in bundles])
    metres = np.hypot(latitude[:, None] - latitude, longitude[:, None] - longitude)
    metres += np.where(trades[:, None] == trades, 0, OTHER_TRADE_METRES)
    np.fill_diagonal(metres, np.inf)
    return np.ascontiguousarray(
        np.argsort(metres, axis=1, kind="stable")[:, :NEIGHBOURS][:, : len(bundles) - 1], np.int64
    )


def _known(problem: Problem, people: Sequence[Person]) -> Array:
    known = np.zeros((max(1, len(problem.clients)), max(1, len(people))), np.uint8)
    for number, tasks in enumerate(problem.clients.values()):
        faces = frozenset().union(*(task.preferred | task.familiar for task in tasks))
        for index, person in enumerate(people):
            known[number, index] = person.id in faces
    return known


def _weeks(problem: Problem, days: int) -> Array:
    """The week of the act of each day; the first is 0."""
    first = act_week(problem.first_day)
    dates = [problem.first_day + timedelta(days=number) for number in range(days)]
    return np.array([act_week(day) - first for day in dates] or [0], np.int64)


def _past(people: Sequence[Person], begin: int) -> tuple[Array, Array, Array]:
    """Of each person where the shifts before the roster stand, these shifts, and the minutes by week."""
    shifts = [[(leaves - begin, back - begin) for leaves, back in looked_back(one.worked)] for one in people]
    weeks = np.zeros((max(1, len(people)), WEEKS), np.int64)
    for index, person in enumerate(people):
        known = person.worked.weeks[:WEEKS]
        weeks[index, : len(known)] = known
    flat = [one for some in shifts for one in some]
    return _offsets(shifts), np.array(flat or [(0, 0)], np.int64), weeks


def _offsets(lists: Sequence[Sequence[Any]]) -> Array:
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> Array:
    return np.array([one for some in lists for one in some] or [0], np.int64)


def empty_roster(given: Given) -> Roster:
    routes = max(1, len(given.people) * given.days)
    return Roster(
        np.zeros((routes, LONGEST_LINE), np.int64),
        np.zeros(routes, ROUTE),
        np.zeros((max(1, len(given.people)), 3), np.int64),
        np.full(len(given.units), NOWHERE, np.int64),
        np.full(len(given.units), NOWHERE, np.int64),
        np.zeros(1),
    )


def paper_for(given: Given, seed: int) -> Paper:
    """Mixed as in splitmix64, so that seeds that look alike begin far apart; never 0, from which xorshift is stuck."""
    mixed = ((seed + 1) * 0x9E3779B97F4A7C15) % 2**64
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) % 2**64

    def ints(*shape: int) -> Array:
        return np.zeros(shape, np.int64)

    bundles, line = len(given.bundles), LONGEST_LINE + 1
    most = int(given.bundles["size"].max()) if bundles else 1
    return Paper(
        seed=np.array([mixed ^ (mixed >> 27) or 1], np.uint64),
        line=ints(line),
        times=ints(line),
        lates=ints(line),
        pick=ints(most, 2),
        kept_pick=ints(most, 2),
        moments=ints(4096),
        seen=np.zeros((given.days + 1) * 1500, np.uint8),
        out=ints(bundles + line),
        key=np.zeros(bundles + line),
        stack=ints(8 * bundles + 8),
        figures=ints(4),
        shifts=ints(given.days + int(np.diff(given.past_at).max(initial=0)) + 1, 2),
    )


def plan_of(built: Built, roster: Roster, iterations: int) -> Plan:
    """The roster in the words of the problem."""
    found = []
    for unit, route in enumerate(roster.where):
        if route >= 0:
            person = built.people[int(route) // built.given.days]
            starts = moment(built.begin + int(roster.start[unit]))
            found.append(Assigned(starts, built.tasks[unit].id, person.id))
    return Plan(tuple(sorted(found)), iterations)
