"""What a resident fills in. Every form keeps what was typed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.labels import LABELS
from werkplaats.intake.rules import MAX_PHOTOS, Branch
from werkplaats.intake.rules.report import DAYS, PARTS


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files at once. Whether each is a photo is asked of its content, when the report is safe."""

    def __init__(self, **kwargs: Any) -> None:
        widget = PhotosInput(attrs={"accept": "image/*", "data-wp-preview": ""})
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MAX_PHOTOS:
            raise forms.ValidationError(_("Choose at most six photos."))
        return list(files)


class ReportForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    dwelling = forms.TypedChoiceField(label=_("Which home is it about?"), coerce=int)
    branch = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect, initial=Branch.REPAIRS)
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Tell it in your own words. Is there more than one problem? Write them all down."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 10000}),
        error_messages={"required": _("Tell us in your own words what is wrong.")},
    )
    place = forms.CharField(
        label=_("Where in your home?"),
        help_text=_("For example: kitchen, at the sink."),
        required=False,
        max_length=200,
    )
    photos = PhotosField(
        label=_("Photos"), help_text=_("At most six. A photo often says more. We remove where it was taken.")
    )
    preferred_times = forms.MultipleChoiceField(
        label=_("When does it suit you?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    may_enter_when_away = forms.BooleanField(label=_("You may come in when I am not at home"), required=False)

    def __init__(self, *args: Any, dwellings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["dwelling"].choices = dwellings
        if len(dwellings) == 1:
            fields["dwelling"].widget = forms.HiddenInput()
            fields["dwelling"].initial = dwellings[0][0]
        fields["branch"].choices = [
            (Branch.REPAIRS.value, _("Something is broken")),
            (Branch.HOUSEHOLD.value, _("Help in the house")),
        ]
        fields["preferred_times"].choices = [
            (f"{day}-{part}", LABELS["preferred_time"][f"{day}-{part}"]) for day in DAYS[:5] for part in PARTS[:2]
        ]


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 10000}),
        error_messages={"required": _("Write your message first.")},
    )


class PhotosForm(forms.Form):
    photos = PhotosField(label=_("Add photos"))


class NotSolvedForm(forms.Form):
    text = forms.CharField(
        label=_("What is not solved yet?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}),
        error_messages={"required": _("Write what is not solved yet.")},
    )


class ThanksForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How did it go?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("5 – very good")),
            (4, _("4 – good")),
            (3, _("3 – all right")),
            (2, _("2 – not good")),
            (1, _("1 – bad")),
        ],
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    thanks = forms.CharField(
        label=_("Do you want to say something to who came?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )
