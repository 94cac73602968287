"""What figures are made of: numbers that may be added up over months, pilots and kinds of work.

A `Totals` has for every measure and part of it how many cases there were and what they came to (seconds, minutes,
points). Durations are kept in buckets, so that a median of many months can be had without the durations themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log
from typing import TypeAlias

BUCKET = 1.1  # each bucket ends at 1.1 times where it begins


@dataclass(frozen=True)
class Amount:
    number: int = 0
    total: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.number + other.number, self.total + other.total)


Totals: TypeAlias = Mapping[tuple[str, str], Amount]  # by measure and part ("" where it has none)


def bucket(seconds: int) -> int:
    """0: within a minute; k: from 1.1**(k − 1) up to 1.1**k minutes. Shorter than nothing counts as nothing."""
    return 0 if seconds < 60 else 1 + int(log(seconds / 60) / log(BUCKET))


def of(totals: Totals, name: str) -> int:
    """How many cases, or with "+" at the end what they came to: "visit", "visit:done", "worked+". After the colon
    stands the part, or what several parts begin with."""
    wanted, total = name.removesuffix("+"), name.endswith("+")
    measure, __, beginning = wanted.partition(":")
    found = [amount for (one, part), amount in totals.items() if one == measure and part.startswith(beginning)]
    return sum(amount.total if total else amount.number for amount in found)


def parts(totals: Totals, measure: str) -> dict[str, Amount]:
    return {part: amount for (one, part), amount in totals.items() if one == measure}


def percentile(totals: Totals, measure: str, share: float) -> float | None:
    """The shortest duration (seconds) that at least this share of the cases stayed within (the nearest-rank
    percentile); None when there are no cases.

    It is the mean of the bucket in which that case lies, so less than 10 % from it (within a minute: less than one).
    """
    buckets = sorted((int(part), amount) for part, amount in parts(totals, measure).items() if amount.number)
    rank, seen = ceil(share * sum(amount.number for __, amount in buckets)), 0
    for __, amount in buckets:
        seen += amount.number
        if seen >= rank:
            return amount.total / amount.number
    return None
