"""The neighbourhood's own economy: who counts as of the district, and what became of every euro that came in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from werkplaats.insight.rules.local_multiplier import Kind, LocalMultiplier, Payment, local_multiplier
from werkplaats.insight.rules.uncertainty import Estimate

# "3812", "3812 AB", and from–until: "3811-3813", "3812 AA-3812 HZ"
AREA = re.compile(r"^([1-9][0-9]{3})( ?[A-Z]{2})?(?: ?[-–] ?([1-9][0-9]{3})( ?[A-Z]{2})?)?$")


@dataclass(frozen=True)
class Area:
    """Postcodes from `first` to `last`, both included, as "3812AB"; four digits stand for all of them."""

    first: str
    last: str

    def holds(self, postcode: str) -> bool:
        return self.first <= postcode <= self.last

    def __str__(self) -> str:
        if self.first[:4] == self.last[:4] and self.first[4:] == "AA" and self.last[4:] == "ZZ":
            return self.first[:4]
        if self.first[4:] == "AA" and self.last[4:] == "ZZ":
            return f"{self.first[:4]}-{self.last[:4]}"
        first, last = (f"{code[:4]} {code[4:]}" for code in (self.first, self.last))
        return first if first == last else f"{first}-{last}"


def area(typed: str) -> Area | None:
    """ "3812", "3812 AB", "3811-3813" or "3812 AA-3812 HZ". None for what is none of these."""
    found = AREA.match(" ".join(typed.upper().split()))
    if found is None:
        return None
    digits, letters, until, until_letters = found.groups()
    if until is not None and (letters is None) != (until_letters is None):
        return None
    first = digits + (letters or "AA").strip()
    last = (until or digits) + ((until_letters if until else letters) or "ZZ").strip()
    return Area(first, last) if first <= last else None


def areas(typed: str) -> tuple[tuple[Area, ...], tuple[str, ...]]:
    """What was typed, with commas or lines between; and of it what is no area."""
    words = [word.strip() for word in re.split(r"[,;\n]", typed) if word.strip()]
    found = [(word, area(word)) for word in words]
    return tuple(one for __, one in found if one), tuple(word for word, one in found if one is None)


def of_the_district(postcode: str, district: Iterable[Area]) -> bool:
    """Whether somebody with this postcode counts as of the district."""
    code = postcode.upper().replace(" ", "")
    return any(one.holds(code) for one in district)


class WorkBefore(StrEnum):
    """What somebody did before the first paid work here; asked at admission or in the yearly survey."""

    NONE = "none"  # no paid work
    SOME = "some"  # less than this person wanted
    ENOUGH = "enough"


@dataclass(frozen=True)
class FromNoWork:
    """Of `worked` people who did paid work in a period `told` said what they did before; of these `none` had no work.
    The others may all have been without work, or none of them: so the number lies from `none` to `most`."""

    worked: int
    told: int
    none: int

    @property
    def most(self) -> int:
        return self.none + self.worked - self.told


def from_no_work(before: Sequence[WorkBefore | None]) -> FromNoWork:
    """One for everybody who did paid work; None for who did not tell."""
    return FromNoWork(len(before), sum(b is not None for b in before), sum(b is WorkBefore.NONE for b in before))


@dataclass(frozen=True)
class MoneyFlow:
    """What came in over a period and what it was spent on, in cents without VAT.

    `charged`: asked for work and by contribution; `subsidy`: by assumption; `compared`: the same money spent as it was
    before the cooperative, by contractors from outside.
    """

    charged: int
    subsidy: int
    payments: tuple[Payment, ...]
    multiplier: LocalMultiplier | None
    compared: LocalMultiplier | None

    @property
    def income(self) -> int:
        return self.charged + self.subsidy

    @property
    def local_percent(self) -> Estimate | None:
        """Of every euro that came in, what was paid to people and firms of the district, in per cent of the income."""
        if self.multiplier is None:
            return None
        low, value, high = (
            100 * rounds.local / rounds.income
            for rounds in (self.multiplier.low, self.multiplier.rounds, self.multiplier.high)
        )
        return Estimate(value, low, high)


@dataclass(frozen=True)
class Before:
    """How the same money was spent by contractors from outside, in per cent: to people and firms of the district, what
    those spent in it again, and what the others spent in it."""

    local: Estimate
    onward: Estimate
    back: Estimate


def money_flow(charged: int, subsidy: int, payments: Sequence[Payment], before: Before) -> MoneyFlow:
    """Amounts in cents. The comparison is over what was charged: a subsidy for the cooperative was not there before."""
    bought = (Payment(Kind.WORKERS, max(charged, 0), before.local, before.onward, before.back, assumed=True),)
    return MoneyFlow(
        charged=charged,
        subsidy=subsidy,
        payments=tuple(payment for payment in payments if payment.cents),
        multiplier=local_multiplier(charged + subsidy, payments),
        compared=local_multiplier(charged, bought),
    )
