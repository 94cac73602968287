"""The forms about suppliers: the supplier itself, and where material is fetched for a job."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from werkplaats.homes.models import Supplier
from werkplaats.homes.queries import Place
from werkplaats.homes.rules.dwelling import ListedDwelling
from werkplaats.homes.rules.supplier import MINUTES_THERE, MOST_MINUTES_THERE, SupplierDetails
from werkplaats.portal.fields import CommaDecimal

PLACE_FIELDS = ("postcode", "house_number", "addition", "street", "city", "latitude", "longitude")


class SupplierForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=100)
    postcode = forms.CharField(label=_("Postcode"), max_length=10)
    house_number = forms.IntegerField(label=_("House number"), min_value=1, max_value=99999)
    addition = forms.CharField(label=_("Addition"), max_length=10, required=False)
    street = forms.CharField(label=_("Street"), max_length=100)
    city = forms.CharField(label=_("City"), max_length=100)
    latitude = CommaDecimal(
        label=_("Latitude"),
        required=False,
        help_text=_("In degrees, like 52.1592. Leave it empty when we know a home with this postcode."),
    )
    longitude = CommaDecimal(label=_("Longitude"), required=False, help_text=_("In degrees, like 5.3685."))
    minutes = forms.IntegerField(
        label=_("How many minutes does fetching take there?"),
        initial=MINUTES_THERE,
        min_value=0,
        max_value=MOST_MINUTES_THERE,
    )

    @classmethod
    def of(cls, supplier: Supplier, data: Any = None) -> "SupplierForm":
        known = {name: getattr(supplier, name) for name in cls.base_fields}
        return cls(data, initial=known | {name: number_format(known[name]) for name in ("latitude", "longitude")})

    def details(self, near: Place) -> SupplierDetails | None:
        """What was filled in; without coordinates it is `near`. None, with an error, when that place is not known."""
        given = self.cleaned_data
        where = {name: given[name] for name in PLACE_FIELDS}
        for name in ("latitude", "longitude"):
            if where[name] is None and not near.street:
                self.add_error(name, _("We know no home with this postcode, so fill this in."))
            where[name] = getattr(near, name) if where[name] is None else float(where[name])
        return None if self.errors else SupplierDetails(given["name"], ListedDwelling(**where), given["minutes"])


class PickUpForm(forms.Form):
    """Where material is fetched for a job: one of the suppliers that are used, or the one that it has."""

    supplier = forms.TypedChoiceField(label=_("Fetch material first at"), coerce=int, required=False, empty_value=None)

    def __init__(self, suppliers: Iterable[Supplier], chosen: Supplier | None, data: Any = None) -> None:
        super().__init__(data, initial={"supplier": chosen.pk if chosen else ""}, auto_id="pick_up_%s")
        field: Any = self.fields["supplier"]
        own = [chosen] if chosen and not chosen.active else []
        field.choices = [("", _("nowhere: nothing is fetched")), *((one.pk, one.name) for one in [*own, *suppliers])]
