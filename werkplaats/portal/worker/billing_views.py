"""A worker's invoices, made on their behalf: agreeing to that, saying what is not right, and reading them."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import DoorClosed, May
from werkplaats.portal.board.worker_invoice_views import received_file, self_bill_file, self_bill_ubl_file
from werkplaats.portal.gate import PageRequest, action, page
from werkplaats.settlement import services
from werkplaats.settlement.models import SelfBill
from werkplaats.settlement.queries_self_bills import self_bills


@action(May.DO_OWN_WORK)
def self_billing(request: PageRequest) -> HttpResponse:
    """The worker agrees, or takes it back: the button says which."""
    try:
        if request.POST.get("agree") == "yes":
            services.consent(request.actor, at=timezone.now())
            messages.success(request, _("Thank you. From now on we make your invoices, and you are paid by them."))
        else:
            services.withdraw_consent(request.actor, at=timezone.now())
            messages.success(request, _("We make no invoices for you any more. Invoices that were made stay."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("worker:money")


@action(May.DO_OWN_WORK)
def dispute(request: PageRequest, earning_id: int) -> HttpResponse:
    try:
        services.dispute(request.actor, earning_id, text=request.POST.get("text", ""), at=timezone.now())
    except DoorClosed:
        raise Http404 from None  # of somebody else, or of nobody
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("We look at it, and answer you. Until then this line is not paid."))
    return redirect("worker:money")


@page(May.SEE_OWN_WORK)
def self_bill(request: PageRequest, number: int) -> HttpResponse:
    """One of the worker's own, as PDF."""
    return self_bill_file(_own(request, number))


@page(May.SEE_OWN_WORK)
def self_bill_ubl(request: PageRequest, number: int) -> HttpResponse:
    """One of the worker's own, as e-invoice."""
    return self_bill_ubl_file(request, _own(request, number))


@page(May.SEE_OWN_WORK)
def sent_invoice(request: PageRequest, bill_id: int) -> FileResponse:
    """One that the worker made and sent, as it came."""
    own = self_bills(request.actor).filter(worker_id=request.actor.worker_id or 0).exclude(file="")
    return received_file(get_object_or_404(own, pk=bill_id))


def _own(request: PageRequest, number: int) -> SelfBill:
    return get_object_or_404(self_bills(request.actor), worker_id=request.actor.worker_id or 0, number=number)


@action(May.DO_OWN_WORK)
def invoice_address(request: PageRequest) -> HttpResponse:
    """The address on the invoices that we make for the worker."""
    given = {name: request.POST.get(name, "") for name in ("street", "postcode", "city")}
    try:
        services.set_invoice_address(request.actor, **given, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept. It stands on your invoices from now on."))
    return redirect("worker:money")
