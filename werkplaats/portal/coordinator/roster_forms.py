"""The forms of the roster: what the planner is asked, and where a visit moves to."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.planning.rules.roster.model import Objective, Term
from werkplaats.planning.services.rosters import HEAVIEST, MOST_SECONDS, SECONDS
from werkplaats.planning.wording_roster import TERMS
from werkplaats.portal.coordinator.roster_asked import short_day

LEAST_SECONDS = 5
MOVING = {
    Moving.NOTHING: _("Nothing: only what has no time yet is planned"),
    Moving.EMPLOYEES: _("Visits of employees too, unless they were promised within 24 hours"),
    Moving.EVERYTHING: _(
        "Everything: also what a self-employed person accepted, and what was promised within 24 hours"
    ),
}
HELP = {
    Term.UNPLANNED: _("1 is right. With 0 work may be left out for nothing."),
    Term.LATENESS: _("For what comes later than was promised; an emergency counts most."),
    Term.TRAVEL: _("Points for each minute on the road. The other weights are measured by this one."),
    Term.CONTINUITY: _("Points for each visit by somebody whom the client does not know."),
    Term.STRANGERS: _("Points for each new face above one a month for a client."),
    Term.LANGUAGE: _("Points for each visit by somebody who does not speak the language that was wanted."),
    Term.FAIRNESS: _("How strictly work is divided over self-employed people by the hours that they offer."),
    Term.CONTRACT: _("Points for each minute more or less than an employee's contract."),
    Term.BURDEN: _(
        "How strictly the heavy and far visits are divided. A repair for two people is heavy, "
        "and so is help that is marked as heavy."
    ),
    Term.STABILITY: _("Points for each visit that moves to another person or day."),
}


class PlanForm(forms.Form):
    """What the planner is asked. The weights have the names of the terms."""

    moving = forms.ChoiceField(label=_("What may move?"), choices=list(MOVING.items()), widget=forms.RadioSelect)
    seconds = forms.IntegerField(
        label=_("How many seconds may the planner search?"),
        help_text=_("10 is enough for most weeks. Longer is a little better in a big neighbourhood."),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        initial=SECONDS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = Objective()
        for term in (Term(field.name) for field in fields(Objective)):
            self.fields[term.value] = forms.FloatField(
                label=TERMS[term],
                help_text=HELP[term],
                min_value=0,
                max_value=HEAVIEST,
                initial=usual.weight(term),
                required=False,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    def first_fields(self) -> list[Any]:
        return [self["moving"], self["seconds"]]

    def weight_fields(self) -> list[Any]:
        return [self[term.value] for term in Term]

    def wrong_weights(self) -> bool:
        return any(term.value in self.errors for term in Term)

    def weights(self) -> dict[str, float]:
        """What was filled in; an empty field is the usual weight."""
        given = {term.value: self.cleaned_data.get(term.value) for term in Term}
        return {name: weight for name, weight in given.items() if weight is not None}

    def refuse(self, error: Refused) -> None:
        self.add_error(error.field if error.field in self.fields else None, str(error))


class MoveForm(forms.Form):
    """Who goes to a visit in the draft, and when: at the best moment of a day, or at the moment given."""

    person = forms.TypedChoiceField(label=_("Who goes?"), coerce=int)
    person2 = forms.TypedChoiceField(label=_("Who goes along?"), coerce=int)
    day = forms.TypedChoiceField(label=_("Day"), coerce=date.fromisoformat)
    clock = forms.TimeField(
        label=_("Exactly at"),
        required=False,
        help_text=_("Leave it empty, and the best moment of the day is taken."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    suits = forms.BooleanField(
        label=_("The resident is happy with this moment"),
        required=False,
        help_text=_("Only then may it lie outside the times that were wished."),
    )

    def __init__(
        self, *args: Any, people: int, names: Iterable[tuple[str, Sequence[tuple[int, str]]]], days: Iterable[date],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose somebody")), *names]
        language = get_language() or "nl"
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.fields["day"].choices = [(day.isoformat(), short_day(day, language)) for day in days]  # type: ignore[attr-defined]
        if people > 1:
            self.fields["person2"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["person2"]

    def place_fields(self) -> list[Any]:
        return [field for field in self if field.name != "suits"]

    def people(self) -> list[int]:
        return [self.cleaned_data[name] for name in ("person", "person2") if name in self.fields]

    def starts_at(self) -> datetime | None:
        clock = self.cleaned_data["clock"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], clock)) if clock else None

    def refuse(self, error: Refused) -> None:
        named = {"people": "person", "day": "day"}.get(error.field)
        self.add_error(named, str(error))
