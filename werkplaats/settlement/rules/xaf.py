"""XML Auditfile Financieel (XAF) 4.0: one year of the books as the tax office, accountants and curators read them.

Version 4.0 and no other: the Belastingdienst takes only 4.0 from 1 January 2027 on (notice of 22 April 2026, ODB:
odb.belastingdienst.nl), it alone has a place for the RGS code of an account, and pyxaf, which judges our files in the
tests, checks all ten of its numbered rules. Elements, order and lengths are those of its XSD (package 4.0.3).

A file never stands in memory: `auditfile` takes the transactions one by one and gives text piece by piece. What it
says at its head (how many lines, which totals) is handed in, because the head comes first; what then passes by is
counted, and a file that does not agree with its head, or does not balance, ends in `BooksDisagree`. So write to a
temporary place and hand over only what is finished.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from werkplaats.settlement.rules.markup import DECLARATION, day, euros, group, number, text

NAMESPACE = "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0"
SOFTWARE = "Werkplaats"


class BooksDisagree(ValueError):
    """The books that were handed in contradict themselves. The text says where, for the programmer and the log."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise BooksDisagree(what)


class RelationKind(StrEnum):
    CUSTOMER = "C"
    SUPPLIER = "S"
    BOTH = "B"


class AccountKind(StrEnum):
    BALANCE = "B"
    PROFIT_AND_LOSS = "P"


class JournalKind(StrEnum):
    """`jrnTp`, those that we have."""

    BANK = "B"
    MEMORIAL = "M"
    PURCHASES = "P"
    SALES = "S"
    OTHER = "Z"


@dataclass(frozen=True)
class Address:
    street: str = ""  # with the number in it
    postcode: str = ""
    city: str = ""
    country: str = "NL"

    @property
    def known(self) -> bool:
        return bool(self.street or self.postcode or self.city)


@dataclass(frozen=True)
class Company:
    """Whose books these are. `tax_number` is the VAT number or, without one, the RSIN; the file must have it."""

    name: str
    tax_number: str
    kvk_number: str = ""
    address: Address = field(default_factory=Address)

    def __post_init__(self) -> None:
        require(bool(self.name.strip() and self.tax_number.strip()), "a company has a name and a tax number")


@dataclass(frozen=True)
class Relation:
    """A customer or supplier, with what stood open at the first and last day of the year (debit above zero)."""

    code: str
    name: str
    kind: RelationKind
    email: str = ""
    kvk_number: str = ""
    vat_number: str = ""
    address: Address = field(default_factory=Address)
    opening_cents: int = 0
    closing_cents: int = 0


@dataclass(frozen=True)
class LedgerAccount:
    number: str
    name: str
    kind: AccountKind
    rgs: str = ""  # reference code of the Referentie Grootboekschema


@dataclass(frozen=True)
class VatCode:
    code: str
    name: str
    to_pay: str = ""  # number of the account it is owed on
    to_claim: str = ""


@dataclass(frozen=True)
class VatPart:
    """VAT over (a part of) a line, in cents, debit above zero."""

    code: str
    percent: Decimal
    cents: int


@dataclass(frozen=True)
class Line:
    """One side of a transaction, in cents, debit above zero."""

    account: str
    cents: int
    document: str = ""  # by default the number of the transaction
    invoiced_on: date | None = None  # by default the day of the transaction
    delivered_on: date | None = None
    description: str = ""
    relation: str = ""
    invoice: str = ""
    cost_centre: str = ""
    vat: tuple[VatPart, ...] = ()


@dataclass(frozen=True)
class Transaction:
    number: int  # within its journal they go up
    day: date
    lines: tuple[Line, ...]
    description: str = ""


@dataclass(frozen=True)
class Journal:
    code: str
    name: str
    kind: JournalKind


@dataclass(frozen=True)
class Totals:
    """Of all lines of the year: how many, and both sides in cents."""

    lines: int
    debit: int
    credit: int


