"""A visit that is agreed, and who goes there: what the tests of delivery, the worker's pages and the API begin with."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from PIL import Image

from tests.build import NOW, a_cooperative, a_coordinator, a_worker, an_actor
from tests.planning.scenes import a_care_grant, a_visit
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.planning.models import Assignment

AN_HOUR = timedelta(hours=1)


def agreed(visit: Visit, *workers: Worker, starts_at: datetime = NOW) -> Visit:
    """This visit is in these workers' diaries."""
    period = DateTimeTZRange(starts_at, starts_at + timedelta(minutes=visit.minutes))
    for worker in workers:
        Assignment.objects.create(
            cooperative_id=visit.cooperative_id, visit=visit, worker=worker, period=period, assigned_at=NOW
        )
    visit.status, visit.period = VisitStatus.AGREED, period
    visit.save()
    return visit


class Repair:
    """A leaking tap at somebody's home, and a plumber (or two) on the way."""

    def __init__(self, cooperative: Cooperative | None = None, *, workers: int = 1, starts_at: datetime = NOW) -> None:
        self.cooperative = cooperative or a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.plumbers = [a_worker(self.cooperative) for _ in range(workers)]
        self.visit = agreed(a_visit(self.cooperative, workers=workers), *self.plumbers, starts_at=starts_at)
        self.job = self.visit.job
        assert self.job.request is not None
        self.request = self.job.request
        self.resident = an_actor(self.request.reporter)
        self.worker = an_actor(self.plumbers[0].person)

    def status(self) -> str:
        return Visit.objects.get(pk=self.visit.pk).status


class Help:
    """A helper who comes every week at a client."""

    def __init__(self, cooperative: Cooperative | None = None, *, starts_at: datetime = NOW, **helper: Any) -> None:
        self.cooperative = cooperative or a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER, **helper)
        self.grant = a_care_grant(self.cooperative)
        self.client = self.grant.client
        job = jobs.open_recurring(self.grant, at=NOW)
        self.visit = agreed(job.visits.order_by("number")[0], self.helper, starts_at=starts_at)
        self.worker = an_actor(self.helper.person)
        self.resident = an_actor(self.client.person)

    def status(self) -> str:
        return Visit.objects.get(pk=self.visit.pk).status


def a_picture(colour: str = "red", name: str = "foto.jpg") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file
