"""The visits: what has to be planned, what is offered, what is agreed; and one visit with who can go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.delivery.queries import UNSIGNED, sheets_of
from werkplaats.desk import services as desk
from werkplaats.ground.errors import Refused
from werkplaats.ground.templatetags.labels import label
from werkplaats.homes.queries import suppliers_of
from werkplaats.intake.rules import Branch
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import NOT_BEGUN
from werkplaats.members.rules.roles import May
from werkplaats.planning import queries, services
from werkplaats.planning.rules.rank import Ranked, rank
from werkplaats.planning.rules.times import Start
from werkplaats.planning.wording import say
from werkplaats.portal.coordinator.supplier_forms import PickUpForm
from werkplaats.portal.coordinator.visit_forms import MomentForm, NotSolvedForm, WithdrawForm, WorkersForm, aware
from werkplaats.portal.gate import action, form_page, page

MOST_ROWS = 100
OPEN = (VisitStatus.TO_PLAN, VisitStatus.OFFERED)


@page(May.PLAN)
def visits(request: Any) -> HttpResponse:
    """Three lists: to plan first, then offered, then what is agreed in the coming two weeks."""
    now = timezone.now()
    branch = request.GET.get("branch", "")
    branch = branch if branch in set(Branch) else ""
    who = request.GET.get("who", "")
    cooperative_id = request.actor.cooperative_id
    lists: dict[str, list[Any]] = {
        "to_plan": list(queries.to_plan(cooperative_id, branch, at=now)[: MOST_ROWS + 1]),
        "offered": list(queries.offered(cooperative_id, branch)[:MOST_ROWS]),
        "agreed": list(queries.agreed(cooperative_id, branch, at=now)),
    }
    for visit in [visit for rows in lists.values() for visit in rows]:
        visit.customer = queries.customer_of(visit)
    names = sorted({name for visit in lists["agreed"] for name in visit.coming})
    if who in names:
        lists["agreed"] = [visit for visit in lists["agreed"] if who in visit.coming]
    return render(
        request,
        "coordinator/visits.html",
        {
            **lists,
            "to_plan": lists["to_plan"][:MOST_ROWS],
            "more": len(lists["to_plan"]) > MOST_ROWS,
            "most": MOST_ROWS,
            "branch": branch,
            "branches": list(Branch),
            "who": who if who in names else "",
            "names": names,
            "today": timezone.localdate(),
            "nothing": not any(lists.values()),
        },
    )


@dataclass(frozen=True)
class Line:
    """A worker in the list, with the reasons in words."""

    ranked: Ranked
    reasons: list[str]
    here: str = ""  # asked, coming: what is already so


@form_page(May.PLAN)
def visit(request: Any, visit_id: int) -> HttpResponse:
    """One visit: when it can be, who can go then and why in this order; ask, assign or take back."""
    found = _found(request, visit_id)
    if request.method != "POST":
        return _page(request, found)
    if request.POST.get("do") == "withdraw":
        return _withdraw(request, found)
    return _send(request, found)


def _withdraw(request: Any, found: Any) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw(request.actor, found.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Taken back. The visit is to be planned again."))
            return redirect("coordinator:visit", visit_id=found.pk)
    return _page(request, found, withdraw_form=form, status=422)


def _send(request: Any, found: Any) -> HttpResponse:
    """Ask who was ticked, in the order of the ranking; or put one worker in the diary without asking."""
    now = timezone.now()
    candidates = queries.candidates(found, at=now)
    data, one = request.POST.copy(), request.POST.get("assign")
    if one:
        data.setlist("workers", [one])
    form = WorkersForm([(str(candidate.worker_id), candidate.name) for candidate in candidates], data)
    if form.is_valid():
        starts_at, ids = form.cleaned_data["starts_at"], form.worker_ids()
        # Whatever order the browser sent.
        ranked = rank(queries.need_of(found, starts_at), candidates)
        ids = [line.candidate.worker_id for line in ranked if line.candidate.worker_id in ids]
        try:
            if one:
                services.assign(request.actor, found.pk, ids[0], starts_at=starts_at, at=now)
                said = _("Assigned. The worker and the resident hear it.")
            else:
                all_at_once = request.POST.get("do") == "offer_all"
                services.offer(request.actor, found.pk, ids, starts_at=starts_at, at=now, several=all_at_once)
                said = _("Asked. You see the answer here.")
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, said)
            return redirect("coordinator:visit", visit_id=found.pk)
    return _page(request, found, workers_form=form, status=422)


@action(May.PLAN)
def sign(request: Any, visit_id: int) -> HttpResponse:
    """For a resident without a screen, who said yes over the phone."""
    try:
        desk.sign_off(request.actor, _found(request, visit_id).pk, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Signed for the resident."))
    return redirect("coordinator:visit", visit_id=visit_id)


@action(May.PLAN)
def not_solved(request: Any, visit_id: int) -> HttpResponse:
    found, form = _found(request, visit_id), NotSolvedForm(request.POST)
    if form.is_valid():
        try:
            desk.not_solved(request.actor, found.pk, form.cleaned_data["text"], at=timezone.now())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Noted. The job is open again, under warranty."))
            return redirect("coordinator:visit", visit_id=visit_id)
    return _page(request, found, not_solved_form=form, status=422)


def _found(request: Any, visit_id: int) -> Any:
    found = queries.visit_for(request.actor, visit_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: Any,
    found: Any,
    *,
    workers_form: WorkersForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    not_solved_form: NotSolvedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "visit": found,
        "job": found.job,
        "customer": queries.customer_of(found),
        "facts": _facts(found),
        "open": found.status in OPEN,
        "can_withdraw": found.status in (VisitStatus.OFFERED, VisitStatus.AGREED),
        "withdraw_form": withdraw_form or WithdrawForm(auto_id="withdraw_%s"),
        "workers_form": workers_form,
        "sheets": sheets_of(found),
        "to_sign": found.status in UNSIGNED,
        "not_solved_form": not_solved_form or NotSolvedForm(auto_id="not_solved_%s"),
        "chosen": set(request.POST.getlist("workers")),
        "tone": _tone(found),
    }
    if found.status in NOT_BEGUN and found.job.branch == Branch.REPAIRS:
        suppliers = suppliers_of(found.cooperative_id, active=True)
        context["pick_up_form"] = PickUpForm(suppliers, found.job.pick_up)
    if found.status in OPEN:
        context |= _who_and_when(request, found, workers_form, now)
    return render(request, "coordinator/visit.html", context, status=status)


def _who_and_when(request: Any, found: Any, form: WorkersForm | None, now: datetime) -> dict[str, Any]:
    candidates = queries.candidates(found, at=now)
    clear = queries.clear_of(found)
    starts: list[Start] = [] if found.period else queries.starts_for(found, candidates, clear, at=now)
    moment_form = MomentForm(request.GET) if "day" in request.GET else MomentForm()
    moment = _moment(request, found, form, moment_form) or (starts[0].at if starts else None)
    lines = []
    if moment is not None:
        for one in rank(queries.need_of(found, moment), candidates):
            name = one.candidate.name
            here = _("asked") if name in found.asked else _("in line") if name in found.in_line else ""
            here = _("comes") if name in found.coming else here
            lines.append(Line(one, [say(reason) for reason in one.reasons], here))
        if not moment_form.is_bound:
            local = timezone.localtime(moment)
            moment_form = MomentForm(initial={"day": local.date(), "clock": local.time()})
    return {
        "clear": clear,
        "waits_until": clear.not_before if clear.not_before and clear.not_before > now else None,
        "starts": starts,
        "moment": moment,
        "ends": queries.need_of(found, moment).ends_at if moment else None,
        "moment_form": moment_form,
        "able": [line for line in lines if line.ranked.can],
        "unable": [line for line in lines if not line.ranked.can],
    }


def _moment(request: Any, found: Any, form: WorkersForm | None, moment_form: MomentForm) -> datetime | None:
    """What was offered already, what was typed, or what was chosen."""
    if found.period is not None:
        return found.period.lower
    if form is not None:
        return aware(form.data.get("starts_at", ""))
    if moment_form.is_bound:
        return moment_form.moment() if moment_form.is_valid() else None
    return aware(request.GET.get("begin", ""))


def _tone(found: Any) -> str:
    tones = {VisitStatus.TO_PLAN: "warning", VisitStatus.OFFERED: "info", VisitStatus.CANCELLED: "neutral"}
    return tones.get(VisitStatus(found.status), "ok")


def _facts(found: Any) -> list[tuple[str, Any]]:
    """What the visit is, as name and value; empty values are left out by the page."""
    job, home = found.job, found.job.dwelling
    grant = job.care_grant
    customer = queries.customer_of(found)
    described = job.description or (job.request.text if job.request else "")
    return [
        (_("Address"), f"{home.address}, {home.postcode} {home.city}"),
        (_("Name"), customer.name if customer else ""),
        (_("Phone"), customer.phone if customer else ""),
        (_("What"), described),
        (_("Help with"), ", ".join(str(label(one, "activity")) for one in grant.activities) if grant else ""),
        (_("How often"), str(label(grant.frequency, "frequency")) if grant else ""),
        (_("Suits"), ", ".join(str(label(one, "preferred_time")) for one in job.request.preferred_times))
        if job.request
        else (_("Suits"), ""),
        (_("How many workers"), job.workers if job.workers > 1 else ""),
        (_("Comes after"), str(label(job.after.trade, "trade")) if job.after else ""),
        (_("Fetch material first at"), job.pick_up.name if job.pick_up and found.status not in NOT_BEGUN else ""),
        (_("Who comes"), ", ".join(found.coming)),
        (_("Asked"), ", ".join(found.asked)),
        (_("In line"), ", ".join(found.in_line)),
        (_("Said no or nothing"), ", ".join(found.refused)),
        (_("Why called off"), found.cancel_reason),
    ]
