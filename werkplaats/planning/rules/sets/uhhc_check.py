"""Is a solution of the unified home health care set allowed, and what does it cost? Knows nothing of the search."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from werkplaats.planning.rules.sets.reading import items, name, number, part, wrong
from werkplaats.planning.rules.sets.uhhc import BREAK, Caregiver, Instance, Patient

TOLERANCE = 1e-6  # of times


@dataclass(frozen=True)
class Stop:
    """A service at a patient or a lunch break, as the solution tells it, and the place in the distances."""

    caregiver: str
    patient: str
    service: str
    start: float
    end: float
    place: int


@dataclass(frozen=True)
class Checked:
    """How much there is of each component (by the set's names), what that costs, and each rule broken, in words."""

    amounts: Mapping[str, float]
    costs: Mapping[str, float]
    broken: tuple[str, ...]

    @property
    def cost(self) -> float:
        return sum(self.costs.values())


@dataclass(frozen=True)
class Times:
    """Of one route. Departure is so late that the first stop begins at once."""

    travel: float = 0.0
    departure: float = 0.0
    back: float = 0.0
    idle: float = 0.0  # in the shift
    waits: tuple[float, ...] = ()  # before each stop


def check(instance: Instance, solution: Any) -> Checked:
    """Compute everything from the solution file as it was parsed. Refuses what is not in the format."""
    routes = _routes(instance, solution)
    stops = [stop for route in routes.values() for stop in route]
    broken = [*_caregivers(instance, routes), *_services(instance, stops), *_together(instance, stops)]
    patients = {patient.id: patient for patient in instance.patients}
    late, amounts = [0.0], dict.fromkeys(instance.weights, 0.0)
    for caregiver in instance.caregivers:
        route = routes.get(caregiver.id, [])
        broken += _on_the_way(instance, caregiver, route)
        times = _times(instance, caregiver, route)
        amounts["travel_time"] += times.travel
        amounts["max_idle_time"] = max(amounts["max_idle_time"], times.idle)
        if caregiver.shift and route:
            amounts["total_extra_time"] += max(0.0, times.back - caregiver.shift[1])
        after_lunch = bool(route) and route[0].service == BREAK
        amounts["total_waiting_time"] += sum(times.waits) - (times.waits[1] if after_lunch and len(route) > 1 else 0)
        amounts["missed_lunch_break"] += caregiver.lunch and all(stop.service != BREAK for stop in route)
        for stop in route:
            if stop.service != BREAK:
                late.append(_lateness(instance, patients[stop.patient], stop))
                preferred = patients[stop.patient].preferred
                amounts["caregiver_preferences"] += preferred is not None and caregiver.id not in preferred
    amounts["total_tardiness"], amounts["highest_tardiness"] = sum(late), max(late)
    seen = {stop.patient for stop in stops if stop.service != BREAK}
    amounts["optional_patients"] = float(sum(patient.id not in seen for patient in instance.patients))
    for key, what in (("caregiver_preferences", "caregivers not preferred"), ("missed_lunch_break", "breaks missed")):
        if instance.weights[key] is None and amounts[key]:
            broken.append(f"{amounts[key]:g} {what}, which must not be")
    costs = {key: amounts[key] * (weight or 0.0) for key, weight in instance.weights.items()}
    return Checked(amounts, costs, tuple(broken))


def _routes(instance: Instance, solution: Any) -> dict[str, list[Stop]]:
    places = {patient.id: patient.place for patient in instance.patients}
    routes: dict[str, list[Stop]] = {}
    for i, route in enumerate(items(solution, "routes", "")):
        where = f"routes[{i}]"
        caregiver = name(part(route, "caregiver_id", where), f"{where}.caregiver_id")
        if caregiver in routes:
            raise wrong(where, f"“{caregiver}” has a second route")
        routes[caregiver] = []
        for j, location in enumerate(route.get("locations") or []):
            at = f"{where}.locations[{j}]"
            service = name(part(location, "service", at), f"{at}.service")
            patient = name(part(location, "patient", at), f"{at}.patient")
            known = places | dict(instance.terminals) if service == BREAK else places
            if patient not in known:
                raise wrong(f"{at}.patient", f"there is no “{patient}”")
            start, end = (
                number(location[key] if key in location else part(location, other, at), f"{at}.{key}")
                for key, other in (("arrival_time", "start_time"), ("departure_time", "end_time"))
            )
            routes[caregiver].append(Stop(caregiver, patient, service, start, end, known[patient]))
        routes[caregiver].sort(key=lambda stop: stop.start)
    return routes


def _caregivers(instance: Instance, routes: dict[str, list[Stop]]) -> Iterator[str]:
    known = {caregiver.id: caregiver for caregiver in instance.caregivers}
    incompatible = {patient.id: patient.incompatible for patient in instance.patients}
    for missing in known.keys() - routes.keys():
        yield f"{missing} has no route"
    for caregiver, route in routes.items():
        if caregiver not in known:
            yield f"there is no caregiver {caregiver}"
            continue
        for stop in route:
            if stop.service != BREAK and stop.service not in known[caregiver].abilities:
                yield f"{caregiver} cannot do {stop.service} at {stop.patient}"
            if stop.service != BREAK and caregiver in incompatible[stop.patient]:
                yield f"{caregiver} must not come to {stop.patient}"
        if sum(stop.service == BREAK for stop in route) > known[caregiver].lunch:
            yield f"{caregiver} has a break too many"


def _services(instance: Instance, stops: list[Stop]) -> Iterator[str]:
    given = Counter((stop.patient, stop.service) for stop in stops if stop.service != BREAK)
    seen = {patient for patient, _service in given}
    asked = Counter[tuple[str, str]]()
    for patient in instance.patients:
        if patient.id in seen:
            asked.update((patient.id, need.service) for need in patient.needs)
        elif not patient.optional or instance.weights["optional_patients"] is None:
            yield f"{patient.id} is left out, who must not be"
    for patient_id, service in (asked - given).elements():
        yield f"{patient_id} does not get {service}"
    for patient_id, service in (given - asked).elements():
        yield f"{patient_id} gets {service} without asking"


def _on_the_way(instance: Instance, caregiver: Caregiver, route: list[Stop]) -> Iterator[str]:
    patients = {patient.id: patient for patient in instance.patients}
    here = instance.terminals[caregiver.departure]
    free = caregiver.shift[0] if caregiver.shift else 0.0
    for stop in route:
        if stop.start < free + instance.distances[here][stop.place] - TOLERANCE:
            yield f"{caregiver.id} starts at {stop.patient} before he or she can be there"
        if stop.service == BREAK:
            yield from _break(instance, stop)
        else:
            patient = patients[stop.patient]
            if stop.start < patient.windows[0][0] - TOLERANCE:
                yield f"{caregiver.id} starts at {stop.patient} before the time window"
            lengths = [need.duration for need in patient.needs if need.service == stop.service]
            if lengths and abs(stop.end - stop.start - lengths[0]) > TOLERANCE:
                yield f"{stop.service} at {stop.patient} does not last as long as it should"
        here, free = stop.place, stop.end


def _break(instance: Instance, stop: Stop) -> Iterator[str]:
    lunch = instance.lunch
    if lunch is None or abs(stop.end - stop.start - lunch.duration) > TOLERANCE:
        yield f"the break of {stop.caregiver} does not last as long as it should"
        return
    last = instance.last_start((lunch.start, lunch.end), lunch.duration)
    if not lunch.start - TOLERANCE <= stop.start <= last + TOLERANCE:
        yield f"the break of {stop.caregiver} is not in its time"


def _times(instance: Instance, caregiver: Caregiver, route: list[Stop]) -> Times:
    begin, end = caregiver.shift or (0.0, 0.0)
    if not route:
        return Times(idle=end - begin)
    way = [instance.terminals[caregiver.departure], *(s.place for s in route), instance.terminals[caregiver.arrival]]
    legs = [instance.distances[here][there] for here, there in pairwise(way)]
    waits = [0.0, *(b.start - a.end - leg for (a, b), leg in zip(pairwise(route), legs[1:], strict=False))]
    departure, back = route[0].start - legs[0], route[-1].end + legs[-1]
    idle = departure - begin + sum(waits) + max(0.0, end - back) if caregiver.shift else 0.0
    return Times(sum(legs), departure, back, idle, tuple(waits))


def _lateness(instance: Instance, patient: Patient, stop: Stop) -> float:
    """For the last window that had begun."""
    begun = [window for window in patient.windows if window[0] <= stop.start + TOLERANCE] or [patient.windows[0]]
    return max(0.0, stop.start - instance.last_start(begun[-1], stop.end - stop.start))


def _together(instance: Instance, stops: list[Stop]) -> Iterator[str]:
    for patient in instance.patients:
        if patient.apart is None:
            continue
        here = {stop.service: stop for stop in stops if stop.patient == patient.id and stop.service != BREAK}
        first, second = (here.get(need.service) for need in patient.needs)
        if first is None or second is None:
            continue
        if first.caregiver == second.caregiver:
            yield f"{patient.id} needs two caregivers and gets the same one twice"
        if not patient.apart[0] - TOLERANCE <= second.start - first.start <= patient.apart[1] + TOLERANCE:
            yield f"the two services at {patient.id} are not {patient.apart[0]:g} to {patient.apart[1]:g} apart"
