"""Plans for the public home health care set: always allowed, the same for the same seed, the best when it is tiny."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.public import SERVICES, alone, cheapest, document, documents, two
from werkplaats import cli
from werkplaats.ground.errors import Refused
from werkplaats.planning.rules.linked.solve import solve
from werkplaats.planning.rules.progress import Progress
from werkplaats.planning.rules.sets import solomon
from werkplaats.planning.rules.sets.hhcrsp import as_document, as_problem, read
from werkplaats.planning.rules.sets.hhcrsp_check import check

AGES = 1e6  # seconds: the rounds end first
SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]
THREE = document([alone(), two("s1", "s2"), two("s2", "s3", apart=(5, 20))], [["s1", "s2"], ["s2", "s3"]], SQUARE)


def planned(asked: dict[str, Any], rounds: int = 40, seed: int = 1) -> dict[str, Any]:
    instance = read(asked)
    return as_document(instance, solve(as_problem(instance), AGES, seed, iterations=rounds))


@given(documents())
@settings(max_examples=60)
def test_every_plan_passes_the_checker(asked: dict[str, Any]) -> None:
    instance = read(asked)
    answer = solve(as_problem(instance), AGES, 1, iterations=30)
    checked = check(instance, as_document(instance, answer))
    assert checked.broken == ()
    by_the_search = (answer.distance + answer.tardiness + answer.largest_tardiness) / 3
    assert checked.cost == pytest.approx(by_the_search, abs=1e-4)


@given(documents(), st.integers(0, 2**31))
@settings(max_examples=20)
def test_the_same_seed_and_rounds_give_the_same_plan(asked: dict[str, Any], seed: int) -> None:
    assert planned(asked, seed=seed) == planned(asked, seed=seed)


@given(documents(patients=2, caregivers=2))
@settings(max_examples=30)
def test_a_tiny_instance_is_solved_to_the_best_there_is(asked: dict[str, Any]) -> None:
    instance = read(asked)
    assert check(instance, planned(asked, rounds=200)).cost == pytest.approx(cheapest(instance), abs=1e-4)


@given(documents(patients=2, caregivers=2))
@settings(max_examples=10)
def test_one_more_caregiver_never_makes_the_best_worse(asked: dict[str, Any]) -> None:
    more = copy.deepcopy(asked)
    more["caregivers"].append({"id": "extra", "abilities": list(SERVICES)})
    assert cheapest(read(more)) <= cheapest(read(asked)) + 1e-9


def test_a_plan_begins_from_the_present_routes_and_can_be_stopped() -> None:
    problem = as_problem(read(THREE))
    first = solve(problem, AGES, 1, iterations=200)
    looks: list[Progress] = []

    def stop(progress: Progress) -> bool:
        looks.append(progress)
        return False

    again = solve(problem, AGES, 2, stop, start=first.routes)
    assert len(looks) == 1
    assert again.distance + again.tardiness <= first.distance + first.tardiness + 1e-9


def test_visits_that_are_not_in_the_present_routes_are_added() -> None:
    problem = as_problem(read(THREE))
    answer = solve(problem, AGES, 1, start=[[0], []], iterations=5)
    assert sorted(visit for route in answer.routes for visit in route) == list(range(len(problem.visits)))


def test_the_checker_finds_what_is_wrong() -> None:
    instance = read(THREE)
    good = planned(THREE, rounds=100)
    assert check(instance, good).broken == ()

    def spoilt(change: Any) -> str:
        solution = copy.deepcopy(good)
        change([stop for route in solution["routes"] for stop in route["locations"]], solution["routes"])
        return " ".join(check(instance, solution).broken)

    def late(stops: Any, routes: Any) -> None:
        mine = next(stop for stop in stops if stop["patient_id"] == "p2")
        mine["arrival_time"] += 1000
        mine["departure_time"] += 1000

    assert "apart" in spoilt(late)
    assert "before" in spoilt(lambda stops, routes: stops[0].update(arrival_time=-5, departure_time=5))
    assert "last" in spoilt(lambda stops, routes: stops[0].update(departure_time=stops[0]["departure_time"] + 1))
    assert "has no route" in spoilt(lambda stops, routes: routes.pop())
    assert "does not get" in spoilt(lambda stops, routes: routes[0]["locations"].pop())
    assert "without asking" in spoilt(lambda stops, routes: stops[0].update(service_id="s9"))
    assert "cannot do" in spoilt(lambda stops, routes: stops[0].update(service_id="s9"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda asked: asked.pop("distances"), "“distances” is missing"),
        (lambda asked: asked["distances"].pop(), "4 rows of 4 numbers"),
        (lambda asked: asked["patients"][1].pop("synchronization"), "patients[1]: “synchronization” is missing"),
        (lambda asked: asked["patients"][0].update(time_window=[9, 3]), "9 comes after 3"),
        (lambda asked: asked["patients"][0].update(time_window="soon"), "two numbers are needed"),
        (lambda asked: asked["patients"][0].update(id="p2"), "“p2” is there twice"),
        (lambda asked: asked["patients"][0]["required_caregivers"].clear(), "one or two are needed, not 0"),
        (lambda asked: asked.update(caregivers=[]), "which no caregiver can do"),
        (lambda asked: asked["distances"][0].__setitem__(1, float("nan")), "a number is needed"),
    ],
)
def test_a_broken_instance_is_refused_with_the_place_of_the_mistake(change: Any, said: str) -> None:
    asked = copy.deepcopy(THREE)
    change(asked)
    with pytest.raises(Refused) as refusal:
        read(asked)
    assert said in str(refusal.value)


def test_a_pair_that_only_one_person_can_do_is_refused() -> None:
    with pytest.raises(Refused, match="needs two caregivers"):
        read(document([two("s1", "s2")], [["s1", "s2"]], SQUARE[:2]))


def test_the_command_line_writes_a_solution(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "three.json", tmp_path / "solution.json"
    file.write_text(json.dumps(THREE))
    assert cli.main(["plan", str(file), "--iterations", "20", "--out", str(out)]) == 0
    assert capsys.readouterr().out.startswith("cost ")
    assert check(read(THREE), json.loads(out.read_text())).broken == ()


def test_the_command_line_says_what_is_wrong_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "broken.json", tmp_path / "solution.json"
    file.write_text("{")
    assert cli.main(["plan", str(file), "--out", str(out)]) == 1
    assert "is not JSON" in capsys.readouterr().err
    assert not out.exists()


SOLOMON = """R000

