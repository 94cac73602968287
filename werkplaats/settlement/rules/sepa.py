"""Files for the bank: SEPA credit transfers (pain.001.001.09) and core direct debits (pain.008.001.08).

What the bank would send back is found before a file exists: `NotSepa` names every payment that is wrong and why. What
is made is held against the schema of its message (ISO 20022, in package sepaxml). The same payments are the same bytes.
Characters, lengths and references: EPC, SEPA implementation guidelines (EPC217-08; clarification paper on slashes).
Amounts are whole cents of a euro.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import sepaxml
from stdnum import iban as iban_numbers
from stdnum.eu import at_02
from stdnum.exceptions import ValidationError
from text_unidecode import unidecode

TRANSFERS = "pain.001.001.09"
DEBITS = "pain.008.001.08"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:{message}"
SCHEMAS = Path(sepaxml.__file__).parent / "schemas"

LARGEST = 99_999_999_999  # 999,999,999.99 euro
NAME_LENGTH, TEXT_LENGTH = 70, 140
NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
REFERENCE = re.compile(r"[A-Za-z0-9\-?:().,'+]+(/[A-Za-z0-9\-?:().,'+]+)*", re.ASCII)  # no slash at an end, none twice
REFERENCE_LENGTH = 35
CREDITOR_ID = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}", re.ASCII)
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
# Where SEPA payments can go, by the first letters of the IBAN (EPC409-09; the last five joined in 2024 and 2025).
COUNTRIES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
        *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "CH", "MC", "SM", "AD", "VA", "GB"),
        *("GI", "AL", "ME", "MD", "MK", "RS"),
    )
)


class SequenceType(StrEnum):
    """Which collection under its mandate this is."""

    FIRST = "FRST"
    RECURRENT = "RCUR"
    FINAL = "FNAL"
    ONE_OFF = "OOFF"


class Wrong(StrEnum):
    """Why a payment cannot go to the bank."""

    NAME = "name"  # none, in characters that the bank takes
    IBAN = "iban"
    AMOUNT = "amount"
    REFERENCE = "reference"
    TWICE = "twice"  # the reference of another payment in the file
    MANDATE = "mandate"
    CREDITOR_ID = "creditor_id"
    NOTHING = "nothing"  # not one payment
    SCHEMA = "schema"


class NotSepa(ValueError):
    """These payments make no valid file. `found`: (reference of the payment or "", what is wrong)."""

    def __init__(self, *found: tuple[str, Wrong]) -> None:
        super().__init__("; ".join(f"{reference or 'file'}: {wrong}" for reference, wrong in found))
        self.found = found


@dataclass(frozen=True)
class OwnAccount:
    """The cooperative's own: what is paid from, or collected to. `bic` may be empty (IBAN only)."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Transfer:
    """Money to somebody. `reference` is the end-to-end identification: it comes back on the statement."""

    reference: str
    name: str
    iban: str
    cents: int
    text: str


@dataclass(frozen=True)
class Collection:
    """Money from somebody who gave a mandate for it."""

    reference: str
    name: str
    iban: str
    cents: int
    text: str
    mandate: str
    mandate_signed_on: date
    sequence: SequenceType


def plain(text: str, length: int) -> str:
    """In the characters that every SEPA bank takes, one line, cut to length: "Koÿmans & Zn" is "Koymans + Zn"."""
    latin = unidecode(text.replace("&", "+").replace("€", "EUR "))
    words = NOT_SEPA.sub(" ", latin).split()
    return " ".join(words)[:length].strip()


def payable_iban(typed: str) -> str | None:
    """The IBAN without spaces when a SEPA payment can go there; None when its check digits, length or country are
    wrong."""
    try:
        iban = str(iban_numbers.validate(typed))
    except ValidationError:
        return None
    return iban if IBAN.fullmatch(iban) and iban[:2] in COUNTRIES else None


def creditor_id(typed: str) -> str | None:
    """A creditor identifier (in Dutch 'incassant-ID', AT-02) without spaces; None when its check digits are wrong.

    The Dutch one is NL, two check digits, a business code of three (ZZZ) and twelve digits: KvK number and 0000.
    """
    number = "".join(typed.split()).upper()
    right = CREDITOR_ID.fullmatch(number) and at_02.is_valid(number)
    dutch = number[:2] != "NL" or re.fullmatch(r"NL[0-9]{2}[A-Z0-9]{3}[0-9]{12}", number)
    return number if right and dutch else None


def is_reference(text: str) -> bool:
    """Whether a bank takes it as identification: at most 35 characters, no blank, no slash at an end and none twice."""
    return len(text) <= REFERENCE_LENGTH and REFERENCE.fullmatch(text) is not None


def credit_transfers(
    payer: OwnAccount, transfers: Sequence[Transfer], *, message: str, on: date, at: datetime
) -> bytes:
    """A pain.001 of one batch. `message` identifies the file: the bank refuses the same one twice. `on` is the day the
    bank pays, `at` the local moment of making. Errors: NotSepa."""
    _refuse(_wrong_of_file(payer, message, transfers), *map(_wrong_of, transfers))
    made = sepaxml.SepaTransfer({**_own(payer), "batch": True}, schema=TRANSFERS, clean=False)
    for one in transfers:
        made.add_payment({**_theirs(one), "execution_date": on})
    return _written(made, TRANSFERS, message, at)


