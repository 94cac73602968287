"""Finding requests: one inbox, one search, and each one's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from werkplaats.homes.rules.dwelling import address
from werkplaats.intake.models import Request
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


# --- in a list -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A request as it stands in a list: what is shown of it, and no more."""

    pk: int
    reference: str
    status: str
    text: str
    reported_at: datetime
    reporter: str
    street: str
    house_number: int
    addition: str

    @property
    def address(self) -> str:
        return address(self.street, self.house_number, self.addition)


LINES = """
    SELECT request.id, request.reference, request.status, request.text, request.reported_at, person.name,
        dwelling.street, dwelling.house_number, dwelling.addition
    FROM intake_request AS request
    JOIN members_person AS person ON person.id = request.reporter_id
    JOIN homes_dwelling AS dwelling ON dwelling.id = request.dwelling_id
    WHERE request.cooperative_id = %(cooperative)s AND {condition}
    ORDER BY {order} LIMIT %(limit)s
"""
OLDEST_FIRST, LATEST_FIRST = "request.reported_at, request.id", "request.reported_at DESC, request.id DESC"


def lines(cooperative_id: int, condition: str, order: str, limit: int, **values: Any) -> list[Line]:
    """The requests of the cooperative that meet a condition in SQL about `request`; `values` fill it in.

    In SQL (see `ground.sql`): the inbox is opened all day.
    """
    with connection.cursor() as cursor:
        sql = LINES.format(condition=condition, order=order)
        cursor.execute(sql, {"cooperative": cooperative_id, "limit": limit, **values})
        return [Line(*row) for row in cursor.fetchall()]


def search(cooperative_id: int, text: str, limit: int = 50) -> list[Line]:
    """Requests whose reference, name or address has words that begin with each of the words typed, the latest first."""
    query = query_for(cooperative_id, text)
    if not query:
        return []
    return lines(cooperative_id, "request.search @@ to_tsquery('simple', %(query)s)", LATEST_FIRST, limit, query=query)
