"""The audit file, judged by pyxaf, which knows the rules of XAF 4.0 from the tax office's own XSD and description."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxaf
from hypothesis import given, settings
from hypothesis import strategies as st

from werkplaats.settlement.rules.xaf import (
    AccountKind,
    Address,
    Books,
    BooksDisagree,
    Company,
    Journal,
    JournalKind,
    LedgerAccount,
    Line,
    Relation,
    RelationKind,
    Totals,
    Transaction,
    VatCode,
    VatPart,
    auditfile,
    opening_balance,
)

ACCOUNTS = (
    LedgerAccount("1300", "Debiteuren", AccountKind.BALANCE, "BVorDebHad"),
    LedgerAccount("1100", "Bank", AccountKind.BALANCE, "BLimBanRba"),
    LedgerAccount("1500", "Btw hoog", AccountKind.BALANCE, "BSchBepBtwOla"),
    LedgerAccount("0500", "Reserves", AccountKind.BALANCE, "BEivOreOvr"),
    LedgerAccount("8000", "Omzet corporaties", AccountKind.PROFIT_AND_LOSS, "WOmzNopOpg"),
)
SALES = Journal("VRK", "Verkoop", JournalKind.SALES)
BANK = Journal("BNK", "Bank", JournalKind.BANK)
LANDLORD = Relation(
    "L1", "Portaal", RelationKind.CUSTOMER, "facturen@portaal.example", "12345678", "NL123456782B01",
    Address("Plein 1", "3811 LM", "Amersfoort"), opening_cents=5000, closing_cents=12100,
)  # fmt: skip
INVOICE = Transaction(
    1,
    date(2026, 3, 31),
    (
        Line("1300", 12100, "2026-1", relation="L1", invoice="2026-1"),
        Line(
            "8000", -10000, "2026-1", delivered_on=date(2026, 3, 12), description="Loodgieter, 2 uur",
            vat=(VatPart("HOOG", Decimal(21), -2100),), cost_centre="Proef Portaal",
        ),
        Line("1500", -2100, "2026-1"),
    ),
    "factuur 2026-1",
)  # fmt: skip
PAID = Transaction(
    2, date(2026, 4, 20), (Line("1100", 5000), Line("1300", -5000, relation="L1", invoice="2025-9")), "ontvangen"
)


def the_books(*transactions: Transaction) -> Books:
    cents = [line.cents for transaction in transactions for line in transaction.lines]
    return Books(
        year=2026,
        made_on=date(2027, 1, 15),
        software_version="0.1.0",
        company=Company(
            "Coöperatie Werkplaats", "NL123456782B01", "87654321", Address("Weg 1", "3812 DA", "Amersfoort")
        ),
        accounts=ACCOUNTS,
        opening={"1300": 5000, "1100": 20000, "0500": -25000},
        totals=Totals(len(cents), sum(c for c in cents if c > 0), -sum(c for c in cents if c < 0)),
        relations=(LANDLORD,),
        vat_codes=(VatCode("HOOG", "Btw 21 %", to_pay="1500"),),
        rgs_version="3.7",
    )


def written(books: Books, journals: Iterable[tuple[Journal, Iterable[Transaction]]]) -> bytes:
    return "".join(auditfile(books, journals)).encode()


def test_pyxaf_finds_nothing_to_remark() -> None:
    content = written(the_books(INVOICE, PAID), [(SALES, [INVOICE]), (BANK, [PAID])])
    report = pyxaf.validate(content)
    assert [str(finding) for finding in report.findings] == []
    assert report.format.version == "4.0"
    assert (report.stats["transactions"], report.stats["lines"], report.stats["accounts"]) == (2, 5, 5)
    assert report.stats["periods"] == 12


def test_what_was_written_is_what_is_read() -> None:
    content = written(the_books(INVOICE, PAID), [(SALES, [INVOICE]), (BANK, [PAID])])
    with pyxaf.open(content) as found:
        assert (found.header.fiscal_year, found.company.name) == ("2026", "Coöperatie Werkplaats")
        assert found.company.tax_registration_id == "NL123456782B01"
        assert {account.id: account.rgs.code for account in found.accounts.values() if account.rgs} == {
            account.number: account.rgs for account in ACCOUNTS
        }
        line = next(line for transaction in found.transactions() for line in transaction.lines if line.vat)
        assert (line.account_id, line.signed_amount, line.cost_center) == ("8000", Decimal(-100), "Proef Portaal")
        assert line.settlement_date == date(2026, 3, 12)
        assert [(vat.code, vat.percentage, vat.amount) for vat in line.vat] == [("HOOG", Decimal(21), Decimal(21))]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (replace(INVOICE, lines=INVOICE.lines[:2]), "does not balance"),
        (replace(INVOICE, day=date(2025, 12, 31)), "not of 2026"),
        (replace(INVOICE, lines=()), "no lines"),
        (replace(INVOICE, lines=(Line("9999", 5), Line("1100", -5))), "unknown account 9999"),
        (replace(INVOICE, lines=(Line("1300", 5, relation="L2"), Line("1100", -5))), "unknown relation L2"),
        (replace(INVOICE, lines=(Line("1300", 5, vat=(VatPart("LAAG", Decimal(9), 1),)), Line("1100", -5))), "VAT"),
    ],
)
def test_books_that_contradict_themselves_make_no_file(broken: Transaction, why: str) -> None:
    with pytest.raises(BooksDisagree, match=why):
        written(the_books(INVOICE), [(SALES, [broken])])


def test_a_transaction_that_got_lost_on_the_way_is_noticed() -> None:
    with pytest.raises(BooksDisagree, match="head of the file"):
        written(the_books(INVOICE, PAID), [(SALES, [INVOICE])])


def test_numbers_of_a_journal_go_up() -> None:
    with pytest.raises(BooksDisagree, match="comes after"):
        written(the_books(INVOICE, INVOICE), [(SALES, [INVOICE, INVOICE])])


def test_an_opening_balance_must_balance_and_holds_no_result() -> None:
    with pytest.raises(BooksDisagree, match="opening balance"):
        replace(the_books(), opening={"1100": 5})
    with pytest.raises(BooksDisagree, match="balance sheet"):
        replace(the_books(), opening={"1100": 5, "8000": -5})


def test_the_result_of_earlier_years_opens_as_capital() -> None:
    before = {"1100": 7000, "0500": -2000, "8000": -9000, "4000": 4000, "1300": 0}
    assert opening_balance(before, {"8000", "4000"}, "0500") == {"0500": -7000, "1100": 7000}


def test_what_people_typed_cannot_break_the_file() -> None:
    nasty = Transaction(1, date(2026, 1, 1), (Line("1100", 1, description="<b>&\x00\x1f\n]]>" * 50), Line("1300", -1)))
    books = replace(the_books(nasty), relations=(replace(LANDLORD, name="Jansen & Zonen <" + "x" * 80),))
    assert not pyxaf.validate(written(books, [(SALES, [nasty])])).findings


@st.composite
def a_year(draw: st.DrawFn) -> list[Transaction]:
    found = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        cents = draw(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=4))
        lines = [Line(draw(st.sampled_from(ACCOUNTS)).number, amount) for amount in cents]
        if rest := -sum(cents):
            lines.append(Line(draw(st.sampled_from(ACCOUNTS)).number, rest))
        found.append(Transaction(number, date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 364))), tuple(lines)))
    return found


@settings(max_examples=40)
@given(a_year())
def test_opening_balance_and_transactions_add_up_to_the_ledger(transactions: list[Transaction]) -> None:
    books = the_books(*transactions)
    ledger: dict[str, int] = defaultdict(int, books.opening)
    for transaction in transactions:
        for line in transaction.lines:
            ledger[line.account] += line.cents
    content = written(books, [(SALES, transactions[::2]), (BANK, transactions[1::2])])
    report = pyxaf.validate(content)
    assert [finding.code for finding in report.findings if finding.code != "XAF7010"] == []
    read: dict[str, Decimal] = defaultdict(Decimal)
    with pyxaf.open(content) as found:
        opening = found.opening_balance()
        assert opening
        for amount in opening.lines:
            read[amount.account_id] += amount.signed_amount
        for transaction in found.transactions():
            for part in transaction.lines:
                read[part.account_id] += part.signed_amount
    assert {account: int(amount * 100) for account, amount in read.items() if amount} == {
        account: cents for account, cents in ledger.items() if cents
    }


def test_transactions_are_taken_one_by_one() -> None:
    """A large year never stands in memory: the second is asked for when the first is written."""
    asked: list[int] = []

    def slowly() -> Iterator[Transaction]:
        for number in (1, 2):
            asked.append(number)
            yield replace(INVOICE, number=number)

    pieces = auditfile(the_books(INVOICE, INVOICE), [(SALES, slowly())])
    for piece in pieces:
        if "factuur 2026-1" in piece:
            break
    assert asked == [1]
