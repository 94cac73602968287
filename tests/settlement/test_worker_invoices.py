"""Invoices that workers make themselves: beside the lines they are for, paid in the pay run, and in VAT and books."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.build import TODAY, a_worker, an_actor
from tests.portal.scenes import signed_in
from tests.settlement.test_services import FRIDAY, SEEN, Neighbourhood, balance
from tests.settlement.work import consents, paid_out
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import ClosedMonth, Earning, LedgerTransaction, SelfBill, SelfBillingConsent
from werkplaats.settlement.queries_check import check
from werkplaats.settlement.queries_paying import friday
from werkplaats.settlement.queries_self_bills import expected, invoices_to_come, to_invoice_themselves
from werkplaats.settlement.queries_vat import quarter_return
from werkplaats.settlement.rules import InvoiceKind
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.pay_run import Waits
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.worker_invoice import compare
from werkplaats.settlement.services import correct, draft_run, enter_worker_invoice, make_self_bills
from werkplaats.settlement.services.worker_invoices import Differs, Received

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 an invoice"


class Own(Neighbourhood):
    """The plumber never agreed that we make the invoices."""

    def __init__(self) -> None:
        super().__init__()
        SelfBillingConsent.objects.update(withdrawn_at=SEEN - timedelta(days=3))

    def enter(self, lines: Any = None, worker: Worker | None = None, **said: Any) -> SelfBill:
        worker = worker or self.worker
        waiting = [line.pk for line in to_invoice_themselves(self.treasurer, worker.pk)]
        given = {"number": "2026-7", "dated": TODAY, "net_cents": 4000, "vat_cents": 0, "file": a_file(), **said}
        lines = waiting if lines is None else lines
        return enter_worker_invoice(self.treasurer, worker.pk, lines, Received(**given), at=SEEN)


@pytest.fixture
def here(settings: Any, tmp_path: Any) -> Own:
    settings.MEDIA_ROOT = tmp_path
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return Own()


def a_file(content: bytes = PDF, name: str = "factuur.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_without_consent_lines_wait_until_the_invoice_is_entered_and_are_then_paid(here: Own) -> None:
    here.repaired(60)
    assert [(one.why, one.cents) for one in friday(here.treasurer, at=SEEN).waiting] == [(Waits.NO_INVOICE, 4000)]
    with pytest.raises(Refused, match=r"nobody|niemand"):
        draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)
    bill = here.enter()
    assert (bill.own_number, bill.number, bill.consent, bill.kind) == ("2026-7", None, None, InvoiceKind.INVOICE)
    assert bill.file.read() == PDF
    assert friday(here.treasurer, at=SEEN).waiting == []
    run = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    assert run.cents == 4000
    assert Account.PAYABLE_WORKERS not in balance(here.cooperative)
    assert check(here.cooperative.pk) == []
    connection.check_constraints()


def test_vat_that_a_worker_reverses_is_owed_and_deducted_in_the_quarter_on_the_invoice(here: Own) -> None:
    here.repaired(60)
    here.enter()
    found = quarter_return(here.treasurer, Quarter.of(TODAY))
    assert (found.figures[Box.REVERSED].net, found.figures[Box.REVERSED].vat, found.input_vat) == (4000, 840, 840)
    assert balance(here.cooperative)[Account.VAT_REVERSED] == -840


def test_what_differs_is_said_and_nothing_is_kept(here: Own) -> None:
    here.repaired(60)
    with pytest.raises(Differs) as refused:
        here.enter(net_cents=4500, vat_cents=945)
    said = refused.value.compared
    assert (said.net, said.net_more, said.vat, said.vat_more) == (4000, 500, 0, 945)
    assert not SelfBill.objects.exists()
    assert not LedgerTransaction.objects.filter(event__startswith="worker-invoice").exists()


def test_an_invoice_may_be_for_some_of_the_lines(here: Own) -> None:
    first, second = here.repaired(60), here.repaired(90)
    here.enter([second.earnings.get().pk], net_cents=6000)
    assert [line.pk for line in to_invoice_themselves(here.treasurer)] == [first.earnings.get().pk]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"number": " "}, r"number|nummer"),
        ({"dated": TODAY + timedelta(days=30)}, r"to come|komen"),
        ({"lines": []}, r"Tick|Kruis"),
        ({"lines": [0]}, r"any more|niet meer"),
        ({"file": None}, r"seven years|zeven jaar"),
        ({"file": a_file(b"MZ program", "factuur.pdf")}, r"no PDF|geen pdf"),
        ({"file": a_file(b"no picture", "factuur.exe")}, r"photo|foto"),
        ({"file": a_file(b"%PDF-" + b"0" * 10_000_000)}, r"10 MB"),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else "",
)
def test_what_is_not_right_is_refused_before_anything_is_booked(here: Own, said: dict[str, Any], words: str) -> None:
    here.repaired(60)
    with pytest.raises(Refused, match=words):
        here.enter(**said)
    assert not SelfBill.objects.exists()
    assert Earning.objects.filter(self_bill=None).count() == 1


def test_the_same_number_of_a_worker_is_entered_once(here: Own) -> None:
    here.repaired(60)
    bill = here.enter(number="Fa-1")
    here.repaired(60)
    with pytest.raises(Refused, match=r"already|al"):
        here.enter(number="FA-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfBill.objects.create(
            cooperative=here.cooperative, worker=here.worker, own_number="fa-1", file="x", received_at=SEEN,
            kind=InvoiceKind.INVOICE, period_start=TODAY, period_end=TODAY, net_cents=0, vat_cents=0,
            issued_at=bill.issued_at,
        )  # fmt: skip


def test_who_agreed_that_we_make_them_is_never_paid_twice(here: Own) -> None:
    line = here.repaired(60).earnings.get()
    consents(here.worker)
    assert not to_invoice_themselves(here.treasurer).exists()
    with pytest.raises(Refused, match=r"agreed|afgesproken"):
        here.enter([line.pk])


def test_an_employee_sends_no_invoice(here: Own) -> None:
    employee = a_worker(here.cooperative, contract=Contract.EMPLOYEE)
    with pytest.raises(Refused, match=r"own account|zelfstandig|eigen rekening"):
        here.enter([1], worker=employee)


def test_only_who_settles_enters_an_invoice(here: Own) -> None:
    line = here.repaired(60).earnings.get()
    given = Received("1", TODAY, 4000, 0, a_file())
    with pytest.raises(DoorClosed):
        enter_worker_invoice(an_actor(here.worker.person), here.worker.pk, [line.pk], given, at=SEEN)


def test_a_correction_after_it_was_entered_asks_for_a_credit_note(here: Own) -> None:
    settlement = here.repaired(60)
    bill = here.enter()
    correct(here.treasurer, settlement.pk, minutes=0, reason="Never came", waived=True, at=SEEN)
    (waiting,) = invoices_to_come(here.treasurer)
    assert (waiting.net, waiting.total) == (-4000, -4000)
    credit = here.enter(number="2026-8", net_cents=-4000)
    assert (credit.kind, credit.credits) == (InvoiceKind.CREDIT_NOTE, bill)
    assert Account.PAYABLE_WORKERS not in balance(here.cooperative)
    assert quarter_return(here.treasurer, Quarter.of(TODAY)).figures[Box.REVERSED].net == 0


def test_who_agrees_later_gets_our_credit_note_on_their_own_invoice(here: Own) -> None:
    settlement = here.repaired(60)
    bill = here.enter()
    correct(here.treasurer, settlement.pk, minutes=30, reason="Half an hour", waived=False, at=SEEN)
    consents(here.worker)
    made = make_self_bills(here.treasurer, at=SEEN + timedelta(days=4))
    assert sorted((one.kind, one.credits_id, one.net_cents) for one in made) == [
        (InvoiceKind.CREDIT_NOTE, bill.pk, -4000),
        (InvoiceKind.INVOICE, None, 2000),
    ]


def test_of_a_closed_month_it_is_booked_on_the_day_of_entry_and_counts_for_vat_on_its_own_day(here: Own) -> None:
    here.repaired(60)
    dated = date(2026, 2, 20)
    ClosedMonth.objects.create(cooperative=here.cooperative, month=date(2026, 2, 1), closed_at=SEEN)
    here.enter(dated=dated)
    assert LedgerTransaction.objects.get(event__startswith="worker-invoice").booked_on == SEEN.date()
    line = quarter_return(here.treasurer, Quarter(2026, 1)).figures[Box.REVERSED].lines[0]
    assert (line.issued, line.document) == (dated, f"{here.worker.person.name} 2026-7")


@given(
    st.lists(st.tuples(st.sampled_from([21, 9, 0]), st.integers(1, 10**7)), min_size=1, max_size=20),
)
def test_rounding_vat_by_the_line_is_no_difference_and_more_than_that_is(lines: Any) -> None:
    priced = [(Decimal(percent), Cents(net)) for percent, net in lines]
    net = sum(net for _, net in lines)
    by_line = sum((percent * net + 50) // 100 for percent, net in lines)
    assert compare(priced, Cents(net), Cents(by_line)).agrees
    assert not compare(priced, Cents(net + 1), Cents(by_line)).agrees
    with_vat = sum(1 for percent, _ in lines if percent)
    found = compare(priced, Cents(net), Cents(0))
    assert not compare(priced, Cents(net), found.vat + Cents(with_vat + 1)).agrees


def test_the_treasurer_enters_it_on_a_page_and_reads_what_differs(here: Own) -> None:
    line = here.repaired(60).earnings.get()
    browser = signed_in(here.treasurer.person_id)
    address = f"/bestuur/facturen/vakmensen/{here.worker.pk}/invoeren/"
    assert address in browser.get("/bestuur/vrijdag/").content.decode()
    assert "€40.00" in browser.get(address).content.decode()
    given = {"number": "7", "dated": "2026-03-10", "net": "45,00", "vat": "0", "lines": [line.pk], "file": a_file()}
    page = browser.post(address, given)
    assert (page.status_code, "€5.00" in page.content.decode()) == (422, True)
    assert browser.post(address, {**given, "net": "40,00", "file": a_file()}).status_code == 302
    bill = SelfBill.objects.get()
    assert "Invoice 7 of" in browser.get("/bestuur/facturen/vakmensen/").content.decode()
    assert b"".join(browser.get(f"/bestuur/facturen/ontvangen/{bill.pk}/")) == PDF
    assert browser.get(address).status_code == 302  # nothing waits any more


def test_the_worker_reads_what_has_to_stand_on_the_invoice(here: Own) -> None:
    here.repaired(60)
    page = signed_in(here.worker.person_id).get("/werk/verdiend/").content.decode()
    assert "€40.00" in page
    assert "No VAT on €40.00" in page
    assert "Btw verlegd" in page
    found = expected(list(to_invoice_themselves(an_actor(here.worker.person))))
    assert found is not None
    assert (found.net, found.vat, found.total) == (4000, 0, 4000)


def test_a_worker_reads_the_own_invoice_back_and_no_colleague_does(here: Own) -> None:
    here.repaired(60)
    bill = here.enter()
    address = reverse("worker:sent_invoice", args=[bill.pk])
    phone = signed_in(here.worker.person_id)
    assert address in phone.get("/werk/verdiend/").content.decode()
    assert b"".join(phone.get(address)) == PDF
    assert signed_in(a_worker(here.cooperative).person_id).get(address).status_code == 404


def test_one_cooperative_never_sees_invoices_to_come_of_another(here: Own) -> None:
    line = here.repaired(60).earnings.get()
    other = Own()
    assert list(to_invoice_themselves(other.treasurer)) == []
    given = Received("1", TODAY, 4000, 0, a_file())
    with pytest.raises(Worker.DoesNotExist):
        enter_worker_invoice(other.treasurer, here.worker.pk, [line.pk], given, at=SEEN)
