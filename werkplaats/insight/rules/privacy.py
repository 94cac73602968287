"""What who looks from outside may know: totals over released cells, and nothing else.

Everything for a watcher or the public is a function of one fixed partition of the quarters, the kinds of pilot and the
parties. Why that gives nobody away, whatever is asked and however often, also to a party that takes off what it knows
of its own, stands in docs/decisions/released-cells.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias, TypeVar

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.settlement.rules import periods

Person: TypeAlias = int | str  # any key, as long as it is the same for the same person in every cell; it never goes out
Number: TypeAlias = int | float
# Of everybody whom it is about, so also of who has zero of it. (Any: a mapping by int is none by int or str.)
ByPerson: TypeAlias = Mapping[Any, Number]

MOST_OF_ONE = 0.5  # no one person makes more than this share of a number that is shown
SHARES = 4  # in so many equal parts of the whole may be told how large a part of it is
NOBODYS = ""  # whose a cell is of which no party has figures of its own
ANYBODYS = "*"  # whose a cell is that went out when parties were not told apart yet


class Key(NamedTuple):
    """Of a cell: the first day of its quarter, the kind of work, and whose it is: of which pilot, or outside of one of
    which landlord or team. That is who has figures of its own of it."""

    quarter: date
    kind: str
    whose: str = NOBODYS


@dataclass(frozen=True)
class Cell:
    """What happened in one quarter in one kind of work at the homes of one pilot or party (`whose`: any name for it).

    `people` are all whom it is about. `amounts` are numbers that may be added up over people and cells (a count, cents,
    minutes, the sum of ratings; never an average, a median or a number of different people), by whose they are.
    `parts` split such a number by a kind: {"requests.by_outcome": {"landlord": {person: requests}}}.

    Errors: ValueError when the quarter is not named by its first day, or when an amount is about somebody else.
    """

    quarter: date
    kind: str
    people: frozenset[Person]
    amounts: Mapping[str, ByPerson] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, ByPerson]] = field(default_factory=dict)
    whose: str = NOBODYS

    def __post_init__(self) -> None:
        if self.quarter != quarter_of(self.quarter):
            raise ValueError("a quarter is named by its first day")
        splits = (by_person for split in self.parts.values() for by_person in split.values())
        if not all(by_person.keys() <= self.people for by_person in (*self.amounts.values(), *splits)):
            raise ValueError("every number of a cell is about people of that cell")

    @property
    def key(self) -> Key:
        return Key(self.quarter, self.kind, self.whose)

    def by_person(self, code: str) -> ByPerson:
        """An amount, or all parts of a split together."""
        return _sum(self.parts[code].values()) if code in self.parts else self.amounts.get(code, {})


@dataclass(frozen=True)
class Parts:
    """A split of which nobody is found: the parts that are large enough, and all others together (`rest`)."""

    shown: Mapping[str, Number]
    rest: Number


def bounds_of(share: str) -> tuple[str, str]:
    """By which names it is told how much of a share there is at least, and how much there is surely not."""
    return f"{share} at least", f"{share} not"


@dataclass(frozen=True)
class Released:
    """Released cells, one or more, and what may be said of them.

    `people` is how many one cell is about; of several together at least how many, for somebody can be in more than one
    and how many are is not told.
    """

    keys: frozenset[Key]
    people: int
    values: Mapping[str, Number]
    parts: Mapping[str, Parts]

    @property
    def first_month(self) -> date:
        return min(key.quarter for key in self.keys)

    @property
    def last_month(self) -> date:
        """The last whole month of it, by its first day."""
        last = max(key.quarter for key in self.keys)
        return last.replace(month=last.month + 2)


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return periods.quarter(day).first


def next_quarter(first: date) -> date:
    return periods.next_month(periods.quarter(first).last)


def release(
    cells: Iterable[Cell], today: date, of: Collection[str] = (), kept: tuple[Released, ...] = (), share: str = ""
) -> tuple[Released, ...]:
    """What may go out on a day, in the order in which it became so. What went out before stands first, unchanged.

    `of` names the amounts and the splits that are told. Cells of a party are joined until they are about ten people,
    and on until each of these is about ten people and no one person makes more than half of it. A metric is always
    asked with the same `of`; splits with parts in common stand in one `of`: hidden in one is hidden in the other.

    `share` is an amount that is part of the first of `of`, and of it only that is told (see `_share`).

    `kept` is what was released before by the same `of`, as it was written down: late entries in the past then change
    nothing that is out already.
    """
    out = {key for one in kept for key in one.keys}
    fresh = (
        (cell,)
        for cell in cells
        if out.isdisjoint({cell.key, cell.key._replace(whose=ANYBODYS)}) and next_quarter(cell.quarter) <= today
    )
    blocks = _joined(fresh, lambda block: len(_people(block)) >= SMALLEST_SHOWN)
    if of:
        blocks = _joined(blocks, lambda block: all(_is_large(_by_person(block, code)) for code in of))
    return kept + tuple(_released(block, of, share) for block in blocks)


def within(released: Iterable[Released], first: date, last: date, kinds: Collection[str]) -> Released | None:
    """What lies in a period and in these kinds (`lying_in`), as one; None when there is nothing."""
    inside = lying_in(released, first, last, kinds)
    return together(inside) if inside else None


def lying_in(released: Iterable[Released], first: date, last: date, kinds: Collection[str]) -> list[Released]:
    """The released cells that lie wholly in the months from `first` up to and including `last` and in these kinds.
    Kinds that are only shown together are among them when all of them are asked for."""
    until = periods.next_month(last)
    return [
        one
        for one in released
        if all(first <= key.quarter and next_quarter(key.quarter) <= until and key.kind in kinds for key in one.keys)
    ]


def together(many: Sequence[Released]) -> Released:
    """Released cells as one. Errors: ValueError without any."""
    return Released(
        keys=frozenset().union(*(one.keys for one in many)),
        people=max(one.people for one in many),
        values=_sum(one.values for one in many),
        parts={name: _parts_together([one.parts[name] for one in many]) for name in many[0].parts},
    )


def alike(*sources: Iterable[Released]) -> list[tuple[Released, ...]]:
    """Of several metrics the released cells that are about the same keys in each of them, as few of them together as
    that takes; what one metric tells apart and another does not tell is left out."""
    found = [list(source) for source in sources]
    pieces: list[frozenset[Key]] = []
    for one in (one for source in found for one in source):
        touching = [piece for piece in pieces if piece & one.keys]
        pieces = [piece for piece in pieces if piece not in touching]
        pieces.append(one.keys.union(*touching))
    out = []
    for piece in sorted(pieces, key=sorted):
        inside = [[one for one in source if one.keys <= piece] for source in found]
        if all(frozenset().union(*(one.keys for one in source)) == piece for source in inside):
            out.append(tuple(together(source) for source in inside))
    return out


# -- joining ----------------------------------------------------------------------------------------------------------
_Block: TypeAlias = tuple[Cell, ...]  # cells of one kind and party that are only told together


def _people(block: _Block) -> frozenset[Person]:
    return frozenset().union(*(cell.people for cell in block))


def _by_person(block: _Block, code: str) -> ByPerson:
    return _sum(cell.by_person(code) for cell in block)


def _joined(blocks: Iterable[_Block], is_large: Callable[[_Block], bool]) -> list[_Block]:
    """Blocks joined with the next of the same kind and party until they are large. What is not at the end is left out:
    it is never joined to what went out before, for then it could be found by subtracting, nor to what another party
    knows, which would take that off. Each step knows the past only, so that later quarters change nothing."""
    waiting: dict[tuple[str, str], _Block] = {}
    out: list[_Block] = []
    for block in sorted(blocks, key=lambda block: max(cell.key for cell in block)):
        of = (block[0].kind, block[0].whose)
        waiting[of] = waiting.get(of, ()) + block
        if is_large(waiting[of]):
            out.append(waiting.pop(of))
    return out


def _is_large(by_person: ByPerson) -> bool:
    """About ten people, and no one of them makes more than half of it."""
    total = sum(abs(amount) for amount in by_person.values())
    most = max((abs(amount) for amount in by_person.values()), default=0)
    return len(by_person) >= SMALLEST_SHOWN and most <= MOST_OF_ONE * total


Name = TypeVar("Name", Person, str)


def _sum(many: Iterable[Mapping[Name, Number]]) -> dict[Name, Number]:
    total: dict[Name, Number] = {}
    for values in many:
        for name, value in values.items():
            total[name] = total.get(name, 0) + value
    return total


# -- what is said of a cell -------------------------------------------------------------------------------------------
def _released(block: _Block, of: Collection[str], share: str) -> Released:
    values = {code: sum(_by_person(block, code).values()) for code in of}
    if share:
        (whole, *__) = of
        bounds = _share(_by_person(block, share), _by_person(block, whole))
        values |= dict(zip(bounds_of(share), bounds, strict=True))
    splits = _splits({code: _parts(block, code) for code in of if any(code in cell.parts for cell in block)})
    return Released(frozenset(cell.key for cell in block), len(_people(block)), values, splits)


def _parts(block: _Block, code: str) -> Mapping[str, ByPerson]:
    by_part: dict[str, list[ByPerson]] = {}
    for cell in block:
        for part, by_person in cell.parts.get(code, {}).items():
            by_part.setdefault(part, []).append(by_person)
    return {part: _sum(many) for part, many in by_part.items()}


def _share(part: ByPerson, whole: ByPerson) -> tuple[Number, Number]:
    """Of a part that only some made: how much it is at least, and how much it is surely not, in whole quarters of the
    whole. Nothing is told when fewer than eleven people made the whole, or one of them a quarter of it or more.

    So nobody's side is known: whichever of the four quarters is told, there are people enough to fill it with somebody
    on the one side and with them on the other, for nobody fills a quarter alone.
    """
    total, inside = sum(whole.values()), sum(part.values())
    made = [amount for amount in whole.values() if amount > 0]
    if len(made) <= SMALLEST_SHOWN or SHARES * max(made) >= total:
        return 0, 0
    quarter = min(max(int(SHARES * inside // total), 0), SHARES - 1)
    return total * quarter / SHARES, total * (SHARES - 1 - quarter) / SHARES


def _splits(parts: Mapping[str, Mapping[str, ByPerson]]) -> dict[str, Parts]:
    """The splits of one cell. A part that is hidden in one of them is hidden under the same name in the others."""
    hidden: set[str] = set()
    while True:
        more = hidden.union(*(_hidden(split, hidden) for split in parts.values()))
        if more == hidden:
            return {name: _without(split, hidden) for name, split in parts.items()}
        hidden = more


def _hidden(split: Mapping[str, ByPerson], already: set[str]) -> set[str]:
    """The parts about too few people, and after them the smallest others until what is hidden together is large too:
    the total is known, so all hidden parts together can be found."""
    hidden = {part for part, by_person in split.items() if part in already or not _is_large(by_person)}
    for part in sorted(split, key=lambda one: (len(split[one]), one)):
        together = _sum(split[one] for one in hidden)
        if not together or _is_large(together):
            break
        hidden.add(part)
    return hidden


def _without(split: Mapping[str, ByPerson], hidden: set[str]) -> Parts:
    totals = {part: sum(by_person.values()) for part, by_person in split.items()}
    return Parts(
        shown={part: total for part, total in totals.items() if part not in hidden},
        rest=sum(total for part, total in totals.items() if part in hidden),
    )


def _parts_together(splits: list[Parts]) -> Parts:
    """Of several cells, from what each of them shows. A part that one of them hides goes to the rest, as a whole."""
    total = _sum(split.shown for split in splits)
    everywhere = set(total).intersection(*(set(split.shown) for split in splits))
    elsewhere = sum(value for part, value in total.items() if part not in everywhere)
    return Parts(
        shown={part: value for part, value in total.items() if part in everywhere},
        rest=sum(split.rest for split in splits) + elsewhere,
    )
