"""Six months of the neighbourhood, day by day, made by the program's own services on a simulated clock."""

import sys
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from werkplaats.demo.days import Days
from werkplaats.demo.joining import join_in_time
from werkplaats.demo.neighbourhood import admit_workers, begin, set_tariffs

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = 182


def local(day: datetime, hour: int, minute: int = 0) -> datetime:
    """That hour on that day in Amersfoort, as an aware moment."""
    return datetime.combine(day.date(), time(hour, minute), AMSTERDAM).astimezone(UTC)


@transaction.atomic
def make_history(*, now: datetime, progress: bool) -> None:
    """All or nothing: a load that is cut leaves an empty database, so that the next start begins again."""
    random = Random(2015)
    start = local(now - timedelta(days=DAYS), 9)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    neighbourhood = begin(random, start)
    set_tariffs(neighbourhood, start)
    admit_workers(neighbourhood, start)
    days = Days(neighbourhood, uuid=lambda: UUID(int=random.getrandbits(128), version=4))
    for number in range(DAYS):
        day = start + timedelta(days=number)
        join_in_time(neighbourhood, number, local(day, 10))
        days.live(local(day, 8), last=number == DAYS - 1)
        if progress and number % 7 == 0:
            show(number)
    days.leave_work_open(min(now, local(now, 8)))
    forget_deferred_jobs()
    if progress:
        show(DAYS)
        print(file=sys.stderr)


def show(number: int) -> None:
    print(f"\rMaking six months of history: week {number // 7} of {DAYS // 7}", end="", file=sys.stderr, flush=True)


def forget_deferred_jobs() -> None:
    """The simulated days sent their own mail; what was put in the job queue for it has nothing left to do."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
