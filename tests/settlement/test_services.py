from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_grant,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_worker,
    an_actor,
)
from tests.settlement.work import a_household_job, a_letterhead, a_repair_job, a_timesheet, consents, paid_out, tariffs
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Actor, DoorClosed, Role
from werkplaats.portal.board.forms import until_last_month
from werkplaats.settlement.models import Charge, Invoice, LedgerEntry, LedgerTransaction, Payout, Settlement
from werkplaats.settlement.queries import invoices, owed, unbilled
from werkplaats.settlement.queries_books import trial_balance
from werkplaats.settlement.queries_paying import friday
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pay_run import Waits
from werkplaats.settlement.rules.periods import Period
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import agree, draft_run, issue_invoices, set_letterhead, settle

pytestmark = pytest.mark.django_db
PERIOD = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}
FRIDAY = date(2026, 3, 13)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SEEN = NOW + timedelta(days=3)  # what was settled now is final then


class Neighbourhood:
    """One landlord, one dwelling, one plumber, tariffs, and a treasurer."""

    def __init__(self) -> None:
        self.cooperative: Cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.dwelling: Dwelling = a_dwelling(self.landlord, built_in=1921)
        self.worker: Worker = a_worker(self.cooperative)
        self.team = a_district_team(self.cooperative)
        tariffs(self.cooperative)
        consents(self.worker)
        self.treasurer: Actor = an_actor(a_person(self.cooperative, Role.BOARD))
        self.second: Actor = an_actor(a_person(self.cooperative, Role.BOARD))
        a_letterhead(self.cooperative)

    def repaired(self, minutes: int = 60, **fields: Any) -> Settlement:
        settlement = settle(a_timesheet(a_repair_job(self.dwelling), self.worker, minutes, **fields), at=NOW)
        assert settlement
        return settlement

    def helped(self, minutes: int = 120, reference: str = "") -> Settlement:
        client = a_client(self.team, a_dwelling(self.landlord))
        client.provider_reference = reference
        client.save()
        helper = a_worker(self.cooperative, WorkerKind.HELPER)
        consents(helper)
        settlement = settle(a_timesheet(a_household_job(a_grant(client)), helper, minutes), at=NOW)
        assert settlement
        return settlement


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def balance(cooperative: Cooperative) -> dict[str, int]:
    rows = LedgerEntry.objects.filter(cooperative=cooperative).values_list("account").annotate(Sum("amount_cents"))
    return {account: cents for account, cents in rows if cents}


def test_old_work_is_not_forgotten_and_no_invoice_begins_before_its_own_work() -> None:
    here = Neighbourhood()
    here.repaired()
    here.helped()
    (asked,) = unbilled(here.cooperative.pk).filter(payer=Payer.MUNICIPALITY)
    start = until_last_month(date(2026, 6, 2), [asked.delivered_on])["period_start"]
    assert start == date(2026, 3, 1)
    made = issue_invoices(here.treasurer, period_start=date(2026, 1, 1), period_end=date(2026, 5, 31), at=NOW)
    assert [one.period_start for one in made] == [start, start]
    assert until_last_month(date(2026, 6, 2), [])["period_start"] == date(2026, 5, 1)


def test_a_signed_repair_is_owed_by_the_landlord_and_earned_by_the_plumber(here: Neighbourhood) -> None:
    settlement = here.repaired(90, material_cents=2500)
    assert (settlement.payer, settlement.landlord, settlement.district_team) == (Payer.LANDLORD, here.landlord, None)
    assert [(c.kind, c.net_cents, c.vat_percent) for c in settlement.charges.order_by("pk")] == [
        (LineKind.LABOUR, 7200, 21),
        (LineKind.MATERIAL, 2750, 21),
    ]
    assert [(e.kind, e.net_cents) for e in settlement.earnings.order_by("pk")] == [
        (LineKind.LABOUR, 6000),
        (LineKind.MATERIAL, 2500),
    ]
    assert (settlement.charged_cents, settlement.earned_cents) == (9950, 8500)
    assert (settlement.minutes, settlement.delivered_on) == (90, TODAY)
    assert balance(here.cooperative) == {
        Account.UNBILLED: 9950,
        Account.REVENUE_LANDLORDS: -9950,
        Account.COST_OF_WORK: 6000,
        Account.COST_OF_MATERIAL: 2500,
        Account.PAYABLE_WORKERS: -8500,
    }
    connection.check_constraints()


