"""The figures of the return: every line in exactly one box, VAT as on the documents, whole euros in our own favour."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settlement.test_vat_rules import NEW_LAW
from werkplaats.settlement.rules.e_invoice import Category, Line, subtotals
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box, Side, all_rules, rule_on
from werkplaats.settlement.rules.vat.returns import IssuedLine, pro_rata, purchase_vat, vat_return
from werkplaats.settlement.rules.vat.table import read

FIRST, LAST = Quarter(2026, 1).first, Quarter(2026, 1).last
DAY = date(2026, 3, 10)


def a_line(rule: str, net: int, **fields: Any) -> IssuedLine:
    found = rule_on(rule, fields.get("delivered", DAY))
    return IssuedLine(**{
        "side": found.side, "document": "1", "issued": DAY, "delivered": DAY, "rule": rule,
        "category": found.vat.category, "percent": found.vat.percent, "net": net, **fields,
    })  # fmt: skip


def test_a_quarter_of_a_small_cooperative() -> None:
    found = vat_return(
        [
            a_line("S_STANDARD", 100_00), a_line("S_STANDARD", 50_50), a_line("S_LOW_PAINTING", 200_00),
            a_line("S_REVERSED", 1000_00, document="2"), a_line("S_WMO", 5000_00, document="3"),
            a_line("S_STANDARD", -50_50, document="4"),  # a credit note
            a_line("P_REVERSED", 80_00), a_line("P_REVERSED_PAINTING", 150_00),
            a_line("P_REVERSED_HOUSEHOLD", 3000_00, document="5", deductible=False),
            a_line("P_STANDARD", 10_00, document="6"), a_line("P_WAGES", 700_00, document="7"),
            a_line("S_STANDARD", 999_00, document="8", issued=date(2026, 4, 1)),
        ],
        FIRST,
        LAST,
    )  # fmt: skip
    euros = {box: (f.net_euros, f.vat_euros) for box, f in found.figures.items() if f.lines}
    assert euros[Box.HIGH] == (100, 21)  # 31.61 on the invoice (31.605) less 10.61 on the credit note (10.605)
    assert euros[Box.LOW] == (200, 18)
    assert euros[Box.ZERO] == (1000, 0)
    assert euros[Box.REVERSED] == (3230, 300)  # 16.80 + 13.50 + 270.00 is 300.30: down
    assert found.due_euros == 21 + 18 + 300
    assert found.input_vat == 1680 + 1350 + 210
    assert found.input_euros == 33  # 32.40: up
    assert found.not_deducted == 27000
    assert found.result_euros == found.due_euros - 33
    assert found.figures[Box.NONE].net == 5700_00


def test_vat_is_counted_once_over_a_percentage_of_a_document_as_on_the_document_itself() -> None:
    three = [a_line("S_STANDARD", 33, row=row) for row in range(3)]
    assert vat_return(three, FIRST, LAST).figures[Box.HIGH].vat == 21  # each alone would be 7 … 6.93; together 20.79
    apart = [a_line("S_STANDARD", 50, document=str(number)) for number in range(2)]
    assert vat_return(apart, FIRST, LAST).figures[Box.HIGH].vat == 22  # 10.5 twice


def test_nothing_issued_is_a_return_of_zeros() -> None:
    found = vat_return([], FIRST, LAST)
    assert (found.due_euros, found.input_euros, found.result_euros) == (0, 0, 0)


def test_a_rate_of_before_a_change_goes_to_the_box_of_other_rates() -> None:
    rules = read(NEW_LAW)
    old = IssuedLine(Side.SALE, "1", DAY, DAY, "S_STANDARD", Category.STANDARD, Decimal(21), 100_00)
    new = IssuedLine(Side.SALE, "2", LAST, LAST, "S_STANDARD", Category.STANDARD, Decimal(23), 100_00)
    found = vat_return([old, new], FIRST, LAST, rules)
    assert (found.figures[Box.HIGH].vat, found.figures[Box.OTHER].vat) == (2300, 2100)
    assert found.due_euros == 44


def test_a_correction_of_all_leaves_nothing() -> None:
    lines = [a_line("S_STANDARD", 12_34), a_line("P_REVERSED", 9_87), a_line("P_STANDARD", 5_55, document="2")]
    back = [a_line(one.rule, -one.net, document=f"{one.document} back") for one in lines]
    found = vat_return([*lines, *back], FIRST, LAST)
    assert {figure.vat for figure in found.figures.values()} == {0}
    assert found.result_cents == 0


def test_work_that_serves_exempt_help_is_owed_and_not_deducted() -> None:
    bill = purchase_vat([a_line("P_REVERSED", 100_00), a_line("P_REVERSED", 50_00, deductible=False)])
    assert (bill.reversed, bill.reversed_back, bill.charged, bill.lost) == (3150, 2100, 0, 1050)


codes = st.sampled_from(sorted({rule.code for rule in all_rules()}))
days = st.dates(date(2025, 11, 1), date(2026, 5, 31))
lines = st.builds(
    lambda rule, net, issued, number, deductible: a_line(
        rule, net, issued=issued, document=f"{number} of {issued}", deductible=deductible
    ),
    codes,
    st.integers(-1_000_000, 1_000_000),
    days,
    st.integers(1, 4),
    st.booleans(),
)
books = st.lists(lines, max_size=40)


@given(books)
def test_every_line_that_was_issued_in_the_period_stands_in_exactly_one_box(book: list[IssuedLine]) -> None:
    book = [IssuedLine(**{**vars(line), "row": number}) for number, line in enumerate(book)]
    found = vat_return(book, FIRST, LAST)
    shown = Counter(line.row for figure in found.figures.values() for line in figure.lines)
    assert shown == Counter(line.row for line in book if FIRST <= line.issued <= LAST)
    assert sum(figure.net for figure in found.figures.values()) == sum(
        line.net for line in book if FIRST <= line.issued <= LAST
    )


@given(books)
def test_what_is_owed_on_sales_is_what_stands_on_the_invoices(book: list[IssuedLine]) -> None:
    """Beside e_invoice.subtotals, which writes the invoices."""
    found = vat_return(book, FIRST, LAST)
    of_document: dict[str, list[Line]] = {}
    for line in book:
        if line.side is Side.SALE and FIRST <= line.issued <= LAST:
            vat = rule_on(line.rule, line.delivered).vat
            one = Line("x", Decimal(-1 if line.net < 0 else 1), Decimal(abs(line.net)), vat)
            of_document.setdefault(line.document, []).append(one)
    on_invoices = sum(part.vat for document in of_document.values() for part in subtotals(document))
    assert sum(found.figures[box].vat for box in (Box.HIGH, Box.LOW, Box.OTHER)) == on_invoices


@given(books)
def test_the_return_is_never_worse_than_the_books_and_at_most_a_euro_a_box_better(book: list[IssuedLine]) -> None:
    found = vat_return(book, FIRST, LAST)
    gained = found.result_cents - 100 * found.result_euros
    assert 0 <= gained < 500


@given(books)
def test_four_quarters_hold_what_a_year_holds(book: list[IssuedLine]) -> None:
    quarters = [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2)]
    parts = [vat_return(book, quarter.first, quarter.last) for quarter in quarters]
    whole = vat_return(book, quarters[0].first, quarters[-1].last)
    for box in Box:
        assert sum(part.figures[box].vat for part in parts) == whole.figures[box].vat
    assert sum(part.not_deducted for part in parts) == whole.not_deducted


@given(st.lists(lines.filter(lambda line: line.side is Side.PURCHASE), max_size=10))
def test_vat_of_a_self_bill_is_deducted_or_not_and_nothing_else(bill: list[IssuedLine]) -> None:
    found = purchase_vat(bill)
    assert found.deductible + found.lost == found.reversed + found.charged
    if all(line.deductible for line in bill):
        assert found.lost == 0
    if not any(line.deductible for line in bill):
        assert found.deductible == 0


@pytest.mark.parametrize(
    ("taxed", "exempt", "percent"), [(100, 0, 100), (0, 100, 0), (1, 2, 34), (1, 999, 1), (0, 0, None), (-5, 10, 0)]
)
def test_the_pro_rata_is_rounded_up(taxed: int, exempt: int, percent: int | None) -> None:
    assert pro_rata(taxed, exempt) == percent


def test_half_a_euro_of_turnover_goes_up() -> None:
    found = vat_return([a_line("S_STANDARD", 150), a_line("S_LOW_PAINTING", -150)], FIRST, LAST)
    assert (found.figures[Box.HIGH].net_euros, found.figures[Box.LOW].net_euros) == (2, -2)
