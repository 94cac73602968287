"""Finding requests: one inbox, one search, and each one's own."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.rules.reference import read
from werkplaats.intake.rules.searching import query_for
from werkplaats.members.rules.roles import Actor, Role


def visible_requests(actor: Actor) -> QuerySet[Request]:
    """The requests that this actor may open: all for the coordinator, the own ones for a resident, else none."""
    rows = Request.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR in actor.roles:
        return rows
    if Role.RESIDENT in actor.roles and actor.person_id is not None:
        return rows.filter(reporter_id=actor.person_id)
    return rows.none()


def visible_request(actor: Actor, reference: str) -> Request | None:
    digits = read(reference)
    if digits is None:
        return None
    return (
        visible_requests(actor)
        .select_related("reporter", "dwelling__landlord", "client", "joined_into", "split_from")
        .filter(reference=digits)
        .first()
    )


def inbox(
    cooperative_id: int,
    *,
    statuses: Iterable[str] = (RequestStatus.NEW,),
    before: tuple[int, datetime, int] | None = None,
    limit: int = 50,
) -> list[Request]:
    """Requests with danger that wait first, then the newest; `before` is the key of the last row of the page before."""
    rows = (
        Request.objects.filter(cooperative_id=cooperative_id, status__in=list(statuses))
        .annotate(
            urgent=Case(
                When(Q(status=RequestStatus.NEW) & ~Q(danger=[]), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        .select_related("reporter", "dwelling")
        .order_by("-urgent", "-reported_at", "-id")
    )
    if before is not None:
        urgent, reported_at, pk = before
        rows = rows.filter(
            Q(urgent__lt=urgent)
            | Q(urgent=urgent, reported_at__lt=reported_at)
            | Q(urgent=urgent, reported_at=reported_at, id__lt=pk)
        )
    return list(rows[:limit])


def search(cooperative_id: int, text: str, limit: int = 50) -> list[Request]:
    """Requests whose reference, name or address has words that begin with each of the words typed."""
    query = query_for(cooperative_id, text)
    if not query:
        return []
    rows = Request.objects.filter(
        cooperative_id=cooperative_id, search=SearchQuery(query, config="simple", search_type="raw")
    )
    return list(rows.select_related("reporter", "dwelling").order_by("-reported_at", "-id")[:limit])
