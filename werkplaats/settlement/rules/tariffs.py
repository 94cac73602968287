"""What was agreed: tariffs with their rates, which of them holds on a day, and what is wrong with one.

A rate says for which work it is: of a branch, a trade, an item (a code of the responsibility list, or an activity of
household help); empty is "each". Of rates of the same kind the narrowest counts: item before trade before branch.

What a visit costs stands in `pricing`; which VAT belongs to it in `vat`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final


class TariffKind(StrEnum):
    """With whom it is agreed."""

    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"
    SERVICE_PLAN = "service_plan"  # what tenants with a service plan pay
    MEMBERSHIP = "membership"  # what members contribute
    WORKERS = "workers"  # what workers earn


class RateKind(StrEnum):
    """What a rate is for; behind it which of its numbers says how much."""

    HOUR = "hour"  # cents
    UNIT = "unit"  # cents: an item of the list, or with no item a whole job; in place of hours
    DWELLING_MONTH = "dwelling_month"  # cents
    CLIENT_MONTH = "client_month"  # cents
    PLAN_MONTH = "plan_month"  # cents
    CONTRIBUTION_YEAR = "contribution_year"  # cents; item: the kind of member, person or business
    NO_SHOW = "no_show"  # cents, all in
    TRAVEL = "travel"  # cents a visit
    MINIMUM = "minimum"  # minutes that are counted at least
    MARKUP = "markup"  # percent on top of material
    EVENING = "evening"  # percent on top of the hour
    WEEKEND = "weekend"  # percent on top of the hour
    SHARE = "share"  # percent of charged labour that the cooperative keeps; the worker gets the rest


class Method(StrEnum):
    """How work is settled: the codes of VERA AFREKENWIJZESOORT (in force since 14 April 2023)."""

    AFK = "AFK"  # bought off: a fixed amount a period covers it
    GAR = "GAR"  # under warranty
    NCE = "NCE"  # unit prices
    NCR = "NCR"  # hours, travel and material as they were
    VPR = "VPR"  # a fixed price for the whole job


@dataclass(frozen=True)
class Rate:
    what: RateKind
    branch: str = ""
    trade: str = ""
    item: str = ""
    cents: int = 0
    percent: Decimal = Decimal(0)
    minutes: int = 0

    def covers(self, branch: str, trade: str, items: Sequence[str] = ()) -> bool:
        return self.branch in ("", branch) and self.trade in ("", trade) and (self.item == "" or self.item in items)

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """The greater, the narrower."""
        return bool(self.item), bool(self.trade), bool(self.branch)


@dataclass(frozen=True)
class Agreed:
    """One version of a tariff. `partner` is the landlord or district team; None: everybody without an own one."""

    kind: TariffKind
    valid_from: date
    rates: tuple[Rate, ...]
    partner: int | None = None
    id: int | None = None

    @property
    def methods(self) -> frozenset[Method]:
        """How work is settled under it, warranty aside; several: a mix."""
        return frozenset(method for rate in self.rates if (method := method_of(rate)))

    @cached_property
    def _by_kind(self) -> dict[RateKind, list[Rate]]:
        found: dict[RateKind, list[Rate]] = defaultdict(list)
        for rate in self.rates:
            found[rate.what].append(rate)
        return dict(found)

    @cached_property
    def _found(self) -> dict[tuple[RateKind, str, str, tuple[str, ...]], Rate | None]:
        """What was asked before: a month asks the same few things of one tariff thousands of times."""
        return {}

    @cached_property
    def _bases(self) -> list[Rate]:
        return [rate for rate in self.rates if rate.what in BASES]

    def rate(self, what: RateKind, branch: str, trade: str, items: Sequence[str] = ()) -> Rate | None:
        """The narrowest rate of this kind; of two that are as narrow the dearer (help with two activities)."""
        asked = what, branch, trade, tuple(items)
        if asked not in self._found:
            self._found[asked] = narrowest(self._by_kind.get(what, ()), branch, trade, items)
        return self._found[asked]

    def basis(self, branch: str, trade: str, items: Sequence[str] = ()) -> Rate | None:
        """The rate by which this work is paid, None when nothing is agreed for it.

        The narrowest that covers it; of two that are as narrow a price for the work goes before a share or a fixed
        amount, which cover what has no price of its own.
        """
        return narrowest(self._bases, branch, trade, items)


PRICES: Final = frozenset({RateKind.UNIT, RateKind.HOUR})
FIXED: Final = frozenset({RateKind.DWELLING_MONTH, RateKind.CLIENT_MONTH, RateKind.PLAN_MONTH})
BASES: Final = PRICES | FIXED | {RateKind.SHARE}
ON_THE_HOUR: Final = frozenset({RateKind.MINIMUM, RateKind.EVENING, RateKind.WEEKEND})
ON_A_VISIT: Final = PRICES | ON_THE_HOUR | {RateKind.NO_SHOW, RateKind.TRAVEL}
BELONGS: Final[dict[TariffKind, frozenset[RateKind]]] = {
    TariffKind.LANDLORD: ON_A_VISIT | {RateKind.MARKUP, RateKind.DWELLING_MONTH},
    TariffKind.MUNICIPALITY: ON_A_VISIT | {RateKind.MARKUP, RateKind.CLIENT_MONTH},
    TariffKind.SERVICE_PLAN: ON_A_VISIT | {RateKind.MARKUP, RateKind.PLAN_MONTH},
    TariffKind.MEMBERSHIP: frozenset({RateKind.CONTRIBUTION_YEAR}),
    TariffKind.WORKERS: ON_A_VISIT | {RateKind.SHARE},
}


def method_of(rate: Rate) -> Method | None:
    """The way of settling that a rate stands for; None for what only comes on top, or for no work."""
    if rate.what is RateKind.UNIT:
        return Method.NCE if rate.item else Method.VPR
    if rate.what in FIXED:
        return Method.AFK
    return Method.NCR if rate.what is RateKind.HOUR else None


def narrowest(rates: Iterable[Rate], branch: str, trade: str, items: Sequence[str] = ()) -> Rate | None:
    """Of the rates that cover this work the narrowest, then a price for it, then the dearest."""
    known = (rate for rate in rates if rate.covers(branch, trade, items))
    return max(known, key=lambda rate: (rate.narrowness, rate.what in PRICES, rate.cents), default=None)


def agreed_on(tariffs: Iterable[Agreed], kind: TariffKind, day: date, partner: int | None = None) -> Agreed | None:
    """The tariff of this kind on that day: the partner's own before the general one, then the latest.

    `partner` is a landlord for LANDLORD, a district team for MUNICIPALITY, otherwise None. None: nothing is agreed.
    """
    known = (t for t in tariffs if t.kind is kind and t.partner in (None, partner) and t.valid_from <= day)
    return max(known, key=lambda t: (t.partner is not None, t.valid_from), default=None)


class VersionState(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"


def version_states(versions: Sequence[tuple[date, bool]], today: date) -> list[VersionState]:
    """Of each version of one agreement, given as (valid from, approved), how it stands today."""
    began = [begin for begin, approved in versions if approved and begin <= today]
    latest = max(began, default=None)

    def state(begin: date, approved: bool) -> VersionState:
        if not approved:
            return VersionState.DRAFT
        if begin > today:
            return VersionState.COMING
        return VersionState.IN_FORCE if begin == latest else VersionState.OVER

    return [state(begin, approved) for begin, approved in versions]


@dataclass(frozen=True)
class Change:
    """What a version changes in one rate; None: it is not there."""

    before: Rate | None
    after: Rate | None


def changes(before: Sequence[Rate], after: Sequence[Rate]) -> tuple[Change, ...]:
    """Every rate that differs, in the order in which the newer version has them; what goes comes last."""

    def by_work(rates: Sequence[Rate]) -> dict[tuple[str, ...], Rate]:
        return {(rate.what, rate.branch, rate.trade, rate.item): rate for rate in rates}

    old, new = by_work(before), by_work(after)
    found = (Change(old.get(key), new.get(key)) for key in (*new, *(key for key in old if key not in new)))
    return tuple(change for change in found if change.before != change.after)


class Wrong(StrEnum):
    """Why a tariff cannot be approved."""

    EMPTY = "empty"  # nothing in it is a price, a share or a fixed amount
    OTHER_KIND = "other_kind"  # such a rate does not belong in a tariff of this kind
    NEGATIVE = "negative"
    SHARE = "share"  # more than all of it
    OVERLAP = "overlap"  # says the price of the same work a second time
    NO_HOUR = "no_hour"  # comes on top of an hour that has no rate
    NO_PRICE = "no_price"  # comes on top of work that has no price


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which rate (counted from 0); None: with the tariff as a whole."""

    what: Wrong
    rate: int | None = None


