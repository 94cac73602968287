"""An e-invoice written as UBL 2.1 (OASIS, ISO/IEC 19845), elements in the order of its schema.

The order is half of what receivers reject; every function here writes its children as the schema lists them.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import SupportsIndex
from xml.etree import ElementTree as Tree

from werkplaats.settlement.rules.e_invoice import (
    Attachment,
    Category,
    Document,
    Line,
    Party,
    Subtotal,
    plain,
    require,
)

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{name}-2"
# prefixes as in every published example
Tree.register_namespace("cbc", CBC)
Tree.register_namespace("cac", CAC)
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
GACCOUNT = "GACCOUNT"  # by which the extension knows the blocked account (BR-GA-7)
# UNCL 1001: invoice, credit note, and both made by the buyer
TYPES = {(False, False): "380", (False, True): "381", (True, False): "389", (True, True): "261"}


class Customization(StrEnum):
    """Which rules the document says it follows (BT-24)."""

    PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"


PEPPOL_SELF_BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
# of NLCIUS, for an invoice with a part for a blocked account (stpe.nl, "G-account extension", version 1.0)
NLCIUS_G_ACCOUNT = f"{Customization.NLCIUS}#conformant#urn:fdc:nen.nl:gaccount:v1.0"


@dataclass(frozen=True)
class Node:
    """An element being written; texts without content are left out (Peppol refuses empty elements)."""

    element: Tree.Element

    def group(self, name: str) -> "Node":
        return Node(Tree.SubElement(self.element, f"{{{CAC}}}{name}"))

    def text(self, name: str, value: str, **attributes: str) -> None:
        if content := plain(value):
            Tree.SubElement(self.element, f"{{{CBC}}}{name}", attributes).text = content

    def day(self, name: str, value: date | None) -> None:
        self.text(name, value.isoformat() if value else "")

    def amount(self, name: str, cents: SupportsIndex) -> None:
        self.text(name, f"{Decimal(int(cents)).scaleb(-2):f}", currencyID="EUR")


def number(value: Decimal) -> str:
    """Without exponent and without zeros behind."""
    return f"{value.normalize() + 0:f}"


def may_be_written(document: Document, customization: Customization) -> bool:
    """NLCIUS has a code for an invoice that the buyer makes (389), and none for its credit note (BR-NL-7)."""
    return customization is not Customization.NLCIUS or not (document.self_billed and document.credits)


def to_ubl(document: Document, customization: Customization = Customization.PEPPOL) -> bytes:
    """The document as an UBL Invoice or CreditNote, UTF-8. The same document is the same bytes.

    Errors: NotAnInvoice for what NLCIUS cannot say: see `may_be_written`.
    """
    require(may_be_written(document, customization), "NLCIUS has no code for a credit note that the buyer makes")
    name = "CreditNote" if document.credits else "Invoice"
    # ElementTree has no default namespace of one tree alone; as an attribute it has
    root = Node(Tree.Element(name, {"xmlns": ROOT.format(name=name)}))
    _head(root, document, customization)
    _party(root.group("AccountingSupplierParty").group("Party"), document.seller, document, seller=True)
    _party(root.group("AccountingCustomerParty").group("Party"), document.buyer, document)
    _payment(root, document, customization)
    _tax_total(root, document, customization)
    _monetary_total(root, document)
    for position, line in enumerate(document.lines, start=1):
        _line(root, position, line, credit=bool(document.credits))
    Tree.indent(root.element)
    written: bytes = Tree.tostring(root.element, encoding="UTF-8", xml_declaration=True)
    return written


def _head(root: Node, document: Document, customization: Customization) -> None:
    root.text("CustomizationID", _specification(document, customization))
    by_peppol = customization is Customization.PEPPOL
    root.text("ProfileID", SELF_BILLING if document.self_billed and by_peppol else PROFILE)
    root.text("ID", document.number)
    root.day("IssueDate", document.issued)
    if not document.credits:
        root.day("DueDate", document.due)
    is_credit = bool(document.credits)
    root.text("CreditNoteTypeCode" if is_credit else "InvoiceTypeCode", TYPES[document.self_billed, is_credit])
    root.text("Note", document.note)
    root.text("DocumentCurrencyCode", "EUR")
    root.text("BuyerReference", document.buyer_reference)
    if document.period:
        _period(root, *document.period)
    if plain(document.order):
        root.group("OrderReference").text("ID", document.order)
    if document.credits:
        invoice = root.group("BillingReference").group("InvoiceDocumentReference")
        invoice.text("ID", document.credits)
        if by_peppol:  # NLCIUS advises against the day (BR-NL-24)
            invoice.day("IssueDate", document.credited_invoice_issued)
    if plain(document.contract):
        root.group("ContractDocumentReference").text("ID", document.contract)
    for attachment in document.attachments:
        _attachment(root.group("AdditionalDocumentReference"), attachment)


def _specification(document: Document, customization: Customization) -> str:
    if document.self_billed and customization is Customization.PEPPOL:
        return PEPPOL_SELF_BILLING
    return NLCIUS_G_ACCOUNT if document.blocked and customization is Customization.NLCIUS else customization


def _attachment(node: Node, attachment: Attachment) -> None:
    node.text("ID", attachment.name)
    node.text("DocumentDescription", attachment.description)
    node.group("Attachment").text(
        "EmbeddedDocumentBinaryObject",
        b64encode(attachment.content).decode("ascii"),
        mimeCode="application/pdf",
        filename=attachment.name,
    )


def _period(node: Node, first: date, last: date) -> None:
    period = node.group("InvoicePeriod")
    period.day("StartDate", first)
    period.day("EndDate", last)


def _party(node: Node, party: Party, document: Document, *, seller: bool = False) -> None:
    scheme, address = party.receives_at
    node.text("EndpointID", address, schemeID=scheme)
    node.group("PartyName").text("Name", party.name)
    postal = node.group("PostalAddress")
    postal.text("StreetName", party.street)
    postal.text("CityName", party.city)
    postal.text("PostalZone", party.postcode)
    postal.group("Country").text("IdentificationCode", party.country)
    if not document.outside_vat:  # BR-O-02: then no VAT number stands on it
        if party.vat_number:
            _tax_number(node, party.vat_number, "VAT")
        elif seller:
            _tax_number(node, party.tax_number, "TAX")
    legal = node.group("PartyLegalEntity")
    legal.text("RegistrationName", party.name)
    legal.text("CompanyID", party.register[1], schemeID=party.register[0])
    if plain(party.contact + party.phone + party.email):
        contact = node.group("Contact")
        contact.text("Name", party.contact)
        contact.text("Telephone", party.phone)
        contact.text("ElectronicMail", party.email)


def _tax_number(node: Node, value: str, scheme: str) -> None:
    tax = node.group("PartyTaxScheme")
    tax.text("CompanyID", value)
    tax.group("TaxScheme").text("ID", scheme)


def _payment(root: Node, document: Document, customization: Customization) -> None:
    """An account for each part. Only by NLCIUS an amount can stand with its account; Peppol has words for it."""
    extended = document.blocked is not None and customization is Customization.NLCIUS
    names = ("ACCOUNT", GACCOUNT)
    for name, (iban, _cents) in zip(names, document.accounts, strict=False):
        means = root.group("PaymentMeans")
        means.text("ID", name if extended else "")
        means.text("PaymentMeansCode", document.means)
        if document.credits:
            means.day("PaymentDueDate", document.due)
        means.text("PaymentID", document.number)
        means.group("PayeeFinancialAccount").text("ID", iban.replace(" ", ""))
    if extended:
        for name, (_iban, cents) in zip(names, document.accounts, strict=True):
            terms = root.group("PaymentTerms")
            terms.text("PaymentMeansID", name)
            terms.amount("Amount", cents)
    elif plain(document.terms):
        root.group("PaymentTerms").text("Note", document.terms)


def _tax_total(root: Node, document: Document, customization: Customization) -> None:
    total = root.group("TaxTotal")
    total.amount("TaxAmount", document.vat)
    for part in document.subtotals:
        subtotal = total.group("TaxSubtotal")
        subtotal.amount("TaxableAmount", part.net)
        subtotal.amount("TaxAmount", part.vat)
        _category(subtotal.group("TaxCategory"), part, customization)


def _category(node: Node, part: Subtotal, customization: Customization) -> None:
    node.text("ID", part.category)
    if part.category is not Category.OUTSIDE:
        node.text("Percent", number(part.percent))
    if customization is Customization.PEPPOL:  # NLCIUS advises against the code (BR-NL-35)
        node.text("TaxExemptionReasonCode", part.reason_code)
    node.text("TaxExemptionReason", part.reason)
    node.group("TaxScheme").text("ID", "VAT")


def _monetary_total(root: Node, document: Document) -> None:
    total = root.group("LegalMonetaryTotal")
    total.amount("LineExtensionAmount", document.net)
    total.amount("TaxExclusiveAmount", document.net)
    total.amount("TaxInclusiveAmount", document.total)
    total.amount("PayableAmount", document.total)


def _line(root: Node, position: int, line: Line, *, credit: bool) -> None:
    node = root.group("CreditNoteLine" if credit else "InvoiceLine")
    node.text("ID", str(position))
    node.text("CreditedQuantity" if credit else "InvoicedQuantity", number(line.quantity), unitCode=line.unit)
    node.amount("LineExtensionAmount", line.net)
    if line.day:
        _period(node, line.day, line.day)
    item = node.group("Item")
    item.text("Description", line.description)
    item.text("Name", line.name)
    category = item.group("ClassifiedTaxCategory")
    category.text("ID", line.vat.category)
    if line.vat.category is not Category.OUTSIDE:
        category.text("Percent", number(line.vat.percent))
    category.group("TaxScheme").text("ID", "VAT")
    price = node.group("Price")
    price.text("PriceAmount", number(line.price_cents.scaleb(-2)), currencyID="EUR")
    if line.per != 1:
        price.text("BaseQuantity", number(line.per), unitCode=line.unit)
