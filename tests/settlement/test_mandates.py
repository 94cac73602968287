"""What may be collected under a mandate, as which in its row, and on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.mandates import (
    Asked,
    Mandate,
    Stays,
    collect,
    collection_day,
    easter_sunday,
    holds_on,
    is_banking_day,
    lapses_on,
    sequence_of,
)
from werkplaats.settlement.rules.sepa import SequenceType

SIGNED = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("mandate", "last", "sequence"),
    [
        (Mandate(SIGNED), False, SequenceType.FIRST),
        (Mandate(SIGNED, collected=1), False, SequenceType.RECURRENT),
        (Mandate(SIGNED, collected=1), True, SequenceType.FINAL),
        (Mandate(SIGNED, one_off=True), False, SequenceType.ONE_OFF),
    ],
)
def test_the_kind_of_sequence_follows_from_what_was_collected(
    mandate: Mandate, last: bool, sequence: SequenceType
) -> None:
    assert sequence_of(mandate, last=last) == sequence


@pytest.mark.parametrize(
    ("mandate", "day", "holds"),
    [
        (Mandate(SIGNED), SIGNED, True),
        (Mandate(SIGNED), SIGNED - timedelta(days=1), False),
        (Mandate(SIGNED), date(2029, 1, 4), True),
        (Mandate(SIGNED), date(2029, 1, 5), False),  # 36 months without a collection
        (Mandate(SIGNED, collected=1, last_collected_on=date(2028, 6, 1)), date(2029, 1, 5), True),
        (Mandate(SIGNED, withdrawn_on=date(2026, 2, 1)), date(2026, 1, 31), True),
        (Mandate(SIGNED, withdrawn_on=date(2026, 2, 1)), date(2026, 2, 1), False),
        (Mandate(SIGNED, one_off=True, collected=1), date(2026, 2, 1), False),
    ],
)
def test_a_mandate_holds_until_it_is_withdrawn_used_up_or_forgotten(mandate: Mandate, day: date, holds: bool) -> None:
    assert holds_on(mandate, day) is holds


def test_a_mandate_of_a_leap_day_lapses_on_a_day_that_exists() -> None:
    assert lapses_on(Mandate(date(2028, 2, 29))) == date(2031, 2, 28)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2285, (3, 22))],
)
def test_easter(year: int, sunday: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *sunday)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), True),  # the king's birthday: banks settle
        (date(2026, 5, 1), False),
        (date(2026, 12, 25), False),
        (date(2026, 3, 14), False),
    ],
)
def test_banks_settle_on_working_days_of_target(day: date, open_: bool) -> None:
    assert is_banking_day(day) is open_


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(0, 60))
def test_who_pays_hears_of_it_fourteen_days_before_and_the_bank_is_open(today: date, ago: int) -> None:
    announced = today - timedelta(days=ago)
    day = collection_day(today, announced)
    assert day >= announced + timedelta(days=14)
    assert day >= today + timedelta(days=2)
    assert is_banking_day(day)
    assert day <= max(today + timedelta(days=2), announced + timedelta(days=14)) + timedelta(days=5)


EVA, KEES = 1, 2
ON = date(2026, 3, 16)


def asked(invoice: int, person: int = EVA, cents: int = 1250, announced: date = date(2026, 3, 1)) -> Asked:
    return Asked(invoice, person, cents, announced)


def test_the_oldest_invoice_is_the_first_of_a_mandate_and_the_next_one_follows() -> None:
    collected, stays = collect([asked(2), asked(1, announced=date(2026, 2, 1))], {EVA: Mandate(SIGNED)}, ON)
    assert [(one.invoice, one.sequence) for one in collected] == [
        (1, SequenceType.FIRST),
        (2, SequenceType.RECURRENT),
    ]
    assert stays == ()


@pytest.mark.parametrize(
    ("one", "mandate", "why"),
    [
        (asked(1, KEES), None, Stays.NO_MANDATE),
        (asked(1), Mandate(SIGNED, withdrawn_on=date(2026, 3, 16)), Stays.MANDATE_OVER),
        (asked(1, announced=date(2026, 3, 3)), Mandate(SIGNED), Stays.NOTICE),
        (asked(1, cents=0), Mandate(SIGNED), Stays.NOTHING),
    ],
    ids=str,
)
def test_what_is_not_collected_says_why(one: Asked, mandate: Mandate | None, why: Stays) -> None:
    assert collect([one], {EVA: mandate} if mandate else {}, ON) == ((), ((one, why),))


def test_a_mandate_for_once_collects_once() -> None:
    collected, stays = collect([asked(1), asked(2)], {EVA: Mandate(SIGNED, one_off=True)}, ON)
    assert [(one.invoice, one.sequence) for one in collected] == [(1, SequenceType.ONE_OFF)]
    assert stays == ((asked(2), Stays.MANDATE_OVER),)
