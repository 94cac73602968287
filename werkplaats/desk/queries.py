"""What lies on the coordinator's desk: the inbox, what is late, and who calls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from werkplaats.delivery.queries import unsigned_visits
from werkplaats.ground.sql import one_row
from werkplaats.homes.models import Dwelling, Residence
from werkplaats.intake.models import Request
from werkplaats.intake.queries import LATEST_FIRST, OLDEST_FIRST, Line, lines
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.queries import is_late
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.models import Person
from werkplaats.triage.models import Forwarding
from werkplaats.triage.queries import unanswered_forwardings

PAGE = 50
TODO = "todo"
# In this order on one list: danger, then what nobody looked at, then answers to our questions.
DANGER, FRESH, ANSWER = "danger", "new", "answer"
SECTIONS = (DANGER, FRESH, ANSWER)
STATES = (
    TODO,
    RequestStatus.QUESTION,
    RequestStatus.ACCEPTED,
    RequestStatus.FORWARDED,
    RequestStatus.ADVISED,
    RequestStatus.CLOSED,
)
MANY = 100


@dataclass(frozen=True)
class Row:
    section: str
    request: Line


@dataclass(frozen=True)
class InboxPage:
    rows: Sequence[Row]
    next: str  # where the next page begins; "" when this is the last


@dataclass(frozen=True)
class Place:
    """Behind which row a page begins: a key and not a number, so that page 200 is as quick as page 1."""

    section: str
    moment: datetime
    pk: int

    @staticmethod
    def read(text: str) -> "Place | None":
        """The place in an address; None when somebody changed it by hand."""
        try:
            section, moment, pk = text.split("~")
            return Place(section, datetime.fromisoformat(moment), int(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.section}~{self.moment.isoformat()}~{self.pk}"


def inbox(cooperative_id: int, state: str = TODO, after: str = "", size: int = PAGE) -> InboxPage:
    """One page of requests in a state. What is to be done: the longest waiting first; the rest: the latest first."""
    place = Place.read(after) if after else None
    rows = (
        _todo(cooperative_id, place, size + 1) if state == TODO else _in_state(cooperative_id, state, place, size + 1)
    )
    if len(rows) <= size:
        return InboxPage(rows, "")
    last = rows[size - 1]
    return InboxPage(rows[:size], str(Place(last.section, last.request.reported_at, last.request.pk)))


def _with_people(requests: QuerySet[Request]) -> QuerySet[Request]:
    return requests.select_related("reporter", "dwelling").defer("search")


IS_NEW = f"request.status = '{RequestStatus.NEW}'"
IS_DECIDED = "EXISTS (SELECT FROM triage_assessment WHERE request_id = request.id)"
WAITING = {
    DANGER: f"{IS_NEW} AND request.danger <> '{{}}'",
    FRESH: f"{IS_NEW} AND request.danger = '{{}}' AND NOT {IS_DECIDED}",
    ANSWER: f"{IS_NEW} AND request.danger = '{{}}' AND {IS_DECIDED}",
}
BEHIND = "(request.reported_at, request.id) > (%(moment)s, %(pk)s)"
BEFORE = "(request.reported_at, request.id) < (%(moment)s, %(pk)s)"
BEGIN = datetime.min.replace(tzinfo=UTC)


def _todo(cooperative_id: int, place: Place | None, limit: int) -> list[Row]:
    begin = SECTIONS.index(place.section) if place and place.section in SECTIONS else 0
    rows: list[Row] = []
    for section in SECTIONS[begin:]:
        moment, pk = (place.moment, place.pk) if place and section == place.section else (BEGIN, 0)
        condition = f"{WAITING[section]} AND {BEHIND}"
        found = lines(cooperative_id, condition, OLDEST_FIRST, limit - len(rows), moment=moment, pk=pk)
        rows += [Row(section, line) for line in found]
        if len(rows) >= limit:
            break
    return rows


def _in_state(cooperative_id: int, state: str, place: Place | None, limit: int) -> list[Row]:
    condition = "request.status = %(state)s"
    values: dict[str, Any] = {"state": state}
    if place:
        condition = f"{condition} AND {BEFORE}"
        values |= {"moment": place.moment, "pk": place.pk}
    return [Row(state, line) for line in lines(cooperative_id, condition, LATEST_FIRST, limit, **values)]


COUNT = """
    SELECT count(*) AS many
    FROM (SELECT FROM intake_request WHERE cooperative_id = %s AND status = %s LIMIT %s) AS found
