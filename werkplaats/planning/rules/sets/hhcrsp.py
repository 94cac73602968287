"""The public home health care set: read an instance, solve it, write the solution.

Mankowska, Meisel and Bierwirth, "The home health care routing and scheduling problem with interdependent services",
Health Care Management Science 17, 2014; format and further instances: Ceschia, Di Gaspero, Rosati and Schaerf,
"Multi-Neighborhood Simulated Annealing for the Home Healthcare Routing and Scheduling Problem", International
Transactions in Operational Research, 2024. Cost = (distance + total tardiness + largest tardiness) / 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from werkplaats.planning.rules.linked.problem import Link, Problem, Visit
from werkplaats.planning.rules.linked.solve import Answer
from werkplaats.planning.rules.sets.reading import items, name, number, pair, part, wrong


@dataclass(frozen=True)
class Need:
    """A service that a patient needs and how long it takes."""

    service: str
    duration: float


@dataclass(frozen=True)
class Patient:
    """Service starts from `earliest` on; after `latest` it is tardy. Of two needs the second starts `apart` (least and
    most) after the first starts, each by another caregiver."""

    id: str
    earliest: float
    latest: float
    needs: tuple[Need, ...]
    apart: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Caregiver:
    id: str
    abilities: frozenset[str]


@dataclass(frozen=True)
class Instance:
    """`distances`: of the depot and then the patients in order; also the travel times."""

    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    distances: tuple[tuple[float, ...], ...]


def read(document: Any) -> Instance:
    """The instance in a parsed file. Refuses what is no such instance, or one that nobody can carry out."""
    lengths = {
        name(part(service, "id", f"services[{i}]"), f"services[{i}].id"): service.get("default_duration")
        for i, service in enumerate(items(document, "services", ""))
    }
    caregivers = tuple(_caregiver(one, f"caregivers[{i}]") for i, one in enumerate(items(document, "caregivers", "")))
    patients = tuple(_patient(one, f"patients[{i}]", lengths) for i, one in enumerate(items(document, "patients", "")))
    for what, ids in (("patients", [p.id for p in patients]), ("caregivers", [c.id for c in caregivers])):
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise wrong(what, f"“{twice}” is there twice")
    instance = Instance(patients, caregivers, _distances(items(document, "distances", ""), len(patients) + 1))
    _refuse_impossible(instance)
    return instance


def _caregiver(document: Any, where: str) -> Caregiver:
    abilities = items(document, "abilities", where)
    return Caregiver(name(part(document, "id", where), f"{where}.id"), frozenset(name(a, where) for a in abilities))


def _patient(document: Any, where: str, lengths: dict[str, Any]) -> Patient:
    earliest, latest = pair(part(document, "time_window", where), f"{where}.time_window")
    needs = []
    for i, need in enumerate(items(document, "required_caregivers", where)):
        at = f"{where}.required_caregivers[{i}]"
        service = name(part(need, "service", at), f"{at}.service")
        duration = number(need.get("duration", lengths.get(service)), f"{at}.duration", least=0)
        needs.append(Need(service, duration))
    if not 1 <= len(needs) <= 2:
        raise wrong(f"{where}.required_caregivers", f"one or two are needed, not {len(needs)}")
    apart = (0.0, 0.0)
    if len(needs) == 2:
        apart = _apart(part(document, "synchronization", where), f"{where}.synchronization")
    return Patient(name(part(document, "id", where), f"{where}.id"), earliest, latest, tuple(needs), apart)


def _apart(document: Any, where: str) -> tuple[float, float]:
    kind = part(document, "type", where)
    if kind == "simultaneous":
        return 0.0, 0.0
    if kind == "sequential":
        return pair(part(document, "distance", where), f"{where}.distance")
    raise wrong(f"{where}.type", f"“simultaneous” or “sequential” is needed, not {kind!r}")


def _distances(rows: Sequence[Any], size: int) -> tuple[tuple[float, ...], ...]:
    if len(rows) != size or any(not isinstance(row, list) or len(row) != size for row in rows):
        raise wrong("distances", f"{size} rows of {size} numbers are needed: the depot, then each patient")
    return tuple(
        tuple(number(value, f"distances[{i}][{j}]", least=0) for j, value in enumerate(row))
        for i, row in enumerate(rows)
    )


def _refuse_impossible(instance: Instance) -> None:
    for i, patient in enumerate(instance.patients):
        able = [{c.id for c in instance.caregivers if need.service in c.abilities} for need in patient.needs]
        for need, who in zip(patient.needs, able, strict=True):
            if not who:
                raise wrong(f"patients[{i}]", f"“{patient.id}” needs “{need.service}”, which no caregiver can do")
        if len(able) == 2 and len(able[0] | able[1]) < 2:
            raise wrong(f"patients[{i}]", f"“{patient.id}” needs two caregivers, and only one can do these services")


def as_problem(instance: Instance) -> Problem:
    """What the search is asked: a visit for each need, place 0 the depot, place i the i-th patient."""
    visits: list[Visit] = []
    links: list[Link] = []
    for place, patient in enumerate(instance.patients, start=1):
        if len(patient.needs) == 2:
            links.append(Link(len(visits), len(visits) + 1, *patient.apart))
        for need in patient.needs:
            able = tuple(c for c, caregiver in enumerate(instance.caregivers) if need.service in caregiver.abilities)
            visits.append(Visit(place, patient.earliest, patient.latest, need.duration, able))
    homes = (0,) * len(instance.caregivers)
    return Problem(np.array(instance.distances), tuple(visits), tuple(links), homes)


def as_document(instance: Instance, answer: Answer) -> dict[str, Any]:
    """The solution in the set's own format. The global ordering is that of the first start at each patient."""
    needs = [(patient, need) for patient in instance.patients for need in patient.needs]
    routes = []
    for caregiver, route in zip(instance.caregivers, answer.routes, strict=True):
        locations = [
            {
                "patient_id": needs[visit][0].id,
                "service_id": needs[visit][1].service,
                "arrival_time": round(answer.starts[visit], 6),
                "departure_time": round(answer.starts[visit] + needs[visit][1].duration, 6),
            }
            for visit in route
        ]
        routes.append({"caregiver_id": caregiver.id, "locations": locations})
    first: dict[str, float] = {}
    for (patient, _need), start in zip(needs, answer.starts, strict=True):
        first[patient.id] = min(start, first.get(patient.id, start))
    return {"routes": routes, "global_ordering": sorted(first, key=lambda patient: first[patient])}
