"""What did it bring: figures that are fair, and that give away nobody."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import TypeVar

SMALLEST_SHOWN = 10  # fewer than this could point at a person; outsiders see "< 10"

Part = TypeVar("Part")


def shown(count: int) -> int | None:
    """The count, or None where it is too small to show to outsiders (zero as well: "nobody" says something too)."""
    return count if count >= SMALLEST_SHOWN else None


def shown_parts(parts: Mapping[Part, int]) -> dict[Part, int | None]:
    """The parts of a total that may be shown beside it. Small ones are hidden, and after them the smallest others
    until what is hidden adds up to enough, so that nobody finds a small part by subtracting. (Where all that is hidden
    is zero, subtracting finds nobody.)"""
    hidden = {part for part, count in parts.items() if count < SMALLEST_SHOWN}
    for part in sorted((p for p in parts if p not in hidden), key=lambda p: parts[p]):
        if not 0 < sum(parts[h] for h in hidden) < SMALLEST_SHOWN:
            break
        hidden.add(part)
    return {part: None if part in hidden else count for part, count in parts.items()}


def middle_hours(durations: Sequence[timedelta]) -> float | None:
    """The median in hours: one report that waited for months does not hide what was usual."""
    return median(d.total_seconds() for d in durations) / 3600 if durations else None
