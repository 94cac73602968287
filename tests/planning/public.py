"""Small instances of the home health care set, made up, and the best plan of a tiny one by trying everything."""

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from werkplaats.planning.rules.sets.hhcrsp import Instance

SERVICES = ("s1", "s2", "s3")


def document(
    patients: list[dict[str, Any]], caregivers: list[list[str]], places: list[tuple[int, int]]
) -> dict[str, Any]:
    """An instance as it stands in a file; distances are straight, the depot is the first place."""
    distances = [[round(((x - u) ** 2 + (y - v) ** 2) ** 0.5, 3) for u, v in places] for x, y in places]
    return {
        "patients": [{"id": f"p{i}", **patient} for i, patient in enumerate(patients, start=1)],
        "services": [{"id": service, "default_duration": 10} for service in SERVICES],
        "caregivers": [{"id": f"c{i}", "abilities": abilities} for i, abilities in enumerate(caregivers, start=1)],
        "central_offices": [{"id": "d"}],
        "distances": distances,
    }


def alone(service: str = "s1", window: tuple[int, int] = (0, 60), duration: int = 10) -> dict[str, Any]:
    return {"time_window": list(window), "required_caregivers": [{"service": service, "duration": duration}]}


def two(
    first: str, second: str, *, apart: tuple[int, int] | None = None, window: tuple[int, int] = (0, 60)
) -> dict[str, Any]:
    kind: dict[str, Any] = (
        {"type": "simultaneous"} if apart is None else {"type": "sequential", "distance": list(apart)}
    )
    needs = [{"service": service, "duration": 10} for service in (first, second)]
    return {"time_window": list(window), "required_caregivers": needs, "synchronization": kind}


@st.composite
def documents(draw: st.DrawFn, patients: int = 7, caregivers: int = 3) -> dict[str, Any]:
    """Any instance of at most this size that can be carried out: the first two caregivers can do everything."""
    number = st.integers
    asked = []
    for _ in range(draw(number(1, patients))):
        earliest = draw(number(0, 200))
        window = (earliest, earliest + draw(number(0, 60)))
        service, other = draw(st.permutations(SERVICES))[:2]
        least = draw(number(0, 40))
        kinds = (
            alone(service, window, draw(number(1, 30))),
            two(service, other, window=window),
            two(service, other, window=window, apart=(least, least + draw(number(0, 40)))),
        )
        asked.append(draw(st.sampled_from(kinds)))
    able = [list(SERVICES)] * 2 + draw(
        st.lists(st.lists(st.sampled_from(SERVICES), min_size=1), max_size=caregivers - 2)
    )
    places = draw(st.lists(st.tuples(number(0, 50), number(0, 50)), min_size=len(asked) + 1, max_size=len(asked) + 1))
    return document(asked, able, places)


def cheapest(instance: Instance) -> float:
    """The least cost of a tiny instance, over every division of the visits and every order."""
    visits = [(place, need) for place, patient in enumerate(instance.patients, 1) for need in patient.needs]
    best = float("inf")
    carers = range(len(instance.caregivers))
    for who in itertools.product(carers, repeat=len(visits)):
        allowed = all(
            visit[1].service in instance.caregivers[c].abilities for visit, c in zip(visits, who, strict=True)
        )
        same = any(
            a[0] == b[0] and c == d for (a, c), (b, d) in itertools.combinations(zip(visits, who, strict=True), 2)
        )
        if allowed and not same:
            for routes in itertools.product(*(itertools.permutations(_of(who, c)) for c in carers)):
                best = min(best, _cost(instance, visits, routes))
    return best


def _of(who: tuple[int, ...], carer: int) -> Iterator[int]:
    return (visit for visit, one in enumerate(who) if one == carer)


def _cost(instance: Instance, visits: list[Any], routes: tuple[tuple[int, ...], ...]) -> float:
    starts = [float(instance.patients[place - 1].earliest) for place, _ in visits]
    for _ in range(4 * len(visits)):
        before = list(starts)
        for route in routes:
            here, free = 0, 0.0
            for visit in route:
                place, need = visits[visit]
                starts[visit] = max(starts[visit], free + instance.distances[here][place])
                here, free = place, starts[visit] + need.duration
        for one in range(len(visits) - 1):
            if visits[one][0] == visits[one + 1][0]:
                least, most = instance.patients[visits[one][0] - 1].apart
                starts[one + 1] = max(starts[one + 1], starts[one] + least)
                starts[one] = max(starts[one], starts[one + 1] - most)
        if starts == before:
            break
    else:
        return float("inf")  # the routes wait for each other
    late = [
        max(0.0, start - instance.patients[place - 1].latest) for start, (place, _) in zip(starts, visits, strict=True)
    ]
    ways = [[0, *(visits[visit][0] for visit in route), 0] for route in routes]
    distance = sum(instance.distances[a][b] for way in ways for a, b in itertools.pairwise(way))
    return (distance + sum(late) + max(late)) / 3
