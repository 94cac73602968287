"""Small scenarios for tests: a few streets, a few weeks."""

from datetime import date
from typing import Any

from werkplaats.insight.rules.whatif import Crew, Helpers, Scenario
from werkplaats.settlement.rules.tariffs import Agreed, Rate, RateKind, TariffKind

SINCE = date(2000, 1, 1)
TARIFFS = (
    Agreed(TariffKind.LANDLORD, SINCE, (Rate(RateKind.HOUR, "repairs", cents=5400),)),
    Agreed(TariffKind.MUNICIPALITY, SINCE, (Rate(RateKind.HOUR, "household", cents=3400),)),
    Agreed(
        TariffKind.SERVICE_PLAN,
        SINCE,
        (Rate(RateKind.HOUR, "repairs", cents=5400), Rate(RateKind.PLAN_MONTH, cents=600)),
    ),
    Agreed(
        TariffKind.WORKERS,
        SINCE,
        (Rate(RateKind.HOUR, "repairs", cents=4500), Rate(RateKind.HOUR, "household", cents=2750)),
    ),
)
EVERY_TRADE = ("LOO", "CVI", "TIM", "GLA", "SCH", "ELE", "STU", "TEG", "ONT", "GEI", "ONG", "VOC", "HOV", "DAK", "WTW")


def a_scenario(**fields: Any) -> Scenario:
    return Scenario(
        **{
            "dwellings": 60,
            "clients": 8,
            "crews": (Crew(EVERY_TRADE, 3, 32),),
            "helpers": (Helpers(3, 16),),
            "tariffs": TARIFFS,
            "weeks": 8,
            "calls": (8, 8, 8),  # more than people do, so that eight weeks give something to look at
            **fields,
        }
    )
