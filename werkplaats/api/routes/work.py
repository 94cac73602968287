"""Jobs, visits and timesheets: what was taken on, who goes, what was done."""

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import Field

from werkplaats.api.doors import Door
from werkplaats.api.paging import Part, part_of
from werkplaats.api.schemas import (
    LARGEST_ID,
    JobOut,
    OfferIn,
    OfferOut,
    Page,
    StopIn,
    TimesheetOut,
    VisitOut,
)
from werkplaats.delivery import queries
from werkplaats.delivery import services as delivery
from werkplaats.desk import services as desk
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.rules.roles import Actor, May
from werkplaats.planning import services as planning

jobs = Router(tags=["jobs"])
visits = Router(tags=["visits"])
timesheets = Router(tags=["timesheets"])

Key = Path[Annotated[int, Field(ge=1, le=LARGEST_ID)]]


# -- jobs -------------------------------------------------------------------------------------------------------------
class JobPart(Part):
    status: JobStatus | None = None


@jobs.get("", response=Page[JobOut], auth=Door(May.SIGNED_IN), operation_id="list_jobs")
def list_jobs(request: Any, part: Query[JobPart]) -> Any:
    """For a coordinator all, for a worker where they go, for a resident their own."""
    rows = queries.visible_jobs(request.actor).select_related("dwelling")
    return part_of(rows.filter(status=part.status) if part.status else rows, part)


@jobs.get("/{job_id}", response=JobOut, auth=Door(May.SIGNED_IN), operation_id="get_job")
def get_job(request: Any, job_id: Key) -> Any:
    return _job(request.actor, job_id)


def _job(actor: Actor, job_id: int) -> Job:
    found = queries.visible_jobs(actor).select_related("dwelling").filter(pk=job_id).first()
    if found is None:
        raise Http404
    return found


# -- visits -----------------------------------------------------------------------------------------------------------
class VisitPart(Part):
    status: VisitStatus | None = None
    job_id: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None


@visits.get("", response=Page[VisitOut], auth=Door(May.SIGNED_IN), operation_id="list_visits")
def list_visits(request: Any, part: Query[VisitPart]) -> Any:
    rows = queries.visible_visits(request.actor)
    rows = rows.filter(status=part.status) if part.status else rows
    return part_of(rows.filter(job_id=part.job_id) if part.job_id else rows, part)


@visits.get("/{visit_id}", response=VisitOut, auth=Door(May.SIGNED_IN), operation_id="get_visit")
def get_visit(request: Any, visit_id: Key) -> Any:
    return _visit(request.actor, visit_id)


@visits.post("/{visit_id}/offers", response={201: list[OfferOut]}, auth=Door(May.PLAN), operation_id="offer_visit")
def offer_visit(request: Any, visit_id: Key, given: OfferIn) -> Any:
    """Ask workers, in this order; the next is asked when one says no or nothing."""
    found = _visit(request.actor, visit_id)
    made = planning.offer(
        request.actor,
        found.pk,
        given.worker_ids,
        starts_at=given.starts_at,
        several=given.several,
        at=timezone.now(),
    )
    return Status(201, made)


@visits.post("/{visit_id}/start", response=TimesheetOut, auth=Door(May.DO_OWN_WORK), operation_id="start_visit")
def start_visit(request: Any, visit_id: Key) -> Any:
    """Begin. Sent twice it is the same timesheet."""
    found = _visit(request.actor, visit_id)
    return delivery.start(request.actor, found.pk, at=timezone.now())


@visits.post("/{visit_id}/stop", response=TimesheetOut, auth=Door(May.DO_OWN_WORK), operation_id="stop_visit")
def stop_visit(request: Any, visit_id: Key, given: StopIn) -> Any:
    """End, and say how it went. Sent twice it is the same end."""
    found = _visit(request.actor, visit_id)
    return delivery.stop(request.actor, found.pk, outcome=given.outcome, note=given.note, at=timezone.now())


def _visit(actor: Actor, visit_id: int) -> Visit:
    found = queries.visible_visits(actor).filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return found


# -- timesheets -------------------------------------------------------------------------------------------------------
class TimesheetPart(Part):
    visit_id: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None
    signed: bool | None = None


@timesheets.get("", response=Page[TimesheetOut], auth=Door(May.SIGNED_IN), operation_id="list_timesheets")
def list_timesheets(request: Any, part: Query[TimesheetPart]) -> Any:
    rows = queries.visible_timesheets(request.actor).prefetch_related("materials")
    if part.visit_id is not None:
        rows = rows.filter(visit_id=part.visit_id)
    if part.signed is not None:
        rows = rows.filter(signed_at__isnull=not part.signed)
    return part_of(rows, part)


@timesheets.get("/{timesheet_id}", response=TimesheetOut, auth=Door(May.SIGNED_IN), operation_id="get_timesheet")
def get_timesheet(request: Any, timesheet_id: Key) -> Any:
    found = queries.visible_timesheets(request.actor).filter(pk=timesheet_id).first()
    if found is None:
        raise Http404
    return found


@timesheets.post(
    "/{timesheet_id}/sign-off", response=list[TimesheetOut], auth=Door(May.SIGN_OFF), operation_id="sign_off"
)
def sign_off(request: Any, timesheet_id: Key) -> Any:
    """Agree with what was done: all timesheets of the visit, settled at once. Sent twice it is signed once."""
    found = queries.visible_timesheets(request.actor).filter(pk=timesheet_id).first()
    if found is None:
        raise Http404
    return desk.sign_off(request.actor, found.visit_id, at=timezone.now())
