"""What the questions share."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from werkplaats.jobs.rules import VisitStatus

DONE = (VisitStatus.DONE, VisitStatus.SIGNED, VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED)
UNDECIDED = "undecided"


@dataclass(frozen=True)
class JobCounts:
    open: int
    late: int
    done: int


def counts(rows: QuerySet[Any], name: str) -> dict[str, int]:
    return {row[name]: row["number"] for row in rows.order_by().values(name).annotate(number=Count("pk"))}
