"""What an hour costs and what its worker gets, from a day on; and which VAT belongs to it.

VAT stands as data on the tariff, with its source, because it changes and is the adviser's to judge:
21 % on repairs; 9 % on painting and plastering of dwellings older than two years after first use (Belastingdienst,
quoted in FACTS); household help under the Wmo is exempt (Belastingdienst, "Vrijstelling voor maatschappelijke
ondersteuning").
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

NEW_DWELLING_YEARS = 2


class Rate(Protocol):
    """The money side of a tariff: cents per hour, percentages."""

    @property
    def charged_cents_per_hour(self) -> int: ...
    @property
    def paid_cents_per_hour(self) -> int: ...
    @property
    def material_markup_percent(self) -> Decimal: ...


class Dated(Protocol):
    @property
    def trade(self) -> str: ...
    @property
    def valid_from(self) -> date: ...


T = TypeVar("T", bound=Dated)


def tariff_on(tariffs: Iterable[T], trade: str, day: date) -> T | None:
    """The tariff of this trade on that day: the trade's own before the general one, then the latest. None: none yet."""
    known = [t for t in tariffs if t.trade in (trade, "") and t.valid_from <= day]
    return max(known, key=lambda t: (t.trade == trade, t.valid_from), default=None)


def vat_percent(usual: Decimal, for_new_dwelling: Decimal | None, built_in: int | None, day: date) -> Decimal:
    """The percentage for work in a dwelling. Only the year it was built is known, so a reduced rate waits until two
    whole years have surely passed; a dwelling without a year counts as old."""
    if for_new_dwelling is None or built_in is None:
        return usual
    return for_new_dwelling if day.year - built_in <= NEW_DWELLING_YEARS else usual
