"""What a worker speaks, cannot bear and travels by: for the worker's page and for the coordinator's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.members.models import Worker
from werkplaats.members.rules import Pet, SpokenLanguage, TravelMode
from werkplaats.portal.fields import named
from werkplaats.portal.week import WorkForm


class FittingForm(WorkForm):
    use_required_attribute = False
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, choices=named("spoken_language", SpokenLanguage)
    )
    allergies = forms.MultipleChoiceField(
        label=_("Allergic to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=named("pet", Pet),
        help_text=_("Then nobody is sent to a home with such an animal. Clients do not get to see this."),
    )
    travel_mode = forms.ChoiceField(
        label=_("Travels"), widget=forms.RadioSelect, choices=named("travel_mode", TravelMode)
    )

    @classmethod
    def of(cls, worker: Worker, data: Any = None, **options: Any) -> "FittingForm":
        """The form as it stands, or as it was sent."""
        known = {name: getattr(worker, name) for name in cls.base_fields}
        return cls(data, initial=known, auto_id="fitting_%s", **options)

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "languages": [SpokenLanguage(one) for one in said["languages"]],
            "allergies": [Pet(one) for one in said["allergies"]],
            "travel_mode": TravelMode(said["travel_mode"]),
        }
