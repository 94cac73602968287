"""OR-Tools on the same instances: its routing library, and CP-SAT while that is small enough.

Both are given what they can take: whole numbers (thousandths), travel rounded up so that no plan is a hair too early,
one thread, the same processor seconds, and our own first greedy plan to begin with: their own first plans are many
times as costly, or are not found at all, when visits are linked. Routing cannot minimise the largest tardiness; it
minimises distance and total tardiness. What counts for both are the routes, to which the best schedule is made by our
own `schedule`.
"""

import itertools
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.sat.python import cp_model

from werkplaats.planning.rules.linked.problem import Problem
from werkplaats.planning.rules.linked.solve import Answer, schedule, solve

SCALE = 1000
HORIZON = 3000 * SCALE


@dataclass
class Found:
    """The best cost (three times the set's) at each of some moments, in processor seconds."""

    problem: Problem
    moments: Sequence[float]
    began: float = field(default_factory=time.process_time)
    best: dict[float, float] = field(default_factory=dict)

    def add(self, routes: list[list[int]]) -> None:
        spent = time.process_time() - self.began
        answer = schedule(self.problem, routes)
        cost = answer.distance + answer.tardiness + answer.largest_tardiness
        for moment in self.moments:
            if spent <= moment:
                self.best[moment] = min(cost, self.best.get(moment, math.inf))


def _until(moment: float, stop: Callable[[], Any], over: threading.Event) -> None:
    """Call `stop` when this process has used so many seconds since now."""

    def watch() -> None:
        until = time.process_time() + moment
        while not over.wait(0.05):
            if time.process_time() >= until:
                stop()
                return

    threading.Thread(target=watch, daemon=True).start()


def _whole(problem: Problem) -> list[list[int]]:
    return [[math.ceil(value * SCALE - 1e-6) for value in row] for row in problem.distances.tolist()]


def _greedy(problem: Problem) -> Answer:
    return solve(problem, 1.0, 1, iterations=1)


def routing(problem: Problem, moments: Sequence[float]) -> Found:
    """The routing library with guided local search."""
    visits, carers = problem.visits, len(problem.homes)
    manager = pywrapcp.RoutingIndexManager(len(visits) + 1, carers, len(visits))
    model = pywrapcp.RoutingModel(manager)
    way = _whole(problem)
    places = [*(visit.place for visit in visits), problem.homes[0]]
    lengths = [*(math.ceil(visit.length * SCALE) for visit in visits), 0]

    def distance(one: int, other: int) -> int:
        return way[places[manager.IndexToNode(one)]][places[manager.IndexToNode(other)]]

    def travel(one: int, other: int) -> int:
        return lengths[manager.IndexToNode(one)] + distance(one, other)

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(distance))
    model.AddDimension(model.RegisterTransitCallback(travel), HORIZON, HORIZON, False, "time")
    times = model.GetDimensionOrDie("time")
    for number, visit in enumerate(visits):
        index = manager.NodeToIndex(number)
        model.VehicleVar(index).SetValues(list(visit.able))
        times.CumulVar(index).SetMin(math.ceil(visit.early * SCALE))
        times.SetCumulVarSoftUpperBound(index, math.floor(visit.late * SCALE), 1)
    solver = model.solver()
    for link in problem.links:
        first, second = (manager.NodeToIndex(number) for number in (link.first, link.second))
        solver.Add(times.CumulVar(second) >= times.CumulVar(first) + math.ceil(link.least * SCALE))
        solver.Add(times.CumulVar(second) <= times.CumulVar(first) + math.floor(link.most * SCALE))
        solver.Add(model.VehicleVar(first) != model.VehicleVar(second))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.seconds = int(max(moments) * 20)
    found, over = Found(problem, moments), threading.Event()

    def note() -> None:
        routes = []
        for carer in range(carers):
            route, index = [], model.NextVar(model.Start(carer)).Value()
            while not model.IsEnd(index):
                route.append(manager.IndexToNode(index))
                index = model.NextVar(index).Value()
            routes.append(route)
        found.add(routes)

    model.AddAtSolutionCallback(note)
    _until(max(moments), model.CancelSearch, over)
    model.CloseModelWithParameters(parameters)
    first = model.ReadAssignmentFromRoutes([list(route) for route in _greedy(problem).routes], True)
    model.SolveFromAssignmentWithParameters(first, parameters)
    over.set()
    return found


