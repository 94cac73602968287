"""Many runs of a scenario on several cores. Each process knows the rules only: no Django, no database."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final

from werkplaats.insight.rules.whatif import Result, Scenario, simulate
from werkplaats.insight.rules.whatif.reports import Report, know, reports

AT_ONCE: Final = 2  # processes; each takes some 150 MB
FEW: Final = 4  # runs for which starting a process is not worth it


def results(scenarios: Sequence[Scenario], processes: int | None = None) -> Iterator[Result]:
    """The result of each, in order, as soon as it is there. Who stops asking stops the work."""
    processes = min(AT_ONCE, os.cpu_count() or 1) if processes is None else processes
    if processes < 2 or len(scenarios) < FEW:
        yield from map(simulate, scenarios)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=(reports(),))
    try:
        yield from pool.map(simulate, scenarios)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(judged: tuple[Report, ...]) -> None:
    """The reports were judged once, by who started us. When that process is killed, we end as well."""
    know(judged)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
