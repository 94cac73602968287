"""The forms on the page of one client."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.homes.models import Client
from werkplaats.homes.rules import NO_GO_REASON, NoGoSide
from werkplaats.members.models import Worker
from werkplaats.members.rules import Pet, SpokenLanguage
from werkplaats.portal.fields import named


class NotesForm(forms.Form):
    use_required_attribute = False
    notes_for_helper = forms.CharField(
        label=_("What must the helper know at the door?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HomeForm(forms.Form):
    use_required_attribute = False
    pets = forms.MultipleChoiceField(
        label=_("Pets in the home"), required=False, widget=forms.CheckboxSelectMultiple, choices=named("pet", Pet)
    )
    language_wanted = forms.ChoiceField(
        label=_("Language that the client wants to be helped in"),
        required=False,
        choices=[("", _("no preference")), *named("spoken_language", SpokenLanguage)],
    )
    language_required = forms.BooleanField(
        label=_("It must be this language"),
        required=False,
        help_text=_("Then only who speaks it can come. Else who speaks it comes rather than another."),
    )

    @classmethod
    def of(cls, client: Client, data: Any = None) -> "HomeForm":
        known = {name: getattr(client, name) for name in cls.base_fields}
        return cls(data, initial=known, auto_id="home_%s")

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        wanted = said["language_wanted"]
        return {
            "pets": [Pet(one) for one in said["pets"]],
            "language_wanted": SpokenLanguage(wanted) if wanted else None,
            "language_required": said["language_required"],
        }


class NoGoForm(forms.Form):
    use_required_attribute = False
    worker = forms.TypedChoiceField(label=_("Who is not sent here any more"), coerce=int)
    side = forms.ChoiceField(label=_("Who asked this"), widget=forms.RadioSelect, choices=named("no_go_side", NoGoSide))
    reason = forms.CharField(
        label=_("Why, in a few words"),
        required=False,
        max_length=NO_GO_REASON,
        help_text=_("Only coordinators read this. Leave out what you need not remember. It goes when this is lifted."),
    )

    def __init__(self, workers: Iterable[Worker], data: Any = None) -> None:
        super().__init__(data, auto_id="no_go_%s")
        worker: Any = self.fields["worker"]
        worker.choices = [("", _("choose somebody")), *((one.pk, one.person.name) for one in workers)]
