"""What is supposed: how many homes, clients and people, what is paid, and how much is asked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from werkplaats.homes.rules import Frequency
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.settlement.rules.money import half_up
from werkplaats.settlement.rules.tariffs import Agreed, Rate, RateKind, TariffKind
from werkplaats.triage.rules.trades import TRADES

MOST_DWELLINGS: Final = 20_000
MOST_CLIENTS: Final = 5_000
MOST_PEOPLE: Final = 2_000
MOST_WEEKS: Final = 156
MOST_HOURS: Final = 60
MOST_MINUTES: Final = 480
MOST_COORDINATORS: Final = 50
OF_PAYERS: Final = (TariffKind.LANDLORD, TariffKind.MUNICIPALITY, TariffKind.SERVICE_PLAN)


@dataclass(frozen=True)
class Crew:
    """So many tradespeople with these trades (codes of VERA), each for so many hours a week."""

    trades: tuple[str, ...]
    people: int
    hours: float


@dataclass(frozen=True)
class Helpers:
    """So many household helpers, each with so many hours a week by contract or agreement."""

    people: int
    hours: float


@dataclass(frozen=True)
class Grants:
    """This part of the clients gets so many minutes a visit, this often."""

    frequency: Frequency
    minutes: int
    share: float


# Before 1945, until 1974, until 1999, later: the periods in which building changed most.
PERIODS: Final = (1945, 1975, 2000)
USUAL_GRANTS: Final = (
    # Together 101 hours a year for a client. FACTS: 78 (Utrecht 2016) to 108 (KPMG, full take-over) hours a year.
    Grants(Frequency.WEEKLY, 120, 0.5),
    Grants(Frequency.WEEKLY, 150, 0.2),
    Grants(Frequency.EVERY_TWO_WEEKS, 180, 0.3),
)


@dataclass(frozen=True)
class Scenario:
    """One supposed year (or other number of weeks). Money in cents without VAT; shares and changes from 0 to 1.

    `building_periods`: which part of the homes is of each of the `PERIODS`. `other_dwellings`: homes of another
    landlord in the neighbourhood, of which `other_joins` takes part. `calls`: reports a home of average age makes in a
    year: lowest, likeliest, highest; each run draws one. `asked_change` and `paid_change`: by how much all prices to
    payers and to workers differ from the tariffs in `tariffs`, in percent.
    """

    dwellings: int
    clients: int
    crews: tuple[Crew, ...]
    helpers: tuple[Helpers, ...]
    tariffs: tuple[Agreed, ...] = ()
    coordinators: int = 1
    coordinator_hours: float = 24
    minutes_an_assessment: int = 10
    coordinator_cents: int = 4_000  # an hour, all in
    other_dwellings: int = 0
    other_joins: float = 0.0
    service_plan: float = 0.0
    asked_change: int = 0
    paid_change: int = 0
    start: date = date(2027, 1, 4)
    weeks: int = 52
    seed: int = 1
    building_periods: tuple[float, ...] = (0.45, 0.35, 0.15, 0.05)
    grants: tuple[Grants, ...] = USUAL_GRANTS
    calls: tuple[float, float, float] = (1.2, 2.0, 3.5)
    mix: tuple[tuple[str, float], ...] = ()  # group of calls → share, where it is not the usual one

    @property
    def joining(self) -> int:
        """Homes of the other landlord that take part."""
        return round(self.other_dwellings * self.other_joins)

    @property
    def homes(self) -> int:
        return self.dwellings + self.joining

    @property
    def trades(self) -> frozenset[str]:
        """What somebody here can do."""
        return frozenset(trade for crew in self.crews if crew.people and crew.hours for trade in crew.trades)

    def agreed(self) -> tuple[Agreed, ...]:
        """The tariffs with the changes in them."""
        return tuple(_changed(one, self.asked_change, self.paid_change) for one in self.tariffs)


class Wrong(StrEnum):
    """Why a scenario cannot be simulated."""

    NEGATIVE = "negative"
    TOO_MANY = "too_many"
    NOTHING = "nothing"  # no homes and no clients
    SHARE = "share"  # not between 0 and 1, or the shares are not 1 together
    TRADE = "trade"  # no such trade
    ORDER = "order"  # lowest, likeliest, highest
    MONDAY = "monday"  # a scenario begins on one


def faults(scenario: Scenario) -> dict[str, Wrong]:
    """Field → what is wrong; empty: it can be simulated. (With nobody to do the work it can: then nothing is done.)"""
    return dict(reversed(list(_faults(scenario))))


def _faults(one: Scenario) -> Iterator[tuple[str, Wrong]]:
    for name, most in (
        ("dwellings", MOST_DWELLINGS),
        ("other_dwellings", MOST_DWELLINGS),
        ("clients", MOST_CLIENTS),
        ("coordinators", MOST_COORDINATORS),
        ("coordinator_hours", MOST_HOURS),
        ("minutes_an_assessment", MOST_MINUTES),
        ("coordinator_cents", 100_000),
        ("weeks", MOST_WEEKS),
    ):
        yield from _between(name, getattr(one, name), most)
    if one.weeks == 0:
        yield "weeks", Wrong.NOTHING
    if one.homes == 0 and one.clients == 0:
        yield "dwellings", Wrong.NOTHING
    for name, groups in (("crews", one.crews), ("helpers", one.helpers)):
        for group in groups:
            yield from _between(name, group.people, MOST_PEOPLE)
            yield from _between(name, group.hours, MOST_HOURS)
    if any(trade not in TRADES or trade == HOUSEHOLD_TRADE for crew in one.crews for trade in crew.trades):
        yield "crews", Wrong.TRADE
    for name in ("other_joins", "service_plan"):
        if not 0 <= getattr(one, name) <= 1:
            yield name, Wrong.SHARE
    for name in ("asked_change", "paid_change"):
        if not -100 <= getattr(one, name) <= 1000:
            yield name, Wrong.SHARE
    if not _shares(one.building_periods, len(PERIODS) + 1):
        yield "building_periods", Wrong.SHARE
    if one.clients and not _shares(tuple(grant.share for grant in one.grants), len(one.grants)):
        yield "grants", Wrong.SHARE
    if one.start.weekday() != 0:
        yield "start", Wrong.MONDAY
    if not 0 <= one.calls[0] <= one.calls[1] <= one.calls[2] <= 50:
        yield "calls", Wrong.ORDER


def _between(name: str, value: float, most: float) -> Iterator[tuple[str, Wrong]]:
    if value < 0:
        yield name, Wrong.NEGATIVE
    elif value > most:
        yield name, Wrong.TOO_MANY


def _shares(parts: tuple[float, ...], number: int) -> bool:
    return len(parts) == number and all(part >= 0 for part in parts) and abs(sum(parts) - 1) < 0.001


IN_MONEY: Final = frozenset(RateKind) - {RateKind.MINIMUM, RateKind.MARKUP, RateKind.EVENING, RateKind.WEEKEND}


def _changed(agreed: Agreed, asked: int, paid: int) -> Agreed:
    percent = asked if agreed.kind in OF_PAYERS else paid if agreed.kind is TariffKind.WORKERS else 0
    if not percent:
        return agreed
    rates = (
        replace(rate, cents=half_up(Decimal(rate.cents) * (100 + percent) / 100)) if rate.what in IN_MONEY else rate
        for rate in agreed.rates
    )
    return replace(agreed, rates=tuple(rates))


# --- as JSON ---------------------------------------------------------------------------------------------------------


def to_json(scenario: Scenario) -> dict[str, Any]:
    """As it is kept; `from_json` makes the same scenario of it."""
    kept = asdict(scenario)
    kept["start"] = scenario.start.isoformat()
    for tariff in kept["tariffs"]:
        tariff["valid_from"] = tariff["valid_from"].isoformat()
        for rate in tariff["rates"]:
            rate["percent"] = str(rate["percent"])
    return kept


def from_json(kept: dict[str, Any]) -> Scenario:
    """Errors: KeyError, TypeError or ValueError for what `to_json` never made."""
    return Scenario(
        **{
            **kept,
            "start": date.fromisoformat(kept["start"]),
            "crews": tuple(Crew(tuple(one["trades"]), one["people"], one["hours"]) for one in kept["crews"]),
            "helpers": tuple(Helpers(**one) for one in kept["helpers"]),
            "grants": tuple(
                Grants(Frequency(one["frequency"]), one["minutes"], one["share"]) for one in kept["grants"]
            ),
            "tariffs": tuple(_agreed(one) for one in kept["tariffs"]),
            "building_periods": tuple(kept["building_periods"]),
            "calls": tuple(kept["calls"]),
            "mix": tuple((group, share) for group, share in kept["mix"]),
        }
    )


def _agreed(kept: dict[str, Any]) -> Agreed:
    rates = tuple(
        Rate(**{**rate, "what": RateKind(rate["what"]), "percent": Decimal(rate["percent"])}) for rate in kept["rates"]
    )
    return Agreed(
        **{
            **kept,
            "kind": TariffKind(kept["kind"]),
            "valid_from": date.fromisoformat(kept["valid_from"]),
            "rates": rates,
        }
    )


@dataclass(frozen=True)
class Assumed:
    """What is not chosen in a scenario; docs/what-if.md says where each comes from (mostly: own estimates)."""

    nobody_home: float = 0.03
    comes_back: float = 0.08  # of repairs: not solved in one visit
    declines: float = 0.1  # an offer
    unsure: float = 0.075  # reports on which the judge asks: 32 of the 426 of two hands it never learned from
    material: float = 0.6  # part of the repairs that asks material
    material_cents: tuple[int, ...] = (800, 1500, 2500, 4500, 9000)  # each as likely
    answer_hours: float = 20.0  # until a resident answers a question, on average
    weeks_off: int = 5  # holiday of who works, a year
    ill: float = 0.06  # part of the weeks that who works is ill
    client_weeks_away: float = 3.0  # a year
    client_out: float = 0.01  # a client is not at home, though help was wanted
    over_hours: float = 1.1  # of a helper's week, to stand in for another
    lead_minutes: int = 240  # from planning to the door, so that resident and worker can say yes
    lead_emergency: int = 45
    gives_up: int = 56  # days after which a job that nobody could do is called undone
    district_metres: float = 900.0  # half a side of the square in which 1,000 homes lie
    helpers_looked_at: int = 25  # the nearest, for somebody in place of the regular helper
    periods: tuple[float, ...] = field(default=(1.25, 1.15, 1.0, 0.7))  # calls by building period


ASSUMED: Final = Assumed()
