from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Person, Worker
from werkplaats.settlement.rules.mandates import AHEAD_DAYS, next_banking_day


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


class CorrectForm(RefusableForm):
    minutes = forms.IntegerField(
        label=_("Minutes worked"),
        min_value=0,
        max_value=24 * 60,
        required=False,
        help_text=_("Leave empty to keep them: then it is priced again by the tariff of that day as it is now."),
    )
    waived = forms.BooleanField(label=_("Ask nothing and pay nothing for it"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


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
    blocked_iban = forms.CharField(
        label=_("IBAN of our blocked account (g-rekening)"),
        max_length=40,
        required=False,
        help_text=_("Leave empty if you have none. It stands on invoices to landlords that pay a part on it."),
    )
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


class PersonField(forms.ModelChoiceField):
    """A person, or a worker, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(getattr(obj, "person", obj).name)


class BlockedAccountForm(RefusableForm):
    worker = PersonField(label=_("Worker"), queryset=Worker.objects.none())
    iban = forms.CharField(label=_("IBAN of the blocked account"), max_length=40)
    percent = forms.DecimalField(
        label=_("Part of the labour (%)"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        help_text=_("0 when it is no longer used"),
    )
    valid_from = day_field(_("Valid from"))

    def __init__(self, *args: Any, workers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["worker"]
        assert isinstance(field, PersonField)
        field.queryset = workers


class CreditorForm(RefusableForm):
    identifier = forms.CharField(
        label=_("Creditor identifier"), max_length=50, help_text=_("From your bank, such as NL00ZZZ123456780000")
    )


class DebitRunForm(RefusableForm):
    collect_on = day_field(_("Day of collection"))


class MandateForm(RefusableForm):
    person = PersonField(label=_("Who signed"), queryset=Person.objects.none())
    name = forms.CharField(label=_("Name of the account"), max_length=70)
    iban = forms.CharField(label=_("IBAN"), max_length=40)
    signed_on = day_field(_("Signed on"))
    one_off = forms.BooleanField(label=_("For one collection only"), required=False)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people


class PayRunForm(RefusableForm):
    pay_on = day_field(_("Day of payment"))


def last_month(today: date) -> dict[str, date]:
    """From its first day until its last."""
    end = today.replace(day=1) - timedelta(days=1)
    return {"period_start": end.replace(day=1), "period_end": end}


def until_last_month(today: date, delivered: Iterable[date]) -> dict[str, date]:
    """Last month, or from the month of what was delivered before it and is still to invoice."""
    month = last_month(today)
    return {**month, "period_start": min([month["period_start"], *(day.replace(day=1) for day in delivered)])}


def pay_day(today: date) -> date:
    """This Friday, or the first day after it on which banks pay."""
    return next_banking_day(today + timedelta(days=(4 - today.weekday()) % 7))


def debit_day(today: date) -> date:
    """The first day on which the bank can collect."""
    return next_banking_day(today + timedelta(days=AHEAD_DAYS))
