"""What was released to who looks from outside, and the figures of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from werkplaats.insight.models import ReleasedCells
from werkplaats.insight.queries.assumptions import own_versions
from werkplaats.insight.rules import derived
from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Version, in_force
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.insight.rules.privacy import (
    ANYBODYS,
    Key,
    Parts,
    Released,
    lying_in,
    quarter_of,
    together,
)
from werkplaats.insight.rules.released import RECIPES, WHOLE, figure
from werkplaats.settlement.rules.periods import next_month

KINDS = ("repairs", "household", WHOLE)
RATING, COHESION = "service.satisfaction", "social.cohesion"


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
            keys=frozenset(
                Key(date.fromisoformat(quarter), kind, *(of or [ANYBODYS])) for quarter, kind, *of in row.cells
            ),
            people=row.people,
            values=row.values,
            parts={name: Parts(parts["shown"], parts["rest"]) for name, parts in row.parts.items()},
        )
        for row in rows
    )


def figures(scope: Scope) -> dict[str, Figure]:
    """Of what was released within whole quarters of a scope. Two queries."""
    return figures_of(all_kept(scope.cooperative_id), own_versions(scope.cooperative_id), scope)


def figures_of(
    out: Mapping[str, Sequence[ReleasedCells]], versions: Sequence[Version], scope: Scope
) -> dict[str, Figure]:
    """The same of what went out and what was assumed, when it was read already."""
    inside = {code: _inside(out.get(code, ()), scope) for code in RECIPES}
    assumed = _on(versions, scope.last_month)
    told = {code: _told(code, found) for code, found in inside.items()}
    for code in derived.WAYS:
        pieces = derived.pieces(code, inside)
        told[code] = _of(derived.figure(code, pieces, assumed), [piece[0] for piece in pieces])
    return told


def _inside(rows: Iterable[ReleasedCells], scope: Scope) -> list[Released]:
    """What lies in a scope wholly; of one pilot what is of it alone, or of the neighbourhood as a whole."""
    found = lying_in(as_released(rows), scope.first_month, scope.last_month, KINDS)
    if scope.pilot_id is None:
        return found
    own = f"pilot {scope.pilot_id}"
    return [one for one in found if all(key.whose == own or key.kind == WHOLE for key in one.keys)]


def _told(code: str, found: Sequence[Released]) -> Figure:
    return _of(figure(code, together(found) if found else None), found)


def _of(told: Figure, found: Iterable[Released]) -> Figure:
    """With the quarters and kinds of work that it is of."""
    if told.value is None:
        return told
    keys = [key for one in found for key in one.keys]
    quarters, kinds = {key.quarter for key in keys}, {key.kind for key in keys}
    return replace(told, quarters=tuple(sorted(quarters)), kinds=tuple(sorted(kinds)))


def of_party(scope: Scope) -> list[Figure]:
    """What the party of a pilot is told of people's opinions: how they live together as everybody is told, and how
    satisfied they were with the pilot, of the quarters in which the months lie (`n`: ratings). Two queries."""
    last = quarter_of(scope.last_month)
    quarters = replace(scope, first_month=quarter_of(scope.first_month), last_month=last.replace(month=last.month + 2))
    rated = _inside(kept(scope.cooperative_id, RATING), quarters)
    rating = _told(RATING, rated)
    return [
        _told(COHESION, _inside(kept(scope.cooperative_id, COHESION), scope)),
        replace(rating, n=sum(int(one.values["rating"]) for one in rated)),
    ]


Part = frozenset[tuple[date, str]]  # quarters and kinds that are told together


def smallest(cooperative_id: int) -> dict[str, list[tuple[Part, Figure]]]:
    """Of every metric the figures of the smallest parts of what is out that it is told of, all parties of a part
    together. Two queries."""
    out = {code: as_released(rows) for code, rows in all_kept(cooperative_id).items()}
    versions = own_versions(cooperative_id)
    found = {code: [(part, figure(code, together(many))) for part, many in _by_part(out[code])] for code in RECIPES}
    for code in derived.WAYS:
        parts: dict[Part, list[derived.Piece]] = {}
        for piece in derived.pieces(code, out):
            parts.setdefault(_part(piece[0]), []).append(piece)
        found[code] = [
            (part, derived.figure(code, pieces, _on(versions, pieces[0][0].last_month)))
            for part, pieces in parts.items()
        ]
    return found


def _by_part(found: Iterable[Released]) -> Iterable[tuple[Part, list[Released]]]:
    parts: dict[Part, list[Released]] = {}
    for one in found:
        parts.setdefault(_part(one), []).append(one)
    return parts.items()


def _part(one: Released) -> Part:
    return frozenset((key.quarter, key.kind) for key in one.keys)


def _on(versions: Sequence[Version], last: date) -> Assumptions:
    """What was assumed on the last day of a month."""
    return in_force(versions, next_month(last) - timedelta(days=1))


def released_quarters(cooperative_id: int) -> list[date]:
    """The quarters of which anything is out, the first to the last, without holes."""
    found = {quarter for rows in all_kept(cooperative_id).values() for row in rows for quarter, *__ in row.cells}
    return sorted(date.fromisoformat(one) for one in found)


def released_at(cooperative_id: int) -> datetime | None:
    """When something last came out; None when nothing did."""
    rows = ReleasedCells.objects.filter(cooperative=cooperative_id).order_by("-released_at")
    return rows.values_list("released_at", flat=True).first()
