"""`make bench-planning`: mean gap to the best known values, per size, at 10 and 60 seconds on one core.

`--quick` does the first instance of each size at 10 seconds only. Seconds are of the processor, because other work may
run on this machine; each solver has one thread.
"""

import argparse
import csv
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.planning import others
from werkplaats.planning.files import contents, parsed
from werkplaats.planning.rules.linked.problem import Problem
from werkplaats.planning.rules.linked.solve import solve
from werkplaats.planning.rules.sets import hhcrsp, hhcrsp_check

DATA = Path(__file__).parent / "data"
RESULT = Path(".var/bench/planning.json")
AIMS = {10: 0.5, 25: 0.5, 50: 0.5, 75: 0.5, 100: 1.5, 200: 3.0, 300: 3.0}  # percent, at 60 seconds
CP_SAT_UP_TO = 50  # patients; beyond that it finds no plan in a minute


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one instance of each size, at 10 seconds")
    parser.add_argument("--data", type=Path, default=DATA, help="a folder with instances and best_known.csv")
    parser.add_argument("--alone", action="store_true", help="without OR-Tools")
    asked = parser.parse_args()
    moments = (10.0,) if asked.quick else (10.0, 60.0)
    known = {row["instance"]: float(row["cost"]) for row in csv.DictReader((asked.data / "best_known.csv").open())}
    files = sorted(asked.data.glob("*.json.gz"), key=lambda file: (_size(file), file.name))
    if asked.quick:
        files = [file for file in files if file.name.endswith("_1.json.gz")]
    gaps: dict[int, dict[tuple[str, float], list[float]]] = defaultdict(lambda: defaultdict(list))
    rows: list[dict[str, Any]] = []
    for file in files:
        name = file.name.removesuffix(".json.gz")
        instance = hhcrsp.read(parsed(contents(file)))
        found = {("ours", moment): ours(instance, moment) for moment in moments}
        if not asked.alone:
            found |= {("or-tools", moment): cost for moment, cost in ortools(instance, moments).items()}
        for (who, moment), cost in found.items():
            gap = 100 * (cost / known[name] - 1)
            gaps[len(instance.patients)][who, moment].append(gap)
            rows.append({"instance": name, "who": who, "seconds": moment, "cost": cost, "gap": gap})
            better = "  better than best known" if cost < known[name] - 0.001 else ""
            print(f"{name:28}{who:10}{moment:5.0f} s{cost:12.3f}{gap:9.2f} %{better}", flush=True)
    table(gaps, moments)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(f"\nAs JSON: {RESULT}")


def _size(file: Path) -> int:
    return int(file.name.split("_")[2])


def ours(instance: hhcrsp.Instance, seconds: float) -> float:
    """The cost by the independent checker."""
    answer = solve(hhcrsp.as_problem(instance), seconds, 1, clock=time.process_time)
    checked = hhcrsp_check.check(instance, hhcrsp.as_document(instance, answer))
    assert not checked.broken, checked.broken
    return checked.cost


def ortools(instance: hhcrsp.Instance, moments: Sequence[float]) -> dict[float, float]:
    """The better of routing and CP-SAT at each moment; a plan found by then may be missing."""
    problem: Problem = hhcrsp.as_problem(instance)
    best = others.routing(problem, moments).best
    if len(instance.patients) <= CP_SAT_UP_TO:
        for moment, cost in others.cp_sat(problem, moments).best.items():
            best[moment] = min(cost, best.get(moment, cost))
    return {moment: cost / 3 for moment, cost in best.items()}


def table(gaps: dict[int, dict[tuple[str, float], list[float]]], moments: Sequence[float]) -> None:
    """Per size the mean gap of each."""
    columns = [(who, moment) for who in ("ours", "or-tools") for moment in moments]
    print("\npatients" + "".join(f"{who:>12} {moment:2.0f} s" for who, moment in columns) + "    aim")
    for size, found in sorted(gaps.items()):
        line = f"{size:8}"
        for column in columns:
            line += f"{statistics.mean(found[column]):15.2f} %" if found.get(column) else f"{'–':>17}"
        aim = AIMS.get(size)
        mine = found.get(("ours", 60.0))
        met = "" if aim is None or not mine else ("met" if statistics.mean(mine) <= aim else "NOT MET")
        print(f"{line}  {f'≤ {aim} %' if aim else ''} {met}")


if __name__ == "__main__":
    main()
