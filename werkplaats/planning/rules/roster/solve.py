"""`solve`: the best roster that can be found in the given time, or in a given number of rounds."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from werkplaats.planning.rules.roster.build import Built, build, empty_roster, paper_for, plan_of
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.model import Plan, Problem
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.rules.roster.moves import clear_day, put_in, take_unit
from werkplaats.planning.rules.roster.search import copy, improve, recreate
from werkplaats.planning.rules.roster.state import Paper, Roster
from werkplaats.planning.rules.roster.whole import on_whole_times

# Temperatures in points: a minute on the road is one.
HOT, COLD = 60.0, 0.5
WARM = 12.0  # to begin with, when there is a roster already
SLICE = 0.05  # seconds between two looks at the clock, at most about this
ALL = 1_000_000


@dataclass(frozen=True)
class Progress:
    """Where the search is."""

    share: float  # of the time or the rounds
    iterations: int
    cost: float  # points of the best so far
    unplanned: int  # tasks that are out in it


def solve(
    problem: Problem,
    seconds: float,
    seed: int,
    on_progress: Callable[[Progress], bool | None] | None = None,
    start: Plan | None = None,
    iterations: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Plan:
    """A plan in which every hard rule holds and that pays as little as could be found; what does not fit stays out.

    With `iterations` there are so many rounds, the time is not looked at, and the plan hangs on the problem, the seed
    and that number alone. Begins with `start`, or with the present roster of the problem, as far as that is possible.
    `on_progress` is called many times a second; when it answers False, or on Ctrl-C, the best so far is returned.
    """
    begun = clock()
    built = build(problem)
    given, paper, roster = built.given, paper_for(built.given, seed), empty_roster(built.given)
    if not len(given.units) or not len(given.people) or not given.days:
        return Plan()
    first = start or Plan(problem.present)
    roster.total[0] = total(cost(problem, Plan()))
    _take_over(built, roster, paper, first)
    recreate(given, roster, paper, 0.0, ALL)
    kept, best = _twin(roster), _twin(roster)
    rounds, step, share = 0, 4, 0.0
    hot = WARM if first.assigned else HOT
    try:
        while share < 1.0 and (iterations is None or rounds < iterations):
            if iterations is not None:
                step = min(max(1, iterations // 100), iterations - rounds)
            before = clock()
            heat = hot * (COLD / hot) ** share
            improve(given, roster, kept, best, paper, step, heat, heat)
            now = clock()
            rounds += step
            if now - before < SLICE / 2:
                step *= 2
            elif now - before > SLICE * 2:
                step = max(1, step // 2)
            share = min(1.0, (now - begun) / seconds if iterations is None else rounds / iterations)
            if on_progress and on_progress(_progress(built, best, share, rounds)) is False:
                break
    except KeyboardInterrupt:
        pass
    return on_whole_times(problem, plan_of(built, best, rounds))


def _take_over(built: Built, roster: Roster, paper: Paper, plan: Plan) -> None:
    """Put what is planned into the roster, as far as it may; a bundle as a whole or not at all."""
    given = built.given
    people = {person.id: index for index, person in enumerate(built.people)}
    units: dict[int, list[int]] = {}
    for unit, task in enumerate(built.tasks):
        units.setdefault(task.id, []).append(unit)
    for assigned in plan.assigned:
        free = units.get(assigned.task)
        if not free or assigned.person not in people:
            continue
        starts = minute(assigned.starts) - built.begin
        for unit in free:
            route = _route(built, unit, people[assigned.person], starts)
            if route is None:
                continue
            roster.start[unit] = starts
            if put_in(given, roster, paper, unit, route, int(roster.routes[route]["size"])):
                free.remove(unit)
                break
    _drop_halves(built, roster, paper)


def _route(built: Built, unit: int, person: int, starts: int) -> int | None:
    """The day of the person on which the unit may start then."""
    given = built.given
    for route in range(person * given.days, (person + 1) * given.days):
        at = given.slot_at[unit, route]
        for first, last in given.slots[at : at + given.slot_count[unit, route]]:
            if first <= starts <= last:
                return route
    return None


def _drop_halves(built: Built, roster: Roster, paper: Paper) -> None:
    """Bundles of which a part could not come in go out, and what has to come after something that is out, or too soon
    after it."""
    given, again = built.given, True
    while again:
        again, whole = False, []
        for number, bundle in enumerate(given.bundles):
            units = range(int(bundle["first"]), int(bundle["first"] + bundle["size"]))
            planned = [unit for unit in units if roster.where[unit] >= 0]
            if not planned:
                continue
            fine = len(planned) == len(units) and len({int(roster.start[unit]) for unit in units}) == 1
            fine = fine and len({int(roster.where[unit]) for unit in units}) == len(units)
            if fine and _in_order(built, roster, number):
                whole.append(number)
                continue
            again = True
            for unit in planned:
                if roster.where[unit] >= 0 and not take_unit(given, roster, paper, unit):
                    clear_day(given, roster, paper, int(roster.where[unit]))
    for number in whole:
        roster.total[0] -= given.bundles[number]["out"]


def _in_order(built: Built, roster: Roster, number: int) -> bool:
    given = built.given
    for at in range(int(given.firsts_at[number]), int(given.firsts_at[number + 1])):
        link = given.firsts[at]
        first = int(link["unit"])
        starts = int(roster.start[given.bundles[number]["first"]])
        between = starts - int(roster.start[first]) - int(given.units[first]["minutes"])
        if roster.where[first] < 0 or not link["least"] <= between <= link["most"]:
            return False
    return True


def _progress(built: Built, best: Roster, share: float, rounds: int) -> Progress:
    out = {built.tasks[unit].id for unit in range(len(built.tasks)) if best.where[unit] < 0}
    return Progress(share, rounds, float(best.total[0]), len(out))


def _twin(roster: Roster) -> Roster:
    twin = Roster(*(part.copy() for part in roster))
    copy(roster, twin)
    return twin
