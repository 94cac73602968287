"""The small form on which a self-employed worker says what was earned and worked elsewhere in a quarter."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.portal.fields import CommaDecimal
from werkplaats.portal.gate import PageRequest
from werkplaats.portal.week import WorkForm
from werkplaats.settlement.rules.false_self_employment import LOOKED_AT
from werkplaats.settlement.rules.quarter import Quarter, last_quarters
from werkplaats.settlement.services.guard import tell_elsewhere


class ElsewhereForm(WorkForm):
    quarter = forms.ChoiceField(label=_("Quarter"))
    income = CommaDecimal(
        label=_("Earned elsewhere, in euros"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=_("Without VAT. 0 when there was none; leave empty if you would rather not say."),
    )
    hours = CommaDecimal(
        label=_("Hours worked elsewhere"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text=_("For all your other customers together. 0 when there were none."),
    )

    @classmethod
    def of(cls, today: date, data: Any = None) -> "ElsewhereForm":
        form = cls(data)
        field: Any = form.fields["quarter"]
        field.choices = [(str(quarter), quarter_name(quarter)) for quarter in last_quarters(today, LOOKED_AT)]
        return form

    def told(self) -> dict[str, Any]:
        year, number = self.cleaned_data["quarter"].split("-")
        income, hours = self.cleaned_data["income"], self.cleaned_data["hours"]
        return {
            "quarter": Quarter(int(year), int(number)),
            "cents": None if income is None else round(income * 100),
            "minutes": None if hours is None else round(hours * 60),
        }


def answered(request: PageRequest, worker: Worker, form: ElsewhereForm, *, done: str) -> bool:
    """Whether what was sent is kept; if not, the form says why."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        tell_elsewhere(request.actor, worker.pk, **form.told(), at=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, done)
    return True


def quarter_name(quarter: Quarter) -> str:
    return _("quarter %(number)d of %(year)d") % {"number": quarter.number, "year": quarter.year}
