"""Vehicles, customers and time windows (VRPTW): Solomon's set, read from his own text format or from VRPLIB's.

Solomon, "Algorithms for the vehicle routing and scheduling problems with time window constraints", Operations Research
35(2), 1987. The least total distance is sought, in double precision, with at most the vehicles given. The routes are
found by PyVRP (Wouda, Lan and Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal on Computing 36(4),
2024), which counts in whole numbers: distances are given to it in ten-thousandths, and travel times rounded up so that
what it finds also holds in double precision.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkplaats.planning.rules.sets.reading import wrong

SCALE = 10_000
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Customer:
    """A place; the first one is the depot, whose window is the working day."""

    x: float
    y: float
    demand: float
    ready: float
    due: float
    service: float


@dataclass(frozen=True)
class Instance:
    name: str
    vehicles: int
    capacity: float
    customers: tuple[Customer, ...]

    def distance(self, one: int, other: int) -> float:
        """Straight, in double precision."""
        a, b = self.customers[one], self.customers[other]
        return math.hypot(a.x - b.x, a.y - b.y)


@dataclass(frozen=True)
class Checked:
    distance: float
    vehicles: int
    broken: tuple[str, ...]


def read(text: str) -> Instance:
    """The instance in a file's text. Refuses what is neither format."""
    instance = _vrplib(text) if "NODE_COORD_SECTION" in text else _classic(text)
    if len(instance.customers) < 2:
        raise wrong("the file", "no customers were found")
    for number, customer in enumerate(instance.customers):
        if customer.demand > instance.capacity:
            raise wrong(f"customer {number}", f"asks {customer.demand:g}, a vehicle carries {instance.capacity:g}")
        if customer.due < customer.ready:
            raise wrong(f"customer {number}", f"the window ends ({customer.due:g}) before it begins")
    return instance


def _classic(text: str) -> Instance:
    rows = [_numbers(line) for line in text.splitlines()]
    fleet = next((row for row in rows if row and len(row) == 2), None)
    customers = [row for row in rows if row and len(row) == 7]
    if fleet is None or not customers:
        raise wrong("the file", "a line with vehicles and capacity, and lines of seven numbers are needed")
    if [row[0] for row in customers] != list(range(len(customers))):
        raise wrong("the file", "customers are numbered 0, 1, 2 … and the depot is 0")
    title = text.strip().splitlines()[0].strip()
    return Instance(title, int(fleet[0]), fleet[1], tuple(Customer(*row[1:]) for row in customers))


def _numbers(line: str) -> list[float] | None:
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return None


def _vrplib(text: str) -> Instance:
    header = dict(re.findall(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$", text, re.MULTILINE))
    sections = {name: _section(text, name) for name in ("NODE_COORD", "DEMAND", "TIME_WINDOW", "SERVICE_TIME")}
    places = sections["NODE_COORD"]
    missing = [name for name in ("DEMAND", "TIME_WINDOW") if sections[name].keys() != places.keys()]
    if missing or "CAPACITY" not in header:
        raise wrong("the file", f"{', '.join(missing) or 'CAPACITY'} is missing or not complete")
    service = float(header.get("SERVICE_TIME", 0))
    customers = []
    for rank, number in enumerate(sorted(places)):
        lasts = sections["SERVICE_TIME"].get(number, [service if rank else 0.0])
        window = sections["TIME_WINDOW"][number]
        x, y = places[number][:2]
        customers.append(Customer(x, y, sections["DEMAND"][number][0], window[0], window[1], lasts[0]))
    vehicles = int(float(header.get("VEHICLES", len(customers))))
    return Instance(header.get("NAME", ""), vehicles, float(header["CAPACITY"]), tuple(customers))


def _section(text: str, name: str) -> dict[int, list[float]]:
    found = re.search(rf"^{name}_SECTION\s*\n((?:[ \t]*[-+.\d][^\n]*\n?)*)", text, re.MULTILINE)
    rows = [_numbers(line) for line in found.group(1).splitlines()] if found else []
    return {int(row[0]): row[1:] for row in rows if row and len(row) > 1}


class _Stop:
    """When PyVRP stops: it asks at every round."""

    def __init__(self, iterations: int | None, over: Callable[[], bool]) -> None:
        self.left, self.over = iterations, over

    def __call__(self, best_cost: float) -> bool:
        if self.left is not None:
            self.left -= 1
        return self.over() or (self.left is not None and self.left < 0)


def solve(instance: Instance, over: Callable[[], bool], seed: int, iterations: int | None = None) -> list[list[int]]:
    """The routes of the shortest plan found until `over()`, or in so many rounds. Empty when none is allowed."""
    from pyvrp import Model  # heavy, and only needed here

    model: Any = Model()
    locations = [model.add_location(customer.x, customer.y) for customer in instance.customers]
    depot = instance.customers[0]
    home = model.add_depot(locations[0])
    model.add_vehicle_type(
        instance.vehicles,
        capacity=[int(instance.capacity)],
        start_depot=home,
        end_depot=home,
        tw_early=math.ceil(depot.ready * SCALE),
        tw_late=math.floor(depot.due * SCALE),
    )
    for location, customer in zip(locations[1:], instance.customers[1:], strict=True):
        model.add_client(
            location,
            delivery=[math.ceil(customer.demand)],
            service_duration=math.ceil(customer.service * SCALE),
            tw_early=math.ceil(customer.ready * SCALE),
            tw_late=math.floor(customer.due * SCALE),
        )
    for one, here in enumerate(locations):
        for other, there in enumerate(locations):
            if one != other:
                distance = instance.distance(one, other) * SCALE
                model.add_edge(here, there, round(distance), math.ceil(distance))
    result = model.solve(_Stop(iterations, over), seed=seed % 2**32, display=False)
    if not result.best.is_feasible():
        return []
    # PyVRP numbers clients from 0; ours begin at 1, after the depot.
    return [[stop.idx + 1 for stop in route if stop.is_client()] for route in result.best.routes()]


def check(instance: Instance, routes: Sequence[Sequence[int]]) -> Checked:
    """What the routes cost and which rules they break, from the instance alone."""
    broken = []
    if len(routes) > instance.vehicles:
        broken.append(f"{len(routes)} routes for {instance.vehicles} vehicles")
    visited = sorted(customer for route in routes for customer in route)
    if visited != list(range(1, len(instance.customers))):
        broken.append("not every customer is visited once")
    total = 0.0
    for rank, route in enumerate(routes, start=1):
        if sum(instance.customers[customer].demand for customer in route) > instance.capacity:
            broken.append(f"route {rank} carries too much")
        here, free = 0, instance.customers[0].ready
        for there in (*route, 0):
            total += instance.distance(here, there)
            arrival = free + instance.distance(here, there)
            if arrival > instance.customers[there].due + TOLERANCE:
                broken.append(f"route {rank} comes too late at {there}")
            free = max(arrival, instance.customers[there].ready) + instance.customers[there].service
            here = there
    return Checked(total, len(routes), tuple(broken))


def as_text(routes: Sequence[Sequence[int]], distance: float) -> str:
    """The solution as CVRPLIB and DIMACS write it."""
    lines = [f"Route #{rank}: {' '.join(map(str, route))}" for rank, route in enumerate(routes, start=1)]
    return "\n".join([*lines, f"Cost {distance:.4f}"]) + "\n"
