"""The forms on the page of one visit: when, who, and taking back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentForm(forms.Form):
    """Another moment than those suggested."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    clock = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def moment(self) -> datetime:
        """The moment chosen, in Amsterdam's time."""
        found = datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"])
        return timezone.make_aware(found)


class WorkersForm(forms.Form):
    """Who is asked or assigned, for which moment."""

    starts_at = forms.CharField(label=_("When"), widget=forms.HiddenInput)
    workers = forms.MultipleChoiceField(
        label=_("Who"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one worker.")},
    )

    def __init__(self, names: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].choices = names  # type: ignore[attr-defined]

    def clean_starts_at(self) -> datetime:
        found = aware(self.cleaned_data["starts_at"])
        if found is None:
            raise forms.ValidationError(_("Choose a moment first."))
        return found

    def worker_ids(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["workers"]]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("Who would come and the resident read this."),
        max_length=500,
    )


class NotSolvedForm(forms.Form):
    text = forms.CharField(
        label=_("What is not solved yet?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def aware(text: str) -> datetime | None:
    """A moment as the page writes it in a link; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
