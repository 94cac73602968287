"""What of their earnings people spend in the district: the third round of the local multiplier, asked in two minutes.

People do not know a percentage to the point; so they choose how much of every 100 euros it is about.
"""

from dataclasses import dataclass
from enum import StrEnum

from werkplaats.insight.rules.local_multiplier import Receiver

OF_A_HUNDRED = (0, 10, 25, 50, 75, 90)  # euros; 90 stands for nearly all


class SpentOn(StrEnum):
    """On what most of it goes; for who does not know, nothing."""

    GROCERIES = "groceries"
    SHOPS = "shops"
    FOOD_OUT = "food_out"
    CRAFTS = "crafts"  # hairdresser, repairs, a handyman
    CARE = "care"
    CLUBS = "clubs"
    HOME = "home"  # rent, mortgage, energy
    WAGES = "wages"  # of a firm
    PURCHASES = "purchases"  # of a firm


@dataclass(frozen=True)
class Spending:
    """One answer, without a name. Of every 100 euros earned here: spent in the district, and in the whole city (the
    district with it).

    Errors: ValueError for what is not one of the amounts, or more in the district than in the city.
    """

    receiver: Receiver
    district: int
    city: int
    on: tuple[SpentOn, ...] = ()

    def __post_init__(self) -> None:
        if self.district not in OF_A_HUNDRED or self.city not in OF_A_HUNDRED:
            raise ValueError(f"of every 100 euros it is one of {OF_A_HUNDRED}")
        if self.district > self.city:
            raise ValueError("what is spent in the district is spent in the city too")
