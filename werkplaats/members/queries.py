"""Who works here, whose papers end, and what still has to be told on paper or by phone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from werkplaats.members.models import Credential, Notice, Worker
from werkplaats.members.rules import ContactBy, CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.credentials import Paper, missing_on, to_warn
from werkplaats.members.rules.roles import Actor, May


@dataclass(frozen=True)
class WorkerRow:
    """A worker in a list, with what is missing today and what ends within 60 days."""

    worker: Worker
    missing: tuple[CredentialKind, ...]
    ending: tuple[Paper, ...]

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


def credentials_expiring(cooperative_id: int, *, today: date) -> list[WorkerRow]:
    """Admitted workers who miss a paper today, or of whom one ends within 60 days; those who miss one first."""
    rows = workers_by_status(cooperative_id, WorkerStatus.ADMITTED, today=today)
    return sorted((row for row in rows if row.missing or row.ending), key=lambda row: not row.missing)


def credentials_of(worker: Worker) -> list[Credential]:
    """All papers, the newest first."""
    return list(worker.credentials.select_related("checked_by").order_by("kind", "-valid_until", "-id"))


def notices_to_tell(cooperative_id: int) -> QuerySet[Notice]:
    """Letters to post and calls to make, those who wait longest first."""
    waiting = Notice.objects.filter(cooperative_id=cooperative_id, sent_at=None).exclude(channel=ContactBy.EMAIL)
    return waiting.select_related("person").order_by("created_at", "id")


def notice_to_tell(actor: Actor, notice_id: int) -> Notice | None:
    """One letter or call, told already or not, to print or to read out."""
    if not actor.may(May.ASSESS):
        return None
    paper = Notice.objects.filter(cooperative_id=actor.cooperative_id, pk=notice_id).exclude(channel=ContactBy.EMAIL)
    return paper.select_related("person").first()
