"""The order of the trades, the promise, and the rhythm of recurring help."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.rules import Frequency
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.rules.due import due_moments
from werkplaats.jobs.rules.order import Clear, EarlierVisit, clear_after, drying
from werkplaats.jobs.rules.recurrence import WEEKS_BETWEEN, moment, visit_days
from werkplaats.triage.rules import Urgency

NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)

days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))
grants = st.tuples(st.sampled_from(list(Frequency)), days, st.integers(0, 400), st.one_of(st.none(), st.integers(0, 6)))


def test_an_emergency_is_promised_in_four_hours() -> None:
    assert due_moments([Urgency.EMERGENCY], NOON) == [NOON + timedelta(hours=4)]


def test_the_promise_of_the_plasterer_begins_when_the_plumber_is_due() -> None:
    assert due_moments([Urgency.SOON, Urgency.NORMAL], NOON) == [NOON + timedelta(days=2), NOON + timedelta(days=12)]


@pytest.mark.parametrize(
    ("earlier", "visits", "clear"),
    [
        (None, [], Clear(may=True)),
        (JobStatus.DONE, [], Clear(may=True)),
        (JobStatus.CANCELLED, [EarlierVisit(VisitStatus.CANCELLED, None)], Clear(may=True)),
        (JobStatus.OPEN, [EarlierVisit(VisitStatus.TO_PLAN, None)], Clear(may=False)),
        (JobStatus.OPEN, [EarlierVisit(VisitStatus.OFFERED, LATER)], Clear(may=False)),
        (JobStatus.OPEN, [EarlierVisit(VisitStatus.AGREED, LATER)], Clear(may=True, not_before=LATER)),
        (JobStatus.OPEN, [EarlierVisit(VisitStatus.UNDER_WAY, LATER)], Clear(may=True, not_before=LATER)),
        (JobStatus.OPEN, [EarlierVisit(VisitStatus.DONE, NOON)], Clear(may=True)),
        (
            JobStatus.OPEN,
            [EarlierVisit(VisitStatus.FOLLOW_UP, NOON), EarlierVisit(VisitStatus.TO_PLAN, None)],
            Clear(may=False),
        ),
    ],
)
def test_the_next_trade_waits_for_the_one_before(
    earlier: JobStatus | None, visits: list[EarlierVisit], clear: Clear
) -> None:
    assert clear_after(earlier, visits) == clear


@pytest.mark.parametrize(
    ("earlier", "status", "ready"),
    [
        (JobStatus.OPEN, VisitStatus.AGREED, LATER + timedelta(hours=48)),
        (JobStatus.OPEN, VisitStatus.FOLLOW_UP, LATER + timedelta(hours=48)),
        (JobStatus.DONE, VisitStatus.SIGNED, LATER + timedelta(hours=48)),
        (JobStatus.OPEN, VisitStatus.NOBODY_HOME, None),
        (JobStatus.CANCELLED, VisitStatus.CANCELLED, None),
    ],
)
def test_plaster_dries_two_days_also_when_the_plasterer_is_gone(
    earlier: JobStatus, status: VisitStatus, ready: datetime | None
) -> None:
    assert clear_after(earlier, [EarlierVisit(status, LATER)], drying("STU", "SCH")) == Clear(True, ready)
    assert drying("SCH", "STU") == timedelta()


def test_weekly_on_wednesday() -> None:
    found = visit_days(Frequency.WEEKLY, date(2026, 3, 10), date(2026, 3, 31), 2, date(2026, 3, 10), date(2026, 6, 1))
    assert found == [date(2026, 3, 11), date(2026, 3, 18), date(2026, 3, 25)]


def test_twice_a_week_has_days_in_between() -> None:
    found = visit_days(
        Frequency.TWICE_A_WEEK, date(2026, 3, 9), date(2026, 3, 22), 0, date(2026, 3, 1), date(2026, 4, 1)
    )
    assert found == [date(2026, 3, 9), date(2026, 3, 12), date(2026, 3, 16), date(2026, 3, 19)]


@given(grants)
def test_no_day_twice_and_all_within_the_grant(grant: tuple[Frequency, date, int, int | None]) -> None:
    frequency, starts, length, weekday = grant
    ends = starts + timedelta(days=length)
    found = visit_days(frequency, starts, ends, weekday, starts - timedelta(days=50), ends + timedelta(days=50))
    assert len(set(found)) == len(found)
    assert all(starts <= day <= ends for day in found)


@given(grants)
def test_as_many_visits_as_were_granted(grant: tuple[Frequency, date, int, int | None]) -> None:
    """Over a whole number of rounds (one, two or four weeks): exactly that many, twice as many for twice a week."""
    frequency, starts, rounds, weekday = grant
    length = timedelta(weeks=WEEKS_BETWEEN[frequency] * rounds)
    found = visit_days(frequency, starts, starts + length - timedelta(days=1), weekday, starts, starts + length)
    assert len(found) == rounds * (2 if frequency is Frequency.TWICE_A_WEEK else 1)


@given(grants, st.integers(0, 200), st.integers(0, 200))
def test_two_windows_give_the_days_of_one(grant: tuple[Frequency, date, int, int | None], cut: int, more: int) -> None:
    """Made weeks ahead again and again, the rhythm never slips."""
    frequency, starts, length, weekday = grant
    ends = starts + timedelta(days=length)
    middle, last = starts + timedelta(days=cut), starts + timedelta(days=cut + more)
    one = visit_days(frequency, starts, ends, weekday, starts, last)
    first = visit_days(frequency, starts, ends, weekday, starts, middle)
    rest = visit_days(frequency, starts, ends, weekday, middle + timedelta(days=1), last)
    assert first + rest == one


@given(days, st.times().filter(lambda clock: clock.hour >= 4))
def test_nine_stays_nine_in_summer_and_winter(day: date, clock: time) -> None:
    assert moment(day, clock).astimezone(AMSTERDAM).replace(tzinfo=None) == datetime.combine(day, clock)


def test_the_last_sunday_of_march_takes_an_hour() -> None:
    assert moment(date(2026, 3, 28), time(9)) == datetime(2026, 3, 28, 8, 0, tzinfo=UTC)
    assert moment(date(2026, 3, 29), time(9)) == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
