"""What the verbs of delivery share: holding the rows, in one order (the visit, then its timesheets), and telling."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import columns, model_of, one_row, rows
from werkplaats.homes.models import Client
from werkplaats.intake.rules.reference import spoken
from werkplaats.jobs.models import Job, Visit
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.members.services.notices import tell

# In SQL (see `ground.sql`): every verb of delivery begins with it.
HELD = f"""
    SELECT {columns(Visit, "visit")}, {columns(Job, "job")}
    FROM jobs_visit AS visit JOIN jobs_job AS job ON job.id = visit.job_id
    WHERE visit.id = %s AND visit.cooperative_id = %s FOR UPDATE OF visit
"""


def hold_visit(actor: Actor, visit_id: int) -> Visit:
    """The visit with its job, held until the end of the transaction.

    Whose it is, is read when it is asked for: joining all that a job can belong to takes PostgreSQL longer to plan than
    two rows by their key take to read.
    """
    found = one_row(HELD, [visit_id, actor.cooperative_id])
    visit = model_of(Visit, found, "visit_") if found else None
    job = model_of(Job, found, "job_") if found else None
    if visit is None or job is None:
        raise Refused(_("This visit is not there."))
    visit.job = job
    return visit


def hold_own_visit(actor: Actor, visit_id: int) -> Visit:
    """The visit, if this worker goes there."""
    visit = hold_visit(actor, visit_id)
    if actor.worker_id is None or not visit.assignments.filter(worker_id=actor.worker_id or 0, active=True).exists():
        raise Refused(_("This visit is not there."))
    return visit


def hold_own_sheets(actor: Actor, visit_id: int) -> tuple[Visit, Timesheet, list[Timesheet]]:
    """The visit, this worker's timesheet of it, and those of everybody who began there, all held."""
    visit = hold_visit(actor, visit_id)
    sheets = list(visit.timesheets.select_for_update())
    own = next((sheet for sheet in sheets if sheet.worker_id == actor.worker_id), None)
    if own is None:
        hold_own_visit(actor, visit_id)  # who does not go there does not hear that there is a visit
        raise Refused(_("You have not started this visit yet. Press Start first."))
    return visit, own, sheets


def own_sheet(actor: Actor, visit_id: int) -> Timesheet:
    """This worker's timesheet of a visit, held, which may still be written on."""
    _visit, sheet, _all = hold_own_sheets(actor, visit_id)
    if sheet.signed_at is not None:
        raise Refused(_("This visit is signed, so nothing changes any more. Call the coordinator if it is not right."))
    return sheet


def client_of(job: Job) -> Client | None:
    """The household client that this job is for."""
    if job.care_grant is not None:
        return job.care_grant.client
    return job.request.client if job.request is not None else None


def hold_for_resident(actor: Actor, visit_id: int) -> tuple[Visit, bool]:
    """The visit and whether it is the actor's own; the coordinator finds every visit of the cooperative."""
    visit = hold_visit(actor, visit_id)
    own = actor.person_id is not None and actor.person_id in _residents_of(visit.job_id)
    if not own and Role.COORDINATOR not in actor.roles:
        raise Refused(_("This visit is not there."))
    return visit, own


# Who reported it, and the client.
RESIDENTS = """
    SELECT request.reporter_id, client.person_id FROM jobs_job AS job
    LEFT JOIN intake_request AS request ON request.id = job.request_id
    LEFT JOIN homes_caregrant AS care ON care.id = job.care_grant_id
    LEFT JOIN homes_client AS client ON client.id IN (request.client_id, care.client_id)
    WHERE job.id = %s
"""


def _residents_of(job_id: int) -> set[int | None]:
    """The persons whose visit it is."""
    return {person for row in rows(RESIDENTS, [job_id]) for person in row.values()}


def tell_of_visit(customer: Person, visit: Visit, *, event: str, template: str, at: datetime) -> bool:
    """The resident hears of this visit, with the number and the page of the request; False when told before."""
    request = visit.job.request
    context = {
        "name": customer.name,
        "reference": spoken(request.reference) if request else "",
        "link": link("resident:request", request.reference) if request else link("resident:home"),
    }
    return tell(customer, event=event, template=template, context=context, at=at) is not None


def link(name: str, *args: Any) -> str:
    """An absolute address; the front page while that page is not built yet."""
    try:
        return f"{settings.SITE_URL}{reverse(name, args=args)}"
    except NoReverseMatch:
        return f"{settings.SITE_URL}/"
