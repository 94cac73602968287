"""Who may work at a visit and who may sign it, and what a day's round looks like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

DETOUR = 1.3  # streets are longer than the crow flies; a usual factor for Dutch towns
BICYCLE_METRES_PER_MINUTE = 250.0  # 15 km/h
LONGEST_DAY = timedelta(hours=14)


@dataclass(frozen=True)
class Stop:
    """One visit on a day's round."""

    visit_id: int
    starts_at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Leg:
    """The way to a stop from the one before it; the first has none."""

    visit_id: int
    metres: int
    cycling_minutes: int


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine, earth radius 6,371 km) between two (latitude, longitude) in degrees."""
    latitude_a, longitude_a, latitude_b, longitude_b = map(radians, (*a, *b))
    half = (
        sin((latitude_b - latitude_a) / 2) ** 2
        + cos(latitude_a) * cos(latitude_b) * sin((longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * 6_371_000 * asin(min(1.0, sqrt(half)))


def round_of(stops: Sequence[Stop]) -> list[Leg]:
    """The stops in the order of their times, each with the way to it by bicycle."""
    ordered = sorted(stops, key=lambda stop: (stop.starts_at, stop.visit_id))
    legs: list[Leg] = []
    before: Stop | None = None
    for stop in ordered:
        metres = 0.0
        if before is not None:
            metres = DETOUR * metres_between((before.latitude, before.longitude), (stop.latitude, stop.longitude))
        legs.append(Leg(stop.visit_id, round(metres), round(metres / BICYCLE_METRES_PER_MINUTE)))
        before = stop
    return legs


def times_are_possible(started_at: datetime, stopped_at: datetime) -> bool:
    """Work stops after it starts, and within one long day."""
    return started_at <= stopped_at <= started_at + LONGEST_DAY
