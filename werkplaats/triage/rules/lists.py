"""The responsibility list: who does what. A version is a value; what was decided by it keeps pointing at it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from unicodedata import category, normalize

from werkplaats.triage.rules import Party, Urgency

SHIPPED = ("repairs", "household", "besluit")
Row = dict[str, str]  # an item as text, by the columns of the CSV


@dataclass(frozen=True)
class Item:
    """A line of the list. Codes are VERA's: DEFECTLOCATIE, DEFECTSOORT, ONDERHOUDSPECIALISME ("HH": household help).

    `party` SERVICE_PLAN: the tenant's own, done by the cooperative for who has its service plan. `minutes` is 0 when
    nobody of ours does it. `ground` is the letter of the Besluit kleine herstellingen, where it applies. `words` are
    what people say. `family` joins items that look alike.
    """

    code: str
    name_nl: str
    name_en: str
    letter: str
    family: str
    locations: tuple[str, ...]
    defects: tuple[str, ...]
    party: Party
    trade: str
    urgency: Urgency
    minutes: int
    workers: int
    follow_up: tuple[str, ...]
    ground: str
    words: tuple[str, ...]
    conditions_nl: str
    conditions_en: str
    explanation_nl: str
    explanation_en: str
    medical: bool
    norm_minutes: int | None
    norm_frequency: str
    source: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that is said for it: both names first, then the words that people use."""
        return (self.name_nl, self.name_en, *self.words)

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_nl

    def explanation(self, language: str) -> str:
        return self.explanation_en if language == "en" else self.explanation_nl

    def conditions(self, language: str) -> str:
        return self.conditions_en if language == "en" else self.conditions_nl


@dataclass(frozen=True)
class ListVersion:
    """A published list of one branch ("repairs" or "household"), in the order of its codes."""

    branch: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Item))


def from_row(row: Row) -> Item:
    """An item from a row of the CSV that ships. Errors: ValueError for a row that is not one (the shipped ones are)."""
    return Item(
        code=row["code"],
        name_nl=row["name_nl"],
        name_en=row["name_en"],
        letter=row["letter"],
        family=row["family"],
        locations=several(row["locations"]),
        defects=several(row["defects"]),
        party=Party(row["party"]),
        trade=row["trade"],
        urgency=Urgency(row["urgency"]),
        minutes=int(row["minutes"]),
        workers=int(row["workers"]),
        follow_up=several(row["follow_up"]),
        ground=row["ground"],
        words=several(row["words"]),
        conditions_nl=row["conditions_nl"],
        conditions_en=row["conditions_en"],
        explanation_nl=row["explanation_nl"],
        explanation_en=row["explanation_en"],
        medical=row["medical"] == "yes",
        norm_minutes=int(row["norm_minutes"]) if row["norm_minutes"] else None,
        norm_frequency=row["norm_frequency"],
        source=row["source"],
    )


def tidy(cell: str) -> str:
    """As every kind of file can hold it: lines stay lines, what nobody sees is gone, no space around it."""
    return "\n".join("".join(filter(_is_seen, line.replace("\t", " "))).rstrip() for line in cell.splitlines()).strip()


def _is_seen(sign: str) -> bool:
    """Not a control sign, half a sign, a byte order mark, a space of no width or a soft hyphen."""
    return sign not in "\ufeff\ufffe\uffff\u200b\u00ad" and category(sign) not in ("Cc", "Cs")


def tidied(item: Item) -> Item:
    """The item with every text tidy, under the letter of its name. Errors: none for an item of `from_row`."""
    row = {column: tidy(cell) for column, cell in to_row(item).items()}
    return from_row({**row, "letter": first_letter(row["name_nl"])})


def several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def to_row(item: Item) -> Row:
    """The item as text; `from_row` makes the same item of it."""
    return {column: _cell(getattr(item, column)) for column in COLUMNS}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def first_letter(name: str) -> str:
    """The letter that a name stands under: "Één" under E."""
    return normalize("NFD", name.strip())[:1].upper()


def version(branch: str, items: Iterable[Item]) -> ListVersion:
    return ListVersion(branch, tuple(sorted(items, key=lambda item: item.code)))


@cache
def shipped(name: str) -> ListVersion:
    """A list that comes with the program (data/lists): "repairs", "household", or the statutory "besluit"."""
    text = files("werkplaats.triage").joinpath(f"data/lists/{name}.csv").read_text(encoding="utf-8")
    branch = "household" if name == "household" else "repairs"
    return version(branch, (from_row(row) for row in csv.DictReader(text.splitlines())))
