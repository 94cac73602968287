"""Booking by hand, taking such a booking back, and giving up an invoice."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import Actor, May
from werkplaats.portal.fields import CommaDecimal, day_field, refuse
from werkplaats.portal.gate import PageRequest, form_page
from werkplaats.settlement import queries_books as queries
from werkplaats.settlement.rules.booking import Journal, Side
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.memorial import BY_HAND
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.services import books, memorial

LINES = range(1, 9)
MOST = 10**9  # euros


def amount(label: str) -> CommaDecimal:
    field = CommaDecimal(label=label, required=False, min_value=0, max_value=MOST, decimal_places=2)
    field.widget.attrs["aria-label"] = label
    return field


class BookingForm(forms.Form):
    """A day, some words, and lines of an account with a debit or a credit amount; what is left empty is no line."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    booked_on = day_field(gettext_lazy("Day"))
    description = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200)
    pilot = forms.ChoiceField(label=gettext_lazy("Pilot"), required=False)

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pilots = [(str(pilot.pk), pilot.name) for pilot in queries.pilots(actor)]
        self.fields["pilot"] = forms.ChoiceField(
            label=_("Pilot"), required=False, choices=[("", _("Of none")), *pilots]
        )
        language = get_language() or "nl"
        accounts = [("", ""), *((line.account.value, f"{line.number} {line.name(language)}") for line in BY_HAND)]
        for number in LINES:
            label = _("Account of line %(number)s") % {"number": number}
            account = forms.ChoiceField(label=label, required=False, choices=accounts)
            account.widget.attrs["aria-label"] = label
            self.fields[f"account_{number}"] = account
            self.fields[f"debit_{number}"] = amount(_("Debit of line %(number)s") % {"number": number})
            self.fields[f"credit_{number}"] = amount(_("Credit of line %(number)s") % {"number": number})

    @property
    def head(self) -> list[BoundField]:
        return [self[name] for name in ("booked_on", "description", "pilot")]

    @property
    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for number in LINES:
            yield self[f"account_{number}"], self[f"debit_{number}"], self[f"credit_{number}"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for number in LINES:
            account, debit, credit = (given.get(f"{what}_{number}") for what in ("account", "debit", "credit"))
            if (debit or credit) and not account:
                self.add_error(f"account_{number}", _("Choose the account of this amount."))
            if debit and credit:
                self.add_error(f"credit_{number}", _("A line has a debit or a credit amount, not both."))
        return given

    def sides(self) -> list[Side]:
        given = self.cleaned_data
        found = []
        for number in LINES:
            cents = int(((given.get(f"debit_{number}") or 0) - (given.get(f"credit_{number}") or 0)) * 100)
            if cents:
                found.append(Side(Account(given[f"account_{number}"]), Cents(cents)))
        return found


@form_page(May.SETTLE)
def by_hand(request: PageRequest) -> HttpResponse:
    form = BookingForm(request.actor, request.POST or None, initial={"booked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = memorial.book_by_hand(
                request.actor,
                booked_on=given["booked_on"],
                description=given["description"],
                sides=form.sides(),
                pilot_id=int(given["pilot"]) if given["pilot"] else None,
                token=given["form_token"],
                at=timezone.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("It is booked."))
            return redirect("board:books_booking", booking=made.number)
    context = {"form": form, "current": "by_hand"}
    return render(request, "board/books_by_hand.html", context, status=422 if form.errors else 200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200)


@form_page(May.SETTLE)
def one_booking(request: PageRequest, booking: int) -> HttpResponse:
    """All entries of one booking, and what it takes back or is taken back by. One by hand can be taken back here."""
    found = queries.transaction(request.actor, booking)
    if found is None:
        raise Http404
    taken_back_by = getattr(found, "reversed_by", None)
    may_go_back = found.journal == Journal.MEMORIAL and not found.reverses_id and taken_back_by is None
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and may_go_back and form.is_valid():
        try:
            back = books.reverse(request.actor, found.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The booking is taken back by this one."))
            return redirect("board:books_booking", booking=back.number)
    context = {
        "booking": found,
        "entries": queries.entries_of(found),
        "taken_back_by": taken_back_by,
        "form": form if may_go_back else None,
    }
    return render(request, "board/books_booking.html", context, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def write_off(request: PageRequest, open_invoice: int) -> HttpResponse:
    """Give up what is left of an invoice."""
    today = timezone.localdate()
    opened = queries.open_invoices(request.actor.cooperative_id, today)
    invoice = next((one for one in opened if one.number == open_invoice and one.left > 0), None)
    if invoice is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            memorial.write_off(request.actor, invoice.invoice_id, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("What was left of the invoice is written off."))
            return redirect("board:books_open_items")
    context = {"form": form, "invoice": invoice, "current": "open_items"}
    return render(request, "board/books_write_off.html", context, status=422 if form.errors else 200)
