"""The worker's answer to an offer, or none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning import queries
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.rules.rank import Bar
from werkplaats.planning.services import common
from werkplaats.planning.wording import say


@transaction.atomic
def accept(actor: Actor, offer_id: int, *, at: datetime) -> Assignment:
    """Yes: the first who says so has it. Pressed twice it is the same yes.

    The hard rules are looked at again. Errors: Outdated when somebody else was first or the time to answer is over,
    Refused when the worker is already in another place then or cannot any more.
    """
    require(actor, May.DO_OWN_WORK)
    offer = _own(actor, offer_id)
    visit = common.hold_visit(offer.cooperative_id, offer.visit_id)
    worker = common.hold_worker(offer.cooperative_id, offer.worker_id)
    offer.refresh_from_db()
    if offer.status == OfferStatus.ACCEPTED:
        assignment = visit.assignments.filter(worker=worker, active=True).first()
        if assignment is not None:
            return assignment
    _check_open(offer, visit, at)
    starts_at = offer.period.lower
    (ranked,) = queries.who_can(visit, starts_at, at=at, worker_ids=[worker.pk])
    elsewhere = _("You are already somewhere else then. Look at your work of that day.")
    if not ranked.can:
        first = ranked.reasons[0]
        if first[0] == Bar.ELSEWHERE:
            raise Refused(elsewhere)
        raise Refused(_("You cannot take this visit now. The program says: %(reason)s.") % {"reason": say(first)})
    common.check_moment(visit, starts_at, at)
    assignment = common.put_in_diary(visit, worker, offer.period, by_id=actor.person_id, at=at, in_words=elsewhere)
    offer.status, offer.answered_at = OfferStatus.ACCEPTED, at
    offer.save(update_fields=["status", "answered_at"])
    common.agree_if_complete(visit, offer.period, at)
    return assignment


def _own(actor: Actor, offer_id: int) -> Offer:
    offer = Offer.objects.filter(
        pk=offer_id, cooperative_id=actor.cooperative_id, worker_id=actor.worker_id or 0
    ).first()
    if offer is None:
        raise Refused(_("This offer is not there."))
    return offer


def _check_open(offer: Offer, visit: Visit, at: datetime) -> None:
    if offer.status == OfferStatus.DECLINED:
        raise Refused(_("You said no to this visit. Call the coordinator when you can come after all."))
    late = offer.expires_at is not None and offer.expires_at <= at
    if offer.status == OfferStatus.LAPSED or (offer.status == OfferStatus.SENT and late):
        raise Outdated(_("The time to answer is over; the visit is offered to somebody else."))
    if offer.status != OfferStatus.SENT or visit.status != VisitStatus.OFFERED:
        raise Outdated(_("This visit is no longer open: somebody else has it, or it was called off."))


@transaction.atomic
def decline(actor: Actor, offer_id: int, *, reason: str = "", at: datetime) -> None:
    """No: the next in line is asked at once. Pressed twice it is the same no."""
    require(actor, May.DO_OWN_WORK)
    offer = _own(actor, offer_id)
    visit = common.hold_visit(offer.cooperative_id, offer.visit_id)
    offer.refresh_from_db()
    if offer.status == OfferStatus.ACCEPTED:
        raise Refused(_("You have taken this visit. Call the coordinator when you cannot come."))
    if offer.status != OfferStatus.SENT:
        return  # lapsed, taken back, or declined already: there is nothing left to refuse
    offer.status, offer.answered_at, offer.decline_reason = OfferStatus.DECLINED, at, reason.strip()
    offer.save(update_fields=["status", "answered_at", "decline_reason"])
    common.ask_next(visit, at)


def lapse_offers(*, at: datetime) -> int:
    """Every cooperative: offers that stood long enough lapse, and the next is asked. Gives how many lapsed."""
    late = Offer.objects.filter(status=OfferStatus.SENT, expires_at__lte=at)
    visits = late.order_by("visit_id").values_list("cooperative_id", "visit_id").distinct()
    return sum(_lapse(cooperative_id, visit_id, at) for cooperative_id, visit_id in list(visits))


@transaction.atomic
def _lapse(cooperative_id: int, visit_id: int, at: datetime) -> int:
    visit = common.hold_visit(cooperative_id, visit_id)
    lapsed = visit.offers.filter(status=OfferStatus.SENT, expires_at__lte=at).update(
        status=OfferStatus.LAPSED, answered_at=at
    )
    if lapsed:
        common.ask_next(visit, at)
    return lapsed
