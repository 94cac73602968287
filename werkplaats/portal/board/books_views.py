"""The books: trial balance, profit and loss, balance sheet, what is open, one account, and closing months."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.fields import day_field
from werkplaats.portal.gate import PageRequest, action, page
from werkplaats.settlement import queries_books as queries
from werkplaats.settlement.rules import reminders
from werkplaats.settlement.rules.chart import LINES, Account
from werkplaats.settlement.rules.money import NOTHING, total
from werkplaats.settlement.rules.periods import Period, book_year
from werkplaats.settlement.rules.statements import beside, by_age
from werkplaats.settlement.services import books

ENTRIES = 100  # a page
YEARS = range(2000, 2101)


class AskedForm(forms.Form):
    """Which days, and of which pilot; what is left empty is this year, and everything."""

    since = day_field(gettext_lazy("From"))
    until = day_field(gettext_lazy("Until and including"))
    pilot = forms.ChoiceField(label=gettext_lazy("Pilot"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        for name in ("since", "until"):
            if given.get(name) and given[name].year not in YEARS:
                self.add_error(name, _("Choose a day between 2000 and 2100."))
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first day."))
        return given


@dataclass(frozen=True)
class Asked:
    form: AskedForm
    period: Period
    pilot_id: int | None
    pilot: str
    query: str  # the same again, for a link to another page of the books


def _asked(request: PageRequest, *fields: str) -> Asked:
    """From the address. What cannot be understood is said at its field, and the page shows this year."""
    today = timezone.localdate()
    asked = {name: request.GET[name] for name in AskedForm.base_fields if request.GET.get(name)}
    until = asked.get("until") or today.isoformat()
    form = AskedForm({"since": f"{until[:4]}-01-01", **asked, "until": until})
    pilots = {str(pilot.pk): pilot.name for pilot in queries.pilots(request.actor)}
    form.fields["pilot"] = forms.ChoiceField(
        label=_("Pilot"), required=False, choices=[("", _("Everything")), *pilots.items()]
    )
    for name in set(form.fields) - set(fields):
        del form.fields[name]
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("until") or today
    pilot = given.get("pilot") or ""
    return Asked(
        form,
        Period(given.get("since") or book_year(last).first, last),
        int(pilot) if pilot else None,
        pilots.get(pilot, ""),
        urlencode(asked),
    )


def _shown(request: PageRequest, name: str, asked: Asked, **context: Any) -> HttpResponse:
    shown = {"asked": asked, "current": name, **context}
    return render(request, f"board/books_{name}.html", shown, status=422 if asked.form.errors else 200)


@page(May.SETTLE)
def trial_balance(request: PageRequest) -> HttpResponse:
    asked = _asked(request, "since", "until", "pilot")
    found = queries.trial_balance(request.actor, asked.period, pilot_id=asked.pilot_id)
    return _shown(request, "trial_balance", asked, found=found)


@page(May.SETTLE)
def profit_and_loss(request: PageRequest) -> HttpResponse:
    """Beside the same days of the year before."""
    asked = _asked(request, "since", "until", "pilot")
    earlier = asked.period.year_before
    found = queries.profit_and_loss(request.actor, asked.period, pilot_id=asked.pilot_id)
    before = queries.profit_and_loss(request.actor, earlier, pilot_id=asked.pilot_id)
    return _shown(
        request,
        "profit_and_loss",
        asked,
        earlier=earlier,
        found=found,
        before=before,
        revenue=beside(found.revenue, before.revenue),
        cost_of_sales=beside(found.cost_of_sales, before.cost_of_sales),
        other_costs=beside(found.other_costs, before.other_costs),
    )


@page(May.SETTLE)
def balance_sheet(request: PageRequest) -> HttpResponse:
    """Beside the end of the year before."""
    asked = _asked(request, "until")
    earlier = book_year(asked.period.last).eve
    found = queries.balance_sheet(request.actor, asked.period.last)
    before = queries.balance_sheet(request.actor, earlier)
    return _shown(
        request,
        "balance_sheet",
        asked,
        earlier=earlier,
        found=found,
        before=before,
        assets=beside(found.assets, before.assets),
        equity=beside(found.equity, before.equity),
        liabilities=beside(found.liabilities, before.liabilities),
    )


@page(May.SETTLE)
def open_items(request: PageRequest) -> HttpResponse:
    asked = _asked(request, "until")
    invoices = queries.open_invoices(request.actor.cooperative_id, asked.period.last)
    reminded = queries.reminders_sent(request.actor.cooperative_id, [invoice.invoice_id for invoice in invoices])
    workers = queries.owed_to_workers(request.actor, asked.period.last)
    (stands,) = queries.balances(request.actor, asked.period.last)
    left = total(invoice.left for invoice in invoices)
    return _shown(
        request,
        "open_items",
        asked,
        invoices=[(invoice, reminded.get(invoice.invoice_id, {}).items()) for invoice in invoices],
        ages=list(by_age(invoices).items()),
        first=reminders.KIND_AFTER,
        second=reminders.FIRM_AFTER,
        left=left,
        elsewhere=stands.get(Account.RECEIVABLE, NOTHING) - left,
        workers=workers,
        owed=sum(worker.cents for worker in workers),
    )


@page(May.SETTLE)
def one_account(request: PageRequest, account: str) -> HttpResponse:
    """One account: what stood on it, its entries, what stands on it."""
    line = next((line for line in LINES if line.number == account), None)
    if line is None:
        raise Http404
    asked = _asked(request, "since", "until", "pilot")
    closing, opening = queries.balances(request.actor, asked.period.last, asked.period.eve, pilot_id=asked.pilot_id)
    entries = queries.entries(request.actor, line.account, asked.period, pilot_id=asked.pilot_id)
    return _shown(
        request,
        "account",
        asked,
        line=line,
        opening=opening.get(line.account, 0),
        closing=closing.get(line.account, 0),
        page=Paginator(entries, ENTRIES).get_page(request.GET.get("page")),
    )


@page(May.SETTLE)
def months(request: PageRequest) -> HttpResponse:
    return _months(request)


def _months(request: PageRequest, refusal: str = "") -> HttpResponse:
    today = timezone.localdate()
    context = {
        "current": "months",
        "months": queries.months(request.actor, today),
        "turn": queries.month_to_close(request.actor, today),
        "refusal": refusal,
    }
    return render(request, "board/books_months.html", context, status=422 if refusal else 200)


class MonthForm(forms.Form):
    month = forms.DateField(input_formats=["%Y-%m-%d"])


@action(May.SETTLE)
def close(request: PageRequest) -> HttpResponse:
    form = MonthForm(request.POST)
    if not form.is_valid():
        return _months(request, refusal=_("Choose the month to close."))
    month: date = form.cleaned_data["month"]
    try:
        books.close_month(request.actor, month, at=timezone.now())
    except Refused as refusal:
        return _months(request, refusal=str(refusal))
    messages.success(request, _("The month is closed. Nothing is booked in it any more."))
    return redirect("board:books_months")