def direct_debits(
    creditor: OwnAccount, identifier: str, collections: Sequence[Collection], *, message: str, on: date, at: datetime
) -> bytes:
    """A pain.008 of core debits, a batch for each kind of sequence. `identifier` is the creditor identifier, `on` the
    day of collection. Errors: NotSepa."""
    known = creditor_id(identifier)
    found = _wrong_of_file(creditor, message, collections)
    if known is None:
        found = [*found, ("", Wrong.CREDITOR_ID)]
    _refuse(found, *map(_wrong_of, collections), *map(_wrong_of_mandate, collections))
    made = sepaxml.SepaDD({**_own(creditor), "batch": True, "creditor_id": known}, schema=DEBITS, clean=False)
    for one in sorted(collections, key=lambda one: one.sequence):
        made.add_payment(
            {
                **_theirs(one),
                "collection_date": on,
                "mandate_id": one.mandate,
                "mandate_date": one.mandate_signed_on,
                "type": one.sequence.value,
            }
        )
    return _written(made, DEBITS, message, at)


Payment = Transfer | Collection
Found = list[tuple[str, Wrong]]


def _wrong_of_file(own: OwnAccount, message: str, payments: Sequence[Payment]) -> Found:
    times = Counter(one.reference for one in payments)
    tests = (
        (not payments, Wrong.NOTHING),
        (not plain(own.name, NAME_LENGTH), Wrong.NAME),
        (payable_iban(own.iban) is None, Wrong.IBAN),
        (not is_reference(message) or len(message) > REFERENCE_LENGTH - len("-FRST"), Wrong.REFERENCE),
    )
    twice = [(reference, Wrong.TWICE) for reference, number in times.items() if number > 1]
    return [("", wrong) for is_so, wrong in tests if is_so] + twice


def _wrong_of(one: Payment) -> Found:
    tests = (
        (not plain(one.name, NAME_LENGTH), Wrong.NAME),
        (payable_iban(one.iban) is None, Wrong.IBAN),
        (not 0 < one.cents <= LARGEST, Wrong.AMOUNT),
        (not is_reference(one.reference), Wrong.REFERENCE),
    )
    return [(one.reference, wrong) for is_so, wrong in tests if is_so]


def _wrong_of_mandate(one: Collection) -> Found:
    return [] if is_reference(one.mandate) else [(one.reference, Wrong.MANDATE)]


def _refuse(*found: Iterable[tuple[str, Wrong]]) -> None:
    if every := [one for of_one in found for one in of_one]:
        raise NotSepa(*every)


def _own(own: OwnAccount) -> dict[str, Any]:
    bic = {"BIC": own.bic} if own.bic else {}
    return {"name": plain(own.name, NAME_LENGTH), "IBAN": payable_iban(own.iban), "currency": "EUR", **bic}


def _theirs(one: Payment) -> dict[str, Any]:
    return {
        "name": plain(one.name, NAME_LENGTH),
        "IBAN": payable_iban(one.iban),
        "amount": one.cents,
        "description": plain(one.text, TEXT_LENGTH) or one.reference,
        "endtoend_id": one.reference,
    }


def _written(made: Any, name: str, message: str, at: datetime) -> bytes:
    """The file with our own identifications and moment in it: the package draws them, and another every time."""
    # ElementTree has no default namespace of one tree alone; without one it is read, and as an attribute it is written
    declared = f' xmlns="{NAMESPACE.format(message=name)}"'
    root = Tree.fromstring(made.export(validate=False).decode().replace(declared, "", 1))
    root.set("xmlns", NAMESPACE.format(message=name))
    _put(root, "GrpHdr/MsgId", message)
    _put(root, "GrpHdr/CreDtTm", at.strftime("%Y-%m-%dT%H:%M:%S"))
    for batch in root.iter("PmtInf"):
        _put(batch, "PmtInfId", f"{message}-{batch.findtext('PmtTpInf/SeqTp', '')}".rstrip("-"))
    for bank in root.iterfind(".//DbtrAgt/FinInstnId"):
        if not len(bank):  # an agent without BIC is said to be so (EPC implementation guidelines), not left empty
            Tree.SubElement(Tree.SubElement(bank, "Othr"), "Id").text = "NOTPROVIDED"
    written: bytes = Tree.tostring(root, encoding="UTF-8", xml_declaration=True)
    check(written, name)
    return written


def _put(root: Tree.Element, path: str, text: str) -> None:
    for found in root.iterfind(f".//{path}"):
        found.text = text


def check(file: bytes, name: str) -> None:
    """Hold a file against the schema of its message. Errors: NotSepa."""
    schema, error = _schema(name)
    try:
        schema(file.decode())
    except error as reason:
        raise NotSepa(("", Wrong.SCHEMA)) from reason


@cache
def _schema(name: str) -> tuple[Callable[[str], None], type[Exception]]:
    import xmlschema  # half a second, only for who makes a file

    return xmlschema.XMLSchema(SCHEMAS / f"{name}.xsd").validate, xmlschema.XMLSchemaValidationError
