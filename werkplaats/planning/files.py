"""`werkplaats plan`: solve a file of a public set on the command line. Without a database.

And what that shares with a week on paper (`proposal.py`): how long to search, being stopped, writing what was found.
"""

import gzip
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkplaats.ground.errors import Refused
from werkplaats.ground.processes import Stop
from werkplaats.planning.rules.progress import Progress
from werkplaats.planning.rules.sets import hhcrsp, hhcrsp_check, solomon


@dataclass(frozen=True)
class Effort:
    """How long to search: until the time is over or, when `iterations` is given, for so many rounds."""

    seconds: float
    seed: int
    iterations: int | None
    stop: Callable[[], bool]  # somebody asked to stop

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise Refused("--seconds must be more than 0.")
        if self.iterations is not None and self.iterations < 1:
            raise Refused("--iterations must be 1 or more.")


def plan(path: Path, out: Path, *, format: str, seconds: float, seed: int, iterations: int | None) -> str:
    """Solve `path`, write the solution to `out`, and say in a line what it costs, by the independent checker."""
    began = time.monotonic()
    refuse_unwritable(out)
    text = contents(path)
    with asked_to_stop() as asked:
        solution, said = FORMATS[format](text, Effort(seconds, seed, iterations, asked.is_set))
    write(out, solution)
    stopped = "stopped, the best so far: " if asked.is_set() else ""
    return f"{stopped}{said}; {time.monotonic() - began:.1f} s; {out}"


def refuse_unwritable(out: Path) -> None:
    """Before the search, not after it."""
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise Refused(f"{out} cannot be written: it is a folder, or stands in one that is not there.")


def write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror}.") from None


def contents(path: Path) -> str:
    """The text in a file, packed by gzip or not."""
    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise Refused("there is no such file.") from None
    except (OSError, EOFError) as error:
        raise Refused(f"cannot be read: {error}") from None
    except UnicodeDecodeError:
        raise Refused("is not a text file.") from None


def parsed(text: str) -> Any:
    """JSON, or a refusal."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"is not JSON as it should be: {error}") from None


class Shows:
    """How far it is, twice a second, to somebody who looks at a screen."""

    def __init__(self) -> None:
        self.shown = time.monotonic()

    def __call__(self, share: float, cost: float) -> None:
        if sys.stderr.isatty() and time.monotonic() - self.shown > 0.5:
            self.shown = time.monotonic()
            print(f"\r{share:4.0%}  {cost:.3f}", end="\r", file=sys.stderr, flush=True)


def _home_care(text: str, effort: Effort) -> tuple[str, str]:
    instance = hhcrsp.read(parsed(text))
    from werkplaats.planning.rules.linked.solve import solve  # the first time this compiles

    shows = Shows()

    def show(progress: Progress) -> bool:
        shows(progress.share, progress.cost / 3)
        return not effort.stop()

    answer = solve(hhcrsp.as_problem(instance), effort.seconds, effort.seed, show, iterations=effort.iterations)
    solution = hhcrsp.as_document(instance, answer)
    checked = hhcrsp_check.check(instance, solution)
    _refuse_broken(checked.broken)
    said = (
        f"cost {checked.cost:.3f}: distance {checked.distance:.3f}, tardiness {checked.total_tardiness:.3f}, "
        f"largest {checked.largest_tardiness:.3f}; {answer.rounds} rounds"
    )
    return json.dumps(solution, indent=1) + "\n", said


def _unified(text: str, effort: Effort) -> tuple[str, str]:
    document = parsed(text)
    from werkplaats.planning.rules.sets import uhhc, uhhc_check  # the first time this compiles
    from werkplaats.planning.rules.shifts.solve import solve

    instance = uhhc.read(document)
    shows = Shows()

    def show(progress: Progress) -> bool:
        shows(progress.share, progress.cost)
        return not effort.stop()

    answer = solve(uhhc.as_problem(instance), effort.seconds, effort.seed, show, iterations=effort.iterations)
    if answer.broken:
        raise Refused("no plan that helps everybody who must be helped was found. More --seconds may help.")
    solution = uhhc.as_document(instance, answer)
    checked = uhhc_check.check(instance, solution)
    _refuse_broken(checked.broken)
    parts = ", ".join(f"{key} {cost:g}" for key, cost in checked.costs.items() if cost)
    return json.dumps(solution, indent=1) + "\n", f"cost {checked.cost:g}: {parts}; {answer.rounds} rounds"


def _vehicles(text: str, effort: Effort) -> tuple[str, str]:
    instance = solomon.read(text)
    until = time.monotonic() + effort.seconds

    def over() -> bool:
        return effort.stop() or (effort.iterations is None and time.monotonic() >= until)

    routes = solomon.solve(instance, over, effort.seed, effort.iterations)
    if not routes:
        raise Refused(
            "no plan within the time windows was found. More --seconds may help, or there are too few vehicles."
        )
    checked = solomon.check(instance, routes)
    _refuse_broken(checked.broken)
    return solomon.as_text(routes, checked.distance), f"distance {checked.distance:.3f}; {checked.vehicles} vehicles"


def _refuse_broken(broken: tuple[str, ...]) -> None:
    """Never seen; but a plan that breaks a rule is not handed out."""
    if broken:
        raise Refused(f"the plan found breaks a rule, which is our error: {broken[0]}")


FORMATS: dict[str, Callable[[str, Effort], tuple[str, str]]] = {
    "hhcrsp": _home_care,
    "solomon": _vehicles,
    "uhhc": _unified,
}


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM only set the event: the best so far is still told. A second time they end the program."""
    asked = threading.Event()

    def stop(*_: object) -> None:
        if asked.is_set():
            raise Stop(130)
        asked.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
