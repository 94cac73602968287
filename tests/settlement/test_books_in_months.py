"""Random months of the books: whatever is booked, taken back, paid, written off and closed, they stay right."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.build import a_pilot
from tests.settlement.books import Books, noon
from werkplaats.ground.errors import Refused
from werkplaats.settlement import queries_books as queries
from werkplaats.settlement.models import ClosedMonth, Invoice, LedgerTransaction
from werkplaats.settlement.queries_check import check
from werkplaats.settlement.rules import periods
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.periods import Period
from werkplaats.settlement.services.books import close_month, reverse
from werkplaats.settlement.services.memorial import write_off

cents = st.integers(1, 10**9)
FIRST = date(2025, 11, 3)
WHOLE = Period(date(2025, 1, 1), date(2030, 12, 31))


class Months(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.here = Books()
        self.pilot = a_pilot(self.here.landlord)
        self.today = FIRST
        self.cooperative_id = self.here.cooperative.pk
        self.frozen: dict[date, dict[Account, int]] = {}  # what stood at the end of each closed month

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(charged=cents, earned=cents, of_pilot=st.booleans())
    def work_is_signed(self, charged: int, earned: int, of_pilot: bool) -> None:
        self.here.worked(self.today, charged, earned, self.pilot if of_pilot else None)

    @rule(net=cents, vat=cents)
    def an_invoice_goes_out(self, net: int, vat: int) -> None:
        self.here.invoiced(self.today, net, vat)

    def open_invoice(self) -> tuple[Invoice, int] | None:
        """The first on which something is left to be paid."""
        for one in queries.open_invoices(self.cooperative_id, self.today):
            if one.left > 0:
                return Invoice.objects.get(pk=one.invoice_id), int(one.left)
        return None

    @rule(part=st.integers(1, 100))
    def money_comes_in(self, part: int) -> None:
        found = self.open_invoice()
        if found:
            self.here.received(self.today, found[0], max(found[1] * part // 100, 1))

    @rule(part=st.integers(1, 100))
    def an_invoice_is_credited(self, part: int) -> None:
        found = self.open_invoice()
        if found:
            self.here.invoiced(self.today, -max(found[0].net_cents * part // 100, 1), 0, credits=found[0])

    @rule()
    def an_invoice_is_given_up(self) -> None:
        found = self.open_invoice()
        if found:
            write_off(self.here.treasurer, found[0].pk, reason="Failliet", at=noon(self.today))

    @precondition(lambda self: LedgerTransaction.objects.filter(cooperative_id=self.cooperative_id).exists())
    @rule(data=st.data())
    def a_booking_is_taken_back(self, data: st.DataObject) -> None:
        booked = list(LedgerTransaction.objects.filter(cooperative_id=self.cooperative_id).order_by("number"))
        one = data.draw(st.sampled_from(booked))
        taken_back = one.reverses_id or LedgerTransaction.objects.filter(reverses=one).exists()
        try:
            with transaction.atomic():
                reverse(self.here.treasurer, one.pk, reason="Verkeerd", at=noon(self.today))
        except Refused:
            assert taken_back
        else:
            assert not taken_back

    @rule()
    def the_month_whose_turn_it_is_is_closed(self) -> None:
        month = queries.month_to_close(self.here.treasurer, self.today)
        if month:
            (stood,) = queries.balances(self.here.treasurer, periods.last_day(month))
            first = close_month(self.here.treasurer, month, at=noon(self.today))
            assert close_month(self.here.treasurer, month, at=noon(self.today)) == first
            self.frozen[month] = stood

    @precondition(lambda self: self.frozen)
    @rule(data=st.data(), charged=cents)
    def somebody_books_in_a_closed_month(self, data: st.DataObject, charged: int) -> None:
        month = data.draw(st.sampled_from(sorted(self.frozen)))
        with pytest.raises(Refused), transaction.atomic():
            self.here.worked(periods.last_day(month), charged, charged)

    @invariant()
    def the_books_are_right(self) -> None:
        assert check(self.cooperative_id) == []
        sheet = queries.balance_sheet(self.here.treasurer, self.today)
        assert sheet.total_assets == sheet.total_equity_and_liabilities
        trial = queries.trial_balance(self.here.treasurer, WHOLE)
        assert trial.debit == trial.credit
        assert trial.booked.debit == trial.booked.credit

    @invariant()
    def what_is_open_is_what_stands_on_the_accounts(self) -> None:
        (stands,) = queries.balances(self.here.treasurer, self.today)
        opened = queries.open_invoices(self.cooperative_id, self.today)
        assert sum(one.left for one in opened) == stands.get(Account.RECEIVABLE, 0)
        owed = queries.owed_to_workers(self.here.treasurer, self.today)
        assert sum(one.cents for one in owed) == -stands.get(Account.PAYABLE_WORKERS, 0)

    @invariant()
    def a_closed_month_stays_as_it_was(self) -> None:
        for month, stood in self.frozen.items():
            (stands,) = queries.balances(self.here.treasurer, periods.last_day(month))
            assert {k: v for k, v in stands.items() if v} == {k: v for k, v in stood.items() if v}
        assert ClosedMonth.objects.filter(cooperative_id=self.cooperative_id).count() == len(self.frozen)


class TestMonths(Months.TestCase, TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=8, stateful_step_count=25, suppress_health_check=list(HealthCheck))
