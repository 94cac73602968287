"""Many runs of a scenario on several cores. Each process knows the rules only: no Django, no database."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from typing import Final

from werkplaats.insight.rules.whatif import Result, Scenario, simulate
from werkplaats.insight.rules.whatif.reports import Report, know, reports

AT_ONCE: Final = 2  # processes; each takes some 150 MB
FEW: Final = 4  # runs for which starting a process is not worth it


def results(scenarios: Sequence[Scenario], processes: int | None = None) -> Iterator[Result]:
    """The result of each, in order, as soon as it is there. Who stops asking stops the work."""
    processes = min(AT_ONCE, cpu_count() or 1) if processes is None else processes
    if processes < 2 or len(scenarios) < FEW:
        yield from map(simulate, scenarios)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=(reports(),))
    try:
        yield from pool.map(simulate, scenarios)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(judged: tuple[Report, ...]) -> None:
    """The reports were judged once, by who started us."""
    know(judged)
