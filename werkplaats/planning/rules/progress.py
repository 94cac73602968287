"""How far a search is, for who waits for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Where the search is."""

    share: float  # of the time or the rounds
    rounds: int
    cost: float  # the best so far
