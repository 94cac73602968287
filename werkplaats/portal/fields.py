"""What the forms of several portals share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.members.rules import ContactBy


class CommaDecimal(forms.DecimalField):
    """A number with a comma or a point, whatever the language: people type what their keyboard has."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).strip().replace(",", ".") if value is not None else None)


class Unchanging(dict[str, forms.Field]):
    """The fields of a form that never changes one: every form of its class has the same ones.

    Django copies each field, with its input and its messages, for every form that it makes. For a form that is sent all
    day that is a tenth of the work.
    """

    def __deepcopy__(self, memo: Any) -> "Unchanging":
        return self


def refuse(form: Any, error: Refused) -> None:
    """Put what was refused at its field, or on top of the form when the field is not one of its own."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def named(kind: str, values: Any) -> list[tuple[str, Any]]:
    """The values of a StrEnum with their names for people."""
    return [(value.value, LABELS[kind][value]) for value in values]


def reachable(form: forms.Form, given: dict[str, Any]) -> None:
    """Who wants to hear by phone has a number, who wants to hear by e-mail an address."""
    by = given.get("contact_by")
    if by == ContactBy.PHONE and not given.get("phone"):
        form.add_error("phone", _("Fill in the number, or choose another way to hear."))
    if by == ContactBy.EMAIL and not given.get("email"):
        form.add_error("email", _("Fill in the address, or choose another way to hear."))
