"""The landlord's list of dwellings: what stands in it can be signed up for the pilot."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling, Landlord
from werkplaats.homes.rules.dwelling import Fault, ListedDwelling, faults
from werkplaats.members.rules import identity
from werkplaats.members.rules.roles import Actor, May, require

ROWS_AT_ONCE = 1_000
DETAILS = ("landlord", "street", "city", "latitude", "longitude", "built_in")
WORDS: dict[Fault, Any] = {
    Fault.MISSING: gettext_lazy("Fill this in."),
    Fault.HOUSE_NUMBER: gettext_lazy("A house number lies between 1 and 99999."),
    Fault.LATITUDE: gettext_lazy("The latitude is in degrees and lies between 50.7 and 53.7, like 52.1592."),
    Fault.LONGITUDE: gettext_lazy("The longitude is in degrees and lies between 3.2 and 7.3, like 5.3685."),
    Fault.YEAR: gettext_lazy("The year of building has four digits, like 1934."),
}


class Listing(StrEnum):
    """What a row of the list did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


Address = tuple[str, int, str]


def address_key(postcode: str, house_number: int, addition: str) -> Address:
    """Two rows with the same key are one dwelling: "12 a" is "12 A"."""
    return postcode, house_number, addition.strip().casefold()


@transaction.atomic
def list_dwellings(
    actor: Actor, landlord_id: int, listed: Sequence[ListedDwelling], *, at: datetime
) -> list[Listing | Refused]:
    """Put dwellings on the landlord's list, or mend what stands there; for each, what it did or why it is refused.

    When one is refused none is written. An address stands on one list only; a home that was known because a client
    lives there gets its landlord by this. A year that is not given stays as it was known.
    Errors: Refused when the landlord is not one of the cooperative's.
    """
    require(actor, May.IMPORT)
    landlord = Landlord.objects.filter(cooperative_id=actor.cooperative_id, pk=landlord_id).first()
    if landlord is None:
        raise Refused(_("This housing association is not there."), field="landlord")
    known = _known(actor.cooperative_id, listed)
    outcomes: list[Listing | Refused] = []
    to_write: dict[Address, Dwelling] = {}
    for one in listed:
        refusal = _refusal(one, known, landlord)
        if refusal is not None:
            outcomes.append(refusal)
            continue
        key = _key(one)
        wanted = _as_listed(landlord, one, known.get(key))
        outcomes.append(_what_it_does(wanted, known.get(key)))
        if outcomes[-1] != Listing.SAME:
            known[key] = to_write[key] = wanted
    if not any(isinstance(outcome, Refused) for outcome in outcomes):
        Dwelling.objects.bulk_create(
            to_write.values(),
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["cooperative", "postcode", "house_number", "addition"],
            update_fields=DETAILS,
        )
    return outcomes


def _key(one: ListedDwelling) -> Address:
    return address_key(identity.postcode(one.postcode) or "", one.house_number, one.addition)


def _known(cooperative_id: int, listed: Sequence[ListedDwelling]) -> dict[Address, Dwelling]:
    """What is known at these postcodes, locked, so that nobody else lists them meanwhile."""
    postcodes = {identity.postcode(one.postcode) for one in listed}
    rows = Dwelling.objects.select_for_update(of=("self",), no_key=True).filter(
        cooperative_id=cooperative_id, postcode__in=postcodes
    )
    return {address_key(row.postcode, row.house_number, row.addition): row for row in rows.order_by("id")}


def _refusal(one: ListedDwelling, known: dict[Address, Dwelling], landlord: Landlord) -> Refused | None:
    if identity.postcode(one.postcode) is None:
        return Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    for field, fault in faults(one).items():
        return Refused(WORDS[fault], field=field)
    there = known.get(_key(one))
    if there is not None and there.landlord_id not in (None, landlord.pk):
        return Refused(_("This address stands in the list of another housing association."), field="postcode")
    return None


def _as_listed(landlord: Landlord, one: ListedDwelling, there: Dwelling | None) -> Dwelling:
    """The row as it must become. Without its key: it is written by its address, also when somebody else just did."""
    year = there.built_in if there and one.built_in is None else one.built_in
    return Dwelling(
        cooperative_id=landlord.cooperative_id,
        landlord=landlord,
        postcode=identity.postcode(one.postcode) or "",
        house_number=one.house_number,
        addition=there.addition if there else one.addition.strip(),
        street=one.street.strip(),
        city=one.city.strip(),
        latitude=one.latitude,
        longitude=one.longitude,
        built_in=year,
    )


def _what_it_does(wanted: Dwelling, there: Dwelling | None) -> Listing:
    if there is None:
        return Listing.NEW
    same = all(getattr(wanted, name) == getattr(there, name) for name in ("landlord_id", *DETAILS[1:]))
    return Listing.SAME if same else Listing.CHANGED
