"""Which tariff holds, which rate counts, and what is wrong with a tariff."""

from datetime import date
from decimal import Decimal

import pytest

from werkplaats.settlement.rules.pricing import Loss, When, losses
from werkplaats.settlement.rules.tariffs import (
    Agreed,
    Fault,
    Method,
    Rate,
    RateKind,
    TariffKind,
    Wrong,
    agreed_on,
    faults,
)

HOUR = Rate(RateKind.HOUR, cents=4800)
PAINTER = Rate(RateKind.HOUR, trade="SCH", cents=4400)
TAP = Rate(RateKind.UNIT, item="R101", cents=7500)
FIXED = Rate(RateKind.DWELLING_MONTH, cents=1250)
PLUMBING_FIXED = Rate(RateKind.DWELLING_MONTH, trade="LOO", cents=400)
WHOLE_JOB = Rate(RateKind.UNIT, trade="SCH", cents=90_000)
HALF = Rate(RateKind.SHARE, percent=Decimal(50))


def landlord(*rates: Rate, valid_from: date = date(2026, 1, 1), partner: int | None = None) -> Agreed:
    return Agreed(TariffKind.LANDLORD, valid_from, rates, partner)


def workers(*rates: Rate) -> Agreed:
    return Agreed(TariffKind.WORKERS, date(2026, 1, 1), rates)


GENERAL = landlord(HOUR)
LATER = landlord(HOUR, valid_from=date(2026, 7, 1))
OWN = landlord(FIXED, valid_from=date(2026, 3, 1), partner=7)
OF_ANOTHER = landlord(FIXED, valid_from=date(2026, 3, 1), partner=8)
OF_WORKERS = Agreed(TariffKind.WORKERS, date(2026, 1, 1), (HOUR,))


@pytest.mark.parametrize(
    ("day", "partner", "expected"),
    [
        (date(2025, 12, 31), 7, None),
        (date(2026, 1, 1), 7, GENERAL),
        (date(2026, 2, 28), 7, GENERAL),
        (date(2026, 3, 1), 7, OWN),
        (date(2026, 8, 1), 7, OWN),  # its own, though the general one is newer
        (date(2026, 8, 1), 9, LATER),
        (date(2026, 8, 1), None, LATER),
    ],
    ids=str,
)
def test_the_partners_own_agreement_comes_first_then_the_latest(
    day: date, partner: int | None, expected: Agreed | None
) -> None:
    tariffs = [OF_ANOTHER, LATER, OWN, GENERAL, OF_WORKERS]
    assert agreed_on(tariffs, TariffKind.LANDLORD, day, partner) == expected


@pytest.mark.parametrize(
    ("rates", "trade", "items", "expected"),
    [
        ((HOUR, PAINTER), "SCH", (), PAINTER),
        ((HOUR, PAINTER), "LOO", (), HOUR),
        ((HOUR, TAP), "LOO", ("R101",), TAP),
        ((HOUR, TAP), "LOO", ("R102",), HOUR),
        ((TAP,), "LOO", (), None),
        ((FIXED, PAINTER), "SCH", (), PAINTER),  # the fixed amount, and painting by the hour
        ((FIXED, PAINTER), "LOO", (), FIXED),
        ((HOUR, PLUMBING_FIXED), "LOO", (), PLUMBING_FIXED),  # by the hour, and plumbing for a fixed amount
        ((FIXED, HOUR), "LOO", (), HOUR),  # a fixed amount to be there, and hours
        ((HOUR, WHOLE_JOB), "SCH", (), WHOLE_JOB),
    ],
    ids=str,
)
def test_the_narrowest_rate_says_how_work_is_settled(
    rates: tuple[Rate, ...], trade: str, items: tuple[str, ...], expected: Rate | None
) -> None:
    assert landlord(*rates).basis("repairs", trade, items) == expected


def test_help_with_two_activities_costs_what_the_dearer_costs() -> None:
    light = Rate(RateKind.HOUR, item="light_cleaning", cents=3100)
    organising = Rate(RateKind.HOUR, item="organising", cents=3600)
    agreed = Agreed(TariffKind.MUNICIPALITY, date(2026, 1, 1), (light, organising))
    assert agreed.basis("household", "HH", ("light_cleaning", "organising")) == organising


@pytest.mark.parametrize(
    ("rates", "methods"),
    [
        ((HOUR, PAINTER), {Method.NCR}),
        ((TAP,), {Method.NCE}),
        ((WHOLE_JOB,), {Method.VPR}),
        ((FIXED,), {Method.AFK}),
        ((FIXED, PAINTER, TAP, Rate(RateKind.MARKUP, percent=Decimal(10))), {Method.AFK, Method.NCR, Method.NCE}),
    ],
    ids=["hours", "unit", "whole", "fixed", "mix"],  # a set has no order to be called by
)
def test_the_method_follows_from_the_rates(rates: tuple[Rate, ...], methods: set[Method]) -> None:
    assert landlord(*rates).methods == methods


