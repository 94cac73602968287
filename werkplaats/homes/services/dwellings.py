"""The landlord's list of dwellings: what stands in it can be signed up for the pilot."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling, Landlord
from werkplaats.homes.rules.dwelling import Fault, ListedDwelling, faults
from werkplaats.members.rules import identity
from werkplaats.members.rules.roles import Actor, May, require

WORDS: dict[Fault, Any] = {
    Fault.MISSING: gettext_lazy("Fill this in."),
    Fault.HOUSE_NUMBER: gettext_lazy("A house number lies between 1 and 99999."),
    Fault.LATITUDE: gettext_lazy("The latitude is in degrees and lies between 50.7 and 53.7, like 52.1592."),
    Fault.LONGITUDE: gettext_lazy("The longitude is in degrees and lies between 3.2 and 7.3, like 5.3685."),
    Fault.YEAR: gettext_lazy("The year of building has four digits, like 1934."),
}


@transaction.atomic
def list_dwelling(actor: Actor, landlord_id: int, listed: ListedDwelling, *, at: datetime) -> Dwelling:
    """Put a dwelling on the landlord's list, or mend what stands there. An address is on one list only.

    A home that was known because a client lives there gets its landlord by this.
    Errors: Refused with the field.
    """
    require(actor, May.IMPORT)
    landlord = Landlord.objects.filter(cooperative_id=actor.cooperative_id, pk=landlord_id).first()
    if landlord is None:
        raise Refused(_("This housing association is not there."), field="landlord")
    code = identity.postcode(listed.postcode)
    if code is None:
        raise Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    for field, fault in faults(listed).items():
        raise Refused(WORDS[fault], field=field)
    dwelling, __ = Dwelling.objects.select_for_update().get_or_create(
        cooperative_id=actor.cooperative_id,
        postcode=code,
        house_number=listed.house_number,
        addition=listed.addition.strip(),
        defaults={"landlord": landlord, **_details(listed)},
    )
    if dwelling.landlord_id not in (None, landlord.pk):
        raise Refused(_("This address stands in the list of another housing association."), field="postcode")
    dwelling.landlord = landlord
    for name, value in _details(listed).items():
        setattr(dwelling, name, value)
    dwelling.save()
    return dwelling


def _details(listed: ListedDwelling) -> dict[str, Any]:
    return {
        "street": listed.street.strip(),
        "city": listed.city.strip(),
        "latitude": listed.latitude,
        "longitude": listed.longitude,
        "built_in": listed.built_in,
    }
