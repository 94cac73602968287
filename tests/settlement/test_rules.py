from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules import Payer, booking, money
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.invoicing import VatLine, vat_lines
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.worked import minutes_worked

lines = st.lists(st.tuples(st.sampled_from(LineKind), st.integers(-(10**9), 10**9)), max_size=6)
cents = st.integers(-(10**9), 10**9)


def test_half_a_cent_goes_up_and_a_correction_undoes_just_that() -> None:
    assert money.share(250, Decimal(21)) == 53  # 52.5
    assert money.share(-250, Decimal(21)) == -53


@given(st.sampled_from(Payer), lines, lines)
def test_what_is_delivered_balances(
    payer: Payer, charged: list[tuple[LineKind, int]], earned: list[tuple[LineKind, int]]
) -> None:
    assert booking.balances(booking.delivered(payer, charged, earned))


@given(cents, st.lists(st.tuples(st.sampled_from([Decimal(21), Decimal(9)]), cents), max_size=3))
def test_an_invoice_balances(net: int, vat: list[tuple[Decimal, int]]) -> None:
    assert booking.balances(booking.invoiced(net, vat))


@given(cents, cents, cents, cents)
def test_a_self_bill_and_a_payout_balance(a: int, b: int, c: int, d: int) -> None:
    assert booking.balances(booking.self_billed((a, b), (c, d)))
    assert booking.balances(booking.sent_to_the_bank(a))


def test_each_rate_has_its_account_and_what_comes_to_nothing_is_not_booked() -> None:
    sides = booking.invoiced(1000, [(Decimal(21), 105), (Decimal(9), 45), (Decimal(0), 0)])
    assert {(side.account, side.cents) for side in sides} == {
        (Account.RECEIVABLE, 1150),
        (Account.UNBILLED, -1000),
        (Account.VAT_PAYABLE_HIGH, -105),
        (Account.VAT_PAYABLE_LOW, -45),
    }
    assert booking.delivered(Payer.LANDLORD, [], []) == ()


def test_minutes_are_whole_and_half_a_minute_counts() -> None:
    start = datetime(2026, 3, 10, 8, tzinfo=UTC)
    assert minutes_worked(start, start + timedelta(minutes=59, seconds=29)) == 59
    assert minutes_worked(start, start + timedelta(minutes=59, seconds=30)) == 60


def test_vat_is_counted_over_the_total_of_a_rate_and_not_per_line() -> None:
    three_lines = [(Decimal("21.00"), 33)] * 3 + [(Decimal(9), 100), (Decimal("0.00"), 500)]
    assert vat_lines(three_lines) == (
        VatLine(Decimal(21), 99, 21),  # three lines of 6.93 each would have made 7 + 7 + 7; 20.79 → 21
        VatLine(Decimal(9), 100, 9),
        VatLine(Decimal(0), 500, 0),
    )
    assert vat_lines([(Decimal(21), 50)] * 2) == (VatLine(Decimal(21), 100, 21),)  # per line: 11 + 11


@pytest.mark.parametrize("kind", [LineKind.MATERIAL, LineKind.TRAVEL, LineKind.LABOUR])
def test_work_material_and_travel_have_an_account_of_their_own(kind: LineKind) -> None:
    costs = {side.account for side in booking.delivered(Payer.LANDLORD, [], [(kind, 100)])}
    assert len(costs - {Account.PAYABLE_WORKERS}) == 1
