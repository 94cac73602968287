"""`python -m bench.planning.unified`: our cost on the unified home health care set beside the best published.

Without --data the instances of this folder; with it a folder with `i-*.json` (or `.json.gz`) of the set's own
`instances/validation`. Seconds are of the processor; one thread.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from werkplaats.planning.files import contents, parsed
from werkplaats.planning.rules.sets import uhhc, uhhc_check
from werkplaats.planning.rules.shifts.solve import solve

DATA = Path(__file__).parent / "data" / "uhhc"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder with instances")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a folder for the solutions, for the set's own validator")
    asked = parser.parse_args()
    published = {row["instance"]: row for row in csv.DictReader((DATA / "best_published.csv").open())}
    print(f"{'instance':10}{'ours':>12}{'published':>12}{'gap':>10}")
    for file in sorted([*asked.data.glob("i-*.json"), *asked.data.glob("i-*.json.gz")]):
        name = file.name.split(".")[0]
        instance = uhhc.read(parsed(contents(file)))
        answer = solve(uhhc.as_problem(instance), asked.seconds, asked.seed, clock=time.process_time)
        solution = uhhc.as_document(instance, answer)
        checked = uhhc_check.check(instance, solution)
        assert not checked.broken, checked.broken
        if asked.out:
            (asked.out / f"{name}.json").write_text(json.dumps(solution), encoding="utf-8")
        row = published[name]
        best = min(float(cost) for cost in (row["annealing"], row["cp_sat"]) if cost)
        print(f"{name:10}{checked.cost:12.0f}{best:12.0f}{100 * (checked.cost / best - 1):9.2f} %", flush=True)


if __name__ == "__main__":
    main()
