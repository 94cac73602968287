"""The guard against false self-employment: what workers tell, and the levels that the cooperative sets itself."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell
from werkplaats.settlement.models import GuardLevel, WorkElsewhere
from werkplaats.settlement.queries_guard import not_told
from werkplaats.settlement.rules.false_self_employment import Levels
from werkplaats.settlement.rules.quarter import Quarter

MOST_HOURS = 13 * 7 * 24  # in a quarter


@transaction.atomic
def tell_elsewhere(
    actor: Actor, worker_id: int, quarter: Quarter, *, cents: int | None, minutes: int | None, at: datetime
) -> WorkElsewhere:
    """What a worker earned (without VAT) and worked elsewhere in a quarter: told by the worker, or to who settles.
    None: not told. Again for the same quarter: the latest counts. Errors: Refused."""
    if actor.worker_id != worker_id:
        require(actor, May.SETTLE)
    worker = Worker.objects.filter(pk=worker_id, cooperative_id=actor.cooperative_id).first()
    if worker is None or worker.contract != Contract.SELF_EMPLOYED:
        raise Refused(_("Only self-employed workers tell what they do elsewhere."))
    if quarter.first > local_day(at):
        raise Refused(_("This quarter has not begun yet."))
    if cents is None and minutes is None:
        raise Refused(_("Fill in the income or the hours; 0 when there was none."))
    if cents is not None and cents < 0:
        raise Refused(_("An income is not below zero."), field="income")
    if minutes is not None and not 0 <= minutes <= MOST_HOURS * 60:
        raise Refused(_("A quarter does not have so many hours."), field="hours")
    return WorkElsewhere.objects.create(
        cooperative_id=actor.cooperative_id,
        worker=worker,
        quarter=quarter.first,
        cents=cents,
        minutes=minutes,
        told_at=at,
        told_by_id=actor.person_id,
    )


def ask_elsewhere(*, at: datetime) -> int:
    """Asks the self-employed workers who earned here in the last whole quarter, and did not tell of it, what they did
    elsewhere; once a quarter. Gives how many were asked."""
    quarter = Quarter.of(local_day(at)).previous
    asked = 0
    for worker in not_told(quarter):
        asked += _ask(worker, quarter, at)
    return asked


@transaction.atomic
def _ask(worker: Worker, quarter: Quarter, at: datetime) -> bool:
    context = {"quarter": quarter, "link": f"{settings.SITE_URL}/werk/elders/"}
    event = f"work-elsewhere-asked:{worker.pk}:{quarter}"
    return tell(worker.person, event=event, template="work_elsewhere", context=context, at=at) is not None


@transaction.atomic
def set_levels(actor: Actor, levels: Levels, *, at: datetime) -> GuardLevel:
    """From which shares there is a warning. Errors: Refused for what is no percentage."""
    require(actor, May.SETTLE)
    for field, percent in (("income", levels.income), ("hours", levels.hours)):
        if not 1 <= percent <= 100:
            raise Refused(_("A level is a percentage from 1 to 100."), field=field)
    return GuardLevel.objects.create(
        cooperative_id=actor.cooperative_id,
        income_percent=levels.income,
        hours_percent=levels.hours,
        set_at=at,
        set_by_id=actor.person_id,
    )
