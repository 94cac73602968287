from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules import booking, money
from werkplaats.settlement.rules.invoicing import VatLine, vat_lines
from werkplaats.settlement.rules.split import NOTHING, Item, Work, minutes_worked, split
from werkplaats.settlement.rules.tariffs import tariff_on, vat_percent


@dataclass(frozen=True)
class ATariff:
    charged_cents_per_hour: int = 4800
    paid_cents_per_hour: int = 4000
    material_markup_percent: Decimal = Decimal(10)
    trade: str = ""
    valid_from: date = date(2026, 1, 1)


@st.composite
def rates(draw: st.DrawFn) -> ATariff:
    paid = draw(st.integers(0, 20_000))
    return ATariff(
        charged_cents_per_hour=paid + draw(st.integers(0, 20_000)),
        paid_cents_per_hour=paid,
        material_markup_percent=draw(st.decimals(0, 100, places=2)),
    )


quantities = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999.99"), places=2)
works = st.builds(
    Work,
    minutes=st.integers(0, 24 * 60),
    items=st.lists(st.builds(Item, quantities, st.integers(0, 1_000_000)), max_size=5).map(tuple),
    warranty=st.booleans(),
)


@pytest.mark.parametrize(
    ("minutes", "per_hour", "cents"),
    [(60, 4800, 4800), (90, 4800, 7200), (1, 4815, 80), (1, 4830, 81), (1, 4829, 80), (0, 4800, 0)],
)
def test_labour_is_minutes_at_an_hourly_rate_and_half_a_cent_goes_up(minutes: int, per_hour: int, cents: int) -> None:
    assert money.labour(minutes, per_hour) == cents


def test_half_a_cent_goes_up_for_material_as_well() -> None:
    assert money.line(Decimal("0.5"), 5) == 3
    assert money.share(250, Decimal(21)) == 53  # 52.5


def test_an_hour_and_a_tap_are_split_over_the_landlord_the_plumber_and_the_cooperative() -> None:
    found = split(Work(60, (Item(Decimal(1), 2500),)), ATariff(), Decimal(21))
    assert (found.charged_labour, found.charged_material) == (4800, 2750)
    assert found.earned == 4000 + 2500
    assert found.kept == 800 + 250
    assert found.vat == 1586  # 21 % of 75.50 is 15.855


@given(works, rates(), st.sampled_from([Decimal(0), Decimal(9), Decimal(21)]))
def test_nothing_is_lost_and_nothing_is_negative(work: Work, rate: ATariff, percent: Decimal) -> None:
    found = split(work, rate, percent)
    assert found.charged == found.earned + found.kept
    assert min(found.charged_labour, found.charged_material, found.earned, found.kept, found.vat) >= 0
    assert booking.balances(booking.delivered(found.charged, found.earned))


@given(works, rates())
def test_warranty_costs_nobody_anything(work: Work, rate: ATariff) -> None:
    assert split(Work(work.minutes, work.items, warranty=True), rate, Decimal(21)) == NOTHING
    assert booking.delivered(0, 0) == ()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_every_booking_balances(net: int, vat: int) -> None:
    assert booking.balances(booking.invoiced(net, vat))
    assert booking.balances(booking.paid_out(net))


def test_minutes_are_whole_and_half_a_minute_counts() -> None:
    start = datetime(2026, 3, 10, 8, tzinfo=UTC)
    assert minutes_worked(start, start + timedelta(minutes=59, seconds=29)) == 59
    assert minutes_worked(start, start + timedelta(minutes=59, seconds=30)) == 60


GENERAL = ATariff(valid_from=date(2026, 1, 1))
GENERAL_LATER = ATariff(valid_from=date(2026, 7, 1))
PAINTER = ATariff(trade="SCH", valid_from=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("trade", "day", "expected"),
    [
        ("LOO", date(2025, 12, 31), None),
        ("LOO", date(2026, 1, 1), GENERAL),
        ("LOO", date(2026, 7, 1), GENERAL_LATER),
        ("SCH", date(2026, 2, 28), GENERAL),
        ("SCH", date(2026, 3, 1), PAINTER),
        ("SCH", date(2026, 8, 1), PAINTER),  # the trade's own, though the general one is newer
    ],
)
def test_the_trades_own_tariff_comes_first_then_the_latest(trade: str, day: date, expected: ATariff | None) -> None:
    assert tariff_on([GENERAL_LATER, PAINTER, GENERAL], trade, day) == expected


@pytest.mark.parametrize(("built_in", "percent"), [(1921, 9), (None, 9), (2023, 9), (2024, 21), (2026, 21)], ids=str)
def test_painting_has_the_low_rate_only_in_a_dwelling_of_more_than_two_years(built_in: int, percent: int) -> None:
    assert vat_percent(Decimal(9), Decimal(21), built_in, date(2026, 3, 10)) == percent


def test_other_tariffs_do_not_ask_how_old_the_dwelling_is() -> None:
    assert vat_percent(Decimal(0), None, 2026, date(2026, 3, 10)) == 0


def test_vat_is_counted_over_the_total_of_a_rate_and_not_per_line() -> None:
    three_lines = [(Decimal("21.00"), 33)] * 3 + [(Decimal(9), 100), (Decimal("0.00"), 500)]
    assert vat_lines(three_lines) == (
        VatLine(Decimal(21), 99, 21),  # three lines of 6.93 each would have made 7 + 7 + 7; 20.79 → 21
        VatLine(Decimal(9), 100, 9),
        VatLine(Decimal(0), 500, 0),
    )
    assert vat_lines([(Decimal(21), 50)] * 2) == (VatLine(Decimal(21), 100, 21),)  # per line: 11 + 11
