"""Papers that a worker must have: valid on a day, and warned of before they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from werkplaats.members.rules import CredentialKind, WorkerKind

WARN_AHEAD = timedelta(days=60)
# A helper comes into the home of somebody who may be frail; a tradesperson can cause damage.
REQUIRED: dict[WorkerKind, frozenset[CredentialKind]] = {
    WorkerKind.HELPER: frozenset({CredentialKind.VOG}),
    WorkerKind.TRADESPERSON: frozenset({CredentialKind.INSURANCE}),
}


@dataclass(frozen=True)
class Paper:
    kind: CredentialKind
    issued_on: date
    valid_until: date


def valid_on(papers: Iterable[Paper], kind: CredentialKind, day: date) -> bool:
    """Is there a paper of this kind that is valid on this day, its first and last day included?"""
    return any(paper.kind == kind and paper.issued_on <= day <= paper.valid_until for paper in papers)


def missing_on(papers: Iterable[Paper], worker: WorkerKind, day: date) -> frozenset[CredentialKind]:
    """The papers that this kind of worker must have and has not on this day."""
    held = tuple(papers)
    return frozenset(kind for kind in REQUIRED[worker] if not valid_on(held, kind, day))


def to_warn(papers: Iterable[Paper], worker: WorkerKind, today: date) -> list[Paper]:
    """The last paper of each required kind that ends within 60 days, or has ended."""
    warned = []
    held = tuple(papers)
    for kind in sorted(REQUIRED[worker]):
        of_kind = [paper for paper in held if paper.kind == kind]
        if of_kind:
            last = max(of_kind, key=lambda paper: paper.valid_until)
            if last.valid_until <= today + WARN_AHEAD:
                warned.append(last)
    return warned
