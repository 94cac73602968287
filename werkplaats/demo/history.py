"""Six months of the neighbourhood, day by day, made by the program's own services on a simulated clock."""

import os
import sys
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from werkplaats.demo.bank import tell_by_the_bank
from werkplaats.demo.days import Days
from werkplaats.demo.joining import join_in_time
from werkplaats.demo.neighbourhood import admit_workers, begin, set_letterhead, set_tariffs
from werkplaats.demo.present import leave_work_open
from werkplaats.demo.results import set_up_results
from werkplaats.demo.treasurer import leave_to_the_treasurer
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.mail_folder import MailFolder

STEP = 7  # weeks between two words of progress where there is no terminal to write over


def local(day: datetime, hour: int, minute: int = 0) -> datetime:
    """That hour on that day in Amersfoort, as an aware moment."""
    return datetime.combine(local_day(day), time(hour, minute), AMSTERDAM).astimezone(UTC)


def make_history(*, now: datetime, progress: bool, weeks: int) -> None:
    """Every verb is a transaction of its own, as in life. Whether all of it is there is for who calls to remember.

    The same seed and the same day give the same neighbourhood, from seven in the morning on; before that the day has
    not begun, and it ends the evening before.
    """
    random = Random(2015)
    number_of_days = weeks * 7
    start = local(local(now, 9) - timedelta(days=number_of_days), 9)
    wait_for_the_disk(False)
    neighbourhood = begin(random, start)
    set_tariffs(neighbourhood, start)
    set_letterhead(neighbourhood, start)
    admit_workers(neighbourhood, start)
    days = Days(neighbourhood, uuid=lambda: UUID(int=random.getrandbits(128), version=4))
    for number in range(number_of_days):
        day = start + timedelta(days=number)
        join_in_time(neighbourhood, number, local(day, 10), days=number_of_days)
        days.live(local(day, 8), to_go=number_of_days - number)
        tell_by_the_bank(neighbourhood, local(day, 21), to_go=number_of_days - number)
        if progress and number % 7 == 0:
            show(number // 7, weeks)
    leave_work_open(days, local(now, 7) if now >= local(now, 7) else local(now - timedelta(days=1), 18))
    leave_to_the_treasurer(neighbourhood, now)
    set_up_results(neighbourhood, now)
    forget_deferred_jobs()
    wait_for_the_disk(True)
    if progress:
        show(weeks, weeks)


def wait_for_the_disk(wait: bool) -> None:
    """A demo that is cut short is made anew, so no step of it need be on the disk before the next."""
    MailFolder.waits_for_disk = wait
    if wait:
        os.sync()
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit" if wait else "SET synchronous_commit = off")
        # In small tables every plan is as good as another, and making one takes longer than following it.
        cursor.execute("RESET plan_cache_mode" if wait else "SET plan_cache_mode = force_generic_plan")


def show(week: int, weeks: int) -> None:
    """One line that is written over on a terminal; elsewhere (a log, a pipe) a line now and then."""
    text, last = f"Making the history: week {week} of {weeks}", week == weeks
    if sys.stderr.isatty():
        print(f"\r{text}", end="\n" if last else "", file=sys.stderr, flush=True)
    elif last or week % STEP == 0:
        print(text, file=sys.stderr, flush=True)


def forget_deferred_jobs() -> None:
    """The simulated days sent their own mail; what was put in the job queue for it has nothing left to do. What is to
    be worked out when the demo runs stays."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> 'work_out_scenario'")
