"""The forms on the page of one worker."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, CredentialKind
from werkplaats.portal.fields import CommaDecimal, named
from werkplaats.portal.week import AbsenceForm, WorkForm


class DecisionForm(WorkForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you decline: the applicant gets to read it."),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PaperForm(WorkForm):
    kind = forms.ChoiceField(
        label=_("Which paper"), choices=[(kind.value, LABELS["credential_kind"][kind]) for kind in CredentialKind]
    )
    issued_on = _day(_("Valid from"))
    valid_until = _day(_("Valid until"))


class AwayForm(AbsenceForm):
    take_back = forms.BooleanField(
        label=_("Free the visits on these days"),
        required=False,
        initial=True,
        help_text=_("They are to be planned again. The worker and the residents hear it."),
    )


class LeaveForm(WorkForm):
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500, help_text=_("Only coordinators read this.")
    )


class ContractForm(WorkForm):
    contract = forms.ChoiceField(label=_("Works as"), widget=forms.RadioSelect, choices=named("contract", Contract))
    hours = CommaDecimal(
        label=_("Hours a week by contract"),
        required=False,
        max_digits=4,
        decimal_places=2,
        help_text=_("Only of an employee. The planner keeps to them and to the Working Hours Act."),
    )

    @classmethod
    def of(cls, worker: Worker) -> "ContractForm":
        minutes = worker.contract_minutes
        hours = "" if minutes is None else f"{minutes / 60:g}"
        return cls(initial={"contract": worker.contract, "hours": hours}, auto_id="contract_%s")

    def given(self) -> dict[str, Any]:
        hours = self.cleaned_data["hours"]
        return {
            "contract": Contract(self.cleaned_data["contract"]),
            "contract_minutes": None if hours is None else round(hours * 60),
        }

    def refuse(self, error: Refused) -> None:
        self.add_error("hours" if error.field == "contract_minutes" else None, str(error))