@pytest.mark.parametrize(
    ("kind", "rates", "wrong"),
    [
        (TariffKind.LANDLORD, (HOUR, PAINTER, TAP, FIXED), []),
        (TariffKind.LANDLORD, (), [Fault(Wrong.EMPTY)]),
        (TariffKind.LANDLORD, (Rate(RateKind.NO_SHOW, cents=2500),), [Fault(Wrong.EMPTY)]),
        (TariffKind.LANDLORD, (HOUR, HOUR), [Fault(Wrong.OVERLAP, 1)]),
        (TariffKind.LANDLORD, (PAINTER, WHOLE_JOB), [Fault(Wrong.OVERLAP, 1)]),  # two prices for painting
        (TariffKind.LANDLORD, (Rate(RateKind.HOUR, cents=-1),), [Fault(Wrong.NEGATIVE, 0)]),
        (TariffKind.LANDLORD, (HOUR, HALF), [Fault(Wrong.OTHER_KIND, 1)]),
        (TariffKind.MUNICIPALITY, (HOUR, FIXED), [Fault(Wrong.OTHER_KIND, 1)]),
        (TariffKind.WORKERS, (HOUR, Rate(RateKind.MARKUP)), [Fault(Wrong.OTHER_KIND, 1)]),
        (TariffKind.WORKERS, (HALF,), []),
        (TariffKind.WORKERS, (Rate(RateKind.SHARE, percent=Decimal("100.01")),), [Fault(Wrong.SHARE, 0)]),
        (TariffKind.LANDLORD, (TAP, Rate(RateKind.EVENING, percent=Decimal(25))), [Fault(Wrong.NO_HOUR, 1)]),
        (TariffKind.LANDLORD, (PAINTER, Rate(RateKind.MINIMUM, trade="LOO", minutes=30)), [Fault(Wrong.NO_HOUR, 1)]),
        (TariffKind.LANDLORD, (PAINTER, Rate(RateKind.MINIMUM, minutes=30)), []),
        (TariffKind.LANDLORD, (FIXED, Rate(RateKind.MARKUP, percent=Decimal(10))), [Fault(Wrong.NO_PRICE, 1)]),
        (TariffKind.LANDLORD, (PAINTER, Rate(RateKind.TRAVEL, trade="LOO", cents=900)), [Fault(Wrong.NO_PRICE, 1)]),
        (TariffKind.MEMBERSHIP, (Rate(RateKind.CONTRIBUTION_YEAR, cents=2500),), []),
        (TariffKind.SERVICE_PLAN, (Rate(RateKind.PLAN_MONTH, cents=750), HOUR), []),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_tariff_is_found(kind: TariffKind, rates: tuple[Rate, ...], wrong: list[Fault]) -> None:
    assert list(faults(kind, rates)) == wrong


def evening(percent: int) -> Rate:
    return Rate(RateKind.EVENING, percent=Decimal(percent))


@pytest.mark.parametrize(
    ("asked", "paid", "found"),
    [
        ((HOUR,), (Rate(RateKind.HOUR, cents=4800),), None),
        ((HOUR,), (Rate(RateKind.HOUR, cents=4801),), (When.BY_DAY, "", 4800, 4801)),
        ((HOUR, PAINTER), (Rate(RateKind.HOUR, cents=4600),), (When.BY_DAY, "SCH", 4400, 4600)),
        ((FIXED,), (HOUR,), None),  # the amount a month pays for it
        ((HOUR,), (HALF,), None),
        ((HOUR,), (Rate(RateKind.HOUR, cents=4000), evening(30)), (When.EVENING, "", 4800, 5200)),
        ((HOUR, evening(30)), (Rate(RateKind.HOUR, cents=4000), evening(30)), None),
        (
            (HOUR,),
            (Rate(RateKind.HOUR, cents=4000), Rate(RateKind.MINIMUM, minutes=30)),
            (When.SHORT, "", 400, 2000),
        ),
        ((TAP,), (Rate(RateKind.HOUR, cents=9000),), None),  # nobody knows how long a tap takes
    ],
    ids=str,
)
def test_a_tariff_that_pays_more_than_is_asked_is_warned_of(
    asked: tuple[Rate, ...], paid: tuple[Rate, ...], found: tuple[When, str, int, int] | None
) -> None:
    expected = () if found is None else (Loss(found[0], "", found[1], "", found[2], found[3]),)
    assert losses(landlord(*asked), workers(*paid)) == expected
