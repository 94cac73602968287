"""How long the way is: great circle with a detour and a speed by mode, or any other table of minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from werkplaats.members.rules import TravelMode
from werkplaats.planning.rules.rank import EARTH_RADIUS_METRES, MINUTES_BETWEEN, distance

Mode = TravelMode
METRES_A_MINUTE: Final = {Mode.FOOT: 80, Mode.BICYCLE: 250, Mode.CAR: 500}
DETOUR: Final = 1.3  # streets are no straight lines


@dataclass(frozen=True)
class Place:
    """A door. The id is the same for all who live behind it."""

    id: int
    latitude: float
    longitude: float


class Travel(Protocol):
    """Whole minutes from door to door, the goodbye and finding the bell included; nothing at the same door."""

    def minutes(self, mode: Mode, one: Place, other: Place) -> int: ...

    def table(self, mode: Mode, places: Sequence[Place]) -> npt.NDArray[Any]:
        """`minutes` for every pair."""
        ...


@dataclass(frozen=True)
class GreatCircle:
    detour: float = DETOUR

    def minutes(self, mode: Mode, one: Place, other: Place) -> int:
        if one.id == other.id:
            return 0
        metres = distance(one.latitude, one.longitude, other.latitude, other.longitude)
        return MINUTES_BETWEEN + ceil(round(metres * self.detour / METRES_A_MINUTE[mode], 6))

    def table(self, mode: Mode, places: Sequence[Place]) -> npt.NDArray[Any]:
        latitude = np.radians([place.latitude for place in places])
        longitude = np.radians([place.longitude for place in places])
        half = (
            np.sin((latitude[:, None] - latitude) / 2) ** 2
            + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
        )
        metres = np.round(2 * EARTH_RADIUS_METRES * np.arcsin(np.minimum(1.0, np.sqrt(half))))
        minutes = MINUTES_BETWEEN + np.ceil(np.round(metres * self.detour / METRES_A_MINUTE[mode], 6))
        ids = np.array([place.id for place in places])
        return np.where(ids[:, None] == ids, 0, minutes).astype(np.int64)
