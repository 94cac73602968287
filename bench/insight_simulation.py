"""What if: how fast a year is simulated, many of them on two cores, how that grows, and the memory it takes.

`measure` does it in a process of its own, so that nothing else counts: `python -m bench.insight_simulation [--quick]`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from werkplaats.insight.rules.whatif import Crew, Helpers, Scenario, simulate
from werkplaats.insight.rules.whatif.bands import seeds, summary
from werkplaats.insight.rules.whatif.reports import reports
from werkplaats.insight.simulating import results
from werkplaats.settlement.rules.tariffs import Agreed, Rate, RateKind, TariffKind

SIZES = (50, 100, 500, 1_000, 5_000)
RUNS, CORES = 100, 2
AIMS = {"year_seconds": 10.0, "runs_minutes": 8.0, "memory_mib": 500}
ALWAYS = date(2000, 1, 1)
# As in the demo: the same prices for every trade, help by the hour, the service plan by the month.
TARIFFS = (
    Agreed(
        TariffKind.LANDLORD,
        ALWAYS,
        (Rate(RateKind.HOUR, "repairs", cents=5_400), Rate(RateKind.MARKUP, "repairs", percent=Decimal(10))),
    ),
    Agreed(TariffKind.MUNICIPALITY, ALWAYS, (Rate(RateKind.HOUR, "household", cents=3_400),)),
    Agreed(
        TariffKind.SERVICE_PLAN,
        ALWAYS,
        (Rate(RateKind.HOUR, "repairs", cents=5_400), Rate(RateKind.PLAN_MONTH, cents=600)),
    ),
    Agreed(
        TariffKind.WORKERS,
        ALWAYS,
        (Rate(RateKind.HOUR, "repairs", cents=4_500), Rate(RateKind.HOUR, "household", cents=2_750)),
    ),
)
TRADES = (("LOO",), ("LOO", "CVI"), ("CVI",), ("TIM",), ("TIM", "GLA"), ("SCH",), ("ELE",), ("STU",), ("TEG",))


def neighbourhood(dwellings: int) -> Scenario:
    """As many clients and people to a home at every size: 320 clients, 9 tradespeople and 46 helpers to 1,000."""
    clients = round(dwellings * 0.32)
    times = max(1, round(dwellings / 1_000))
    return Scenario(
        dwellings=dwellings,
        clients=clients,
        crews=tuple(Crew(trades, times, 24) for trades in TRADES),
        helpers=(Helpers(max(1, round(clients * 2.3 / 16)), 16),),
        tariffs=TARIFFS,
        coordinators=times,
        service_plan=0.1,
        calls=(2, 2, 2),
    )


def measure(quick: bool = False) -> dict[str, Any]:
    """Everything, as a dictionary that can be JSON; `quick`: ten runs instead of a hundred, and no 5,000 homes."""
    command = [sys.executable, "-m", "bench.insight_simulation", "--json", *(["--quick"] if quick else [])]
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the simulation could not be measured: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measured(quick: bool) -> dict[str, Any]:
    load = os.getloadavg()[0]
    judged = _timed(reports)[:2]
    sizes = [_year(size) for size in SIZES if not (quick and size > 1_000)]
    year = next(one for one in sizes if one["dwellings"] == 1_000)
    runs = _runs(10 if quick else RUNS)
    return {
        "load_before": round(load, 1),
        "load_after": round(os.getloadavg()[0], 1),
        "aims": AIMS,
        "judging": {"reports": len(reports()), "seconds": judged[0], "processor_seconds": judged[1]},
        "year": year,
        "sizes": sizes,
        "runs": runs,
    }


def _timed(work: Any) -> tuple[float, float, Any]:
    began, used = time.perf_counter(), time.process_time()
    outcome = work()
    return round(time.perf_counter() - began, 2), round(time.process_time() - used, 2), outcome


def _year(dwellings: int) -> dict[str, Any]:
    scenario = neighbourhood(dwellings)
    seconds, processor, found = _timed(lambda: simulate(scenario))
    figures = found.figures
    return {
        "dwellings": dwellings,
        "clients": scenario.clients,
        "calls": round(figures["calls"]),
        "help_visits": round(figures["help.done"]),
        "seconds": seconds,
        "processor_seconds": processor,
        "processor_seconds_per_1000": round(processor * 1_000 / dwellings, 2),
    }


def _runs(number: int) -> dict[str, Any]:
    """Many years of 1,000 homes on two cores, with what is told meanwhile: how many are done."""
    scenarios = seeds(neighbourhood(1_000), number)
    with _memory() as peak:
        began = time.perf_counter()
        found = []
        for one in results(scenarios, CORES):
            found.append(one)
            left = (time.perf_counter() - began) / len(found) * (number - len(found))
            print(f"\r{len(found)} of {number} runs, about {left:.0f} s left ", end="", file=sys.stderr, flush=True)
        seconds = time.perf_counter() - began
    print(file=sys.stderr)
    low, middle, high, _ = summary(found)["bands"]["money.result"]
    return {
        "runs": number,
        "cores": CORES,
        "minutes": round(seconds / 60, 2),
        "minutes_for_100": round(seconds / 60 * RUNS / number, 2),
        "memory_mib": round(peak[0]),
        "result_euro": [round(cents / 100) for cents in (low, middle, high)],
    }


@contextmanager
def _memory() -> Iterator[list[float]]:
    """The most MiB that this process and those that it started have at once, looked at five times a second."""
    peak, over = [0.0], Event()

    def look() -> None:
        me = psutil.Process()
        while not over.wait(0.2):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue  # it has just ended
            peak[0] = max(peak[0], total / 2**20)

    looking = Thread(target=look, daemon=True)
    looking.start()
    try:
        yield peak
    finally:
        over.set()
        looking.join()


def table(found: dict[str, Any]) -> str:
    """For people, in Markdown."""
    year, runs, judging = found["year"], found["runs"], found["judging"]
    lines = [
        "| a year of | reports | visits of help | seconds | of the processor | for each 1,000 homes |",
        "|---|---|---|---|---|---|",
        *(
            f"| {one['dwellings']:,} homes, {one['clients']:,} clients | {one['calls']:,} | {one['help_visits']:,} "
            f"| {one['seconds']:.2f} | {one['processor_seconds']:.2f} | {one['processor_seconds_per_1000']:.2f} |"
            for one in found["sizes"]
        ),
        "",
        f"A year of 1,000 homes: {year['seconds']:.1f} s, {year['processor_seconds']:.1f} of the processor; aim 10 s.",
        f"Before the first year {judging['reports']} reports are judged, once: {judging['seconds']:.1f} s.",
        f"{runs['runs']} years of it on {runs['cores']} cores: {runs['minutes']:.1f} minutes; aim 8 minutes for 100.",
        f"Memory of the three processes together: {runs['memory_mib']} MiB; aim 500 MiB.",
        f"Load of the machine before {found['load_before']}, after {found['load_after']}.",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.insight_simulation", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ten runs, up to 1,000 homes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    found = _measured(asked.quick)
    print(json.dumps(found) if asked.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
