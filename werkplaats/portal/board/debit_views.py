"""Direct debit: who gave a mandate, and what is collected under it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import CreditorForm, DebitRunForm, MandateForm, debit_day
from werkplaats.portal.documents import xml_response
from werkplaats.portal.gate import PageRequest, action, page
from werkplaats.settlement import queries_debits as queries
from werkplaats.settlement.services import debiting

SHOWN = 24


@page(May.SETTLE)
def debits(request: PageRequest) -> HttpResponse:
    return _debits(request)


@action(May.SETTLE)
def mandate(request: PageRequest) -> HttpResponse:
    form = MandateForm(request.POST, people=queries.who_may_sign(request.actor))
    if form.is_valid():
        given = dict(form.cleaned_data)
        person = given.pop("person")
        try:
            kept = debiting.record_mandate(request.actor, person.pk, **given, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Mandate %(reference)s is kept.") % {"reference": kept.reference})
            return redirect("board:debits")
    return _debits(request, mandate_form=form)


@action(May.SETTLE)
def end_mandate(request: PageRequest, mandate_id: int) -> HttpResponse:
    found = get_object_or_404(queries.mandates(request.actor), pk=mandate_id)
    debiting.withdraw_mandate(request.actor, found.pk, at=timezone.now())
    messages.success(request, _("Withdrawn. Nothing is collected under it any more."))
    return redirect("board:debits")


@action(May.SETTLE)
def creditor(request: PageRequest) -> HttpResponse:
    form = CreditorForm(request.POST)
    if form.is_valid():
        at = timezone.now()
        try:
            debiting.set_creditor(request.actor, **form.cleaned_data, valid_from=timezone.localdate(at), at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The creditor identifier is kept."))
            return redirect("board:debits")
    return _debits(request, creditor_form=form)


@action(May.SETTLE)
def collect(request: PageRequest) -> HttpResponse:
    form = DebitRunForm(request.POST)
    if form.is_valid():
        try:
            run = debiting.make_debit_run(request.actor, **form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The file of debit run %(number)d is ready.") % {"number": run.number})
            return redirect("board:debits")
    return _debits(request, run_form=form)


@page(May.SETTLE)
def file(request: PageRequest, number: int) -> HttpResponse:
    run = get_object_or_404(queries.debit_runs(request.actor), number=number)
    try:
        content = debiting.debit_file(run)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _debits(request, refused=run)
    return xml_response(content, f"incasso-{run.number}.xml")


@action(May.SETTLE)
def withdraw(request: PageRequest, number: int) -> HttpResponse:
    run = get_object_or_404(queries.debit_runs(request.actor), number=number)
    try:
        debiting.withdraw_debit_run(request.actor, run.number, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. Its invoices can be collected again."))
    return redirect("board:debits")


def _debits(request: PageRequest, **forms: Any) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    day = debit_day(today)
    context = {
        "creditor": queries.creditor_on(actor.cooperative_id, today),
        "day": day,
        "to_collect": queries.to_collect(actor.cooperative_id, day),
        "mandates": queries.mandates(actor)[:SHOWN],
        "runs": queries.debit_runs(actor)[:SHOWN],
        "today": today,
        "creditor_form": CreditorForm(),
        "run_form": DebitRunForm(initial={"collect_on": day}),
        "mandate_form": MandateForm(initial={"signed_on": today}, people=queries.who_may_sign(actor)),
        **forms,
    }
    return render(request, "board/debits.html", context, status=422 if forms else 200)
