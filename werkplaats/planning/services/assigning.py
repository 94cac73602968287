"""Put a visit in somebody's diary without asking: they agreed by phone, or always come there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Assignment
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.services import common


@transaction.atomic
def assign(actor: Actor, visit_id: int, worker_id: int, *, starts_at: datetime, at: datetime) -> Assignment:
    """The same hard rules as an offer, without the question. Pressed twice it is one assignment."""
    require(actor, May.PLAN)
    visit = common.hold_visit(actor.cooperative_id, visit_id)
    worker = common.hold_worker(actor.cooperative_id, worker_id)
    there = common.coming(visit)
    own = next((assignment for assignment in there if assignment.worker_id == worker_id), None)
    if own is not None and own.period.lower == starts_at:
        return own
    if visit.status not in (VisitStatus.TO_PLAN, VisitStatus.OFFERED):
        raise Outdated(_("This visit is not to be planned any more. Take it back first."))
    if own is not None or any(assignment.period.lower != starts_at for assignment in there):
        raise Refused(_("Somebody already comes at another moment. Take that back first."), field="starts_at")
    common.check_moment(visit, starts_at, at)
    common.check_can(visit, starts_at, [worker_id], at)
    if visit.period is not None and visit.period.lower != starts_at:
        common.withdraw_offers(visit, at)  # who was asked for the other moment is not any more
    visit.offers.filter(worker_id=worker_id, status__in=common.OPEN_OFFERS).update(
        status=OfferStatus.WITHDRAWN, answered_at=at
    )
    period = common.period_of(visit, starts_at)
    busy = _("%(name)s is already somewhere else then.") % {"name": worker.person.name}
    assignment = common.put_in_diary(visit, worker, period, by_id=actor.person_id, at=at, in_words=busy)
    common.tell_worker(worker, visit, f"visit-assigned:{assignment.pk}", "visit_assigned", period, at)
    common.agree_if_complete(visit, period, at)
    return assignment