@dataclass(frozen=True)
class Books:
    """What the file says before its transactions. `opening` is account number → cents at the first day of the year,
    debit above zero; accounts of profit and loss begin each year at zero (see `opening_balance`)."""

    year: int
    made_on: date
    software_version: str
    company: Company
    accounts: tuple[LedgerAccount, ...]
    opening: Mapping[str, int]
    totals: Totals
    relations: tuple[Relation, ...] = ()
    vat_codes: tuple[VatCode, ...] = ()
    rgs_version: str = ""

    def __post_init__(self) -> None:
        kinds = {account.number: account.kind for account in self.accounts}
        once("account", [account.number for account in self.accounts])
        once("relation", [relation.code for relation in self.relations])
        once("VAT code", [vat.code for vat in self.vat_codes])
        require(sum(self.opening.values()) == 0, "the opening balance does not balance")
        for account in self.opening:
            require(kinds.get(account) is AccountKind.BALANCE, f"{account} is no account of the balance sheet")
        for vat in self.vat_codes:
            require({vat.to_pay, vat.to_claim} - {""} <= kinds.keys(), f"VAT code {vat.code} names an unknown account")
        require(self.totals.debit == self.totals.credit, "the totals of the year do not balance")


def once(what: str, codes: list[str]) -> None:
    require(all(codes) and len(set(codes)) == len(codes), f"each {what} has a code of its own")


def opening_balance(before: Mapping[str, int], profit_and_loss: Collection[str], result_account: str) -> dict[str, int]:
    """What all earlier years left behind: the result of those years is no result any more, but capital.

    `before` is account number → sum of all entries before the first day, in cents; accounts at zero are left out.
    """
    found: dict[str, int] = {}
    for account, cents in before.items():
        kept = result_account if account in profit_and_loss else account
        found[kept] = found.get(kept, 0) + cents
    return {account: cents for account, cents in sorted(found.items()) if cents}


def auditfile(books: Books, journals: Iterable[tuple[Journal, Iterable[Transaction]]]) -> Iterator[str]:
    """The file, piece by piece. Each journal comes once, with its transactions of the year.

    Errors: BooksDisagree, at the latest at the end.
    """
    yield f'{DECLARATION}<auditfile xmlns="{NAMESPACE}">'
    yield _header(books)
    yield "<company>" + _company(books.company)
    yield group("customersSuppliers", map(_relation, books.relations))
    yield group("generalLedger", map(_account, books.accounts))
    yield group("vatCodes", map(_vat_code, books.vat_codes))
    yield group("periods", (_period(books.year, month) for month in range(1, 13)))
    yield _opening(books.opening)
    yield from _transactions(books, journals)
    yield "</company></auditfile>\n"


def _header(books: Books) -> str:
    return group(
        "header",
        (
            number("fiscalYear", books.year),
            day("startDate", date(books.year, 1, 1)),
            day("endDate", date(books.year, 12, 31)),
            text("curCode", "EUR"),
            day("dateCreated", books.made_on),
            text("softwareDesc", SOFTWARE),
            text("softwareVersion", books.software_version, 20),
            text("RGSVersion", books.rgs_version, 20),
        ),
    )


def _company(company: Company) -> str:
    return "".join(
        (
            text("Commercenr", company.kvk_number, 100),
            text("companyName", company.name, 255),
            text("taxRegistrationCountry", "NL"),
            text("taxRegIdent", company.tax_number, 30),
            _address(company.address),
        )
    )


def _address(address: Address) -> str:
    if not address.known:
        return ""
    return group(
        "streetAddress",
        (
            text("streetname", address.street, 100),
            text("city", address.city, 50),
            text("postalCode", address.postcode, 10),
            text("country", address.country),
        ),
    )


def _relation(relation: Relation) -> str:
    return group(
        "customerSupplier",
        (
            text("custSupID", relation.code, 35),
            text("custSupName", relation.name, 50),
            text("eMail", relation.email),
            text("commerceNr", relation.kvk_number, 100),
            text("taxRegistrationCountry", relation.vat_number[:2]),
            text("taxRegIdent", relation.vat_number, 30),
            text("custSupTp", relation.kind),
            euros("opBalDesc", abs(relation.opening_cents)),
            _side("opBalTp", relation.opening_cents),
            euros("clBalDesc", abs(relation.closing_cents)),
            _side("clBalTp", relation.closing_cents),
            _address(relation.address),
        ),
    )


def _account(account: LedgerAccount) -> str:
    return group(
        "ledgerAccount",
        (
            text("accID", account.number, 35),
            text("accDesc", account.name, 255),
            text("accTp", account.kind),
            text("RGScode", account.rgs, 255),
        ),
    )


def _vat_code(vat: VatCode) -> str:
    return group(
        "vatCode",
        (
            text("vatID", vat.code, 35),
            text("vatDesc", vat.name, 100),
            text("vatToPayAccID", vat.to_pay, 35),
            text("vatToClaimAccID", vat.to_claim, 35),
        ),
    )