def test_household_help_is_paid_by_the_municipality_without_vat(here: Neighbourhood) -> None:
    settlement = here.helped(120)
    assert (settlement.payer, settlement.landlord, settlement.district_team) == (Payer.MUNICIPALITY, None, here.team)
    assert (settlement.charged_cents, settlement.earned_cents) == (5800, 4600)
    assert (settlement.charges.get().vat_rule, settlement.charges.get().vat_percent) == ("S_WMO", 0)


def test_a_timesheet_is_settled_once(here: Neighbourhood) -> None:
    sheet = a_timesheet(a_repair_job(here.dwelling), here.worker)
    assert settle(sheet, at=NOW) == settle(sheet, at=NOW + timedelta(days=1))
    assert LedgerTransaction.objects.filter(cooperative=here.cooperative).count() == 1


def test_warranty_work_costs_nobody_anything_and_is_never_billed(here: Neighbourhood) -> None:
    first = a_repair_job(here.dwelling)
    again = a_repair_job(here.dwelling, request=first.request, warranty_of=first)
    settlement = settle(a_timesheet(again, here.worker, 45, material_cents=900), at=NOW)
    assert settlement
    assert settlement.minutes == 45
    assert settlement.charged_cents == settlement.earned_cents == 0
    assert not LedgerTransaction.objects.exists()
    assert not unbilled(here.cooperative.pk).exists()
    assert not owed(here.cooperative.pk).exists()


def test_a_visit_that_needs_a_follow_up_is_paid_as_well_but_nobody_home_is_not(here: Neighbourhood) -> None:
    job = a_repair_job(here.dwelling)
    assert settle(a_timesheet(job, here.worker, outcome=DeliveryOutcome.FOLLOW_UP), at=NOW)
    assert settle(a_timesheet(job, here.worker, outcome=DeliveryOutcome.NOBODY_HOME, signed=False), at=NOW) is None


def test_what_is_not_signed_is_not_settled(here: Neighbourhood) -> None:
    with pytest.raises(Refused):
        settle(a_timesheet(a_repair_job(here.dwelling), here.worker, signed=False), at=NOW)


def test_work_without_a_tariff_is_refused(here: Neighbourhood) -> None:
    long_ago = NOW - timedelta(days=365)
    with pytest.raises(Refused):
        settle(a_timesheet(a_repair_job(here.dwelling), here.worker, started_at=long_ago), at=NOW)


def test_a_dwelling_without_a_landlord_has_nobody_to_pay_for_a_repair(here: Neighbourhood) -> None:
    own = a_dwelling(None, here.cooperative)
    with pytest.raises(Refused):
        settle(a_timesheet(a_repair_job(own), here.worker), at=NOW)


@pytest.mark.parametrize(("built_in", "percent"), [(1921, 9), (2025, 21)])
def test_painting_an_old_dwelling_has_the_low_rate(here: Neighbourhood, built_in: int, percent: int) -> None:
    dwelling = a_dwelling(here.landlord, built_in=built_in)
    settlement = settle(a_timesheet(a_repair_job(dwelling, trade="SCH"), here.worker), at=NOW)
    assert settlement
    assert settlement.charges.get().vat_percent == percent


def test_a_day_is_a_day_in_amsterdam(here: Neighbourhood) -> None:
    late = NOW.replace(hour=23, minute=30)  # half past midnight there
    assert here.repaired(started_at=late).delivered_on == TODAY + timedelta(days=1)


