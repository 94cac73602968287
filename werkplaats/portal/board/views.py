"""How the pilots stand, and the money: what is to be billed, and the invoices."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.ground.errors import Refused
from werkplaats.homes.services.billing import BillingDetails, set_billing_details
from werkplaats.insight.queries import all_pilot_counters
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import (
    BillingForm,
    LetterheadForm,
    PeriodForm,
    until_last_month,
)
from werkplaats.portal.board.watches import watches
from werkplaats.portal.gate import PageRequest, action, form_page, page
from werkplaats.portal.partner.views import invoice_file, ubl_file, visible_invoice
from werkplaats.settlement import queries, services
from werkplaats.settlement.not_priced import not_priced
from werkplaats.settlement.queries_bank import with_left

RECENT = 24


@page(May.SEE_COUNTERS)
def home(request: PageRequest) -> HttpResponse:
    return render(request, "board/home.html", {"pilots": all_pilot_counters(request.actor, timezone.now())})


@page(May.SETTLE)
def settlement(request: PageRequest) -> HttpResponse:
    return _settlement(request)


@action(May.SETTLE)
def issue(request: PageRequest) -> HttpResponse:
    form = PeriodForm(request.POST)
    if form.is_valid():
        try:
            made = services.issue_invoices(request.actor, **form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if made:
                text = ngettext("%(count)d invoice was made.", "%(count)d invoices were made.", len(made))
                messages.success(request, text % {"count": len(made)})
            else:
                messages.info(request, _("There was nothing new to invoice in this period."))
            return redirect("board:settlement")
    return _settlement(request, period_form=form)


def _settlement(request: PageRequest, *, period_form: PeriodForm | None = None) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    head, unbilled = queries.letterhead_on(actor.cooperative_id, today), queries.unbilled_by_payer(actor)
    context = {
        "watches": watches(actor, head, today),
        "unbilled": unbilled,
        "unsettled": not_priced(actor.cooperative_id, most=RECENT),
        "invoices": with_left(queries.invoices(actor))[:RECENT],
        "letterhead": head,
        "period_form": period_form or PeriodForm(initial=until_last_month(today, [row.first for row in unbilled])),
    }
    return render(request, "board/settlement.html", context, status=422 if period_form else 200)


@page(May.SETTLE)
def invoice(request: PageRequest, number: int) -> HttpResponse:
    return invoice_file(request, number)


@page(May.SETTLE)
def invoice_ubl(request: PageRequest, number: int) -> HttpResponse:
    return ubl_file(request, number, for_board=True)


@form_page(May.SETTLE)
def payer(request: PageRequest, number: int) -> HttpResponse:
    """What invoices say of the payer of this one, and of all its others."""
    found = visible_invoice(request, number)
    partner = found.partner
    if partner is None:
        raise Http404
    known = {name: getattr(partner, name) for name in BillingForm.base_fields}
    form = BillingForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            set_billing_details(request.actor, partner, BillingDetails(**form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("What invoices say of this payer is kept."))
            return redirect("board:settlement")
    context = {"form": form, "name": partner.name}
    return render(request, "board/payer.html", context, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def letterhead(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    before = queries.letterhead_on(request.actor.cooperative_id, today)
    known = {name: getattr(before, name) for name in LetterheadForm.base_fields} if before else {}
    form = LetterheadForm(request.POST or None, initial={**known, "valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_letterhead(request.actor, **form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letterhead of the invoices is kept."))
            return redirect("board:settlement")
    return render(request, "board/letterhead.html", {"form": form}, status=422 if form.errors else 200)
