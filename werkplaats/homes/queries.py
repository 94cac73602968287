"""Where people live, who takes part in which pilot, who waits, and which clients somebody may see."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from werkplaats.homes.models import CareGrant, Client, DistrictTeam, Dwelling, NoGo, Participation, Pilot, Supplier
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.members.models import Cooperative
from werkplaats.members.rules import identity
from werkplaats.members.rules.roles import Actor, May, Role

ACTIVE = Q(participations__status=ParticipationStatus.ACTIVE)
WAITING = Q(participations__status=ParticipationStatus.WAITING)


@dataclass(frozen=True)
class PilotCounters:
    """How full a pilot is. The waiting list may be longer than zero only when there are no free places."""

    pilot: Pilot
    active: int
    waiting: int

    @property
    def free(self) -> int:
        return max(0, self.pilot.cap - self.active)


def pilot_counters(cooperative_id: int, pilot_id: int | None = None) -> list[PilotCounters]:
    """All pilots of the cooperative, or the one asked for, with their numbers. One query."""
    pilots = Pilot.objects.filter(cooperative_id=cooperative_id).select_related("landlord", "district_team")
    if pilot_id is not None:
        pilots = pilots.filter(pk=pilot_id)
    counted = pilots.annotate(
        active=Count("participations", filter=ACTIVE), waiting=Count("participations", filter=WAITING)
    )
    return [PilotCounters(pilot, pilot.active, pilot.waiting) for pilot in counted.order_by("-kind", "starts_on", "id")]


def participations(pilot: Pilot, status: ParticipationStatus) -> QuerySet[Participation]:
    """Those who take part by place, the waiting list in the order in which it moves up, the ended newest first."""
    order = {
        ParticipationStatus.ACTIVE: ("place",),
        ParticipationStatus.WAITING: ("requested_at", "id"),
        ParticipationStatus.ENDED: ("-ended_at", "-id"),
    }[status]
    rows = Participation.objects.filter(pilot=pilot, status=status)
    return rows.select_related("dwelling", "client__person", "client__dwelling", "requested_by").order_by(*order)


def waiting_numbers(*pilot_ids: int) -> dict[int, int]:
    """Of who waits in these pilots: participation → its place in the line, 1 is the first to move up."""
    rows = Participation.objects.filter(pilot_id__in=pilot_ids, status=ParticipationStatus.WAITING)
    numbered = rows.annotate(
        number=Window(RowNumber(), partition_by="pilot_id", order_by=[F("requested_at").asc(), F("id").asc()])
    )
    return dict(numbered.values_list("pk", "number"))


def visible_participation(actor: Actor, participation_id: int) -> Participation | None:
    if not actor.may(May.MANAGE_PILOTS):
        return None
    rows = Participation.objects.filter(cooperative_id=actor.cooperative_id, pk=participation_id)
    return rows.select_related("pilot", "dwelling", "client__person", "requested_by").first()


def resident_dwellings(person_id: int) -> list[Dwelling]:
    """Where this person lives now, the newest home first."""
    return list(
        Dwelling.objects.filter(residences__person_id=person_id, residences__until=None)
        .select_related("landlord")
        .order_by("-residences__since", "id")
    )


@dataclass(frozen=True)
class Place:
    """Where a postcode is, as far as we know; the street is empty when no dwelling with that postcode is known."""

    street: str
    city: str
    latitude: float
    longitude: float


def place_of(cooperative: Cooperative, postcode: str) -> Place:
    """The place of a dwelling with this postcode (one postcode is one street), else the middle of the neighbourhood."""
    known = Dwelling.objects.filter(cooperative=cooperative, postcode=identity.postcode(postcode) or "").first()
    if known is not None:
        return Place(known.street, known.city, known.latitude, known.longitude)
    return Place("", cooperative.city, cooperative.latitude, cooperative.longitude)


def suppliers_of(cooperative_id: int, **only: bool) -> QuerySet[Supplier]:
    """By name. `only`: those that are used (`active=True`)."""
    return Supplier.objects.filter(cooperative_id=cooperative_id, **only).order_by("name", "id")


def visible_supplier(actor: Actor, supplier_id: int) -> Supplier | None:
    if not actor.may(May.PLAN):
        return None
    return Supplier.objects.filter(cooperative_id=actor.cooperative_id, pk=supplier_id).first()


def post_address(person_id: int) -> str:
    """Where a letter to this person goes: the newest home. Empty when we know none."""
    home = next(iter(resident_dwellings(person_id)), None)
    return f"{home.address}, {home.postcode} {home.city}" if home else ""


def visible_clients(actor: Actor) -> QuerySet[Client]:
    """A district team its own clients, the coordinator all of the cooperative; everybody else none.

    A landlord and a watching association never get a row here: that somebody receives help is nobody's business.
    """
    clients = Client.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR not in actor.roles:
        if Role.DISTRICT_TEAM not in actor.roles:
            return clients.none()
        clients = clients.filter(district_team_id__in=actor.district_team_ids)
    return (
        clients.select_related("person", "dwelling", "district_team")
        .prefetch_related("grants", "participations")
        .order_by("person__name", "id")
    )


def visible_grant(actor: Actor, grant_id: int) -> CareGrant | None:
    """A grant of a client whom this actor may see."""
    grants = CareGrant.objects.filter(pk=grant_id, client__in=visible_clients(actor).order_by())
    return grants.select_related("client__person", "client__dwelling", "client__district_team").first()


def visible_teams(actor: Actor) -> QuerySet[DistrictTeam]:
    """The teams for whom this actor may refer clients: all for the coordinator, the own ones for a team."""
    teams = DistrictTeam.objects.filter(cooperative_id=actor.cooperative_id).order_by("name", "id")
    return teams if Role.COORDINATOR in actor.roles else teams.filter(pk__in=actor.district_team_ids)


def visible_client(actor: Actor, client_id: int) -> Client | None:
    return visible_clients(actor).filter(pk=client_id).first()


def no_gos(actor: Actor) -> QuerySet[NoGo]:
    """Who is not sent to whom, the newest first. For who plans, and nobody else."""
    pairs = NoGo.objects.filter(cooperative_id=actor.cooperative_id, lifted_at=None)
    if not actor.may(May.PLAN):
        return pairs.none()
    return pairs.select_related("client__person", "worker__person", "recorded_by").order_by("-recorded_at", "-id")
