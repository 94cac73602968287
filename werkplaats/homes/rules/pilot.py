"""The pilot's cap and its waiting list. Places are numbered from 1 to the cap; one who leaves frees a number."""

from collections.abc import Iterable, Sequence


def free_places(cap: int, taken: Iterable[int]) -> list[int]:
    """The numbers nobody holds, lowest first."""
    held = set(taken)
    return [place for place in range(1, cap + 1) if place not in held]


def moves_up(cap: int, taken: Iterable[int], queue: Sequence[int]) -> list[tuple[int, int]]:
    """(who, place) for those who move up: the queue in its order, as far as there are free places."""
    return list(zip(queue, free_places(cap, taken), strict=False))
