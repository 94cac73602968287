"""The figures: per pilot for the board, per dwelling for a landlord. Over a period: `figures`."""

from werkplaats.insight.queries.common import UNDECIDED, JobCounts
from werkplaats.insight.queries.landlords import (
    LandlordOverview,
    OfDwelling,
    dwelling_jobs,
    landlord_dwellings,
    landlord_overview,
    repair_requests,
)
from werkplaats.insight.queries.pilots import PilotCounters, all_pilot_counters, pilot_counters

__all__ = [
    "UNDECIDED",
    "JobCounts",
    "LandlordOverview",
    "OfDwelling",
    "PilotCounters",
    "all_pilot_counters",
    "dwelling_jobs",
    "landlord_dwellings",
    "landlord_overview",
    "pilot_counters",
    "repair_requests",
]
