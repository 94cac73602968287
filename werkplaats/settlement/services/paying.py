"""Payouts: what every worker is owed, in one run (the Friday)."""

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from stdnum import iban as iban_check

from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell
from werkplaats.settlement.models import Payout, Settlement
from werkplaats.settlement.queries import unpaid
from werkplaats.settlement.rules import booking
from werkplaats.settlement.services.ledger import book


@transaction.atomic
def make_payouts(actor: Actor, *, run: date, at: datetime) -> list[Payout]:
    """Pay every worker what was settled and not paid before; again for the same run it pays only who had none yet.

    A worker without a valid IBAN is left for a later run (queries.unpaid_by_worker shows who).
    """
    require(actor, May.SETTLE)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    by_worker: dict[int, list[Settlement]] = defaultdict(list)
    lines = unpaid(actor).select_related("timesheet__worker__person").select_for_update(of=("self",)).order_by("id")
    for line in lines:
        by_worker[line.timesheet.worker_id].append(line)
    had_theirs = set(Payout.objects.filter(worker_id__in=by_worker, run=run).values_list("worker_id", flat=True))
    payouts = []
    for worker_id, of_worker in sorted(by_worker.items()):
        if worker_id not in had_theirs and iban_check.is_valid(of_worker[0].timesheet.worker.iban):
            payouts.append(_pay(actor, of_worker, run, at))
    return payouts


def _pay(actor: Actor, lines: list[Settlement], run: date, at: datetime) -> Payout:
    worker = lines[0].timesheet.worker
    payout = Payout.objects.create(
        cooperative_id=worker.cooperative_id,
        worker=worker,
        run=run,
        amount_cents=sum(line.earned_cents for line in lines),
        iban=iban_check.compact(worker.iban),
        made_at=at,
        made_by_id=actor.person_id,
    )
    Settlement.objects.filter(pk__in=[line.pk for line in lines]).update(payout=payout)
    book(
        worker.cooperative_id,
        event=f"payout:{payout.pk}",
        sides=booking.paid_out(payout.amount_cents),
        booked_on=local_day(at),
        description=f"payout {run.isoformat()}",
        worker_id=worker.pk,
        at=at,
    )
    tell(
        worker.person,
        event=f"payout-made:{payout.pk}",
        template="payout",
        context={
            "amount_cents": payout.amount_cents,
            "run": run,
            "lines": len(lines),
            "link": f"{settings.SITE_URL}/werk/",
        },
        at=at,
    )
    return payout
