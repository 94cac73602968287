"""What a signed visit costs who pays, and what who worked earns: lines in cents, each rounded half up by itself.

What is charged and not earned stays with the cooperative (`kept`); under a fixed amount it is below zero a visit, for
the amount a month stands against it (`period_prices`). VAT comes later: nothing here knows of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from werkplaats.settlement.rules import money
from werkplaats.settlement.rules.hours import minutes_by_hour
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.tariffs import FIXED, PRICES, Agreed, Rate, RateKind

PLACES: Final = Decimal("0.0001")  # of a cent, in a price
NOTHING: Final = Decimal(0)
ONE: Final = Decimal(1)


class LineKind(StrEnum):
    LABOUR = "labour"
    EVENING = "evening"
    WEEKEND = "weekend"
    TRAVEL = "travel"
    MATERIAL = "material"
    UNIT = "unit"
    NO_SHOW = "no_show"
    SUBSCRIPTION = "subscription"
    DWELLINGS = "dwellings"
    CLIENTS = "clients"
    CONTRIBUTION = "contribution"


class Unit(StrEnum):
    """UN/ECE Recommendation 20."""

    MINUTE = "MIN"
    PIECE = "C62"
    DAY = "DAY"
    MONTH = "MON"
    YEAR = "ANN"


LABOUR: Final = frozenset({LineKind.LABOUR, LineKind.EVENING, LineKind.WEEKEND, LineKind.UNIT})


@dataclass(frozen=True)
class Material:
    """What was used: how many, at what price each (cents, without VAT)."""

    description: str
    quantity: Decimal
    unit_price_cents: Cents


@dataclass(frozen=True)
class Work:
    """What one timesheet says. Its moments carry their time zone.

    `items`: the item of the list that was decided on, or the activities that were granted. `units`: how much of a unit
    price this timesheet stands for: 1, 0 when somebody must come back, a part for each of two who worked together.
    `travelled`: this visit asked a journey of its own. Warranty work is done again without cost to anybody.
    """

    branch: str
    trade: str
    started_at: datetime
    stopped_at: datetime
    minutes: int
    items: tuple[str, ...] = ()
    units: Decimal = ONE
    materials: tuple[Material, ...] = ()
    travelled: bool = True
    warranty: bool = False
    nobody_home: bool = False


@dataclass(frozen=True)
class Priced:
    """One line: `quantity` of `unit` at `price_cents` for every `per` of that unit.

    `description` says what it is about: a trade, an item, the words of a material, or nothing more than the kind.
    """

    kind: LineKind
    description: str
    quantity: Decimal
    unit: Unit
    price_cents: Decimal
    per: int = 1

    @cached_property
    def net_cents(self) -> Cents:
        return money.rounded(self.quantity * self.price_cents / self.per)


class NotAgreed(LookupError):
    """The tariff does not say what this work costs."""


def charges(work: Work, agreed: Agreed) -> tuple[Priced, ...]:
    """What who pays is asked for this visit: nothing under warranty, and nothing for what a fixed amount covers.

    Errors: NotAgreed when the tariff has no price for it.
    """
    if work.warranty:
        return ()
    if work.nobody_home:
        return tuple(_no_show(work, agreed))
    basis = _basis(work, agreed)
    if basis.what in FIXED:
        return ()
    markup = _percent(work, agreed, RateKind.MARKUP)
    return (*_labour(work, agreed, basis), *_travel(work, agreed), *_materials(work, markup))


def earnings(work: Work, agreed: Agreed, charged: Sequence[Priced]) -> tuple[Priced, ...]:
    """What the worker gets by the tariff of the workers: material at cost, and the hour, the unit, or what the
    cooperative does not keep of the labour that was `charged`. Under warranty nothing.

    Errors: NotAgreed when the tariff says nothing of this work, or gives a share of work that is charged to nobody.
    """
    if work.warranty:
        return ()
    if work.nobody_home:
        return tuple(_no_show(work, agreed))
    basis = _basis(work, agreed)
    if basis.what is RateKind.SHARE:
        labour = [line for line in charged if line.kind in LABOUR]
        if not labour and work.units:
            raise NotAgreed
        lines: Iterable[Priced] = _shared(labour, basis.percent)
    else:
        lines = _labour(work, agreed, basis)
    return (*lines, *_travel(work, agreed), *_materials(work, NOTHING))


def total(lines: Iterable[Priced]) -> Cents:
    return money.total(line.net_cents for line in lines)


def kept(charged: Iterable[Priced], earned: Iterable[Priced]) -> Cents:
    """What stays for the cooperative; below zero where a fixed amount pays for the visit."""
    return total(charged) - total(earned)


def _basis(work: Work, agreed: Agreed) -> Rate:
    basis = agreed.basis(work.branch, work.trade, work.items)
    if basis is None:
        raise NotAgreed
    return basis


def _rate(work: Work, agreed: Agreed, what: RateKind) -> Rate | None:
    return agreed.rate(what, work.branch, work.trade, work.items)


def _percent(work: Work, agreed: Agreed, what: RateKind) -> Decimal:
    rate = _rate(work, agreed, what)
    return rate.percent if rate else NOTHING


def _no_show(work: Work, agreed: Agreed) -> Iterator[Priced]:
    """Nobody was home: the amount agreed for that, with the journey in it; nothing where none is agreed."""
    rate = _rate(work, agreed, RateKind.NO_SHOW)
    if rate and rate.cents:
        yield Priced(LineKind.NO_SHOW, "", ONE, Unit.PIECE, Decimal(rate.cents))


def _labour(work: Work, agreed: Agreed, basis: Rate) -> Iterator[Priced]:
    if basis.what is RateKind.UNIT:
        if work.units:
            yield Priced(LineKind.UNIT, basis.item or work.trade, work.units, Unit.PIECE, Decimal(basis.cents))
        return
    minimum = _rate(work, agreed, RateKind.MINIMUM)
    minutes = max(work.minutes, minimum.minutes if minimum else 0)
    if minutes:
        yield _minutes(LineKind.LABOUR, work.trade, minutes, Decimal(basis.cents))
    yield from _on_top(work, agreed, basis)


def _on_top(work: Work, agreed: Agreed, hour: Rate) -> Iterator[Priced]:
    """What evening and weekend add, on the minutes that fell in them and not on what a minimum adds.

    A minute of an evening in the weekend counts once: for the higher of the two.
    """
    evening = _percent(work, agreed, RateKind.EVENING)
    weekend = _percent(work, agreed, RateKind.WEEKEND)
    if not evening and not weekend:
        return
    found = minutes_by_hour(work.started_at, work.stopped_at, work.minutes)
    both = found.weekend_evening
    in_evening = found.evening + (both if evening > weekend else 0)
    in_weekend = found.weekend + (0 if evening > weekend else both)
    for kind, minutes, percent in (
        (LineKind.EVENING, in_evening, evening),
        (LineKind.WEEKEND, in_weekend, weekend),
    ):
        if minutes and percent:
            yield _minutes(kind, work.trade, minutes, _price(Decimal(hour.cents) * percent / 100))


def _minutes(kind: LineKind, trade: str, minutes: int, cents_per_hour: Decimal) -> Priced:
    return Priced(kind, trade, Decimal(minutes), Unit.MINUTE, cents_per_hour, per=60)


def _travel(work: Work, agreed: Agreed) -> Iterator[Priced]:
    rate = _rate(work, agreed, RateKind.TRAVEL)
    if work.travelled and rate and rate.cents:
        yield Priced(LineKind.TRAVEL, "", ONE, Unit.PIECE, Decimal(rate.cents))


def _materials(work: Work, markup: Decimal) -> Iterator[Priced]:
    for one in work.materials:
        price = _price(Decimal(int(one.unit_price_cents)) * (100 + markup) / 100)
        yield Priced(LineKind.MATERIAL, one.description, one.quantity, Unit.PIECE, price)


def _shared(labour: Iterable[Priced], percent: Decimal) -> Iterator[Priced]:
    """Line for line what is left when the cooperative keeps its share; never more than was charged."""
    for line in labour:
        price = _price(line.price_cents * (100 - percent) / 100)
        yield Priced(line.kind, line.description, line.quantity, line.unit, price, line.per)


def _price(cents: Decimal) -> Decimal:
    return cents.quantize(PLACES, ROUND_HALF_UP)


class When(StrEnum):
    """Samples of work by which two tariffs are compared."""

    BY_DAY = "by_day"  # an hour on a Tuesday
    SHORT = "short"  # five minutes of it
    EVENING = "evening"  # an hour on that evening
    WEEKEND = "weekend"  # an hour on a Saturday
    SATURDAY_EVENING = "saturday_evening"


TUESDAY: Final = datetime(2026, 3, 10, 9, tzinfo=UTC)
SAMPLES: Final[dict[When, tuple[datetime, int]]] = {
    When.BY_DAY: (TUESDAY, 60),
    When.SHORT: (TUESDAY, 5),
    When.EVENING: (TUESDAY + timedelta(hours=10), 60),
    When.WEEKEND: (TUESDAY + timedelta(days=4), 60),
    When.SATURDAY_EVENING: (TUESDAY + timedelta(days=4, hours=10), 60),
}


@dataclass(frozen=True)
class Loss:
    """Work for which the workers get more than is asked, in cents."""

    when: When
    branch: str
    trade: str
    item: str
    charged: Cents
    earned: Cents


def losses(asked: Agreed, paid: Agreed) -> tuple[Loss, ...]:
    """Where the cooperative would pay in on a visit, for every work that one of the two tariffs names: a warning.

    What a fixed amount covers is no loss. Work that only one of them knows cannot be compared, nor hours with units.
    """
    known = (rate for agreed in (asked, paid) for rate in agreed.rates if rate.what in PRICES | {RateKind.SHARE})
    found = (_loss(asked, paid, *named) for named in sorted({(rate.branch, rate.trade, rate.item) for rate in known}))
    return tuple(loss for loss in found if loss)


def _loss(asked: Agreed, paid: Agreed, branch: str, trade: str, item: str) -> Loss | None:
    """The first sample of this work that costs the cooperative money."""
    items = (item,) if item else ()
    basis, of_workers = asked.basis(branch, trade, items), paid.basis(branch, trade, items)
    if basis is None or of_workers is None or of_workers.what not in (basis.what, RateKind.SHARE):
        return None  # how long a unit takes is not known
    for when, (start, minutes) in SAMPLES.items():
        work = Work(branch, trade, start, start + timedelta(minutes=minutes), minutes, items)
        charged = charges(work, asked)
        if charged and kept(charged, earned := earnings(work, paid, charged)) < 0:
            return Loss(when, branch, trade, item, total(charged), total(earned))
    return None
