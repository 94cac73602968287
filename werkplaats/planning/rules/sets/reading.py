"""Reading what others wrote: each thing that is not as it should be is refused with the place where it stands."""

import math
from collections.abc import Sequence
from typing import Any

from werkplaats.ground.errors import Refused


def wrong(where: str, what: str) -> Refused:
    """The refusal, e.g. `patients[3].time_window: two numbers are needed, not "later"`."""
    return Refused(f"{where}: {what}", field=where)


def part(document: Any, key: str, where: str) -> Any:
    """What stands under `key`; it must be there."""
    if not isinstance(document, dict):
        raise wrong(where or "the file", f"an object with “{key}” is needed, not {_short(document)}")
    if key not in document:
        raise wrong(where or "the file", f"“{key}” is missing")
    return document[key]


def items(document: Any, key: str, where: str) -> Sequence[Any]:
    """A list under `key`."""
    found = part(document, key, where)
    if not isinstance(found, list):
        raise wrong(f"{where}.{key}".lstrip("."), f"a list is needed, not {_short(found)}")
    return found


def number(value: Any, where: str, *, least: float = -math.inf) -> float:
    """A finite number, not under `least`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong(where, f"a number is needed, not {_short(value)}")
    if value < least:
        raise wrong(where, f"{value:g} is too small, {least:g} or more is needed")
    return float(value)


def pair(value: Any, where: str) -> tuple[float, float]:
    """Two numbers, the second not smaller."""
    if not isinstance(value, list) or len(value) != 2:
        raise wrong(where, f"two numbers are needed, not {_short(value)}")
    first, second = number(value[0], where), number(value[1], where)
    if second < first:
        raise wrong(where, f"{first:g} comes after {second:g}")
    return first, second


def name(value: Any, where: str) -> str:
    """An identifier."""
    if not isinstance(value, str) or not value:
        raise wrong(where, f"a name is needed, not {_short(value)}")
    return value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
