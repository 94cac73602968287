"""The places where material is fetched: add, mend, and no longer use."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Supplier, SupplierHours
from werkplaats.homes.rules.dwelling import faults
from werkplaats.homes.rules.supplier import MOST_MINUTES_THERE, SupplierDetails
from werkplaats.homes.services.dwellings import WORDS
from werkplaats.members.models import Cooperative
from werkplaats.members.rules import identity
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.roles import Actor, May, require


@transaction.atomic
def add_supplier(actor: Actor, details: SupplierDetails, *, at: datetime) -> Supplier:
    """A new place to fetch material. Errors: Refused with the field, also when there is one of this name."""
    require(actor, May.PLAN)
    return _write(Supplier(cooperative_id=actor.cooperative_id), details)


@transaction.atomic
def change_supplier(actor: Actor, supplier_id: int, details: SupplierDetails, *, at: datetime) -> Supplier:
    """It has moved, has another name, or takes longer. Errors: Refused with the field."""
    require(actor, May.PLAN)
    return _write(_locked(actor, supplier_id), details)


@transaction.atomic
def set_opening_hours(actor: Actor, supplier_id: int, hours: Sequence[Hours], *, at: datetime) -> Supplier:
    """When it is open in the week, all at once; none when that is not known. Errors: Refused when a stretch of hours
    ends before it begins."""
    require(actor, May.PLAN)
    supplier = _locked(actor, supplier_id)
    if not all(one.can_be for one in hours):
        raise Refused(_("The end must be later than the begin."), field="hours")
    supplier.hours.all().delete()
    SupplierHours.objects.bulk_create(
        SupplierHours(
            cooperative_id=supplier.cooperative_id,
            supplier=supplier,
            weekday=one.weekday,
            starts=one.starts,
            ends=one.ends,
        )
        for one in hours
    )
    return supplier


@transaction.atomic
def use_supplier(actor: Actor, supplier_id: int, *, active: bool, at: datetime) -> Supplier:
    """Can it be chosen? Jobs for which something is fetched there keep it, until the coordinator changes them."""
    require(actor, May.PLAN)
    supplier = _locked(actor, supplier_id)
    supplier.active = active
    supplier.save(update_fields=["active"])
    return supplier


def _locked(actor: Actor, supplier_id: int) -> Supplier:
    found = Supplier.objects.select_for_update().filter(pk=supplier_id, cooperative_id=actor.cooperative_id).first()
    if found is None:
        raise Refused(_("This supplier is not there."))
    return found


def _write(supplier: Supplier, details: SupplierDetails) -> Supplier:
    # Two coordinators who add the same name wait for each other, so that the second is told.
    Cooperative.objects.select_for_update(no_key=True).get(pk=supplier.cooperative_id)
    place, name = details.place, details.name.strip()
    if not name:
        raise Refused(_("Fill this in."), field="name")
    if not 0 <= details.minutes <= MOST_MINUTES_THERE:
        raise Refused(_("Between 0 and %(most)s minutes.") % {"most": MOST_MINUTES_THERE}, field="minutes")
    postcode = identity.postcode(place.postcode)
    if postcode is None:
        raise Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    for field, fault in faults(place).items():
        raise Refused(WORDS[fault], field=field)
    same = Supplier.objects.filter(cooperative_id=supplier.cooperative_id, name=name).exclude(pk=supplier.pk)
    if same.exists():
        raise Refused(_("There is a supplier with this name already."), field="name")
    supplier.name, supplier.minutes = name, details.minutes
    supplier.street, supplier.house_number = place.street.strip(), place.house_number
    supplier.addition, supplier.postcode, supplier.city = place.addition.strip(), postcode, place.city.strip()
    supplier.latitude, supplier.longitude = place.latitude, place.longitude
    supplier.save()
    return supplier
