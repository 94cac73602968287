"""An issued invoice as UBL: what stands in it, and what is said while something is missing."""

from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.utils import translation

from tests.build import NOW, TODAY, a_cooperative, a_landlord
from tests.settlement.test_pdf import an_invoice
from tests.settlement.test_services import PERIOD, Neighbourhood
from tests.settlement.test_ubl import texts
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.services.billing import BillingDetails, set_billing_details
from werkplaats.settlement.e_invoices import Incomplete, invoice_ubl
from werkplaats.settlement.services import correct, issue_invoices, set_letterhead

pytestmark = pytest.mark.django_db
ADDRESS = {"street": "Stadhuisplein 1", "postcode": "3811 LM", "city": "Amersfoort", "invoice_reference": "INK-77"}


def a_letterhead(here: Neighbourhood, **fields: Any) -> None:
    ours = {
        "street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "87654321",
        "iban": "NL91ABNA0417164300", "vat_number": "NL123456782B01", **fields,
    }  # fmt: skip
    set_letterhead(here.treasurer, valid_from=TODAY, **ours, at=NOW)


def complete(here: Neighbourhood, payer: Landlord | DistrictTeam, **fields: str) -> None:
    set_billing_details(here.treasurer, payer, BillingDetails(**{**ADDRESS, **fields}))


def test_a_landlord_gets_its_labour_and_material_and_no_name() -> None:
    here = Neighbourhood()
    a_letterhead(here)
    complete(here, here.landlord, kvk_number="12345678")
    settlement = here.repaired(90, material_cents=120000)
    content = invoice_ubl(an_invoice(here))
    root = Tree.fromstring(content)
    assert texts(root, "cac:InvoiceLine/cbc:LineExtensionAmount") == ["72.00", "1320.00"]
    assert texts(root, "cac:TaxTotal/cbc:TaxAmount") == ["292.32"]
    assert texts(root, "cbc:BuyerReference") == ["INK-77"]
    assert here.dwelling.address in content.decode()
    assert settlement.timesheet.visit.job.request
    assert settlement.timesheet.visit.job.request.reporter.name not in content.decode()


def test_a_municipality_is_known_by_its_oin_and_wmo_help_says_why_it_is_exempt() -> None:
    here = Neighbourhood()
    a_letterhead(here, vat_number="", tax_number="123456782")
    settlement = here.helped(120)
    assert settlement.district_team
    complete(here, settlement.district_team, oin="00000001002564440000")
    root = Tree.fromstring(invoice_ubl(an_invoice(here)))
    assert texts(root, "cac:AccountingCustomerParty//cbc:EndpointID") == ["00000001002564440000"]
    assert texts(root, ".//cbc:TaxExemptionReasonCode") == ["VATEX-EU-132-1G"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["58.00"]


def test_work_of_a_small_business_says_that_it_takes_part_in_the_scheme() -> None:
    here = Neighbourhood()
    a_letterhead(here, small_business=True)
    complete(here, here.landlord, kvk_number="12345678")
    here.repaired(60)
    root = Tree.fromstring(invoice_ubl(an_invoice(here)))
    assert texts(root, ".//cbc:TaxExemptionReason") == ["Vrijgesteld van btw: kleineondernemersregeling (KOR)"]


def test_a_credit_note_gives_back_what_was_corrected_and_names_its_invoice() -> None:
    here = Neighbourhood()
    a_letterhead(here)
    complete(here, here.landlord, kvk_number="12345678")
    settlement = here.repaired(90)
    an_invoice(here)
    correct(here.treasurer, settlement.pk, reason="It was an hour.", minutes=60, at=NOW)
    again, credit = issue_invoices(here.treasurer, **PERIOD, at=NOW)
    root = Tree.fromstring(invoice_ubl(credit))
    assert texts(root, "cbc:CreditNoteTypeCode") == ["381"]
    assert texts(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == ["1"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["87.12"]
    assert (again.number, again.net_cents, credit.number, credit.net_cents) == (2, 4800, 3, -7200)


def test_an_owner_builder_gets_its_vat_reversed() -> None:
    here = Neighbourhood()
    a_letterhead(here)
    here.landlord.owner_builder = True
    here.landlord.save()
    complete(here, here.landlord, kvk_number="12345678", vat_number="NL123456782B01")
    here.repaired(60)
    root = Tree.fromstring(invoice_ubl(an_invoice(here)))
    assert texts(root, ".//cac:TaxCategory/cbc:ID") == ["AE"]
    assert texts(root, "cac:TaxTotal/cbc:TaxAmount") == ["0.00"]


def test_without_the_payers_vat_number_its_vat_cannot_be_reversed_and_that_is_said_in_dutch() -> None:
    here = Neighbourhood()
    a_letterhead(here)
    here.landlord.owner_builder = True
    here.landlord.save()
    complete(here, here.landlord, kvk_number="12345678")
    here.repaired(60)
    with pytest.raises(Incomplete) as missing, translation.override("nl"):
        invoice_ubl(an_invoice(here))
    assert missing.value.of_us == []
    assert missing.value.of_payer == ["Het btw-nummer van de betaler ontbreekt. Zonder kan de btw niet worden verlegd."]


def test_what_is_missing_is_said_by_who_has_to_fill_it_in() -> None:
    here = Neighbourhood()
    here.helped(60)
    invoice = an_invoice(here)
    with pytest.raises(Incomplete) as nothing:
        invoice_ubl(invoice)
    assert (len(nothing.value.of_us), len(nothing.value.of_payer)) == (1, 3)
    a_letterhead(here, vat_number="")
    with pytest.raises(Incomplete) as rest:
        invoice_ubl(invoice)
    assert "RSIN" in rest.value.of_us[0]


@pytest.mark.parametrize("wrong", [{"kvk_number": "123"}, {"oin": "12345678"}, {"vat_number": "NL123456789B01"}])
def test_a_number_that_cannot_be_is_refused_and_changes_nothing(wrong: dict[str, str]) -> None:
    here = Neighbourhood()
    with pytest.raises(Refused) as refusal:
        complete(here, here.landlord, **wrong)
    assert refusal.value.field in wrong
    here.landlord.refresh_from_db()
    assert here.landlord.invoice_reference == ""


def test_a_payer_of_another_cooperative_is_refused() -> None:
    here = Neighbourhood()
    with pytest.raises(Refused):
        complete(here, a_landlord(a_cooperative()))
