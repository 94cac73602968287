"""Plans for the unified home health care set: always allowed, the same for the same seed, the best when it is tiny."""

import copy
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkplaats import cli
from werkplaats.ground.errors import Refused
from werkplaats.planning.files import contents
from werkplaats.planning.rules.progress import Progress
from werkplaats.planning.rules.sets.uhhc import BREAK, Instance, as_document, as_problem, read
from werkplaats.planning.rules.sets.uhhc_check import check
from werkplaats.planning.rules.shifts.solve import solve

DATA = Path(__file__).parents[2] / "bench" / "planning" / "data" / "uhhc"
AGES = 1e6  # seconds: the rounds end first
WEIGHTS = {
    "travel_time": 2, "total_tardiness": 3, "highest_tardiness": 4, "total_waiting_time": 5, "total_extra_time": 6,
    "max_idle_time": 7, "caregiver_preferences": 20, "optional_patients": 150, "missed_lunch_break": 60,
}  # fmt: skip


def patient(place: int, *services: str, window: tuple[int, int] = (60, 120), **more: Any) -> dict[str, Any]:
    return {
        "id": f"p{place}",
        "distance_matrix_index": place,
        "required_services": [{"service": service, "duration": 30} for service in services],
        "time_windows": [{"start": window[0], "end": window[1]}],
        **more,
    }


def document(patients: list[dict[str, Any]], **weights: Any) -> dict[str, Any]:
    """Two caregivers with everything they can do, one terminal, places on a line ten minutes apart."""
    size = len(patients) + 1
    return {
        "metadata": {"time_window_met": "at_service_start", "cost_components": {**WEIGHTS, **weights}},
        "distances": [[10 * abs(one - other) for one in range(size)] for other in range(size)],
        "terminal_points": [{"id": "d0", "distance_matrix_index": 0}],
        "services": [{"id": "s0", "type": "t0"}, {"id": "s1", "type": "t1", "default_duration": 20}],
        "caregivers": [
            {
                "id": f"c{number}",
                "abilities": ["s0", "s1"],
                "departing_point": "d0",
                "working_shift": {"start": 0, "end": 240},
                "lunch_break": number == 1,
            }
            for number in (1, 2)
        ],
        "patients": patients,
        "lunch_breaks": {"start": 90, "end": 150, "min_duration": 30},
    }


SEQUENTIAL = {"synchronization": {"type": "sequential", "distance": {"min": 10, "max": 40}}}
THREE = document(
    [
        patient(1, "s0", "s1", **SEQUENTIAL),
        patient(2, "s0", optional=True, preferred_caregivers=["c2"]),
        patient(3, "s1", window=(30, 40), incompatible_caregivers=["c1"]),
    ]
)


@st.composite
def documents(draw: st.DrawFn, most: int, waiting: int = 5) -> dict[str, Any]:
    number = st.integers
    patients = []
    for place in range(1, draw(number(1, most)) + 1):
        begin = draw(number(0, 150))
        more: dict[str, Any] = {"optional": draw(st.booleans())}
        if draw(st.booleans()):
            more["preferred_caregivers"] = [draw(st.sampled_from(["c1", "c2"]))]
        services = ["s0", "s1"] if draw(st.booleans()) else ["s0"]
        if len(services) == 2:
            kind = draw(st.sampled_from(["independent", "simultaneous", "sequential"]))
            more["synchronization"] = {"type": kind, "distance": [10, 10 + draw(number(0, 30))]}
        patients.append(patient(place, *services, window=(begin, begin + draw(number(0, 60))), **more))
    return document(patients, total_waiting_time=waiting)


def planned(asked: dict[str, Any], rounds: int = 60, seed: int = 1) -> dict[str, Any]:
    instance = read(asked)
    return as_document(instance, solve(as_problem(instance), AGES, seed, iterations=rounds))


@given(documents(most=6))
@settings(max_examples=60)
def test_every_plan_passes_the_checker_at_the_cost_of_the_search(asked: dict[str, Any]) -> None:
    instance = read(asked)
    answer = solve(as_problem(instance), AGES, 1, iterations=30)
    checked = check(instance, as_document(instance, answer))
    assert checked.broken == ()
    assert not answer.broken
    assert checked.cost == pytest.approx(answer.cost, abs=1e-6)


