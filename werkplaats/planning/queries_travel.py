"""How long the ways are, as far as the routing service was asked. Asking it is in `services.travel_times`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.conf import settings

from werkplaats.ground.sql import rows
from werkplaats.planning.rules.roster.asking import NO_WAY, UNKNOWN, Spot, spot_of
from werkplaats.planning.rules.roster.travel import GreatCircle, Matrix, Mode, Place, Travel

KEPT: Final = timedelta(days=180)  # an old time is better than an estimate, but a spot is not kept for ever

# By way of going and row: the columns of which the time is known, and their seconds.
ANSWERED = """
    SELECT time.mode, (here.number - 1)::int AS "row", array_agg((there.number - 1)::int) AS columns,
        array_agg(coalesce(time.seconds, %(no_way)s)) AS seconds
    FROM unnest(%(latitudes)s::int[], %(longitudes)s::int[]) WITH ORDINALITY AS here (latitude, longitude, number)
    JOIN planning_traveltime AS time
        ON time.from_latitude = here.latitude AND time.from_longitude = here.longitude
    JOIN unnest(%(latitudes)s::int[], %(longitudes)s::int[]) WITH ORDINALITY AS there (latitude, longitude, number)
        ON time.to_latitude = there.latitude AND time.to_longitude = there.longitude
    WHERE time.cooperative_id = %(cooperative_id)s AND time.mode = ANY(%(modes)s) AND time.asked_at > %(after)s
    GROUP BY time.mode, here.number
"""


def travel_between(cooperative_id: int, places: Iterable[Place], *, at: datetime) -> Travel:
    """What the routing service answered for these places, else the great circle; that alone when none is set."""
    if not settings.TRAVEL_URL:
        return GreatCircle()
    spot = {place.id: spot_of(place) for place in places}
    spots = sorted(set(spot.values()))
    number = {one: index for index, one in enumerate(spots)}
    row_of = {place: number[one] for place, one in spot.items()}
    return Matrix(row_of, answered(cooperative_id, spots, after=at - KEPT))


def answered(cooperative_id: int, spots: Sequence[Spot], *, after: datetime) -> dict[Mode, npt.NDArray[Any]]:
    """By mode the seconds from each spot to each other, with NO_WAY, and UNKNOWN for what was not asked after then."""
    found = {mode: np.full((len(spots), len(spots)), UNKNOWN, np.int64) for mode in Mode}
    values = {
        "cooperative_id": cooperative_id,
        "latitudes": [spot.latitude for spot in spots],
        "longitudes": [spot.longitude for spot in spots],
        "modes": [mode.value for mode in Mode],
        "after": after,
        "no_way": NO_WAY,
    }
    for row in rows(ANSWERED, values):
        found[Mode(row["mode"])][row["row"], row["columns"]] = row["seconds"]
    for table in found.values():
        np.fill_diagonal(table, 0)
    return found
