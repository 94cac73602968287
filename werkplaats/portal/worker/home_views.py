"""The worker's days, what was earned, and when they can come."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.delivery import queries
from werkplaats.delivery.queries import Stop
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerStatus
from werkplaats.members.rules.roles import May
from werkplaats.members.services import fitting, workers
from werkplaats.planning.wording import far
from werkplaats.portal.fitting import FittingForm
from werkplaats.portal.gate import form_page, page
from werkplaats.portal.week import AbsenceForm, WeekForm
from werkplaats.portal.worker.visit_views import map_of
from werkplaats.settlement import queries_paying as paying
from werkplaats.settlement.models import SelfBill, SelfBillingConsent
from werkplaats.settlement.queries_self_bills import address_of, expected, to_invoice_themselves

SHOWN = 60


@page(May.SEE_OWN_WORK)
def home(request: Any) -> HttpResponse:
    """Today and the coming week, in the order of the route."""
    worker, at = _worker(request), timezone.now()
    today = local_day(at)
    days = queries.work_days(request.actor, (worker.latitude, worker.longitude), at=at)
    shown = [
        {
            "day": day.day,
            "today": day.day == today,
            "way": far(day.metres),
            "stops": [_card(stop, today=day.day == today) for stop in day.stops],
        }
        for day in days
    ]
    return render(
        request,
        "worker/home.html",
        {
            "worker": worker,
            "admitted": worker.status == WorkerStatus.ADMITTED,
            "days": shown,
            "left_over": queries.left_over(request.actor, at=at),
        },
    )


def _card(stop: Stop, *, today: bool) -> dict[str, Any]:
    visit, job = stop.visit, stop.visit.job
    return {
        "visit": visit,
        "job": job,
        "what": job.description or (job.request.text if job.request else ""),
        "activities": job.care_grant.activities if job.care_grant else [],
        "far": far(stop.metres),
        "map": map_of(job.dwelling),
        "busy": stop.sheet is not None and stop.sheet.stopped_at is None,
        "may_start": today and stop.sheet is None and _may_start(visit),
    }


def _may_start(visit: Visit) -> bool:
    return visit.status in (VisitStatus.AGREED, VisitStatus.UNDER_WAY)


@page(May.SEE_OWN_WORK)
def money(request: Any) -> HttpResponse:
    """What waits for a signature, what comes with the next payout, and what was paid."""
    worker = _worker(request)
    to_pay = list(
        paying.coming(request.actor.cooperative_id, worker.pk)
        .select_related("settlement__timesheet__visit__job__dwelling")
        .prefetch_related("disputes")
        .order_by("-delivered_on", "-pk")
    )
    own_invoice = expected(list(to_invoice_themselves(request.actor, worker.pk)))
    waits = int(own_invoice.net) if own_invoice else 0
    return render(
        request,
        "worker/money.html",
        {
            "waiting": list(queries.waiting_for_signature(request.actor)[:SHOWN]),
            "to_pay": to_pay[:SHOWN],
            "to_pay_cents": sum(line.net_cents for line in to_pay) - waits,
            "expected": own_invoice,
            "payouts": list(paying.payouts(request.actor).filter(worker_id=worker.pk)[:SHOWN]),
            "self_employed": worker.contract == Contract.SELF_EMPLOYED,
            "consent": SelfBillingConsent.objects.filter(worker=worker, withdrawn_at=None).exists(),
            "address": address_of(worker),
            "bills": list(SelfBill.objects.filter(worker=worker).order_by("-issued_at", "-pk")[:SHOWN]),
        },
    )


@form_page(May.SEE_OWN_WORK)
def availability(request: Any) -> HttpResponse:
    """The hours of every week, days away, and what fits. Three forms on one page; the button says which one is sent."""
    worker = _worker(request)
    week_sent, away_sent, fitting_sent = (name in request.POST for name in ("week", "away", "fitting"))
    week = WeekForm(request.POST if week_sent else None, initial=WeekForm.of(worker.availability.all()))
    away = AbsenceForm(request.POST if away_sent else None, auto_id="away_%s")
    fits = FittingForm.of(worker, request.POST if fitting_sent else None)
    try:
        if week_sent and week.is_valid():
            workers.set_availability(request.actor, worker.pk, week.hours(), at=timezone.now())
            messages.success(request, _("Your hours are kept. Visits that are agreed already stay as they are."))
            return redirect("worker:availability")
        if away_sent and away.is_valid():
            workers.report_absence(request.actor, worker.pk, **away.cleaned_data, at=timezone.now())
            messages.success(
                request, _("Noted. Call the coordinator about visits that are agreed already on these days.")
            )
            return redirect("worker:availability")
        if fitting_sent and fits.is_valid():
            fitting.set_fitting(request.actor, worker.pk, **fits.given(), at=timezone.now())
            messages.success(request, _("Kept. Visits that are agreed already stay as they are."))
            return redirect("worker:availability")
    except Refused as error:
        (week if week_sent else away if away_sent else fits).refuse(error)
    today = local_day(timezone.now())
    context = {
        "week": week,
        "away": away,
        "fits": fits,
        "absences": worker.absences.filter(last_day__gte=today).order_by("first_day"),
    }
    wrong = week.errors or away.errors or fits.errors
    return render(request, "worker/availability.html", context, status=422 if wrong else 200)


def _worker(request: Any) -> Worker:
    found = Worker.objects.filter(pk=request.actor.worker_id, cooperative_id=request.actor.cooperative_id).first()
    if found is None:
        raise Http404
    return found
