"""What somebody fills in who is not known yet."""

from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.labels import LABELS
from werkplaats.members.rules import Language, MemberKind, WorkerKind
from werkplaats.members.rules.application import Hours, Validity, WorkerApplication
from werkplaats.members.rules.trades import TRADES


def trade_choices() -> list[tuple[str, str]]:
    """The trades by their name in the language of the page."""
    return sorted(((code, str(LABELS["trade"][code])) for code in TRADES), key=lambda trade: trade[1])


PARTS = {"morning": (time(8), time(12, 30)), "afternoon": (time(12, 30), time(17))}
NAME = _("Your name")
EMAIL = _("E-mail address")
PHONE = _("Phone number")


class MemberForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Who becomes a member?"),
        widget=forms.RadioSelect,
        initial=MemberKind.PERSON,
        choices=[(kind.value, LABELS["member_kind"][kind]) for kind in MemberKind],
    )
    business_name = forms.CharField(label=_("Name of the business"), required=False, max_length=200)
    name = forms.CharField(label=NAME, max_length=200)
    email = forms.EmailField(label=EMAIL)
    phone = forms.CharField(label=PHONE, required=False, max_length=30)


def day_field(label: Any, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class ApplicationForm(forms.Form):
    """For a tradesperson or a helper; what the other kind does not need is left out."""

    name = forms.CharField(label=NAME, max_length=200)
    email = forms.EmailField(label=EMAIL)
    phone = forms.CharField(label=PHONE, max_length=30)
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    house_number = forms.CharField(label=_("House number"), max_length=10)
    trades = forms.MultipleChoiceField(
        label=_("Your trades"), widget=forms.CheckboxSelectMultiple, choices=trade_choices
    )
    kvk_number = forms.CharField(label=_("KvK number"), max_length=12)
    vat_number = forms.CharField(label=_("VAT number"), required=False, max_length=20)
    iban = forms.CharField(label=_("IBAN"), help_text=_("On this account you are paid."), max_length=40)
    vog_issued = day_field(_("Date of your VOG"))
    vog_until = day_field(_("Your VOG counts until"))
    insurance_issued = day_field(_("Liability insurance from"))
    insurance_until = day_field(_("Liability insurance until"))
    availability = forms.MultipleChoiceField(
        label=_("When can you work?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (f"{day}-{part}", LABELS["preferred_time"][f"{name}-{part}"])
            for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat"))
            for part in PARTS
        ],
    )
    hours_a_week = forms.DecimalField(
        label=_("How many hours a week?"), min_value=Decimal(1), max_value=Decimal(60), decimal_places=1
    )
    radius_km = forms.IntegerField(
        label=_("How far do you want to go (kilometres)?"), min_value=1, max_value=50, initial=5
    )
    wishes = forms.CharField(
        label=_("Your own wishes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, kind: WorkerKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        needless = ("trades", "kvk_number", "vat_number", "insurance_issued", "insurance_until")
        for name in needless if kind == WorkerKind.HELPER else ():
            del self.fields[name]

    def application(self, latitude: float, longitude: float, language: str) -> WorkerApplication:
        given = self.cleaned_data
        return WorkerApplication(
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            language=Language.EN if language == Language.EN else Language.NL,
            kind=self.kind,
            trades=tuple(given.get("trades", ())),
            kvk_number=given.get("kvk_number", ""),
            vat_number=given.get("vat_number", ""),
            iban=given["iban"],
            vog=validity(given.get("vog_issued"), given.get("vog_until")),
            insurance=validity(given.get("insurance_issued"), given.get("insurance_until")),
            availability=tuple(hours(choice) for choice in given["availability"]),
            postcode=given["postcode"],
            house_number=given["house_number"],
            latitude=latitude,
            longitude=longitude,
            radius_metres=given["radius_km"] * 1000,
            hours_a_week=given["hours_a_week"],
            wishes=given["wishes"],
        )


def validity(first: Any, last: Any) -> Validity | None:
    return Validity(first, last) if first and last else None


def hours(choice: str) -> Hours:
    day, part = choice.split("-")
    return Hours(int(day), *PARTS[part])
