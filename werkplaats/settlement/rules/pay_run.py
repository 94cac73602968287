"""What a pay run holds: who is paid how much on which account, what is left out and why, and the steps it takes.

Amounts are whole cents. Every line that is owed ends once: in a payment, or among what waits, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from werkplaats.settlement.rules.mandates import next_banking_day
from werkplaats.settlement.rules.money import NOTHING, Cents, share, total
from werkplaats.settlement.rules.sepa import payable_iban


class RunStatus(StrEnum):
    DRAFTED = "drafted"
    APPROVED = "approved"  # by somebody else than who drafted it
    SENT = "sent"  # the file was handed out: from now on the bank has it
    SETTLED = "settled"  # the bank paid it
    WITHDRAWN = "withdrawn"  # before it was sent; what was in it is owed again


STEPS = (
    (RunStatus.DRAFTED, RunStatus.APPROVED),
    (RunStatus.DRAFTED, RunStatus.WITHDRAWN),
    (RunStatus.APPROVED, RunStatus.SENT),
    (RunStatus.APPROVED, RunStatus.WITHDRAWN),
    (RunStatus.SENT, RunStatus.SETTLED),
)
OPEN = frozenset({RunStatus.DRAFTED, RunStatus.APPROVED})


def may_become(status: RunStatus, to: RunStatus) -> bool:
    return (status, to) in STEPS


def execution_day(pay_on: date, sent_on: date) -> date:
    """When the bank pays a run: on its day, or once that has passed on the next that banks are open. They refuse a file
    of a day that has passed."""
    return pay_on if pay_on >= sent_on else next_banking_day(sent_on)


class Waits(StrEnum):
    """Why what is owed is not paid in this run."""

    DISPUTED = "disputed"  # the worker says that a line is wrong
    TOO_RECENT = "too_recent"  # the worker may still look at it
    NO_INVOICE = "no_invoice"  # self-employed, and did not agree that we make the invoice
    NO_IBAN = "no_iban"
    WRONG_IBAN = "wrong_iban"
    WRONG_BLOCKED_IBAN = "wrong_blocked_iban"
    SET_OFF = "set_off"  # corrections are as large as what was earned, or larger: carried to the next run


@dataclass(frozen=True)
class Owed:
    """A line owed to a worker; negative when it takes back. `labour_cents` is the part of it that is pay for work.

    `waits`: why it cannot be paid yet, if so. `reverses` is the line that it takes back: as long as that one waits,
    this one waits with it.
    """

    line: int
    worker: int
    cents: Cents
    labour_cents: Cents = NOTHING
    waits: Waits | None = None
    reverses: int | None = None


@dataclass(frozen=True)
class Account:
    """Where a worker is paid; for who has one, also the blocked account (g-rekening) and its part of the labour."""

    iban: str
    blocked_iban: str = ""
    blocked_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class Pay:
    """All that one worker gets in a run: `cents` on the ordinary account and `blocked_cents` on the blocked one."""

    worker: int
    lines: tuple[int, ...]
    iban: str
    cents: Cents
    blocked_iban: str = ""
    blocked_cents: Cents = NOTHING

    @property
    def together(self) -> Cents:
        return self.cents + self.blocked_cents


@dataclass(frozen=True)
class Waiting:
    worker: int
    lines: tuple[int, ...]
    cents: Cents
    why: Waits


@dataclass(frozen=True)
class Draft:
    pays: tuple[Pay, ...]
    waiting: tuple[Waiting, ...]

    @property
    def cents(self) -> Cents:
        return total(pay.together for pay in self.pays)


def draft(owed: Iterable[Owed], accounts: Mapping[int, Account]) -> Draft:
    """Who is paid what. Lines in any order; workers come back by number, and so do the lines of each."""
    by_worker: dict[int, list[Owed]] = defaultdict(list)
    for line in sorted(owed, key=lambda line: line.line):
        by_worker[line.worker].append(line)
    found: list[Pay | Waiting] = []
    for worker, lines in sorted(by_worker.items()):
        apart = _apart(lines)
        found += [_waiting(worker, apart[why], why) for why in Waits if why in apart]
        if None in apart:
            found.append(_pay(worker, apart[None], accounts.get(worker, Account(""))))
    return Draft(
        tuple(one for one in found if isinstance(one, Pay)), tuple(one for one in found if isinstance(one, Waiting))
    )


def split(cents: Cents, labour_cents: Cents, percent: Decimal) -> tuple[Cents, Cents]:
    """An amount over the ordinary and the blocked account: the percentage of the labour, half up, goes to the blocked
    one. Never more than there is, never less than nothing."""
    blocked = min(share(labour_cents, percent), cents) if labour_cents > 0 < cents else NOTHING
    return cents - blocked, blocked


def _apart(lines: list[Owed]) -> dict[Waits | None, list[Owed]]:
    """By why they wait; None: they can be paid."""
    waits = {line.line: line.waits for line in lines}
    apart: dict[Waits | None, list[Owed]] = defaultdict(list)
    for line in lines:
        with_it = None if line.reverses is None else waits.get(line.reverses)
        apart[line.waits or with_it].append(line)
    return apart


def _pay(worker: int, lines: list[Owed], account: Account) -> Pay | Waiting:
    cents = total(line.cents for line in lines)
    if cents <= 0:
        return _waiting(worker, lines, Waits.SET_OFF)
    iban = payable_iban(account.iban)
    if iban is None:
        return _waiting(worker, lines, Waits.WRONG_IBAN if account.iban.strip() else Waits.NO_IBAN)
    ordinary, blocked = split(cents, total(line.labour_cents for line in lines), account.blocked_percent)
    blocked_iban = payable_iban(account.blocked_iban) if blocked else ""
    if blocked_iban is None:
        return _waiting(worker, lines, Waits.WRONG_BLOCKED_IBAN)
    return Pay(worker, tuple(line.line for line in lines), iban, ordinary, blocked_iban, blocked)


def _waiting(worker: int, lines: list[Owed], why: Waits) -> Waiting:
    return Waiting(worker, tuple(line.line for line in lines), total(line.cents for line in lines), why)
