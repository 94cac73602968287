"""What of a return changed after it was filed, and how that is told.

A balance of at most € 1,000 over a quarter goes along in the next return; more than that is told by a correction of its
own ("suppletie"), since 2025 within eight weeks, with the corrected figures of the whole quarter. Sources: cooster.nl,
"Dien btw-correctie van 2021 voor 1 april in" (the limit, and that it is about the balance); kemna.nl, on the suppletie
(per quarter, eight weeks, whole figures, five years). Public pages seen in November 2026; no text of the law was seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from werkplaats.settlement.rules.money import NOTHING, Cents, total
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat.returns import OWED, SHOWN, Return
from werkplaats.settlement.rules.vat.table import Box

LIMIT = Cents(100_000)
WITHIN = timedelta(weeks=8)
YEARS = 5


@dataclass(frozen=True)
class Told:
    """What was said of a box, in cents; of 5b only `vat`."""

    net: Cents = NOTHING
    vat: Cents = NOTHING


@dataclass(frozen=True)
class Change:
    """What has to be told of a quarter that was filed, box by box; below zero: less than was told."""

    quarter: Quarter
    boxes: Mapping[Box, Told]

    @property
    def balance(self) -> Cents:
        """More to pay; below zero: to get back."""
        return total(self._vat(box) for box in OWED) - self._vat(Box.INPUT)

    @property
    def goes_along(self) -> bool:
        return abs(self.balance) <= LIMIT

    def _vat(self, box: Box) -> Cents:
        return self.boxes[box].vat if box in self.boxes else NOTHING


def figures(found: Return) -> dict[Box, Told]:
    """A return as it is told: every box that is not empty, and 5b."""
    of_boxes: dict[Box, Told] = {box: Told(found.figures[box].net, found.figures[box].vat) for box in SHOWN}
    return _something({**of_boxes, Box.INPUT: Told(NOTHING, found.input_vat)})


def change(quarter: Quarter, now: Mapping[Box, Told], told: Mapping[Box, Told]) -> Change:
    known = Told()
    less = {
        box: Told(
            now.get(box, known).net - told.get(box, known).net, now.get(box, known).vat - told.get(box, known).vat
        )
        for box in {**now, **told}
    }
    return Change(quarter, _something(less))


def with_changes(found: Return, along: Iterable[Change]) -> Return:
    """The return as it is filed, with what goes along of earlier quarters."""
    boxes, deducted = dict(found.figures), found.input_vat
    for one in along:
        for box, more in one.boxes.items():
            if box is Box.INPUT:
                deducted += more.vat
            else:
                boxes[box] = replace(boxes[box], net=boxes[box].net + more.net, vat=boxes[box].vat + more.vat)
    return replace(found, figures=boxes, input_vat=deducted)


def may_be_corrected(quarter: Quarter, today: date) -> bool:
    """Until the end of the fifth calendar year after it."""
    return today.year - quarter.year <= YEARS


def _something(boxes: Mapping[Box, Told]) -> dict[Box, Told]:
    return {box: told for box, told in boxes.items() if told.net or told.vat}
