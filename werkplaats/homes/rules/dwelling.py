"""A dwelling as it stands in a landlord's list, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

# The European Netherlands in degrees (WGS 84), so that coordinates in metres (RD) or swapped ones are seen.
LATITUDES = (50.7, 53.7)
LONGITUDES = (3.2, 7.3)


@dataclass(frozen=True)
class ListedDwelling:
    postcode: str  # as "3812 AB"
    house_number: int
    street: str
    city: str
    latitude: float
    longitude: float
    addition: str = ""
    built_in: int | None = None


class Fault(StrEnum):
    MISSING = "missing"
    HOUSE_NUMBER = "house_number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    YEAR = "year"


def address(street: str, house_number: int, addition: str) -> str:
    """As it is written and said: "Soesterweg 12 A"."""
    return f"{street} {house_number} {addition}".rstrip()


def faults(dwelling: ListedDwelling) -> dict[str, Fault]:
    """Field → what is wrong; empty when the dwelling can be listed. The postcode is checked where it is written."""
    found: dict[str, Fault] = {}
    for field in ("street", "city"):
        if not getattr(dwelling, field).strip():
            found[field] = Fault.MISSING
    if not 1 <= dwelling.house_number <= 99999:
        found["house_number"] = Fault.HOUSE_NUMBER
    if not LATITUDES[0] <= dwelling.latitude <= LATITUDES[1]:
        found["latitude"] = Fault.LATITUDE
    if not LONGITUDES[0] <= dwelling.longitude <= LONGITUDES[1]:
        found["longitude"] = Fault.LONGITUDE
    if dwelling.built_in is not None and not 1000 <= dwelling.built_in <= 2100:
        found["built_in"] = Fault.YEAR
    return found
