"""Ask workers for a visit, one after another or all at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import set_visit_status
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.services import common


@transaction.atomic
def offer(
    actor: Actor,
    visit_id: int,
    worker_ids: Sequence[int],
    *,
    starts_at: datetime,
    at: datetime,
    several: bool = False,
) -> list[Offer]:
    """Ask these workers, in this order: as many as are needed at once, the next when somebody says no or says nothing.

    `several` asks all of them at once: the first to accept has it. Pressed twice, nobody is asked twice; workers can
    be added to a line that is open, for the same moment. Errors: Refused when a worker cannot, with the reason.
    """
    require(actor, May.PLAN)
    visit = common.hold_visit(actor.cooperative_id, visit_id)
    if visit.status not in (VisitStatus.TO_PLAN, VisitStatus.OFFERED):
        raise Outdated(_("This visit is not to be planned any more. Take it back first."))
    if visit.status == VisitStatus.OFFERED and visit.period is not None and visit.period.lower != starts_at:
        raise Refused(_("This visit is offered for another moment. Take that back first."), field="starts_at")
    if not worker_ids:
        raise Refused(_("Choose at least one worker."), field="workers")
    common.check_moment(visit, starts_at, at)
    there = set(visit.offers.filter(status__in=common.OPEN_OFFERS).values_list("worker_id", flat=True))
    there |= {assignment.worker_id for assignment in common.coming(visit)}
    new = [worker_id for worker_id in dict.fromkeys(worker_ids) if worker_id not in there]
    ranked = common.check_can(visit, starts_at, new, at)
    period = common.period_of(visit, starts_at)
    set_visit_status(visit, VisitStatus.OFFERED, period=period)
    last = max(visit.offers.filter(status__in=common.OPEN_OFFERS).values_list("rank", flat=True), default=0)
    for place, worker_id in enumerate(new, start=last + 1):
        made = Offer.objects.create(
            cooperative_id=visit.cooperative_id,
            visit=visit,
            worker_id=worker_id,
            period=period,
            rank=place,
            reasons=[list(reason) for reason in ranked[worker_id].reasons],
            status=OfferStatus.WAITING,
            created_at=at,
            created_by_id=actor.person_id,
        )
        if several:
            common.send(made, visit, at)
    common.ask_next(visit, at)
    return list(visit.offers.filter(status__in=common.OPEN_OFFERS).order_by("rank", "pk"))