class _Notes(cp_model.CpSolverSolutionCallback):
    def __init__(self, found: Found, arcs: dict[tuple[int, int], Any], who: list[list[Any]]) -> None:
        super().__init__()
        self.found, self.arcs, self.who = found, arcs, who

    def on_solution_callback(self) -> None:
        after = {one: other for (one, other), used in self.arcs.items() if one >= 0 and self.value(used)}
        firsts = [other for (one, other), used in self.arcs.items() if one < 0 and self.value(used)]
        routes: list[list[int]] = [[] for _ in self.who[0]]
        for first in firsts:
            carer = next(c for c, mine in enumerate(self.who[first]) if self.value(mine))
            node = first
            while node >= 0:
                routes[carer].append(node)
                node = after[node]
        self.found.add(routes)


def cp_sat(problem: Problem, moments: Sequence[float]) -> Found:
    """CP-SAT: a circuit through the depot, starts, and who does what."""
    model = cp_model.CpModel()
    visits, carers, way = problem.visits, range(len(problem.homes)), _whole(problem)
    home = problem.homes[0]
    numbers = range(len(visits))
    starts = [model.new_int_var(math.ceil(visit.early * SCALE), HORIZON, "") for visit in visits]
    who = [[model.new_bool_var("") for _ in carers] for _ in numbers]
    arcs: dict[tuple[int, int], Any] = {}
    costs: list[Any] = []

    def arc(one: int, other: int, length: int) -> Any:
        arcs[one, other] = used = model.new_bool_var("")
        costs.append(length * used)
        return used

    for one, visit in enumerate(visits):
        model.add_exactly_one(who[one][carer] for carer in visit.able)
        for carer in carers:
            if carer not in visit.able:
                model.add(who[one][carer] == 0)
        model.add(starts[one] >= way[home][visit.place])
        arc(-1, one, way[home][visit.place])
        arc(one, -1, way[visit.place][home])
        for other in numbers:
            if other != one and set(visit.able) & set(visits[other].able):
                length = way[visit.place][visits[other].place]
                used = arc(one, other, length)
                lasts = length + math.ceil(visit.length * SCALE)
                model.add(starts[other] >= starts[one] + lasts).only_enforce_if(used)
                for carer in carers:
                    model.add_implication(who[one][carer], who[other][carer]).only_enforce_if(used)
    model.add_multiple_circuit([(one + 1, other + 1, used) for (one, other), used in arcs.items()])
    for carer in carers:
        begins = []
        for one in numbers:
            begin = model.new_bool_var("")
            model.add_bool_and(arcs[-1, one], who[one][carer]).only_enforce_if(begin)
            model.add_bool_or(arcs[-1, one].negated(), who[one][carer].negated(), begin)
            begins.append(begin)
        model.add_at_most_one(begins)
    late = [model.new_int_var(0, HORIZON, "") for _ in numbers]
    most = model.new_int_var(0, HORIZON, "")
    for one, visit in enumerate(visits):
        model.add(late[one] >= starts[one] - math.floor(visit.late * SCALE))
        model.add(most >= late[one])
    for link in problem.links:
        model.add(starts[link.second] >= starts[link.first] + math.ceil(link.least * SCALE))
        model.add(starts[link.second] <= starts[link.first] + math.floor(link.most * SCALE))
        for carer in carers:
            model.add_at_most_one(who[link.first][carer], who[link.second][carer])
    greedy = _greedy(problem)
    after = {pair for route in greedy.routes for pair in itertools.pairwise((-1, *route, -1)) if route}
    for pair, used in arcs.items():
        model.add_hint(used, pair in after)
    for number, moment in enumerate(greedy.starts):
        model.add_hint(starts[number], math.ceil(moment * SCALE))
    for carer, route in enumerate(greedy.routes):
        for number in numbers:
            model.add_hint(who[number][carer], number in route)
    model.minimize(sum(costs) + sum(late) + most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(moments) * 20
    found, over = Found(problem, moments), threading.Event()
    _until(max(moments), solver.stop_search, over)
    solver.solve(model, _Notes(found, arcs, who))
    over.set()
    return found