def test_every_payer_gets_one_invoice_for_the_period(here: Neighbourhood) -> None:
    here.repaired(60)
    here.repaired(30)
    here.helped(120)
    made = issue_invoices(here.treasurer, **PERIOD, at=NOW)
    assert [(i.number, i.payer, i.net_cents, i.vat_cents) for i in made] == [
        (1, Payer.LANDLORD, 7200, 1512),
        (2, Payer.MUNICIPALITY, 5800, 0),
    ]
    assert balance(here.cooperative)[Account.RECEIVABLE] == 7200 + 1512 + 5800
    assert balance(here.cooperative)[Account.VAT_PAYABLE_HIGH] == -1512
    assert Account.UNBILLED not in balance(here.cooperative)
    connection.check_constraints()


def test_the_same_period_again_invoices_only_what_is_new(here: Neighbourhood) -> None:
    here.repaired()
    assert len(issue_invoices(here.treasurer, **PERIOD, at=NOW)) == 1
    assert issue_invoices(here.treasurer, **PERIOD, at=NOW) == []
    late_one = here.repaired(30)
    (second,) = issue_invoices(here.treasurer, **PERIOD, at=NOW)
    assert (second.number, list(second.charges.all())) == (2, list(late_one.charges.all()))


def test_work_outside_the_period_waits_for_the_next(here: Neighbourhood) -> None:
    here.repaired()
    february = {"period_start": date(2026, 2, 1), "period_end": date(2026, 2, 28)}
    assert issue_invoices(here.treasurer, **february, at=NOW) == []
    with pytest.raises(Refused):
        issue_invoices(here.treasurer, period_start=TODAY, period_end=TODAY - timedelta(days=1), at=NOW)


def test_a_landlord_sees_its_own_invoices_only(here: Neighbourhood) -> None:
    here.repaired()
    here.helped()
    other = a_landlord(here.cooperative)
    issue_invoices(here.treasurer, **PERIOD, at=NOW)
    assert [i.landlord for i in invoices(a_landlord_contact(here.landlord))] == [here.landlord]
    assert not invoices(a_landlord_contact(other)).exists()
    assert not invoices(an_actor(here.worker.person)).exists()


def paid(here: Neighbourhood, run: date, at: datetime = SEEN) -> list[Payout]:
    """What a pay run brings to the bank; nothing when there is nobody to pay, or somebody else is busy with one."""
    try:
        made = paid_out(here.treasurer, here.second, pay_on=run, at=at)
    except Refused:
        return []
    return list(made.payouts.order_by("pk"))


def test_every_worker_is_paid_once_for_what_was_settled(here: Neighbourhood) -> None:
    here.repaired(60)
    here.repaired(30)
    here.helped(120)
    made = paid(here, FRIDAY)
    assert sorted(p.amount_cents for p in made) == [4600, 6000]
    assert Account.PAYABLE_WORKERS not in balance(here.cooperative)
    assert balance(here.cooperative)[Account.IN_TRANSIT] == -10600
    assert paid(here, FRIDAY) == []
    here.repaired(30)
    (next_week,) = paid(here, FRIDAY + timedelta(days=7))
    assert next_week.amount_cents == 2000
    connection.check_constraints()


def test_a_worker_without_a_right_iban_waits_and_is_named(here: Neighbourhood) -> None:
    here.worker.iban = "NL00ABNA0417164300"
    here.worker.save()
    here.repaired()
    assert paid(here, FRIDAY) == []
    (waiting,) = friday(here.treasurer, at=SEEN).waiting
    assert (waiting.name, waiting.cents, waiting.why) == (here.worker.person.name, 4000, Waits.WRONG_IBAN)


def test_the_books_balance_after_everything(here: Neighbourhood) -> None:
    here.repaired(77, material_cents=1234)
    here.helped(95)
    issue_invoices(here.treasurer, **PERIOD, at=NOW)
    assert paid(here, FRIDAY)
    here.repaired(13)
    books = trial_balance(here.treasurer, YEAR)
    assert books.debit == books.credit > 0


