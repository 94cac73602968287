"""What was released to who looks from outside, and the figures of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from werkplaats.insight.models import ReleasedCells
from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.privacy import Parts, Released, within
from werkplaats.insight.rules.released import RECIPES, figure

KINDS = ("repairs", "household")


def kept(cooperative_id: int, code: str) -> Sequence[ReleasedCells]:
    """What went out of a metric, in the order in which it went out."""
    return list(ReleasedCells.objects.filter(cooperative=cooperative_id, code=code).order_by("id"))


def all_kept(cooperative_id: int) -> dict[str, list[ReleasedCells]]:
    """What went out, by metric. One query."""
    found: dict[str, list[ReleasedCells]] = {code: [] for code in RECIPES}
    for row in ReleasedCells.objects.filter(cooperative=cooperative_id).order_by("id"):
        found.setdefault(row.code, []).append(row)
    return found


def as_released(rows: Iterable[ReleasedCells]) -> tuple[Released, ...]:
    return tuple(
        Released(
            keys=frozenset((date.fromisoformat(quarter), kind) for quarter, kind in row.cells),
            people=row.people,
            values=row.values,
            parts={name: Parts(parts["shown"], parts["rest"]) for name, parts in row.parts.items()},
        )
        for row in rows
    )


def figures(cooperative_id: int, first: date, last: date, kinds: Sequence[str] = KINDS) -> dict[str, Figure]:
    """Of what was released within whole quarters (months `first` up to and including `last`). One query."""
    return figures_of(all_kept(cooperative_id), first, last, kinds)


def figures_of(
    out: Mapping[str, Sequence[ReleasedCells]], first: date, last: date, kinds: Sequence[str]
) -> dict[str, Figure]:
    """The same of what went out, when it was read already."""
    return {
        code: figure(code, within(as_released(rows), first, last, kinds))
        for code, rows in out.items()
        if code in RECIPES
    }


def released_quarters(cooperative_id: int) -> list[date]:
    """The quarters of which anything is out, the first to the last, without holes."""
    found = {quarter for rows in all_kept(cooperative_id).values() for row in rows for quarter, __ in row.cells}
    return sorted(date.fromisoformat(one) for one in found)


def released_at(cooperative_id: int) -> datetime | None:
    """When something last came out; None when nothing did."""
    rows = ReleasedCells.objects.filter(cooperative=cooperative_id).order_by("-released_at")
    return rows.values_list("released_at", flat=True).first()
