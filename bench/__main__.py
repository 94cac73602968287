"""`make bench`: loads, serves, measures, prints, and writes docs/benchmarks.md. `--requests N` for a small try-out."""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bench import database
from bench.database import HOME, ROOT

SMALL = 10_000


def main() -> int:
    asked = _asked()
    database.at_home()
    from bench import report
    from werkplaats.ground import processes

    processes.stop_on_signals()
    load_before = os.getloadavg()[0]
    found: dict[int, dict[str, Any]] = {}
    for requests in sorted({min(SMALL, asked.requests), asked.requests}):
        found[requests] = _measure(asked, requests)
    result = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "asked": vars(asked), **report.machine(),
              "load": {"load_before": load_before, "load_after": os.getloadavg()[0]},
              "database": found[asked.requests].pop("database"), "sizes": found}  # fmt: skip
    print("\n" + report.tables(result))
    folder = ROOT / "bench-results"
    folder.mkdir(exist_ok=True)
    target = folder / f"{result['made_at'].replace(':', '')}.json"
    target.write_text(json.dumps(result, indent=1))
    print(f"\nAs JSON: {target.relative_to(ROOT)}")
    if asked.requests >= 1_000_000 or asked.write:
        report.write_page(ROOT / "docs" / "benchmarks.md", result)
        print("Written: docs/benchmarks.md")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--cooperatives", type=int, default=100)
    parser.add_argument("--dwellings", type=int, default=1_000, help="of each cooperative")
    parser.add_argument("--times", type=int, default=400, help="how often each page is opened")
    parser.add_argument("--seconds", type=float, default=8, help="how long reports are sent, twice")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--fresh", action="store_true", help="load again, also when it was loaded before")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md for a small try-out as well")
    return parser.parse_args()


def _measure(asked: argparse.Namespace, requests: int) -> dict[str, Any]:
    from bench import client

    sizes = (asked.cooperatives, asked.dwellings, requests)
    url, loaded = database.loaded("bench.load", *sizes, fresh=asked.fresh)
    environment = {**os.environ, "DATABASE_URL": url, **database.role(url)}
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = json.loads(database.run(environment, "bench.sign_in", str(asked.clients)))
    with _served(environment, port):
        print(f"{requests:,} requests: opening pages", file=sys.stderr, flush=True)
        pages = client.measure_pages(port, known, requests, asked.times)
        kinds = {"bare": client.bare_insert, "form": client.submit_report, "api": client.submit_by_api}
        rates: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(2):
            print(f"{requests:,} requests: sending reports", file=sys.stderr, flush=True)
            for name, send in kinds.items():
                rates[name].append(client.rate(port, known, send, asked.clients, asked.seconds))
    return {
        "database": _about(url),
        "loaded_in_seconds": loaded,
        "pages": {
            name: {"p50": m.p50, "p95": m.p95, "queries": sorted(m.queries), "bytes": m.bytes, "times": asked.times}
            for name, m in pages.items()
        },
        "per_second": {name: sum(found) / len(found) for name, found in rates.items()},
    }


def _about(url: str) -> dict[str, str]:
    import psycopg

    with psycopg.connect(url) as connection:

        def show(name: str) -> str:
            row = connection.execute(f"SHOW {name}").fetchone()
            return str(row[0]) if row else ""

        size = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
        return {"size": str(size[0]) if size else "", **{name: show(name) for name in names}}


@contextlib.contextmanager
def _served(environment: dict[str, str], port: int) -> Iterator[None]:
    with (HOME / "server.log").open("w") as log:  # a line for each request, as in production
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.server", f"127.0.0.1:{port}"],
            env={**environment, "LOG_LEVEL": "INFO", "WERKPLAATS_ENDS_WITH_PARENT": "1"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=log,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"bench: the server does not start, see {HOME / 'server.log'}") from None
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
