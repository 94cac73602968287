"""The invoices that one has to pay: a resident, a member, or who speaks for a municipality."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from werkplaats.members.rules.roles import May
from werkplaats.portal.documents import pdf_response, ubl_response
from werkplaats.portal.gate import page
from werkplaats.settlement import e_invoices
from werkplaats.settlement.papers import invoice_pdf
from werkplaats.settlement.queries import own_invoices
from werkplaats.settlement.queries_bank import with_left

PAGE = 24


@page(May.SIGNED_IN)
def invoices(request: Any) -> HttpResponse:
    shown = Paginator(with_left(own_invoices(request.actor)), PAGE).get_page(request.GET.get("page"))
    return render(request, "mine/invoices.html", {"page": shown})


@page(May.SIGNED_IN)
def invoice(request: Any, number: int) -> HttpResponse:
    found = get_object_or_404(own_invoices(request.actor), number=number)
    return pdf_response(invoice_pdf(found), f"factuur-{found.number}.pdf")


@page(May.SIGNED_IN)
def invoice_ubl(request: Any, number: int) -> HttpResponse:
    """Of a municipality: people get no e-invoice."""
    found = get_object_or_404(own_invoices(request.actor), number=number, person=None)
    context = {"number": found.number, "for_board": False}
    return ubl_response(request, lambda: e_invoices.invoice_ubl(found), f"factuur-{found.number}.xml", context)
