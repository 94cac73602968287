"""At which times a visit could begin: the resident's own first, then the other working hours."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.planning.rules.facts import Candidate, VisitNeed
from werkplaats.planning.rules.rank import bars_then, lasting_bars

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: Final = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21)}
FIRST_HOUR, LAST_HOUR = 8, 17
HALF_HOUR: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Start:
    """A moment at which the visit can begin; `preferred` when the resident named it."""

    at: datetime
    preferred: bool
    able: int  # how many workers can come then


def preferred(times: Iterable[str], moment: datetime) -> bool:
    """Did the resident name this part of the week ("mon-morning")? An unknown word names nothing."""
    local = moment.astimezone(AMSTERDAM)
    for words in times:
        weekday, _, part = words.partition("-")
        first, last = PARTS.get(part, (0, 0))
        if weekday == WEEKDAYS[local.weekday()] and first <= local.hour < last:
            return True
    return False


def slots(day: date, *, not_before: datetime) -> Iterator[datetime]:
    """Every half hour of a working day (UTC), from `not_before` on."""
    clock = datetime.combine(day, time(FIRST_HOUR), AMSTERDAM)
    while clock.hour < LAST_HOUR:
        moment = clock.astimezone(UTC)
        if moment >= not_before:
            yield moment
        clock += HALF_HOUR


def possible_starts(
    need: VisitNeed,
    candidates: Sequence[Candidate],
    days: Sequence[date],
    *,
    not_before: datetime,
    wanted: Sequence[datetime] = (),
    preferred_times: Sequence[str] = (),
    workers: int = 1,
    most: int = 12,
) -> list[Start]:
    """Up to `most` starts at which at least `workers` can come.

    In order: the moments `wanted`; then the parts of the week that the resident prefers; then the rest. One of each
    part of a day, so that there is something to choose. `need` gives the place, the trade and the length.
    """
    lasting = [candidate for candidate in candidates if not lasting_bars(need, candidate)]
    length = need.ends_at - need.starts_at
    if len(lasting) < workers:
        return []
    every = [moment for day in days for moment in slots(day, not_before=not_before)]
    liked = [moment for moment in every if preferred(preferred_times, moment)]
    asked_for = [moment for moment in wanted if moment >= not_before]
    named = {*asked_for, *liked}
    found: dict[datetime, Start] = {}
    parts: set[tuple[date, bool]] = set()
    for moment in (*asked_for, *liked, *every):
        local = moment.astimezone(AMSTERDAM)
        part = (local.date(), local.hour < 12)
        if part in parts:
            continue
        then = replace(need, starts_at=moment, ends_at=moment + length)
        able = sum(not bars_then(then, candidate) for candidate in lasting)
        if able >= workers:
            found[moment] = Start(moment, preferred=moment in named, able=able)
            parts.add(part)
        if len(found) == most:
            break
    return list(found.values())
