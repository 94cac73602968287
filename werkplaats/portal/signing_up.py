"""Signing a dwelling up for a pilot: by its resident, or by the coordinator for somebody who called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.members.rules import ContactBy, Language
from werkplaats.portal.fields import named, reachable


class JoinForm(forms.Form):
    postcode = forms.CharField(label=_("Postcode"), max_length=10, widget=forms.TextInput(attrs={"size": 8}))
    house_number = forms.IntegerField(label=_("House number"), min_value=1, max_value=99999)
    addition = forms.CharField(label=_("Addition"), required=False, max_length=10)
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("With an e-mail address you can follow everything yourself."),
    )
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    contact_by = forms.ChoiceField(
        label=_("How do you want to hear from us?"),
        widget=forms.RadioSelect,
        initial=ContactBy.EMAIL,
        choices=named("contact_by", ContactBy),
    )


class CallerForm(JoinForm):
    """For somebody who called: most of them have no e-mail address."""

    language = forms.ChoiceField(label=_("Language"), choices=named("language", Language), initial=Language.NL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["email"].help_text = ""
        self.fields["contact_by"].label = _("Wants to hear by")
        self.fields["contact_by"].initial = ContactBy.PHONE
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reachable(self, cleaned)
        return cleaned