"""


def todo_count(cooperative_id: int) -> int:
    """How many wait for a decision, counted no further than MANY: more is simply many."""
    found = one_row(COUNT, [cooperative_id, RequestStatus.NEW.value, MANY])
    return found["many"] if found else 0


# --- what is late ------------------------------------------------------------------------------------------------

SHOWN = 50
NEW_FOR = timedelta(days=1)
NO_ANSWER_FOR = timedelta(days=3)
UNSIGNED_FOR = timedelta(days=3)
VISIT_SOON = timedelta(days=2)


@dataclass(frozen=True)
class Late:
    """Everything that waits too long; at most SHOWN of a kind, the longest waiting first."""

    danger: QuerySet[Request]
    new: QuerySet[Request]
    jobs: QuerySet[Job]
    visits: QuerySet[Visit]
    unsigned: QuerySet[Visit]
    forwardings: QuerySet[Forwarding]

    def __bool__(self) -> bool:
        return any((self.danger, self.new, self.jobs, self.visits, self.unsigned, self.forwardings))


def late(cooperative_id: int, *, at: datetime) -> Late:
    new = _with_people(
        Request.objects.filter(cooperative_id=cooperative_id, status=RequestStatus.NEW).order_by("reported_at", "pk")
    )
    return Late(
        danger=new.exclude(danger=[])[:SHOWN],
        new=new.filter(danger=[], reported_at__lt=at - NEW_FOR)[:SHOWN],
        jobs=Job.objects.filter(is_late(at), cooperative_id=cooperative_id)
        .select_related("dwelling", "request")
        .order_by("due_at", "pk")[:SHOWN],
        visits=Visit.objects.filter(
            cooperative_id=cooperative_id,
            status__in=[VisitStatus.TO_PLAN, VisitStatus.OFFERED],
            due_on__lte=(at + VISIT_SOON).date(),
            job__status=JobStatus.OPEN,
        )
        .filter(Q(job__after=None) | Q(job__after__status=JobStatus.DONE))
        .select_related("job__dwelling", "job__request")
        .order_by("due_on", "pk")[:SHOWN],
        unsigned=unsigned_visits(cooperative_id, before=at - UNSIGNED_FOR)[:SHOWN],
        forwardings=unanswered_forwardings(cooperative_id).filter(sent_at__lt=at - NO_ANSWER_FOR)[:SHOWN],
    )


# --- who calls ---------------------------------------------------------------------------------------------------

LISTED = 20


@dataclass(frozen=True)
class Address:
    """A dwelling, and who lives there as far as we know."""

    dwelling: Dwelling
    residents: Sequence[Person]


def who_calls(cooperative_id: int, words: str) -> list[Address]:
    """Dwellings by postcode, street with number, or the name of who lives there; at most LISTED, in two queries."""
    found = Dwelling.objects.filter(cooperative_id=cooperative_id)
    postcode = re.match(r"^\s*([1-9][0-9]{3})\s?([A-Za-z]{2})\s*([0-9]*)", words)
    if postcode:
        digits, letters, number = postcode.groups()
        found = found.filter(postcode=f"{digits} {letters.upper()}")
        if number:
            found = found.filter(house_number=int(number[:6]))
    else:
        for word in words.split()[:5]:
            living = Exists(
                Residence.objects.filter(
                    dwelling=OuterRef("pk"), until=None, cooperative_id=cooperative_id, person__name__icontains=word
                )
            )
            known = Q(living) | Q(street__icontains=word)
            found = found.filter(known | Q(house_number=int(word)) if word.isdigit() and len(word) < 7 else known)
    living_there = Residence.objects.filter(until=None).select_related("person").order_by("person__name")
    return [
        Address(dwelling, [residence.person for residence in dwelling.residences.all()])
        for dwelling in found.order_by("street", "house_number", "addition").prefetch_related(
            Prefetch("residences", living_there)
        )[:LISTED]
    ]
