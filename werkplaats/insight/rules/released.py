"""The figures of the service for who looks from outside: from released cells, by numbers that add up over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.privacy import (
    NOBODYS,
    ByPerson,
    Cell,
    Key,
    Number,
    Person,
    Released,
    next_quarter,
    release,
)
from werkplaats.insight.rules.totals import Amount, Totals, of

NOT_RELEASED = (
    "No whole quarter of this period can be shown: it is not over, or it is about fewer than ten people, or mostly one."
)
WHOLE = "all"  # the kind of what is of the neighbourhood as a whole, and of no kind of work
HUNDREDTHS = 100  # of a point, in which scores are added up
HIDDEN = "other"  # the parts that are too small to tell, together


class About(StrEnum):
    """Around whom the rows of a metric are: that is who is counted."""

    HOMES = "homes"  # in both kinds of work, so that who has a repair and help counts once
    WORKERS = "workers"
    ANSWERS = "answers"  # of a survey: one for each person, in one round


@dataclass(frozen=True)
class Recipe:
    """Of which amounts (names of `totals.of`) a metric is made: the first as it is, or the first for each of the second
    (times `times`). `split` is a measure that is told by its parts; `share` an amount that is part of the first, of
    which is only told between which parts of the whole it lies. `daily`: a number of days, told as how many there were
    on a day. `about`: whom its rows are about.
    """

    amounts: tuple[str, ...]
    times: float = 1
    split: str = ""
    share: str = ""
    daily: bool = False
    about: About = About.HOMES

    @property
    def told(self) -> tuple[str, ...]:
        """What goes out of it."""
        return (self.split,) if self.split else self.amounts

    @property
    def measures(self) -> tuple[str, ...]:
        names = (*self.amounts, self.share) if self.share else self.amounts
        return tuple(name.removesuffix("+").partition(":")[0] for name in names)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "service.requests": Recipe(("requests",)),
        "service.solved": Recipe(("solved",)),
        "service.visits": Recipe(("visit:done",)),
        "service.hours": Recipe(("worked+",), 1 / 60, share="local_work+", about=About.WORKERS),
        "service.charged": Recipe(("charged+",)),
        "service.earned": Recipe(("earned+",), share="local_pay+", about=About.WORKERS),
        "service.decisions": Recipe(("decision",), split="decision"),
        "service.mean_hours_to_answer": Recipe(("answer+", "answer"), 1 / 3600),
        "service.mean_hours_to_visit": Recipe(("first_visit+", "first_visit"), 1 / 3600),
        "service.mean_hours_to_solve": Recipe(("solved+", "solved"), 1 / 3600),
        "service.first_time_right": Recipe(("finished:once", "finished"), 100),
        "service.reopened": Recipe(("came_back", "finished"), 100),
        "service.no_shows": Recipe(("visit:nobody_home", "visit"), 100),
        "service.satisfaction": Recipe(("rating+", "rating")),
        "service.promises_kept": Recipe(("promise:kept", "promise"), 100),
        "service.familiar_helper": Recipe(("familiar:same+", "familiar:all+"), 100),
        "costs.dwellings": Recipe(("home_days+",), daily=True),
        "costs.clients": Recipe(("client_days+",), daily=True),
        "social.cohesion": Recipe(("cohesion+", "cohesion"), 1 / HUNDREDTHS, about=About.ANSWERS),
    }
)


@dataclass(frozen=True)
class Row:
    """What happened in a quarter in one kind of work around one person: a home, who worked, who answered. `whose` names
    the party that has figures of its own of it."""

    quarter: date
    kind: str
    person: int
    measure: str
    part: str
    amount: Amount
    whose: str = NOBODYS


def cells(recipe: Recipe, rows: Iterable[Row]) -> tuple[Cell, ...]:
    """The cells of a metric. Who has none of an amount, but is in the same cell, has zero of it."""
    found: dict[Key, dict[int, dict[tuple[str, str], Amount]]] = {}
    for row in rows:
        if row.measure in recipe.measures:
            of_cell = found.setdefault(Key(row.quarter, row.kind, row.whose), {})
            of_cell.setdefault(row.person, {})[row.measure, row.part] = row.amount
    return tuple(_cell(recipe, key, people) for key, people in sorted(found.items()))


def _cell(recipe: Recipe, key: Key, people: Mapping[int, Totals]) -> Cell:
    amounts: dict[str, ByPerson] = {
        name: {person: of(totals, name) for person, totals in people.items()}
        for name in ((*recipe.amounts, recipe.share) if recipe.share else recipe.amounts)
    }
    split: dict[str, dict[Person, Number]] = {}
    for person, totals in people.items():
        for (measure, part), amount in totals.items():
            if measure == recipe.split:
                split.setdefault(part, {})[person] = amount.number
    if recipe.split:
        return Cell(key.quarter, key.kind, frozenset(people), parts={recipe.split: split}, whose=key.whose)
    return Cell(key.quarter, key.kind, frozenset(people), amounts, whose=key.whose)


def released(recipe: Recipe, rows: Iterable[Row], today: date, kept: tuple[Released, ...] = ()) -> tuple[Released, ...]:
    """What may go out of a metric on a day, what went out before first (`privacy.release`)."""
    return release(cells(recipe, rows), today, recipe.told, kept, recipe.share)


def figure(code: str, released: Released | None) -> Figure:
    """The figure of some released cells together; None: there are none."""
    recipe = RECIPES[code]
    if released is None:
        return Figure(code, None, 0, NOT_RELEASED)
    if recipe.split:
        parts = released.parts[recipe.split]
        told = (*sorted(parts.shown.items()), *(((HIDDEN, parts.rest),) if parts.rest else ()))
        return Figure(code, sum(number for __, number in told), released.people, parts=told)
    part, *whole = (released.values[name] for name in recipe.amounts)
    if recipe.daily:
        return Figure(code, part / days(released.keys), released.people)
    if not whole:
        return Figure(code, part * recipe.times, released.people)
    return Figure(code, part * recipe.times / whole[0], released.people) if whole[0] else figure(code, None)


def days(keys: Iterable[Key]) -> int:
    """How many days their quarters have together."""
    return sum((next_quarter(quarter) - quarter).days for quarter in {key.quarter for key in keys})
