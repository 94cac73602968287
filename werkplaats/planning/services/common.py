"""What the verbs of planning share: holding the rows, the hard rules, the places, asking the next, telling.

Rows are always held in one order (visit, then worker, then its offers), so that no two verbs wait for each other.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from werkplaats.ground import formats
from werkplaats.ground.adding import added
from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import the_one
from werkplaats.intake.rules.reference import spoken
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import set_visit_status
from werkplaats.members.models import Worker
from werkplaats.members.services.notices import tell
from werkplaats.planning import queries
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OFFER_STANDS, OfferStatus
from werkplaats.planning.rules.rank import Ranked, stands_until
from werkplaats.planning.wording import say

OPEN_OFFERS = (OfferStatus.WAITING, OfferStatus.SENT)


def hold_visit(cooperative_id: int, visit_id: int) -> Visit:
    """The visit with its job and home, held until the end of the transaction."""
    rows = queries.with_home(Visit.objects.select_for_update(of=("self",)))
    visit = the_one(rows.filter(pk=visit_id, cooperative_id=cooperative_id))
    if visit is None:
        raise Refused(_("This visit is not there."))
    return visit


def hold_worker(cooperative_id: int, worker_id: int) -> Worker:
    """The worker, held: only one visit at a time is put in somebody's diary."""
    rows = Worker.objects.select_for_update(of=("self",)).select_related("person")
    worker = the_one(rows.filter(pk=worker_id, cooperative_id=cooperative_id))
    if worker is None:
        raise Refused(_("This worker is not there."))
    return worker


def check_moment(visit: Visit, starts_at: datetime, at: datetime) -> None:
    """A visit begins later than now, and after the trade that comes before it."""
    if starts_at <= at:
        raise Refused(_("Choose a moment that is still to come."), field="starts_at")
    clear = queries.clear_of(visit)
    if not clear.may:
        raise Refused(_("First plan the job that comes before this one."), field="starts_at")
    if clear.not_before is not None and starts_at < clear.not_before:
        raise Refused(
            _("The job that comes before this one is not done by then, or not dry yet. Choose a later moment."),
            field="starts_at",
        )


def check_can(visit: Visit, starts_at: datetime, worker_ids: Iterable[int], at: datetime) -> dict[int, Ranked]:
    """All these workers can do the visit then, or Refused with the first reason by name."""
    ids = list(worker_ids)
    ranked = {one.candidate.worker_id: one for one in queries.who_can(visit, starts_at, at=at, worker_ids=ids)}
    for worker_id in ids:
        if worker_id not in ranked:
            raise Refused(_("This worker is not there."), field="workers")
        if not ranked[worker_id].can:
            one = ranked[worker_id]
            raise Refused(
                _("%(name)s cannot do this visit: %(reason)s.")
                % {"name": one.candidate.name, "reason": say(one.reasons[0])},
                field="workers",
            )
    return ranked


def period_of(visit: Visit, starts_at: datetime) -> DateTimeTZRange:
    return DateTimeTZRange(starts_at, starts_at + timedelta(minutes=visit.minutes))


def coming(visit: Visit) -> list[Assignment]:
    """Who goes there, first come first."""
    rows = visit.assignments.filter(active=True).select_related("worker__person")
    return list(rows.order_by("assigned_at", "pk"))


def put_in_diary(
    visit: Visit, worker: Worker, period: DateTimeTZRange, *, by_id: int | None, at: datetime, in_words: str
) -> Assignment:
    """The assignment; `in_words` is said when the database knows that the worker is elsewhere then."""
    try:
        with transaction.atomic():
            written = added(
                Assignment,
                {
                    "cooperative_id": visit.cooperative_id,
                    "visit_id": visit.pk,
                    "worker_id": worker.pk,
                    "period": period,
                    "assigned_at": at,
                    "assigned_by_id": by_id,
                },
            )
    except IntegrityError as error:
        if "worker_never_in_two_places" not in str(error):
            raise
        raise Refused(in_words, field="workers") from error
    written.visit, written.worker = visit, worker
    return written


def agree_if_complete(visit: Visit, period: DateTimeTZRange, at: datetime, *, tell_customer: bool = True) -> None:
    """When everybody needed has said yes: the visit is agreed, nobody else is asked any more, the resident hears it."""
    who = coming(visit)
    if len(who) < visit.job.workers:
        set_visit_status(visit, VisitStatus.OFFERED, period=period)
        return
    set_visit_status(visit, VisitStatus.AGREED, period=period)
    withdraw_offers(visit, at)
    if tell_customer:
        tell_agreed(visit, who, at)


def withdraw_offers(visit: Visit, at: datetime) -> None:
    """Whoever is still asked or in line is not any more; who was asked hears it."""
    for offer in visit.offers.filter(status__in=OPEN_OFFERS).select_related("worker__person").order_by("pk"):
        asked = offer.status == OfferStatus.SENT
        offer.status, offer.answered_at = OfferStatus.WITHDRAWN, at
        offer.save(update_fields=["status", "answered_at"])
        if asked:
            tell_worker(offer.worker, visit, f"offer-gone:{offer.pk}", "offer_gone", offer.period, at)


