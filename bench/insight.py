"""`make bench-insight`: how fast figures come on a million requests, and how fast a year is simulated.

Writes docs/benchmarks-insight.md and a JSON in bench-results. `--requests N` for a small try-out; `--only pages` or
`--only simulation` for a part.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import socket
import sys
from datetime import UTC, datetime
from typing import Any

from bench import database
from bench.database import ROOT

AIM = 150.0  # milliseconds, p95
PAGES = {
    "empty": "An empty page, signed in (the floor)",
    "board": "Results for the board: everything, two years",
    "pilot": "Results for the board: one pilot, one year",
    "watcher": "Results for who watches: all quarters",
    "public": "Results for the public: one quarter",
    "open_data": "Open data, CSV",
    "api": "The API: released figures",
}


def main() -> int:
    asked = _asked()
    database.at_home()
    from bench import report
    from werkplaats.ground import processes

    processes.stop_on_signals()
    before = os.getloadavg()[0]
    result: dict[str, Any] = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "asked": vars(asked)}
    result |= report.machine()
    if asked.only != "simulation":
        result["pages"] = _pages(asked)
    if asked.only != "pages":
        result["simulation"] = _simulation()
    result["load"] = {"before": before, "after": os.getloadavg()[0]}
    said = tables(result)
    print("\n" + said)
    folder = ROOT / "bench-results"
    folder.mkdir(exist_ok=True)
    target = folder / f"insight-{result['made_at'].replace(':', '')}.json"
    target.write_text(json.dumps(result, indent=1, default=str))
    print(f"\nAs JSON: {target.relative_to(ROOT)}")
    if asked.requests >= 1_000_000 or asked.write:
        (ROOT / "docs" / "benchmarks-insight.md").write_text(page(result, said), encoding="utf-8")
        print("Written: docs/benchmarks-insight.md")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.insight", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--cooperatives", type=int, default=100)
    parser.add_argument("--dwellings", type=int, default=1_000, help="of each cooperative")
    parser.add_argument("--times", type=int, default=200, help="how often each page is opened")
    parser.add_argument("--fresh", action="store_true", help="load again, also when it was loaded before")
    parser.add_argument("--write", action="store_true", help="write the page for a small try-out as well")
    parser.add_argument("--only", choices=("pages", "simulation"), default="")
    return parser.parse_args()


def _pages(asked: argparse.Namespace) -> dict[str, Any]:
    from bench.__main__ import _served
    from bench.client import Browser, Measured

    sizes = (asked.cooperatives, asked.dwellings, asked.requests)
    url, loaded = database.loaded("bench.insight_load", *sizes, fresh=asked.fresh)
    environment = {**os.environ, "DATABASE_URL": url, **database.role(url)}
    print("working out", file=sys.stderr, flush=True)
    nights = json.loads(database.run({**os.environ, "DATABASE_URL": url}, "bench.insight_nights"))
    known = json.loads(database.run(environment, "bench.sign_in", "1"))
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _served(environment, port):
        print("opening pages", file=sys.stderr, flush=True)
        browser, stranger, program = Browser(port, known["coordinator"]), Browser(port), Browser(port)
        program.headers["Authorization"] = f"Bearer {known['token']}"
        middle = asked.cooperatives // 2 + 1
        asks = {
            "empty": (browser, "/bench/empty"),
            "board": (browser, "/bestuur/resultaten/?from=2024-11&until=2026-10"),
            "pilot": (browser, f"/bestuur/resultaten/?pilot={_pilot(url, middle)}&from=2025-11&until=2026-10"),
            "watcher": (browser, "/partner/totalen/"),
            "public": (stranger, f"/buurt/buurt-{middle}/resultaten/?from=2026-07&until=2026-07"),
            "open_data": (stranger, f"/buurt/buurt-{middle}/open-data/cijfers.csv"),
            "api": (program, "/api/v1/figures"),
        }
        measured = {name: Measured() for name in asks}
        for turn in range(20 + asked.times):
            for name, (who, address) in asks.items():
                milliseconds, queries, size = who.get(address)
                if turn >= 20:
                    measured[name].milliseconds.append(milliseconds)
                    measured[name].queries.add(queries)
                    measured[name].bytes = max(measured[name].bytes, size)
    return {
        "loaded_in_seconds": loaded,
        "nights": nights,
        "pages": {
            name: {"p50": m.p50, "p95": m.p95, "queries": max(m.queries), "bytes": m.bytes}
            for name, m in measured.items()
        },
    }


def _pilot(url: str, cooperative: int) -> int:
    """The pilot of the cooperative whose coordinator opens the pages."""
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT id FROM homes_pilot WHERE cooperative_id = %s", [cooperative]).fetchone()
    return int(row[0]) if row else 0


def _simulation() -> Any:
    """What `bench.insight_simulation` measures, where it is there."""
    if importlib.util.find_spec("bench.insight_simulation") is None:
        return None
    module = importlib.import_module("bench.insight_simulation")
    found = module.measure()
    return {"table": module.table(found), **found}


def tables(result: dict[str, Any]) -> str:
    lines: list[str] = []
    if "pages" in result:
        found = result["pages"]
        lines += [
            f"Server time of a page with {result['asked']['requests']:,} requests in the database, in milliseconds.",
            "",
            f"| page | p50 | p95 | queries | kB | aim: p95 ≤ {AIM:.0f} |",
            "|---|---|---|---|---|---|",
        ]
        for name, said in PAGES.items():
            one = found["pages"][name]
            met = "" if name == "empty" else "met" if one["p95"] <= AIM else "**not met**"
            times, size = f"{one['p50']:.1f} | {one['p95']:.1f}", f"{one['bytes'] / 1000:.0f}"
            lines.append(f"| {said} | {times} | {one['queries']} | {size} | {met} |")
        nights, number = found["nights"], result["asked"]["cooperatives"]
        lines += [
            "",
            f"| of {number} cooperatives | seconds |",
            "|---|---|",
            f"| all roll-ups made again from the tables ({nights['rows']:,} rows) | {nights['rebuild']:.1f} |",
            f"| releasing what was not released yet ({nights['released']:,} rows) | {nights['release']:.1f} |",
            f"| the money of all months summed | {nights['money']:.1f} |",
            f"| a night in which nothing happened | {nights['quiet_night']:.2f} |",
            f"| the night of one cooperative with 100 visits that changed | {nights['night_of_one']:.2f} |",
        ]
    simulated = result.get("simulation")
    if simulated:
        lines += ["", simulated["table"]]
    return "\n".join(lines)


def page(result: dict[str, Any], said: str) -> str:
    machine, load, asked = result["machine"], result["load"], result["asked"]
    return f"""# How fast the results are

Written by `make bench-insight` on {result["made_at"][:10]}; do not edit, run it again.

- Machine: {machine["cpu"]}, {machine["cores"]} cores, {machine["memory"]}, {machine["system"]},
  Python {machine["python"]};
  load before {load["before"]:.1f}, after {load["after"]:.1f} (near 0 before, or the p95 are of other work).
- In it: {asked["cooperatives"]:,} cooperatives × {asked["dwellings"]:,} dwellings, {asked["requests"]:,} requests, with
  decisions, proposals, jobs, visits, timesheets, ratings, a pilot and the bookings of the work.
- A page is opened {asked["times"]} times in turn with the others, over one connection; the time is the server's own
  (gunicorn, 2 processes of 4 threads, in the role that cannot rewrite the past).

{said}
"""


if __name__ == "__main__":
    sys.exit(main())
