"""An invoice or credit note as EN 16931 understands it: who, what, which VAT and why; totals that always agree.

Amounts are whole cents of a euro. A line is quantity × price / quantity the price is for, rounded half up; VAT is
computed once over the sum of each (category, percentage), half up (EN 16931-1, BR-CO-10 … BR-CO-17). For a Dutch seller
the extra rules of Peppol BIS Billing 3.0 (NL-R-001 … 009) and NLCIUS (BR-NL-1 … 35) hold as well.
What cannot be a valid document cannot be made: the constructors raise `NotAnInvoice`. Codes of countries, units and
exemptions are taken as they are given: the program has its own few.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stdnum import iban as iban_check

from werkplaats.settlement.rules.money import Cents, rounded, share, total

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LARGEST = Decimal(10) ** 12
DECIMALS = 6


class NotAnInvoice(ValueError):
    """This cannot be a valid document. The text says which part and why, for the programmer and the log."""


class Category(StrEnum):
    """VAT category (UNCL 5305, as EN 16931 uses it)."""

    STANDARD = "S"  # with a percentage: 21 or 9
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"  # the buyer pays the VAT: "btw verlegd"
    OUTSIDE = "O"  # outside the scope of VAT


class Scheme(StrEnum):
    """Of an identifier (ISO 6523 / Peppol's electronic address schemes)."""

    KVK = "0106"
    OIN = "0190"
    NL_VAT = "9944"


IDENTIFIER = {
    Scheme.KVK: re.compile(r"\d{8}", re.ASCII),
    Scheme.OIN: re.compile(r"\d{20}", re.ASCII),
    Scheme.NL_VAT: re.compile(r"NL\d{9}B\d{2}", re.ASCII),
}


class PaymentMeans(StrEnum):
    """UNCL 4461: those that NL-R-008 allows and this program can mean."""

    CREDIT_TRANSFER = "30"
    SEPA_CREDIT_TRANSFER = "58"


def require(holds: bool, what: str) -> None:
    if not holds:
        raise NotAnInvoice(what)


def plain(text: str) -> str:
    """One line without what XML cannot hold."""
    return " ".join(NOT_IN_XML.sub("", text).split())


@dataclass(frozen=True)
class Vat:
    """How a line is taxed. All but the standard category have no percentage and say why."""

    category: Category
    percent: Decimal = Decimal(0)
    reason: str = ""
    reason_code: str = ""  # of the VATEX code list

    def __post_init__(self) -> None:
        require(self.percent.is_finite() and self.percent == round(self.percent, 2), "a VAT percentage has 2 decimals")
        if self.category is Category.STANDARD:
            require(0 < self.percent <= 100, "the standard category has a percentage above 0")
            require(not self.reason and not self.reason_code, "the standard category has no reason for exemption")
        else:
            require(self.percent == 0, f"category {self.category} has no percentage")
            require(bool(plain(self.reason)), f"category {self.category} needs a reason")


HIGH = Vat(Category.STANDARD, Decimal(21))
LOW = Vat(Category.STANDARD, Decimal(9))
# Directive 2006/112/EC, article 132(1)(g): services linked to welfare work; in words as the Belastingdienst names it.
WMO = Vat(Category.EXEMPT, reason="Vrijgesteld van btw: maatschappelijke ondersteuning", reason_code="VATEX-EU-132-1G")
KOR = Vat(Category.EXEMPT, reason="Vrijgesteld van btw: kleineondernemersregeling (KOR)")
REVERSE_CHARGE = Vat(Category.REVERSE_CHARGE, reason="Btw verlegd", reason_code="VATEX-EU-AE")
OUTSIDE = Vat(Category.OUTSIDE, reason="Niet aan btw onderworpen", reason_code="VATEX-EU-O")


@dataclass(frozen=True)
class Party:
    """Seller or buyer. `register` is KvK or OIN; `address` where it receives (Peppol), by default the same."""

    name: str
    street: str
    postcode: str
    city: str
    register: tuple[Scheme, str]
    address: tuple[Scheme, str] | None = None
    country: str = "NL"
    vat_number: str = ""
    tax_number: str = ""  # of a seller without a VAT number (BT-32), as the RSIN
    contact: str = ""
    phone: str = ""
    email: str = ""

    def __post_init__(self) -> None:
        for part in ("name", "street", "postcode", "city"):
            require(bool(plain(getattr(self, part))), f"a party has no {part}")
        require(bool(re.fullmatch(r"[A-Z]{2}", self.country, re.ASCII)), f"{self.country!r} is no country code")
        require(self.register[0] in (Scheme.KVK, Scheme.OIN), "a party is registered by KvK or OIN")
        for scheme, number in (self.register, self.receives_at):
            require(bool(IDENTIFIER[scheme].fullmatch(number)), f"{number!r} is no identifier of scheme {scheme.name}")
        require(
            not self.vat_number or bool(re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,13}", self.vat_number, re.ASCII)),
            f"{self.vat_number!r} is no VAT number with its country before it",
        )

    @property
    def receives_at(self) -> tuple[Scheme, str]:
        return self.address or self.register


@dataclass(frozen=True)
class Line:
    """Something asked for. `unit` is a code of UN/ECE Recommendation 20: MIN minutes, HUR hours, C62 pieces.

    A price is in cents (fractions allowed) for `per` units: an hourly rate over minutes is per=60, which leaves nothing
    to round but the line. A quantity below zero takes back; a price is never below zero (BR-27).
    """

    name: str
    quantity: Decimal
    price_cents: Decimal
    vat: Vat
    unit: str = "C62"
    per: Decimal = Decimal(1)
    description: str = ""
    day: date | None = None  # on which it was delivered

    def __post_init__(self) -> None:
        require(bool(plain(self.name)), "a line has no name")
        for what, value in (("quantity", self.quantity), ("price", self.price_cents), ("per", self.per)):
            require(value.is_finite(), f"the {what} of a line is not a number")
            require(
                abs(value) < LARGEST and value == round(value, DECIMALS), f"the {what} of a line has too many digits"
            )
        require(self.price_cents >= 0, "the price of a line is below zero")
        require(self.per > 0, "the quantity a price is for is not above zero")
        require(bool(re.fullmatch(r"[0-9A-Z]{2,3}", self.unit, re.ASCII)), f"{self.unit!r} is no unit")
        require(abs(self.quantity * self.price_cents / self.per) < LARGEST, "the amount of a line is too large")

    @property
    def net(self) -> Cents:
        """Without VAT (BT-131)."""
        return rounded(self.quantity * self.price_cents / self.per)


@dataclass(frozen=True)
class Subtotal:
    """What one category and percentage add up to, in cents (BG-23)."""

    category: Category
    percent: Decimal
    net: Cents
    vat: Cents
    reason: str
    reason_code: str


def subtotals(lines: Iterable[Line]) -> tuple[Subtotal, ...]:
    """One a category and percentage, highest percentage first. Different reasons in one category stand side by side,
    without a code: EN 16931 allows a category without percentage only once (BR-E-01)."""
    groups: dict[tuple[Category, Decimal], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.vat.category, line.vat.percent.normalize()].append(line)
    found = []
    for (category, percent), members in groups.items():
        net = total(line.net for line in members)
        reasons = list(dict.fromkeys(plain(line.vat.reason) for line in members))
        codes = {line.vat.reason_code for line in members}
        code = codes.pop() if len(codes) == 1 else ""
        found.append(Subtotal(category, percent, net, share(net, percent), "; ".join(filter(None, reasons)), code))
    return tuple(sorted(found, key=lambda part: (-part.percent, part.category)))


@dataclass(frozen=True)
class BlockedPart:
    """So many cents of the total are to be paid on the seller's blocked account (g-rekening)."""

    iban: str
    cents: int

    def __post_init__(self) -> None:
        require(bool(iban_check.is_valid(self.iban)), "the IBAN of the blocked account is not right")
        require(self.cents > 0, "nothing goes to the blocked account")


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes along inside the document (BG-24)."""

    name: str
    description: str
    content: bytes

    def __post_init__(self) -> None:
        require(bool(re.fullmatch(r"[\w.-]+\.pdf", self.name, re.ASCII)), f"{self.name!r} is no name of a PDF")
        require(bool(plain(self.description)), "an attachment has no description")
        require(self.content.startswith(b"%PDF-"), "an attachment is no PDF")


@dataclass(frozen=True)
class Document:
    """An invoice, or with `credits` (the number of the invoice it takes back from) a credit note.

    `self_billed`: the buyer made it on behalf of the seller. `terms` says in words when it is paid; a document has
    them, or a day (`due`). `booked` is what the books say: (net, VAT) in cents; a document that adds up otherwise is
    refused.
    """

    number: str
    issued: date
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    iban: str
    due: date | None
    terms: str = ""
    self_billed: bool = False
    blocked: BlockedPart | None = None
    attachments: tuple[Attachment, ...] = ()
    buyer_reference: str = ""
    order: str = ""  # the buyer's purchase order
    contract: str = ""
    credits: str = ""
    credited_invoice_issued: date | None = None
    period: tuple[date, date] | None = None
    means: PaymentMeans = PaymentMeans.SEPA_CREDIT_TRANSFER
    note: str = ""
    booked: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        require(bool(plain(self.number)), "the document has no number")
        require(bool(self.lines), "the document has no lines")
        require(bool(plain(self.buyer_reference) or plain(self.order)), "there is no buyer reference and no order")
        require(bool(iban_check.is_valid(self.iban)), "the IBAN is not right")
        require(bool(self.due or plain(self.terms)), "there is no day to pay, and there are no terms")
        require(self.due is None or self.due >= self.issued, "the day to pay is before the day of issue")
        require(
            not self.credited_invoice_issued or bool(self.credits), "a day of a credited invoice without its number"
        )
        self._require_period()
        self._require_tax_numbers()
        require(self.total >= 0, "the total is below zero: that is a credit note")
        if self.blocked is not None:
            require(not self.credits, "a credit note has no part for a blocked account")
            require(self.blocked.cents < self.total, "the blocked account gets all of it, or more than that")
        names = [one.name for one in self.attachments]
        require(len(set(names)) == len(names), "two attachments have the same name")
        if self.booked is not None:
            require(
                self.booked == (int(self.net), int(self.vat)),
                f"the books say {self.booked} cents, the lines add up to {(int(self.net), int(self.vat))}",
            )

    def _require_period(self) -> None:
        if self.period is None:
            return
        first, last = self.period
        require(first <= last, "the period ends before it begins")
        days = [line.day for line in self.lines if line.day]
        require(all(first <= day <= last for day in days), "a line was delivered outside the period")

    def _require_tax_numbers(self) -> None:
        used = {line.vat.category for line in self.lines}
        if Category.OUTSIDE in used:
            require(used == {Category.OUTSIDE}, "what is outside VAT stands on a document of its own (BR-O-11)")
            return
        require(bool(self.seller.vat_number or plain(self.seller.tax_number)), "the seller has no VAT or tax number")
        if Category.REVERSE_CHARGE in used:
            require(bool(self.seller.vat_number), "reverse charge needs the seller's VAT number")
            require(bool(self.buyer.vat_number), "reverse charge needs the buyer's VAT number")

    @property
    def accounts(self) -> tuple[tuple[str, int], ...]:
        """IBAN and cents of every payment that is asked; the blocked account last."""
        if self.blocked is None:
            return ((self.iban, int(self.total)),)
        return (self.iban, int(self.total) - self.blocked.cents), (self.blocked.iban, self.blocked.cents)

    @property
    def outside_vat(self) -> bool:
        return self.lines[0].vat.category is Category.OUTSIDE

    @property
    def subtotals(self) -> tuple[Subtotal, ...]:
        return subtotals(self.lines)

    @property
    def net(self) -> Cents:
        return total(line.net for line in self.lines)

    @property
    def vat(self) -> Cents:
        return total(part.vat for part in self.subtotals)

    @property
    def total(self) -> Cents:
        return self.net + self.vat
