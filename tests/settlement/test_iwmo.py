"""Wmo help declared: which lines there are, how they round, how they are corrected, and how an answer is read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.iwmo import (
    Allocation,
    Delivered,
    Draft,
    Earlier,
    Message,
    Performance,
    Problem,
    Sender,
    Unit,
    Verdict,
    draft,
    month_of,
    to_xml,
)
from werkplaats.settlement.rules.iwmo_answer import NotAnAnswer, Step, Unreadable, judged, read_answer, step

GRANTED = Allocation(4711, "01", "01A03", Unit.MINUTE, date(2026, 1, 1), date(2026, 12, 31))
IWMO = "{http://www.istandaarden.nl/iwmo/3_2/basisschema/schema}"
WMO323 = "{http://www.istandaarden.nl/iwmo/3_2/wmo323/schema}"


def helped(minutes: int = 120, on: date = date(2026, 10, 6), **fields: Any) -> Delivered:
    """Charged 29.00 an hour, each visit rounded on its own."""
    defaults = {
        "client": "K-1", "about": 1, "allocation": GRANTED, "day": on, "quantity": Decimal(minutes),
        "price_cents": Decimal(2900), "charged_cents": (minutes * 2900 + 30) // 60,
    }  # fmt: skip
    return Delivered(**{**defaults, **fields})


def answered(made: Draft, verdict: Verdict = Verdict.APPROVED) -> list[Earlier]:
    return [Earlier(line, verdict) for line in made.performances]


def said(lines: Sequence[Performance]) -> list[tuple[int, int | None, int]]:
    return [(line.content.volume, line.content.rate_cents, line.signed_cents) for line in lines]


@pytest.mark.parametrize(
    ("unit", "minutes", "line"),
    [
        (Unit.MINUTE, [95] * 4, (380, 48, 18367)),  # 380 × 29.00 / 60, not 380 × 0.48 (TR346)
        (Unit.HOUR, [95] * 4, (6, 2900, 17400)),  # the example of IV079: 6 hours 20 minutes is 6 hours
        (Unit.HOUR, [90], (2, 2900, 5800)),  # half up
        (Unit.HOUR, [10], (1, 2900, 2900)),  # at least one
        (Unit.EURO, [95] * 4, (18368, None, 18368)),  # what was charged (CS339)
        (Unit.PIECES, [1], (1, 2900, 2900)),
    ],
)
def test_a_month_is_one_line_and_is_rounded_once(unit: Unit, minutes: list[int], line: tuple[int, int, int]) -> None:
    granted = replace(GRANTED, unit=unit)
    pieces = unit is Unit.PIECES
    work = [
        helped(some, date(2026, 10, 6 + week * 7), allocation=granted, pieces=pieces)
        for week, some in enumerate(minutes)
    ]
    assert said(draft(work).performances) == [line]


def test_a_line_says_what_the_books_say_as_well() -> None:
    (line,) = draft([helped(95, date(2026, 10, day)) for day in (1, 8, 15, 22)]).performances
    assert (line.content.cents, line.charged_cents) == (18367, 18368)


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), (date(2026, 4, 1), date(2026, 4, 30))),
        (date(2026, 4, 8), date(2026, 6, 17), (date(2026, 4, 8), date(2026, 4, 30))),
        (date(2026, 1, 8), date(2026, 4, 17), (date(2026, 4, 1), date(2026, 4, 17))),
    ],
)
def test_the_period_is_the_part_of_the_month_that_was_granted(
    first: date, last: date, period: tuple[date, date]
) -> None:
    work = [helped(on=date(2026, 4, 10), allocation=replace(GRANTED, first=first, last=last))]
    (line,) = draft(work).performances
    assert (line.content.first, line.content.last) == period


def test_two_grants_in_a_month_are_two_lines_and_two_months_as_well() -> None:
    second = replace(GRANTED, number=4712)
    work = [helped(), helped(allocation=second), helped(on=date(2026, 9, 1)), helped(client="A-9", about=2)]
    lines = draft(work, prefix="W7").performances
    assert [(line.client, line.content.allocation.number, line.content.first.month) for line in lines] == [
        ("A-9", 4711, 10),
        ("K-1", 4711, 9),
        ("K-1", 4711, 10),
        ("K-1", 4712, 10),
    ]
    assert [line.reference for line in lines] == ["W7-1", "W7-2", "W7-3", "W7-4"]


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (helped(client=""), Problem.NO_REFERENCE),
        (helped(allocation=None), Problem.NO_ALLOCATION),
        (helped(allocation=None, problem=Problem.NO_GRANT), Problem.NO_GRANT),
        (helped(problem=Problem.EXTRA), Problem.EXTRA),
        (helped(on=date(2027, 1, 1)), Problem.OUTSIDE),
        (helped(pieces=True), Problem.OTHER_UNIT),
        (helped(allocation=replace(GRANTED, unit=Unit.PIECES)), Problem.OTHER_UNIT),
        (helped(on=date(2025, 12, 31)), Problem.OUTSIDE),
    ],
)
def test_what_cannot_be_declared_is_named_with_its_amount(one: Delivered, problem: Problem) -> None:
    made = draft([one, helped(60, client="K-2", about=2)])
    assert [(left.problem, left.about, left.charged_cents) for left in made.undeclared] == [(problem, 1, 5800)]
    assert [line.client for line in made.performances] == ["K-2"]


def test_two_prices_in_one_month_are_named_but_a_corrected_price_is_not() -> None:
    dearer = helped(60, price_cents=Decimal(3000), charged_cents=3000)
    assert [left.problem for left in draft([helped(), dearer]).undeclared] == [Problem.TWO_PRICES]
    back = helped(quantity=Decimal(-120), charged_cents=-5800)
    again = helped(price_cents=Decimal(3000), charged_cents=6000)
    assert said(draft([helped(), back, again]).performances) == [(120, 50, 6000)]


def test_what_was_declared_is_not_declared_again() -> None:
    made = draft([helped()])
    for verdict in (Verdict.WAITING, Verdict.APPROVED):
        assert draft([helped()], answered(made, verdict)) == Draft((), ())


def test_what_was_rejected_is_declared_again() -> None:
    made = draft([helped()], prefix="W1")
    (line,) = draft([helped()], answered(made, Verdict.REJECTED), prefix="W2").performances
    assert (line.takes_back, line.content, line.reference) == ("", made.performances[0].content, "W2-1")


def test_a_change_after_approval_takes_the_line_back_and_puts_a_new_one() -> None:
    made = draft([helped()], prefix="W1")
    lines = draft([helped(), helped(60)], answered(made), prefix="W2").performances
    assert said(lines) == [(120, 48, -5800), (180, 48, 8700)]
    assert [line.takes_back for line in lines] == ["W1-1", ""]
    assert [line.charged_cents for line in lines] == [-5800, 8700]


def test_a_change_before_the_answer_waits() -> None:
    made = draft([helped()])
    later = draft([helped(), helped(60)], answered(made, Verdict.WAITING))
    assert (later.performances, [left.problem for left in later.undeclared]) == ((), [Problem.UNANSWERED])


def test_what_was_taken_back_whole_leaves_only_a_credit() -> None:
    made = draft([helped()], prefix="W1")
    undone = [helped(), helped(quantity=Decimal(-120), charged_cents=-5800)]
    assert said(draft(undone, answered(made)).performances) == [(120, 48, -5800)]
    assert draft(undone) == Draft((), ())


def test_a_shorter_grant_changes_the_period_of_what_was_approved() -> None:
    made = draft([helped()])
    shorter = replace(GRANTED, last=date(2026, 10, 20))
    lines = draft([helped(allocation=shorter)], answered(made)).performances
    assert [(line.content.last, bool(line.takes_back)) for line in lines] == [
        (date(2026, 10, 31), True),
        (date(2026, 10, 20), False),
    ]


minutes = st.integers(1, 480)


@given(st.lists(st.lists(minutes, max_size=4), min_size=1, max_size=5), st.sampled_from([*Verdict]))
def test_after_any_corrections_what_stands_approved_is_what_was_delivered(
    rounds: list[list[int]], last: Verdict
) -> None:
    """Every round adds visits; the last one is answered as it likes, the ones before are approved."""
    work: list[Delivered] = []
    earlier: list[Earlier] = []
    for position, added in enumerate(rounds):
        work += [helped(some) for some in added]
        made = draft(work, earlier, prefix=f"W{position}")
        earlier += answered(made, Verdict.APPROVED if position < len(rounds) - 1 else last)
    approved = [line.performance for line in earlier if line.verdict is Verdict.APPROVED]
    volume = sum(-line.content.volume if line.takes_back else line.content.volume for line in approved)
    delivered = sum(sum(added) for added in (rounds if last is Verdict.APPROVED else rounds[:-1]))
    assert volume == delivered
    references = [line.performance.reference for line in earlier]
    assert len(set(references)) == len(references)
    taken = [line.performance.takes_back for line in earlier if line.performance.takes_back]
    assert len(set(taken)) == len(taken)


def a_message(made: Draft) -> Message:
    sender = Sender("98765432", "0307")
    return Message("W0000007", *month_of(date(2026, 10, 6)), date(2026, 11, 2), sender, made.performances)


def message_of(made: Draft) -> Tree.Element:
    return Tree.fromstring("".join(to_xml(a_message(made))))


def test_the_message_has_its_fields_in_the_order_of_its_schema() -> None:
    root = message_of(draft([helped()], prefix="W7"))
    assert root.tag == f"{WMO323}Bericht"
    assert [part.tag.rpartition("}")[2] for part in root[0]] == [
        "BerichtCode", "BerichtVersie", "BerichtSubversie", "Afzender", "Ontvanger", "BerichtIdentificatie",
        "XsdVersie",
    ]  # fmt: skip
    assert [part.text for part in root[0][:5]] == ["484", "3", "2", "98765432", "0307"]
    assert [part.tag.rpartition("}")[2] for part in root[1]] == [
        "DeclaratieNummer", "DeclaratiePeriode", "DeclaratieDagtekening", "TotaalIngediendBedrag", "Clienten",
    ]  # fmt: skip
    line = root.find(f".//{WMO323}Prestatie")
    assert line is not None
    assert {part.tag.rpartition("}")[2]: "|".join(text.strip() for text in part.itertext()) for part in line} == {
        "ProductReferentie": "W7-1",
        "ToewijzingNummer": "4711",
        "ProductCategorie": "01",
        "ProductCode": "01A03",
        "ProductPeriode": "2026-10-01|2026-10-31",
        "GeleverdVolume": "120",
        "Eenheid": "01",
        "ProductTarief": "48",
        "IngediendBedrag": "5800|D",
    }


def test_the_bsn_is_left_open_behind_the_reference_of_the_provider() -> None:
    content = "".join(to_xml(a_message(draft([helped(client="K-1?>2")]))))
    assert "<wmo323:Client><?aanbieder-referentie K-12?><wmo323:Bsn></wmo323:Bsn>" in content
    assert Tree.fromstring(content).findtext(f".//{WMO323}Bsn") == ""


def test_credits_are_taken_off_the_total_and_refer_back() -> None:
    made = draft([helped()], prefix="W1")
    less = [helped(), helped(quantity=Decimal(-60), charged_cents=-2900)]
    root = message_of(draft(less, answered(made), prefix="W2"))
    assert root.findtext(f".//{IWMO}TotaalBedrag") == "2900"
    assert root.findtext(f".//{WMO323}TotaalIngediendBedrag/{IWMO}DebetCredit") == "C"
    assert root.findtext(f".//{IWMO}VorigReferentieNummer") == "W1-1"
    amounts = root.findall(f".//{WMO323}IngediendBedrag")
    assert [amount.findtext(f"{IWMO}DebetCredit") for amount in amounts] == ["C", "D"]


def an_answer(
    lines: str = "", *, head: str = "0200", codes: str = "0200", submitted: int = 14500, granted: int = 14500
) -> bytes:
    """As a municipality sends it; without `codes` only its head."""
    body = f"""
      <a:DeclaratieAntwoord>
        <a:DeclaratieNummer>W0000007</a:DeclaratieNummer>
        <a:TotaalIngediendBedrag><i:TotaalBedrag>{submitted}</i:TotaalBedrag><i:DebetCredit>D</i:DebetCredit>
        </a:TotaalIngediendBedrag>
        <a:TotaalToegekendBedrag><i:TotaalBedrag>{granted}</i:TotaalBedrag><i:DebetCredit>D</i:DebetCredit>
        </a:TotaalToegekendBedrag>
        {lines and f"<a:Clienten>{lines}</a:Clienten>"}
        <a:RetourCodes><a:RetourCode>{codes}</a:RetourCode></a:RetourCodes>
      </a:DeclaratieAntwoord>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <a:Bericht xmlns:a="http://www.istandaarden.nl/iwmo/3_2/wmo325/schema"
               xmlns:i="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema">
      <a:Header><a:BerichtCode>485</a:BerichtCode>
        <a:DeclaratieIdentificatie><i:Identificatie>W0000007</i:Identificatie></a:DeclaratieIdentificatie>
        <a:RetourCodes><a:RetourCode>{head}</a:RetourCode></a:RetourCodes>
      </a:Header>{body if codes else ""}
    </a:Bericht>""".encode()


def a_rejection(reference: str, code: str, cents: int, *, of_client: str = "0200", bsn: str = "") -> str:
    return f"""<a:Client><a:Bsn>{bsn}</a:Bsn><a:Prestaties><a:Prestatie>
      <a:ProductReferentie><i:ReferentieNummer>{reference}</i:ReferentieNummer></a:ProductReferentie>
      <a:IngediendBedrag><i:Bedrag>{cents}</i:Bedrag><i:DebetCredit>D</i:DebetCredit></a:IngediendBedrag>
      <a:RetourCodes><a:RetourCode>{code}</a:RetourCode></a:RetourCodes>
      </a:Prestatie></a:Prestaties>
      <a:RetourCodes><a:RetourCode>{of_client}</a:RetourCode></a:RetourCodes></a:Client>"""


TWO = draft([helped(), helped(180, client="K-2", about=2)], prefix="W7").performances


def test_what_an_answer_does_not_name_is_approved() -> None:
    answer = read_answer(an_answer(a_rejection("W7-2", "9321", 8700), granted=5800))
    assert [(line.reference, line.verdict, line.codes) for line in judged(TWO, answer)] == [
        ("W7-1", Verdict.APPROVED, ()),
        ("W7-2", Verdict.REJECTED, ("9321",)),
    ]


def test_everything_is_approved() -> None:
    assert {line.verdict for line in judged(TWO, read_answer(an_answer(codes="8001")))} == {Verdict.APPROVED}


@pytest.mark.parametrize(
    "content",
    [an_answer(head="0001", codes=""), an_answer(codes="9333", granted=0)],
    ids=["refused at its head", "refused as a declaration"],
)
def test_a_message_that_was_not_taken_in_rejects_all_its_lines(content: bytes) -> None:
    found = judged(TWO, read_answer(content))
    assert {line.verdict for line in found} == {Verdict.REJECTED}
    assert {step(code) for line in found for code in line.codes} == {Step.MESSAGE}


def test_the_code_of_a_client_counts_for_its_lines() -> None:
    content = an_answer(a_rejection("W7-1", "0233", 5800, of_client="8187"), granted=8700)
    first, _ = judged(TWO, read_answer(content))
    assert [step(code) for code in first.codes] == [Step.CLIENT, Step.OTHER_CODE]


def test_lines_of_others_are_passed_over() -> None:
    content = an_answer(a_rejection("ANDERS-1", "9338", 100), submitted=14600)
    assert {line.verdict for line in judged(TWO, read_answer(content))} == {Verdict.APPROVED}


def test_numbers_of_citizens_are_noticed_and_not_kept() -> None:
    answer = read_answer(an_answer(a_rejection("W7-2", "9321", 8700, bsn="999990019"), granted=5800))
    assert answer.holds_bsn
    assert "999990019" not in repr(answer)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unreadable.NO_XML),
        (b"%PDF-1.7", Unreadable.NO_XML),
        (an_answer()[:-20], Unreadable.NO_XML),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', Unreadable.NO_XML),
        (b'<!DOCTYPE a [<!ENTITY b "boem">]><a>&b;</a>', Unreadable.NO_XML),
        (b" " * 5_000_001, Unreadable.TOO_LARGE),
        (b"<Bericht/>", Unreadable.OTHER_MESSAGE),
        (an_answer().replace(b"485", b"484"), Unreadable.OTHER_MESSAGE),
        (an_answer(codes=""), Unreadable.INCOMPLETE),
        (an_answer(a_rejection("", "9321", 8700), granted=5800), Unreadable.INCOMPLETE),
        (an_answer().replace(b">14500<", b">145,00<"), Unreadable.INCOMPLETE),
        (an_answer(a_rejection("W7-2", "9321", 8700)), Unreadable.SUMS),
    ],
)
def test_a_file_that_is_no_answer_says_why(content: bytes, why: Unreadable) -> None:
    with pytest.raises(NotAnAnswer) as found:
        read_answer(content)
    assert found.value.why is why


@given(st.binary(max_size=200))
def test_any_file_at_all_is_an_answer_or_says_why(content: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        read_answer(content)


def test_a_code_that_nobody_knows_is_asked_about() -> None:
    assert step("1234") is Step.ASK
