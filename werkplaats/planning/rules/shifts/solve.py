"""`solve`: the best plan that can be found in the given time, or in a given number of rounds."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from werkplaats.planning.rules.progress import Progress
from werkplaats.planning.rules.shifts.problem import Problem, as_arrays, dear, routes_of
from werkplaats.planning.rules.shifts.recreate import recreate
from werkplaats.planning.rules.shifts.schedule import anew, put_off, total
from werkplaats.planning.rules.shifts.search import improve
from werkplaats.planning.rules.shifts.state import SPOT, Paper, Plan, Work

# First guesses that did well on the public set. A temperature is a share of a visit's average cost in the first plan.
HOT, COLD = 0.5, 0.005
AVERAGE, LONGEST = 10.0, 10.0  # visits taken out in a round, and in one string
WHOLE = 0.5  # how often the twin of a visit that is taken out goes too
BLINK = 0.03
LEVELLING = 1.0  # to begin with, in how far the idle times of all count instead of the largest; less and less
HABITS = (AVERAGE, LONGEST, WHOLE, BLINK)
SLICE = 0.03  # seconds between two looks at the clock, about


@dataclass(frozen=True)
class Stop:
    """A visit, by its number, or the break (None), where the caregiver is then."""

    visit: int | None
    place: int
    start: float


@dataclass(frozen=True)
class Answer:
    """The best plan found: what each caregiver does in order, and what it costs. Clients may be left out; when one is
    who must not be, or a break that must be had is missed, `broken` is True."""

    routes: tuple[tuple[Stop, ...], ...]
    cost: float
    broken: bool
    rounds: int


def solve(
    problem: Problem,
    seconds: float,
    seed: int,
    on_progress: Callable[[Progress], bool | None] | None = None,
    iterations: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Minimise the weighted cost.

    With `iterations` there are so many rounds, the time is not looked at, and the answer hangs on the seed and that
    number alone. `on_progress` is called many times a second; when it answers False, or on Ctrl-C, the best so far is
    returned at once. Time is what `clock` says.
    """
    begun = clock()
    work, plan = as_arrays(problem)
    paper = _paper(len(plan.nodes), len(plan.routes), seed)
    _first_plan(work, plan, paper)
    kept, best = _twin(plan), _twin(plan)
    typical = _typical(problem, work, plan)
    rounds, step, share = 0, 8, 0.0
    try:
        while share < 1.0 and problem.visits:
            if iterations is not None:
                step = min(max(1, iterations // 500), iterations - rounds)
            before = clock()
            paper.levelling[0] = LEVELLING * (1.0 - share) if problem.weights.largest_idle_time else 0.0
            improve(work, plan, kept, best, paper, step, typical * HOT * (COLD / HOT) ** share, *HABITS)
            now = clock()
            rounds += step
            if now - before < SLICE / 2:
                step *= 2
            elif now - before > SLICE * 2:
                step = max(1, step // 2)
            share = (now - begun) / seconds if iterations is None else rounds / iterations
            if on_progress and on_progress(Progress(min(share, 1.0), rounds, float(total(work, best, 0.0)))) is False:
                break
    except KeyboardInterrupt:
        pass
    return _answer(problem, work, best, paper, rounds)


def _answer(problem: Problem, work: Work, plan: Plan, paper: Paper, rounds: int) -> Answer:
    anew(work, plan, paper)
    cost = float(total(work, plan, 0.0))
    carers, visits = len(problem.caregivers), len(problem.visits)
    for carer in range(carers):
        put_off(work, plan.nodes, visits + carers + carer, True)
    stops = tuple(
        tuple(
            Stop(node if node < visits else None, int(plan.nodes[node]["place"]), float(plan.nodes[node]["start"]))
            for node in route
        )
        for route in routes_of(plan)
    )
    return Answer(stops, cost, cost >= dear(problem), rounds)


def _first_plan(work: Work, plan: Plan, paper: Paper) -> None:
    everything = [
        number
        for number in range(len(plan.nodes) - len(plan.routes))
        if plan.nodes[number]["left"] or plan.nodes[number]["price"] > 0
    ]
    plan.nodes["left"] = 0
    anew(work, plan, paper)
    paper.gone[: len(everything)] = everything
    recreate(work, plan, paper, len(everything), 0.0)


def _typical(problem: Problem, work: Work, plan: Plan) -> float:
    """What a visit costs on average."""
    cost = float(total(work, plan, 0.0)) % dear(problem)
    return cost / max(1, len(problem.visits)) or 1.0


def _paper(nodes: int, carers: int, seed: int) -> Paper:
    def ints(size: int) -> np.ndarray:
        return np.zeros(size, np.int32)

    # Mixed as in splitmix64, so that seeds that look alike begin far apart; never 0, from which xorshift does not move.
    mixed = ((seed + 1) * 0x9E3779B97F4A7C15) % 2**64
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
    chance = np.array([mixed ^ (mixed >> 27) or 1], np.uint64)
    spots = np.zeros((2, 2 * nodes), SPOT)
    return Paper(
        chance, ints(100 * nodes), ints(100 * nodes), np.zeros((100 * nodes, 2)), ints(carers), np.zeros((carers, 3)),
        spots, ints(2 * nodes), np.zeros(2 * nodes), ints(carers), np.zeros(1),
    )  # fmt: skip


def _twin(plan: Plan) -> Plan:
    return Plan(plan.nodes.copy(), plan.routes.copy(), plan.out.copy())
