"""The books as people read them: trial balance, profit and loss, balance sheet, what is still open.

All of it is made from one thing: what stands on each account at the end of a day (`Balances`, cents, debit positive).
Accounts of revenue and cost are never emptied at the end of a year; the result of a year is what was added to them in
it, so a year needs no closing entries and every day has its statements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from werkplaats.settlement.rules.chart import CHART, LINES, OF_A_YEAR, Account, ChartLine, Kind, Side
from werkplaats.settlement.rules.money import NOTHING, Cents, total

Balances = Mapping[Account, Cents]


def movement(later: Balances, earlier: Balances) -> dict[Account, Cents]:
    """What was added between two days; accounts without movement are left out."""
    moved = {account: later.get(account, NOTHING) - earlier.get(account, NOTHING) for account in Account}
    return {account: cents for account, cents in moved.items() if cents}


@dataclass(frozen=True)
class Turnover:
    """What was booked on an account in a period, on both sides; neither is below zero."""

    debit: Cents = NOTHING
    credit: Cents = NOTHING


@dataclass(frozen=True)
class TrialLine:
    """One account: what stood on it (debit positive), what was booked, what stands on it now."""

    line: ChartLine
    opening: Cents
    booked: Turnover

    @property
    def closing(self) -> Cents:
        return self.opening + self.booked.debit - self.booked.credit

    @property
    def debit(self) -> Cents:
        return max(self.closing, NOTHING)

    @property
    def credit(self) -> Cents:
        return max(-self.closing, NOTHING)


@dataclass(frozen=True)
class TrialBalance:
    lines: tuple[TrialLine, ...]

    @property
    def booked(self) -> Turnover:
        debit, credit = (line.booked.debit for line in self.lines), (line.booked.credit for line in self.lines)
        return Turnover(total(debit), total(credit))

    @property
    def debit(self) -> Cents:
        return total(line.debit for line in self.lines)

    @property
    def credit(self) -> Cents:
        return total(line.credit for line in self.lines)


def trial_balance(opening: Balances, booked: Mapping[Account, Turnover]) -> TrialBalance:
    """Every account on which something stood or was booked, in the order of the chart. Debit and credit add up to the
    same, of what was booked and of what stands."""
    return TrialBalance(
        tuple(
            TrialLine(line, opening.get(line.account, NOTHING), booked.get(line.account, Turnover()))
            for line in LINES
            if opening.get(line.account) or line.account in booked
        )
    )


@dataclass(frozen=True)
class Amount:
    """A line of a statement; `cents` above zero on the side where the line belongs."""

    line: ChartLine
    cents: Cents


def beside(now: Iterable[Amount], before: Iterable[Amount]) -> tuple[tuple[ChartLine, Cents, Cents], ...]:
    """The lines of two statements side by side, in the order of the chart: what is now, and what was before."""
    here = {amount.line: amount.cents for amount in now}
    there = {amount.line: amount.cents for amount in before}
    known = (line for line in LINES if line in here or line in there)
    return tuple((line, here.get(line, NOTHING), there.get(line, NOTHING)) for line in known)


def _total(amounts: Iterable[Amount]) -> Cents:
    return total(amount.cents for amount in amounts)


@dataclass(frozen=True)
class ProfitAndLoss:
    """Over a period. Asked for work, less what the work cost, is the margin; that, less the other costs, the result."""

    revenue: tuple[Amount, ...]
    cost_of_sales: tuple[Amount, ...]
    other_costs: tuple[Amount, ...]

    @property
    def turnover(self) -> Cents:
        return _total(self.revenue)

    @property
    def margin(self) -> Cents:
        return self.turnover - _total(self.cost_of_sales)

    @property
    def result(self) -> Cents:
        return self.margin - _total(self.other_costs)


def profit_and_loss(end: Balances, start: Balances) -> ProfitAndLoss:
    """`end`: at the end of the last day; `start`: at the end of the day before the first."""
    moved = movement(end, start)
    costs = [Amount(CHART[account], cents) for account, cents in moved.items() if CHART[account].kind is Kind.COST]
    return ProfitAndLoss(
        revenue=tuple(
            Amount(CHART[account], -cents) for account, cents in moved.items() if CHART[account].kind is Kind.REVENUE
        ),
        cost_of_sales=tuple(cost for cost in costs if cost.line.of_what_is_sold),
        other_costs=tuple(cost for cost in costs if not cost.line.of_what_is_sold),
    )


def result(balances: Balances) -> Cents:
    """Revenue less costs that stand in the balances: all that was ever earned."""
    return -total(cents for account, cents in balances.items() if CHART[account].kind in OF_A_YEAR)


@dataclass(frozen=True)
class BalanceSheet:
    """At the end of a day. `equity` holds the results of earlier years; the year's own result stands apart."""

    assets: tuple[Amount, ...]
    liabilities: tuple[Amount, ...]
    equity: tuple[Amount, ...]
    result_of_year: Cents

    @property
    def total_assets(self) -> Cents:
        return _total(self.assets)

    @property
    def total_equity(self) -> Cents:
        return _total(self.equity) + self.result_of_year

    @property
    def total_liabilities(self) -> Cents:
        return _total(self.liabilities)

    @property
    def total_equity_and_liabilities(self) -> Cents:
        return self.total_equity + self.total_liabilities


