"""Which VAT belongs to which work, as a table of cases; and the data it comes from."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.members.rules.trades import TRADES
from werkplaats.settlement.rules import e_invoice
from werkplaats.settlement.rules.e_invoice import Category, Vat
from werkplaats.settlement.rules.vat import (
    Box,
    Buyer,
    Fact,
    NoRule,
    Part,
    Side,
    Situation,
    Standing,
    Undecided,
    WorkerVat,
    all_rules,
    decide,
    deductible,
    rule_on,
)
from werkplaats.settlement.rules.vat.table import read, term

DAY = date(2026, 3, 10)
S, E, AE, O = Category.STANDARD, Category.EXEMPT, Category.REVERSE_CHARGE, Category.OUTSIDE  # noqa: E741
FREE = WorkerVat.SELF_EMPLOYED


def sold(**fields: Any) -> Situation:
    return Situation(**{"side": Side.SALE, "day": DAY, "part": Part.LABOUR, "trade": "LOO", "home": True, **fields})


def bought(**fields: Any) -> Situation:
    return sold(**{"side": Side.PURCHASE, "worker": FREE, **fields})


OLD_PAINT = {"trade": "SCH", "built_in": 1934}
SALES = [
    ("a plumber", {}, "S_STANDARD", S, 21),
    ("the plumber's tap", {"part": Part.MATERIAL}, "S_STANDARD", S, 21),
    ("a painter in an old home", OLD_PAINT, "S_LOW_PAINTING", S, 9),
    ("the paint", {**OLD_PAINT, "part": Part.MATERIAL}, "S_LOW_PAINTING", S, 9),
    ("the painter's travel", {**OLD_PAINT, "part": Part.FEE}, "S_LOW_PAINTING", S, 9),
    ("a plasterer", {"trade": "STU", "built_in": 2023}, "S_LOW_PAINTING", S, 9),
    ("a painter in a home of two years", {"trade": "SCH", "built_in": 2024}, "S_STANDARD", S, 21),
    ("a painter in an office", {"trade": "SCH", "home": False}, "S_STANDARD", S, 21),
    ("a painter before 2019", {**OLD_PAINT, "day": date(2018, 12, 31)}, "S_LOW_PAINTING", S, 6),
    ("a painter from 2019 on", {**OLD_PAINT, "day": date(2019, 1, 1)}, "S_LOW_PAINTING", S, 9),
    ("insulating", {"insulates": True, "trade": "TIM", "built_in": 1934}, "S_LOW_INSULATION", S, 9),
    ("insulation itself", {"insulates": True, "built_in": 1934, "part": Part.MATERIAL}, "S_STANDARD", S, 21),
    ("cleaning inside", {"trade": "SCM", "inside": True}, "S_LOW_CLEANING", S, 9),
    ("cleaning a new home inside", {"trade": "SCM", "inside": True, "built_in": 2026}, "S_LOW_CLEANING", S, 9),
    ("cleaning the gutters", {"trade": "SCM", "inside": False}, "S_STANDARD", S, 21),
    ("household help without a grant", {"trade": "HH"}, "S_LOW_HOUSEHOLD", S, 9),
    ("granted household help", {"trade": "HH", "granted": True}, "S_WMO", E, 0),
    ("a period amount for a client", {"granted": True, "part": Part.SUBSCRIPTION}, "S_WMO", E, 0),
    ("granted help by a small business", {"granted": True, "small_business": True}, "S_WMO", E, 0),
    ("a small business", {"small_business": True}, "S_SMALL_BUSINESS", E, 0),
    ("a small business that paints", {**OLD_PAINT, "small_business": True}, "S_SMALL_BUSINESS", E, 0),
    ("for an owner-builder", {"buyer": Buyer.OWNER_BUILDER}, "S_REVERSED", AE, 0),
    ("painting for an owner-builder", {**OLD_PAINT, "buyer": Buyer.OWNER_BUILDER}, "S_REVERSED", AE, 0),
    ("a fixed amount of an owner-builder", {"buyer": Buyer.OWNER_BUILDER, "part": Part.SUBSCRIPTION, "trade": ""},
     "S_REVERSED", AE, 0),
    ("a washing machine of an owner-builder", {"buyer": Buyer.OWNER_BUILDER, "trade": "WIT"}, "S_STANDARD", S, 21),
    ("a small business for an owner-builder", {"buyer": Buyer.OWNER_BUILDER, "small_business": True},
     "S_SMALL_BUSINESS", E, 0),
    ("for another business", {"buyer": Buyer.BUSINESS}, "S_STANDARD", S, 21),
    ("the service plan", {"part": Part.SUBSCRIPTION, "trade": ""}, "S_SUBSCRIPTION", S, 21),
    ("a contribution", {"part": Part.CONTRIBUTION, "trade": ""}, "S_CONTRIBUTION", O, 0),
    ("nobody at home", {"part": Part.NO_SHOW}, "S_NO_SHOW", O, 0),
]  # fmt: skip
PURCHASES = [
    ("an employee", {"worker": WorkerVat.EMPLOYEE}, "P_WAGES", O, 0),
    ("an employee, nobody at home", {"worker": WorkerVat.EMPLOYEE, "part": Part.NO_SHOW}, "P_WAGES", O, 0),
    ("a plumber", {}, "P_REVERSED", AE, 21),
    ("the plumber's tap", {"part": Part.MATERIAL}, "P_REVERSED", AE, 21),
    ("a plumber in the small businesses scheme", {"worker": WorkerVat.SMALL_BUSINESS}, "P_SMALL_BUSINESS", E, 0),
    ("a painter in an old home", OLD_PAINT, "P_REVERSED_PAINTING", AE, 9),
    ("a painter in a new home", {"trade": "SCH", "built_in": 2026}, "P_REVERSED", AE, 21),
    ("a painter before 2019", {**OLD_PAINT, "day": date(2018, 12, 31)}, "P_REVERSED_PAINTING", AE, 6),
    ("insulating", {"insulates": True, "built_in": 1934}, "P_REVERSED_INSULATION", AE, 9),
    ("a gardener", {"trade": "HOV"}, "P_REVERSED", AE, 21),
    ("repair of a washing machine", {"trade": "WIT"}, "P_STANDARD", S, 21),
    ("an inspector", {"trade": "INS"}, "P_STANDARD", S, 21),
    ("a cleaner inside", {"trade": "SCM", "inside": True}, "P_REVERSED_CLEANING", AE, 9),
    ("a cleaner of gutters", {"trade": "SCM", "inside": False}, "P_REVERSED", AE, 21),
    ("a helper who shares the exemption", {"trade": "HH", "granted": True, "shares_exemption": True}, "P_WMO", E, 0),
    ("a helper who does not", {"trade": "HH", "granted": True, "shares_exemption": False},
     "P_REVERSED_HOUSEHOLD", AE, 9),
    ("a helper without a grant", {"trade": "HH"}, "P_REVERSED_HOUSEHOLD", AE, 9),
    ("nobody at home", {"part": Part.NO_SHOW}, "P_NO_SHOW", O, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code", "category", "percent"), [case[1:] for case in SALES], ids=[c[0] for c in SALES]
)
def test_what_the_cooperative_asks(fields: dict[str, Any], code: str, category: Category, percent: int) -> None:
    found = decide(sold(**fields))
    assert (found.code, found.vat.category, found.vat.percent) == (code, category, percent)


@pytest.mark.parametrize(
    ("fields", "code", "category", "percent"), [case[1:] for case in PURCHASES], ids=[c[0] for c in PURCHASES]
)
def test_what_a_worker_asks(fields: dict[str, Any], code: str, category: Category, percent: int) -> None:
    """Of VAT that is reversed: the percentage that the cooperative owes; on the line itself there is none."""
    found = decide(bought(**fields))
    assert (found.code, found.vat.category, found.percent) == (code, category, percent)
    assert found.vat.percent == (percent if category is S else 0)


@pytest.mark.parametrize(
    ("situation", "missing"),
    [
        (sold(trade="SCH"), (Fact.AGE,)),
        (sold(trade="SCH", home=None), (Fact.HOME, Fact.AGE)),
        (sold(trade="SCM"), (Fact.INSIDE,)),
        (bought(worker=None), (Fact.WORKER,)),
        (bought(trade="HH", granted=True), (Fact.SHARES,)),
        (sold(day=date(2015, 6, 30)), ()),
        (bought(worker=WorkerVat.SMALL_BUSINESS, day=date(2019, 12, 31)), ()),
    ],
    ids=["painting: how old", "painting: a home", "cleaning: inside", "who worked", "a helper's exemption",
         "before the rules", "before the scheme"],
)  # fmt: skip
def test_what_is_not_known_is_asked_and_never_guessed(situation: Situation, missing: tuple[Fact, ...]) -> None:
    with pytest.raises(Undecided) as why:
        decide(situation)
    assert (why.value.missing, why.value.day) == (missing, situation.day)


def test_what_makes_no_difference_is_not_asked() -> None:
    assert decide(sold(trade="LOO", home=None)).code == "S_STANDARD"
    assert decide(sold(trade="SCH", built_in=None, small_business=True)).code == "S_SMALL_BUSINESS"


NEW_LAW = """code;side;about_nl;about_en;when;valid_from;valid_until;category;percent;on_invoice;reason_code;box;\
kor_counts;g_account;standing;reason_nl;reason_en;source
S_STANDARD;SALE;werk;work;;2015-07-01;2026-03-14;S;21;;;1a;yes;no;found;21 %;21 %;wet
S_STANDARD;SALE;werk;work;;2026-03-15;;S;23;;;1a;yes;no;found;23 %;23 %;nieuwe wet
"""


def test_a_new_rate_in_the_middle_of_a_month_goes_by_the_day_of_delivery() -> None:
    rules = read(NEW_LAW)
    assert decide(sold(day=date(2026, 3, 14)), rules).vat == Vat(S, Decimal(21))
    assert decide(sold(day=date(2026, 3, 15)), rules).vat == Vat(S, Decimal(23))
    assert rule_on("S_STANDARD", date(2026, 3, 15), rules).source == "nieuwe wet"


def test_a_rule_of_before_is_found_again_by_its_day() -> None:
    assert rule_on("S_LOW_PAINTING", date(2018, 6, 1)).percent == 6
    with pytest.raises(NoRule):
        rule_on("S_LOW_PAINTING", date(2015, 6, 30))
    with pytest.raises(NoRule):
        rule_on("NO_SUCH", DAY)


@pytest.mark.parametrize(
    ("used_for", "small_business", "expected"),
    [([S], False, True), ([AE], False, True), ([E], False, False), ([O], False, False), ([E, O], False, False),
     ([S, E], False, True), ([], False, True), ([S], True, False), ([], True, False)],
)  # fmt: skip
def test_vat_on_work_that_is_exempt_is_not_deducted(
    used_for: list[Category], small_business: bool, expected: bool
) -> None:
    assert deductible(used_for, small_business) is expected


situations = st.builds(
    Situation,
    side=st.sampled_from(Side),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    part=st.sampled_from(Part),
    trade=st.sampled_from(["", "HH", *TRADES]),
    home=st.booleans(),
    inside=st.booleans(),
    built_in=st.integers(1850, 2030),
    insulates=st.booleans(),
    granted=st.booleans(),
    buyer=st.sampled_from(Buyer),
    small_business=st.booleans(),
    worker=st.sampled_from(WorkerVat),
    shares_exemption=st.booleans(),
)


@given(situations)
def test_whoever_knows_everything_always_gets_an_answer_with_its_reason_and_source(situation: Situation) -> None:
    found = decide(situation)
    assert found.side is situation.side
    assert found.reason("nl")
    assert found.reason("en")
    assert found.source


@given(situations, st.sampled_from(["home", "inside", "built_in", "worker", "shares_exemption"]))
def test_not_knowing_something_gives_the_same_answer_or_none(situation: Situation, unknown: str) -> None:
    try:
        found = decide(replace(situation, **{unknown: None}))
    except Undecided:
        return
    assert found == decide(situation)


@given(situations)
def test_a_cooperative_in_the_small_businesses_scheme_never_charges_vat(situation: Situation) -> None:
    sale = replace(situation, side=Side.SALE, small_business=True)
    assert decide(sale).vat.category in (E, O)


def test_the_periods_of_a_rule_follow_each_other_without_gap_or_overlap() -> None:
    by_code: dict[str, list[Any]] = {}
    for rule in all_rules():
        by_code.setdefault(rule.code, []).append(rule)
    for versions in by_code.values():
        for earlier, later in pairwise(versions):
            assert earlier.valid_until is not None
            assert later.valid_from == earlier.valid_until + timedelta(days=1)
            assert (earlier.side, earlier.when, earlier.box) == (later.side, later.when, later.box)
        assert versions[-1].valid_until is None


def test_every_rule_says_why_and_stands_in_the_box_of_its_kind() -> None:
    allowed = {
        Side.SALE: {S: {Box.HIGH, Box.LOW}, AE: {Box.ZERO}, E: {Box.NONE}, O: {Box.NONE}},
        Side.PURCHASE: {S: {Box.INPUT}, AE: {Box.REVERSED}, E: {Box.NONE}, O: {Box.NONE}},
    }
    for rule in all_rules():
        assert rule.box in allowed[rule.side][rule.vat.category], rule.code
        assert rule.about("nl")
        assert rule.about("en")
        assert rule.reason("nl")
        assert rule.source
        if rule.standing is Standing.FOUND:
            assert "gezien" in rule.source


def test_what_stands_on_invoices_is_what_the_e_invoice_says() -> None:
    texts = {rule.vat for rule in all_rules() if rule.vat.category is not S}
    assert texts == {e_invoice.WMO, e_invoice.KOR, e_invoice.REVERSE_CHARGE, e_invoice.OUTSIDE}


def test_the_trades_that_rules_name_exist() -> None:
    named = {word for rule in all_rules() for part in rule.when if part.fact is Fact.TRADE for word in part.words}
    assert named <= {"HH", *TRADES}


def test_a_term_of_something_that_no_situation_has_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        term("colour=red")