def test_only_who_settles_may_invoice_pay_and_set_tariffs(here: Neighbourhood) -> None:
    landlord = a_landlord_contact(here.landlord)
    with pytest.raises(DoorClosed):
        issue_invoices(landlord, **PERIOD, at=NOW)
    with pytest.raises(DoorClosed):
        draft_run(an_actor(here.worker.person), pay_on=FRIDAY, at=NOW)


def test_one_cooperative_never_bills_the_work_of_another(here: Neighbourhood) -> None:
    here.repaired()
    elsewhere = a_coordinator(a_cooperative())
    assert issue_invoices(elsewhere, **PERIOD, at=NOW) == []
    with pytest.raises(Refused):
        draft_run(elsewhere, pay_on=FRIDAY, at=SEEN)
    assert trial_balance(elsewhere, YEAR).lines == ()


def test_a_tariff_is_agreed_from_a_date_on_and_not_twice(here: Neighbourhood) -> None:
    new = {"kind": TariffKind.LANDLORD, "valid_from": date(2026, 7, 1), "source": "Board, June 2026", "at": NOW}
    new["approver"] = here.second
    rates = [Rate(RateKind.HOUR, "repairs", cents=5000)]
    assert agree(here.treasurer, **new, rates=rates).approved_at == NOW  # type: ignore[arg-type]
    with pytest.raises(Refused):
        agree(here.treasurer, **new, rates=rates)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        agree(here.treasurer, **{**new, "valid_from": TODAY}, rates=[])  # type: ignore[arg-type]


def test_a_letterhead_needs_a_real_kvk_number_and_iban(here: Neighbourhood) -> None:
    ours = {"valid_from": TODAY, "street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort"}
    right = {"kvk_number": "12345678", "iban": "NL91 ABNA 0417 1643 00"}
    assert set_letterhead(here.treasurer, **ours, **right, at=NOW).iban == "NL91ABNA0417164300"  # type: ignore[arg-type]
    for wrong in ({"kvk_number": "1234567"}, {"iban": "NL91ABNA0417164301"}):
        with pytest.raises(Refused):
            set_letterhead(here.treasurer, **ours, **{**right, **wrong}, at=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"net_cents": 1}, {"invoice": None}, {"quantity": 5}], ids=str)
def test_the_database_lets_a_charge_only_be_filled_once(here: Neighbourhood, change: dict[str, Any]) -> None:
    charge = here.repaired().charges.get()
    issue_invoices(here.treasurer, **PERIOD, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=charge.pk).update(**change)


def together(number: int, verb: Callable[[], Any]) -> list[Any]:
    """Run the verb in as many threads, all starting at the same moment."""
    start = Barrier(number)

    def run(_: int) -> Any:
        try:
            start.wait(20)
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.django_db(transaction=True)
def test_four_treasurers_at_once_make_each_invoice_once_and_leave_no_number_out() -> None:
    here = Neighbourhood()
    for _ in range(3):
        here.dwelling = a_dwelling(a_landlord(here.cooperative))
        here.repaired()
    made = together(4, lambda: issue_invoices(here.treasurer, **PERIOD, at=NOW))
    assert sorted(invoice.number for of_one in made for invoice in of_one) == [1, 2, 3]
    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert not unbilled(here.cooperative.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_four_treasurers_at_once_pay_once() -> None:
    here = Neighbourhood()
    here.repaired()
    together(4, lambda: paid(here, FRIDAY))
    assert Payout.objects.get().amount_cents == 4000


@pytest.mark.django_db(transaction=True)
def test_two_sign_offs_at_once_settle_once() -> None:
    here = Neighbourhood()
    sheet = a_timesheet(a_repair_job(here.dwelling), here.worker)
    first, second = together(2, lambda: settle(sheet, at=NOW))
    assert first == second
    assert LedgerTransaction.objects.count() == 1
