"""The unified home health care set: read an instance, ask the search for it, write the solution.

Ceschia, Da Ros, Di Gaspero, Mancini, Maniezzo, Montemanni, Rosati and Schaerf, "A unified formulation for home
healthcare routing and scheduling problems", International Transactions in Operational Research, 2026; instances in
github.com/iolab-uniud/uhhc (CC BY 4.0). Each instance brings its own weights. What the terms mean in detail (the first
departure is as late as it can be; a client with several windows is late for the last one that had begun; a break before
the first visit leaves no waiting time after it) is as the set's own validator, uhhc-toolbox 0.2.3, counts them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from werkplaats.planning.rules.sets.reading import items, name, number, pair, part, wrong
from werkplaats.planning.rules.shifts.problem import Break, Client, Problem, Visit, Weights
from werkplaats.planning.rules.shifts.problem import Caregiver as Worker
from werkplaats.planning.rules.shifts.solve import Answer

BREAK = "lunch_break"  # the service in a solution
COUNTED = (
    "travel_time", "total_tardiness", "highest_tardiness", "total_waiting_time", "total_extra_time", "max_idle_time",
)  # fmt: skip
FORBIDDEN_WITHOUT_WEIGHT = ("caregiver_preferences", "optional_patients", "missed_lunch_break")
SOLUTION_NAMES = {"caregiver_preferences": "preferences", "optional_patients": "unscheduled"}  # in a solution file
SYNCHRONIZATIONS = ("independent", "simultaneous", "sequential")


@dataclass(frozen=True)
class Need:
    """A service that a patient needs and how long it takes."""

    service: str
    duration: float


@dataclass(frozen=True)
class Patient:
    """`apart`: of two needs the second starts so much (least, most) after the first; None when neither waits."""

    id: str
    place: int
    windows: tuple[tuple[float, float], ...]  # by their beginnings
    needs: tuple[Need, ...]
    apart: tuple[float, float] | None
    optional: bool
    preferred: frozenset[str] | None  # None: anybody is welcome
    incompatible: frozenset[str]


@dataclass(frozen=True)
class Caregiver:
    """Without a shift neither extra nor idle time is counted."""

    id: str
    abilities: frozenset[str]
    departure: str
    arrival: str
    shift: tuple[float, float] | None
    lunch: bool


@dataclass(frozen=True)
class Lunch:
    start: float
    end: float
    duration: float


@dataclass(frozen=True)
class Instance:
    """`weights`: by the set's own names; for the last three None means that it must not happen. `terminals`: where
    routes begin and end, and their places in `distances`, which are travel times as well."""

    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    terminals: Mapping[str, int]
    distances: tuple[tuple[float, ...], ...]
    weights: Mapping[str, float | None] = field(default_factory=dict)
    at_end: bool = False  # a visit is on time when it ends in the window; otherwise when it starts in it
    lunch: Lunch | None = None

    def last_start(self, window: tuple[float, float], duration: float) -> float:
        """The last start on time of what takes so long."""
        return window[1] - duration if self.at_end else window[1]


def read(document: Any) -> Instance:
    """The instance in a parsed file. Refuses what is no such instance, or one that nobody can carry out."""
    metadata = part(document, "metadata", "")
    met = metadata.get("time_window_met", "at_service_start") if isinstance(metadata, dict) else None
    if met not in ("at_service_start", "at_service_end"):
        raise wrong("metadata.time_window_met", f"“at_service_start” or “at_service_end” is needed, not {met!r}")
    lengths = {
        name(part(service, "id", f"services[{i}]"), f"services[{i}].id"): service.get("default_duration")
        for i, service in enumerate(items(document, "services", ""))
    }
    terminals = {}
    for i, terminal in enumerate(items(document, "terminal_points", "")):
        where = f"terminal_points[{i}]"
        terminals[name(part(terminal, "id", where), f"{where}.id")] = _place(terminal, where)
    caregivers = tuple(
        _caregiver(one, f"caregivers[{i}]", terminals) for i, one in enumerate(items(document, "caregivers", ""))
    )
    patients = tuple(_patient(one, f"patients[{i}]", lengths) for i, one in enumerate(items(document, "patients", "")))
    for what, ids in (("patients", [p.id for p in patients]), ("caregivers", [c.id for c in caregivers])):
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise wrong(what, f"“{twice}” is there twice")
    places = [*terminals.values(), *(patient.place for patient in patients)]
    if sorted(places) != list(range(len(places))):
        raise wrong("distance_matrix_index", f"each of 0 to {len(places) - 1} is needed once, over all places")
    instance = Instance(
        patients, caregivers, terminals, _distances(document, len(places)), _weights(metadata),
        met == "at_service_end", _lunch(document, caregivers),
    )  # fmt: skip
    _refuse_impossible(instance)
    return instance


def _place(document: Any, where: str) -> int:
    index = number(part(document, "distance_matrix_index", where), f"{where}.distance_matrix_index", least=0)
    return int(index)


def _span(document: Any, where: str) -> tuple[float, float]:
    """A start and an end, as an object or as two numbers."""
    if isinstance(document, dict):
        document = [part(document, "start", where), part(document, "end", where)]
    return pair(document, where)


def _caregiver(document: Any, where: str, terminals: Mapping[str, int]) -> Caregiver:
    departure = name(part(document, "departing_point", where), f"{where}.departing_point")
    arrival = name(document.get("arrival_point") or departure, f"{where}.arrival_point")
    for point in (departure, arrival):
        if point not in terminals:
            raise wrong(where, f"“{point}” is not one of the terminal points")
    shift = document.get("working_shift")
    return Caregiver(
        name(part(document, "id", where), f"{where}.id"),
        frozenset(name(a, f"{where}.abilities") for a in items(document, "abilities", where)),
        departure,
        arrival,
        None if shift is None else _span(shift, f"{where}.working_shift"),
        bool(document.get("lunch_break")),
    )


def _patient(document: Any, where: str, lengths: Mapping[str, Any]) -> Patient:
    needs = []
    for i, need in enumerate(items(document, "required_services", where)):
        at = f"{where}.required_services[{i}]"
        service = name(part(need, "service", at), f"{at}.service")
        given = need.get("duration")
        duration = number(lengths.get(service) if given is None else given, f"{at}.duration", least=0)
        if duration == 0:
            raise wrong(f"{at}.duration", "a service takes time: more than 0 is needed")
        needs.append(Need(service, duration))
    if not 1 <= len(needs) <= 2 or len({need.service for need in needs}) < len(needs):
        raise wrong(f"{where}.required_services", f"one or two different ones are needed, not {len(needs)}")
    windows = [_span(one, f"{where}.time_windows[{i}]") for i, one in enumerate(items(document, "time_windows", where))]
    if not windows:
        raise wrong(f"{where}.time_windows", "at least one is needed")
    preferred = _names(document, "preferred_caregivers", where)
    return Patient(
        name(part(document, "id", where), f"{where}.id"),
        _place(document, where),
        tuple(sorted(windows)),
        tuple(needs),
        _apart(part(document, "synchronization", where), f"{where}.synchronization") if len(needs) == 2 else None,
        bool(document.get("optional")),
        None if document.get("preferred_caregivers") is None else preferred,
        _names(document, "incompatible_caregivers", where),
    )


def _names(document: Any, key: str, where: str) -> frozenset[str]:
    if document.get(key) is None:
        return frozenset()
    return frozenset(name(one, f"{where}.{key}") for one in items(document, key, where))


def _apart(document: Any, where: str) -> tuple[float, float] | None:
    kind = part(document, "type", where)
    if kind not in SYNCHRONIZATIONS:
        raise wrong(f"{where}.type", f"one of {', '.join(SYNCHRONIZATIONS)} is needed, not {kind!r}")
    if kind == "independent":
        return None
    if kind == "simultaneous":
        return 0.0, 0.0
    distance = part(document, "distance", where)
    if isinstance(distance, dict):
        distance = [part(distance, "min", f"{where}.distance"), part(distance, "max", f"{where}.distance")]
    return pair(distance, f"{where}.distance")


def _weights(metadata: Any) -> dict[str, float | None]:
    """A component that is not there counts nothing or, for the last three, must not happen, as “HARD” says too."""
    given = part(metadata, "cost_components", "metadata")
    if not isinstance(given, dict):
        raise wrong("metadata.cost_components", "an object with a weight for each component is needed")
    weights: dict[str, float | None] = {}
    for key, weight in given.items():
        where = f"metadata.cost_components.{key}"
        if weight in (None, 0) and key not in FORBIDDEN_WITHOUT_WEIGHT:
            continue
        if key in FORBIDDEN_WITHOUT_WEIGHT:
            weights[key] = None if weight in (None, "HARD") else number(weight, where, least=0)
        elif key in COUNTED:
            weights[key] = number(weight, where, least=0)
        elif not (key in ("qualification", "incompabilities") and weight == "HARD"):
            raise wrong(where, "plans that pay for this cannot be made here")
    return dict.fromkeys(COUNTED, 0.0) | dict.fromkeys(FORBIDDEN_WITHOUT_WEIGHT) | weights


def _lunch(document: Any, caregivers: tuple[Caregiver, ...]) -> Lunch | None:
    given = document.get("lunch_breaks")
    if given is None:
        if any(caregiver.lunch for caregiver in caregivers):
            raise wrong("lunch_breaks", "caregivers have one, and it is not said when")
        return None
    start, end = _span(given, "lunch_breaks")
    return Lunch(start, end, number(part(given, "min_duration", "lunch_breaks"), "lunch_breaks.min_duration", least=0))


def _distances(document: Any, size: int) -> tuple[tuple[float, ...], ...]:
    rows = items(document, "distances", "")
    if len(rows) != size or any(not isinstance(row, list) or len(row) != size for row in rows):
        raise wrong("distances", f"{size} rows of {size} numbers are needed: one for each place")
    return tuple(
        tuple(number(value, f"distances[{i}][{j}]", least=0) for j, value in enumerate(row))
        for i, row in enumerate(rows)
    )


def able(instance: Instance, patient: Patient, need: Need) -> tuple[int, ...]:
    """The caregivers, by their numbers, who may do this for that patient."""
    strict = instance.weights["caregiver_preferences"] is None and patient.preferred is not None
    return tuple(
        i
        for i, caregiver in enumerate(instance.caregivers)
        if need.service in caregiver.abilities
        and caregiver.id not in patient.incompatible
        and not (strict and caregiver.id not in (patient.preferred or ()))
    )


def _refuse_impossible(instance: Instance) -> None:
    for i, patient in enumerate(instance.patients):
        who = [set(able(instance, patient, need)) for need in patient.needs]
        for need, ones in zip(patient.needs, who, strict=True):
            if not ones:
                raise wrong(f"patients[{i}]", f"“{patient.id}” needs “{need.service}”, which no caregiver may do there")
        if patient.apart is not None and len(who[0] | who[1]) < 2:
            raise wrong(f"patients[{i}]", f"“{patient.id}” needs two caregivers, and only one can do these services")


def as_problem(instance: Instance) -> Problem:
    """What the search is asked: a visit for each need."""
    visits: list[Visit] = []
    clients = []
    price = instance.weights["optional_patients"]
    for patient in instance.patients:
        numbers = tuple(range(len(visits), len(visits) + len(patient.needs)))
        clients.append(Client(numbers, patient.apart, price if patient.optional else None))
        for need in patient.needs:
            who = able(instance, patient, need)
            disliked = () if patient.preferred is None else (
                i for i in who if instance.caregivers[i].id not in patient.preferred
            )  # fmt: skip
            windows = tuple((window[0], instance.last_start(window, need.duration)) for window in patient.windows)
            visits.append(Visit(patient.place, windows, need.duration, who, frozenset(disliked)))
    workers = tuple(_worker(instance, caregiver) for caregiver in instance.caregivers)
    counted = (instance.weights[key] or 0.0 for key in (*COUNTED, "caregiver_preferences"))
    return Problem(
        np.array(instance.distances), tuple(visits), tuple(clients), workers, Weights(*counted), _pause(instance)
    )


def _worker(instance: Instance, caregiver: Caregiver) -> Worker:
    begin, end = caregiver.shift or (0.0, None)
    places = (instance.terminals[caregiver.departure], instance.terminals[caregiver.arrival])
    return Worker(*places, begin=begin, end=end, has_break=caregiver.lunch)


def _pause(instance: Instance) -> Break | None:
    lunch = instance.lunch
    if lunch is None:
        return None
    last = instance.last_start((lunch.start, lunch.end), lunch.duration)
    return Break(lunch.start, last, lunch.duration, instance.weights["missed_lunch_break"])


def as_document(instance: Instance, answer: Answer) -> dict[str, Any]:
    """The routes in the set's own format. A break is written at the patient where it is taken, or at the terminal when
    there are no visits; a caregiver who does nothing has no locations, as the validator wants it."""
    needs = [(patient, need) for patient in instance.patients for need in patient.needs]
    at = {place: terminal for terminal, place in instance.terminals.items()}
    at |= {patient.place: patient.id for patient in instance.patients}
    routes = []
    for caregiver, route in zip(instance.caregivers, answer.routes, strict=True):
        locations = []
        for stop in route:
            if stop.visit is None:
                assert instance.lunch is not None
                service, duration = BREAK, instance.lunch.duration
            else:
                service, duration = needs[stop.visit][1].service, needs[stop.visit][1].duration
            times = {"arrival_time": plain(stop.start), "departure_time": plain(stop.start + duration)}
            locations.append({"patient": at[stop.place], "service": service, **times})
        routes.append({"caregiver_id": caregiver.id, **({"locations": locations} if locations else {})})
    return {"routes": routes, "cost_components": {}}


def plain(value: float) -> float:
    """Whole numbers as whole numbers."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
