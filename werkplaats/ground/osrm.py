"""A routing service that speaks OSRM's table request: how long the way is between points.

The protocol: https://project-osrm.org/docs/v5.24.0/api/#table-service
"""

import json
from collections.abc import Sequence
from time import monotonic
from typing import Any, Final

import urllib3

Point = tuple[float, float]  # latitude, longitude
Seconds = list[list[float | None]]  # from each source to each destination; None where there is no way

PICK_UP: Final = 3.0  # seconds to pick up the connection
MOST_BYTES: Final = 5_000_000  # a table of 100 × 100 has a hundred thousand
MOST_SECONDS: Final = 1_000_000_000


class Unusable(Exception):
    """The service cannot be used now. Says why in fixed words, so that it may stand in a log."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


class Router:
    """The service at an address, for at most so many seconds in all: who plans does not wait for it any longer.

    `url`: the part before "/table/v1"; "{profile}" in it becomes the profile that is asked for.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._url = url.rstrip("/")
        self._ends = monotonic() + seconds
        self._pool = urllib3.PoolManager(retries=False)

    def table(self, profile: str, sources: Sequence[Point], destinations: Sequence[Point]) -> Seconds:
        """The seconds from each source to each destination.

        Errors: Unusable when the service is away or too slow, refuses, or answers something else than such a table.
        """
        return _seconds(self._answer(_address(self._url, profile, sources, destinations)), sources, destinations)

    def _answer(self, address: str) -> bytes:
        body = b""
        try:
            with self._pool.request(
                "GET",
                address,
                timeout=urllib3.Timeout(connect=min(PICK_UP, self._left()), read=self._left()),
                redirect=False,
                preload_content=False,
            ) as response:
                for part in response.stream(65_536):
                    body += part
                    self._left()
                    if len(body) > MOST_BYTES:
                        raise Unusable("the travel service answers without end")
        except urllib3.exceptions.ReadTimeoutError as error:
            raise _slow() from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unusable("the travel service does not answer") from error
        if response.status != 200:
            raise Unusable("the travel service refuses", response.status)
        return body

    def _left(self) -> float:
        left = self._ends - monotonic()
        if left <= 0:
            raise _slow()
        return left


def _slow() -> Unusable:
    return Unusable("the travel service is too slow")


def _address(url: str, profile: str, sources: Sequence[Point], destinations: Sequence[Point]) -> str:
    points = ";".join(f"{longitude:.4f},{latitude:.4f}" for latitude, longitude in (*sources, *destinations))
    ours = ";".join(str(number) for number in range(len(sources)))
    theirs = ";".join(str(len(sources) + number) for number in range(len(destinations)))
    base = f"{url.replace('{profile}', profile)}/table/v1/{profile}/{points}"
    return f"{base}?sources={ours}&destinations={theirs}&annotations=duration"


def _seconds(body: bytes, sources: Sequence[Point], destinations: Sequence[Point]) -> Seconds:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:  # also what is no UTF-8
        raise _nonsense() from error
    rows = answer.get("durations") if isinstance(answer, dict) and answer.get("code") == "Ok" else None
    if not isinstance(rows, list) or len(rows) != len(sources):
        raise _nonsense()
    if not all(isinstance(row, list) and len(row) == len(destinations) and all(map(_is_time, row)) for row in rows):
        raise _nonsense()
    return rows


def _is_time(value: Any) -> bool:
    return value is None or (
        isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_SECONDS
    )


def _nonsense() -> Unusable:
    return Unusable("the travel service answers nonsense")
