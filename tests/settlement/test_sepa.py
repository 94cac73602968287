"""The files for the bank: what is in them, what is never let into one, and what our payments are called."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkplaats.settlement.rules import sepa
from werkplaats.settlement.rules.references import Reference, RunKind, read
from werkplaats.settlement.rules.sepa import (
    Collection,
    NotSepa,
    OwnAccount,
    SequenceType,
    Transfer,
    Wrong,
    credit_transfers,
    creditor_id,
    direct_debits,
    is_reference,
    payable_iban,
    plain,
)

OURS = OwnAccount("Coöperatie Werkplaats Soesterkwartier U.A.", "NL91 ABNA 0417 1643 00")
KEES = Transfer("UITB-12-345", "Kees Jansen", "NL44RABO0123456789", 123456, "Uitbetaling 13 maart 2026")
KEES_BLOCKED = Transfer("UITB-12-345-G", "Kees Jansen", "NL86INGB0002445588", 40000, "Uitbetaling, g-rekening")
SANNE = Collection(
    "INC-7-89", "Sanne de Wit", "NL20INGB0001234567", 1250, "Factuur 31", "M-4", date(2026, 1, 5), SequenceType.FIRST
)
OUR_ID = "NL69ZZZ123456780000"
FRIDAY, AT = date(2026, 3, 13), datetime(2026, 3, 13, 16, 5, 9)  # noqa: DTZ001
PAIN_1, PAIN_8 = (f"{{urn:iso:std:iso:20022:tech:xsd:{name}}}" for name in (sepa.TRANSFERS, sepa.DEBITS))


def pay(*transfers: Transfer, own: OwnAccount = OURS, message: str = "UITB-12") -> bytes:
    return credit_transfers(own, transfers, message=message, on=FRIDAY, at=AT)


def collect(*collections: Collection, identifier: str = OUR_ID) -> bytes:
    return direct_debits(OURS, identifier, collections, message="INC-7", on=FRIDAY, at=AT)


def texts(file: bytes, path: str, namespace: str) -> list[str | None]:
    return [found.text for found in Tree.fromstring(file).findall(f".//{path}", {"": namespace.strip("{}")})]


def test_a_payout_goes_to_the_ordinary_and_to_the_blocked_account() -> None:
    file = pay(KEES, KEES_BLOCKED)
    assert texts(file, "EndToEndId", PAIN_1) == ["UITB-12-345", "UITB-12-345-G"]
    assert texts(file, "InstdAmt", PAIN_1) == ["1234.56", "400.00"]
    assert texts(file, "CdtrAcct/Id/IBAN", PAIN_1) == [KEES.iban, KEES_BLOCKED.iban]
    assert texts(file, "DbtrAcct/Id/IBAN", PAIN_1) == ["NL91ABNA0417164300"]
    assert texts(file, "GrpHdr/CtrlSum", PAIN_1) == texts(file, "PmtInf/CtrlSum", PAIN_1) == ["1634.56"]
    assert texts(file, "GrpHdr/NbOfTxs", PAIN_1) == ["2"]
    assert texts(file, "ReqdExctnDt/Dt", PAIN_1) == ["2026-03-13"]
    assert texts(file, "DbtrAgt/FinInstnId/Othr/Id", PAIN_1) == ["NOTPROVIDED"]


def test_the_same_payments_are_the_same_bytes_so_that_the_bank_refuses_the_second_file() -> None:
    assert pay(KEES) == pay(KEES)
    assert texts(pay(KEES), "GrpHdr/MsgId", PAIN_1) == texts(pay(KEES), "PmtInfId", PAIN_1) == ["UITB-12"]
    assert texts(pay(KEES), "CreDtTm", PAIN_1) == ["2026-03-13T16:05:09"]
    assert collect(SANNE) == collect(SANNE)


def test_the_bank_of_who_pays_is_named_when_we_know_its_bic() -> None:
    file = pay(KEES, own=replace(OURS, bic="ABNANL2A"))
    assert texts(file, "DbtrAgt/FinInstnId/BICFI", PAIN_1) == ["ABNANL2A"]
    assert texts(file, "Othr/Id", PAIN_1) == []


def test_a_debit_says_under_which_mandate_and_which_one_in_its_row() -> None:
    again = replace(SANNE, reference="INC-7-90", sequence=SequenceType.RECURRENT, cents=5)
    file = collect(SANNE, again)
    assert texts(file, "SeqTp", PAIN_8) == ["FRST", "RCUR"]
    assert texts(file, "PmtInfId", PAIN_8) == ["INC-7-FRST", "INC-7-RCUR"]
    assert texts(file, "MndtId", PAIN_8) == ["M-4", "M-4"]
    assert texts(file, "DtOfSgntr", PAIN_8) == ["2026-01-05", "2026-01-05"]
    assert texts(file, "CdtrSchmeId/Id/PrvtId/Othr/Id", PAIN_8) == [OUR_ID, OUR_ID]
    assert texts(file, "LclInstrm/Cd", PAIN_8) == ["CORE", "CORE"]
    assert texts(file, "InstdAmt", PAIN_8) == ["12.50", "0.05"]
    assert texts(file, "GrpHdr/CtrlSum", PAIN_8) == ["12.55"]


@pytest.mark.parametrize("sequence", list(SequenceType))
def test_every_kind_of_sequence_makes_a_valid_file(sequence: SequenceType) -> None:
    assert texts(collect(replace(SANNE, sequence=sequence)), "SeqTp", PAIN_8) == [sequence.value]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"iban": "NL45RABO0123456789"}, Wrong.IBAN),
        ({"iban": ""}, Wrong.IBAN),
        ({"iban": "BR1500000000000010932840814P2"}, Wrong.IBAN),  # a right one, where SEPA does not go
        ({"name": " "}, Wrong.NAME),
        ({"cents": 0}, Wrong.AMOUNT),
        ({"cents": -5}, Wrong.AMOUNT),
        ({"cents": 100_000_000_000}, Wrong.AMOUNT),
        ({"reference": "UITB 12"}, Wrong.REFERENCE),
        ({"reference": "/UITB-12"}, Wrong.REFERENCE),
        ({"reference": "U" * 36}, Wrong.REFERENCE),
    ],
    ids=str,
)
def test_a_wrong_payment_is_named_and_there_is_no_file(change: dict[str, Any], wrong: Wrong) -> None:
    with pytest.raises(NotSepa) as refused:
        pay(replace(KEES, **change), KEES_BLOCKED)
    assert refused.value.found == ((change.get("reference", KEES.reference), wrong),)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(NotSepa) as refused:
        pay(replace(KEES, iban="X", cents=0), replace(KEES_BLOCKED, iban=""), own=OwnAccount("", "NL00"), message="")
    assert refused.value.found == (
        ("", Wrong.NAME),
        ("", Wrong.IBAN),
        ("", Wrong.REFERENCE),
        (KEES.reference, Wrong.IBAN),
        (KEES.reference, Wrong.AMOUNT),
        (KEES_BLOCKED.reference, Wrong.IBAN),
    )


@pytest.mark.parametrize(
    ("transfers", "found"),
    [((), (("", Wrong.NOTHING),)), ((KEES, KEES), ((KEES.reference, Wrong.TWICE),))],
    ids=["empty", "twice"],
)
def test_an_empty_file_and_the_same_payment_twice_are_refused(transfers: tuple[Transfer, ...], found: Any) -> None:
    with pytest.raises(NotSepa) as refused:
        pay(*transfers)
    assert refused.value.found == found


def test_a_debit_without_a_right_mandate_or_creditor_identifier_is_refused() -> None:
    with pytest.raises(NotSepa) as refused:
        collect(replace(SANNE, mandate=""), identifier="NL68ZZZ123456780000")
    assert refused.value.found == (("", Wrong.CREDITOR_ID), (SANNE.reference, Wrong.MANDATE))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NL69ZZZ123456780000", "NL69ZZZ123456780000"),
        ("nl69 zzz 12345678 0000", "NL69ZZZ123456780000"),
        ("DE98ZZZ09999999999", "DE98ZZZ09999999999"),
        ("NL68ZZZ123456780000", None),  # check digits
        ("NL69ZZZ12345678000", None),
        ("NL91ABNA0417164300", None),  # an IBAN
        ("NL69ZZZ1234-5678-0000", None),
        ("", None),
    ],
)
def test_a_creditor_identifier_has_check_digits(typed: str, kept: str | None) -> None:
    assert creditor_id(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("BE71096123456769", "BE71096123456769"),
        ("NL91ABNA0417164301", None),
        ("BR1500000000000010932840814P2", None),
        ("NL91ABNA041716430", None),
        ("", None),
    ],
)
def test_an_iban_is_right_and_in_the_area(typed: str, kept: str | None) -> None:
    assert payable_iban(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Coöperatie Zoë & Søn", "Cooperatie Zoe + Son"),
        ("Straße 5\n\tbis", "Strasse 5 bis"),
        ("Łukasz Çelik", "Lukasz Celik"),
        ("Kees <Jansen>; @huis", "Kees Jansen huis"),
        ("€ 5", "EUR 5"),
        ("a" * 69 + " bc", "a" * 69),
    ],
)
def test_a_text_is_written_in_the_characters_of_sepa(typed: str, kept: str) -> None:
    assert plain(typed, 70) == kept


@pytest.mark.parametrize(
    ("text", "right"),
    [("UITB-1/2", True), ("/a", False), ("a/", False), ("a//b", False), ("a b", False), ("", False), ("é", False)],
)
def test_slashes_stand_only_inside_a_reference(text: str, right: bool) -> None:
    assert is_reference(text) is right


IBANS = st.sampled_from(["NL44RABO0123456789", "NL86INGB0002445588", "BE71096123456769"])
NAMES = st.text(min_size=1, max_size=90).filter(lambda text: plain(text, 70) != "")


@settings(max_examples=25)
@given(st.lists(st.tuples(NAMES, IBANS, st.integers(1, 10**9), st.text(max_size=200)), min_size=1, max_size=6))
def test_whatever_people_are_called_the_file_holds_and_its_sum_is_right(people: list[Any]) -> None:
    transfers = [Transfer(str(Reference(RunKind.PAY, 1, number)), *one) for number, one in enumerate(people, start=1)]
    file = pay(*transfers)
    assert texts(file, "GrpHdr/CtrlSum", PAIN_1) == [f"{sum(one.cents for one in transfers) / 100:.2f}"]
    for name in texts(file, "Cdtr/Nm", PAIN_1) + texts(file, "Ustrd", PAIN_1):
        assert name is not None
        assert re.fullmatch(r"[A-Za-z0-9/\-?:().,'+ ]{1,140}", name)


def test_a_file_that_was_tampered_with_does_not_pass_its_schema() -> None:
    with pytest.raises(NotSepa) as refused:
        sepa.check(pay(KEES).replace(b"1234.56", b"-1234.56"), sepa.TRANSFERS)
    assert refused.value.found == (("", Wrong.SCHEMA),)


REFERENCES = st.builds(
    lambda kind, run, payment, blocked: Reference(kind, run, payment, blocked and payment is not None),
    st.sampled_from(RunKind),
    st.integers(1, 10**10 - 1),
    st.none() | st.integers(1, 10**15 - 1),
    st.booleans(),
)


@given(REFERENCES)
def test_a_reference_is_read_back_and_a_bank_takes_it(reference: Reference) -> None:
    assert read(str(reference)) == reference
    assert read(f"/EREF/{str(reference).lower()}/REMI/ Uitbetaling") == reference
    assert is_reference(str(reference))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INC-7-RCUR", Reference(RunKind.DEBIT, 7)),
        ("Betaling UITB-12-345-G, dank", Reference(RunKind.PAY, 12, 345, blocked=True)),
        ("UITB-0", None),
        ("XUITB-1", None),
        ("factuur 31", None),
    ],
)
def test_a_reference_is_found_in_what_a_bank_writes(text: str, found: Reference | None) -> None:
    assert read(text) == found
