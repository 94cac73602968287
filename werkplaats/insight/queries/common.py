"""What the questions share."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Avg, BigIntegerField, Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Dwelling, Participation, Pilot
from werkplaats.homes.rules import ParticipationStatus, PilotKind
from werkplaats.insight.rules import LATE_TO_LOOK, LATE_TO_SIGN, middle_hours, shown, shown_parts
from werkplaats.intake.models import Request
from werkplaats.intake.rules import OPEN, Branch, RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Settlement
from werkplaats.settlement.queries import CHARGED, costs_by_dwelling
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

DONE = (VisitStatus.DONE, VisitStatus.SIGNED, VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED)
UNDECIDED = "undecided"


@dataclass(frozen=True)
class JobCounts:
    open: int
    late: int
    done: int


def counts(rows: QuerySet[Any], name: str) -> dict[str, int]:
    return {row[name]: row["number"] for row in rows.order_by().values(name).annotate(number=Count("pk"))}
