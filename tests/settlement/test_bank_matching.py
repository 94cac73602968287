"""Which open item a payment is for: how sure, why, and when nobody has to look."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settlement.bank_files import ALSO_THEIRS, THEIRS, a_line
from werkplaats.settlement.rules.bank.matching import (
    BY_ITSELF,
    ItemKind,
    OpenItem,
    Part,
    Proposal,
    Reason,
    by_itself,
    propose,
)
from werkplaats.settlement.rules.bank.statement import Line
from werkplaats.settlement.rules.bank.text import Mention, Words, likeness


def an_invoice(key: int = 17, cents: int = 12_100, **fields: Any) -> OpenItem:
    defaults = {
        "number": f"2026-{key:04d}",
        "name": "Woonstichting De Linden",
        "ibans": frozenset([THEIRS]),
        "since": date(2026, 3, 1),
    }
    return OpenItem(ItemKind.INVOICE, key, cents, **{**defaults, **fields})


def a_payment(description: str = "", cents: int = 12_100, **fields: Any) -> Line:
    return a_line(cents, description=description, **fields)


@pytest.mark.parametrize(
    ("text", "number", "mention"),
    [
        ("Factuur 2026-0017", "2026-0017", Mention.CLEAR),
        ("2026-0017", "2026-0017", Mention.CLEAR),
        ("uw factuurnr. 20260017 dd 3-3-2026", "2026-0017", Mention.CLEAR),
        ("factuur 2026 - 17", "2026-0017", Mention.CLEAR),
        ("fact2026/0017", "2026-0017", Mention.CLEAR),
        ("2026 0017", "20260017", Mention.CLEAR),
        ("betaling WP 2026-17 dank", "WP2026-0017", Mention.CLEAR),
        ("factuur 17", "17", Mention.CLEAR),
        ("Factuurnummer: 0017", "17", Mention.CLEAR),
        ("factuur17", "17", Mention.CLEAR),
        ("facturen 16, 17 en 18", "17", Mention.CLEAR),
        ("facturen 16/17/18", "18", Mention.CLEAR),
        ("nr 17", "0017", Mention.CLEAR),
        ("17", "17", Mention.BARE),
        ("klus van de 17 maart", "17", Mention.BARE),
        ("2026-0018", "2026-0017", Mention.NOT),
        ("2025-0017", "2026-0017", Mention.NOT),
        ("2026-00171", "2026-0017", Mention.NOT),
        ("factuur 170", "17", Mention.NOT),
        ("17-03-2026", "17", Mention.NOT),
        ("betaald op 2026-03-17", "17", Mention.NOT),
        ("17,50", "17", Mention.NOT),
        ("EUR 17", "17", Mention.NOT),
        ("€ 17,50", "17", Mention.NOT),
        ("kamer 3-17", "17", Mention.NOT),
        ("AB17CD", "17", Mention.NOT),
        (f"van {THEIRS}", "320012345", Mention.NOT),
        ("van NL20 INGB 0001 2345 67", "12345", Mention.NOT),
        ("", "17", Mention.NOT),
        ("factuur", "", Mention.NOT),
        ("factuur 0", "0", Mention.CLEAR),
    ],
)
def test_the_number_of_an_invoice_is_found_as_people_write_it(text: str, number: str, mention: Mention) -> None:
    assert Words.of(text).mentions(number) is mention


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Woonstichting De Linden", "WOONSTICHTING DE LINDEN", True),
        ("Stichting Woonstichting de Linden B.V.", "Woonstichting De Linden", True),
        ("Mw. A.B. Jansen", "Anna Jansen", True),
        ("HR J. Pietersen", "Jan Pieterssen", True),
        ("Gemeente Amersfoort", "Amersfoort", True),
        ("Woonstichting De Linden", "Woonstichting De Eiken", False),
        ("A. de Boer", "B. Bakker", False),
        ("", "A. de Boer", False),
        ("De B.V.", "De N.V.", False),
    ],
)
def test_names_are_compared_without_initials_titles_and_legal_forms(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= 0.75) is alike


def test_number_and_amount_count_by_themselves_with_the_reasons() -> None:
    proposals = propose(a_payment("factuur 2026-0017"), 12_100, [an_invoice(), an_invoice(18, 5_000)])
    found = by_itself(proposals)
    assert found is not None
    assert found.parts == (Part(an_invoice(), 12_100),)
    assert found.reasons == (Reason.NUMBER, Reason.AMOUNT)


def test_a_payment_reference_is_known_with_and_without_spaces() -> None:
    item = an_invoice(number="", references=frozenset(["RF18 5390 0754 7034"]))
    for line in (a_payment(references=("RF18539007547034",)), a_payment("kenmerk RF18 5390 0754 7034")):
        found = by_itself(propose(line, 12_100, [item]))
        assert found is not None
        assert Reason.REFERENCE in found.reasons


def test_the_amount_and_a_known_iban_are_a_proposal_for_a_person() -> None:
    proposals = propose(a_payment(iban=THEIRS), 12_100, [an_invoice()])
    assert by_itself(proposals) is None
    assert proposals[0].reasons == (Reason.AMOUNT, Reason.IBAN)


def test_of_two_equal_candidates_neither_counts_by_itself() -> None:
    twins = [an_invoice(17, number="17"), an_invoice(18, number="18")]
    proposals = propose(a_payment("facturen 17 en 18", iban=THEIRS), 12_100, twins)
    assert proposals[0].score >= BY_ITSELF
    assert by_itself(proposals) is None


def test_less_than_is_open_is_a_proposal_for_that_part() -> None:
    (found, *_) = proposals = propose(a_payment("factuur 2026-0017", 5_000, iban=THEIRS), 5_000, [an_invoice()])
    assert found.parts == (Part(an_invoice(), 5_000),)
    assert Reason.PARTIAL in found.reasons
    assert by_itself(proposals) is None


def test_more_than_is_open_is_a_proposal_for_what_is_open_only() -> None:
    (found, *_) = proposals = propose(a_payment("factuur 2026-0017", 13_000, iban=THEIRS), 13_000, [an_invoice()])
    assert found.cents == 12_100
    assert Reason.TOO_MUCH in found.reasons
    assert by_itself(proposals) is None


def test_several_invoices_named_in_one_payment() -> None:
    items = [an_invoice(17, 12_100), an_invoice(18, 5_000), an_invoice(19, 700)]
    found = by_itself(propose(a_payment("2026-0017 en 2026-0018", 17_100, iban=THEIRS), 17_100, items))
    assert found is not None
    assert {part.item.key: part.cents for part in found.parts} == {17: 12_100, 18: 5_000}
    assert Reason.TOGETHER in found.reasons


def test_an_invoice_less_its_credit_note() -> None:
    credit = OpenItem(ItemKind.CREDIT_NOTE, 18, -2_100, number="2026-0018", ibans=frozenset([THEIRS]))
    found = by_itself(propose(a_payment("2026-0017 min 2026-0018", 10_000), 10_000, [an_invoice(), credit]))
    assert found is not None
    assert sorted(part.cents for part in found.parts) == [-2_100, 12_100]


def test_several_invoices_of_who_paid_without_a_word_are_proposed_when_they_add_up() -> None:
    items = [an_invoice(17, 12_100), an_invoice(18, 5_000), an_invoice(19, 700)]
    proposals = propose(a_payment(cents=17_100, iban=THEIRS), 17_100, items)
    assert proposals[0].pays == {(ItemKind.INVOICE, 17), (ItemKind.INVOICE, 18)}
    assert by_itself(proposals) is None


def test_a_pay_run_is_known_by_its_batch_and_total() -> None:
    run = OpenItem(ItemKind.PAY_RUN, 4, -45_000, references=frozenset(["RUN-4"]))
    found = by_itself(propose(a_line(-45_000, references=("RUN-4",)), -45_000, [run, an_invoice(cents=45_000)]))
    assert found is not None
    assert found.parts == (Part(run, -45_000),)


@pytest.mark.parametrize(
    ("text", "reference", "there"),
    [
        ("uitb-12", "UITB-12", True),
        ("betaling UITB-12-345.", "UITB-12-345", True),
        ("betaling UITB-12-345.", "UITB-12", False),
        ("betaling UITB-12-345.", "UITB-12-34", False),
        ("UITB-123-45", "UITB-12-345", False),
        ("kenmerk 1234 5678 9012 3456", "1234567890123456", True),
        ("12345", "12345", False),
        ("XUITB-12", "UITB-12", False),
    ],
)
def test_a_reference_stands_in_a_text_as_a_whole(text: str, reference: str, there: bool) -> None:
    assert Words.of(text).holds(reference) is there


def test_money_in_pays_no_pay_run_and_money_out_no_invoice() -> None:
    run = OpenItem(ItemKind.PAY_RUN, 4, -45_000, references=frozenset(["RUN-4"]))
    assert propose(a_payment("RUN-4", 45_000, references=("RUN-4",)), 45_000, [run]) == ()
    assert propose(a_payment("2026-0017", -12_100), -12_100, [an_invoice()]) == ()


def test_a_line_that_is_matched_already_gets_no_proposals() -> None:
    assert propose(a_payment("factuur 2026-0017"), 0, [an_invoice()]) == ()


def test_a_name_alone_proposes_nothing() -> None:
    assert propose(a_payment(cents=999, name="Woonstichting De Linden"), 999, [an_invoice()]) == ()


# -- what always holds ------------------------------------------------------------------------------------------------
amounts = st.integers(-600, 600).filter(bool)
texts = st.lists(
    st.sampled_from(["factuur", "17", "18", "2026-0019", "en", "RUN-4", "maart", "credit"]), max_size=6
).map(" ".join)


@st.composite
def open_items(draw: st.DrawFn) -> list[OpenItem]:
    keys = draw(st.lists(st.integers(1, 30), max_size=7, unique=True))
    return [
        OpenItem(
            draw(st.sampled_from(ItemKind)),
            key,
            draw(amounts),
            number=draw(st.sampled_from(["", str(key), f"2026-{key:04d}", "17"])),
            references=draw(st.sampled_from([frozenset(), frozenset(["RUN-4"]), frozenset(["REF-1234"])])),
            ibans=draw(st.sampled_from([frozenset(), frozenset([THEIRS])])),
            name=draw(st.sampled_from(["", "De Linden"])),
        )
        for key in keys
    ]


payments = st.builds(
    a_payment,
    texts,
    amounts,
    iban=st.sampled_from(["", THEIRS, ALSO_THEIRS]),
    name=st.sampled_from(["", "De Linden"]),
    references=st.sampled_from([(), ("RUN-4",), ("REF-1234",)]),
)


def holds(proposal: Proposal, rest: int) -> bool:
    """Never more than the payment, never more than is open, and in the direction of the money."""
    within = 0 < proposal.cents * (1 if rest > 0 else -1) <= abs(rest)
    return within and all(
        part.cents and part.cents * part.item.open_cents > 0 and abs(part.cents) <= abs(part.item.open_cents)
        for part in proposal.parts
    )


@given(payments, open_items())
def test_no_proposal_is_for_more_than_is_paid_or_open(line: Line, items: list[OpenItem]) -> None:
    proposals = propose(line, line.cents, items)
    assert all(holds(one, line.cents) for one in proposals)
    assert all(0 < one.score <= 1 for one in proposals)
    assert len({one.pays for one in proposals}) == len(proposals)
    assert all(one.score >= after.score for one, after in pairwise(proposals))


@given(payments, open_items(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_changes_nothing(line: Line, items: list[OpenItem], random: Any) -> None:
    again = list(items)
    random.shuffle(again)
    assert propose(line, line.cents, again) == propose(line, line.cents, items)


@given(payments, open_items())
def test_a_twin_of_what_counts_by_itself_stops_it(line: Line, items: list[OpenItem]) -> None:
    found = by_itself(propose(line, line.cents, items))
    if found is not None and len(found.parts) == 1:
        twin = replace(found.parts[0].item, key=99)
        again = by_itself(propose(line, line.cents, [*items, twin]))
        assert again is None


@given(st.lists(payments, max_size=8), open_items())
def test_however_many_payments_come_no_item_is_paid_more_than_it_is(lines: list[Line], items: list[OpenItem]) -> None:
    """The best proposal taken each time, as a hurried treasurer would."""
    left = {(item.kind, item.key): item for item in items}
    for line in lines:
        rest = line.cents
        while proposals := propose(line, rest, left.values()):
            for part in proposals[0].parts:
                key = (part.item.kind, part.item.key)
                left[key] = replace(left[key], open_cents=left[key].open_cents - part.cents)
            rest -= proposals[0].cents
        assert rest * line.cents >= 0
    for item in items:
        now = left[item.kind, item.key].open_cents
        assert now * item.open_cents >= 0
        assert abs(now) <= abs(item.open_cents)


@given(payments, open_items())
def test_what_counts_by_itself_is_exact(line: Line, items: list[OpenItem]) -> None:
    found = by_itself(propose(line, line.cents, items))
    assert found is None or (found.cents == line.cents and Reason.AMOUNT in found.reasons)
