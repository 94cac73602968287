"""The books to take away: tables of a period, and the audit file of a year."""

from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django import forms
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import PeriodForm, RefusableForm, last_month
from werkplaats.portal.gate import PageRequest, page
from werkplaats.portal.spreadsheet import table_response
from werkplaats.settlement import exports
from werkplaats.settlement.audit_file import audit_file

NAMES: dict[str, Any] = {
    "omzetregels": gettext_lazy("What was charged, line by line"),
    "verdiensten": gettext_lazy("What workers earned, line by line"),
    "facturen": gettext_lazy("Invoices and credit notes"),
    "zelffacturen": gettext_lazy("Invoices on behalf of workers"),
    "uitbetalingen": gettext_lazy("Payouts"),
    "grootboek": gettext_lazy("The ledger, entry by entry"),
    "saldibalans": gettext_lazy("Trial balance"),
    "winst-en-verlies": gettext_lazy("Profit and loss"),
    "balans": gettext_lazy("Balance sheet"),
    "bank": gettext_lazy("Lines of the bank, with what they were matched with"),
    "incasso": gettext_lazy("Direct debit"),
    "tarieven": gettext_lazy("Tariffs"),
    "openstaand": gettext_lazy("Open items on the last day"),
    "btw": gettext_lazy("VAT, line by line"),
}
FIRST_YEAR = 2015


class TableForm(PeriodForm):
    what = forms.ChoiceField(
        label=gettext_lazy("Which table?"), choices=[(what, NAMES[what]) for what in exports.EXPORTS]
    )
    file_type = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        widget=forms.RadioSelect,
        choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV")],
        initial="xlsx",
    )
    field_order = ("what", "period_start", "period_end", "file_type")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("period_start"), given.get("period_end")
        if first and last and last < first:
            self.add_error("period_end", _("The last day is before the first day."))
        return given


class YearForm(RefusableForm):
    year = forms.IntegerField(label=gettext_lazy("Calendar year"), min_value=FIRST_YEAR, max_value=9998)


@page(May.SETTLE)
def index(request: PageRequest) -> HttpResponse:
    return _page(request)


@page(May.SETTLE)
def table(request: PageRequest) -> HttpResponseBase:
    form = TableForm(request.GET)
    if not request.GET or not form.is_valid():
        return _page(request, table_form=form if request.GET else None)
    asked = form.cleaned_data
    found = exports.table(request.actor, asked["what"], asked["period_start"], asked["period_end"])
    return table_response(found, asked["file_type"])


@page(May.SETTLE)
def audit(request: PageRequest) -> HttpResponseBase:
    form = YearForm(request.GET)
    if not request.GET or not form.is_valid():
        return _page(request, year_form=form if request.GET else None)
    year = form.cleaned_data["year"]
    try:
        pieces = audit_file(request.actor, year, today=timezone.localdate())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, year_form=form)
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 (the response closes it)
    for piece in pieces:
        file.write(piece.encode())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"auditfile-{year}.xaf", content_type="application/xml")


def _page(
    request: PageRequest, *, table_form: TableForm | None = None, year_form: YearForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "table_form": table_form or TableForm(initial={**last_month(today), "what": "grootboek", "file_type": "xlsx"}),
        "year_form": year_form or YearForm(initial={"year": _year(today)}),
    }
    return render(request, "board/exports.html", context, status=422 if table_form or year_form else 200)


def _year(today: date) -> int:
    """The year that an accountant asks for: until the summer the one before."""
    return today.year if today.month > 6 else today.year - 1
