"""Moments as minutes since 1970, so that a day of 23 or 25 hours is counted as it is."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.members.rules.application import Hours

Stretch = tuple[int, int]
SUNDAY = 6
STEP = 5  # minutes between two starts as people name them
WEEK = re.compile(r"(20\d\d)-W(\d{1,2})")


def monday_of(week: str) -> date:
    """ "2026-W49" → 30 November 2026. ValueError when it is no week, or one of another century."""
    found = WEEK.fullmatch(week.strip())
    if found is None:
        raise ValueError(week)
    return date.fromisocalendar(int(found[1]), int(found[2]), 1)


def minute(moment: datetime) -> int:
    """Whole minutes since 1970; a part of a minute counts as one."""
    return -int(-moment.timestamp() // 60)


def up(minutes: int) -> int:
    return -(-minutes // STEP) * STEP


def down(minutes: int) -> int:
    return minutes // STEP * STEP


def moment(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)


def clock(day: date, at: time) -> int:
    """The minute at which a clock in Amsterdam shows `at`."""
    return minute(datetime.combine(day, at, AMSTERDAM))


def day_start(day: date) -> int:
    return clock(day, time())


def next_day(day: date) -> date:
    return day + timedelta(days=1)


def act_week(day: date) -> int:
    """The number of the week in which the day falls; it begins on Sunday (Arbeidstijdenwet, art. 1:7)."""
    return day.toordinal() // 7


def stretches(hours: Sequence[Hours], day: date) -> list[Stretch]:
    """The hours of a day, those that touch or overlap joined."""
    joined: list[Stretch] = []
    for one in sorted((h for h in hours if h.weekday == day.weekday()), key=lambda h: h.starts):
        starts, ends = clock(day, one.starts), clock(day, one.ends)
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined
