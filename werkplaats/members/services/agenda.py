"""The private address under which a calendar program reads a worker's agenda. What stands in it: `planning.agenda`."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import AgendaAddress, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.tokens import hash_of


@transaction.atomic
def make_agenda_address(actor: Actor, *, at: datetime) -> str:
    """The key in a new address of the actor's own agenda, shown this once: only its hash is kept.

    The address that was there before opens nothing any more. Errors: Refused for who does not work here now.
    """
    require(actor, May.SEE_OWN_WORK)
    own = Worker.objects.select_for_update().filter(pk=actor.worker_id or 0, status=WorkerStatus.ADMITTED)
    worker = own.first()
    if worker is None:
        raise Refused(_("You do not work here now, so there is no agenda to follow."))
    key = secrets.token_urlsafe(32)
    AgendaAddress.objects.update_or_create(
        worker=worker, defaults={"cooperative_id": worker.cooperative_id, "key_hash": hash_of(key), "made_at": at}
    )
    return key


def close_agenda(worker: Worker) -> None:
    """No address opens this worker's agenda any more, also not after a return."""
    AgendaAddress.objects.filter(worker=worker).delete()
