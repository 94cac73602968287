"""What did it bring: figures that are fair, and that give away nobody."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

SMALLEST_SHOWN = 10  # fewer than this could point at a person; outsiders see "< 10"


def middle_hours(durations: Sequence[timedelta]) -> float | None:
    """The median in hours: one report that waited for months does not hide what was usual."""
    return median(d.total_seconds() for d in durations) / 3600 if durations else None
