"""How long the way is: great circle with a detour and a speed by mode, or a table made by who knows the streets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
        points = [(place.latitude, place.longitude) for place in places]
        metres = metres_between(points, points)
        minutes = MINUTES_BETWEEN + np.ceil(np.round(metres * self.detour / METRES_A_MINUTE[mode], 6))
        return np.where(_same_door(places), 0, minutes).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Minutes from a table of seconds, and for what is not in it `otherwise`.

    `row_of`: the row, which is the column too, of each place by its id. `seconds`: by mode, whole seconds from row to
    column; less than nothing where they are not known.
    """

    row_of: Mapping[int, int]
    seconds: Mapping[Mode, npt.NDArray[Any]]
    otherwise: Travel = field(default_factory=GreatCircle)

    def minutes(self, mode: Mode, one: Place, other: Place) -> int:
        if one.id == other.id:
            return 0
        row, column = self.row_of.get(one.id), self.row_of.get(other.id)
        if row is not None and column is not None and mode in self.seconds:
            seconds = int(self.seconds[mode][row, column])
            if seconds >= 0:
                return MINUTES_BETWEEN - (-seconds // 60)
        return self.otherwise.minutes(mode, one, other)

    def table(self, mode: Mode, places: Sequence[Place]) -> npt.NDArray[Any]:
        minutes = self.otherwise.table(mode, places)
        if mode not in self.seconds:
            return minutes
        here = [index for index, place in enumerate(places) if place.id in self.row_of]
        rows = [self.row_of[places[index].id] for index in here]
        seconds = self.seconds[mode][np.ix_(rows, rows)]
        part = np.ix_(here, here)
        minutes[part] = np.where(seconds >= 0, MINUTES_BETWEEN - (-seconds // 60), minutes[part])
        return np.where(_same_door(places), 0, minutes)


def _same_door(places: Sequence[Place]) -> npt.NDArray[Any]:
    ids = np.array([place.id for place in places], np.int64)
    same: npt.NDArray[Any] = ids[:, None] == ids
    return same


def metres_between(
    points: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]
) -> npt.NDArray[np.float64]:
    """`rank.distance` for every pair of (latitude, longitude) in degrees: whole metres."""
    one, other = (np.radians(np.array(some, np.float64).reshape(-1, 2)) for some in (points, others))
    latitudes, longitudes = one[:, None, 0], one[:, None, 1]
    half = (
        np.sin((latitudes - other[:, 0]) / 2) ** 2
        + np.cos(latitudes) * np.cos(other[:, 0]) * np.sin((longitudes - other[:, 1]) / 2) ** 2
    )
    metres: npt.NDArray[np.float64] = np.round(2 * EARTH_RADIUS_METRES * np.arcsin(np.minimum(1.0, np.sqrt(half))))
    return metres
