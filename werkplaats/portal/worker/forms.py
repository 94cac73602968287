"""The worker's forms: short, for a thumb, and safe to send twice."""

from datetime import date, datetime
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.portal.fields import CommaDecimal
from werkplaats.portal.week import WorkForm


class StopForm(WorkForm):
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        widget=forms.RadioSelect,
        choices=[
            (DeliveryOutcome.DONE, _("Done")),
            (DeliveryOutcome.FOLLOW_UP, _("I have to come back")),
            (DeliveryOutcome.NOBODY_HOME, _("Nobody home")),
        ],
    )
    note = forms.CharField(
        label=_("What did you do, or what is still to do?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MaterialForm(WorkForm):
    description = forms.CharField(label=_("What did you use?"), max_length=200)
    quantity = CommaDecimal(label=_("How many"), max_digits=6, decimal_places=2, initial="1")
    unit_price = CommaDecimal(
        label=_("Price of one, in euro"), max_digits=7, decimal_places=2, help_text=_("What you paid, without VAT.")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["unit_price"] * 100)


class PhotoForm(WorkForm):
    photos = forms.FileField(
        label=_("Photo of the work or of a receipt"),
        widget=forms.FileInput(attrs={"accept": "image/*", "data-wp-preview": ""}),
    )


class TimesForm(WorkForm):
    """The clock times of one day, in Amsterdam."""

    started_at = forms.TimeField(label=_("Begin"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    stopped_at = forms.TimeField(label=_("End"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def moments(self, day: date) -> tuple[datetime, datetime]:
        begin, end = self.cleaned_data["started_at"], self.cleaned_data["stopped_at"]
        return datetime.combine(day, begin, AMSTERDAM), datetime.combine(day, end, AMSTERDAM)


class ConcernForm(WorkForm):
    text = forms.CharField(
        label=_("What worries you?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the coordinator reads this. The district team reads it only if the client agrees."),
    )
