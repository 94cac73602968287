"""What an e-invoice says, adds up to, refuses, and how it is written. The official rules judge it in
`make check-invoices`, which is no part of `make test`: the rules are not in this repository (docs/invoices.md)."""

from base64 import b64decode
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.invoices.cases import LANDLORD, OURS, PLAIN, REPORT, cases, labour, lines, material
from werkplaats.settlement.rules.e_invoice import (
    HIGH,
    KOR,
    LOW,
    OUTSIDE,
    REVERSE_CHARGE,
    WMO,
    BlockedPart,
    Category,
    Line,
    NotAnInvoice,
    Scheme,
    Vat,
    subtotals,
)
from werkplaats.settlement.rules.ubl import (
    CAC,
    CBC,
    NLCIUS_G_ACCOUNT,
    PEPPOL_SELF_BILLING,
    Customization,
    may_be_written,
    to_ubl,
)

NAMES = {"cbc": CBC, "cac": CAC}
# As the schema of UBL 2.1 lists them (only those that are written here).
HEAD = ["CustomizationID", "ProfileID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "CreditNoteTypeCode", "Note",
        "DocumentCurrencyCode", "BuyerReference", "InvoicePeriod", "OrderReference", "BillingReference",
        "ContractDocumentReference", "AdditionalDocumentReference", "AccountingSupplierParty",
        "AccountingCustomerParty", "PaymentMeans", "PaymentTerms", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
        "CreditNoteLine"]  # fmt: skip
