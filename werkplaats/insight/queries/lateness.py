"""What waits too long."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from werkplaats.delivery.models import Timesheet
from werkplaats.insight.rules import LATE_TO_LOOK, LATE_TO_SIGN
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus


@dataclass(frozen=True)
class Late:
    """How many wait too long; the coordinator's page `late` names them."""

    requests: int  # nobody looked at them for a day
    jobs: int  # past the promised day
    visits: int  # agreed, and nobody came
    sign_offs: int  # done a week ago, and not signed

    @property
    def nothing(self) -> bool:
        return not (self.requests or self.jobs or self.visits or self.sign_offs)


def late(cooperative_id: int, at: datetime) -> Late:
    here = Q(cooperative_id=cooperative_id)
    return Late(
        requests=Request.objects.filter(here, status=RequestStatus.NEW, reported_at__lt=at - LATE_TO_LOOK).count(),
        jobs=Job.objects.filter(here, status=JobStatus.OPEN, due_at__lt=at).count(),
        visits=Visit.objects.filter(here, status=VisitStatus.AGREED, period__endswith__lt=at).count(),
        sign_offs=Timesheet.objects.filter(
            here, signed_at=None, stopped_at__lt=at - LATE_TO_SIGN, outcome__in=["done", "follow_up"]
        ).count(),
    )
