"""What is asked a month: for dwellings, clients and subscribers by the day, and members' contributions a year.

A month that was begun or ended within, or in which the tariff changed, is counted by the day: days that took part, the
first and the last included, of the days that the month has. Whole months are counted as months.

A contribution is for a calendar year: asked in January of who is a member then, and in the month of joining of who
comes later, for the months that are left, that month included. Who leaves gets nothing back; who comes back in the
same year paid already.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from werkplaats.settlement.rules.pricing import LineKind, Priced, Unit
from werkplaats.settlement.rules.tariffs import FIXED, Agreed, Rate, RateKind, TariffKind, agreed_on

MONTHLY: Final = {
    RateKind.DWELLING_MONTH: LineKind.DWELLINGS,
    RateKind.CLIENT_MONTH: LineKind.CLIENTS,
    RateKind.PLAN_MONTH: LineKind.SUBSCRIPTION,
}


@dataclass(frozen=True)
class Term:
    """From when until when a dwelling, client, subscriber or member (`of`) takes part, both days included.

    `until` None: still. `item`: of a member the kind.
    """

    of: int
    since: date
    until: date | None = None
    item: str = ""


@dataclass(frozen=True)
class Held:
    """A tariff and the days of one month in which it held, both included."""

    agreed: Agreed
    since: date
    until: date


def in_force(tariffs: Iterable[Agreed], kind: TariffKind, month: date, partner: int | None = None) -> tuple[Held, ...]:
    """The tariffs of this kind that held in the month of this day, one after the other. Empty: none yet."""
    known = [t for t in tariffs if t.kind is kind and t.partner in (None, partner)]
    first, last = whole_month(month)
    begins = sorted({first, *(t.valid_from for t in known if first < t.valid_from <= last)})
    found: list[Held] = []
    for begin, following in zip(begins, [*begins[1:], last + timedelta(days=1)], strict=True):
        agreed, end = agreed_on(known, kind, begin, partner), following - timedelta(days=1)
        if agreed and found and found[-1].agreed == agreed:  # the general one changed, and has no say here
            found[-1] = Held(agreed, found[-1].since, end)
        elif agreed:
            found.append(Held(agreed, begin, end))
    return tuple(found)


def period_charges(held: Held, terms: Iterable[Term]) -> tuple[Priced, ...]:
    """What is asked for the days of `held`: per rate a line for who took part the whole month, and one for the days of
    the others. Of one who took part twice a day counts once."""
    terms = tuple(terms)
    lines: list[Priced] = []
    for rate in held.agreed.rates:
        if rate.what in FIXED:
            lines += _monthly(rate, held, terms)
        elif rate.what is RateKind.CONTRIBUTION_YEAR:
            lines += _contributions(rate, held, terms)
    return tuple(lines)


def whole_month(day: date) -> tuple[date, date]:
    """The first and the last day of the month of this day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _monthly(rate: Rate, held: Held, terms: tuple[Term, ...]) -> Iterator[Priced]:
    days_in_month = whole_month(held.since)[1].day
    days = _days(held, terms)
    whole = days.count(days_in_month)
    rest = sum(days) - whole * days_in_month
    kind, price = MONTHLY[rate.what], Decimal(rate.cents)
    about = rate.trade or rate.branch
    if whole:
        yield Priced(kind, about, Decimal(whole), Unit.MONTH, price)
    if rest:
        yield Priced(kind, about, Decimal(rest), Unit.DAY, price, per=days_in_month)


def _days(held: Held, terms: tuple[Term, ...]) -> list[int]:
    """Of each that took part the number of days."""
    took_part: dict[int, set[int]] = {}
    for term in terms:
        first, last = max(term.since, held.since), min(term.until or held.until, held.until)
        if first <= last:
            took_part.setdefault(term.of, set()).update(range(first.toordinal(), last.toordinal() + 1))
    return [len(days) for days in took_part.values()]


def _contributions(rate: Rate, held: Held, terms: tuple[Term, ...]) -> Iterator[Priced]:
    due = sum(1 for term in terms if _is_due(term, held, terms) and _is_priced_by(rate, held, term))
    months = 13 - held.since.month
    if due and months == 12:
        yield Priced(LineKind.CONTRIBUTION, rate.item, Decimal(due), Unit.YEAR, Decimal(rate.cents))
    elif due:
        yield Priced(LineKind.CONTRIBUTION, rate.item, Decimal(due * months), Unit.MONTH, Decimal(rate.cents), per=12)


def _is_due(term: Term, held: Held, terms: tuple[Term, ...]) -> bool:
    """The day from which the term pays for this year falls in these days, and nothing was paid for the year before."""
    begin = _begin(term, held.since.year)
    if not held.since <= begin <= held.until or (term.until is not None and term.until < begin):
        return False
    earlier = (other for other in terms if other.of == term.of and other.since < term.since)
    return not any(other.until is None or other.until >= date(begin.year, 1, 1) for other in earlier)


def _begin(term: Term, year: int) -> date:
    return max(term.since, date(year, 1, 1))


def _is_priced_by(rate: Rate, held: Held, term: Term) -> bool:
    items = (term.item,) if term.item else ()
    return held.agreed.rate(RateKind.CONTRIBUTION_YEAR, "", "", items) == rate
