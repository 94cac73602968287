"""Vehicles, customers and time windows (VRPTW): Solomon's set, read from his own text format or from VRPLIB's.

Solomon, "Algorithms for the vehicle routing and scheduling problems with time window constraints", Operations Research
35(2), 1987. The least total distance is sought, in double precision, with at most the vehicles given. The routes are
found by PyVRP (Wouda, Lan and Kool, "PyVRP: a high-performance VRP solver package", INFORMS Journal on Computing 36(4),
2024), which counts in whole numbers: distances are given to it in ten-thousandths, and travel times rounded up so that
what it finds also holds in double precision.
"""

import math
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkplaats.planning.rules.sets.reading import wrong

SCALE = 10_000
TOLERANCE = 1e-6
SECTIONS = {"NODE_COORD": 2, "DEMAND": 1, "TIME_WINDOW": 2, "SERVICE_TIME": 1}  # with how many figures a line


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
    if instance.vehicles < 1:
        raise wrong("the file", "at least one vehicle is needed")
    for number, customer in enumerate(instance.customers):
        where = f"customer {number}"
        if customer.demand > instance.capacity:
            raise wrong(where, f"asks {customer.demand:g}, a vehicle carries {instance.capacity:g}")
        if customer.due < customer.ready:
            raise wrong(where, f"the window ends ({customer.due:g}) before it begins")
        if min(customer.demand, customer.service) < 0:
            raise wrong(where, "what it asks and how long it takes are 0 or more")
        _refuse_out_of_reach(instance, number)
    return instance


def _refuse_out_of_reach(instance: Instance, number: int) -> None:
    """Whom nobody can visit in time, alone in a vehicle."""
    depot, customer, way = instance.customers[0], instance.customers[number], instance.distance(0, number)
    if depot.ready + way > customer.due + TOLERANCE:
        raise wrong(f"customer {number}", f"nobody can be there before its window ends: it is {way:.2f} from the depot")
    if max(depot.ready + way, customer.ready) + customer.service + way > depot.due + TOLERANCE:
        raise wrong(f"customer {number}", "nobody who goes there is back in time")


def _classic(text: str) -> Instance:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    rows = [_numbers(line) for _, line in lines]
    fleet = next((row for row in rows if row and len(row) == 2), None)
    first = next((index for index, row in enumerate(rows) if row and len(row) == 7), None)
    if fleet is None or first is None:
        raise wrong("the file", "a line with vehicles and capacity, and lines of seven numbers are needed")
    customers = [row for row in rows[first:] if row and len(row) == 7]
    if len(customers) < len(rows) - first:
        number, line = next(lines[first + at] for at, row in enumerate(rows[first:]) if not row or len(row) != 7)
        raise wrong(f"line {number}", f"seven numbers are needed, not “{line.strip()[:60]}”")
    if [row[0] for row in customers] != list(range(len(customers))):
        raise wrong("the file", "customers are numbered 0, 1, 2 … and the depot is 0")
    return Instance(lines[0][1].strip(), int(fleet[0]), fleet[1], tuple(Customer(*row[1:]) for row in customers))


def _numbers(line: str) -> list[float] | None:
    """None when something else stands there."""
    try:
        found = [float(word) for word in line.split()]
    except ValueError:
        return None
    return found if all(map(math.isfinite, found)) else None


def _vrplib(text: str) -> Instance:
    header = dict(re.findall(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$", text, re.MULTILINE))
    sections = {name: _section(text, name, size) for name, size in SECTIONS.items()}
    places = sections["NODE_COORD"]
    missing = [name for name in ("DEMAND", "TIME_WINDOW") if sections[name].keys() != places.keys()]
    if missing or "CAPACITY" not in header:
        raise wrong("the file", f"{', '.join(missing) or 'CAPACITY'} is missing or not complete")
    service = _of_header(header, "SERVICE_TIME", 0)
    customers = []
    for rank, number in enumerate(sorted(places)):
        lasts = sections["SERVICE_TIME"].get(number, [service if rank else 0.0])
        (x, y), (ready, due) = places[number], sections["TIME_WINDOW"][number]
        customers.append(Customer(x, y, sections["DEMAND"][number][0], ready, due, lasts[0]))
    vehicles = int(_of_header(header, "VEHICLES", len(customers)))
    return Instance(header.get("NAME", ""), vehicles, _of_header(header, "CAPACITY", 0), tuple(customers))


def _of_header(header: Mapping[str, str], name: str, otherwise: float) -> float:
    found = _numbers(header.get(name, str(otherwise)))
    if found is None or len(found) != 1:
        raise wrong(name, f"a number is needed, not “{header[name]}”")
    return found[0]


def _section(text: str, name: str, size: int) -> dict[int, list[float]]:
    """By number the `size` figures that follow it."""
    found = re.search(rf"^{name}_SECTION\s*\n((?:[ \t]*[-+.\d][^\n]*\n?)*)", text, re.MULTILINE)
    rows: dict[int, list[float]] = {}
    for line in found.group(1).splitlines() if found else ():
        row = _numbers(line)
        if row is None or len(row) != size + 1:
            raise wrong(f"{name}_SECTION", f"a number and {size} more are needed, not “{line.strip()[:60]}”")
        rows[int(row[0])] = row[1:]
    return rows


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it is hard; what is not found is said by us
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
