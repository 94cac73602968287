from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules import periods, reminders
from werkplaats.settlement.rules.periods import Left, Obstacle, Period, book_year, obstacle, quarter
from werkplaats.settlement.rules.reminders import Reminder

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))


@given(days)
def test_a_day_is_in_its_month_its_quarter_and_its_book_year(day: date) -> None:
    month = periods.month_of(day)
    assert month <= day <= periods.last_day(month) == periods.next_month(month) - timedelta(days=1)
    for period in (quarter(day), book_year(day)):
        assert period.first <= day <= period.last
        assert month in period.months
        assert period.eve + timedelta(days=1) == period.first
    assert len(quarter(day).months) == 3
    assert len(book_year(day).months) == 12


@given(days, days)
def test_months_follow_each_other_without_a_gap(first: date, last: date) -> None:
    found = list(periods.months(first, last))
    assert [periods.next_month(month) for month in found[:-1]] == found[1:]
    assert bool(found) == (periods.month_of(first) <= last)


def test_the_same_days_a_year_earlier() -> None:
    assert Period(date(2024, 1, 1), date(2024, 2, 29)).year_before == Period(date(2023, 1, 1), date(2023, 2, 28))
    assert Period(MAY, JUNE).year_before == Period(date(2025, 5, 1), date(2025, 6, 1))


def test_the_quarters_of_a_year() -> None:
    assert quarter(date(2026, 11, 28)) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert quarter(date(2024, 2, 29)) == Period(date(2024, 1, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("month", "first_booked", "last_closed", "today", "found"),
    [
        (JUNE, date(2026, 6, 4), None, date(2026, 7, 1), None),
        (JUNE, date(2026, 6, 4), None, date(2026, 6, 30), Obstacle.NOT_OVER),
        (JUNE, date(2026, 5, 30), None, date(2026, 8, 1), Obstacle.EARLIER_IS_OPEN),
        (JUNE, date(2026, 5, 30), MAY, date(2026, 8, 1), None),
        (JULY, date(2026, 5, 30), MAY, date(2026, 8, 1), Obstacle.EARLIER_IS_OPEN),
        (MAY, date(2026, 6, 4), None, date(2026, 8, 1), None),  # before the books began: it keeps them from going back
        (JUNE, None, None, date(2026, 8, 1), Obstacle.NOTHING_BOOKED),
    ],
)
def test_months_are_closed_one_after_the_other_when_they_are_over(
    month: date, first_booked: date | None, last_closed: date | None, today: date, found: Obstacle | None
) -> None:
    assert obstacle(month, first_booked=first_booked, last_closed=last_closed, today=today) is found


def test_what_is_left_in_a_month_is_a_warning_as_soon_as_there_is_something() -> None:
    assert not Left()
    assert Left(unmatched_cents=-1)
    assert Left(unbilled=1)
    assert Left(unsettled=1)


TODAY = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("late", "sent", "found"),
    [
        (6, {}, None),
        (7, {}, Reminder.KIND),
        (60, {}, Reminder.KIND),  # the kind one comes first, however late it is
        (20, {Reminder.KIND: date(2026, 7, 7)}, None),
        (21, {Reminder.KIND: date(2026, 7, 6)}, Reminder.FIRM),
        (90, {Reminder.KIND: date(2026, 5, 1), Reminder.FIRM: date(2026, 6, 1)}, None),
    ],
)
def test_a_payer_is_reminded_kindly_then_firmly_and_each_once(
    late: int, sent: dict[Reminder, date], found: Reminder | None
) -> None:
    assert reminders.due(late, sent, TODAY) is found
