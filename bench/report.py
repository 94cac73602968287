"""The figures in words: a table to print, and the page in docs."""

import os
import platform
from pathlib import Path
from typing import Any

FLOOR = {"empty": "An empty page, signed in (the floor)"}
PAGES = {"inbox": "The coordinator's inbox", "search": "A search", "request": "A request's page"}
TIMES_BARE, SHARE_OF_INSERTS, GROWTH, QUERIES = 6, 1 / 3, 1.5, 12


def machine() -> dict[str, Any]:
    cpu, memory = platform.processor() or platform.machine(), ""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), cpu)
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f"{round(kilobytes / 1024**2)} GiB"
    except (OSError, ValueError, IndexError):
        pass
    return {
        "machine": {
            "cpu": cpu,
            "cores": os.cpu_count(),
            "memory": memory,
            "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(),
        }
    }


def tables(result: dict[str, Any]) -> str:
    """All tables, as Markdown that reads well in a terminal."""
    sizes = {int(size): found for size, found in result["sizes"].items()}
    small, large = min(sizes), max(sizes)
    lines = [
        f"Server time of a page with {large:,} requests in the database, in milliseconds.",
        "",
        *_row("page", "p50", "p95", "bare p50", "bare p95", "p95 / bare", "queries", "aim: ≤ 6, ≤ 12"),
        *_row(*["---"] * 8),
    ]
    pages, bare = sizes[large]["pages"], sizes[large]["pages"]["bare"]
    for key, name in {**FLOOR, **PAGES}.items():
        page = pages[key]
        ratio, queries = page["p95"] / bare["p95"], max(page["queries"])
        met = ratio <= TIMES_BARE and queries <= QUERIES
        asked = "–".join(str(number) for number in sorted({min(page["queries"]), queries}))
        lines += _row(
            name,
            f"{page['p50']:.1f}",
            f"{page['p95']:.1f}",
            f"{bare['p50']:.2f}",
            f"{bare['p95']:.2f}",
            f"{ratio:.1f}",
            asked,
            _met(met) if key in PAGES else "",
        )
    if small != large:
        lines += ["", f"Does it grow? Server time at {small:,} and at {large:,} requests, p50 and p95.", ""]
        lines += [
            *_row(
                "page",
                f"p50 at {small:,}",
                f"p50 at {large:,}",
                "ratio",
                f"p95 at {small:,}",
                f"p95 at {large:,}",
                "ratio",
                "aim: ≤ 1.5",
            ),
            *_row(*["---"] * 8),
        ]
        for key, name in {**PAGES, "bare": "The bare view"}.items():
            few, many = sizes[small]["pages"][key], sizes[large]["pages"][key]
            p50, p95 = many["p50"] / few["p50"], many["p95"] / few["p95"]
            lines += _row(
                name,
                f"{few['p50']:.1f}",
                f"{many['p50']:.1f}",
                f"{p50:.2f}",
                f"{few['p95']:.1f}",
                f"{many['p95']:.1f}",
                f"{p95:.2f}",
                _met(p50 <= GROWTH and p95 <= GROWTH) if key != "bare" else "",
            )
    clients = result["asked"]["clients"]
    lines += ["", f"Durably stored per second, by {clients} clients at the same time over HTTP.", ""]
    lines += [*_row("requests in it", "sent by", "reports", "bare inserts", "share", "aim: ≥ 1/3"), *_row(*["---"] * 6)]
    for size in sorted(sizes):
        found = sizes[size]["per_second"]
        for key, name in {"form": "the form, signed in", "api": "the API, with a token"}.items():
            share = found[key] / found["bare"]
            lines += _row(
                f"{size:,}",
                name,
                f"{found[key]:.0f}",
                f"{found['bare']:.0f}",
                f"{share:.2f}",
                _met(share >= SHARE_OF_INSERTS),
            )
    return "\n".join(lines)


def _row(*cells: str) -> list[str]:
    return ["| " + " | ".join(cells) + " |"]


def _met(met: bool) -> str:
    return "met" if met else "**not met**"


PAGE = """# How fast it is

Written by `make bench` on {day}; do not edit, run it again.

- Machine: {cpu}, {cores} cores, {memory}, {system}, Python {python}. Clients, server and database share it.
- Database: the embedded PostgreSQL {server_version}, {size}{in_time}; fsync {fsync}, synchronous_commit
  {synchronous_commit}, shared_buffers {shared_buffers}.
- In it: {cooperatives:,} cooperatives × {dwellings:,} dwellings, {requests:,} requests (for the comparison {small:,}),
  of which at most some 200 a cooperative are open; a resident for every dwelling, a decision for every request that is
  not new, jobs and visits for three in five.
- Load of the machine: {load_before:.1f} before and {load_after:.1f} after; before it should be near 0, or the p95
  are of other work.
- Server: gunicorn as `werkplaats serve` starts it (2 processes of 4 threads), in the role that cannot rewrite the past.

{tables}

## How it is measured

- A page is opened {times} times by one client over one connection, in turn with the bare view: what disturbs the
  machine disturbs both. The time is the server's own, from before the first middleware until the answer is whole; the
  queries are counted there as well, those for session, person and rights included.
- The bare view is a Django view in the same server, behind the same middleware, without session: one SELECT by primary
  key (or one INSERT of a text in a table with nothing but its key), no template. The empty page is what every page of
  somebody who signed in costs before there is anything on it.
- The coordinator's session is made beforehand; which request is opened and what is searched for (a street with a house
  number) is drawn anew each time from 300.
- In the small database the requests stand at fewer dwellings and more of them are open, so that the pages show as much
  as in the large one; only the size of the tables differs.
- A report is the coordinator's form for a resident who is known, with session and CSRF token, or the same by the API
  (POST /api/v1/requests with a token); each kind is sent for {seconds:.0f} seconds, twice, in turn with the bare
  insert. Each client waits for the answer, which comes after the commit; the notice to the resident and the job that
  sends it are written in the same transaction.
"""


def write_page(target: Path, result: dict[str, Any]) -> None:
    sizes = {int(size): found for size, found in result["sizes"].items()}
    loaded = sizes[max(sizes)]["loaded_in_seconds"]
    known = {**result["machine"], **result["database"], **result["asked"], **result["load"]}
    in_time = f" (loaded in {loaded:.0f} s)" if loaded else ""
    text = PAGE.format(day=result["made_at"][:10], in_time=in_time, small=min(sizes), tables=tables(result), **known)
    target.write_text(text)