def faults(kind: TariffKind, rates: Sequence[Rate]) -> tuple[Fault, ...]:
    """All that is wrong with a tariff, in the order of its rates. Empty: it can be approved."""
    found = [Fault(wrong, position) for position, rate in enumerate(rates) for wrong in _wrong(kind, rates, position)]
    if not any(rate.what in BASES or rate.what is RateKind.CONTRIBUTION_YEAR for rate in rates):
        found.append(Fault(Wrong.EMPTY))
    return tuple(found)


def _wrong(kind: TariffKind, rates: Sequence[Rate], position: int) -> Iterable[Wrong]:
    rate = rates[position]
    if rate.what not in BELONGS[kind]:
        yield Wrong.OTHER_KIND
    if rate.cents < 0 or rate.percent < 0 or rate.minutes < 0:
        yield Wrong.NEGATIVE
    if rate.what is RateKind.SHARE and rate.percent > 100:
        yield Wrong.SHARE
    if any(_same_work(rate, other) for other in rates[:position]):
        yield Wrong.OVERLAP
    if rate.what in ON_THE_HOUR and not any(other.what is RateKind.HOUR and _meet(rate, other) for other in rates):
        yield Wrong.NO_HOUR
    if rate.what in (RateKind.TRAVEL, RateKind.MARKUP) and not any(
        other.what in PRICES | {RateKind.SHARE} and _meet(rate, other) for other in rates
    ):
        yield Wrong.NO_PRICE


def _same_work(one: Rate, other: Rate) -> bool:
    """Both say the same of the same work; an hour rate and a unit price are two prices for it."""
    same = one.what is other.what or {one.what, other.what} == PRICES
    return same and (one.branch, one.trade, one.item) == (other.branch, other.trade, other.item)


def _meet(one: Rate, other: Rate) -> bool:
    """There is work that both cover."""
    return all(
        "" in pair or pair[0] == pair[1]
        for pair in ((one.branch, other.branch), (one.trade, other.trade), (one.item, other.item))
    )
