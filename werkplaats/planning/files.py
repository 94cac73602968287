"""`werkplaats plan`: solve a file of a public set on the command line. Without a database."""

import gzip
import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkplaats.ground.errors import Refused
from werkplaats.planning.rules.sets import hhcrsp, hhcrsp_check

FORMATS = ("hhcrsp",)


def load(path: Path) -> Any:
    """The JSON in a file, packed by gzip or not."""
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return json.loads(raw)
    except FileNotFoundError:
        raise Refused("there is no such file.") from None
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise Refused(f"cannot be read: {error}") from None
    except (ValueError, RecursionError) as error:
        raise Refused(f"is not JSON as it should be: {error}") from None


def plan(path: Path, out: Path, *, format: str, seconds: float, seed: int, iterations: int | None) -> str:
    """Solve `path`, write the solution to `out`, and say in a line what it costs, by the independent checker."""
    began = time.monotonic()
    if not seconds > 0:
        raise Refused("--seconds must be more than 0.")
    if iterations is not None and iterations < 1:
        raise Refused("--iterations must be 1 or more.")
    if not out.absolute().parent.is_dir():
        raise Refused(f"{out} cannot be written: there is no folder {out.absolute().parent}.")
    instance = hhcrsp.read(load(path))
    from werkplaats.planning.rules.linked.solve import Progress, solve  # the first time this compiles

    shown = began

    def show(progress: Progress) -> bool:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - shown > 0.5:
            shown = time.monotonic()
            print(f"\r{progress.share:4.0%}  {progress.cost / 3:.3f}", end="", file=sys.stderr, flush=True)
        return not stop.is_set()

    with _asked_to_stop() as stop:
        answer = solve(hhcrsp.as_problem(instance), seconds, seed, show, iterations=iterations)
    solution = hhcrsp.as_document(instance, answer)
    checked = hhcrsp_check.check(instance, solution)
    if checked.broken:  # never seen; a plan that breaks a rule is not handed out
        raise Refused(f"the plan found breaks a rule, which is our error: {checked.broken[0]}")
    out.write_text(json.dumps(solution, indent=1) + "\n", encoding="utf-8")
    return (
        f"cost {checked.cost:.3f}: distance {checked.distance:.3f}, tardiness {checked.total_tardiness:.3f}, "
        f"largest {checked.largest_tardiness:.3f}; {answer.rounds} rounds in {time.monotonic() - began:.1f} s; {out}"
    )


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM only set the event meanwhile: the best so far is still written."""
    asked = threading.Event()
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
