"""Random months of a whole cooperative: work, corrections, opened jobs, prices and VAT that change halfway, invoices,
payments in parts, disputes, pay runs. Every cent of a signed timesheet ends once at who pays, who worked, and here."""

from collections import Counter
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.settlement.a_month import Month
from werkplaats.settlement.models import Charge, Earning, Invoice, LedgerEntry, Payout, PayRun, SelfBill, Settlement
from werkplaats.settlement.queries_books import balances
from werkplaats.settlement.queries_check import check
from werkplaats.settlement.rules import InvoiceKind
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.services import settle_waiting

few, minutes, cents, days = st.integers(0, 9), st.integers(0, 600), st.integers(1, 20_000), st.integers(0, 40)
Step = tuple[str, tuple[Any, ...]]  # a verb of Month, and its numbers


def steps(**verbs: tuple[st.SearchStrategy[Any], ...]) -> st.SearchStrategy[Step]:
    return st.one_of(*(st.tuples(st.just(verb), st.tuples(*values)) for verb, values in verbs.items()))


VISITS = steps(
    repair_is_signed=(few, few, minutes, st.one_of(st.just(0), cents)),
    help_is_signed=(minutes,),
    nobody_is_home=(),
    job_is_opened_again=(few, minutes),
)
CHANGES = steps(
    work_is_corrected=(few, st.one_of(st.none(), minutes)),
    price_changes=(few, cents, days),
    landlord_becomes_a_builder_or_not=(),
    worker_disputes=(few,),
    worker_makes_own_invoices_or_not=(few,),
)
MONEY = steps(
    invoices_go_out=(days,),
    money_comes_in=(st.integers(1, 100),),
    disputes_are_answered=(),
    self_bills_are_made=(),
    workers_send_invoices=(),
    workers_are_paid=(st.booleans(),),
    month_is_closed=(),
)


def added(rows: Any, name: str = "net_cents") -> int:
    found: int | None = rows.aggregate(cents=Sum(name))["cents"]
    return found or 0


