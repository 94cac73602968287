"""Reading CAMT.053 (ISO 20022, BankToCustomerStatement), versions 001.02 and 001.08, as Dutch banks give it.

Only booked entries count. One entry is one line, also when the bank tells of several payments within it.
"""

from collections.abc import Iterable
from datetime import date
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from werkplaats.settlement.rules.bank.statement import (
    Format,
    Line,
    Place,
    Problem,
    Statement,
    Unreadable,
    cents_of,
    given,
    one_line,
)

NAMESPACES = {f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}" for version in ("02", "08")}
OPENING = ("OPBD", "PRCD")  # opening as booked; of some banks, what was closed with before
CLOSING = ("CLBD",)
AT_ONCE = 1 << 16


class _WithoutDoctype(TreeBuilder):
    """A statement has no DOCTYPE. Without one there are no entities: nothing to blow up, nothing to fetch."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        raise Unreadable(Problem.BROKEN, found="<!DOCTYPE>")


def read_camt(content: bytes) -> tuple[Statement, ...]:
    """All statements in a file, as they stand in it. Errors: Unreadable."""
    root = _parsed(content)
    space, _, name = root.tag.rpartition("}")
    if name != "Document" or "camt.05" not in space:
        raise Unreadable(Problem.NOT_A_STATEMENT)
    if space.removeprefix("{") not in NAMESPACES:
        raise Unreadable(Problem.VERSION, found=space.rpartition(":")[2])
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    found = root.findall("BkToCstmrStmt/Stmt")
    if not found:
        raise Unreadable(Problem.EMPTY)
    return tuple(_statement(element) for element in found)


def _parsed(content: bytes) -> Element:
    parser = XMLParser(target=_WithoutDoctype())
    try:
        for start in range(0, len(content), AT_ONCE):
            parser.feed(content[start : start + AT_ONCE])
        root: Element = parser.close()
    except ParseError as error:
        raise Unreadable(Problem.BROKEN, Place(row=error.position[0]), found="XML") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody has
        raise Unreadable(Problem.BROKEN, found="XML") from error
    return root


def _statement(element: Element) -> Statement:
    number = next(filter(None, (_text(element, path) for path in ("LglSeqNb", "ElctrncSeqNb", "Id"))), "")
    place = Place(statement=number)
    iban = _text(element, "Acct/Id/IBAN").replace(" ", "").upper()
    if not iban:
        raise Unreadable(Problem.NO_IBAN, place, found=_text(element, "Acct/Id/Othr/Id"))
    _euro(_text(element, "Acct/Ccy") or "EUR", place)
    opening, closing = _balance(element, OPENING, place), _balance(element, CLOSING, place)
    return Statement(
        format=Format.CAMT053,
        iban=iban,
        number=number,
        closed_on=_day(closing, "Dt", place),
        opening_cents=_cents(opening, place),
        closing_cents=_cents(closing, place),
        lines=tuple(_lines(element.findall("Ntry"), number, iban)),
    )


def _balance(statement: Element, codes: tuple[str, ...], place: Place) -> Element:
    balances = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in reversed(statement.findall("Bal"))}
    for code in codes:
        if code in balances:
            return balances[code]
    raise Unreadable(Problem.NO_BALANCE, place)


def _lines(entries: Iterable[Element], number: str, own: str) -> Iterable[Line]:
    for position, entry in enumerate(entries, start=1):
        place = Place(statement=number, line=position)
        status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
        cents = _cents(entry, place)
        if status == "BOOK" and cents:
            yield _line(entry, cents, own, place)


def _line(entry: Element, cents: int, own: str, place: Place) -> Line:
    details = entry.findall("NtryDtls/TxDtls")
    booked = _day(entry, "BookgDt", place)
    sides = [_other_side(detail, cents, own) for detail in details]
    texts = [text for detail in details for text in _texts(detail, "RmtInf/Ustrd")]
    texts = texts or [text for detail in details for text in _texts(detail, "AddtlTxInf")]
    return Line(
        booked_on=booked,
        value_on=_day(entry, "ValDt", place) if entry.find("ValDt") is not None else booked,
        cents=cents,
        iban=_agreed(iban for iban, _ in sides),
        name=_agreed(name for _, name in sides),
        description=one_line(*(texts or _texts(entry, "AddtlNtryInf"))),
        references=given(*_references(entry, details)),
        returned=next((code for detail in details for code in _texts(detail, "RtrInf/Rsn/Cd")), ""),
    )


def _references(entry: Element, details: list[Element]) -> Iterable[str]:
    for detail in details:
        yield from _texts(detail, "RmtInf/Strd/CdtrRefInf/Ref")
        for name in ("EndToEndId", "InstrId", "PmtInfId", "MsgId"):
            yield _text(detail, f"Refs/{name}")
    for name in ("PmtInfId", "MsgId"):
        yield _text(entry, f"NtryDtls/Btch/{name}")


def _other_side(detail: Element, cents: int, own: str) -> tuple[str, str]:
    """IBAN and name of who paid us or whom we paid. A payment that came back still names the parties it had."""
    came_back = detail.find("RtrInf") is not None
    roles = ("Dbtr", "Cdtr") if (cents > 0) is not came_back else ("Cdtr", "Dbtr")
    first, second = (_party(detail, role) for role in roles)
    return second if first[0] == own else first


def _party(detail: Element, role: str) -> tuple[str, str]:
    iban = _text(detail, f"RltdPties/{role}Acct/Id/IBAN").replace(" ", "").upper()
    said = (f"{role}/Pty/Nm", f"{role}/Nm", f"Ultmt{role}/Pty/Nm", f"Ultmt{role}/Nm")
    return iban, next(filter(None, (_text(detail, f"RltdPties/{path}") for path in said)), "")


def _agreed(said: Iterable[str]) -> str:
    """What all payments of an entry have in common; empty when they differ."""
    found = set(said)
    return found.pop() if len(found) == 1 else ""


def _cents(element: Element, place: Place) -> int:
    """The Amt of an entry or balance, negative when it is a debit."""
    amount = element.find("Amt")
    direction = _text(element, "CdtDbtInd")
    if amount is None or direction not in ("CRDT", "DBIT"):
        raise Unreadable(Problem.AMOUNT, place, found=direction)
    _euro(amount.get("Ccy", ""), place)
    cents = cents_of((amount.text or "").strip(), place)
    return cents if direction == "CRDT" else -cents


def _euro(currency: str, place: Place) -> None:
    if currency != "EUR":
        raise Unreadable(Problem.CURRENCY, place, found=currency)


def _day(element: Element, name: str, place: Place) -> date:
    said = _text(element, f"{name}/Dt") or _text(element, f"{name}/DtTm")
    try:
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise Unreadable(Problem.DAY, place, found=said) from error


def _text(element: Element, path: str) -> str:
    return one_line(element.findtext(path) or "")


def _texts(element: Element, path: str) -> list[str]:
    return [one.text for one in element.findall(path) if one.text]