ORDER = {
    "Invoice": HEAD,
    "CreditNote": HEAD,
    "Party": ["EndpointID", "PartyName", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity", "Contact"],
    "PostalAddress": ["StreetName", "CityName", "PostalZone", "Country"],
    "PartyLegalEntity": ["RegistrationName", "CompanyID"],
    "AdditionalDocumentReference": ["ID", "DocumentDescription", "Attachment"],
    "PaymentTerms": ["PaymentMeansID", "Note", "Amount"],
    "PaymentMeans": ["ID", "PaymentMeansCode", "PaymentDueDate", "PaymentID", "PayeeFinancialAccount"],
    "TaxSubtotal": ["TaxableAmount", "TaxAmount", "TaxCategory"],
    "TaxCategory": ["ID", "Percent", "TaxExemptionReasonCode", "TaxExemptionReason", "TaxScheme"],
    "LegalMonetaryTotal": ["LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"],
    "InvoiceLine": ["ID", "InvoicedQuantity", "LineExtensionAmount", "InvoicePeriod", "Item", "Price"],
    "CreditNoteLine": ["ID", "CreditedQuantity", "LineExtensionAmount", "InvoicePeriod", "Item", "Price"],
    "Item": ["Description", "Name", "ClassifiedTaxCategory"],
    "ClassifiedTaxCategory": ["ID", "Percent", "TaxScheme"],
    "Contact": ["Name", "Telephone", "ElectronicMail"],
    "InvoicePeriod": ["StartDate", "EndDate"],
    "PartyTaxScheme": ["CompanyID", "TaxScheme"],
    "TaxTotal": ["TaxAmount", "TaxSubtotal"],
    "InvoiceDocumentReference": ["ID", "IssueDate"],
    "Price": ["PriceAmount", "BaseQuantity"],
}


def read(document: Any, customization: Customization = Customization.PEPPOL) -> Tree.Element:
    return Tree.fromstring(to_ubl(document, customization))


def texts(root: Tree.Element, path: str) -> list[str | None]:
    return [found.text for found in root.iterfind(path, NAMES)]


def short(element: Tree.Element) -> str:
    return element.tag.rpartition("}")[2]


@pytest.mark.parametrize(
    ("some", "net", "vat"),
    [
        ([labour(90), material(132000)], 139200, 29232),
        ([labour(75, vat=LOW)], 6000, 540),
        ([labour(90), material(999, LOW)], 8199, 1512 + 90),
        ([labour(120, 2900, WMO)], 5800, 0),
        ([labour(60, vat=REVERSE_CHARGE)], 4800, 0),
        ([material(2)] * 99, 198, 42),  # per line it would be 0
        ([Line("a", Decimal("0.5"), Decimal(1), HIGH)] * 5 + [material(45)], 50, 11),  # halves go up: 5 and 10.5
        ([labour(90), labour(-30)], 4800, 1008),
        ([labour(20, 4999)], 1666, 350),
    ],
)
def test_vat_is_counted_once_over_the_sum_of_a_rate(some: list[Line], net: int, vat: int) -> None:
    document = replace(PLAIN, lines=tuple(some), booked=(net, vat))
    assert (document.net, document.vat, document.total) == (net, vat, net + vat)


@given(st.lists(lines, min_size=1, max_size=8))
def test_every_sum_that_is_written_agrees_with_its_parts(some: list[Line]) -> None:
    root = read(replace(PLAIN, lines=tuple(some)))

    def sums(path: str) -> Decimal:
        return sum((Decimal(text or "") for text in texts(root, path)), Decimal())

    net = sums("cac:InvoiceLine/cbc:LineExtensionAmount")
    tax = sums("cac:TaxTotal/cbc:TaxAmount")
    assert net == sums("cac:LegalMonetaryTotal/cbc:LineExtensionAmount") == sums(".//cac:TaxSubtotal/cbc:TaxableAmount")
    assert tax == sums(".//cac:TaxSubtotal/cbc:TaxAmount")
    assert net + tax == sums("cac:LegalMonetaryTotal/cbc:PayableAmount")


@given(st.lists(lines, min_size=1, max_size=8))
def test_each_rate_bears_its_own_vat_to_half_a_cent(some: list[Line]) -> None:
    expected: dict[tuple[Category, Decimal], int] = defaultdict(int)
    for line in some:
        expected[line.vat.category, line.vat.percent] += line.net
    found = {(part.category, part.percent): part for part in subtotals(some)}
    assert {key: part.net for key, part in found.items()} == expected
    for part in found.values():
        assert -Decimal("0.5") < int(part.vat) - Decimal(int(part.net)) * part.percent / 100 <= Decimal("0.5")


@pytest.mark.parametrize("customization", Customization)
@pytest.mark.parametrize("name", cases())
def test_elements_stand_in_the_order_of_the_schema_and_none_is_empty(name: str, customization: Customization) -> None:
    if not may_be_written(cases()[name], customization):
        customization = Customization.PEPPOL
    for element in read(cases()[name], customization).iter():
        children = [short(child) for child in element]
        assert children or (element.text or "").strip(), short(element)
        if known := ORDER.get(short(element)):
            assert children == sorted(children, key=known.index), short(element)
        else:
            assert len(children) <= 1, short(element)


def test_hours_are_written_as_minutes_at_an_hourly_rate() -> None:
    line = read(PLAIN).find("cac:InvoiceLine", NAMES)
    assert line is not None
    assert texts(line, "cbc:InvoicedQuantity") == ["90"]
    assert texts(line, "cac:Price/*") == ["48", "60"]
    assert texts(line, "cbc:LineExtensionAmount") == ["72.00"]


def test_a_credit_note_names_its_invoice_and_counts_upwards() -> None:
    root = read(replace(PLAIN, number="2", credits="1"))
    assert short(root) == "CreditNote"
    assert texts(root, "cac:BillingReference/*/cbc:ID") == ["1"]
    assert texts(root, "cbc:CreditNoteTypeCode") == ["381"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["1684.32"]


def test_work_without_vat_says_why_and_nlcius_gets_no_code() -> None:
    exempt = replace(PLAIN, lines=(labour(60, vat=WMO),))
    assert texts(read(exempt), ".//cac:TaxCategory/cbc:TaxExemptionReasonCode") == ["VATEX-EU-132-1G"]
    nlcius = read(exempt, Customization.NLCIUS)
    assert texts(nlcius, ".//cbc:TaxExemptionReasonCode") == []
    assert texts(nlcius, ".//cbc:TaxExemptionReason") == ["Vrijgesteld van btw: maatschappelijke ondersteuning"]
    assert texts(nlcius, "cbc:CustomizationID") == [Customization.NLCIUS.value]


def test_a_document_outside_vat_carries_no_vat_number() -> None:
    root = read(replace(PLAIN, lines=(labour(60, vat=OUTSIDE),)))
    assert texts(root, ".//cac:PartyTaxScheme/cbc:CompanyID") == []
    assert texts(root, ".//cbc:Percent") == []


def test_a_self_bill_is_of_the_worker_and_says_by_which_rules_it_was_made() -> None:
    invoice, credit = (read(cases()[name]) for name in ("self-bill, reverse charge", "self-bill, credit note"))
    assert texts(invoice, "cbc:CustomizationID") == texts(credit, "cbc:CustomizationID") == [PEPPOL_SELF_BILLING]
    assert texts(invoice, "cbc:ProfileID") == ["urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"]
    assert texts(invoice, "cbc:InvoiceTypeCode") == ["389"]
    assert texts(credit, "cbc:CreditNoteTypeCode") == ["261"]
    assert texts(invoice, "cac:AccountingSupplierParty//cbc:RegistrationName") == ["Loodgieter J. de Vries"]
    assert texts(invoice, "cac:AccountingCustomerParty//cbc:RegistrationName") == [OURS.name]
    assert texts(invoice, ".//cac:TaxCategory/cbc:ID") == ["AE"]
    by_nlcius = read(cases()["self-bill, reverse charge"], Customization.NLCIUS)
    assert texts(by_nlcius, "cbc:CustomizationID") == [Customization.NLCIUS.value]
    assert texts(by_nlcius, "cbc:InvoiceTypeCode") == ["389"]
    with pytest.raises(NotAnInvoice, match="credit note that the buyer makes"):
        to_ubl(cases()["self-bill, credit note"], Customization.NLCIUS)


def test_a_part_for_the_blocked_account_is_a_second_payment_with_its_amount_where_the_rules_have_a_place() -> None:
    document = cases()["a part on the blocked account"]
    peppol, nlcius = (read(document, one) for one in Customization)
    both = ["NL91ABNA0417164300", "NL02ABNA0123456789"]
    for root in (peppol, nlcius):
        assert texts(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == both
    assert texts(peppol, "cac:PaymentTerms/cbc:Note") == ["€ 14,40 g-rekening"]
    assert texts(nlcius, "cbc:CustomizationID") == [NLCIUS_G_ACCOUNT]
    assert texts(nlcius, "cac:PaymentMeans/cbc:ID") == ["ACCOUNT", "GACCOUNT"]
    assert texts(nlcius, "cac:PaymentTerms/cbc:PaymentMeansID") == ["ACCOUNT", "GACCOUNT"]
    assert texts(nlcius, "cac:PaymentTerms/cbc:Amount") == ["33.60", "14.40"]
    assert sum(cents for _, cents in document.accounts) == document.total


def test_a_pdf_goes_along_inside_the_document() -> None:
    root = read(replace(PLAIN, attachments=(REPORT,)))
    found = root.find("cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject", NAMES)
    assert found is not None
    assert found.text is not None
    assert b64decode(found.text) == REPORT.content
    assert found.attrib == {"mimeCode": "application/pdf", "filename": "werkbonnen-1.pdf"}


def test_any_character_survives_but_those_xml_cannot_hold() -> None:
    root = read(cases()["special characters"])
    assert texts(root, "cbc:BuyerReference") == ["ž & <b>]]>"]
    assert texts(root, ".//cac:Item/cbc:Name") == ["Kraan ½″ & dichting <nieuw>"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"lines": ()}, "no lines"),
        ({"number": " \x00"}, "no number"),
        ({"buyer_reference": " "}, "no buyer reference"),
        ({"iban": "NL00ABNA0417164300"}, "IBAN"),
        ({"booked": (139200, 29231)}, "the books say"),
        ({"lines": (labour(-60),)}, "credit note"),
        ({"due": PLAIN.issued - timedelta(days=1)}, "before the day of issue"),
        ({"due": None}, "no day to pay"),
        ({"blocked": BlockedPart("NL02ABNA0123456789", PLAIN.total)}, "all of it"),
        ({"blocked": BlockedPart("NL02ABNA0123456789", 1), "credits": "1"}, "no part for a blocked account"),
        ({"attachments": (REPORT, REPORT)}, "the same name"),
        ({"period": (date(2026, 4, 1), date(2026, 4, 30))}, "outside the period"),
        ({"period": (date(2026, 4, 2), date(2026, 4, 1))}, "ends before"),
        ({"seller": replace(OURS, vat_number="")}, "no VAT or tax number"),
        ({"buyer": replace(LANDLORD, vat_number=""), "lines": (labour(60, vat=REVERSE_CHARGE),)}, "buyer's VAT number"),
        ({"lines": (labour(60, vat=OUTSIDE), labour(60))}, "of its own"),
    ],
)
def test_a_document_that_would_be_rejected_cannot_be_made(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(NotAnInvoice, match=says):
        replace(PLAIN, **wrong)


def test_parts_that_would_be_rejected_cannot_be_made() -> None:
    for make in (
        lambda: Vat(Category.STANDARD, Decimal(0)),
        lambda: Vat(Category.EXEMPT),
        lambda: Vat(Category.REVERSE_CHARGE, Decimal(21), "verlegd"),
        lambda: replace(KOR, reason="\x01"),
        lambda: replace(OURS, register=(Scheme.KVK, "1234567")),
        lambda: replace(OURS, register=(Scheme.NL_VAT, "NL123456782B01")),
        lambda: replace(OURS, vat_number="123456782B01"),
        lambda: replace(OURS, country="nl"),
        lambda: replace(OURS, city=" "),
        lambda: BlockedPart("NL00ABNA0123456789", 1),
        lambda: BlockedPart("NL02ABNA0123456789", 0),
        lambda: replace(REPORT, name="../bon.pdf"),
        lambda: replace(REPORT, content=b"MZ"),
        lambda: Line("a", Decimal(1), Decimal(-1), HIGH),
        lambda: Line("a", Decimal("NaN"), Decimal(1), HIGH),
        lambda: Line("a", Decimal(1), Decimal(1), HIGH, per=Decimal(0)),
        lambda: Line("", Decimal(1), Decimal(1), HIGH),
    ):
        with pytest.raises(NotAnInvoice):
            make()
