"""What to ask a service that knows the streets, in which portions, and what of its answer can be true."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from werkplaats.planning.rules.roster.travel import Mode, Place, metres_between

UNKNOWN: Final = -1  # instead of seconds: nobody was asked
NO_WAY: Final = -2  # the service knows no way

# A portion has at most so many sources, and as many destinations: OSRM takes 100 points, unless it is told otherwise.
PORTION: Final = 50
PER_DEGREE: Final = 10_000  # a ten-thousandth of a degree is 11 metres from south to north, 7 from west to east

OFF_THE_ROAD: Final = 500  # metres that both doors together may lie away from the road they are reckoned from
FASTEST: Final = {Mode.FOOT: 4.0, Mode.BICYCLE: 12.0, Mode.CAR: 36.0}  # metres a second, as the crow flies
LONGEST: Final = 24 * 60 * 60  # seconds


class Spot(NamedTuple):
    """Where a door is to some ten metres, in ten-thousandths of a degree: all that is asked about and kept."""

    latitude: int
    longitude: int

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude / PER_DEGREE, self.longitude / PER_DEGREE


def spot_of(place: Place) -> Spot:
    return Spot(round(place.latitude * PER_DEGREE), round(place.longitude * PER_DEGREE))


def portions(unknown: npt.NDArray[np.bool_]) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns to ask for, so that every pair that is unknown is in one portion; as few others as can be."""
    size = len(unknown)
    for row in range(0, size, PORTION):
        for column in range(0, size, PORTION):
            part = unknown[row : row + PORTION, column : column + PORTION]
            rows, columns = np.flatnonzero(part.any(axis=1)) + row, np.flatnonzero(part.any(axis=0)) + column
            if len(rows):
                yield rows.tolist(), columns.tolist()


def believed(
    mode: Mode, sources: list[Spot], destinations: list[Spot], seconds: list[list[float | None]]
) -> npt.NDArray[Any]:
    """The answer in whole seconds, with NO_WAY, and UNKNOWN for what cannot be true.

    Faster than anybody goes: then the doors lie outside the map of the service, which reckons from its nearest road.
    """
    metres = metres_between([spot.point for spot in sources], [spot.point for spot in destinations])
    answer = np.array([[np.nan if one is None else one for one in row] for row in seconds], np.float64)
    possible = (answer >= (metres - OFF_THE_ROAD) / FASTEST[mode]) & (answer <= LONGEST)
    found = np.where(possible, np.nan_to_num(answer), UNKNOWN)
    return np.where(np.isnan(answer), NO_WAY, np.ceil(found)).astype(np.int64)