def send(offer: Offer, visit: Visit, at: datetime) -> None:
    """Ask this worker now."""
    offer.status, offer.sent_at = OfferStatus.SENT, at
    offer.expires_at = stands_until(at, offer.period.lower, OFFER_STANDS)
    offer.save()
    until = in_full(DateTimeTZRange(offer.expires_at, offer.expires_at), offer.worker.person.language)
    tell_worker(offer.worker, visit, f"offer-sent:{offer.pk}", "offer_sent", offer.period, at, until=until)


def ask_next(visit: Visit, at: datetime) -> None:
    """As many are asked as are still needed, in their order; when nobody is left the visit is to be planned again."""
    offers = list(visit.offers.filter(status__in=OPEN_OFFERS).select_related("worker__person").order_by("rank", "pk"))
    needed = visit.job.workers - len(coming(visit))
    asked = sum(offer.status == OfferStatus.SENT for offer in offers)
    for offer in offers:
        if offer.status != OfferStatus.WAITING or asked >= needed:
            continue
        begins = offer.period.lower
        (ranked,) = queries.who_can(visit, begins, at=at, worker_ids=[offer.worker_id])
        if ranked.can and begins > at:
            send(offer, visit, at)
            asked += 1
        else:
            offer.status, offer.answered_at = OfferStatus.WITHDRAWN, at
            offer.save(update_fields=["status", "answered_at"])
    begun = visit.period is not None and visit.period.lower <= at
    if visit.status == VisitStatus.OFFERED and not asked and (begun or not coming(visit)):
        release_workers(visit, at, reason="")
        set_visit_status(visit, VisitStatus.TO_PLAN)


def take_out(visit: Visit, at: datetime, *, only: int | None = None) -> list[Assignment]:
    """Whoever goes there (or `only` this worker) does not any more; nobody is told."""
    released = [assignment for assignment in coming(visit) if only is None or assignment.worker_id == only]
    for assignment in released:
        assignment.active = False
        assignment.save(update_fields=["active"])
        visit.offers.filter(worker_id=assignment.worker_id, status=OfferStatus.ACCEPTED).update(
            status=OfferStatus.WITHDRAWN, answered_at=at
        )
    return released


def release_workers(visit: Visit, at: datetime, *, reason: str, only: int | None = None) -> list[Assignment]:
    """Whoever goes there (or `only` this worker) does not any more, and hears it."""
    released = take_out(visit, at, only=only)
    for assignment in released:
        tell_worker(
            assignment.worker,
            visit,
            f"visit-withdrawn:{assignment.pk}",
            "visit_withdrawn_worker",
            assignment.period,
            at,
            reason=reason,
        )
    return released


# -- telling ----------------------------------------------------------------------------------------------------------
def tell_worker(
    worker: Worker, visit: Visit, event: str, template: str, period: Any, at: datetime, **more: Any
) -> None:
    context = {
        "name": worker.person.name,
        "street": visit.job.dwelling.street,
        "address": visit.job.dwelling.address,
        "moment": in_full(period, worker.person.language),
        "link": link("worker:offers") if template.startswith("offer") else link("worker:home"),
        **more,
    }
    tell(worker.person, event=event, template=template, context=context, at=at)


def tell_agreed(visit: Visit, who: list[Assignment], at: datetime) -> None:
    _tell_who_comes(visit, who, f"visit-agreed:{who[-1].pk}", "visit_agreed", at)


def tell_called_off(visit: Visit, who: list[Assignment], at: datetime, *, reason: str, again: bool) -> None:
    if who:
        event = f"visit-called-off:{who[-1].pk}"
        _tell_customer(visit, event, "visit_called_off", who[-1].period, at, reason=reason, again=again)


def tell_tomorrow(visit: Visit, who: list[Assignment], at: datetime) -> bool:
    """False when it was told before."""
    return _tell_who_comes(visit, who, f"visit-tomorrow:{who[-1].pk}", "visit_tomorrow", at)


def _tell_who_comes(visit: Visit, who: list[Assignment], event: str, template: str, at: datetime) -> bool:
    names = _(" and ").join(assignment.worker.person.name for assignment in who)
    return _tell_customer(visit, event, template, who[-1].period, at, who=names)


def _tell_customer(visit: Visit, event: str, template: str, period: Any, at: datetime, **more: Any) -> bool:
    customer = queries.customer_of(visit)
    if customer is None:
        return False
    request = visit.job.request
    context = {
        "name": customer.name,
        "moment": in_full(period, customer.language),
        "reference": spoken(request.reference) if request else "",
        "link": link("resident:home"),
        **more,
    }
    return tell(customer, event=event, template=template, context=context, at=at) is not None


def in_full(period: Any, language: str) -> str:
    """The day by its name and date: a letter that says "tomorrow" is wrong when it is read."""
    return formats.when(period.lower, period.upper, period.lower - timedelta(days=30), language)


def day_in_full(day: date, language: str) -> str:
    return formats.day(day, day - timedelta(days=30), language)


def link(name: str) -> str:
    """An absolute address; the front page while that page is not built yet."""
    try:
        return f"{settings.SITE_URL}{reverse(name)}"
    except NoReverseMatch:
        return f"{settings.SITE_URL}/"
