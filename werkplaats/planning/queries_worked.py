"""What employees worked before a roster, from the visits that were agreed. Two queries, however many people."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from itertools import pairwise

from django.db.models import QuerySet
from django.db.models.functions import ExtractIsoWeekDay, TruncDate

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.sql import Iso
from werkplaats.planning.models import Assignment
from werkplaats.planning.rules.roster.model import Contract, Person, Place
from werkplaats.planning.rules.roster.moments import act_week, minute
from werkplaats.planning.rules.roster.travel import GreatCircle
from werkplaats.planning.rules.roster.worktime import WEEKS, Shift, Worked, shift_of

ISO_SUNDAY = 7
Visits = list[tuple[int, int, Place]]  # from, until (minutes since 1970), where


def with_past(people: Sequence[Person], first_day: date) -> list[Person]:
    """The people; of employees with what the Working Hours Act asks of the time before the first day. The ways are
    reckoned as the crow flies, with a detour."""
    employees = [one.id for one in people if one.contract is Contract.EMPLOYEE and one.home is not None]
    if not employees:
        return list(people)
    days, sundays = _days(employees, first_day), _sundays(employees, first_day)
    return [
        replace(one, worked=_worked(one, days.get(one.id, {}), sundays.get(one.id, 0), first_day))
        if one.id in employees
        else one
        for one in people
    ]


def _before(employees: Sequence[int], first_day: date, weeks: int) -> QuerySet[Assignment]:
    """What these people went to, or will, in so many weeks before the day."""
    begins = datetime.combine(first_day, time(), AMSTERDAM)
    return Assignment.objects.filter(
        worker__in=employees,
        active=True,
        period__startswith__lt=begins,
        period__startswith__gte=begins - timedelta(weeks=weeks),
    )


def _days(employees: Sequence[int], first_day: date) -> dict[int, dict[date, Visits]]:
    rows = (
        _before(employees, first_day, WEEKS)
        .order_by("period")
        .values_list(
            "worker",
            Iso("period__startswith"),
            Iso("period__endswith"),
            *(f"visit__job__dwelling__{name}" for name in ("id", "latitude", "longitude")),
        )
    )
    found: dict[int, dict[date, Visits]] = {}
    for worker, begins, ends, *place in rows:
        starts = datetime.fromisoformat(begins)
        day = found.setdefault(worker, {}).setdefault(local_day(starts), [])
        day.append((minute(starts), minute(datetime.fromisoformat(ends)), Place(*place)))
    return found


def _sundays(employees: Sequence[int], first_day: date) -> dict[int, int]:
    rows = (
        _before(employees, first_day, 51)
        .annotate(day=TruncDate("period__startswith", tzinfo=AMSTERDAM))
        .annotate(weekday=ExtractIsoWeekDay("day"))
        .filter(weekday=ISO_SUNDAY)
        .values_list("worker", "day")
        .distinct()
    )
    found: dict[int, int] = {}
    for worker, _ in rows:
        found[worker] = found.get(worker, 0) + 1
    return found


def _worked(person: Person, days: dict[date, Visits], sundays: int, first_day: date) -> Worked:
    way = cache(partial(GreatCircle().minutes, person.mode))  # most weeks are alike
    shifts = {day: _shift(person, visits, way) for day, visits in sorted(days.items())}
    weeks = [0] * WEEKS
    for day, shift in shifts.items():
        back = act_week(first_day) - act_week(day)
        if back < WEEKS:
            weeks[back] += shift.work
    fortnight = first_day - timedelta(days=14)
    recent = tuple((shift.leaves, shift.back) for day, shift in shifts.items() if day >= fortnight)
    return Worked(tuple(weeks), recent, sundays)


def _shift(person: Person, visits: Visits, way: Callable[[Place, Place], int]) -> Shift:
    stops = [person.home, *(place for _, _, place in visits), person.home]
    ways = [way(a, b) for a, b in pairwise(stops) if a is not None and b is not None]
    return shift_of([(begins, ends) for begins, ends, _ in visits], ways)
