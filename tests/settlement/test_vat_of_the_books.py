"""The return and the limit of the KOR over work that was settled, invoiced and self-billed: beside the ledger."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_dwelling,
    a_grant,
    a_landlord,
    a_worker,
)
from tests.settlement.test_services import PERIOD, SEEN, Neighbourhood, balance
from tests.settlement.work import a_household_job, a_repair_job, a_tariff, a_timesheet, consents
from werkplaats.ground.errors import Refused
from werkplaats.homes.services.billing import set_owner_builder
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerKind
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.members.services.fitting import set_worker_vat
from werkplaats.settlement.models import Charge, Earning, Settlement
from werkplaats.settlement.queries_vat import (
    quarter_return,
    quarters,
    small_business_watch,
    turnover_pro_rata,
    used_for,
    workers_near_the_limit,
)
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.rules.vat import Box, Side
from werkplaats.settlement.rules.vat.returns import Return
from werkplaats.settlement.services import correct, issue_invoices, make_self_bills, set_letterhead, settle

pytestmark = pytest.mark.django_db
SPRING = Quarter(2026, 1)
APRIL = datetime(2026, 4, 15, 8, tzinfo=UTC)


class Street(Neighbourhood):
    """With a painter and a self-employed helper as well."""

    def __init__(self) -> None:
        super().__init__()
        self.painter = a_worker(self.cooperative, trades=("SCH",))
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER, contract=Contract.SELF_EMPLOYED)
        consents(self.painter, self.helper)

    def painted(self, minutes: int = 60, **fields: Any) -> Settlement:
        return self.settled(a_repair_job(self.dwelling, trade="SCH"), self.painter, minutes, **fields)

    def cleaned(self, minutes: int = 120) -> Settlement:
        client = a_client(self.team, a_dwelling(self.landlord))
        return self.settled(a_household_job(a_grant(client)), self.helper, minutes)

    def settled(self, job: Any, worker: Worker, minutes: int, **fields: Any) -> Settlement:
        settlement = settle(a_timesheet(job, worker, minutes, **fields), at=NOW)
        assert settlement
        return settlement

    def billed(self, at: datetime = SEEN) -> None:
        issue_invoices(self.treasurer, **PERIOD, at=at)
        make_self_bills(self.treasurer, at=at)


@pytest.fixture
def here() -> Street:
    return Street()


def of_quarter(here: Neighbourhood, quarter: Quarter = SPRING) -> Return:
    return quarter_return(here.treasurer, quarter)


def test_the_return_of_a_quarter_is_what_the_ledger_has(here: Street) -> None:
    set_worker_vat(here.treasurer, here.helper.pk, small_business=False, shares_exemption=False)
    here.repaired(77, material_cents=1234)
    here.painted(50, material_cents=999)
    here.cleaned(95)
    here.billed()
    found, books = of_quarter(here), balance(here.cooperative)
    figures = {box: figure.vat for box, figure in found.figures.items()}
    assert figures[Box.HIGH] == -books[Account.VAT_PAYABLE_HIGH] > 0
    assert figures[Box.LOW] == -books[Account.VAT_PAYABLE_LOW] > 0
    assert figures[Box.REVERSED] == -books[Account.VAT_REVERSED] > 0
    assert found.input_vat == books[Account.VAT_DEDUCTIBLE] > 0
    assert found.not_deducted == books[Account.VAT_NOT_DEDUCTIBLE] > 0  # of the helper: exempt help
    assert found.figures[Box.NONE].net == 95 * 2900 // 60 + 1  # half a cent up
    in_boxes = Counter((line.side, line.row) for figure in found.figures.values() for line in figure.lines)
    issued = [(Side.SALE, pk) for pk in Charge.objects.values_list("pk", flat=True)]
    assert in_boxes == Counter([*issued, *((Side.PURCHASE, pk) for pk in Earning.objects.values_list("pk", flat=True))])
    assert {line.document for line in found.figures[Box.REVERSED].lines} == {
        f"{worker.person.name} 1" for worker in (here.worker, here.painter, here.helper)
    }


steps = st.lists(
    st.tuples(
        st.sampled_from(["repair", "paint", "help", "correct", "bill"]), st.integers(1, 300), st.integers(0, 9999)
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(steps, st.booleans(), st.booleans())
def test_whatever_is_done_the_return_is_what_the_ledger_has(
    month: list[tuple[str, int, int]], shares: bool, owner_builder: bool
) -> None:
    with transaction.atomic():
        here = Street()
        set_worker_vat(here.treasurer, here.helper.pk, small_business=False, shares_exemption=shares)
        set_owner_builder(here.treasurer, here.landlord.pk, owner_builder=owner_builder)
        at = live(here, month)
        here.billed(at)
        found, books = of_quarter(here), balance(here.cooperative)
        owed = -sum(books.get(account, 0) for account in (Account.VAT_PAYABLE_HIGH, Account.VAT_PAYABLE_LOW))
        assert sum(found.figures[box].vat for box in (Box.HIGH, Box.LOW)) == owed
        assert found.figures[Box.REVERSED].vat == -books.get(Account.VAT_REVERSED, 0)
        assert found.input_vat == books.get(Account.VAT_DEDUCTIBLE, 0)
        assert found.not_deducted == books.get(Account.VAT_NOT_DEDUCTIBLE, 0)
        shown = Counter((line.side, line.row) for figure in found.figures.values() for line in figure.lines)
        on_paper = {(Side.SALE, one.pk) for one in Charge.objects.exclude(invoice=None)}
        on_paper |= {(Side.PURCHASE, one.pk) for one in Earning.objects.exclude(self_bill=None)}
        assert shown == Counter(on_paper)
        transaction.set_rollback(True)


def live(here: Street, month: list[tuple[str, int, int]]) -> datetime:
    """Work, corrections of the latest work, and bills, a minute after each other; gives when the last is final."""
    done: list[int] = []
    at = SEEN
    here.dwelling.landlord.refresh_from_db()  # type: ignore[union-attr]
    for step, minutes, cents in month:
        at += timedelta(minutes=1)
        if step == "repair":
            done.append(here.repaired(minutes, material_cents=cents).pk)
        elif step == "paint":
            done.append(here.painted(minutes, material_cents=cents).pk)
        elif step == "help":
            done.append(here.cleaned(minutes).pk)
        elif step == "correct" and done:
            with suppress(Refused):  # nothing would change
                done[-1] = correct(here.treasurer, done[-1], reason="Anders", minutes=minutes, at=at).pk
        elif step == "bill":
            here.billed(at)
    return at + timedelta(days=4)


def test_work_that_is_not_invoiced_is_not_in_the_return(here: Street) -> None:
    here.repaired()
    found = of_quarter(here)
    assert not any(figure.lines for figure in found.figures.values())
    assert found.result_euros == 0


def test_a_credit_note_counts_in_the_quarter_in_which_it_is_made(here: Street) -> None:
    settlement = here.repaired(60)
    here.billed()
    correct(here.treasurer, settlement.pk, reason="Te veel geteld", minutes=30, at=APRIL)
    here.billed(APRIL)
    spring, summer = of_quarter(here), of_quarter(here, Quarter(2026, 2))
    assert (spring.figures[Box.HIGH].net, spring.figures[Box.HIGH].vat) == (4800, 1008)
    assert (summer.figures[Box.HIGH].net, summer.figures[Box.HIGH].vat) == (-2400, -504)


def test_help_that_a_period_amount_covers_is_still_for_exempt_help(here: Street) -> None:
    set_worker_vat(here.treasurer, here.helper.pk, small_business=False, shares_exemption=False)
    here.helper.refresh_from_db()
    fixed = Rate(RateKind.CLIENT_MONTH, Branch.HOUSEHOLD, cents=20000)
    a_tariff(here.cooperative, TariffKind.MUNICIPALITY, fixed, district_team=here.team)
    helped, repaired = here.cleaned(), here.repaired()
    assert not helped.charges.exists()
    assert used_for([helped.pk, repaired.pk]) == {
        helped.pk: frozenset({Category.EXEMPT}),
        repaired.pk: frozenset({Category.STANDARD}),
    }
    here.billed()
    assert of_quarter(here).not_deducted == balance(here.cooperative)[Account.VAT_NOT_DEDUCTIBLE] == 414


def test_an_owner_builder_pays_the_vat_itself(here: Street) -> None:
    set_owner_builder(here.treasurer, here.landlord.pk, owner_builder=True)
    here.landlord.refresh_from_db()
    here.repaired(60)
    here.billed()
    found = of_quarter(here)
    assert (found.figures[Box.ZERO].net, found.figures[Box.HIGH].net) == (4800, 0)
    assert found.figures[Box.REVERSED].vat == found.input_vat == 840  # the plumber's; deducted


def test_a_worker_in_the_small_businesses_scheme_charges_nothing(here: Street) -> None:
    set_worker_vat(here.treasurer, here.worker.pk, small_business=True, shares_exemption=True)
    here.worker.refresh_from_db()
    here.repaired(60)
    here.billed()
    found = of_quarter(here)
    assert found.figures[Box.REVERSED].vat == found.input_vat == 0
    assert found.figures[Box.NONE].net == 4000


def test_a_cooperative_in_the_scheme_owes_what_is_reversed_to_it_and_deducts_nothing(here: Street) -> None:
    ours = {"street": "Weg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "12345678"}
    set_letterhead(here.treasurer, valid_from=TODAY, iban="NL91ABNA0417164300", small_business=True, at=NOW, **ours)  # type: ignore[arg-type]
    here.repaired(60)
    here.billed()
    found = of_quarter(here)
    assert (found.due_euros, found.input_vat, found.not_deducted) == (8, 0, 840)
    watch = small_business_watch(here.treasurer, 2026)
    assert watch is not None
    assert watch.turnover == 4800


def test_only_taxed_work_counts_for_the_limit(here: Street) -> None:
    here.repaired(60)
    here.cleaned(120)
    watch = small_business_watch(here.treasurer, 2026)
    assert watch is not None
    assert (watch.year, watch.turnover) == (2026, 4800)
    before = small_business_watch(here.treasurer, 2025)
    assert before is not None
    assert before.turnover == 0


def test_a_worker_who_comes_near_the_limit_by_us_alone_is_named(here: Street) -> None:
    set_worker_vat(here.treasurer, here.worker.pk, small_business=True, shares_exemption=True)
    here.worker.refresh_from_db()
    here.repaired(60)
    assert workers_near_the_limit(here.treasurer, 2026) == []
    here.repaired(60, material_cents=1_600_000)
    (one,) = workers_near_the_limit(here.treasurer, 2026)
    assert (one.worker, one.watch.turnover) == (here.worker, 2 * 4000 + 1_600_000)


def test_the_pro_rata_is_the_taxed_part_of_what_was_invoiced(here: Street) -> None:
    assert turnover_pro_rata(here.treasurer, 2026) is None
    here.repaired(60)
    here.cleaned(120)
    here.billed()
    assert turnover_pro_rata(here.treasurer, 2026) == 46  # 48.00 of 106.00 is 45.3 %


def test_there_is_a_quarter_for_every_document(here: Street) -> None:
    assert quarters(here.treasurer, TODAY) == [SPRING, SPRING.previous]
    here.repaired()
    here.billed()
    assert quarters(here.treasurer, date(2026, 12, 1))[-1] == SPRING


def test_one_cooperative_never_sees_the_vat_of_another(here: Street) -> None:
    here.repaired()
    here.billed()
    elsewhere = a_coordinator(a_cooperative())
    assert not any(figure.lines for figure in quarter_return(elsewhere, SPRING).figures.values())
    watch = small_business_watch(elsewhere, 2026)
    assert watch is not None
    assert watch.turnover == 0
    with pytest.raises(Refused):
        set_owner_builder(elsewhere, here.landlord.pk, owner_builder=True)
    with pytest.raises(Refused):
        set_worker_vat(elsewhere, here.worker.pk, small_business=True, shares_exemption=False)


def test_only_who_settles_says_how_somebody_stands_for_vat(here: Street) -> None:
    from tests.build import a_landlord_contact

    with pytest.raises(DoorClosed):
        set_owner_builder(a_landlord_contact(here.landlord), here.landlord.pk, owner_builder=True)
    employee = a_worker(here.cooperative, WorkerKind.HELPER)
    with pytest.raises(Refused):
        set_worker_vat(here.treasurer, employee.pk, small_business=True, shares_exemption=False)


def test_a_return_asks_the_same_number_of_queries_for_a_line_and_for_many(here: Street) -> None:
    here.repaired()
    here.painted()
    here.billed()
    with CaptureQueriesContext(connection) as few:
        of_quarter(here)
    for _ in range(3):
        here.repaired(material_cents=500)
        here.cleaned()
    here.dwelling = a_dwelling(a_landlord(here.cooperative), built_in=1930)
    here.repaired()
    here.billed(SEEN + timedelta(days=1))
    with CaptureQueriesContext(connection) as many:
        of_quarter(here)
    assert len(many) == len(few)
