"""Clients and places in a pilot, with what follows from them: a place gives visits, and who stops gets none any more.

The pilot is always held first, so that nobody gets visits while losing the place.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, Participation, Pilot
from werkplaats.homes.rules.referral import Referral
from werkplaats.homes.services import clients, opening, pilots
from werkplaats.jobs.services import open_granted
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.services import stop_help


@transaction.atomic
def refer(actor: Actor, referral: Referral, *, at: datetime) -> Participation:
    """Take in a client: with a place the visits of the coming weeks are made at once, on the waiting list none."""
    require(actor, May.REFER_CLIENTS)
    participation = clients.refer_client(actor, referral, at=at)
    open_granted(participation.pilot_id, at=at)
    return participation


@transaction.atomic
def add_grant(actor: Actor, client_id: int, *, at: datetime, **granted: Any) -> CareGrant:
    """A new grant (`homes.services.clients.add_grant`) with its visits, when the client has a place."""
    require(actor, May.REFER_CLIENTS)
    grant = clients.add_grant(actor, client_id, at=at, **granted)
    for pilot_id in grant.client.participations.values_list("pilot_id", flat=True):
        open_granted(pilot_id, at=at)
    return grant


@transaction.atomic
def end_grant(actor: Actor, grant_id: int, *, ended_on: date, at: datetime) -> CareGrant:
    """Help stops early: the visits after the last day are off, and who would come and the client hear it."""
    require(actor, May.REFER_CLIENTS)
    grant = clients.end_grant(actor, grant_id, ended_on=ended_on, at=at)
    stop_help(grant, at=at)
    return grant


@transaction.atomic
def leave(actor: Actor, participation_id: int, *, reason: str, at: datetime) -> Participation:
    """Somebody leaves a pilot and the first who waits moves up, with visits. Of a client the help stops today."""
    require(actor, May.MANAGE_PILOTS)
    participation = pilots.end_participation(actor, participation_id, reason=reason, at=at)
    today = local_day(at)
    running = Q(ended_on=None, ends_on__gt=today) | Q(ended_on__gt=today)
    for grant in CareGrant.objects.filter(running, client=participation.client_id or 0).order_by("id"):
        end_grant(actor, grant.pk, ended_on=today, at=at)
    open_granted(participation.pilot_id, at=at)
    return participation


@transaction.atomic
def change_pilot(actor: Actor, pilot_id: int, *, cap: int, ends_on: date, at: datetime) -> Pilot:
    """Other bounds of a pilot; who moves up by it gets visits."""
    require(actor, May.MANAGE_PILOTS)
    pilot = opening.change_pilot(actor, pilot_id, cap=cap, ends_on=ends_on, at=at)
    open_granted(pilot.pk, at=at)
    return pilot