class RandomMonths(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.here = Month()
        self.done: list[Step] = []

    def do(self, found: list[Step]) -> None:
        for verb, values in found:
            self.done.append((verb, values))
            getattr(self.here, verb)(*values)

    @initialize(visits=st.lists(VISITS, min_size=1, max_size=3))
    def work_begins(self, visits: list[Step]) -> None:
        self.do(visits)

    @rule(visits=st.lists(VISITS, max_size=3), days=st.integers(1, 12))
    def days_go_by(self, visits: list[Step], days: int) -> None:
        self.do([*visits, ("days_pass", (days,))])

    @rule(changes=st.lists(CHANGES, min_size=1, max_size=3))
    def something_changes(self, changes: list[Step]) -> None:
        self.do(changes)

    @rule(money=st.lists(MONEY, min_size=1, max_size=3))
    def money_moves(self, money: list[Step]) -> None:
        self.do(money)

    @invariant()
    def the_books_are_right(self) -> None:
        assert check(self.here.cooperative.pk) == []

    @invariant()
    def every_cent_of_a_timesheet_ends_once_at_each(self) -> None:
        for sheet, (asked, owed) in self.here.right.items():
            settled = Settlement.objects.filter(timesheet=sheet)
            events = [f"settlement:{pk}" for pk in settled.values_list("pk", flat=True)]
            booked = LedgerEntry.objects.filter(transaction__event__in=events)
            sides = {
                row["account"]: row["cents"] for row in booked.values("account").annotate(cents=Sum("amount_cents"))
            }
            assert added(settled, "charged_cents") == added(Charge.objects.filter(settlement__in=settled)) == asked
            assert added(settled, "earned_cents") == added(Earning.objects.filter(settlement__in=settled)) == owed
            assert (sides.get(Account.UNBILLED, 0), sides.get(Account.PAYABLE_WORKERS, 0)) == (asked, -owed)
            kept = sum(amount for of, amount in sides.items() if of not in (Account.UNBILLED, Account.PAYABLE_WORKERS))
            assert kept == owed - asked

    @invariant()
    def documents_are_the_sum_of_their_lines(self) -> None:
        for invoice in Invoice.objects.filter(cooperative=self.here.cooperative):
            assert invoice.net_cents == added(invoice.charges)
        for bill in SelfBill.objects.filter(cooperative=self.here.cooperative):
            assert bill.net_cents == added(bill.earnings)

    @invariant()
    def what_is_asked_owed_and_paid_stands_on_the_accounts(self) -> None:
        own = {"cooperative": self.here.cooperative}
        (stands,) = balances(self.here.treasurer, self.here.today)
        assert stands.get(Account.UNBILLED, 0) == added(Charge.objects.filter(**own, invoice=None))
        invoices, bills = Invoice.objects.filter(**own), SelfBill.objects.filter(**own)
        paid_to_us = stands.get(Account.BANK, 0)
        assert stands.get(Account.RECEIVABLE, 0) == added(invoices) + added(invoices, "vat_cents") - paid_to_us
        assert added(invoices, "vat_cents") == -sum(
            stands.get(account, 0) for account in (Account.VAT_PAYABLE_HIGH, Account.VAT_PAYABLE_LOW)
        )
        sent = added(Payout.objects.filter(**own, run__sent_at__isnull=False), "amount_cents")
        owed = added(Earning.objects.filter(**own)) + added(bills, "vat_cents")
        assert -stands.get(Account.PAYABLE_WORKERS, 0) == owed - sent
        assert -stands.get(Account.IN_TRANSIT, 0) == sent

    def teardown(self) -> None:
        assert settle_waiting(at=self.here.now, cooperative_id=self.here.cooperative.pk) == 0
        again = Month()
        for verb, values in self.done:
            getattr(again, verb)(*values)
        assert again.books() == self.here.books()


EVERYTHING: list[Step] = [
    ("repair_is_signed", (0, 1, 95, 1999)),  # painting, 6 %
    ("repair_is_signed", (0, 0, 47, 0)),
    ("help_is_signed", (130,)),
    ("nobody_is_home", ()),
    ("price_changes", (0, 5150, 20)),
    ("price_changes", (2, 4175, 22)),
    ("worker_disputes", (1,)),
    ("days_pass", (8,)),
    ("invoices_go_out", (10,)),
    ("workers_are_paid", (True,)),
    ("workers_are_paid", (False,)),
    ("job_is_opened_again", (0, 60)),
    ("work_is_corrected", (0, 61)),  # invoiced and paid: a credit note to each
    ("work_is_corrected", (1, None)),  # invoiced, and disputed
    ("money_comes_in", (40,)),
    ("disputes_are_answered", ()),
    ("days_pass", (14,)),
    ("repair_is_signed", (1, 1, 33, 0)),  # painting in an old home now, 9 %
    ("month_is_closed", ()),
    ("landlord_becomes_a_builder_or_not", ()),
    ("days_pass", (4,)),
    ("repair_is_signed", (0, 1, 240, 12345)),  # reversed, by the new price
    ("work_is_corrected", (0, 62)),  # once more, in a month that is open
    ("days_pass", (4,)),
    ("invoices_go_out", (30,)),
    ("self_bills_are_made", ()),
    ("workers_are_paid", (False,)),
    ("money_comes_in", (100,)),
    ("worker_makes_own_invoices_or_not", (0,)),
    ("repair_is_signed", (0, 0, 75, 0)),
    ("workers_send_invoices", ()),
    ("workers_are_paid", (False,)),
    ("work_is_corrected", (7, 30)),  # on an invoice of the worker, and paid
    ("workers_send_invoices", ()),
    ("worker_makes_own_invoices_or_not", (0,)),
    ("work_is_corrected", (7, 45)),  # we make the credit note on it now
    ("days_pass", (4,)),
    ("self_bills_are_made", ()),
]


@pytest.mark.django_db
def test_a_month_in_which_everything_happens() -> None:
    machine = RandomMonths()
    for step in EVERYTHING:
        machine.do([step])
        machine.the_books_are_right()
        machine.every_cent_of_a_timesheet_ends_once_at_each()
        machine.documents_are_the_sum_of_their_lines()
        machine.what_is_asked_owed_and_paid_stands_on_the_accounts()
    for documents in (Invoice, SelfBill):
        assert {one.kind for one in documents.objects.all()} == set(InvoiceKind)
    assert set(Charge.objects.values_list("vat_category", "vat_percent")) >= {("S", 6), ("S", 9), ("S", 21), ("AE", 0)}
    assert Counter(PayRun.objects.values_list("status", flat=True)) == {RunStatus.WITHDRAWN: 1, RunStatus.SENT: 3}
    assert machine.here.closed
    own = SelfBill.objects.exclude(own_number="")
    assert {one.kind for one in own} == set(InvoiceKind)
    assert SelfBill.objects.filter(own_number="", credits__in=own).exists()
    machine.teardown()


class TestRandomMonths(RandomMonths.TestCase, TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=6, stateful_step_count=20, suppress_health_check=list(HealthCheck))
