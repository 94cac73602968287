"""What was granted to a client and what of it was delivered: for the coordinator and for the client's own team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, Client, Participation
from werkplaats.homes.queries import waiting_numbers
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.homes.rules.referral import GrantState, grant_state
from werkplaats.insight.queries.common import DONE
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus


@dataclass(frozen=True)
class HelpGiven:
    """The visits of a grant, counted. `due` should have been made by now: done, missed and late together."""

    due: int = 0
    done: int = 0
    nobody_home: int = 0
    agreed: int = 0
    to_plan: int = 0
    last: datetime | None = None
    next: datetime | None = None

    def __add__(self, other: "HelpGiven") -> "HelpGiven":
        return HelpGiven(
            self.due + other.due,
            self.done + other.done,
            self.nobody_home + other.nobody_home,
            self.agreed + other.agreed,
            self.to_plan + other.to_plan,
            max((one for one in (self.last, other.last) if one), default=None),
            min((one for one in (self.next, other.next) if one), default=None),
        )


@dataclass(frozen=True)
class GrantRow:
    grant: CareGrant
    state: GrantState
    help: HelpGiven


@dataclass(frozen=True)
class ClientRow:
    """A client with the place, the grants (the latest first) and what was delivered of them together."""

    client: Client
    participation: Participation | None
    waiting_number: int | None
    grants: Sequence[GrantRow]

    @property
    def now(self) -> list[GrantRow]:
        """The grants that give help now or later."""
        return [row for row in self.grants if row.state in (GrantState.RUNNING, GrantState.COMING)]

    @property
    def help(self) -> HelpGiven:
        return sum((row.help for row in self.grants), HelpGiven())


def client_rows(clients: Iterable[Client], *, at: datetime) -> list[ClientRow]:
    """Of clients from `homes.queries.visible_clients`, with their grants and places. Two queries more."""
    found = list(clients)
    given = _given([client.pk for client in found], at)
    places = {client.pk: _place(client) for client in found}
    numbers = waiting_numbers(*{place.pilot_id for place in places.values() if place is not None})
    return [
        ClientRow(
            client,
            place := places[client.pk],
            numbers.get(place.pk) if place is not None else None,
            [
                _grant(grant, given, at)
                for grant in sorted(client.grants.all(), key=lambda grant: (grant.starts_on, grant.pk), reverse=True)
            ],
        )
        for client in found
    ]


def _grant(grant: CareGrant, given: dict[int, HelpGiven], at: datetime) -> GrantRow:
    today = local_day(at)
    state = grant_state(grant.starts_on, grant.ends_on, grant.ended_on, today)
    return GrantRow(grant, state, given.get(grant.pk, HelpGiven()))


def _place(client: Client) -> Participation | None:
    """The place or the waiting for one; of who left, the latest place there was."""
    rows = sorted(client.participations.all(), key=lambda row: (row.status != ParticipationStatus.ENDED, row.pk))
    return rows[-1] if rows else None


def _given(client_ids: Sequence[int], at: datetime) -> dict[int, HelpGiven]:
    """Grant → its visits, counted. What was called off does not count."""
    today = local_day(at)
    rows: Any = (
        Visit.objects.filter(job__care_grant__client_id__in=client_ids)
        .exclude(status=VisitStatus.CANCELLED)
        .order_by()
        .values("job__care_grant_id")
        .annotate(
            due=Count("pk", filter=Q(due_on__lt=today) | Q(status__in=[*DONE, VisitStatus.NOBODY_HOME])),
            done=Count("pk", filter=Q(status__in=DONE)),
            nobody_home=Count("pk", filter=Q(status=VisitStatus.NOBODY_HOME)),
            agreed=Count("pk", filter=Q(status=VisitStatus.AGREED, period__startswith__gt=at)),
            to_plan=Count("pk", filter=Q(status__in=[VisitStatus.TO_PLAN, VisitStatus.OFFERED])),
            last=Max("period__startswith", filter=Q(status__in=DONE)),
            next=Min("period__startswith", filter=Q(status=VisitStatus.AGREED, period__startswith__gt=at)),
        )
    )
    return {row.pop("job__care_grant_id"): HelpGiven(**row) for row in rows}
