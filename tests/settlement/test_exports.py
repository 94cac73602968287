"""Tables and the audit file of real books: what was charged, earned, invoiced, paid and booked."""

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import pyxaf
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pyxaf import Severity

from tests.build import NOW, TODAY, a_landlord_contact
from tests.settlement.bank_files import THEIRS, a_line, a_statement, camt
from tests.settlement.test_services import PERIOD, SEEN, Neighbourhood, paid
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.portal.spreadsheet import table_response
from werkplaats.settlement import exports
from werkplaats.settlement.audit_file import audit_file
from werkplaats.settlement.models import Invoice, LedgerEntry, LedgerTransaction
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import CHART, LINES, OF_A_YEAR, Account
from werkplaats.settlement.services import issue_invoices, make_self_bills, set_letterhead
from werkplaats.settlement.services.bank import import_statement

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def here() -> Neighbourhood:
    found = Neighbourhood()
    set_letterhead(
        found.treasurer, valid_from=date(2026, 1, 1), street="Weg 1", postcode="3812 DA", city="Amersfoort",
        kvk_number="87654321", iban="NL91ABNA0417164300", vat_number="NL123456782B01", at=NOW,
    )  # fmt: skip
    return found


def a_month_of_work(here: Neighbourhood) -> None:
    """A repair and help, invoiced, billed and paid; and a repair after it."""
    here.repaired(90, material_cents=2500)
    here.helped(120)
    issue_invoices(here.treasurer, **PERIOD, at=NOW)
    make_self_bills(here.treasurer, at=SEEN)
    paid(here, SEEN.date())
    here.repaired(60)


