"""Background work. Every task says only when; what is done stands in the service that it calls.

Each task may run twice (a worker can be killed after its work and before its note of it), so the services it calls
do nothing the second time.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)
STALLED_AFTER = 120  # seconds without a sign of life from the worker that took the job


def fresh_connection(work: Callable[..., None]) -> Callable[..., None]:
    """A worker lives for months; a connection that broke meanwhile is replaced."""

    @functools.wraps(work)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        close_old_connections()
        try:
            work(*args, **kwargs)
        finally:
            close_old_connections()

    return wrapped


@app.task(name="send_notice", retry=AGAIN)
@fresh_connection
def send_notice(notice_id: int) -> None:
    from werkplaats.members.services import notices

    notices.send(notice_id, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="lapse_offers", queueing_lock="lapse_offers", lock="lapse_offers")
@fresh_connection
def lapse_offers(timestamp: int) -> None:
    from werkplaats.planning import services

    services.lapse_offers(at=timezone.now())


@app.task(name="work_out_roster")
@fresh_connection
def work_out_roster(roster_id: int) -> None:
    from werkplaats.planning import services

    services.work_out_roster(roster_id, clock=timezone.now)


@app.task(name="work_out_scenario")
@fresh_connection
def work_out_scenario(run_id: int) -> None:
    from werkplaats.insight.services import scenarios

    scenarios.work_out_scenario(run_id, clock=timezone.now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="send_due_notices", queueing_lock="send_due_notices", lock="send_due_notices")
@fresh_connection
def send_due_notices(timestamp: int) -> None:
    """What a crash or a mail server that was away left unsent."""
    from werkplaats.members.services import notices

    notices.send_due(at=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(name="move_waiting_lists", queueing_lock="move_waiting_lists", lock="move_waiting_lists", retry=AGAIN)
@fresh_connection
def move_waiting_lists(timestamp: int) -> None:
    from werkplaats.homes.services import pilots

    pilots.move_up_all(at=timezone.now())


@app.periodic(cron="15 5 * * *")
@app.task(
    name="warn_about_credentials", queueing_lock="warn_about_credentials", lock="warn_about_credentials", retry=AGAIN
)
@fresh_connection
def warn_about_credentials(timestamp: int) -> None:
    from werkplaats.members.services import workers

    workers.warn_about_credentials(at=timezone.now())


@app.periodic(cron="25 3 * * *")
@app.task(name="forget_sessions", queueing_lock="forget_sessions", lock="forget_sessions", retry=AGAIN)
@fresh_connection
def forget_sessions(timestamp: int) -> None:
    """Who was signed in, once that has ended."""
    from werkplaats.portal.sessions import SessionStore

    SessionStore.clear_expired()


@app.periodic(cron="0 15 * * *")  # UTC: at the end of the afternoon here
@app.task(name="remind_residents", queueing_lock="remind_residents", lock="remind_residents", retry=AGAIN)
@fresh_connection
def remind_residents(timestamp: int) -> None:
    from werkplaats.delivery.services import remind_to_sign
    from werkplaats.planning.services import remind_of_visits

    remind_of_visits(at=timezone.now())
    remind_to_sign(at=timezone.now())


@app.periodic(cron="45 4 * * *")
@app.task(name="settle_waiting", queueing_lock="settle_waiting", lock="settle_waiting", retry=AGAIN)
@fresh_connection
def settle_waiting(timestamp: int) -> None:
    """What was signed before there was a tariff for it."""
    from werkplaats.settlement import services

    services.settle_waiting(at=timezone.now())


@app.periodic(cron="0 7 * * 1-5")  # UTC: in the morning of a working day
@app.task(name="remind_payers", queueing_lock="remind_payers", lock="remind_payers", retry=AGAIN)
@fresh_connection
def remind_payers(timestamp: int) -> None:
    from werkplaats.settlement.services.reminding import remind_payers as remind

    remind(at=timezone.now())


@app.periodic(cron="15 7 * * *")
@app.task(name="ask_elsewhere", queueing_lock="ask_elsewhere", lock="ask_elsewhere", retry=AGAIN)
@fresh_connection
def ask_elsewhere(timestamp: int) -> None:
    """Once a quarter, of who is self-employed."""
    from werkplaats.settlement.services import guard

    guard.ask_elsewhere(at=timezone.now())


@app.periodic(cron="30 4 * * *")
@app.task(
    name="make_recurring_visits", queueing_lock="make_recurring_visits", lock="make_recurring_visits", retry=AGAIN
)
@fresh_connection
def make_recurring_visits(timestamp: int) -> None:
    from werkplaats.jobs.services import extend_recurring_visits
    from werkplaats.planning.services import assign_regulars

    extend_recurring_visits(at=timezone.now())
    assign_regulars(at=timezone.now())


@app.periodic(cron="15 4 * * *")
@app.task(name="ask_travel_times", queueing_lock="ask_travel_times", lock="ask_travel_times")
@fresh_connection
def ask_travel_times(timestamp: int) -> None:
    from werkplaats.planning.services import travel_times

    travel_times.ask_ahead(at=timezone.now())


@app.periodic(cron="30 2 * * *")
@app.task(name="learn_from_decisions", queueing_lock="learn_from_decisions", lock="learn_from_decisions", retry=AGAIN)
@fresh_connection
def learn_from_decisions(timestamp: int) -> None:
    from werkplaats.triage.services import learning

    learning.learn_all(at=timezone.now())


@app.periodic(cron="45 1 * * *")
@app.task(name="work_out_results", queueing_lock="work_out_results", lock="work_out_results", retry=AGAIN)
@fresh_connection
def work_out_results(timestamp: int) -> None:
    from werkplaats.insight import commands

    commands.work_out(at=timezone.now())


@app.periodic(cron="30 8 * * *")
@app.task(name="remind_of_surveys", queueing_lock="remind_of_surveys", lock="remind_of_surveys", retry=AGAIN)
@fresh_connection
def remind_of_surveys(timestamp: int) -> None:
    """Half way in a round, once."""
    from werkplaats.insight.services import surveys

    surveys.remind_of_surveys(at=timezone.now())


@app.periodic(cron="45 2 * * *")
@app.task(name="sum_money", queueing_lock="sum_money", lock="sum_money", retry=AGAIN)
@fresh_connection
def sum_money(timestamp: int) -> None:
    from werkplaats.insight.services import money

    money.refresh_all()


@app.periodic(cron="*/2 * * * *")
@app.task(name="take_up_stalled_jobs", queueing_lock="take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed is put back in the queue."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await jobs.retry_job(job)


@app.periodic(cron="45 3 * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Finished work is kept for a week, failed work for ten."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7)
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 70, include_failed=True, include_cancelled=True)
