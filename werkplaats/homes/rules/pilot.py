"""The pilot's cap and its waiting list. Places are numbered from 1 to the cap; one who leaves frees a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_PLACES = 100_000


@dataclass(frozen=True)
class PilotPlan:
    """What a pilot is bounded by; both days are days of the pilot."""

    name: str
    cap: int
    starts_on: date
    ends_on: date


class PilotFlaw(StrEnum):
    MISSING = "missing"
    CAP = "cap"
    DATES = "dates"


def pilot_flaws(plan: PilotPlan) -> dict[str, PilotFlaw]:
    """Field → what is wrong; empty when the pilot can be opened."""
    found: dict[str, PilotFlaw] = {}
    if not plan.name.strip():
        found["name"] = PilotFlaw.MISSING
    if not 1 <= plan.cap <= MOST_PLACES:
        found["cap"] = PilotFlaw.CAP
    if plan.ends_on < plan.starts_on:
        found["ends_on"] = PilotFlaw.DATES
    return found


def free_places(cap: int, taken: Iterable[int]) -> list[int]:
    """The numbers nobody holds, lowest first."""
    held = set(taken)
    return [place for place in range(1, cap + 1) if place not in held]


def moves_up(cap: int, taken: Iterable[int], queue: Sequence[int]) -> list[tuple[int, int]]:
    """(who, place) for those who move up: the queue in its order, as far as there are free places."""
    return list(zip(queue, free_places(cap, taken), strict=False))


def closes_up(cap: int, taken: Iterable[int]) -> list[tuple[int, int]]:
    """(from, to) for the places above a lower cap: everybody keeps a place, some under another number.

    Needs a cap that is not below the number of places taken.
    """
    held = sorted(taken)
    return list(zip((place for place in held if place > cap), free_places(cap, held), strict=False))
