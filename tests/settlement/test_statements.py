from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules import statements
from werkplaats.settlement.rules.chart import CHART, OF_A_YEAR, Account
from werkplaats.settlement.rules.statements import (
    Age,
    Balances,
    OpenInvoice,
    Turnover,
    balance_sheet,
    by_age,
    days_late,
    movement,
    profit_and_loss,
    trial_balance,
)

cents = st.integers(-(10**12), 10**12)
accounts = st.sampled_from(list(Account))


@st.composite
def books(draw: st.DrawFn) -> dict[Account, int]:
    """Balances that add up to zero, as the database keeps them."""
    some = draw(st.dictionaries(accounts, cents))
    last = draw(accounts)
    some[last] = some.get(last, 0) - sum(some.values())
    return some


# An hour of 60 euro, of which the plumber gets 48; invoiced with 21 % VAT, and paid.
A_JOB = {
    Account.BANK: 7260,
    Account.VAT_PAYABLE_HIGH: -1260,
    Account.PAYABLE_WORKERS: -4800,
    Account.REVENUE_LANDLORDS: -6000,
    Account.COST_OF_WORK: 4800,
}
THE_YEAR_BEFORE = {
    Account.BANK: 10_000,
    Account.EQUITY_MEMBERS: -8_000,
    Account.REVENUE_CONTRIBUTIONS: -2_500,
    Account.BANK_COSTS: 500,
}
BOTH = {account: A_JOB.get(account, 0) + THE_YEAR_BEFORE.get(account, 0) for account in Account}


def amounts(lines: tuple[statements.Amount, ...]) -> dict[Account, int]:
    return {amount.line.account: amount.cents for amount in lines}


def test_what_is_asked_for_a_job_less_what_it_cost_is_the_margin() -> None:
    found = profit_and_loss(BOTH, THE_YEAR_BEFORE)
    assert amounts(found.revenue) == {Account.REVENUE_LANDLORDS: 6000}
    assert amounts(found.cost_of_sales) == {Account.COST_OF_WORK: 4800}
    assert (found.turnover, found.margin, found.result) == (6000, 1200, 1200)


def test_bank_charges_are_no_cost_of_the_work() -> None:
    found = profit_and_loss(BOTH, {})
    assert amounts(found.other_costs) == {Account.BANK_COSTS: 500}
    assert (found.turnover, found.margin, found.result) == (8500, 3700, 3200)


def test_the_balance_sheet_holds_the_result_of_this_year_and_of_the_years_before() -> None:
    found = balance_sheet(BOTH, THE_YEAR_BEFORE)
    assert amounts(found.assets) == {Account.BANK: 17_260}
    assert amounts(found.liabilities) == {Account.PAYABLE_WORKERS: 4800, Account.VAT_PAYABLE_HIGH: 1260}
    assert amounts(found.equity) == {Account.EQUITY_MEMBERS: 8000, Account.EQUITY_RESULT: 2000}
    assert found.result_of_year == 1200
    assert found.total_assets == found.total_equity_and_liabilities == 17_260


def test_an_overdrawn_bank_account_is_a_debt() -> None:
    found = balance_sheet({Account.BANK: -300, Account.RECEIVABLE: 300}, {})
    assert amounts(found.assets) == {Account.RECEIVABLE: 300}
    assert amounts(found.liabilities) == {Account.BANK: 300}


def test_deductible_vat_lowers_what_is_owed_to_the_tax_office() -> None:
    found = balance_sheet({Account.VAT_PAYABLE_HIGH: -500, Account.VAT_DEDUCTIBLE: 200, Account.BANK: 300}, {})
    assert amounts(found.liabilities) == {Account.VAT_PAYABLE_HIGH: 500, Account.VAT_DEDUCTIBLE: -200}
    assert found.total_liabilities == 300


def test_two_statements_stand_side_by_side_also_where_one_of_them_has_nothing() -> None:
    now, before = profit_and_loss(BOTH, THE_YEAR_BEFORE), profit_and_loss(THE_YEAR_BEFORE, {})
    found = statements.beside(now.revenue, before.revenue)
    assert [(line.account, *cents) for line, *cents in found] == [
        (Account.REVENUE_LANDLORDS, 6000, 0),
        (Account.REVENUE_CONTRIBUTIONS, 0, 2500),
    ]


