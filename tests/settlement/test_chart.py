import re

import pytest

from werkplaats.settlement.rules.chart import CHART, LINES, OF_A_YEAR, Account, ChartLine, Kind, Side


def test_every_account_has_its_line_in_the_order_of_the_numbers() -> None:
    assert [line.account for line in LINES] == list(Account)
    assert [line.number for line in LINES] == sorted({line.number for line in LINES})
    assert all(re.fullmatch(r"\d{4}", line.number) for line in LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.account)
def test_a_reference_code_is_of_the_balance_sheet_or_of_the_year_as_its_account_is(line: ChartLine) -> None:
    assert re.fullmatch(r"[BW](?:[A-Z][a-z]{2}){2,4}", line.rgs)
    assert line.rgs.startswith("W" if line.kind in OF_A_YEAR else "B")
    assert bool(re.fullmatch(r"(B(?:[A-Z][a-z]{2}){2,4})?", line.rgs_other_side))


def test_debit_is_the_side_of_what_the_cooperative_has_and_spends() -> None:
    assert CHART[Account.BANK].side is CHART[Account.COST_OF_WORK].side is Side.DEBIT
    assert CHART[Account.PAYABLE_WORKERS].side is CHART[Account.REVENUE_PLAN].side is Side.CREDIT
    assert CHART[Account.EQUITY_MEMBERS].side is Side.CREDIT
    assert CHART[Account.VAT_DEDUCTIBLE].kind is Kind.LIABILITY
    assert CHART[Account.VAT_DEDUCTIBLE].side is Side.DEBIT  # it lowers what is owed to the tax office


def test_an_account_has_a_name_in_both_languages() -> None:
    bank_g = CHART[Account.BANK_G]
    assert (bank_g.name("nl"), bank_g.name("en-gb")) == ("G-rekening", "Blocked account (G account)")
    assert len({line.dutch for line in LINES}) == len({line.english for line in LINES}) == len(LINES)
