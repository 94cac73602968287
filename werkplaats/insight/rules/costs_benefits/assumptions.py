"""What is assumed, because no book of the cooperative says it: each with its range, unit and source.

The shipped values are those of data/assumptions.csv; a cooperative sets its own from a date on.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from werkplaats.insight.rules.uncertainty import Distribution, Estimate


class Code(StrEnum):
    """Every assumption there is; what it says stands in data/assumptions.csv."""

    WORKER_ONWARD = "worker_onward"
    HELPER_ONWARD = "helper_onward"
    COORDINATOR_ONWARD = "coordinator_onward"
    SUPPLIER_ONWARD = "supplier_onward"
    SUPPLIER_LOCAL = "supplier_local"
    COORDINATOR_LOCAL = "coordinator_local"
    BEFORE_LOCAL = "before_local"
    BEFORE_ONWARD = "before_onward"
    BEFORE_BACK = "before_back"
    COORDINATORS = "coordinators"
    COORDINATOR_HOUR = "coordinator_hour"
    COORDINATOR_HOURS = "coordinator_hours"
    EMPLOYER_EXTRA = "employer_extra"
    OVERHEAD = "overhead"
    SUBSIDY = "subsidy"
    START_UP = "start_up"
    CONTRACTOR_HOUR = "contractor_hour"
    CONTRACTOR_MATERIAL = "contractor_material"
    ORDER_HANDLING = "order_handling"
    LANDLORD_OWN = "landlord_own"
    HOURS_WAITED = "hours_waited"
    VALUE_OF_TIME = "value_of_time"
    PRIVATE_HOUR = "private_hour"
    CARE_HOUR = "care_hour"
    BENEFIT_YEAR = "benefit_year"
    WOULD_HAVE_WORKED = "would_have_worked"
    CARE_AVOIDED = "care_avoided"
    WORKER_ELSEWHERE = "worker_elsewhere"
    WORKER_COSTS = "worker_costs"
    YEARS = "years"
    DISCOUNT = "discount"


class Group(StrEnum):
    LOCAL = "local"
    BEFORE = "before"
    COOPERATIVE = "cooperative"
    LANDLORD = "landlord"
    TENANT = "tenant"
    MUNICIPALITY = "municipality"
    WORKER = "worker"
    FUTURE = "future"


class Unit(StrEnum):
    PERCENT = "percent"
    EURO = "euro"
    HOURS = "hours"
    NUMBER = "number"


class Standing(StrEnum):
    """How well founded a value is."""

    FOUND = "found"
    NEAR = "near"  # a source says something close to it
    OWN = "own"  # our own estimate, for want of a source
    SET = "set"  # by the cooperative itself


@dataclass(frozen=True)
class Assumption:
    code: Code
    group: Group
    unit: Unit
    estimate: Estimate
    standing: Standing
    source_nl: str
    source_en: str
    valid_from: date | None = None  # None: as shipped

    def source(self, language: str) -> str:
        return self.source_en if language == "en" else self.source_nl


Assumptions = Mapping[Code, Assumption]
LIMITS: Mapping[Unit, tuple[float, float]] = {
    Unit.PERCENT: (0, 100),
    Unit.EURO: (0, 10_000_000),
    Unit.HOURS: (0, 100_000),
    Unit.NUMBER: (0, 1000),
}
MOST_YEARS = 30


class Wrong(StrEnum):
    """Why an estimate cannot be set."""

    ORDER = "order"  # lowest, likeliest, highest do not stand in that order
    LIMIT = "limit"  # not possible in this unit
    FIXED = "fixed"  # fixed, and yet with a range
    WHOLE = "whole"  # not a whole number of years, or too many
    RANGE = "range"  # all the same, and yet not called fixed


def wrong_with(
    code: Code, unit: Unit, low: float, value: float, high: float, distribution: Distribution
) -> Wrong | None:
    """What is wrong with it, None when nothing is."""
    bottom, top = LIMITS[unit]
    if not low <= value <= high:
        return Wrong.ORDER
    if not (bottom <= low and high <= top):
        return Wrong.LIMIT
    if distribution is Distribution.FIXED and low != high:
        return Wrong.FIXED
    if distribution is not Distribution.FIXED and low == high:
        return Wrong.RANGE
    if code is Code.YEARS and not (distribution is Distribution.FIXED and 1 <= value <= MOST_YEARS and value % 1 == 0):
        return Wrong.WHOLE
    return None


def read(text: str) -> dict[Code, Assumption]:
    """The assumptions of a CSV with the columns of data/assumptions.csv, in its order.

    Errors: ValueError for an unknown word or an estimate that cannot be.
    """
    found = {}
    for row in csv.DictReader(text.splitlines(), delimiter=";", strict=True):
        if None in row:
            raise ValueError(f"{row['code']}: a text with a semicolon needs quotes")
        code, unit, distribution = Code(row["code"]), Unit(row["unit"]), Distribution(row["distribution"])
        value, low, high = float(row["value"]), float(row["low"]), float(row["high"])
        if wrong := wrong_with(code, unit, low, value, high, distribution):
            raise ValueError(f"{code}: {wrong}")
        estimate = Estimate(value, low, high, distribution)
        found[code] = Assumption(
            code, Group(row["group"]), unit, estimate, Standing(row["standing"]), row["source_nl"], row["source_en"]
        )
    return found


@cache
def shipped() -> Assumptions:
    """Those of data/assumptions.csv. Every `Code` has one."""
    text = files("werkplaats.insight").joinpath("data/assumptions.csv").read_text(encoding="utf-8")
    found = read(text)
    missing = [code for code in Code if code not in found]
    if missing:
        raise ValueError(f"data/assumptions.csv lacks {missing}")
    return found


@dataclass(frozen=True)
class Version:
    """What a cooperative set itself, from a day on."""

    code: Code
    estimate: Estimate
    source: str
    valid_from: date


def in_force(versions: Iterable[Version], day: date) -> dict[Code, Assumption]:
    """On a day: the latest own value that had begun by then, else the shipped one. Of two from the same day the one
    that comes last counts."""
    found = dict(shipped())
    for version in sorted(versions, key=lambda version: version.valid_from):
        if version.valid_from <= day:
            known = found[version.code]
            found[version.code] = Assumption(
                version.code, known.group, known.unit, version.estimate, Standing.SET, version.source,
                version.source, version.valid_from,
            )  # fmt: skip
    return found
