"""Take a visit back from who would go there, and call jobs off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning import queries
from werkplaats.planning.models import Assignment
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.services import common


@transaction.atomic
def withdraw(actor: Actor, visit_id: int, *, reason: str, at: datetime) -> None:
    """The visit is to be planned again: nobody is asked or goes there any more; they and the resident hear it."""
    require(actor, May.PLAN)
    visit = common.hold_visit(actor.cooperative_id, visit_id)
    if visit.status == VisitStatus.TO_PLAN:
        return
    if visit.status not in (VisitStatus.OFFERED, VisitStatus.AGREED):
        raise Outdated(_("This visit has begun or is over, so it cannot be taken back."))
    if not reason.strip():
        raise Refused(_("Write why; who would come and the resident read it."), field="reason")
    was_agreed = visit.status == VisitStatus.AGREED
    released = _release(visit, at, reason.strip())
    jobs.set_visit_status(visit, VisitStatus.TO_PLAN)
    if was_agreed:  # before that the resident had not heard of a time
        common.tell_called_off(visit, released, at, reason=reason.strip(), again=True)


@transaction.atomic
def release_worker(
    actor: Actor,
    worker_id: int,
    *,
    reason: str,
    first: datetime | None = None,
    last: datetime | None = None,
    at: datetime,
) -> int:
    """This worker goes nowhere any more and is asked for nothing, from now (or between `first` and `last`) on.

    A visit that was agreed is to be planned again, which its people hear; one that is only offered goes on to the
    next in line. What has begun, or should have, stays: it is finished by who began it. Gives how many visits.
    """
    require(actor, May.PLAN)
    held = queries.held_by(actor.cooperative_id, worker_id, first=first, last=last, at=at)
    found = sorted(held.values_list("pk", flat=True))
    for visit_id in found:
        visit = common.hold_visit(actor.cooperative_id, visit_id)
        if visit.status == VisitStatus.AGREED:
            withdraw(actor, visit_id, reason=reason, at=at)
        elif visit.status == VisitStatus.OFFERED:
            _without(visit, worker_id, reason, at)
    return len(found)


def _without(visit: Visit, worker_id: int, reason: str, at: datetime) -> None:
    visit.offers.filter(worker_id=worker_id, status__in=common.OPEN_OFFERS).update(
        status=OfferStatus.WITHDRAWN, answered_at=at
    )
    common.release_workers(visit, at, reason=reason, only=worker_id)
    common.ask_next(visit, at)


def _release(visit: Visit, at: datetime, reason: str) -> list[Assignment]:
    common.withdraw_offers(visit, at)
    return common.release_workers(visit, at, reason=reason)


@transaction.atomic
def call_off(actor: Actor, job_id: int, *, reason: str, at: datetime) -> None:
    """Cancel a job (`jobs.cancel_job`), and tell who would go there and the resident."""
    jobs.cancel_job(actor, job_id, reason=reason, at=at)
    for visit_id in Visit.objects.filter(job_id=job_id, status=VisitStatus.CANCELLED).values_list("pk", flat=True):
        _release_cancelled(actor.cooperative_id, visit_id, at)


def release_cancelled(*, at: datetime) -> int:
    """Every cooperative: nobody goes to a visit that was cancelled with its job or grant. Gives how many visits."""
    left = Visit.objects.filter(
        Q(assignments__active=True) | Q(offers__status__in=common.OPEN_OFFERS), status=VisitStatus.CANCELLED
    )
    found = list(left.order_by("pk").distinct().values_list("cooperative_id", "pk"))
    for cooperative_id, visit_id in found:
        _release_cancelled(cooperative_id, visit_id, at)
    return len(found)


@transaction.atomic
def _release_cancelled(cooperative_id: int, visit_id: int, at: datetime) -> None:
    visit = common.hold_visit(cooperative_id, visit_id)
    agreed = len(common.coming(visit)) >= visit.job.workers
    released = _release(visit, at, visit.cancel_reason)
    if agreed:
        common.tell_called_off(visit, released, at, reason=visit.cancel_reason, again=False)
