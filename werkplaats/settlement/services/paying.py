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
from werkplaats.settlement.models import Earning, Payout
from werkplaats.settlement.queries import payable
from werkplaats.settlement.rules import booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.services.ledger import Booking, book


@transaction.atomic
def make_payouts(actor: Actor, *, run: date, at: datetime) -> list[Payout]:
    """Pay every worker what is final and not paid before; again for the same run it pays only who had none yet.

    A worker without a valid IBAN is left for a later run (queries.unpaid_by_worker shows who), and so is who would have
    to pay back.
    """
    require(actor, May.SETTLE)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    by_worker: dict[int, list[Earning]] = defaultdict(list)
    lines = payable(actor.cooperative_id, local_day(at)).select_for_update(of=("self",)).order_by("id")
    for line in lines.select_related("worker__person", "self_bill"):
        by_worker[line.worker_id].append(line)
    had_theirs = set(Payout.objects.filter(worker_id__in=by_worker, run=run).values_list("worker_id", flat=True))
    payouts = []
    for worker_id, of_worker in sorted(by_worker.items()):
        if worker_id not in had_theirs and iban_check.is_valid(of_worker[0].worker.iban) and _cents(of_worker) > 0:
            payouts.append(_pay(actor, of_worker, run, at))
    return payouts


def _cents(lines: list[Earning]) -> int:
    """With the VAT on the worker's invoices."""
    bills = {line.self_bill for line in lines if line.self_bill}
    return sum(line.net_cents for line in lines) + sum(bill.vat_cents for bill in bills)


def _pay(actor: Actor, lines: list[Earning], run: date, at: datetime) -> Payout:
    worker = lines[0].worker
    payout = Payout.objects.create(
        cooperative_id=worker.cooperative_id,
        worker=worker,
        run=run,
        amount_cents=_cents(lines),
        iban=iban_check.compact(worker.iban),
        made_at=at,
        made_by_id=actor.person_id,
    )
    Earning.objects.filter(pk__in=[line.pk for line in lines]).update(payout=payout)
    book(
        worker.cooperative_id,
        [
            Booking(
                Journal.BANK,
                event=f"payout:{payout.pk}",
                booked_on=local_day(at),
                description=f"payout {run.isoformat()}",
                sides=booking.sent_to_the_bank(payout.amount_cents),
                worker_id=worker.pk,
            )
        ],
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
