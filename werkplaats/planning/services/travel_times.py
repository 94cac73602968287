"""Ask the routing service how long the ways are, and keep its answers.

It hears spots of some ten metres, never who lives there or who goes. When it is away, slow, or answers what cannot be
true, the log says so and the planner goes on with what is known and the great circle: nobody at the desk notices.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import connection

from werkplaats.ground.formats import local_day
from werkplaats.ground.osrm import Router, Unusable
from werkplaats.members.models import Cooperative
from werkplaats.planning.models import TravelTime
from werkplaats.planning.queries_roster import places_of, week_of
from werkplaats.planning.queries_travel import KEPT, answered, travel_between
from werkplaats.planning.rules.roster.asking import NO_WAY, UNKNOWN, Spot, believed, portions, spot_of
from werkplaats.planning.rules.roster.model import Problem
from werkplaats.planning.rules.roster.travel import Mode

FRESH: Final = timedelta(days=60)  # streets change slowly
AHEAD: Final = 14  # days that are planned by the desk
# Thousands of rows at a time, for which making models takes longer than everything else.
KEEP: Final = """
    INSERT INTO planning_traveltime (
        cooperative_id, mode, asked_at, from_latitude, from_longitude, to_latitude, to_longitude, seconds
    )
    SELECT %s, %s, %s, here_latitude, here_longitude, there_latitude, there_longitude, nullif(seconds, %s)
    FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[])
        AS answer (here_latitude, here_longitude, there_latitude, there_longitude, seconds)
    WHERE (here_latitude, here_longitude) <> (there_latitude, there_longitude)
    ON CONFLICT (cooperative_id, mode, from_latitude, from_longitude, to_latitude, to_longitude)
    DO UPDATE SET seconds = excluded.seconds, asked_at = excluded.asked_at
"""
log = logging.getLogger("werkplaats.planning")


def with_travel_asked(cooperative_id: int, problem: Problem, *, at: datetime) -> Problem:
    """The problem, with the ways that were not known yet asked for and kept. Not to be called while rows are held."""
    if not settings.TRAVEL_URL:
        return problem
    places = places_of(problem.people, problem.tasks)
    modes = [mode for mode in sorted({one.mode for one in problem.people}) if mode in settings.TRAVEL_PROFILES]
    _ask(cooperative_id, sorted({spot_of(place) for place in places}), modes, at)
    return replace(problem, travel=travel_between(cooperative_id, places, at=at))


def ask_ahead(*, at: datetime) -> None:
    """For every cooperative: forget what is old, and ask for the ways of the coming days."""
    TravelTime.objects.filter(asked_at__lte=at - KEPT).delete()
    for cooperative in Cooperative.objects.order_by("pk") if settings.TRAVEL_URL else ():
        with_travel_asked(cooperative.pk, week_of(cooperative, local_day(at), AHEAD, at=at), at=at)


def _ask(cooperative_id: int, spots: Sequence[Spot], modes: Sequence[Mode], at: datetime) -> None:
    known = answered(cooperative_id, spots, after=at - FRESH)
    router = Router(settings.TRAVEL_URL, settings.TRAVEL_SECONDS)
    doubtful = 0
    try:
        for mode in modes:
            for rows, columns in portions(known[mode] == UNKNOWN):
                sources, destinations = [spots[row] for row in rows], [spots[column] for column in columns]
                said = router.table(
                    settings.TRAVEL_PROFILES[mode],
                    [spot.point for spot in sources],
                    [spot.point for spot in destinations],
                )
                seconds = believed(mode, sources, destinations, said)
                doubtful += int((seconds == UNKNOWN).sum())
                _keep(cooperative_id, mode, sources, destinations, seconds, at)
    except Unusable as error:
        sentence = f"{error}; travel times that are not known are estimated"
        log.warning(sentence, extra={"status": error.status, "cooperative_id": cooperative_id})
    if doubtful:
        log.warning(
            "the travel service gives times that cannot be true; they are estimated",
            extra={"count": doubtful, "cooperative_id": cooperative_id},
        )


def _keep(
    cooperative_id: int,
    mode: Mode,
    sources: Sequence[Spot],
    destinations: Sequence[Spot],
    seconds: npt.NDArray[Any],
    at: datetime,
) -> None:
    found = np.argwhere(seconds != UNKNOWN)
    here, there = np.array(sources)[found[:, 0]], np.array(destinations)[found[:, 1]]
    columns = [*here.T.tolist(), *there.T.tolist(), seconds[found[:, 0], found[:, 1]].tolist()]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [cooperative_id, mode.value, at, NO_WAY, *columns])
