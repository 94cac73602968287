"""A place where material is fetched: the builder's merchant, or the cooperative's own store."""

from dataclasses import dataclass
from typing import Final

from werkplaats.homes.rules.dwelling import ListedDwelling

MINUTES_THERE: Final = 15  # parking, finding, paying, loading
MOST_MINUTES_THERE: Final = 240


@dataclass(frozen=True)
class SupplierDetails:
    """`place` is its address, as that of a home; `minutes` how long fetching takes there."""

    name: str
    place: ListedDwelling
    minutes: int = MINUTES_THERE
