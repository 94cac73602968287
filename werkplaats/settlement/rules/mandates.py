"""What a direct debit under a mandate must keep to (EPC, SEPA Direct Debit Core rulebook).

A mandate lapses 36 months after its last collection (or its signature); who pays hears of a collection 14 days before,
unless otherwise agreed; it happens on a day that banks are open. FRST is allowed, not asked, since 20 November 2016.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from werkplaats.settlement.rules.sepa import SequenceType

LAPSES_AFTER_MONTHS = 36
NOTICE_DAYS = 14
AHEAD_DAYS = 2  # the file is with the bank the banking day before; a day more for who brings it


@dataclass(frozen=True)
class Mandate:
    """What was signed, and what was collected under it: `collected` counts what the bank did not send back."""

    signed_on: date
    one_off: bool = False
    withdrawn_on: date | None = None
    collected: int = 0
    last_collected_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """An invoice that somebody still has to pay, and the day on which they heard of it."""

    invoice: int
    person: int
    cents: int
    announced_on: date


@dataclass(frozen=True)
class Collected:
    invoice: int
    person: int
    cents: int
    sequence: SequenceType


class Stays(StrEnum):
    """Why an invoice is not collected."""

    NO_MANDATE = "no_mandate"
    MANDATE_OVER = "mandate_over"  # withdrawn, used up, or not used for too long
    NOTICE = "notice"  # who pays heard of it too short ago
    NOTHING = "nothing"  # nothing is owed any more


def collect(
    asked: Iterable[Asked], mandates: Mapping[int, Mandate], on: date
) -> tuple[tuple[Collected, ...], tuple[tuple[Asked, Stays], ...]]:
    """What is collected on a day under the mandate of each person, the oldest invoice first, and what stays."""
    held = dict(mandates)
    collected: list[Collected] = []
    stays: list[tuple[Asked, Stays]] = []
    for one in sorted(asked, key=lambda one: (one.announced_on, one.invoice)):
        mandate = held.get(one.person)
        why = _why_it_stays(one, mandate, on)
        if why or mandate is None:
            stays.append((one, why or Stays.NO_MANDATE))
            continue
        collected.append(Collected(one.invoice, one.person, one.cents, sequence_of(mandate)))
        held[one.person] = replace(mandate, collected=mandate.collected + 1, last_collected_on=on)
    return tuple(collected), tuple(stays)


def _why_it_stays(one: Asked, mandate: Mandate | None, on: date) -> Stays | None:
    if one.cents <= 0:
        return Stays.NOTHING
    if mandate is None:
        return Stays.NO_MANDATE
    if not holds_on(mandate, on):
        return Stays.MANDATE_OVER
    return Stays.NOTICE if on < one.announced_on + timedelta(days=NOTICE_DAYS) else None


def sequence_of(mandate: Mandate, *, last: bool = False) -> SequenceType:
    """Which collection the next one is; `last`: nothing is collected under the mandate after it."""
    if mandate.one_off:
        return SequenceType.ONE_OFF
    if last:
        return SequenceType.FINAL
    return SequenceType.RECURRENT if mandate.collected else SequenceType.FIRST


def holds_on(mandate: Mandate, day: date) -> bool:
    """Whether money may be collected under it on this day."""
    if day < mandate.signed_on or (mandate.withdrawn_on is not None and day >= mandate.withdrawn_on):
        return False
    if mandate.one_off and mandate.collected:
        return False
    return day < lapses_on(mandate)


def lapses_on(mandate: Mandate) -> date:
    """The first day on which nothing may be collected for want of use."""
    last = mandate.last_collected_on or mandate.signed_on
    year, month = last.year + LAPSES_AFTER_MONTHS // 12, last.month
    day = min(last.day, 28) if month == 2 else last.day
    return date(year, month, day)


def collection_day(today: date, announced_on: date) -> date:
    """The first banking day on which something announced then can be collected."""
    day = max(today + timedelta(days=AHEAD_DAYS), announced_on + timedelta(days=NOTICE_DAYS))
    return next_banking_day(day)


def next_banking_day(day: date) -> date:
    """This day, or the first after it on which banks settle in euro (TARGET)."""
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day


def is_banking_day(day: date) -> bool:
    """Not in a weekend and none of TARGET's six holidays (European Central Bank, calendar of TARGET services)."""
    easter = easter_sunday(day.year)
    closed = {easter - timedelta(days=2), easter + timedelta(days=1)}
    fixed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    return day.weekday() < 5 and day not in closed and (day.month, day.day) not in fixed


def easter_sunday(year: int) -> date:
    """In the Gregorian calendar, by the anonymous algorithm of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    shift = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
