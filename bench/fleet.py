"""`make bench-fleet`: the weeks of many cooperatives, planned by 1, 2, 4 … worker processes over one database.

Each cooperative's week (28 clients, 11 helpers, 9 tradespeople, 40 repairs) is asked for as a coordinator does; the
jobs wait in the queue in PostgreSQL and the workers are `werkplaats worker --once --concurrency 1`, as on any
machine. The time is from the first worker's start until the last week is ready, reading and writing included. As the
planner searches for a given time, its rounds are counted as well: they are what a core really did.
"""

import argparse
import os
import subprocess
import sys
import time
from typing import Any

from bench import database


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.fleet", description=__doc__)
    parser.add_argument("--cooperatives", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=1, help="to search for each week")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], metavar="N")
    asked = parser.parse_args()
    database.at_home()
    from werkplaats.ground import processes

    processes.stop_on_signals()
    url, _ = database.loaded("bench.fleet_weeks", asked.cooperatives)
    os.environ.update({"DATABASE_URL": url, **database.role(url)})
    import django

    django.setup()
    import werkplaats.planning.rules.roster.solve  # noqa: F401 the machine code is made before the clock starts

    print(f"{asked.cooperatives} cooperatives, {asked.seconds} s to search each, {os.cpu_count()} cores")
    print("| worker processes | seconds | weeks a minute | against one | million rounds a minute | against one |")
    print("| --- | --- | --- | --- | --- | --- |")
    first: tuple[float, float] | None = None
    for workers in asked.workers:
        _ask_all(asked.seconds)
        seconds, rounds = _plan_all(workers)
        weeks, work = asked.cooperatives * 60 / seconds, rounds * 60 / seconds / 1e6
        first = first or (weeks, work)
        against = f"{weeks:.0f} | {weeks / first[0]:.2f}x | {work:.1f} | {work / first[1]:.2f}x"
        print(f"| {workers} | {seconds:.0f} | {against} |", flush=True)
    return 0


def _ask_all(seconds: int) -> None:
    from django.utils import timezone

    from bench.fleet_weeks import next_monday
    from werkplaats.desk.actors import actor_of_person
    from werkplaats.members.models import PersonRole
    from werkplaats.members.rules.roles import Role
    from werkplaats.planning import services

    for person in PersonRole.objects.filter(role=Role.COORDINATOR).values_list("person_id", flat=True):
        services.ask_for_roster(actor_of_person(person), next_monday(), days=5, seconds=seconds, at=timezone.now())


def _plan_all(workers: int) -> tuple[float, int]:
    """Seconds until all is ready, and the rounds made in them."""
    from django.db.models import Sum

    from werkplaats.planning.models import Roster
    from werkplaats.planning.rules import RosterStatus

    asked = set(Roster.objects.filter(status=RosterStatus.QUEUED).values_list("pk", flat=True))
    start = time.monotonic()
    command = [sys.executable, "-m", "werkplaats", "worker", "--once", "--concurrency", "1"]
    started: list[Any] = [subprocess.Popen(command, env=os.environ, cwd=database.ROOT) for _ in range(workers)]
    for worker in started:
        worker.wait()
    seconds = time.monotonic() - start
    ready = Roster.objects.filter(pk__in=asked, status=RosterStatus.READY)
    if ready.count() < len(asked):
        raise SystemExit(f"bench: {len(asked) - ready.count()} of {len(asked)} weeks are not ready")
    return seconds, ready.aggregate(rounds=Sum("rounds"))["rounds"]


if __name__ == "__main__":
    sys.exit(main())