def content(here: Neighbourhood, what: str, file_type: str) -> bytes:
    response = table_response(exports.table(here.treasurer, what, *YEAR), file_type)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def in_csv(here: Neighbourhood, what: str) -> list[dict[str, str]]:
    text = content(here, what, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("what", exports.EXPORTS)
def test_csv_and_xlsx_say_the_same(here: Neighbourhood, what: str) -> None:
    a_month_of_work(here)
    header, *rows = openpyxl.load_workbook(io.BytesIO(content(here, what, "xlsx"))).worksheets[0].values
    assert rows or what in ("bank", "incasso"), what
    kinds = {column.title: column.kind for column in exports.EXPORTS[what].columns}

    def as_text(title: str, value: Any) -> str:
        if value is None:
            return ""
        if kinds[title] == "day":
            return value.date().isoformat()
        if kinds[title] == "euros":
            return f"{value:.2f}".replace(".", ",")
        return str(value).removesuffix(".0").replace(".", ",") if kinds[title] == "number" else str(value)

    assert [
        {str(title): as_text(str(title), value) for title, value in zip(header, row, strict=True)} for row in rows
    ] == in_csv(here, what)


def test_what_was_charged_adds_up_to_the_revenue(here: Neighbourhood) -> None:
    a_month_of_work(here)
    rows = in_csv(here, "omzetregels")
    assert [row["Bedrag zonder btw"] for row in rows] == ["72,00", "27,50", "58,00", "48,00"]
    first = rows[0]
    assert (first["Betaler"], first["Omschrijving"], first["Aantal"], first["Prijs"], first["Prijs per"]) == (
        here.landlord.name,
        "Loodgieter",
        "90",
        "48",
        "60",
    )
    assert (first["Factuur"], rows[3]["Factuur"]) == ("1", "")


def test_the_ledger_balances_and_the_trial_balance_agrees_with_it(here: Neighbourhood) -> None:
    a_month_of_work(here)

    def cents(text: str) -> int:
        return int(text.replace(",", ""))

    balances: dict[str, int] = defaultdict(int)
    for row in in_csv(here, "grootboek"):
        balances[row["Rekening"]] += cents(row["Debet"]) - cents(row["Credit"])
    assert sum(balances.values()) == 0
    assert {row["Rekening"]: cents(row["Eindsaldo"]) for row in in_csv(here, "saldibalans")} == dict(balances)


def test_profit_and_loss_and_the_balance_sheet_agree(here: Neighbourhood) -> None:
    a_month_of_work(here)
    result = in_csv(here, "winst-en-verlies")[-1]
    assert result["Deel"] == "resultaat"
    rows = in_csv(here, "balans")
    assert [row["Bedrag"] for row in rows if row["Deel"] == "resultaat van dit jaar"] == [f"-{result['Bedrag']}"]
    assert sum(Decimal(row["Bedrag"].replace(",", ".")) for row in rows) == 0


def test_a_line_of_the_bank_says_what_it_was_matched_with_and_how_sure_that_was(here: Neighbourhood) -> None:
    a_month_of_work(here)
    invoice = Invoice.objects.get(payer=Payer.LANDLORD)
    line = a_line(invoice.total_cents, description=f"Factuur {invoice.number}", iban=THEIRS)
    import_statement(here.treasurer, camt(a_statement(line)), at=SEEN)
    (row,) = in_csv(here, "bank")
    assert (row["Factuur"], row["Waarom"] != "", int(row["Zekerheid (%)"]) >= 80) == (str(invoice.number), True, True)


def test_open_items_are_what_the_books_say_is_open(here: Neighbourhood) -> None:
    a_month_of_work(here)
    rows = [(row["Soort"], row["Factuur"], row["Bedrag"]) for row in in_csv(here, "openstaand")]
    assert rows == [("te ontvangen", "1", "120,40"), ("te ontvangen", "2", "58,00"), ("te betalen", "", "40,00")]


def test_vat_says_the_box_and_the_reason_of_each_line(here: Neighbourhood) -> None:
    a_month_of_work(here)
    told = [(row["Kant"], row["Rubriek"], row["Bedrag zonder btw"], row["Btw-regel"]) for row in in_csv(here, "btw")]
    assert told[:3] == [
        ("verkoop", "1a", "72,00", "S_STANDARD"),
        ("verkoop", "1a", "27,50", "S_STANDARD"),
        ("verkoop", "geen", "58,00", "S_WMO"),
    ]
    assert {row[0] for row in told[3:]} == {"inkoop"}


def test_a_description_never_becomes_a_formula(here: Neighbourhood) -> None:
    here.landlord.name = "=HYPERLINK(A1)"
    here.landlord.save()
    a_month_of_work(here)
    assert in_csv(here, "facturen")[0]["Betaler"] == "'=HYPERLINK(A1)"
    sheet = openpyxl.load_workbook(io.BytesIO(content(here, "facturen", "xlsx"))).worksheets[0]
    assert [cell.data_type for cell in next(sheet.iter_rows(min_row=2)) if cell.value == "=HYPERLINK(A1)"] == ["s"]


def test_only_the_own_cooperative_and_only_for_who_settles(here: Neighbourhood) -> None:
    a_month_of_work(Neighbourhood())
    for what in exports.EXPORTS:
        assert in_csv(here, what) == [] or what == "tarieven", what  # the own ones
    with pytest.raises(DoorClosed):
        exports.table(a_landlord_contact(here.landlord), "grootboek", *YEAR)
    with pytest.raises(DoorClosed):
        audit_file(a_landlord_contact(here.landlord), 2026, today=TODAY)


def the_file(here: Neighbourhood, year: int = 2026) -> bytes:
    return "".join(audit_file(here.treasurer, year, today=date(2027, 1, 15))).encode()


def test_the_audit_file_of_real_books_is_accepted(here: Neighbourhood) -> None:
    a_month_of_work(here)
    report = pyxaf.validate(the_file(here))
    assert [str(found) for found in report.findings if found.severity > Severity.INFO] == []
    assert report.stats["lines"] == LedgerEntry.objects.count()
    assert report.stats["relations"] == 4


def test_the_books_say_in_dutch_what_each_booking_is(here: Neighbourhood) -> None:
    with translation.override("en"):
        a_month_of_work(here)
        costs = a_line(-100, SEEN.date(), iban=THEIRS)
        import_statement(here.treasurer, camt(a_statement(costs, iban="NL91ABNA0417164300")), at=SEEN)
    said = LedgerTransaction.objects.values_list("description", flat=True)
    assert {one.rstrip("-,0123456789 ") for one in said} == {
        "bezoek", "factuur", "factuur namens vakmens", "betaalronde", "bankregel",
    }  # fmt: skip


def test_the_audit_file_says_what_the_ledger_says(here: Neighbourhood) -> None:
    a_month_of_work(here)
    ledger = dict(LedgerEntry.objects.values_list("account").annotate(Sum("amount_cents")))
    read: dict[str, Decimal] = defaultdict(Decimal)
    with pyxaf.open(the_file(here)) as found:
        for transaction in found.transactions():
            for line in transaction.lines:
                read[line.account_id] += line.signed_amount
    assert {account: int(amount * 100) for account, amount in read.items()} == {
        CHART[Account(account)].number: cents for account, cents in ledger.items()
    }


def test_an_invoice_tells_its_vat_beside_its_base(here: Neighbourhood) -> None:
    a_month_of_work(here)
    with pyxaf.open(the_file(here)) as found:
        told = [
            (line.invoice_ref, [(vat.code, vat.percentage, vat.amount) for vat in line.vat])
            for transaction in found.transactions()
            for line in transaction.lines
            if line.vat
        ]
    assert told == [("1", [("S21", 21, Decimal("20.90"))]), ("2", [("E", 0, 0)])]


def test_a_new_year_opens_with_what_the_old_one_left(here: Neighbourhood) -> None:
    a_month_of_work(here)
    content = the_file(here, 2027)
    assert not [found for found in pyxaf.validate(content).findings if found.severity > Severity.INFO]
    with pyxaf.open(content) as found:
        opening = found.opening_balance()
        assert opening
        result = next(line for line in opening.lines if line.account_id == CHART[Account.EQUITY_RESULT].number)
        assert sum(line.signed_amount for line in opening.lines) == 0
        assert not list(found.transactions())
    of_a_year = [line.account for line in LINES if line.kind in OF_A_YEAR]
    kept = LedgerEntry.objects.filter(account__in=of_a_year).aggregate(cents=Sum("amount_cents"))["cents"]
    assert int(result.signed_amount * 100) == kept < 0


def test_an_audit_file_needs_a_tax_number_and_a_booking(here: Neighbourhood) -> None:
    with pytest.raises(Refused, match="nog niets geboekt"):
        audit_file(here.treasurer, 2026, today=TODAY)
    other = Neighbourhood()
    other.repaired(60)
    with pytest.raises(Refused, match="briefhoofd"):
        audit_file(other.treasurer, 2026, today=TODAY)


def test_a_large_year_costs_no_more_questions_than_a_small_one(here: Neighbourhood) -> None:
    here.repaired(60)
    with CaptureQueriesContext(connection) as small:
        the_file(here)
    for _ in range(5):
        here.repaired(60)
    with CaptureQueriesContext(connection) as large:
        the_file(here)
    assert len(large) == len(small)
