"""A worker who is ill, away or gone: the visits that were agreed go to somebody else."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.members.models import Absence, Worker
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services import workers
from werkplaats.planning import queries
from werkplaats.planning.services import release_worker


@transaction.atomic
def worker_leaves(actor: Actor, worker_id: int, *, reason: str = "", at: datetime) -> Worker:
    """Somebody works here no more: visits still to come are to be planned again, and who expected them hears it.

    The visits are held before the worker, as everywhere in planning. What was agreed in the very moment between is
    found by looking again. Errors: Outdated then; Refused when this worker was never admitted.
    """
    require(actor, May.ADMIT)
    why = _("This worker cannot come any more. We look for somebody else.")
    release_worker(actor, worker_id, reason=why, at=at)
    worker = workers.leave(actor, worker_id, reason=reason, at=at)
    if queries.held_by(actor.cooperative_id, worker_id, at=at).exists():
        raise Outdated(_("At this very moment a visit was agreed with this worker. Try it once more."))
    return worker


@transaction.atomic
def worker_is_away(
    actor: Actor, worker_id: int, *, first_day: date, last_day: date, take_back: bool, at: datetime
) -> tuple[Absence, int]:
    """Note days away, both included, and when `take_back` free the visits on them. Gives how many visits that were."""
    require(actor, May.ADMIT)
    freed = 0
    if take_back and first_day <= last_day:
        why = _("The worker cannot come that day. We look for somebody else, or another time.")
        begin = datetime.combine(first_day, time(), AMSTERDAM)
        end = datetime.combine(last_day, time.max, AMSTERDAM)
        freed = release_worker(actor, worker_id, reason=why, first=begin, last=end, at=at)
    return workers.report_absence(actor, worker_id, first_day=first_day, last_day=last_day, at=at), freed
