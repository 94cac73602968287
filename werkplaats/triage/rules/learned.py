"""What a cooperative's own model is: from which decisions, how good, and when it judges. Made by learning.py."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from werkplaats.triage.rules.lists import ListVersion

ENOUGH = 60  # decisions before anything is learned
AGAIN = 20  # new decisions before it is learned again
MOST = 1_500  # decisions, the latest
SHARED = 3  # homes that something must come from before it is kept
HELD_BACK = 0.2  # of the decisions, the latest: nothing is learned from them


class ModelState(StrEnum):
    """LIVE judges. SET_ASIDE did, and can again. WORSE was no better than what judged then, and never did."""

    LIVE = "live"
    SET_ASIDE = "set_aside"
    WORSE = "worse"


STEPS: tuple[tuple[ModelState, ModelState], ...] = (
    (ModelState.LIVE, ModelState.SET_ASIDE),
    (ModelState.SET_ASIDE, ModelState.LIVE),
)


@dataclass(frozen=True)
class Example:
    """What a resident wrote, by which list it was judged, and the item that the coordinator chose.

    `home` is a number for the home it came from; homes are only counted.
    """

    text: str
    version: ListVersion
    code: str
    home: int


@dataclass(frozen=True)
class Figures:
    """Of how many decisions a model had the item right at once, the item among three, and the party.

    `misled`: how often it was sure of the wrong party, which is what a resident would act on.
    """

    decisions: int
    item: int
    in_three: int
    party: int
    misled: int

    def no_worse_than(self, other: "Figures") -> bool:
        return self.party >= other.party and self.item >= other.item and self.misled <= other.misled

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def divided(examples: Sequence[Example]) -> tuple[Sequence[Example], Sequence[Example]]:
    """What is learned from, and the latest, which are held back. `examples` in the order of time."""
    learned = len(examples) - round(len(examples) * HELD_BACK)
    return examples[:learned], examples[learned:]


def is_time(known: int, new: int) -> bool:
    """Whether to learn again: `known` decisions in all, of which `new` since the last model was made."""
    return known >= ENOUGH and new >= AGAIN
