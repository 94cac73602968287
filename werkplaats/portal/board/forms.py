from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused


def day_field(text: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RefusableForm(forms.Form):
    """A form to which a service's refusal can be added, at the field it names."""

    def refuse(self, refusal: Refused) -> None:
        field = refusal.field.removesuffix("_cents_per_hour")
        self.add_error(field if field in self.fields else None, str(refusal.message))


class PeriodForm(RefusableForm):
    period_start = day_field(_("First day"))
    period_end = day_field(_("Last day"))


class RunForm(RefusableForm):
    run = day_field(_("Day of payment"))


class LetterheadForm(RefusableForm):
    street = forms.CharField(label=_("Street and house number"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    city = forms.CharField(label=_("City"), max_length=100)
    kvk_number = forms.CharField(label=_("KvK number"), max_length=12, help_text=_("8 digits"))
    vat_number = forms.CharField(
        label=_("VAT number"), max_length=20, required=False, help_text=_("Leave empty if you have none.")
    )
    tax_number = forms.CharField(
        label=_("Tax number (RSIN)"),
        max_length=20,
        required=False,
        help_text=_("Only needed on e-invoices when you have no VAT number."),
    )
    small_business = forms.BooleanField(label=_("We take part in the small businesses scheme (KOR)"), required=False)
    iban = forms.CharField(label=_("IBAN"), max_length=40)
    payment_days = forms.IntegerField(label=_("Days to pay"), min_value=1, max_value=120, initial=30)
    valid_from = day_field(_("On invoices from"))


class BillingForm(RefusableForm):
    """What invoices say of a payer."""

    street = forms.CharField(label=_("Street and house number"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    kvk_number = forms.CharField(label=_("KvK number"), max_length=12, required=False, help_text=_("8 digits"))
    oin = forms.CharField(
        label=_("OIN"), max_length=24, required=False, help_text=_("20 digits; government bodies have one.")
    )
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    invoice_reference = forms.CharField(
        label=_("Reference of the payer"),
        max_length=100,
        required=False,
        help_text=_("What the payer wants to see on every invoice, such as an order number."),
    )


def last_month(today: date) -> dict[str, date]:
    """From its first day until its last."""
    end = today.replace(day=1) - timedelta(days=1)
    return {"period_start": end.replace(day=1), "period_end": end}


def next_friday(today: date) -> date:
    return today + timedelta(days=(4 - today.weekday()) % 7)
