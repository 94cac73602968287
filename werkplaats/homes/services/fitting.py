"""What decides who can come to a client: pets, language, heavy work, and who is not sent there at all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean
from werkplaats.homes.models import CareGrant, Client, NoGo
from werkplaats.homes.rules import NO_GO_REASON, NoGoSide
from werkplaats.homes.services.pilots import NO_BSN
from werkplaats.members.models import Worker
from werkplaats.members.rules import Pet, SpokenLanguage, identity
from werkplaats.members.rules.roles import Actor, May, require


@transaction.atomic
def set_home(
    actor: Actor,
    client_id: int,
    *,
    pets: Sequence[Pet],
    language_wanted: SpokenLanguage | None,
    language_required: bool,
    at: datetime,
) -> Client:
    """The pets in the home and the language that the client wants to be helped in. Visits that were agreed stay."""
    require(actor, May.PLAN)
    client = _client(actor, client_id)
    if language_required and language_wanted is None:
        raise Refused(_("Choose the language that the helper must speak."), field="language_wanted")
    client.pets = sorted(set(pets))
    client.language_wanted, client.language_required = language_wanted or "", language_required
    client.save(update_fields=["pets", "language_wanted", "language_required"])
    return client


@transaction.atomic
def set_heavy(actor: Actor, grant_id: int, *, heavy: bool, at: datetime) -> CareGrant:
    """Is the help of this grant heavy for the body?"""
    require(actor, May.PLAN)
    grant = CareGrant.objects.select_for_update().filter(pk=grant_id, cooperative_id=actor.cooperative_id).first()
    if grant is None:
        raise Refused(_("This grant is not there."))
    grant.heavy = heavy
    grant.save(update_fields=["heavy"])
    return grant


@transaction.atomic
def keep_apart(actor: Actor, client_id: int, worker_id: int, *, side: NoGoSide, reason: str = "", at: datetime) -> NoGo:
    """From now on this worker is not sent to this client. Recorded twice it is one; what was agreed stays agreed.

    Errors: Refused with the field; also for a reason that is long or holds a BSN.
    """
    require(actor, May.PLAN)
    client = _client(actor, client_id)
    worker = Worker.objects.filter(pk=worker_id, cooperative_id=actor.cooperative_id).first()
    if worker is None:
        raise Refused(_("This worker is not there."), field="worker")
    reason = clean(reason)
    if identity.holds_bsn(reason):
        raise Refused(NO_BSN, field="reason")
    if len(reason) > NO_GO_REASON:
        raise Refused(_("Keep the reason short: at most 200 signs."), field="reason")
    pair, __ = NoGo.objects.get_or_create(
        client=client,
        worker=worker,
        lifted_at=None,
        defaults={
            "cooperative_id": client.cooperative_id,
            "side": side,
            "reason": reason,
            "recorded_at": at,
            "recorded_by_id": actor.person_id,
        },
    )
    return pair


@transaction.atomic
def lift(actor: Actor, no_go_id: int, *, at: datetime) -> NoGo:
    """The worker may be sent to the client again. The reason is forgotten. Lifted before: nothing."""
    require(actor, May.PLAN)
    pair = NoGo.objects.select_for_update().filter(pk=no_go_id, cooperative_id=actor.cooperative_id).first()
    if pair is None:
        raise Refused(_("This is not there any more."))
    if pair.lifted_at is None:
        pair.lifted_at, pair.lifted_by_id, pair.reason = at, actor.person_id, ""
        pair.save(update_fields=["lifted_at", "lifted_by", "reason"])
    return pair


def _client(actor: Actor, client_id: int) -> Client:
    """The client, held: two no-gos of one client wait for each other."""
    clients = Client.objects.select_for_update().filter(pk=client_id, cooperative_id=actor.cooperative_id)
    client = clients.first()
    if client is None:
        raise Refused(_("This client is not there."))
    return client
