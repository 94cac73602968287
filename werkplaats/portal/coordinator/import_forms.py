"""Which list, of whom, and the file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.desk.imports import MAX_BYTES, Kind
from werkplaats.homes.models import Landlord

KINDS: dict[Kind, Any] = {Kind.DWELLINGS: _("Dwellings"), Kind.WORKERS: _("Workers"), Kind.CLIENTS: _("Clients")}


class SheetForm(forms.Form):
    """A spreadsheet to check."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV or XLSX, at most 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another one.")},
        allow_empty_file=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB. Split it."))
        return file


class ImportForm(SheetForm):
    field_order = ("kind", "landlord", "file")
    kind = forms.ChoiceField(
        label=_("What is in the list?"),
        widget=forms.RadioSelect,
        initial=Kind.DWELLINGS,
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        error_messages={"required": _("Choose what is in the list.")},
    )
    landlord = forms.ChoiceField(
        label=_("Whose dwellings are they?"),
        help_text=_("Only for a list of dwellings."),
        error_messages={"required": _("Choose whose dwellings they are.")},
    )

    def __init__(self, *args: Any, landlords: list[Landlord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.landlords = landlords
        if len(landlords) < 2:
            del self.fields["landlord"]
        else:
            names = [(str(landlord.pk), landlord.name) for landlord in landlords]
            field: Any = self.fields["landlord"]
            field.required = self.data.get("kind", Kind.DWELLINGS) == Kind.DWELLINGS
            field.choices = [("", _("– choose –")), *names]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == Kind.DWELLINGS and not self.landlords:
            self.add_error("kind", _("There is no housing association yet. Add it before its dwellings."))
        return given

    def landlord_id(self) -> int | None:
        """The landlord chosen, or the only one; None when the list is not of dwellings."""
        if self.cleaned_data["kind"] != Kind.DWELLINGS:
            return None
        return int(self.cleaned_data.get("landlord") or self.landlords[0].pk)
