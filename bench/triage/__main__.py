"""`python -m bench.triage`: the figures of the triage, as a table and as JSON.

`python -m bench.triage train`: the model and the ears that ship, learned from all labelled texts but others.csv,
outside.csv and hands.csv. `python -m bench.triage shipped`: the figures of what ships, on those three and on how fast
it is."""

import json
import subprocess
import sys
import time
from io import BufferedReader, BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np

from bench.triage import baselines, figures
from bench.triage.reports import HANDS, MORE, OTHERS, OURS, OUTSIDE, PAIRS, Report, load, of_train
from bench.triage.train import by_report, train
from werkplaats.ground import ear
from werkplaats.triage.lines import BUFFER, arrived, judge_lines
from werkplaats.triage.rules import model
from werkplaats.triage.rules.judge import Context, judge, warm
from werkplaats.triage.rules.lists import shipped

PACKAGE = Path(__file__).parents[2] / "werkplaats"
MODEL, CARE = PACKAGE / "triage" / "data" / "model.npz", PACKAGE / "triage" / "data" / "care.npz"
DANGER = PACKAGE / "intake" / "data" / "danger.npz"
RESULT = Path(__file__).parents[2] / ".var" / "bench" / "triage.json"
AIMS = {
    "party": 0.95, "trade": 0.93, "in_three": 0.92, "danger_recall": 1.0, "danger_precision": 0.90,
    "medical_recall": 1.0, "medical_precision": 0.95, "ece": 0.05,
}  # fmt: skip
SPEED_AIMS = {"judgements a second": 2000, "p99 ms": 5, "start-up s": 1.5, "memory MiB": 300}

ASK = """
import resource, subprocess, sys, time
began = time.monotonic()
asked = b'{"id":1,"text":"de kraan lekt"}' + bytes([10])
subprocess.run([sys.executable, "-m", "werkplaats", "triage", "--jsonl"], input=asked, capture_output=True, check=True)
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def main() -> None:
    more, pairs = load(MORE), load(PAIRS)
    if sys.argv[1:] == ["train"]:
        lesson = train([*load(OURS), *more], pairs, by_report)
        for path, kept in (
            (MODEL, model.pack(lesson.model)),
            (DANGER, ear.pack(lesson.ears[0])),
            (CARE, ear.pack(lesson.ears[1])),
        ):
            np.savez_compressed(path, **kept)  # type: ignore[arg-type]
            print(f"{path}: {path.stat().st_size / 1024:.0f} KiB")
        return
    reports = load(OURS)
    hands = {
        "new hands (hands.csv)": load(HANDS),
        "another hand (others.csv)": load(OTHERS),
        "outside hand, blind (outside.csv)": load(OUTSIDE),
    }
    tests = {"unseen families (test)": [report for report in reports if report.split == "test"]}
    result: dict[str, Any] = {}
    ships: dict[str, figures.Judge] = {"ships": figures.ours(Context())}
    if sys.argv[1:] == ["shipped"]:
        _measure(hands, ships, result)
    else:
        known = [*(report for report in reports if report.split == "train"), *of_train(more, reports)]
        judges: dict[str, figures.Judge] = {
            "ours": figures.ours(train(known, pairs).context),
            "signalen": figures.baseline(lambda branch: baselines.signalen(shipped(branch), known)),
            "bm25": figures.baseline(lambda branch: baselines.bm25(shipped(branch))),
        }
        _measure(tests, judges, result)
        _measure(hands, ships | judges, result)  # what ships learned from the test half
    result["speed"] = speed([report for these in (tests | hands).values() for report in these], more[::20])
    for name, aim in SPEED_AIMS.items():
        value = result["speed"][name]
        met = value >= aim if name.startswith("judgements") else value <= aim
        print(f"{name:24}{value:10.1f}   aim {aim:>6}  {'met' if met else 'NOT MET'}")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2), encoding="utf-8")
    print(f"\nAs JSON: {RESULT}")


def _measure(sets: dict[str, list[Report]], judges: dict[str, figures.Judge], result: dict[str, Any]) -> None:
    for name, these in sets.items():
        result[name] = {who: figures.measure(these, one).as_dict() for who, one in judges.items()}
        _table(name, result[name])


def _table(name: str, found: dict[str, dict[str, float]]) -> None:
    best = next(iter(found.values()))
    print(f"\n{name}: {best['reports']} reports")
    print(f"{'':20}" + "".join(f"{who:>10}" for who in found) + "       aim")
    for what, ours in best.items():
        if what == "reports":
            continue
        aim = AIMS.get(what)
        met = "" if aim is None else ("met" if (ours <= aim if what == "ece" else ours >= aim) else "NOT MET")
        print(f"{what:20}" + "".join(f"{one[what]:10.1%}" for one in found.values()) + f"{aim or '':>10}  {met}")


def speed(reports: list[Report], others: list[Report]) -> dict[str, float]:
    """With the shipped model, on one core, in processor time, because other work may run here. How many a second: as
    lines that come together, of words that are new; how long one takes: of `others`, one by one."""
    warm()  # both lists are read: that is start-up
    asked = [{"id": report.id, "branch": report.branch, "text": report.text} for report in reports]
    source = BufferedReader(BytesIO("".join(f"{json.dumps(one)}\n" for one in asked).encode()), BUFFER)  # type: ignore[arg-type]
    began = time.process_time()
    judge_lines(arrived(source), StringIO())
    all_took = time.process_time() - began
    took = []
    for report in others:
        began = time.process_time()
        judge(report.text, shipped(report.branch))
        took.append(time.process_time() - began)
    # Asked by a small process in between: a child of ours would begin with our own memory.
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, check=True)
    started, memory = (float(number) for number in done.stdout.split())
    return {
        "judgements a second": len(reports) / all_took,
        "p99 ms": sorted(took)[int(len(took) * 0.99)] * 1000,
        "start-up s": started,
        "memory MiB": memory,
    }


if __name__ == "__main__":
    main()
