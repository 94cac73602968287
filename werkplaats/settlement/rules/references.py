"""What our payments are called at the bank, so that a line of a statement says which payment it is about.

UITB-12 is pay run 12 (the name of its file and of its batch), UITB-12-345 payout 345 in it, UITB-12-345-G the part of
it that goes to the blocked account. INC-7 is debit run 7, INC-7-89 collection 89 in it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# at most 33 characters, of the 35 that a bank gives back
OURS = re.compile(r"(?<![A-Z0-9])(UITB|INC)-([1-9][0-9]{0,9})(?:-([1-9][0-9]{0,14})(-G)?)?(?![A-Z0-9])", re.ASCII)


class RunKind(StrEnum):
    PAY = "UITB"
    DEBIT = "INC"


@dataclass(frozen=True)
class Reference:
    """Of a run, or of one payment in it."""

    kind: RunKind
    run: int
    payment: int | None = None
    blocked: bool = False

    def __str__(self) -> str:
        payment = "" if self.payment is None else f"-{self.payment}"
        return f"{self.kind}-{self.run}{payment}{'-G' if self.blocked else ''}"


def read(text: str) -> Reference | None:
    """The first of our references in what a bank gives back; None when there is none.

    The name of a batch may have the kind of sequence behind it (INC-7-RCUR): that is the run.
    """
    found = OURS.search(text.upper())
    if found is None:
        return None
    kind, run, payment, blocked = found.groups()
    return Reference(RunKind(kind), int(run), int(payment) if payment else None, blocked is not None)
