"""A landlord's list of dwellings."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.desk.imports.cells import Cells
from werkplaats.desk.imports.places import Places
from werkplaats.desk.imports.report import Lines, Progress
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling
from werkplaats.homes.rules.dwelling import ListedDwelling, faults
from werkplaats.homes.services.dwellings import WORDS, Address, Listing, address_key, list_dwellings
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor

NOWHERE = (0.0, 0.0)  # until a place is found for it; also what programs write that do not know it
AT_ONCE = 1_000


@dataclass
class Known:
    """What a row that says less than we know is filled up with."""

    cooperative: Cooperative
    places: Places
    dwellings: dict[Address, Dwelling]


def load(actor: Actor, cooperative: Cooperative, landlord_id: int, lines: Lines, at: datetime, say: Progress) -> None:
    """Put the rows on the landlord's list."""
    rows = [(number, _listed(Cells(values), number, lines)) for number, values in lines.table.rows]
    known = _known(cooperative, rows)
    approximate = 0
    listed: list[tuple[int, ListedDwelling]] = []
    for number, one in rows:
        if one is None:
            continue
        full = _filled(one, known)
        approximate += not _has_place(one) and address_key(*_address(one)) not in known.dwellings
        found = {field: WORDS[fault] for field, fault in faults(full).items()}
        lines.wrong_cells(number, found.items())
        if not found:
            listed.append((number, full))
    for start in range(0, len(listed), AT_ONCE):
        part = listed[start : start + AT_ONCE]
        outcomes = list_dwellings(actor, landlord_id, [one for __, one in part], at=at)
        for (number, __), outcome in zip(part, outcomes, strict=True):
            _count(number, outcome, lines)
        say(start + len(part), len(rows))
    if approximate:
        lines.report.said.append(
            ngettext(
                "%(count)d dwelling has no latitude and longitude: its place is estimated.",
                "%(count)d dwellings have no latitude and longitude: their place is estimated.",
                approximate,
            )
            % {"count": approximate}
        )


def _listed(cells: Cells, number: int, lines: Lines) -> ListedDwelling | None:
    """What the row says; None when it says something wrong, which is noted."""
    street, house_number, addition = cells.address()
    latitude, longitude = cells.number("latitude"), cells.number("longitude")
    for here, there, key in ((latitude, longitude, "latitude"), (longitude, latitude, "longitude")):
        if here is None and there is not None:
            cells.wrong(key, _("Fill in both, or none of the two."))
    one = ListedDwelling(
        postcode=cells.postcode("postcode"),
        house_number=house_number,
        addition=addition,
        street=street,
        city=cells.text("city"),
        latitude=float(latitude or 0),
        longitude=float(longitude or 0),
        built_in=cells.whole("built_in"),
    )
    lines.wrong_cells(number, cells.problems)
    if cells.problems:
        _also_wrong(one, number, lines)
        return None
    same = address_key(*_address(one))
    lines.once(number, "house_number", same, _("This is the same address as in row %(row)s. Take one of them out."))
    return None if number in lines.bad else one


def _also_wrong(one: ListedDwelling, number: int, lines: Lines) -> None:
    """What the rules find in the columns that were understood, so that all is said at once."""
    later = {"city"} | ({"street", "house_number"} if lines.is_wrong(number, "address") else set())
    if 0 in (one.latitude, one.longitude):
        later |= {"latitude", "longitude"}
    lines.wrong_cells(number, [(field, WORDS[fault]) for field, fault in faults(one).items() if field not in later])


def _has_place(one: ListedDwelling) -> bool:
    return (one.latitude, one.longitude) != NOWHERE


def _address(one: ListedDwelling) -> Address:
    return one.postcode, one.house_number, one.addition


def _known(cooperative: Cooperative, rows: list[tuple[int, ListedDwelling | None]]) -> Known:
    places = Places(cooperative)
    for __, one in rows:
        if one is not None and not {"latitude", "longitude"} & faults(one).keys():
            places.add(one.postcode, one.street, one.house_number, one.latitude, one.longitude)
    dwellings = Dwelling.objects.filter(cooperative=cooperative)
    return Known(
        cooperative, places, {address_key(row.postcode, row.house_number, row.addition): row for row in dwellings}
    )


def _filled(one: ListedDwelling, known: Known) -> ListedDwelling:
    """With the city and the place that are known, or a place near."""
    there = known.dwellings.get(address_key(*_address(one)))
    one = replace(one, city=one.city or (there.city if there else known.cooperative.city))
    if _has_place(one):
        return one
    place = (
        (there.latitude, there.longitude) if there else known.places.near(one.postcode, one.street, one.house_number)
    )
    return replace(one, latitude=place[0], longitude=place[1])


def _count(number: int, outcome: Listing | Refused, lines: Lines) -> None:
    if isinstance(outcome, Refused):
        lines.wrong(number, outcome.field, outcome.message)
    elif outcome == Listing.NEW:
        lines.report.new += 1
    elif outcome == Listing.CHANGED:
        lines.report.changed += 1
    else:
        lines.report.same += 1
