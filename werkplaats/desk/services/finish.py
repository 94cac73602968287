"""The end of a visit: signed off, and paid; or not solved, and somebody comes back."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.delivery import services as delivery
from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.services.common import hold_for_resident
from werkplaats.delivery.services.signing import sign_held
from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import one_row, rows
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.services import requests
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import finish_job_if_done, reopen_as_warranty
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.services import settle
from werkplaats.triage.services.forwarding import hear

BELONGS = """
    SELECT job.id, job.request_id FROM jobs_visit AS visit JOIN jobs_job AS job ON job.id = visit.job_id
    WHERE visit.id = %s AND visit.cooperative_id = %s
"""


def sign_off(actor: Actor, visit_id: int, *, at: datetime) -> list[Timesheet]:
    """The resident (or the coordinator, for who has no screen) agrees with what was done; it is settled at once,
    or as soon as there is a tariff for it.

    When the visit made good what was disputed before, that earlier visit is signed and settled with it. When this was
    the last of the request, everybody who reported it hears that it is finished.
    """
    require(actor, May.SIGN_OFF)
    with transaction.atomic():
        visit, own = _hold(actor, visit_id)
        was = visit.job.request.status if visit.job.request else ""
        signed = _settle(sign_held(actor, visit, own=own, at=at), at=at)
        for earlier in _made_good_by(visit):
            signed += _settle(delivery.sign_off(actor, earlier.pk, at=at), at=at)
            finish_job_if_done(earlier.job, at=at)
        finish_job_if_done(visit.job, at=at)
        _tell_the_end(visit.job, was, at=at)
    return signed


def _settle(sheets: list[Timesheet], *, at: datetime) -> list[Timesheet]:
    for sheet in sheets:
        # A resident who signs does not wait for the treasurer: without a tariff it is settled when there is one.
        with suppress(Refused):
            settle(sheet, at=at)
    return sheets


def _made_good_by(visit: Visit) -> list[Visit]:
    """The visits that were disputed and that this visit, under warranty and now done, made good."""
    if visit.job.warranty_of_id is None:
        return []
    if (
        visit.status != VisitStatus.SIGNED
        or visit.job.visits.exclude(
            status__in=[VisitStatus.SIGNED, VisitStatus.NOBODY_HOME, VisitStatus.CANCELLED]
        ).exists()
    ):
        return []
    return list(Visit.objects.filter(job_id=visit.job.warranty_of_id, status=VisitStatus.DISPUTED))


def _tell_the_end(job: Job, was: str, *, at: datetime) -> None:
    if job.request_id is None:
        return
    request = Request.objects.select_related("reporter", "cooperative").get(pk=job.request_id)
    if request.status != RequestStatus.CLOSED or was == RequestStatus.CLOSED:
        return
    hear(
        request,
        event=f"request-closed:{request.pk}:{at.isoformat()}",
        template="request_closed",
        context={},
        at=at,
    )


def not_solved(actor: Actor, visit_id: int, text: str, *, at: datetime) -> Job:
    """The resident says that it is not solved: it reopens, and somebody comes back under warranty, without new cost.

    Errors: Refused when the visit is not done yet, or without words about what is wrong.
    """
    require(actor, May.SIGN_OFF)
    text = text.strip()
    if not text:
        raise Refused(_("Write what is not solved yet."), field="text")
    with transaction.atomic():
        visit, _own = _hold(actor, visit_id)
        coming_back = Job.objects.filter(warranty_of=visit.job, status="open").order_by("-id").first()
        if coming_back is not None and visit.status == VisitStatus.DISPUTED:
            return coming_back  # the button was pressed twice
        if visit.status in (VisitStatus.DONE, VisitStatus.FOLLOW_UP):
            delivery.dispute(actor, visit.pk, text, at=at)
        elif visit.status != VisitStatus.SIGNED:
            raise Refused(_("This visit has not been done yet."))
        visit.refresh_from_db()
        job = reopen_as_warranty(visit, at=at)
        finish_job_if_done(visit.job, at=at)  # the first job waits for nothing any more; the request does
        if visit.job.request is not None:
            requests.say(actor, visit.job.request.pk, text, at=at)
            requests.set_status(Request.objects.get(pk=visit.job.request.pk), RequestStatus.ACCEPTED, at=at)
    return job


def _hold(actor: Actor, visit_id: int) -> tuple[Visit, bool]:
    """Held, and whether it is the actor's own; after its request and its job: the order in which deciding holds them
    too, so that nobody waits in a ring.

    A resident only finds visits for their own requests, or in the household help that is theirs.
    """
    known = one_row(BELONGS, [visit_id, actor.cooperative_id])
    if known:
        if known["request_id"] is not None:
            rows("SELECT FROM intake_request WHERE id = %s FOR UPDATE", [known["request_id"]])
        rows("SELECT FROM jobs_job WHERE id = %s FOR UPDATE", [known["id"]])
    return hold_for_resident(actor, visit_id)
