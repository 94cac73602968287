"""Is a solution of the home health care set allowed, and what does it cost? Knows nothing of how it was found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from werkplaats.planning.rules.sets.hhcrsp import Instance, Patient
from werkplaats.planning.rules.sets.reading import items, name, number, part, wrong

TOLERANCE = 1e-3  # of times, as the set itself has it


@dataclass(frozen=True)
class Stop:
    """A service at a patient, as the solution tells it."""

    caregiver: str
    patient: str
    service: str
    start: float
    end: float


@dataclass(frozen=True)
class Checked:
    """What the routes cost, and each rule that they break, in words."""

    distance: float
    total_tardiness: float
    largest_tardiness: float
    broken: tuple[str, ...]

    @property
    def cost(self) -> float:
        return (self.distance + self.total_tardiness + self.largest_tardiness) / 3


def check(instance: Instance, solution: Any) -> Checked:
    """Compute everything from the solution file as it was parsed. Refuses what is not in the format."""
    routes = _routes(solution)
    broken = [*_caregivers(instance, routes)]
    stops = [stop for route in routes.values() for stop in route]
    broken += _services(instance, stops)
    distance = 0.0
    for route in routes.values():
        broken += _on_the_way(instance, route)
        distance += _distance(instance, route)
    broken += _together(instance, stops)
    latest = {patient.id: patient.latest for patient in instance.patients}
    late = [max(0.0, stop.start - latest[stop.patient]) for stop in stops if stop.patient in latest]
    return Checked(distance, sum(late), max(late, default=0.0), tuple(broken))


def _routes(solution: Any) -> dict[str, list[Stop]]:
    routes: dict[str, list[Stop]] = {}
    for i, route in enumerate(items(solution, "routes", "")):
        where = f"routes[{i}]"
        caregiver = name(part(route, "caregiver_id", where), f"{where}.caregiver_id")
        if caregiver in routes:
            raise wrong(where, f"“{caregiver}” has a second route")
        routes[caregiver] = []
        for j, location in enumerate(route.get("locations") or []):
            at = f"{where}.locations[{j}]"
            times = [number(part(location, key, at), f"{at}.{key}") for key in ("arrival_time", "departure_time")]
            patient = name(location.get("patient_id") or location.get("patient"), f"{at}.patient_id")
            service = name(location.get("service_id") or location.get("service"), f"{at}.service_id")
            routes[caregiver].append(Stop(caregiver, patient, service, *times))
    return routes


def _caregivers(instance: Instance, routes: dict[str, list[Stop]]) -> Iterator[str]:
    known = {caregiver.id: caregiver.abilities for caregiver in instance.caregivers}
    for missing in known.keys() - routes.keys():
        yield f"{missing} has no route"
    for caregiver, route in routes.items():
        if caregiver not in known:
            yield f"there is no caregiver {caregiver}"
            continue
        for stop in route:
            if stop.service not in known[caregiver]:
                yield f"{caregiver} cannot do {stop.service} at {stop.patient}"


def _services(instance: Instance, stops: list[Stop]) -> Iterator[str]:
    asked = Counter((patient.id, need.service) for patient in instance.patients for need in patient.needs)
    given = Counter((stop.patient, stop.service) for stop in stops)
    for patient, service in (asked - given).elements():
        yield f"{patient} does not get {service}"
    for patient, service in (given - asked).elements():
        yield f"{patient} gets {service} without asking"


def _on_the_way(instance: Instance, route: list[Stop]) -> Iterator[str]:
    place = {patient.id: i for i, patient in enumerate(instance.patients, start=1)}
    patients = {patient.id: patient for patient in instance.patients}
    here, free = 0, 0.0
    for stop in route:
        if stop.patient not in place:
            yield f"there is no patient {stop.patient}"
            return
        there = place[stop.patient]
        if stop.start < free + instance.distances[here][there] - TOLERANCE:
            yield f"{stop.caregiver} starts at {stop.patient} before he or she can be there"
        if stop.start < patients[stop.patient].earliest - TOLERANCE:
            yield f"{stop.caregiver} starts at {stop.patient} before the time window"
        lengths = [need.duration for need in patients[stop.patient].needs if need.service == stop.service]
        if lengths and all(abs(stop.end - stop.start - length) > TOLERANCE for length in lengths):
            yield f"{stop.service} at {stop.patient} does not last as long as it should"
        here, free = there, stop.end


def _distance(instance: Instance, route: list[Stop]) -> float:
    place = {patient.id: i for i, patient in enumerate(instance.patients, start=1)}
    way = [0, *(place[stop.patient] for stop in route if stop.patient in place), 0]
    return sum(instance.distances[here][there] for here, there in pairwise(way))


def _together(instance: Instance, stops: list[Stop]) -> Iterator[str]:
    for patient in instance.patients:
        if len(patient.needs) != 2:
            continue
        here = [stop for stop in stops if stop.patient == patient.id]
        if len({stop.caregiver for stop in here}) < len(here):
            yield f"{patient.id} needs two caregivers and gets the same one twice"
        orders = [here, here[::-1]]
        services = [need.service for need in patient.needs]
        fitting = [pair for pair in orders if [stop.service for stop in pair] == services]
        if fitting and not any(_apart(patient, pair) for pair in fitting):
            yield f"the two services at {patient.id} are not {patient.apart[0]:g} to {patient.apart[1]:g} apart"


def _apart(patient: Patient, pair: list[Stop]) -> bool:
    between = pair[1].start - pair[0].start
    return patient.apart[0] - TOLERANCE <= between <= patient.apart[1] + TOLERANCE
