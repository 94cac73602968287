"""Drafts of rosters: ask the planner for one, begin one by hand, let it be worked out, stop it, throw it away."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import local_day
from werkplaats.ground.sql import the_one
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Roster, RosterVisit
from werkplaats.planning.queries_drafts import DRAFTED, question_of
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.draft import is_free, standing
from werkplaats.planning.rules.roster.model import Assigned, Objective, Plan, Problem
from werkplaats.planning.services.travel_times import with_travel_asked

SECONDS: Final = 10  # to search, unless asked otherwise
MOST_SECONDS: Final = 120
HEAVIEST: Final = 10_000.0  # weight of a term
SIGN_OF_LIFE: Final = timedelta(seconds=0.5)  # between two looks at whether to stop

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_roster(
    actor: Actor,
    first_day: date,
    *,
    days: int = 7,
    seconds: int = SECONDS,
    moving: Moving = Moving.EMPLOYEES,
    weights: Mapping[str, float] | None = None,
    at: datetime,
) -> Roster:
    """A draft that the planner is to work out. One that is being worked out already is given back; one that was ready
    makes place.

    Errors: Refused when the days have gone by, or a weight is no term or out of range.
    """
    roster, is_new = _begin(actor, first_day, days, seconds, moving, weights or {}, at)
    if is_new:
        app.configure_task("work_out_roster", queueing_lock=f"roster-{roster.pk}").defer(roster_id=roster.pk)
    return roster


@transaction.atomic
def begin_roster_by_hand(actor: Actor, first_day: date, *, moving: Moving = Moving.EMPLOYEES, at: datetime) -> Roster:
    """A draft that says what the roster says now, to move visits in."""
    roster, is_new = _begin(actor, first_day, 7, 0, moving, {}, at)
    if is_new:
        problem = question_of(roster, at=at).problem
        _step(roster, RosterStatus.RUNNING)
        _keep(roster, problem, standing(problem, Plan(problem.present)), at)
    return roster


def refuse_gone_by(first_day: date, days: int, at: datetime) -> None:
    if first_day + timedelta(days=days) <= local_day(at):
        raise Refused(_("These days have gone by. Choose a week that is still to come."), field="first_day")


def _begin(
    actor: Actor, first_day: date, days: int, seconds: int, moving: Moving, weights: Mapping[str, float], at: datetime
) -> tuple[Roster, bool]:
    """The draft, and whether it is a new one."""
    require(actor, May.PLAN)
    refuse_gone_by(first_day, days, at)
    if not 0 <= seconds <= MOST_SECONDS:
        raise Refused(_("The planner searches for at most %(most)d seconds.") % {"most": MOST_SECONDS}, field="seconds")
    there = hold_rosters(actor).filter(first_day=first_day, status__in=DRAFTED).first()
    if there is not None and there.status != RosterStatus.READY:
        return there, False
    if there is not None:
        _step(there, RosterStatus.THROWN_AWAY)
    try:
        with transaction.atomic():
            roster = Roster.objects.create(
                cooperative_id=actor.cooperative_id,
                first_day=first_day,
                days=days,
                moving=moving,
                objective=_weights(weights),
                seconds=seconds,
                asked_at=at,
                asked_by_id=actor.person_id or 0,
            )
    except IntegrityError as error:
        if "roster_one_draft_a_week" not in str(error):
            raise
        there = Roster.objects.get(cooperative_id=actor.cooperative_id, first_day=first_day, status__in=DRAFTED)
        return there, False
    return roster, True


def _weights(given: Mapping[str, float]) -> dict[str, float]:
    """What differs from the weights as they stand."""
    usual = {field.name: float(getattr(Objective(), field.name)) for field in fields(Objective)}
    for name, weight in given.items():
        if name not in usual or not 0 <= weight <= HEAVIEST:
            raise Refused(_("A weight is a number from 0 to %(most)d.") % {"most": HEAVIEST}, field=name)
    return {name: float(weight) for name, weight in given.items() if weight != usual[name]}


@transaction.atomic
def stop_roster(actor: Actor, roster_id: int) -> None:
    """The planner ends with the best that it has so far. Ready already: nothing."""
    require(actor, May.PLAN)
    hold_roster(actor, roster_id)
    Roster.objects.filter(pk=roster_id, status__in=[RosterStatus.QUEUED, RosterStatus.RUNNING]).update(stop=True)


@transaction.atomic
def throw_roster_away(actor: Actor, roster_id: int) -> None:
    """The draft is no more; the roster stays as it is. Thrown away already: nothing."""
    require(actor, May.PLAN)
    roster = hold_roster(actor, roster_id)
    if roster.status == RosterStatus.PUBLISHED:
        raise Outdated(_("This roster was published, so it cannot be thrown away."))
    if roster.status != RosterStatus.THROWN_AWAY:
        _step(roster, RosterStatus.THROWN_AWAY)


def work_out_roster(roster_id: int, *, clock: Any) -> None:
    """What the planner's job does: search, tell how far it is, keep the best. Done twice it does it again.

    Not one transaction: the search takes seconds to minutes and holds nothing meanwhile. A draft that was thrown away
    meanwhile stays so; when something goes wrong the draft has failed and the roster is as it was.
    `clock` gives the moment.
    """
    from werkplaats.planning.rules.roster.solve import Progress, solve  # reads or makes machine code

    begun = clock()
    rows = Roster.objects.filter(pk=roster_id)
    waiting = rows.filter(status__in=[RosterStatus.QUEUED, RosterStatus.RUNNING])
    if not waiting.update(status=RosterStatus.RUNNING, started_at=begun):
        return
    roster = rows.select_related("cooperative").get()
    last = begun

    def on_progress(progress: Progress) -> bool:
        nonlocal last
        now = clock()
        if now - last < SIGN_OF_LIFE:
            return True
        last = now
        return bool(
            rows.filter(status=RosterStatus.RUNNING, stop=False).update(
                share=min(progress.share, 1.0), points=progress.cost, unplanned=progress.unplanned
            )
        )

    try:
        problem = with_travel_asked(roster.cooperative_id, question_of(roster, at=begun).problem, at=begun)
        plan = standing(problem, solve(problem, roster.seconds, seed=roster.pk, on_progress=on_progress))
        with transaction.atomic():
            held = rows.select_for_update(of=("self",)).get()
            if held.status == RosterStatus.RUNNING:
                _keep(held, problem, plan, clock())
    except Exception:
        log.exception("roster %s could not be worked out", roster_id)
        rows.filter(status=RosterStatus.RUNNING).update(status=RosterStatus.FAILED, ended_at=clock())


def _keep(roster: Roster, problem: Problem, plan: Plan, at: datetime) -> None:
    """The plan as the draft, ready to be looked at."""
    RosterVisit.objects.filter(roster=roster).delete()
    put_visits(roster, problem, (one for one in plan.assigned if is_free(problem.task[one.task])))
    roster.points = total(cost(problem, plan))
    roster.unplanned = sum(task.id not in plan.by_task for task in problem.tasks)
    roster.rounds, roster.share, roster.ended_at = plan.iterations, 1.0, at
    _step(roster, RosterStatus.READY)


def put_visits(roster: Roster, problem: Problem, assigned: Iterable[Assigned], **marks: bool) -> None:
    """In the draft; `marks` are `by_hand` and `suits`."""
    RosterVisit.objects.bulk_create(
        RosterVisit(
            cooperative_id=roster.cooperative_id,
            roster=roster,
            visit_id=one.task,
            worker_id=one.person,
            period=DateTimeTZRange(one.starts, one.starts + timedelta(minutes=problem.task[one.task].minutes)),
            **marks,
        )
        for one in assigned
    )


def hold_rosters(actor: Actor) -> Any:
    return (
        Roster.objects.filter(cooperative_id=actor.cooperative_id)
        .select_for_update(of=("self",))
        .select_related("cooperative")
    )


def hold_roster(actor: Actor, roster_id: int) -> Roster:
    """The draft, held until the end of the transaction."""
    roster: Roster | None = the_one(hold_rosters(actor).filter(pk=roster_id))
    if roster is None:
        raise Refused(_("This draft is not there."))
    return roster


def _step(roster: Roster, status: RosterStatus) -> None:
    roster.status = status
    roster.save()
