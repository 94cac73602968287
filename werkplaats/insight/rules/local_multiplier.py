"""What of a euro stays in the district: the Local Multiplier 3 of the New Economics Foundation.

Three rounds of spending (Justin Sacks, The Money Trail, nef, London 2002): R1 is what came in, R2 what of it was paid
to people and firms of the district, R3 what those spend in the district again. LM3 = (R1 + R2 + R3) / R1: from 1 (all
of it leaks away at once) to 3 (all of it stays, twice).

Published figures mix two counts. "1.76 against 0.36" of Northumberland (nef, 7 March 2005) is (R2 + R3) / R1: it leaves
out the euro that came in, which LM3 counts. So both are given here: `multiplier`, and `stays`, which is one less.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from werkplaats.insight.rules.uncertainty import Estimate, exactly, mean_of

LEAST_ANSWERS: Final = 5  # of a kind of receiver; with fewer the default stands, and the page says so
NOTHING: Final = exactly(0)
ALL: Final = exactly(100)


class Receiver(StrEnum):
    """Who is asked once a year how much of what they earned here they spent in the district."""

    WORKER = "worker"  # tradespeople
    HELPER = "helper"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class SpendingAnswer:
    """One answer of the survey, without a name. `share_local_percent`: 0–100, of what was earned."""

    kind: Receiver
    share_local_percent: float


@dataclass(frozen=True)
class Onward:
    """How much receivers of a kind spend in the district, in per cent, and on what that rests."""

    share: Estimate
    answers: int
    by_survey: bool


class Kind(StrEnum):
    """What money was spent on."""

    WORKERS = "workers"
    HELPERS = "helpers"
    COORDINATOR = "coordinator"
    SUPPLIERS = "suppliers"
    TAXES = "taxes"  # VAT that cannot be deducted, an employer's premiums
    OVERHEAD = "overhead"  # insurance, bank, office


@dataclass(frozen=True)
class Payment:
    """Cents that were paid; all shares in per cent.

    `local`: to people and firms of the district; `onward`: what those spend in the district again; `back`: what the
    others, from outside, spend in the district. `assumed`: the amount itself is no booking but an assumption.
    """

    kind: Kind
    cents: int
    local: Estimate = ALL
    onward: Estimate = NOTHING
    back: Estimate = NOTHING
    assumed: bool = False


@dataclass(frozen=True)
class Rounds:
    """Cents of each round. `income` is above zero."""

    income: int
    local: int
    respent: int

    @property
    def total(self) -> int:
        return self.income + self.local + self.respent

    @property
    def multiplier(self) -> float:
        """LM3."""
        return self.total / self.income

    @property
    def stays(self) -> float:
        """What people and firms of the district received in all for every euro that came in: LM3 less one."""
        return (self.local + self.respent) / self.income


@dataclass(frozen=True)
class Leak:
    """What of a kind of spending left the district: `first` at once, `second` when it was spent again (cents)."""

    kind: Kind
    paid: int
    first: int
    second: int

    @property
    def cents(self) -> int:
        return self.first + self.second


@dataclass(frozen=True)
class LocalMultiplier:
    """The rounds, and the rounds with every share that is not known at its lowest and at its highest. `kept`: came in
    and was not spent (below zero: more was spent than came in)."""

    rounds: Rounds
    low: Rounds
    high: Rounds
    leaks: tuple[Leak, ...]
    kept: int


def local_multiplier(income: int, payments: Sequence[Payment]) -> LocalMultiplier | None:
    """Cents. None where nothing came in: then there is no multiplier. The low and the high end are hard ones: more that
    goes to the district never makes less of it."""
    if income <= 0:
        return None
    return LocalMultiplier(
        rounds=_rounds(income, [(p.cents, p.local.value, p.onward.value, p.back.value) for p in payments]),
        low=_rounds(income, [(p.cents, p.local.low, p.onward.low, p.back.low) for p in payments]),
        high=_rounds(income, [(p.cents, p.local.high, p.onward.high, p.back.high) for p in payments]),
        leaks=tuple(leak for kind in Kind if (leak := _leak(kind, payments)).paid),
        kept=income - sum(payment.cents for payment in payments),
    )


def _rounds(income: int, paid: Iterable[tuple[int, float, float, float]]) -> Rounds:
    second = third = 0.0
    for cents, local, onward, back in paid:
        inside = cents * local / 100
        second += inside
        third += inside * onward / 100 + (cents - inside) * back / 100
    return Rounds(income, round(second), round(third))


def _leak(kind: Kind, payments: Iterable[Payment]) -> Leak:
    of_kind = [payment for payment in payments if payment.kind is kind]
    inside = [payment.cents * payment.local.value / 100 for payment in of_kind]
    outside = [payment.cents - part for payment, part in zip(of_kind, inside, strict=True)]
    back = (part * payment.back.value / 100 for payment, part in zip(of_kind, outside, strict=True))
    again = (part * (100 - payment.onward.value) / 100 for payment, part in zip(of_kind, inside, strict=True))
    return Leak(kind, sum(payment.cents for payment in of_kind), round(sum(outside) - sum(back)), round(sum(again)))


def onward_shares(answers: Iterable[SpendingAnswer], defaults: Mapping[Receiver, Estimate]) -> dict[Receiver, Onward]:
    """Per kind of receiver the share that they spend in the district: the mean of their answers with its 95 % interval,
    and with fewer than `LEAST_ANSWERS` answers the default with its range."""
    given: dict[Receiver, list[float]] = {kind: [] for kind in Receiver}
    for answer in answers:
        given[Receiver(answer.kind)].append(float(answer.share_local_percent))
    return {
        kind: Onward(mean_of(found, 0, 100), len(found), by_survey=True)
        if len(found) >= LEAST_ANSWERS
        else Onward(defaults[kind], len(found), by_survey=False)
        for kind, found in given.items()
    }