def _period(year: int, month: int) -> str:
    after = date(year + month // 12, month % 12 + 1, 1)
    return group(
        "period",
        (
            number("periodNumber", month),
            day("startDatePeriod", date(year, month, 1)),
            day("endDatePeriod", after - timedelta(days=1)),
        ),
    )


def _opening(opening: Mapping[str, int]) -> str:
    debit = sum(cents for cents in opening.values() if cents > 0)
    lines = (
        group("obLine", (number("nr", position), text("accID", account, 35), *_amount(cents)))
        for position, (account, cents) in enumerate(opening.items(), start=1)
    )
    return group(
        "openingBalance",
        (number("linesCount", len(opening)), euros("totalDebit", debit), euros("totalCredit", debit), *lines),
    )


def _transactions(books: Books, journals: Iterable[tuple[Journal, Iterable[Transaction]]]) -> Iterator[str]:
    known = Known(books)
    lines = debit = credit = 0
    yield "<transactions>"
    yield number("linesCount", books.totals.lines)
    yield euros("totalDebit", books.totals.debit) + euros("totalCredit", books.totals.credit)
    for journal, transactions in journals:
        yield f"<journal>{text('jrnID', journal.code, 35)}{text('desc', journal.name)}{text('jrnTp', journal.kind)}"
        last = -1
        for transaction in transactions:
            require(transaction.number > last, f"transaction {transaction.number} of {journal.code} comes after {last}")
            last = transaction.number
            known.look_at(transaction)
            lines += len(transaction.lines)
            debit += sum(line.cents for line in transaction.lines if line.cents > 0)
            credit -= sum(line.cents for line in transaction.lines if line.cents < 0)
            yield _transaction(transaction) + "\n"
        yield "</journal>\n"
    found = Totals(lines, debit, credit)
    require(found == books.totals, f"the head of the file says {books.totals}, its transactions {found}")
    yield "</transactions>"


class Known:
    """What a transaction may point at."""

    def __init__(self, books: Books) -> None:
        self.year = books.year
        self.accounts = {account.number for account in books.accounts}
        self.relations = {relation.code for relation in books.relations} | {""}
        self.vat_codes = {vat.code for vat in books.vat_codes}

    def look_at(self, transaction: Transaction) -> None:
        where = f"transaction {transaction.number}"
        require(transaction.day.year == self.year, f"{where} is not of {self.year}")
        require(bool(transaction.lines), f"{where} has no lines")
        require(sum(line.cents for line in transaction.lines) == 0, f"{where} does not balance")
        for line in transaction.lines:
            require(line.account in self.accounts, f"{where} is on an unknown account {line.account}")
            require(line.relation in self.relations, f"{where} is about an unknown relation {line.relation}")
            require({part.code for part in line.vat} <= self.vat_codes, f"{where} has an unknown VAT code")


def _transaction(transaction: Transaction) -> str:
    return group(
        "transaction",
        (
            number("nr", transaction.number),
            text("desc", transaction.description),
            number("periodNumber", transaction.day.month),
            day("trDt", transaction.day),
            *(_line(transaction, line, position) for position, line in enumerate(transaction.lines, start=1)),
        ),
    )


def _line(transaction: Transaction, line: Line, position: int) -> str:
    return group(
        "trLine",
        (
            number("nr", position),
            text("accID", line.account, 35),
            text("docRef", line.document or str(transaction.number), 255),
            day("effDate", line.invoiced_on or transaction.day),
            day("settDate", line.delivered_on),
            text("desc", line.description),
            *_amount(line.cents),
            text("custSupID", line.relation, 35),
            text("invRef", line.invoice, 255),
            text("cost", line.cost_centre, 999),
            *(_vat(part) for part in line.vat),
        ),
    )


def _vat(part: VatPart) -> str:
    return group(
        "vat",
        (
            text("vatID", part.code, 35),
            f"<vatPerc>{part.percent:.3f}</vatPerc>",
            euros("vatAmnt", abs(part.cents)),
            _side("vatAmntTp", part.cents),
        ),
    )


def _amount(cents: int) -> tuple[str, str]:
    """Never below zero: the side says it."""
    return euros("amnt", abs(cents)), _side("amntTp", cents)


def _side(name: str, cents: int) -> str:
    return f"<{name}>{'D' if cents >= 0 else 'C'}</{name}>"
