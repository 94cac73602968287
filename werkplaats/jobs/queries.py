"""Questions about jobs and visits that several others ask."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus

# Somebody still has to come, or is there now. Work that is done and waits for a signature is not late.
TO_DO = (VisitStatus.TO_PLAN, VisitStatus.OFFERED, VisitStatus.AGREED, VisitStatus.UNDER_WAY)


def is_late(at: datetime) -> Q:
    """For a query of jobs: open, promised before `at`, and the work is not done."""
    to_do = Visit.objects.filter(job=OuterRef("pk"), status__in=TO_DO)
    return Q(Exists(to_do), status=JobStatus.OPEN, due_at__lt=at)
