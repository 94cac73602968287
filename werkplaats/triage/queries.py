"""The questions about decisions."""

from django.db.models import QuerySet

from werkplaats.intake.models import Request
from werkplaats.members.models import Person
from werkplaats.triage.models import Assessment, Forwarding


def latest_assessment(request_id: int) -> Assessment | None:
    """The decision that stands: the one that no other revises."""
    return (
        Assessment.objects.filter(request_id=request_id, revised_by=None)
        .select_related("decided_by", "forwarding")
        .order_by("-id")
        .first()
    )


def forwarding_of(token_hash: str) -> Forwarding | None:
    """What stands behind a private link, with all that its page shows of the request itself."""
    return (
        Forwarding.objects.filter(token_hash=token_hash)
        .select_related(
            "cooperative", "assessment__request__dwelling", "assessment__request__reporter", "assessment__revised_by"
        )
        .first()
    )


def reporters_of(request: Request) -> list[tuple[Request, Person]]:
    """Who waits for the end of this request: its reporter and those whose request was joined into it."""
    waiting: QuerySet[Request] = Request.objects.filter(joined_into=request).select_related(
        "reporter", "cooperative", "dwelling"
    )
    found = {request.reporter_id: (request, request.reporter)}
    for other in waiting:
        found.setdefault(other.reporter_id, (other, other.reporter))
    return list(found.values())


def unanswered_forwardings(cooperative_id: int) -> QuerySet[Forwarding]:
    """Sent on, nothing heard, and still the decision that stands; the longest waiting first."""
    return (
        Forwarding.objects.filter(cooperative_id=cooperative_id, status="sent", assessment__revised_by=None)
        .select_related("assessment__request__reporter", "assessment__request__dwelling")
        .order_by("sent_at")
    )
