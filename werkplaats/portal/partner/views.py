"""What a housing association sees of its own dwellings, and what a watching association sees of all together."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.templatetags.labels import label
from werkplaats.insight import queries
from werkplaats.members.rules.roles import May
from werkplaats.portal.documents import pdf_response, ubl_response
from werkplaats.portal.gate import PageRequest, page
from werkplaats.portal.spreadsheet import amount, csv_response
from werkplaats.settlement import e_invoices
from werkplaats.settlement.models import Invoice
from werkplaats.settlement.papers import invoice_pdf
from werkplaats.settlement.queries import invoices as visible_invoices
from werkplaats.settlement.queries_bank import with_left

PAGE = 60


@page(May.SEE_LANDLORD_RESULTS)
def landlord(request: PageRequest) -> HttpResponse:
    overview = queries.landlord_overview(request.actor, timezone.now())
    shown = Paginator(overview.dwellings, PAGE).get_page(request.GET.get("page"))
    return render(request, "partner/landlord.html", {"overview": overview, "page": shown})


@page(May.SEE_LANDLORD_RESULTS)
def landlord_csv(request: PageRequest) -> HttpResponse:
    header = (
        _("Street"), _("House number"), _("Addition"), _("Postcode"), _("City"), _("In the pilot"), _("Requests"),
        _("Requests open"), _("Jobs open"), _("Jobs late"), _("Jobs done"), _("Visits"), _("Minutes"),
        _("Costs without VAT"),
    )  # fmt: skip
    overview = queries.landlord_overview(request.actor, timezone.now())
    return csv_response("woningen.csv", header, (_csv_row(row) for row in overview.dwellings))


def _csv_row(row: queries.OfDwelling) -> tuple[Any, ...]:
    d = row.dwelling
    participation = str(label(row.participation, "participation_status")) if row.participation else ""
    return (
        d.street, d.house_number, d.addition, d.postcode, d.city, participation, row.requests, row.requests_open,
        row.jobs.open, row.jobs.late, row.jobs.done, row.visits, row.minutes, amount(row.cents),
    )  # fmt: skip


@page(May.SEE_LANDLORD_RESULTS)
def dwelling(request: PageRequest, dwelling_id: int) -> HttpResponse:
    found = queries.landlord_dwellings(request.actor).filter(pk=dwelling_id).first()
    if found is None:
        raise Http404
    jobs = queries.dwelling_jobs(request.actor, found.pk)
    requests = queries.repair_requests(request.actor).filter(dwelling=found).defer("search", "text")
    return render(
        request,
        "partner/dwelling.html",
        {
            "dwelling": found,
            "jobs": jobs,
            "cents": sum(job.cents for job in jobs),
            "requests": requests.order_by("-reported_at"),
            "now": timezone.now(),
        },
    )


@page(May.SEE_LANDLORD_RESULTS)
def invoices(request: PageRequest) -> HttpResponse:
    shown = Paginator(with_left(visible_invoices(request.actor)), PAGE).get_page(request.GET.get("page"))
    return render(request, "partner/invoices.html", {"page": shown})


@page(May.SEE_LANDLORD_RESULTS)
def invoice(request: PageRequest, number: int) -> HttpResponse:
    return invoice_file(request, number)


@page(May.SEE_LANDLORD_RESULTS)
def invoice_ubl(request: PageRequest, number: int) -> HttpResponse:
    return ubl_file(request, number)


def visible_invoice(request: PageRequest, number: int) -> Invoice:
    found = visible_invoices(request.actor).select_related("cooperative").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def ubl_file(request: PageRequest, number: int, *, for_board: bool = False) -> HttpResponse:
    """The e-invoice; while something is missing for it, a page that says what and where it is filled in."""
    found = visible_invoice(request, number)
    context = {"number": found.number, "for_board": for_board, "payer_of": found.number}
    return ubl_response(request, lambda: e_invoices.invoice_ubl(found), f"factuur-{found.number}.xml", context)


def invoice_file(request: PageRequest, number: int) -> HttpResponse:
    """The PDF of an invoice that this actor may see."""
    found = visible_invoice(request, number)
    return pdf_response(invoice_pdf(found), f"factuur-{found.number}.pdf")