@given(books(), books())
def test_a_balance_sheet_always_balances_and_has_the_result_of_the_profit_and_loss(
    on: Balances, before_year: Balances
) -> None:
    found = balance_sheet(on, before_year)
    assert found.total_assets == found.total_equity_and_liabilities
    assert found.result_of_year == profit_and_loss(on, before_year).result


@st.composite
def bookings(draw: st.DrawFn) -> dict[Account, Turnover]:
    """What was booked, with as much debit as credit."""
    found: dict[Account, Turnover] = {}
    for one, other, amount in draw(st.lists(st.tuples(accounts, accounts, st.integers(1, 10**12)))):
        before = found.get(one, Turnover())
        found[one] = Turnover(before.debit + amount, before.credit)
        before = found.get(other, Turnover())
        found[other] = Turnover(before.debit, before.credit + amount)
    return found


@given(books(), bookings())
def test_a_trial_balance_has_as_much_debit_as_credit_and_leaves_nothing_out(
    opening: Balances, booked: dict[Account, Turnover]
) -> None:
    found = trial_balance(opening, booked)
    assert found.debit == found.credit
    assert found.booked.debit == found.booked.credit
    assert all(line.debit - line.credit == line.closing for line in found.lines)
    there = {line.line.account for line in found.lines}
    assert there >= booked.keys() | {account for account, cents in opening.items() if cents}


def test_a_trial_balance_shows_what_stood_what_was_booked_and_what_stands() -> None:
    booked = {
        Account.RECEIVABLE: Turnover(credit=700),
        Account.BANK: Turnover(debit=700),
        Account.SUSPENSE: Turnover(5, 5),
    }
    found = trial_balance({Account.RECEIVABLE: 1000, Account.REVENUE_PLAN: -1000}, booked)
    assert [
        (line.line.number, line.opening, line.booked.debit, line.booked.credit, line.closing) for line in found.lines
    ] == [
        ("1100", 0, 700, 0, 700),
        ("1195", 0, 5, 5, 0),
        ("1300", 1000, 0, 700, 300),
        ("8020", -1000, 0, 0, -1000),
    ]
    assert (found.debit, found.credit) == (1000, 1000)


@given(books(), books(), books())
def test_two_periods_after_each_other_add_up_to_the_whole(start: Balances, middle: Balances, end: Balances) -> None:
    whole = profit_and_loss(end, start)
    parts = profit_and_loss(middle, start), profit_and_loss(end, middle)
    assert whole.result == sum(part.result for part in parts)
    assert whole.margin == sum(part.margin for part in parts)
    of_the_year = {
        account: moved for account, moved in movement(end, start).items() if CHART[account].kind in OF_A_YEAR
    }
    assert whole.result == -sum(of_the_year.values())


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (0, Age.NOT_DUE),
        (1, Age.TO_30),
        (30, Age.TO_30),
        (31, Age.TO_60),
        (60, Age.TO_60),
        (61, Age.TO_90),
        (90, Age.TO_90),
        (91, Age.OLDER),
        (4000, Age.OLDER),
    ],
)
def test_an_invoice_ages_in_steps_of_thirty_days(days: int, found: Age) -> None:
    assert statements.age(days) is found


def test_an_invoice_is_late_from_the_day_after_its_last_day() -> None:
    assert [days_late(date(2026, 6, 30), date(2026, *day)) for day in ((6, 1), (6, 30), (7, 1), (7, 31))] == [
        0,
        0,
        1,
        31,
    ]


def test_what_is_open_is_added_up_per_age() -> None:
    def invoice(number: int, asked: int, left: int, late: int) -> OpenInvoice:
        return OpenInvoice(number, number, "Woonrijk", date(2026, 5, 1), date(2026, 5, 31), asked, 100, left, late)

    half_paid = invoice(2, 2000, 1500, 12)
    assert half_paid.paid == 400
    found = by_age([invoice(1, 1100, 1000, 0), half_paid, invoice(3, 400, 300, 30), invoice(4, 800, 700, 400)])
    assert found == {Age.NOT_DUE: 1000, Age.TO_30: 1800, Age.TO_60: 0, Age.TO_90: 0, Age.OLDER: 700}
