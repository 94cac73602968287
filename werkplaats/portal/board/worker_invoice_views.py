"""Invoices of workers: those that we made with their consent, and those that they send themselves."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground import formats
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import RefusableForm
from werkplaats.portal.documents import pdf_response, ubl_response
from werkplaats.portal.fields import CommaDecimal, day_field
from werkplaats.portal.gate import PageRequest, form_page, page
from werkplaats.settlement import e_invoices, services
from werkplaats.settlement.models import Earning, SelfBill
from werkplaats.settlement.names import line_name
from werkplaats.settlement.papers import self_bill_pdf
from werkplaats.settlement.queries_guard import worker_of
from werkplaats.settlement.queries_self_bills import expected, invoices_to_come, to_invoice_themselves
from werkplaats.settlement.queries_self_bills import self_bills as visible
from werkplaats.settlement.rules.payers import EInvoiceRules
from werkplaats.settlement.services.worker_invoices import Differs, Received

PAGE = 60


class WorkerInvoiceForm(RefusableForm):
    """What stands on the invoice of a worker, and the lines that it is for, which are all of them at first."""

    number = forms.CharField(label=gettext_lazy("Number on the invoice"), max_length=60)
    dated = day_field(gettext_lazy("Day on the invoice"))
    net = CommaDecimal(
        label=gettext_lazy("Amount without VAT"),
        decimal_places=2,
        max_digits=11,
        help_text=gettext_lazy("In euros. Of a credit note with a minus."),
    )
    vat = CommaDecimal(
        label=gettext_lazy("VAT"),
        decimal_places=2,
        max_digits=11,
        help_text=gettext_lazy("0 when there is none on it, as with VAT that is reversed (“btw verlegd”)."),
    )
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("What it is for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the lines that this invoice is for.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The invoice itself"),
        help_text=gettext_lazy("PDF, XML (UBL) or a photo, at most 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.xml,image/*"}),
        error_messages={
            "required": gettext_lazy("Choose the file of the invoice. You have to keep it seven years."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )

    def __init__(self, waiting: list[Earning], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lines: Any = self.fields["lines"]
        lines.choices = [(line.pk, _said(line)) for line in waiting]
        lines.initial = [line.pk for line in waiting]

    def received(self) -> Received:
        given = self.cleaned_data
        return Received(
            given["number"], given["dated"], round(given["net"] * 100), round(given["vat"] * 100), given["file"]
        )


def _said(line: Earning) -> str:
    day = f"{line.delivered_on:%-d-%-m-%Y}"
    amount = formats.euro(line.net_cents, get_language() or "nl")
    place = line.settlement.timesheet.visit.job.dwelling.address
    return f"{day}, {line_name(line.kind, line.description)}, {place}: {amount}"


@page(May.SETTLE)
def self_bills(request: PageRequest) -> HttpResponse:
    shown = Paginator(visible(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "to_come": invoices_to_come(request.actor)}
    return render(request, "board/self_bills.html", context)


@form_page(May.SETTLE)
def enter(request: PageRequest, worker_id: int) -> HttpResponse:
    """An invoice that a worker sent, beside what we expect."""
    if worker_of(request.actor, worker_id) is None:
        raise Http404
    waiting = list(to_invoice_themselves(request.actor, worker_id))
    found = expected(waiting)
    if found is None:
        messages.info(request, _("No line of this worker waits for an invoice."))
        return redirect("board:self_bills")
    sent = request.method == "POST"
    form = WorkerInvoiceForm(waiting, request.POST if sent else None, request.FILES if sent else None)
    differs = None
    if sent and form.is_valid():
        lines = [int(pk) for pk in form.cleaned_data["lines"]]
        try:
            made = services.enter_worker_invoice(request.actor, worker_id, lines, form.received(), at=timezone.now())
        except Differs as refusal:
            differs = refusal.compared
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Invoice %(number)s of %(name)s is entered. It is paid with the next pay run.")
                % {"number": made.own_number, "name": found.worker.person.name},
            )
            return redirect("board:friday")
    context = {"expected": found, "form": form, "differs": differs}
    return render(request, "board/worker_invoice.html", context, status=422 if form.errors else 200)


@page(May.SETTLE)
def self_bill(request: PageRequest, worker_id: int, number: int) -> HttpResponse:
    return self_bill_file(_made(request, worker_id, number))


@page(May.SETTLE)
def self_bill_ubl(request: PageRequest, worker_id: int, number: int) -> HttpResponse:
    return self_bill_ubl_file(request, _made(request, worker_id, number), for_board=True)


@page(May.SETTLE)
def received(request: PageRequest, bill_id: int) -> FileResponse:
    """An invoice as a worker sent it."""
    return received_file(get_object_or_404(visible(request.actor).exclude(file=""), pk=bill_id))


def received_file(found: SelfBill) -> FileResponse:
    ending = str(found.file.name).rsplit(".", 1)[-1]
    answer = FileResponse(found.file.open("rb"), as_attachment=True, filename=f"factuur-{found.pk}.{ending}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _made(request: PageRequest, worker_id: int, number: int) -> SelfBill:
    return get_object_or_404(visible(request.actor), worker_id=worker_id, number=number)


def self_bill_file(found: SelfBill) -> HttpResponse:
    return pdf_response(self_bill_pdf(found), f"factuur-{found.number}.pdf")


def self_bill_ubl_file(request: PageRequest, found: SelfBill, *, for_board: bool = False) -> HttpResponse:
    """The e-invoice, by Peppol's rules unless NLCIUS is asked; while something is missing, a page that says what."""
    by_nlcius = request.GET.get("regels") == EInvoiceRules.NLCIUS
    rules = EInvoiceRules.NLCIUS if by_nlcius else EInvoiceRules.PEPPOL
    return ubl_response(
        request,
        lambda: e_invoices.self_bill_ubl(found, rules),
        f"factuur-{found.worker_id}-{found.number}.xml",
        {"number": found.number, "for_board": for_board, "of_worker": True},
    )