@given(documents(most=5), st.integers(0, 2**31))
@settings(max_examples=20)
def test_the_same_seed_and_rounds_give_the_same_plan(asked: dict[str, Any], seed: int) -> None:
    assert planned(asked, seed=seed) == planned(asked, seed=seed)


@given(documents(most=2, waiting=0))
@settings(max_examples=25)
def test_a_tiny_instance_is_solved_to_the_best_there_is(asked: dict[str, Any]) -> None:
    instance = read(asked)
    assert check(instance, planned(asked, rounds=400)).cost == pytest.approx(cheapest(instance), abs=1e-6)


def cheapest(instance: Instance) -> float:
    """By trying all routes, each started as soon as can be: where waiting is free nothing is better than that."""
    costs = []
    for routes in _all_routes(instance):
        found = check(instance, {"routes": _started(instance, routes)})
        if not found.broken:
            costs.append(found.cost)
    return min(costs)


def _all_routes(instance: Instance) -> Iterator[list[list[tuple[str, str]]]]:
    """Per caregiver what is done where, as (patient, service); a break at any patient of the route or at the depot."""
    needs = [(p.id, need.service) for p in instance.patients for need in p.needs]
    for hands in itertools.product((None, 0, 1), repeat=len(needs)):
        choices = []
        for carer in (0, 1):
            mine = [need for need, hand in zip(needs, hands, strict=True) if hand == carer]
            orders = [list(order) for order in itertools.permutations(mine)]
            if instance.caregivers[carer].lunch:
                places = {one for one, _ in mine} or {"d0"}
                orders += [
                    [*order[:at], (place, BREAK), *order[at:]]
                    for order in orders
                    for at in range(len(mine) + 1)
                    for place in places
                ]
            choices.append(orders)
        yield from (list(pair) for pair in itertools.product(*choices))


def _started(instance: Instance, routes: list[list[tuple[str, str]]]) -> list[dict[str, Any]]:
    places = {p.id: p.place for p in instance.patients} | dict(instance.terminals)
    patients = {p.id: p for p in instance.patients}
    starts: dict[tuple[str, str], float] = {}
    for _ in range(12):
        for route in routes:
            here, free = 0, 0.0
            for who, service in route:
                early = 90.0 if service == BREAK else patients[who].windows[0][0]
                start = max(early, free + instance.distances[here][places[who]])
                if service != BREAK and (apart := patients[who].apart) is not None:
                    first, second = ((who, need.service) for need in patients[who].needs)
                    if (who, service) == first:
                        start = max(start, starts.get(second, 0.0) - apart[1])
                    else:
                        start = max(start, starts.get(first, 0.0) + apart[0])
                starts[who, service] = start
                here, free = places[who], start + 30
    return [
        {
            "caregiver_id": caregiver.id,
            "locations": [
                {"patient": one[0], "service": one[1], "arrival_time": starts[one], "departure_time": starts[one] + 30}
                for one in route
            ],
        }
        for caregiver, route in zip(instance.caregivers, routes, strict=True)
    ]


@pytest.mark.parametrize(
    ("instance", "published", "printed"),
    [("i-116", "annealing", 17393), ("i-116", "cp-sat", 17117), ("i-134", "cp-sat", 15616), ("i-247", "cp-sat", 19492)],
)
def test_the_checker_counts_as_the_validator_of_the_set(instance: str, published: str, printed: int) -> None:
    """Totals that `uhhc-toolbox validator solution`, version 0.2.3, printed for solutions that the set publishes."""
    asked = read(json.loads(contents(DATA / f"{instance}.json.gz")))
    checked = check(asked, json.loads(contents(DATA / "published" / f"{instance}-{published}.json.gz")))
    assert checked.cost == printed
    assert checked.broken == ()


def test_a_search_can_be_stopped() -> None:
    looks: list[Progress] = []

    def stop(progress: Progress) -> bool:
        looks.append(progress)
        return False

    solve(as_problem(read(THREE)), AGES, 2, stop)
    assert len(looks) == 1


def test_somebody_without_work_has_the_break_at_home() -> None:
    nobody = document([patient(1, "s0", incompatible_caregivers=["c1"])])
    routes = planned(nobody)["routes"]
    assert routes[0]["locations"] == [
        {"patient": "d0", "service": BREAK, "arrival_time": 90, "departure_time": 120},
    ]
    assert "locations" not in planned(document([]), rounds=1)["routes"][1]


