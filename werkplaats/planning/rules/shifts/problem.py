"""Visits and clients, caregivers with their shifts, and what everything costs: what the search is asked."""

from dataclasses import dataclass

import numpy as np

from werkplaats.planning.rules.shifts.schedule import NEVER, NOWHERE
from werkplaats.planning.rules.shifts.state import (
    BREAK,
    DISLIKE,
    EXTRA,
    HOME,
    IDLE,
    NODE,
    TARDY,
    TRAVEL,
    VISIT,
    WAIT,
    WORST,
    Array,
    Plan,
    Work,
)


@dataclass(frozen=True)
class Visit:
    """Work at a place. It starts in or after a window (first start, last start on time), and is tardy by as much as it
    starts after the end of the last one that had begun."""

    place: int
    windows: tuple[tuple[float, float], ...]  # by their beginnings
    length: float
    able: tuple[int, ...]  # the caregivers who may do it
    disliked: frozenset[int] = frozenset()  # those of them whom the client would rather not have


@dataclass(frozen=True)
class Client:
    """One visit or two, by their numbers: all or none is done. With `apart` the second one starts so much after the
    first one (least, most), by another caregiver; without, neither waits for the other."""

    visits: tuple[int, ...]
    apart: tuple[float, float] | None = None
    price: float | None = None  # of leaving the client out; None: that is not allowed


@dataclass(frozen=True)
class Caregiver:
    """Leaves no sooner than `begin`; a return after `end` is extra time. Without an end neither is counted."""

    leaves: int  # places
    returns: int
    begin: float = 0.0
    end: float | None = None
    has_break: bool = False


@dataclass(frozen=True)
class Break:
    """For every caregiver who has one: when it starts, how long it is, what a missed one costs (None: not allowed)."""

    early: float
    late: float
    length: float
    price: float | None


@dataclass(frozen=True)
class Weights:
    """What a unit costs. Waiting: between the first and the last visit of a caregiver. Idle: of the one caregiver who
    has the most time in the shift neither on the way, nor at work, nor in the break."""

    travel: float = 0.0
    tardiness: float = 0.0
    largest_tardiness: float = 0.0
    waiting: float = 0.0
    extra_time: float = 0.0
    largest_idle_time: float = 0.0
    dislike: float = 0.0


@dataclass(frozen=True)
class Problem:
    """Everything asked."""

    distances: Array  # place × place, in the unit of the times
    visits: tuple[Visit, ...]
    clients: tuple[Client, ...]
    caregivers: tuple[Caregiver, ...]
    weights: Weights
    pause: Break | None = None


def dear(problem: Problem) -> float:
    """A price that no plan pays which need not: more than all times of all visits and ways together."""
    weights = problem.weights
    most = max(weights.travel, weights.tardiness + weights.largest_tardiness, weights.waiting, weights.extra_time, 1.0)
    return 1e4 * (most + weights.largest_idle_time + weights.dislike) * (1 + len(problem.visits))


def as_arrays(problem: Problem) -> tuple[Work, Plan]:
    """The problem as the search reads it, and a plan in which everything is left out."""
    visits, carers = len(problem.visits), len(problem.caregivers)
    nodes = np.zeros(visits + 2 * carers, NODE)
    for field in ("after", "before", "who", "mate", "twin"):
        nodes[field] = -1
    nodes["start"] = NOWHERE
    able, disliked = np.zeros((visits, carers), np.uint8), np.zeros((visits, carers), np.uint8)
    widest = max((len(visit.windows) for visit in problem.visits), default=1)
    windows = np.full((visits, widest, 2), NEVER)
    visits_at = np.full((len(problem.distances), 2), -1, np.int32)
    for number, visit in enumerate(problem.visits):
        node = nodes[number]
        node["place"] = node["reach"] = visit.place
        node["kind"], node["length"] = VISIT, visit.length
        able[number, list(visit.able)] = 1
        disliked[number, list(visit.disliked)] = 1
        windows[number, : len(visit.windows)] = visit.windows
        visits_at[visit.place, int(visits_at[visit.place, 0] >= 0)] = number
    _clients(problem, nodes)
    for number, carer in enumerate(problem.caregivers):
        pause, home = nodes[visits + number], nodes[visits + carers + number]
        pause["kind"] = BREAK
        if problem.pause is not None and carer.has_break:
            given = problem.pause
            pause["early"], pause["late"], pause["length"] = given.early, given.late, given.length
            pause["price"] = dear(problem) if given.price is None else given.price
        home["kind"], home["place"], home["reach"], home["who"] = HOME, carer.leaves, carer.returns, number
        home["start"], home["late"] = carer.begin, NEVER if carer.end is None else carer.end
        home["after"] = home["before"] = visits + carers + number
    distances = np.ascontiguousarray(problem.distances, np.float64)
    near = np.argsort(distances, axis=1, kind="stable").astype(np.int32)
    limit = np.array([_limit(problem)])
    return (
        Work(distances, able, disliked, windows, near, visits_at, _weights(problem.weights), limit),
        Plan(nodes, np.zeros((carers, 3)), np.zeros(1)),
    )


def _clients(problem: Problem, nodes: Array) -> None:
    for client in problem.clients:
        price = dear(problem) if client.price is None else client.price
        for number in client.visits:
            nodes[number]["price"], nodes[number]["left"] = price, 1
        if len(client.visits) == 2:
            first, second = (nodes[number] for number in client.visits)
            first["twin"], second["twin"] = client.visits[1], client.visits[0]
            if client.apart is not None:
                first["mate"], second["mate"] = client.visits[1], client.visits[0]
                first["lag"], second["lag"] = -client.apart[1], client.apart[0]


def _weights(weights: Weights) -> Array:
    numbers = np.zeros(7)
    numbers[[TRAVEL, TARDY, WORST, WAIT]] = (
        weights.travel, weights.tardiness, weights.largest_tardiness, weights.waiting,
    )  # fmt: skip
    numbers[[EXTRA, IDLE, DISLIKE]] = weights.extra_time, weights.largest_idle_time, weights.dislike
    return numbers


def _limit(problem: Problem) -> float:
    """The moment by which even one caregiver could have done everything."""
    last = max([0.0, *(start for visit in problem.visits for start, _ in visit.windows)])
    last = max([last, *(carer.begin for carer in problem.caregivers)])
    longest = float(np.max(problem.distances, initial=0.0))
    apart = sum(client.apart[1] for client in problem.clients if client.apart)
    pause = problem.pause.late + problem.pause.length if problem.pause else 0.0
    return last + pause + apart + sum(visit.length + 2 * longest for visit in problem.visits)


def routes_of(plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The nodes of each caregiver, in order: visits, and V + c for the break."""
    routes = []
    for home in range(len(plan.nodes) - len(plan.routes), len(plan.nodes)):
        route, node = [], int(plan.nodes[home]["after"])
        while node != home:
            route.append(node)
            node = int(plan.nodes[node]["after"])
        routes.append(tuple(route))
    return tuple(routes)
