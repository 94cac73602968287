"""What is asked on the pages of the neighbourhood's economy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.insight.queries.economy import first_month
from werkplaats.insight.rules.costs_benefits.assumptions import Assumption
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.metrics import Scope
from werkplaats.insight.rules.uncertainty import Distribution
from werkplaats.members.models import Worker
from werkplaats.members.rules.roles import Actor
from werkplaats.portal.board.economy_words import BEFORE, DISTRIBUTIONS, UNITS
from werkplaats.portal.fields import CommaDecimal, day_field
from werkplaats.portal.week import WorkForm
from werkplaats.settlement import queries_books
from werkplaats.settlement.rules.periods import months

USUAL = 12  # months


class PeriodForm(forms.Form):
    """Which months, and of which pilot."""

    since = forms.ChoiceField(label=gettext_lazy("From"))
    until = forms.ChoiceField(label=gettext_lazy("Until and including"))
    pilot = forms.ChoiceField(label=gettext_lazy("Pilot"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The last month is before the first month."))
        return given


@dataclass(frozen=True)
class Asked:
    """`running`: the last month is not over yet. `query`: the same again, for a link."""

    form: PeriodForm
    scope: Scope
    pilot: str
    running: bool
    query: str


def asked(actor: Actor, given: Any, today: date) -> Asked | None:
    """From the address; what cannot be understood is said at its field, and the last twelve whole months are shown.
    None: no work was charged yet, so there are no months."""
    first = first_month(actor.cooperative_id)
    if first is None:
        return None
    now = max(today.replace(day=1), first)
    known = list(months(first, now))
    usual_last = known[-2] if len(known) > 1 else known[-1]
    usual = {"since": _key(known[max(0, known.index(usual_last) - USUAL + 1)]), "until": _key(usual_last)}
    said = {name: given[name] for name in PeriodForm.base_fields if given.get(name)}
    form = PeriodForm({**usual, **said})
    pilots = {str(pilot.pk): pilot.name for pilot in queries_books.pilots(actor)}
    choices: Any = {
        "since": [(_key(month), date_format(month, "F Y")) for month in reversed(known)],
        "pilot": [("", _("Everything")), *pilots.items()],
    }
    for name in form.fields:
        field: Any = form.fields[name]
        field.choices = choices.get(name, choices["since"])
    right = form.cleaned_data if form.is_valid() else usual
    since, until = (date.fromisoformat(f"{right[name]}-01") for name in ("since", "until"))
    pilot = right.get("pilot") or ""
    scope = Scope(actor.cooperative_id, since, until, int(pilot) if pilot else None)
    return Asked(form, scope, pilots.get(pilot, ""), until >= today.replace(day=1), urlencode(said))


def _key(month: date) -> str:
    return month.strftime("%Y-%m")


class AssumptionForm(WorkForm):
    low = CommaDecimal(label=gettext_lazy("Lowest"), max_digits=12, decimal_places=2, min_value=0)
    value = CommaDecimal(label=gettext_lazy("Most likely"), max_digits=12, decimal_places=2, min_value=0)
    high = CommaDecimal(label=gettext_lazy("Highest"), max_digits=12, decimal_places=2, min_value=0)
    distribution = forms.ChoiceField(
        label=gettext_lazy("How sure is it?"),
        widget=forms.RadioSelect,
        choices=[(one.value, words) for one, words in DISTRIBUTIONS.items()],
    )
    source = forms.CharField(
        label=gettext_lazy("Where does this come from?"),
        help_text=gettext_lazy("A document, a decision, or your own estimate. It stands beside the figure."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = day_field(gettext_lazy("Counts from"))

    @classmethod
    def of(cls, known: Assumption, today: date, data: Any = None) -> "AssumptionForm":
        found = known.estimate
        numbers = {name: f"{getattr(found, name):.2f}" for name in ("low", "value", "high")}
        form = cls(data, initial={**numbers, "distribution": found.distribution, "valid_from": today})
        for name in numbers:
            form.fields[name].help_text = UNITS[known.unit]
        return form

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "distribution": Distribution(self.cleaned_data["distribution"])}


class DistrictForm(WorkForm):
    areas = forms.CharField(
        label=gettext_lazy("Postcodes of the district"),
        help_text=gettext_lazy("With commas between: 3812, 3812 AB, or 3811-3813."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EarlierWorkForm(forms.Form):
    """One choice for each worker; what is left open was not told."""

    def __init__(self, workers: Iterable[tuple[Worker, WorkBefore | None]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: dict[str, tuple[int, WorkBefore | None]] = {}
        for worker, before in workers:
            name = f"worker_{worker.pk}"
            self.told[name] = worker.pk, before
            self.fields[name] = forms.ChoiceField(
                label=worker.person.name,
                required=before is not None,
                initial=before or "",
                choices=[
                    *([] if before else [("", _("not told"))]),
                    *((one.value, words) for one, words in BEFORE.items()),
                ],
            )

    def changes(self) -> dict[int, WorkBefore]:
        """Per worker what is told now and was not so before."""
        now = {pk: self.cleaned_data[name] for name, (pk, before) in self.told.items() if self.cleaned_data[name]}
        then = dict(self.told.values())
        return {pk: WorkBefore(said) for pk, said in now.items() if said != then[pk]}
