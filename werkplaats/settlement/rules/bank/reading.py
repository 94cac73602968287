"""A file of the bank, whichever it is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from werkplaats.settlement.rules.bank.camt import read_camt
from werkplaats.settlement.rules.bank.mt940 import read_mt940
from werkplaats.settlement.rules.bank.statement import Problem, Statement, Unreadable, checked

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(content: bytes, ours: Collection[str]) -> tuple[Statement, ...]:
    """All statements in a CAMT.053 or MT940 file, each of one of our IBANs and adding up.

    Errors: Unreadable; then nothing of the file counts.
    """
    bare = content.removeprefix(BYTE_ORDER_MARK).strip()
    if not bare:
        raise Unreadable(Problem.EMPTY)
    found = read_camt(content) if _is_xml(bare) else read_mt940(bare)
    return tuple(checked(statement, ours) for statement in found)


def _is_xml(content: bytes) -> bool:
    return content.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))


def in_order(statements: Iterable[Statement], first_days: Mapping[str, date]) -> list[Statement]:
    """So that each touches what is kept by then: what is older than an account's first day backwards, the rest on."""
    ordered = sorted(statements, key=lambda one: (one.iban, one.starts_on, one.closed_on))
    older = [one for one in ordered if one.iban in first_days and one.ends_on < first_days[one.iban]]
    return [*reversed(older), *(one for one in ordered if one not in older)]
