"""Friday: what is signed, what waits and why, and the pay run that two people agree on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import BlockedAccountForm, PayRunForm, pay_day
from werkplaats.portal.documents import xml_response
from werkplaats.portal.gate import PageRequest, action, form_page, page
from werkplaats.settlement import queries_paying, services
from werkplaats.settlement.models import Dispute, PayRun
from werkplaats.settlement.not_priced import not_priced
from werkplaats.settlement.services.paying import bank_file

SHOWN = 12


@page(May.SETTLE)
def friday(request: PageRequest) -> HttpResponse:
    return _friday(request)


@action(May.SETTLE)
def draft(request: PageRequest) -> HttpResponse:
    form = PayRunForm(request.POST)
    if form.is_valid():
        try:
            run = services.draft_run(request.actor, pay_on=form.cleaned_data["pay_on"], at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Pay run %(number)d is made.") % {"number": run.number})
            return redirect("board:friday")
    return _friday(request, form)


@page(May.SETTLE)
def pay_run(request: PageRequest, number: int) -> HttpResponse:
    """Who was paid what in one run."""
    run = _run(request, number)
    payouts = queries_paying.payouts_in(run)
    return render(request, "board/pay_run.html", {"run": run, "payouts": payouts, "blocked": _any_blocked(payouts)})


@action(May.SETTLE)
def approve(request: PageRequest, number: int) -> HttpResponse:
    return _step(request, number, services.approve_run, _("Approved. Now the file for the bank can be made."))


@action(May.SETTLE)
def withdraw(request: PageRequest, number: int) -> HttpResponse:
    return _step(request, number, services.withdraw_run, _("Withdrawn. What was in it is owed again."))


@action(May.SETTLE)
def send(request: PageRequest, number: int) -> HttpResponse:
    return _step(request, number, services.send_run, _("The file is ready. Who is paid hears of it."))


@page(May.SETTLE)
def file(request: PageRequest, number: int) -> HttpResponse:
    """The pain.001 of a run that was sent; the same each time."""
    run = _run(request, number)
    if run.sent_at is None:
        raise Http404
    return xml_response(bank_file(run), f"uitbetaling-{run.number}.xml")


@action(May.SETTLE)
def answer(request: PageRequest, dispute_id: int) -> HttpResponse:
    """To a worker who says that an earning is not right."""
    found = get_object_or_404(Dispute, cooperative_id=request.actor.cooperative_id, pk=dispute_id)
    try:
        services.answer_dispute(request.actor, found.pk, answer=request.POST.get("answer", ""), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Answered. The worker reads it, and the line can be paid."))
    return redirect("board:friday")


@form_page(May.SETTLE)
def blocked_accounts(request: PageRequest) -> HttpResponse:
    """For whose labour a part is paid on a blocked account (g-rekening)."""
    today = timezone.localdate()
    workers = queries_paying.workers_to_pay(request.actor)
    form = BlockedAccountForm(request.POST or None, workers=workers, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        worker = given.pop("worker")
        try:
            services.set_blocked_account(request.actor, worker.pk, **given, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The blocked account is kept."))
            return redirect("board:blocked_accounts")
    context = {"form": form, "accounts": queries_paying.blocked_accounts(request.actor, today)}
    return render(request, "board/blocked_accounts.html", context, status=422 if form.errors else 200)


def _friday(request: PageRequest, form: PayRunForm | None = None) -> HttpResponse:
    at = timezone.now()
    found = queries_paying.friday(request.actor, at=at)
    context = {
        "friday": found,
        "blocked": _any_blocked(found.payouts),
        "unsettled": not_priced(request.actor.cooperative_id, most=SHOWN),
        "form": form or PayRunForm(initial={"pay_on": pay_day(timezone.localdate(at))}),
    }
    return render(request, "board/friday.html", context, status=422 if form else 200)


def _any_blocked(payouts: list[Any]) -> bool:
    return any(payout.blocked_cents for payout in payouts)


def _run(request: PageRequest, number: int) -> PayRun:
    return get_object_or_404(queries_paying.runs(request.actor), number=number)


def _step(request: PageRequest, number: int, verb: Callable[..., Any], done: str) -> HttpResponse:
    """A step of a run, and back to the page; a refusal stands at the top of it."""
    run = _run(request, number)
    at: datetime = timezone.now()
    try:
        verb(request.actor, run.number, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("board:friday")
