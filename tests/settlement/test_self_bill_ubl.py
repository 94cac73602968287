"""A self-bill as e-invoice: the worker sells, we buy; what stands in it and what is said while something is missing."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from tests.build import NOW, TODAY, a_worker, an_actor
from tests.settlement.test_e_invoices import a_letterhead
from tests.settlement.test_pdf import words
from tests.settlement.test_services import SEEN, Neighbourhood
from tests.settlement.test_ubl import texts
from tests.settlement.work import consents
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.e_invoices import Incomplete, self_bill_ubl
from werkplaats.settlement.models import InvoiceAddress, SelfBill
from werkplaats.settlement.papers import self_bill_pdf
from werkplaats.settlement.queries_self_bills import self_bills
from werkplaats.settlement.services import correct, make_self_bills, set_invoice_address

pytestmark = pytest.mark.django_db
ADDRESS = {"street": "Leusderweg 1", "postcode": "3817 ka", "city": "Amersfoort"}
LATER = SEEN + timedelta(days=4)


class Street(Neighbourhood):
    """With a plumber of whom all is known."""

    def __init__(self) -> None:
        super().__init__()
        a_letterhead(self)
        self.worker.vat_number, self.worker.kvk_number = "NL123456782B01", "23456789"
        self.worker.save()
        set_invoice_address(an_actor(self.worker.person), **ADDRESS, at=NOW)

    def billed(self, at: Any = SEEN) -> list[SelfBill]:
        return make_self_bills(self.treasurer, at=at)


def test_the_worker_sells_and_we_buy_with_the_vat_reversed_and_the_consent_named() -> None:
    here = Street()
    here.repaired(90, material_cents=2500)
    (bill,) = here.billed()
    root = Tree.fromstring(self_bill_ubl(bill))
    seller, buyer = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
    assert texts(root, f"{seller}/cac:PartyName/cbc:Name") == [here.worker.person.name]
    assert texts(root, f"{seller}/cac:PostalAddress/cbc:PostalZone") == ["3817 KA"]
    assert texts(root, f"{seller}/cac:PartyLegalEntity/cbc:CompanyID") == ["23456789"]
    assert texts(root, f"{buyer}/cac:PartyName/cbc:Name") == [here.cooperative.name]
    assert texts(root, ".//cac:TaxCategory/cbc:ID") == ["AE"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["85.00"]
    assert texts(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == [here.worker.iban]
    assert texts(root, "cbc:BuyerReference") == [f"Zelffacturering, afgesproken op {TODAY.day}-{TODAY.month}-2026"]
    assert texts(root, "cbc:Note") == ["Factuur uitgereikt door afnemer"]
    assert here.dwelling.address in self_bill_ubl(bill).decode()


def test_a_credit_note_names_the_self_bill_it_takes_back_from() -> None:
    here = Street()
    settlement = here.repaired(90)
    here.billed()
    correct(here.treasurer, settlement.pk, reason="Korter", minutes=60, at=SEEN)
    credit = next(bill for bill in here.billed(LATER) if bill.credits)
    root = Tree.fromstring(self_bill_ubl(credit))
    assert texts(root, "cbc:CreditNoteTypeCode") == ["261"]
    assert texts(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == ["1"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["60.00"]


def test_where_a_client_lives_goes_to_no_bookkeeping() -> None:
    here = Street()
    settlement = here.helped(120)
    helper = settlement.timesheet.worker
    Worker.objects.filter(pk=helper.pk).update(
        contract="self_employed", kvk_number="34567890", vat_number="NL123456782B01"
    )
    set_invoice_address(an_actor(helper.person), **ADDRESS, at=NOW)
    settlement.earnings.get()
    (bill,) = here.billed()
    written = self_bill_ubl(bill).decode()
    job = settlement.timesheet.visit.job
    assert job.care_grant
    assert job.dwelling.address not in written
    assert job.care_grant.client.person.name not in written


def test_what_is_missing_of_the_worker_is_said_in_words() -> None:
    here = Street()
    other = a_worker(here.cooperative, kvk_number="", iban="NL91ABNA0417164301")
    consents(other)
    here.worker = other
    here.repaired(60)
    (bill,) = here.billed()
    with pytest.raises(Incomplete) as missing:
        self_bill_ubl(bill)
    assert missing.value.of_us == []
    assert len(missing.value.of_payer) == 4  # address, KvK, VAT number and IBAN


def test_vat_is_reversed_to_a_cooperative_with_a_vat_number_only() -> None:
    here = Street()
    a_letterhead(here, vat_number="", tax_number="123456782")
    here.repaired(60)
    (bill,) = here.billed()
    with pytest.raises(Incomplete) as missing:
        self_bill_ubl(bill)
    assert (len(missing.value.of_us), missing.value.of_payer) == (1, [])


def test_a_new_address_stands_on_new_invoices_only() -> None:
    here = Street()
    here.repaired()
    (bill,) = here.billed()
    moved = {**ADDRESS, "street": "Nieuwe Weg 2"}
    set_invoice_address(an_actor(here.worker.person), **moved, at=LATER)
    assert "Leusderweg 1" in words(self_bill_pdf(bill))
    here.repaired()
    (again,) = here.billed(LATER)
    assert "Nieuwe Weg 2" in words(self_bill_pdf(again))


def test_an_address_is_whole_and_of_the_worker_alone() -> None:
    here = Street()
    with pytest.raises(Refused) as refusal:
        set_invoice_address(an_actor(here.worker.person), **{**ADDRESS, "city": " "}, at=NOW)
    assert refusal.value.field == "city"
    with pytest.raises(DoorClosed):
        set_invoice_address(here.treasurer, **ADDRESS, at=NOW)
    assert InvoiceAddress.objects.count() == 1


def test_a_worker_sees_their_own_self_bills_and_who_settles_all() -> None:
    here = Street()
    here.repaired()
    other = a_worker(here.cooperative)
    consents(other)
    mine, here.worker = here.worker, other
    here.repaired()
    here.billed()
    assert self_bills(here.treasurer).count() == 2
    assert [bill.worker_id for bill in self_bills(an_actor(mine.person))] == [mine.pk]
