"""Files of the bank: what is read, that formats agree, and what is refused, with its place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as iban_check

from tests.settlement.bank_files import ALSO_THEIRS, DAY, OURS, THEIRS, a_line, a_statement, camt, mt940
from werkplaats.settlement.rules.bank import reading
from werkplaats.settlement.rules.bank.statement import Format, Line, Problem, Statement, Unreadable


def read(content: bytes) -> tuple[Statement, ...]:
    return reading.read(content, {OURS})


PAID = a_line(
    12_100,
    iban=THEIRS,
    name="Woonstichting De Linden",
    description="Factuur 2026-0017 onderhoud maart",
    references=("E2E-778",),
)
COSTS = a_line(-995, description="Kosten zakelijk betaalpakket")
PAYOUT = a_line(-45_000, iban=ALSO_THEIRS, name="P. Pietersen", references=("WP-3-12",))
FILES: dict[str, Callable[..., bytes]] = {
    "camt 02": lambda *s, **o: camt(*s, version="02", **o),
    "camt 08": lambda *s, **o: camt(*s, version="08", **o),
    "mt940 ing": lambda *s, **o: mt940(*s, dialect="ing", **o),
    "mt940 abn": lambda *s, **o: mt940(*s, dialect="abn", **o),
    "mt940 rabo": lambda *s, **o: mt940(*s, dialect="rabo", **o),
}
every_file = pytest.mark.parametrize("write", FILES.values(), ids=FILES.keys())


@every_file
def test_a_statement_is_read_whatever_its_format(write: Callable[..., bytes]) -> None:
    (found,) = read(write(a_statement(PAID, COSTS, PAYOUT)))
    assert (found.iban, found.opening_cents, found.closing_cents) == (OURS, 100_000, 66_105)
    assert found.closed_on == DAY
    assert found.lines == (PAID, COSTS, PAYOUT)


@every_file
def test_a_day_without_movement_and_an_overdraft_are_read_too(write: Callable[..., bytes]) -> None:
    quiet, red = a_statement(opening=-50), a_statement(a_line(-100), opening=-50)
    assert [(one.closing_cents, len(one.lines)) for one in read(write(quiet, red))] == [(-50, 0), (-150, 1)]


@every_file
def test_a_direct_debit_that_came_back_names_who_it_came_from_and_why(write: Callable[..., bytes]) -> None:
    back = a_line(-2500, iban=THEIRS, name="A. de Boer", references=("INC-9",), returned="MD06")
    (found,) = read(write(a_statement(back)))
    assert found.lines == (back,)


@every_file
def test_a_statement_that_does_not_add_up_is_refused(write: Callable[..., bytes]) -> None:
    right = a_statement(PAID, COSTS)
    with pytest.raises(Unreadable) as refused:
        read(write(replace(right, closing_cents=right.closing_cents + 1)))
    assert refused.value.problem is Problem.DOES_NOT_ADD_UP
    assert (refused.value.found, refused.value.expected) == ("111106", "111105")
    assert refused.value.place.statement == "69"


@every_file
def test_another_currency_is_refused(write: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable) as refused:
        read(write(a_statement(PAID), currency="GBP"))
    assert (refused.value.problem, refused.value.found) == (Problem.CURRENCY, "GBP")


@every_file
def test_half_a_file_is_refused(write: Callable[..., bytes]) -> None:
    whole = write(a_statement(PAID, COSTS, PAYOUT))
    for length in (len(whole) // 3, len(whole) // 2, len(whole) * 9 // 10):
        with pytest.raises(Unreadable):
            read(whole[:length])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"  \r\n ", Problem.EMPTY),
        (b"Datum;Bedrag\r\n10-03-2026;12,50", Problem.NOT_A_STATEMENT),
        (b"PK\x03\x04\x14\x00", Problem.NOT_A_STATEMENT),
        (b"<html><body>Meld u aan</body></html>", Problem.NOT_A_STATEMENT),
        (b"<Document", Problem.BROKEN),
        (camt(a_statement(PAID)).replace(b"053.001.02", b"053.001.13"), Problem.VERSION),
        (camt(a_statement(PAID)).replace(b"camt.053", b"camt.052"), Problem.VERSION),
        (camt(), Problem.EMPTY),
        (camt(a_statement(PAID)).replace(b"CLBD", b"CLAV"), Problem.NO_BALANCE),
        (camt(a_statement(PAID)).replace(b">121.00<", b">121,00<"), Problem.AMOUNT),
        (camt(a_statement(PAID)).replace(b">121.00<", b">121.005<"), Problem.AMOUNT),
        (camt(a_statement(PAID)).replace(b">121.00<", b">-121.00<"), Problem.AMOUNT),
        (camt(a_statement(PAID)).replace(b"CRDT", b"PLUS"), Problem.AMOUNT),
        (camt(a_statement(PAID)).replace(b"2026-03-10", b"2026-02-30"), Problem.DAY),
        (camt(a_statement(PAID)).replace(OURS.encode(), b"NL91ABNA0417164301"), Problem.NO_IBAN),
        (mt940(a_statement(PAID)).replace(OURS.encode(), b"NL91ABNA0417164301"), Problem.NO_IBAN),
        (mt940(a_statement(PAID)).replace(b":62F:", b":64:"), Problem.NO_BALANCE),
        (mt940(a_statement(PAID)).replace(b":61:260310", b":61:260230"), Problem.DAY),
        (mt940(a_statement(PAID)).replace(b"121,00", b"1,2,1"), Problem.AMOUNT),
    ],
)
def test_a_broken_file_says_what_is_wrong(content: bytes, problem: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.problem is problem


@every_file
def test_an_account_of_somebody_else_is_refused(write: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable) as refused:
        read(write(a_statement(PAID, iban=THEIRS)))
    assert (refused.value.problem, refused.value.found) == (Problem.NOT_OURS, THEIRS)


def test_an_account_may_be_named_by_its_number_as_long_as_that_is_ours() -> None:
    (found,) = read(mt940(a_statement(PAID)).replace(f"{OURS} EUR".encode(), b"41.71.64.300"))
    assert found.iban == OURS


def test_a_wrong_line_is_named_by_its_place() -> None:
    broken = camt(a_statement(PAID, COSTS)).replace(b">9.95<", b">9.9.5<")
    with pytest.raises(Unreadable) as refused:
        read(broken)
    place = refused.value.place
    assert (place.statement, place.line, refused.value.found) == ("69", 2, "9.9.5")


def test_a_wrong_row_of_an_mt940_is_named_by_its_place() -> None:
    broken = mt940(a_statement(PAID, COSTS)).replace(b"D9,95", b"X9,95")
    with pytest.raises(Unreadable) as refused:
        read(broken)
    assert refused.value.place.line == 2
    assert refused.value.found.startswith("2603100310X9,95")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize("trick", [BOMB, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!DOCTYPE x>"])
def test_a_file_with_entities_is_refused_before_they_grow(trick: str) -> None:
    content = camt(a_statement(PAID), before=trick).replace(b"Factuur", b"&i;")
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.found == "<!DOCTYPE>"


def test_only_booked_entries_of_a_camt_count() -> None:
    pending = camt(a_statement(PAID)).replace(
        b"</Stmt>",
        b'<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts></Ntry></Stmt>',
    )
    (found,) = read(pending)
    assert found.lines == (PAID,)


def test_a_batch_is_one_line_with_all_its_references() -> None:
    two = camt(a_statement(PAID)).replace(
        b"</TxDtls>",
        b"</TxDtls><TxDtls><Refs><PmtInfId>RUN-4</PmtInfId><EndToEndId>E2E-779</EndToEndId></Refs>"
        b"<RltdPties><Dbtr><Nm>Iemand anders</Nm></Dbtr></RltdPties>"
        b"<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>",
    )
    ((line,),) = (one.lines for one in read(two))
    assert line.references == ("E2E-778", "RF18539007547034", "E2E-779", "RUN-4")
    assert (line.iban, line.name, line.cents) == ("", "", 12_100)


def test_money_back_in_an_mt940_goes_the_other_way() -> None:
    back = mt940(a_statement(PAID, a_line(-12_100))).replace(b"D121,00", b"RC121,00")
    (found,) = read(back)
    assert [line.cents for line in found.lines] == [12_100, -12_100]


def test_plain_words_in_an_mt940_are_kept_as_the_description() -> None:
    content = mt940(a_statement(COSTS))
    start, end = content.index(b":86:"), content.index(b":62F:")
    plain = content[:start] + b":86:NL38TRIO0320012345 De Linden\r\nfactuur 17\r\n" + content[end:]
    ((line,),) = (one.lines for one in read(plain))
    assert (line.iban, line.description) == (THEIRS, "NL38TRIO0320012345 De Linden factuur 17")


# -- the same in every format -----------------------------------------------------------------------------------------
letters = st.text(ascii_letters + digits + " .,-+()", max_size=90).map(lambda text: " ".join(text.split()))
names = st.text(ascii_letters + " .", max_size=30).map(lambda text: " ".join(text.split()))
ibans = st.sampled_from([THEIRS, ALSO_THEIRS])
days = st.integers(0, 400).map(lambda after: date(2025, 11, 1) + timedelta(days=after))


@st.composite
def lines(draw: st.DrawFn, day: date) -> Line:
    reference = draw(st.sampled_from(["", "E2E-778", "2026-0017", "RF18539007547034"]))
    return a_line(
        draw(st.integers(-(10**9), 10**9).filter(bool)),
        day,
        iban=draw(ibans),
        name=draw(names),
        description=draw(letters),
        references=(reference,) if reference else (),
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    day = draw(days)
    found = draw(st.lists(lines(day), max_size=6))
    return a_statement(*found, opening=draw(st.integers(-(10**10), 10**10)), closed_on=day)


@given(statements())
def test_the_same_statement_gives_the_same_movements_in_every_format(statement: Statement) -> None:
    read_back = {name: read(write(statement))[0] for name, write in FILES.items()}
    assert {one.fingerprint for one in read_back.values()} == {statement.fingerprint}
    for name, one in read_back.items():
        assert one.movements == statement.movements, name
        assert [(line.iban, line.references) for line in one.lines] == [
            (line.iban, line.references) for line in statement.lines
        ], name
    assert read_back["camt 02"] == read_back["camt 08"] == statement
    assert {one.format for one in read_back.values()} == {*Format}


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


@given(statements(), st.integers(0), st.binary(min_size=1, max_size=3), st.sampled_from(sorted(FILES)))
def test_a_damaged_file_is_read_or_refused_and_never_breaks(
    statement: Statement, place: int, damage: bytes, name: str
) -> None:
    whole = FILES[name](statement)
    at = place % len(whole)
    try:
        found = read(whole[:at] + damage + whole[at + 1 :])
    except Unreadable:
        return
    for one in found:
        assert one.opening_cents + sum(line.cents for line in one.lines) == one.closing_cents
        assert iban_check.is_valid(one.iban)