def test_work_goes_to_everybody_when_the_most_idle_costs_most() -> None:
    """While two have nothing to do, work for one of them alone makes the largest idle time no smaller."""
    asked = document([patient(place, "s0", window=(0, 200)) for place in (1, 2, 3, 4)], max_idle_time=50)
    asked["caregivers"] = [
        {**asked["caregivers"][0], "id": f"c{number}", "lunch_break": False} for number in (1, 2, 3, 4)
    ]
    answer = solve(as_problem(read(asked)), AGES, seed=1, iterations=400)
    assert [len(route) for route in answer.routes] == [1, 1, 1, 1]


def test_the_checker_finds_what_is_wrong() -> None:
    instance = read(THREE)
    good = planned(THREE, rounds=200)
    assert check(instance, good).broken == ()

    def spoilt(change: Any) -> str:
        solution = copy.deepcopy(good)
        change(solution["routes"], [stop for route in solution["routes"] for stop in route.get("locations", [])])
        return " ".join(check(instance, solution).broken)

    def moved(service: str, minutes: int, who: str | None = None) -> Any:
        def change(_routes: Any, stops: Any) -> None:
            stop = next(one for one in stops if one["service"] == service and who in (None, one["patient"]))
            stop["arrival_time"] += minutes
            stop["departure_time"] += minutes

        return change

    assert "apart" in spoilt(moved("s1", 1000, "p1"))
    assert "can be there" in spoilt(moved("s1", -40, "p3"))
    assert "not in its time" in spoilt(moved(BREAK, 1000))
    assert "as long as it should" in spoilt(lambda routes, stops: stops[0].update(departure_time=1000))
    assert "has no route" in spoilt(lambda routes, stops: routes.pop())
    assert "left out" in spoilt(lambda routes, stops: [route.update(locations=[]) for route in routes])
    assert "without asking" in spoilt(
        lambda routes, stops: next(s for s in stops if s["patient"] == "p3").update(service="s0")
    )
    assert "must not come" in spoilt(
        lambda routes, stops: (
            routes.reverse() or [routes[0].update(caregiver_id="c1"), routes[1].update(caregiver_id="c2")]
        )
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda asked: asked.pop("metadata"), "“metadata” is missing"),
        (lambda asked: asked["distances"].pop(), "4 rows of 4 numbers"),
        (lambda asked: asked["patients"][0].pop("synchronization"), "patients[0]: “synchronization” is missing"),
        (lambda asked: asked["patients"][0]["time_windows"].clear(), "at least one is needed"),
        (lambda asked: asked["patients"][0].update(time_windows=[[9, 3]]), "9 comes after 3"),
        (lambda asked: asked["patients"][1].update(id="p1"), "“p1” is there twice"),
        (lambda asked: asked["patients"][1].update(distance_matrix_index=9), "each of 0 to 3 is needed once"),
        (lambda asked: asked["patients"][2].update(incompatible_caregivers=["c1", "c2"]), "no caregiver may do"),
        (lambda asked: asked["caregivers"][0].update(departing_point="d7"), "not one of the terminal points"),
        (lambda asked: asked.pop("lunch_breaks"), "it is not said when"),
        (lambda asked: asked["metadata"]["cost_components"].update(workload_balance=3), "cannot be made here"),
        (lambda asked: asked["metadata"]["cost_components"].update(total_tardiness="HARD"), "a number is needed"),
    ],
)
def test_a_broken_instance_is_refused_with_the_place_of_the_mistake(change: Any, said: str) -> None:
    asked = copy.deepcopy(THREE)
    change(asked)
    with pytest.raises(Refused) as refusal:
        read(asked)
    assert said in str(refusal.value)


def test_without_a_weight_a_preference_is_a_rule() -> None:
    strict = document([patient(1, "s0", preferred_caregivers=["c2"])], caregiver_preferences=None)
    assert planned(strict)["routes"][1]["locations"][0]["patient"] == "p1"


def test_the_command_line_writes_a_solution(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "three.json", tmp_path / "solution.json"
    file.write_text(json.dumps(THREE))
    assert cli.main(["plan", str(file), "--format", "uhhc", "--iterations", "20", "--out", str(out)]) == 0
    assert capsys.readouterr().out.startswith("cost ")
    assert check(read(THREE), json.loads(out.read_text())).broken == ()
    file.write_text("{")
    assert cli.main(["plan", str(file), "--format", "uhhc", "--out", str(out)]) == 1
    assert "is not JSON" in capsys.readouterr().err
