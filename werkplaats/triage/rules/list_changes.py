"""The difference between two versions of a list, item by item and field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkplaats.triage.rules.lists import COLUMNS, Item, to_row


@dataclass(frozen=True)
class FieldChange:
    """`name` is the column of the list; the values are as they stand in a spreadsheet."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    before: Item
    after: Item
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Differences:
    """All in the order of the codes. A code keeps its meaning, so another code is another item."""

    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    changed: tuple[Change, ...] = ()

    @property
    def number(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def compare(before: Iterable[Item], after: Iterable[Item]) -> Differences:
    old, new = ({item.code: item for item in items} for items in (before, after))
    return Differences(
        added=tuple(new[code] for code in sorted(new.keys() - old.keys())),
        removed=tuple(old[code] for code in sorted(old.keys() - new.keys())),
        changed=tuple(
            Change(old[code], new[code], field_changes(old[code], new[code]))
            for code in sorted(old.keys() & new.keys())
            if old[code] != new[code]
        ),
    )


def field_changes(before: Item, after: Item) -> tuple[FieldChange, ...]:
    old, new = to_row(before), to_row(after)
    return tuple(FieldChange(name, old[name], new[name]) for name in COLUMNS if old[name] != new[name])
