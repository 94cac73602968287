"""What was released to who looks from outside, and the figures of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from werkplaats.homes.models import Pilot
from werkplaats.insight.models import ReleasedCells
from werkplaats.insight.queries.assumptions import own_versions
from werkplaats.insight.queries.facts import party_name
from werkplaats.insight.rules import derived
from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Version, in_force
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.insight.rules.privacy import ANYBODYS, Key, Parts, Released, lying_in, together, within
from werkplaats.insight.rules.released import RECIPES, WHOLE, figure
from werkplaats.settlement.rules.periods import next_month

KINDS = ("repairs", "household", WHOLE)
RATING = "service.satisfaction"


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


def figures(cooperative_id: int, first: date, last: date, kinds: Sequence[str] = KINDS) -> dict[str, Figure]:
    """Of what was released within whole quarters (months `first` up to and including `last`). Two queries."""
    return figures_of(all_kept(cooperative_id), own_versions(cooperative_id), first, last, kinds)


def figures_of(
    out: Mapping[str, Sequence[ReleasedCells]],
    versions: Sequence[Version],
    first: date,
    last: date,
    kinds: Sequence[str],
) -> dict[str, Figure]:
    """The same of what went out and what was assumed, when it was read already."""
    inside = {code: lying_in(as_released(out.get(code, ())), first, last, kinds) for code in RECIPES}
    assumed = _on(versions, last)
    return {code: figure(code, together(found) if found else None) for code, found in inside.items()} | {
        code: derived.figure(code, derived.pieces(code, inside), assumed) for code in derived.WAYS
    }


def rating_of_party(scope: Scope) -> Figure:
    """How satisfied people were in the whole quarters of a scope, of what was released of the party of its pilot alone.
    `n` is the number of ratings. Two queries."""
    pilot = Pilot.objects.get(pk=scope.pilot_id or 0, cooperative=scope.cooperative_id)
    own = party_name(pilot.landlord_id, pilot.district_team_id)
    out = as_released(kept(scope.cooperative_id, RATING))
    of_party = [one for one in out if all(key.whose == own for key in one.keys)]
    found = within(of_party, scope.first_month, scope.last_month, KINDS)
    told = figure(RATING, found)
    return told if found is None else replace(told, n=int(found.values["rating"]))


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
