"""Who works here, whose papers end, and what still has to be told on paper or by phone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from werkplaats.members.models import AgendaAddress, ApiToken, Credential, Member, Notice, Worker
from werkplaats.members.rules import ContactBy, CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.credentials import REQUIRED, Paper, missing_on, to_warn
from werkplaats.members.rules.roles import Actor, May

HELD_UP = timedelta(minutes=30)  # sending is tried again every ten


@dataclass(frozen=True)
class WorkerRow:
    """A worker in a list, with what is missing today and what ends within 60 days."""

    worker: Worker
    missing: tuple[CredentialKind, ...]
    ending: tuple[Paper, ...]
    unseen: bool  # a paper that is needed was only told of by the worker

    @property
    def can_be_planned(self) -> bool:
        return self.worker.status == WorkerStatus.ADMITTED and not self.missing


def papers_of(worker: Worker) -> tuple[Paper, ...]:
    """Reads `worker.credentials`; prefetch it for a list."""
    return tuple(Paper(CredentialKind(c.kind), c.issued_on, c.valid_until) for c in worker.credentials.all())


def worker_row(worker: Worker, today: date) -> WorkerRow:
    kind, papers = WorkerKind(worker.kind), papers_of(worker)
    return WorkerRow(
        worker=worker,
        missing=tuple(sorted(missing_on(papers, kind, today))),
        ending=tuple(to_warn(papers, kind, today)),
        unseen=any(
            one.checked_at is None and one.valid_until >= today and one.kind in REQUIRED[kind]
            for one in worker.credentials.all()
        ),
    )


def workers_by_status(cooperative_id: int, status: WorkerStatus, *, today: date) -> list[WorkerRow]:
    """Applications in the order in which they came, others by name. Two queries."""
    order = "applied_at" if status == WorkerStatus.APPLIED else "person__name"
    workers = Worker.objects.filter(cooperative_id=cooperative_id, status=status)
    found = workers.select_related("person").prefetch_related("credentials").order_by(order, "id")
    return [worker_row(worker, today) for worker in found]


def status_counts(cooperative_id: int) -> dict[str, int]:
    """How many workers there are of each status; a status without workers is 0."""
    rows = Worker.objects.filter(cooperative_id=cooperative_id).values("status").annotate(number=Count("id"))
    counted = {row["status"]: row["number"] for row in rows}
    return {status.value: counted.get(status.value, 0) for status in WorkerStatus}


def visible_worker(actor: Actor, worker_id: int) -> Worker | None:
    """The worker with papers, hours and absences, for who admits workers and for the worker; else None."""
    if not actor.may(May.ADMIT) and actor.worker_id != worker_id:
        return None
    return (
        Worker.objects.filter(cooperative_id=actor.cooperative_id, pk=worker_id)
        .select_related("person", "decided_by")
        .prefetch_related("credentials__checked_by", "availability", "absences")
        .first()
    )


def whose_papers_end(rows: list[WorkerRow]) -> list[WorkerRow]:
    """Of these workers who misses a paper today, or of whom one ends within 60 days; those who miss one first."""
    return sorted((row for row in rows if row.missing or row.ending), key=lambda row: not row.missing)


def credentials_of(worker: Worker) -> list[Credential]:
    """All papers, the newest first."""
    return list(worker.credentials.select_related("checked_by").order_by("kind", "-valid_until", "-id"))


@dataclass(frozen=True)
class Decided:
    """A decision about a worker: the status it gave, when, by whom and why."""

    status: WorkerStatus
    at: datetime
    by: str
    reason: str


def decisions_about(worker: Worker) -> list[Decided]:
    """Every decision, also of an earlier application; the newest first. From the history, which nobody can change."""
    history: Any = worker
    kept = history.events.exclude(decided_at=None).exclude(status=WorkerStatus.APPLIED)
    rows = kept.order_by("-decided_at", "pgh_id").distinct("decided_at")
    return [
        Decided(
            WorkerStatus(row.status), row.decided_at, row.decided_by.name if row.decided_by else "", row.decision_reason
        )
        for row in rows.select_related("decided_by")
    ]


def members_of(cooperative_id: int) -> QuerySet[Member]:
    """Who is a member of the cooperative now, by number."""
    now = Member.objects.filter(cooperative_id=cooperative_id, left_at=None)
    return now.select_related("person").order_by("number")


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens that work, the newest first."""
    own = ApiToken.objects.filter(person_id=actor.person_id or 0, withdrawn_at=None)
    return own.order_by("-created_at", "-id")


def agenda_address_of(actor: Actor) -> AgendaAddress | None:
    return AgendaAddress.objects.filter(worker_id=actor.worker_id or 0).first()


def worker_of_agenda(key_hash: str) -> Worker | None:
    """Whose agenda stands under the address with this key; None when it is unknown, replaced or closed."""
    working = Worker.objects.filter(agenda_address__key_hash=key_hash, status=WorkerStatus.ADMITTED)
    return working.select_related("person", "cooperative").first()


def emails_held_up(cooperative_id: int, *, at: datetime) -> QuerySet[Notice]:
    """E-mails that should have gone: the mail server is away, or no worker of the program runs."""
    unsent = Notice.objects.filter(cooperative_id=cooperative_id, sent_at=None, channel=ContactBy.EMAIL)
    return unsent.filter(created_at__lte=at - HELD_UP).select_related("person").order_by("created_at", "id")


def notices_to_tell(cooperative_id: int) -> QuerySet[Notice]:
    """Letters to post and calls to make, those who wait longest first."""
    waiting = Notice.objects.filter(cooperative_id=cooperative_id, sent_at=None).exclude(channel=ContactBy.EMAIL)
    return waiting.select_related("person").order_by("created_at", "id")


def notice_to_tell(actor: Actor, notice_id: int) -> Notice | None:
    """One letter or call, told already or not, to print or to read out."""
    if not actor.may(May.ASSESS):
        return None
    paper = Notice.objects.filter(cooperative_id=actor.cooperative_id, pk=notice_id).exclude(channel=ContactBy.EMAIL)
    return paper.select_related("person", "cooperative").first()
