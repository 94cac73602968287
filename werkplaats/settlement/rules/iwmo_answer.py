"""The municipality's answer on a declaration: message 325 of iWmo 3.2, read and judged line by line.

An answer names only what was rejected (TR342): a line of ours that it does not name is approved, unless the whole
message was refused at its head (IV087). The BSNs in it are passed over: they are never looked at, kept or logged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree as Tree

from werkplaats.settlement.rules.iwmo import RELEASE, Performance, Verdict

BASE, ANSWER = f"{{{RELEASE}/basisschema/schema}}", f"{{{RELEASE}/wmo325/schema}}"
LARGEST_FILE = 5_000_000  # bytes: a large city's month; ours are some thousands
NO_REMARK, ALL_APPROVED = "0200", "8001"
FINE = {NO_REMARK, ALL_APPROVED}


class Unreadable(StrEnum):
    """Why a file cannot be taken as an answer."""

    TOO_LARGE = "too_large"
    NO_XML = "no_xml"
    OTHER_MESSAGE = "other_message"  # well-formed, but no 325 of iWmo 3.2
    INCOMPLETE = "incomplete"  # a part that must be there is not, or an amount is no number
    SUMS = "sums"  # what it rejects is not the difference between what was asked and granted (TR342)
    ANOTHER = "another"  # an answer on another declaration than this one


class NotAnAnswer(ValueError):
    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Answer:
    """`lines` is reference → return codes, of the line and of its client; amounts are cents, credits below zero."""

    identification: str
    declaration: str
    head_codes: tuple[str, ...]
    codes: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]
    submitted_cents: int = 0
    granted_cents: int = 0
    rejected_cents: int = 0  # the sum of the lines in it
    holds_bsn: bool = False

    @property
    def refused(self) -> tuple[str, ...]:
        """Why the message as a whole was not taken in; empty when it was looked at."""
        return tuple(code for code in (*self.head_codes, *self.codes) if code not in FINE)


@dataclass(frozen=True)
class Judged:
    reference: str
    verdict: Verdict
    codes: tuple[str, ...] = ()


class Step(StrEnum):
    """What to do about a return code."""

    MESSAGE = "message"  # the message as a whole: let the provider mend it and send it again
    CLIENT = "client"  # the client is not known with this reference or allocation
    ALLOCATION = "allocation"
    PRODUCT = "product"
    UNIT = "unit"
    PERIOD = "period"
    VOLUME = "volume"  # more than was granted
    PRICE = "price"
    DOUBLE = "double"  # declared or taken back before
    OTHER_CODE = "other_code"  # the other code on this line says why
    ASK = "ask"  # we do not know this code


# Code list WJ001, those that can stand in a 325.
STEPS: Mapping[str, Step] = {
    **dict.fromkeys(("0001", "8214", "8848", "9056", "9333", "9366", "9367", "S300"), Step.MESSAGE),
    "8187": Step.CLIENT,
    **dict.fromkeys(("9338", "9384"), Step.ALLOCATION),
    **dict.fromkeys(("9339", "9340", "S329"), Step.PRODUCT),
    "9341": Step.UNIT,
    **dict.fromkeys(("9307", "9308", "9319", "9387", "9388"), Step.PERIOD),
    **dict.fromkeys(("9321", "9322", "9369"), Step.VOLUME),
    **dict.fromkeys(("0611", "9346"), Step.PRICE),
    **dict.fromkeys(("8017", "8021", "9389", "9390"), Step.DOUBLE),
    "0233": Step.OTHER_CODE,
}


def step(code: str) -> Step:
    return STEPS.get(code, Step.ASK)


def judged(ours: Iterable[Performance], answer: Answer) -> list[Judged]:
    """What the answer says of each line of ours. Lines of others are passed over: a provider may have joined them."""
    if answer.refused:
        return [Judged(line.reference, Verdict.REJECTED, answer.refused) for line in ours]
    return [
        Judged(line.reference, Verdict.REJECTED, answer.lines[line.reference])
        if line.reference in answer.lines
        else Judged(line.reference, Verdict.APPROVED)
        for line in ours
    ]


def read_answer(content: bytes) -> Answer:
    """Errors: NotAnAnswer with the reason; nothing of the file is in it."""
    if len(content) > LARGEST_FILE:
        raise NotAnAnswer(Unreadable.TOO_LARGE)
    try:
        root = Tree.fromstring(content, parser=Tree.XMLParser(target=PlainTree()))
    except (Tree.ParseError, LookupError, ValueError):  # an unknown encoding is a LookupError
        raise NotAnAnswer(Unreadable.NO_XML) from None
    if root.tag != f"{ANSWER}Bericht" or _text(root, "Header/BerichtCode") != "485":
        raise NotAnAnswer(Unreadable.OTHER_MESSAGE)
    try:
        answer = _answer(root)
    except (KeyError, ValueError):
        raise NotAnAnswer(Unreadable.INCOMPLETE) from None
    taken_in = answer.declaration and not answer.refused
    if taken_in and answer.submitted_cents - answer.granted_cents != answer.rejected_cents:
        raise NotAnAnswer(Unreadable.SUMS)
    return answer


class PlainTree(Tree.TreeBuilder):
    """Refuses a document type: no message has one, and entities in it are how XML is used to harm."""

    def doctype(self, name: str, public: str | None, system: str | None) -> Any:
        raise ValueError("a document type")


def _answer(root: Tree.Element) -> Answer:
    head = _one(root, "Header")
    body = root.find(_path("DeclaratieAntwoord"))
    identification = _needed(head, "DeclaratieIdentificatie", base="Identificatie")
    if body is None:
        codes = _codes(head)
        if not set(codes) - FINE:
            raise KeyError("RetourCodes")  # accepted, but it does not say what
        return Answer(identification, "", codes, (), {})
    lines: dict[str, tuple[str, ...]] = {}
    rejected = 0
    for client in body.iterfind(_path("Clienten/Client")):
        of_client = tuple(code for code in _codes(client) if code not in FINE)
        for line in client.iterfind(_path("Prestaties/Prestatie")):
            own = tuple(code for code in _codes(line) if code not in FINE)
            lines[_needed(line, "ProductReferentie", base="ReferentieNummer")] = (*of_client, *own)
            rejected += _cents(_one(line, "IngediendBedrag"), "Bedrag")
    return Answer(
        identification,
        _needed(body, "DeclaratieNummer"),
        _codes(head),
        _codes(body),
        lines,
        _cents(_one(body, "TotaalIngediendBedrag"), "TotaalBedrag"),
        _cents(_one(body, "TotaalToegekendBedrag"), "TotaalBedrag"),
        rejected,
        any((found.text or "").strip() for found in body.iterfind(_path("Clienten/Client/Bsn"))),
    )


def _path(path: str) -> str:
    return "/".join(f"{ANSWER}{part}" for part in path.split("/"))


def _one(element: Tree.Element, path: str) -> Tree.Element:
    found = element.find(_path(path))
    if found is None:
        raise KeyError(path)
    return found


def _text(element: Tree.Element, path: str) -> str:
    return (element.findtext(_path(path)) or "").strip()


def _needed(element: Tree.Element, path: str, *, base: str = "") -> str:
    found = _one(element, path)
    content = ((found.findtext(f"{BASE}{base}") if base else found.text) or "").strip()
    if not content:
        raise KeyError(path)
    return content


def _codes(element: Tree.Element) -> tuple[str, ...]:
    return tuple((found.text or "").strip() for found in element.iterfind(_path("RetourCodes/RetourCode")))


def _cents(element: Tree.Element, name: str) -> int:
    amount = int(element.findtext(f"{BASE}{name}") or "")
    return -amount if (element.findtext(f"{BASE}DebetCredit") or "").strip() == "C" else amount