VEHICLE
NUMBER     CAPACITY
  2         30

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        100          0
    1      3          4         10          0         50         10
    2      6          8         10         40         60         10
    3      0          5         20          0          5         10
"""
VRPLIB = """NAME : R000
CAPACITY : 30
VEHICLES : 2
SERVICE_TIME : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
4 0 5
DEMAND_SECTION
1 0
2 10
3 10
4 20
TIME_WINDOW_SECTION
1 0 100
2 0 50
3 40 60
4 0 5
DEPOT_SECTION
1
-1
EOF
"""


def test_vehicles_are_read_from_both_formats_and_planned_within_the_windows(tmp_path: Path) -> None:
    instance = solomon.read(SOLOMON)
    assert solomon.read(VRPLIB) == instance
    routes = solomon.solve(instance, lambda: False, seed=1, iterations=20)
    checked = solomon.check(instance, routes)
    assert checked.broken == ()
    assert checked.distance == pytest.approx(30)
    file, out = tmp_path / "r000.txt", tmp_path / "r000.sol"
    file.write_text(SOLOMON)
    assert cli.main(["plan", str(file), "--format", "solomon", "--iterations", "20", "--out", str(out)]) == 0
    assert out.read_text() == solomon.as_text(routes, checked.distance)


def test_the_checker_of_vehicles_finds_what_is_wrong() -> None:
    instance = solomon.read(SOLOMON)
    assert "carries too much" in " ".join(solomon.check(instance, [[3, 1, 2]]).broken)
    assert "too late at 3" in " ".join(solomon.check(instance, [[1, 3], [2]]).broken)
    assert "not every customer" in " ".join(solomon.check(instance, [[3], [2]]).broken)
    assert "for 2 vehicles" in " ".join(solomon.check(instance, [[1], [2], [3]]).broken)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "are needed"),
        (SOLOMON.replace("  2         30", ""), "a line with vehicles"),
        (SOLOMON.replace("  2         30", "  0         30"), "at least one vehicle"),
        ("NODE_COORD_SECTION\n1 0 0\n", "is missing"),
        (VRPLIB.replace("2 0 50", "2 0"), "TIME_WINDOW_SECTION: a number and 2 more are needed, not “2 0”"),
        (VRPLIB.replace("CAPACITY : 30", "CAPACITY : many"), "CAPACITY: a number is needed, not “many”"),
    ],
)
def test_a_broken_file_of_vehicles_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        solomon.read(text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "    3      0   x  5         20          0          5         10",
            "line 13: seven numbers .* not “3",
        ),
        ("    3      0    nan        20          0          5         10", "line 13: seven numbers"),
        ("    3      0      5         20          0          4         10", "customer 3: nobody can be there before"),
        (
            "    3      0      5         20         90         95         10",
            "customer 3: nobody who goes",
        ),
        ("    3      0      5         20          0          5         -1", "customer 3: what it asks"),
    ],
)
def test_a_customer_who_cannot_be_read_or_reached_is_never_left_out_in_silence(line: str, said: str) -> None:
    own = SOLOMON.splitlines()[-1]
    with pytest.raises(Refused, match=said):
        solomon.read(SOLOMON.replace(own, line))


def test_nobody_to_visit_is_an_empty_plan() -> None:
    nobody = document([], [["s1"]], SQUARE[:1])
    assert planned(nobody) == {"routes": [{"caregiver_id": "c1", "locations": []}], "global_ordering": []}
