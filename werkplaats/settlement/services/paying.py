"""Pay runs: drafted by one person, approved by another, handed to the bank, paid by the bank."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.adding import fill
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import local_day
from werkplaats.ground.labels import LABELS
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules.roles import Actor, DoorClosed, May, require
from werkplaats.members.services.notices import tell
from werkplaats.settlement.models import BlockedAccount, Earning, Payout, PayRun
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_paying import accounts, owed_lines
from werkplaats.settlement.rules import booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.pay_run import OPEN, Draft, Pay, RunStatus, draft, execution_day
from werkplaats.settlement.rules.references import Reference, RunKind
from werkplaats.settlement.rules.sepa import NotSepa, OwnAccount, Transfer, credit_transfers, payable_iban
from werkplaats.settlement.services.ledger import Booking, book, next_numbers
from werkplaats.settlement.services.self_billing import make_self_bills

PAY_RUN = "pay-run"
NAMED = 3
IN_THE_MEANTIME = gettext_lazy("Somebody else did this in the meantime. Look at the page again.")


def who_settles(actor: Actor) -> int:
    """The person who stands behind what is paid. Errors: DoorClosed."""
    require(actor, May.SETTLE)
    if actor.person_id is None:
        raise DoorClosed(May.SETTLE)
    return actor.person_id


@transaction.atomic
def draft_run(actor: Actor, *, pay_on: date, at: datetime) -> PayRun:
    """Put everybody who can be paid in a new run; the invoices of the self-employed are made first. Nothing is booked.

    Errors: Refused when there is an open run, the day has passed, or nobody can be paid (queries_paying says why).
    """
    require(actor, May.SETTLE)
    # one at a time per cooperative; a row that only points at its cooperative may still be added
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    if pay_on < local_day(at):
        raise Refused(_("This day has passed. Choose today or a later day."), field="pay_on")
    if PayRun.objects.filter(cooperative_id=actor.cooperative_id, status__in=OPEN).exists():
        raise Refused(_("There is a pay run that waits already. Finish or withdraw that one first."))
    make_self_bills(actor, at=at)
    lines = owed_lines(actor.cooperative_id, at=at)
    made = draft((line.owed for line in lines), accounts(actor.cooperative_id, local_day(at)))
    if not made.pays:
        raise Refused(" ".join([_("There is nobody who can be paid now."), *_reasons(made)]))
    run = PayRun.objects.create(
        cooperative_id=actor.cooperative_id,
        number=next_numbers(actor.cooperative_id, PAY_RUN),
        pay_on=pay_on,
        cents=int(made.cents),
        drafted_at=at,
        drafted_by_id=who_settles(actor),
    )
    _fill(run, made, {line.owed.line: line.earnings for line in lines})
    return run


def _reasons(made: Draft) -> list[str]:
    """Who waits and why, for the first few."""
    some = made.waiting[:NAMED]
    names = dict(Worker.objects.filter(pk__in=[one.worker for one in some]).values_list("pk", "person__name"))
    return [f"{names[one.worker]}: {LABELS['waits'][one.why]}" for one in some]


def _fill(run: PayRun, made: Draft, earnings: dict[int, tuple[int, ...]]) -> None:
    names = dict(Worker.objects.filter(pk__in=[pay.worker for pay in made.pays]).values_list("pk", "person__name"))
    payouts = Payout.objects.bulk_create(_payout(run, pay, names[pay.worker]) for pay in made.pays)
    paid_in = {
        earning: payout.pk
        for pay, payout in zip(made.pays, payouts, strict=True)
        for line in pay.lines
        for earning in earnings[line]
    }
    fill(Earning, "payout", paid_in)


def _payout(run: PayRun, pay: Pay, name: str) -> Payout:
    return Payout(
        cooperative_id=run.cooperative_id,
        run=run,
        worker_id=pay.worker,
        name=name,
        iban=pay.iban,
        amount_cents=int(pay.together),
        blocked_iban=pay.blocked_iban,
        blocked_cents=int(pay.blocked_cents),
    )


@transaction.atomic
def approve_run(actor: Actor, number: int, *, at: datetime) -> PayRun:
    """The second pair of eyes. Errors: Refused for who drafted it."""
    run = _locked(actor, number, RunStatus.DRAFTED)
    if run.drafted_by_id == actor.person_id:
        raise Refused(_("You made this pay run yourself. Somebody else has to look at it and approve it."))
    run.status, run.approved_at, run.approved_by_id = RunStatus.APPROVED, at, actor.person_id
    run.save(update_fields=["status", "approved_at", "approved_by"])
    return run


@transaction.atomic
def withdraw_run(actor: Actor, number: int, *, at: datetime) -> PayRun:
    """Before it was sent: what was in it is owed again, for a next run."""
    run = _locked(actor, number, *OPEN)
    run.status, run.withdrawn_at, run.withdrawn_by_id = RunStatus.WITHDRAWN, at, actor.person_id
    run.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    Earning.objects.filter(payout__run=run).update(payout=None)
    return run


@transaction.atomic
def send_run(actor: Actor, number: int, *, at: datetime) -> PayRun:
    """Make the file of an approved run, book it as under way to the bank, and tell who is paid. `bank_file` gives it.

    Errors: Refused when the cooperative's own account is missing or the bank would refuse the file; nothing is booked
    then.
    """
    run = _locked(actor, number, RunStatus.APPROVED)
    head = letterhead_on(run.cooperative_id, local_day(at))
    own = payable_iban(head.iban) if head else None
    if own is None:
        raise Refused(_("The IBAN of the cooperative is missing or wrong. Fill it in on the page Letterhead."))
    run.status, run.sent_at, run.sent_by_id = RunStatus.SENT, at, actor.person_id
    run.name, run.iban = run.cooperative.name, own
    bank_file(run)  # before anything is booked
    run.save(update_fields=["status", "sent_at", "sent_by", "name", "iban"])
    payouts = list(run.payouts.select_related("worker__person").order_by("pk"))
    book(run.cooperative_id, (_booking(run, payout, local_day(at)) for payout in payouts), at=at)
    visits = _visits(payouts)
    for payout in payouts:
        _tell(run, payout, visits[payout.pk], at)
    return run


@transaction.atomic
def settle_runs(cooperative_id: int, numbers: Iterable[int], *, at: datetime) -> None:
    """The bank paid them, as a statement says; called by who matches that statement, who also books it. A second time
    changes nothing."""
    sent = PayRun.objects.filter(cooperative_id=cooperative_id, number__in=numbers, status=RunStatus.SENT)
    sent.update(status=RunStatus.SETTLED, settled_at=at)


def bank_file(run: PayRun) -> bytes:
    """The pain.001 of a run that was sent; the same every time. Errors: Refused when the bank would refuse it."""
    if run.sent_at is None:
        raise Refused(_("This pay run has to be approved first."))
    try:
        return credit_transfers(
            OwnAccount(run.name, run.iban),
            [transfer for payout in run.payouts.order_by("pk") for transfer in _transfers(run, payout)],
            message=str(Reference(RunKind.PAY, run.number)),
            on=_paid_on(run),
            at=timezone.localtime(run.sent_at),
        )
    except NotSepa as why:
        raise Refused(_("The bank would refuse this file: %(why)s.") % {"why": why}) from None


def _paid_on(run: PayRun) -> date:
    return execution_day(run.pay_on, local_day(run.sent_at)) if run.sent_at else run.pay_on


def _transfers(run: PayRun, payout: Payout) -> Iterable[Transfer]:
    text = f"Uitbetaling {_paid_on(run):%d-%m-%Y}"
    if payout.ordinary_cents:
        reference = Reference(RunKind.PAY, run.number, payout.pk)
        yield Transfer(str(reference), payout.name, payout.iban, payout.ordinary_cents, text)
    if payout.blocked_cents:
        reference = Reference(RunKind.PAY, run.number, payout.pk, blocked=True)
        yield Transfer(str(reference), payout.name, payout.blocked_iban, payout.blocked_cents, f"{text}, g-rekening")


def _booking(run: PayRun, payout: Payout, day: date) -> Booking:
    return Booking(
        Journal.BANK,
        event=f"payout:{payout.pk}",
        booked_on=day,
        description=f"betaalronde {run.number}",
        sides=booking.sent_to_the_bank(Cents(payout.amount_cents)),
        worker_id=payout.worker_id,
    )


def _visits(payouts: list[Payout]) -> dict[int, int]:
    """How many visits each payout is about."""
    sheets = Earning.objects.filter(payout__in=payouts).values_list("payout", "settlement__timesheet").distinct()
    return Counter(payout for payout, _sheet in sheets)


def _tell(run: PayRun, payout: Payout, visits: int, at: datetime) -> None:
    tell(
        payout.worker.person,
        event=f"payout-made:{payout.pk}",
        template="payout",
        context={
            "amount_cents": payout.amount_cents,
            "run": _paid_on(run),
            "lines": visits,
            "link": f"{settings.SITE_URL}/werk/",
        },
        at=at,
    )


def _locked(actor: Actor, number: int, *statuses: RunStatus) -> PayRun:
    """The run of the actor's cooperative, while nobody else changes it. Errors: Outdated when it is not there yet."""
    require(actor, May.SETTLE)
    found = PayRun.objects.select_for_update(of=("self",)).select_related("cooperative")
    run = found.get(cooperative_id=actor.cooperative_id, number=number)
    if run.status not in statuses:
        raise Outdated(IN_THE_MEANTIME)
    return run


@transaction.atomic
def set_blocked_account(
    actor: Actor, worker_id: int, *, iban: str, percent: Decimal, valid_from: date, at: datetime
) -> BlockedAccount:
    """From a day on, a percentage of a worker's labour is paid on a blocked account; 0 percent ends it."""
    require(actor, May.SETTLE)
    worker = Worker.objects.get(cooperative_id=actor.cooperative_id, pk=worker_id)
    right = payable_iban(iban)
    if right is None:
        raise Refused(_("This IBAN is not right. Check it for a typing mistake."), field="iban")
    if not 0 <= percent <= 100:
        raise Refused(_("A percentage is between 0 and 100."), field="percent")
    return BlockedAccount.objects.create(
        cooperative_id=worker.cooperative_id,
        worker=worker,
        iban=right,
        percent=percent,
        valid_from=valid_from,
        recorded_at=at,
        recorded_by_id=who_settles(actor),
    )