def balance_sheet(on: Balances, before_year: Balances) -> BalanceSheet:
    """`before_year`: at the end of the last day of the year before. Assets are equal to liabilities and equity as long
    as the balances add up to zero, which the database keeps."""
    earlier = result(before_year)
    sides: dict[Kind, list[Amount]] = {Kind.ASSET: [], Kind.LIABILITY: [], Kind.EQUITY: []}
    for line in LINES:
        cents = on.get(line.account, NOTHING) - (earlier if line.account is Account.EQUITY_RESULT else NOTHING)
        if line.kind in OF_A_YEAR or not cents:
            continue
        kind = _place(line, cents)
        sides[kind].append(Amount(line, cents if kind is Kind.ASSET else -cents))
    return BalanceSheet(
        tuple(sides[Kind.ASSET]), tuple(sides[Kind.LIABILITY]), tuple(sides[Kind.EQUITY]), result(on) - earlier
    )


def _place(line: ChartLine, cents: Cents) -> Kind:
    """Where it stands: an account that may turn, as a bank account that is overdrawn, turns to the other side."""
    if line.rgs_other_side and (cents > 0) != (line.side is Side.DEBIT):
        return Kind.LIABILITY if line.kind is Kind.ASSET else Kind.ASSET
    return line.kind


class Age(StrEnum):
    """How late an open invoice is, in the steps that an accountant asks for."""

    NOT_DUE = "not_due"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    OLDER = "older"


def age(days_late: int) -> Age:
    if days_late <= 0:
        return Age.NOT_DUE
    steps = ((30, Age.TO_30), (60, Age.TO_60), (90, Age.TO_90))
    return next((name for most, name in steps if days_late <= most), Age.OLDER)


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice on a day, in cents with VAT: what was asked, what its credit notes took back, what is left of it in
    the books. The rest is paid (or written off)."""

    invoice_id: int
    number: int
    payer: str
    issued_on: date
    due_on: date
    asked: Cents
    credited: Cents
    left: Cents
    days_late: int

    @property
    def paid(self) -> Cents:
        return self.asked - self.credited - self.left

    @property
    def age(self) -> Age:
        return age(self.days_late)


def days_late(due_on: date, on: date) -> int:
    """Whole days after the day to pay; 0 up to that day."""
    return max((on - due_on).days, 0)


def by_age(invoices: Iterable[OpenInvoice]) -> dict[Age, Cents]:
    """What is left per age, in cents; every age is there."""
    found: dict[Age, Cents] = dict.fromkeys(Age, NOTHING)
    for invoice in invoices:
        found[invoice.age] += invoice.left
    return found
