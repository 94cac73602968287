"""`solve`: the best plan that can be found in the given time, or in a given number of rounds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from werkplaats.planning.rules.linked.problem import Problem, as_arrays, put_routes, routes_of
from werkplaats.planning.rules.linked.recreate import NEVER, recreate
from werkplaats.planning.rules.linked.schedule import anew, copy, total
from werkplaats.planning.rules.linked.search import improve
from werkplaats.planning.rules.linked.state import SPOT, Paper, Plan, Work
from werkplaats.planning.rules.progress import Progress

# Found by trial on the public set. Temperatures are shares of the mean distance between two places.
HOT, WARM, COLD = 0.8, 0.12, 0.04
AVERAGE, LONGEST = 10.0, 10.0  # visits taken out in a round, and in one string
WHOLE = 0.5  # how often the mate of a visit that is taken out goes too
CLOSE = 0.02  # how often a whole route goes
SWAP = 0.02  # how often two routes exchange their ends
BLINK = 0.03
HABITS = (AVERAGE, LONGEST, WHOLE, CLOSE, SWAP, BLINK)
MARGIN = 2.0  # spots that cost so many mean distances more than another are not tried
ROUNDS = 650  # for each visit, from hot to cold; who has more begins anew, because where it ends is partly luck
OFTEN = 40  # but not more often than this
LAST = 0.1  # the share in which the best plan of all is made better, from warm to cold
SLICE = 0.03  # seconds between two looks at the clock, about
TRYING = 0.02  # the share after which the speed is known


@dataclass(frozen=True)
class Answer:
    """The best plan found: the visits of each caregiver in order, the start of each visit, and what it costs."""

    routes: tuple[tuple[int, ...], ...]
    starts: tuple[float, ...]
    distance: float
    tardiness: float
    largest_tardiness: float
    rounds: int


def solve(
    problem: Problem,
    seconds: float,
    seed: int,
    on_progress: Callable[[Progress], bool | None] | None = None,
    start: Sequence[Sequence[int]] | None = None,
    iterations: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Minimise distance + total tardiness + largest tardiness.

    With `iterations` there are so many rounds, the time is not looked at, and the answer hangs on the seed and that
    number alone. `start` are routes to begin with; visits that are not in them are added. `on_progress` is called many
    times a second; when it answers False, or on Ctrl-C, the best so far is returned at once. Every visit needs a
    caregiver who may do it, and linked visits two different ones. Time is what `clock` says.
    """
    begun = clock()
    work, plan = as_arrays(problem)
    paper = _paper(len(plan.nodes), seed)
    typical = float(work.distances.mean()) or 1.0
    blank = _twin(plan)
    _first_plan(problem, plan, paper, start or ())
    kept, best = _twin(plan), _twin(plan)
    rounds, step, share, times = 0, 8, 0.0, 0.0 if iterations is None else _times(iterations, problem)
    try:
        while share < 1.0 and problem.visits:
            if iterations is not None:
                step = min(max(1, iterations // 500), iterations - rounds)
            before, was = clock(), share
            heat = typical * _heat(share, times)
            improve(work, plan, kept, best, paper, step, heat, *HABITS, typical * MARGIN)
            now = clock()
            rounds += step
            if now - before < SLICE / 2:
                step *= 2
            elif now - before > SLICE * 2:
                step = max(1, step // 2)
            share = (now - begun) / seconds if iterations is None else rounds / iterations
            if share >= TRYING and not times:
                times = _times(rounds / share, problem)
            if was < 1 - LAST <= share:
                copy(best, kept)
                copy(best, plan)
            elif int(was / (1 - LAST) * times) < int(share / (1 - LAST) * times):
                _begin_anew(problem, work, blank, plan, kept, paper)
            if on_progress and on_progress(Progress(min(share, 1.0), rounds, float(total(best)))) is False:
                break
    except KeyboardInterrupt:
        pass
    anew(work.distances, best, paper)
    return _answer(problem, best, rounds)


def schedule(problem: Problem, routes: Sequence[Sequence[int]]) -> Answer:
    """These routes with the best starts they can have. Refuses routes that wait for each other in a ring."""
    work, plan = as_arrays(problem)
    put_routes(plan, routes)
    if not anew(work.distances, plan, _paper(len(plan.nodes), 0)):
        raise ValueError("the routes wait for each other in a ring")
    return _answer(problem, plan, 0)


def _answer(problem: Problem, plan: Plan, rounds: int) -> Answer:
    distance, tardiness, largest = (float(part) for part in plan.sums)
    starts = tuple(float(moment) for moment in plan.nodes["start"][: len(problem.visits)])
    return Answer(routes_of(plan, len(problem.homes)), starts, distance, tardiness, largest, rounds)


def _begin_anew(problem: Problem, work: Work, blank: Plan, plan: Plan, kept: Plan, paper: Paper) -> None:
    """Everybody out, and back in another order: however hot, from an old plan it mostly comes back to the same."""
    copy(blank, plan)
    paper.out[: len(problem.visits)] = range(len(problem.visits))
    paper.barred[0] = -1
    if recreate(work, plan, paper, len(problem.visits), BLINK, NEVER):
        copy(plan, kept)
    else:
        copy(kept, plan)


def _times(rounds: float, problem: Problem) -> float:
    """How often that many rounds go from hot to cold."""
    whole = round(rounds * (1 - LAST) / (ROUNDS * max(1, len(problem.visits))))
    return float(min(max(1, whole), OFTEN))


def _heat(share: float, times: float) -> float:
    """The temperature at this share of the time."""
    if share >= 1 - LAST:
        return WARM * float((COLD / WARM) ** ((share - 1 + LAST) / LAST))
    return HOT * float((COLD / HOT) ** (share / (1 - LAST) * times % 1.0))


def _first_plan(problem: Problem, plan: Plan, paper: Paper, routes: Sequence[Sequence[int]]) -> None:
    work, _ = as_arrays(problem)
    if routes:
        put_routes(plan, routes)
        anew(work.distances, plan, paper)
    missing = [number for number in range(len(problem.visits)) if plan.nodes[number]["who"] < 0]
    paper.out[: len(missing)] = missing
    if not recreate(work, plan, paper, len(missing), 0.0, NEVER):
        raise ValueError("a visit has nobody who may do it")


def _paper(nodes: int, seed: int) -> Paper:
    def ints(size: int) -> np.ndarray:
        return np.zeros(size, np.int32)

    # Mixed as in splitmix64, so that seeds that look alike begin far apart; never 0, from which xorshift does not move.
    mixed = ((seed + 1) * 0x9E3779B97F4A7C15) % 2**64
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    chance = np.array([mixed ^ (mixed >> 27) or 1], np.uint64)
    spots = np.zeros((2, 2 * nodes), SPOT)
    return Paper(
        chance, ints(64 * nodes), ints(130 * nodes), np.zeros(130 * nodes), spots,
        ints(nodes), np.zeros(nodes), ints(nodes), np.full(1, -1, np.int32),
    )  # fmt: skip


def _twin(plan: Plan) -> Plan:
    return Plan(plan.nodes.copy(), plan.sums.copy())
