"""Visits, the links between them, and who may do them: what the search is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from werkplaats.planning.rules.linked.schedule import NOWHERE
from werkplaats.planning.rules.linked.state import NODE, Array, Plan, Work

ALWAYS = 1e18


@dataclass(frozen=True)
class Visit:
    """Work at a place. It starts at `early` or later; after `late` each unit of time costs one."""

    place: int
    early: float
    late: float
    length: float
    able: tuple[int, ...]  # the caregivers who may do it


@dataclass(frozen=True)
class Link:
    """Two visits, by their numbers, for two caregivers: the second starts `least` … `most` after the first starts."""

    first: int
    second: int
    least: float
    most: float


@dataclass(frozen=True)
class Problem:
    """Everything asked. Caregiver c leaves from the place `homes[c]` at time 0 and returns there."""

    distances: Array  # place × place; time and distance are one
    visits: tuple[Visit, ...]
    links: tuple[Link, ...]
    homes: tuple[int, ...]


def as_arrays(problem: Problem) -> tuple[Work, Plan]:
    """The problem as the search reads it, and a plan in which nothing is planned."""
    visits, carers = len(problem.visits), len(problem.homes)
    nodes = np.zeros(visits + carers, NODE)
    able = np.zeros((visits, carers), np.uint8)
    visits_at = np.full((len(problem.distances), 2), -1, np.int32)
    for number, visit in enumerate(problem.visits):
        node = nodes[number]
        node["place"], node["early"], node["late"] = visit.place, visit.early, visit.late
        node["length"], node["start"], node["who"], node["mate"] = visit.length, NOWHERE, -1, -1
        able[number, list(visit.able)] = 1
        visits_at[visit.place, int(visits_at[visit.place, 0] >= 0)] = number
    for link in problem.links:
        first, second = nodes[link.first], nodes[link.second]
        first["mate"], second["mate"] = link.second, link.first
        first["lag"], second["lag"] = -link.most, link.least
    for carer, place in enumerate(problem.homes):
        node = nodes[visits + carer]
        node["place"], node["home"], node["mate"], node["who"], node["late"] = place, 1, -1, carer, ALWAYS
        node["after"] = node["before"] = visits + carer
    distances = np.ascontiguousarray(problem.distances, np.float64)
    near = np.argsort(distances, axis=1, kind="stable").astype(np.int32)
    return Work(distances, able, near, visits_at), Plan(nodes, np.zeros(3))


def routes_of(plan: Plan, carers: int) -> tuple[tuple[int, ...], ...]:
    """The visits of each caregiver, in order."""
    first_home = len(plan.nodes) - carers
    routes = []
    for home in range(first_home, len(plan.nodes)):
        route, node = [], int(plan.nodes[home]["after"])
        while node != home:
            route.append(node)
            node = int(plan.nodes[node]["after"])
        routes.append(tuple(route))
    return tuple(routes)


def put_routes(plan: Plan, routes: Sequence[Sequence[int]]) -> None:
    """Write these routes into a plan in which nothing is planned; the times are not made."""
    first_home = len(plan.nodes) - len(routes)
    for carer, route in enumerate(routes):
        ring = [first_home + carer, *route, first_home + carer]
        for number, following in pairwise(ring):
            plan.nodes[number]["after"], plan.nodes[following]["before"] = following, number
            plan.nodes[following]["who"] = carer
