"""What can be paid and what waits, the pay runs, and what a treasurer has to do on Friday. Of one cooperative."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from werkplaats.ground.formats import local_day
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import ALLOWED, Actor, May
from werkplaats.settlement.models import (
    BlockedAccount,
    Dispute,
    Earning,
    Payout,
    PayRun,
    SelfBillingConsent,
    Settlement,
)
from werkplaats.settlement.queries import owed, unbilled
from werkplaats.settlement.rules import DAYS_TO_DISPUTE
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.friday import Stand, Step, next_step
from werkplaats.settlement.rules.invoicing import vat_of
from werkplaats.settlement.rules.money import Cents, total
from werkplaats.settlement.rules.pay_run import OPEN, Account, Draft, Owed, RunStatus, Waits, draft, execution_day
from werkplaats.settlement.rules.pricing import LABOUR

SHOWN = 12


@dataclass(frozen=True)
class OwedLine:
    """What is paid as a whole: an invoice made for a worker with all its earnings, or one earning."""

    owed: Owed
    earnings: tuple[int, ...]


class Coming(NamedTuple):
    """An earning that is owed, with what decides how and when it is paid. `credited_id`: the self-bill on which stands
    what it takes back."""

    pk: int
    worker_id: int
    kind: str
    net_cents: int
    vat_category: str
    vat_percent: Decimal
    earned_at: datetime
    reverses_id: int | None
    credited_id: int | None
    self_bill_id: int | None
    bill_vat_cents: int | None


@dataclass(frozen=True)
class Known:
    """Of a cooperative: earnings that are disputed, workers for their own account, those who agreed on self-bills, and
    the last day of which everybody has seen the earnings long enough."""

    disputed: frozenset[int]
    self_employed: frozenset[int]
    agreed: frozenset[int]
    seen: date

    def waits(self, earning: Coming) -> Waits | None:
        if earning.self_bill_id:
            return None
        if earning.pk in self.disputed:
            return Waits.DISPUTED
        if earning.worker_id in self.self_employed and earning.worker_id not in self.agreed:
            return Waits.NO_INVOICE
        return Waits.TOO_RECENT if local_day(earning.earned_at) > self.seen else None

    def goes_with(self, earning: Coming) -> Any:
        """What is paid with it: all that is on one invoice of the worker, or will be (as `make_self_bills` makes
        them)."""
        if earning.self_bill_id:
            return "bill", earning.self_bill_id
        if earning.worker_id in self.self_employed and self.waits(earning) is None:
            return "to bill", earning.worker_id, earning.credited_id, earning.vat_category == Category.OUTSIDE
        return "earning", earning.pk


def owed_lines(cooperative_id: int, *, at: datetime) -> list[OwedLine]:
    """Everything that is owed to workers, with VAT, and why what cannot be paid waits."""
    known = _known(cooperative_id, at)
    columns = {"credited_id": "reverses__self_bill_id", "bill_vat_cents": "self_bill__vat_cents"}
    rows = owed(cooperative_id).order_by("pk").values_list(*(columns.get(name, name) for name in Coming._fields))
    together: dict[Any, list[Coming]] = defaultdict(list)
    for earning in (Coming(*row) for row in rows):
        together[known.goes_with(earning)].append(earning)
    return [_owed_line(earnings, known) for earnings in together.values()]


def _known(cooperative_id: int, at: datetime) -> Known:
    own = {"cooperative_id": cooperative_id}
    disputed = Dispute.objects.filter(**own, answered_at=None).values_list("earning", flat=True)
    self_employed = Worker.objects.filter(**own, contract=Contract.SELF_EMPLOYED).values_list("pk", flat=True)
    agreed = SelfBillingConsent.objects.filter(**own, withdrawn_at=None).values_list("worker", flat=True)
    seen = local_day(at) - timedelta(days=DAYS_TO_DISPUTE)
    return Known(frozenset(disputed), frozenset(self_employed), frozenset(agreed), seen)


def _owed_line(earnings: list[Coming], known: Known) -> OwedLine:
    first = earnings[0]
    if first.bill_vat_cents is None:
        vat = vat_of((one.vat_percent, Cents(one.net_cents)) for one in earnings)
    else:
        vat = Cents(first.bill_vat_cents)
    return OwedLine(
        Owed(
            line=first.pk,
            worker=first.worker_id,
            cents=total(Cents(one.net_cents) for one in earnings) + vat,
            labour_cents=total(Cents(one.net_cents) for one in earnings if one.kind in LABOUR),
            waits=known.waits(first),
            reverses=first.reverses_id,
        ),
        tuple(one.pk for one in earnings),
    )


def accounts(cooperative_id: int, day: date) -> dict[int, Account]:
    """Where every worker is paid on a day."""
    blocked = _blocked_on(cooperative_id, day)
    found = {}
    for worker, iban in Worker.objects.filter(cooperative_id=cooperative_id).values_list("pk", "iban"):
        one = blocked.get(worker)
        found[worker] = Account(iban, one.iban, one.percent) if one else Account(iban)
    return found


def blocked_accounts(actor: Actor, day: date) -> list[BlockedAccount]:
    """Those in use on a day or from a later day on, by the name of the worker."""
    if not actor.may(May.SETTLE):
        return []
    later = BlockedAccount.objects.filter(cooperative_id=actor.cooperative_id, valid_from__gt=day)
    found = [*_blocked_on(actor.cooperative_id, day).values(), *later.select_related("worker__person")]
    return sorted((one for one in found if one.percent), key=lambda one: (one.worker.person.name, one.valid_from))


def _blocked_on(cooperative_id: int, day: date) -> dict[int, BlockedAccount]:
    held = BlockedAccount.objects.filter(cooperative_id=cooperative_id, valid_from__lte=day)
    return {one.worker_id: one for one in held.select_related("worker__person").order_by("valid_from", "pk")}


def workers_to_pay(actor: Actor) -> QuerySet[Worker]:
    """Who works for the cooperative for their own account, by name."""
    if not actor.may(May.SETTLE):
        return Worker.objects.none()
    own = Worker.objects.filter(cooperative_id=actor.cooperative_id, contract=Contract.SELF_EMPLOYED)
    return own.select_related("person").order_by("person__name")


def coming(cooperative_id: int, worker_id: int) -> QuerySet[Earning]:
    """What a worker earned and the bank was not told of yet."""
    in_an_open_run = Earning.objects.filter(
        cooperative_id=cooperative_id, worker_id=worker_id, payout__run__status__in=sorted(OPEN)
    )
    return owed(cooperative_id).filter(worker_id=worker_id) | in_an_open_run


def payouts(actor: Actor) -> QuerySet[Payout]:
    """What was sent to the bank: all for who settles, a worker's own."""
    made = Payout.objects.filter(cooperative_id=actor.cooperative_id, run__sent_at__isnull=False).select_related("run")
    if not actor.may(May.SETTLE):
        made = made.filter(worker_id=actor.worker_id) if actor.worker_id else made.none()
    return made.order_by("-run__pay_on", "-pk")


def runs(actor: Actor) -> QuerySet[PayRun]:
    """Pay runs, the newest first, with the number of `workers` in each."""
    if not actor.may(May.SETTLE):
        return PayRun.objects.none()
    made = PayRun.objects.filter(cooperative_id=actor.cooperative_id)
    return made.select_related("drafted_by", "approved_by").annotate(workers=Count("payouts")).order_by("-number")


def payouts_in(run: PayRun) -> list[Any]:
    """The payouts of a run with the number of `lines` in each, and whether the account is a `new_account` for this
    worker, who was paid on another one before: somebody else may have typed it."""
    before = Payout.objects.filter(worker=OuterRef("worker"), run__number__lt=run.number, run__sent_at__isnull=False)
    return list(
        run.payouts.annotate(
            lines=Count("earnings"),
            new_account=Exists(before) & ~Exists(before.filter(iban=OuterRef("iban"))),
        ).order_by("name", "pk")
    )


def may_approve(run: PayRun) -> list[str]:
    """The names of those who can be the second pair of eyes."""
    roles = [role.value for role in ALLOWED[May.SETTLE]]
    people = Person.objects.filter(cooperative_id=run.cooperative_id, roles__role__in=roles, user__is_active=True)
    others = people.exclude(pk=run.drafted_by_id)
    return list(others.order_by("name").values_list("name", flat=True).distinct())


@dataclass(frozen=True)
class Signed:
    visits: int
    cents: int  # what is asked for them, without VAT


@dataclass(frozen=True)
class WaitingFor:
    worker: int
    name: str
    cents: int
    why: Waits


@dataclass(frozen=True)
class Friday:
    """How the money stands for the treasurer who looks, and the one thing to do now (`step`).

    `run` is the pay run that is open or was sent today, with its `payouts` and the day on which the bank pays it;
    `names` says who would be paid if a run were made now, and how much.
    """

    step: Step
    run: PayRun | None
    paid_on: date | None
    payouts: list[Any]
    approvers: list[str]
    ready: Draft
    names: list[tuple[str, int]]
    waiting: list[WaitingFor]
    disputes: list[Dispute]
    signed: Signed
    to_bill_cents: int
    runs: list[PayRun]

    @property
    def waiting_cents(self) -> int:
        return sum(one.cents for one in self.waiting)


def friday(actor: Actor, *, at: datetime) -> Friday:
    """All that the page Friday shows."""
    cooperative, today = actor.cooperative_id, local_day(at)
    last_runs = list(runs(actor)[:SHOWN])
    run = next((one for one in last_runs if one.status in OPEN), None)
    run = run or next((one for one in last_runs if _sent_on(one, today)), None)
    ready = draft((line.owed for line in owed_lines(cooperative, at=at)), accounts(cooperative, today))
    workers = {pay.worker for pay in ready.pays} | {one.worker for one in ready.waiting}
    names = dict(Worker.objects.filter(pk__in=workers).values_list("pk", "person__name"))
    before_this_month = unbilled(cooperative).filter(delivered_on__lt=today.replace(day=1))
    to_bill = before_this_month.aggregate(cents=Sum("net_cents"))["cents"] or 0
    stand = Stand(
        drafted=run is not None and run.status == RunStatus.DRAFTED,
        drafted_by_self=run is not None and run.drafted_by_id == actor.person_id,
        approved=run is not None and run.status == RunStatus.APPROVED,
        sent_today=run is not None and run.status == RunStatus.SENT,
        ready_cents=int(ready.cents),
        to_bill_cents=to_bill,
    )
    return Friday(
        step=next_step(stand),
        run=run,
        paid_on=execution_day(run.pay_on, local_day(run.sent_at or at)) if run else None,
        payouts=payouts_in(run) if run else [],
        approvers=may_approve(run) if run and run.status == RunStatus.DRAFTED else [],
        ready=ready,
        names=[(names[pay.worker], int(pay.together)) for pay in ready.pays],
        waiting=[WaitingFor(one.worker, names[one.worker], int(one.cents), one.why) for one in ready.waiting],
        disputes=list(_open_disputes(cooperative)),
        signed=_signed_since(cooperative, at - timedelta(days=7)),
        to_bill_cents=to_bill,
        runs=last_runs,
    )


def _sent_on(run: PayRun, day: date) -> bool:
    return run.status == RunStatus.SENT and run.sent_at is not None and local_day(run.sent_at) == day


def _open_disputes(cooperative_id: int) -> QuerySet[Dispute]:
    waiting = Dispute.objects.filter(cooperative_id=cooperative_id, answered_at=None)
    return waiting.select_related("earning__worker__person").order_by("raised_at", "pk")


def _signed_since(cooperative_id: int, since: datetime) -> Signed:
    settled = Settlement.objects.filter(cooperative_id=cooperative_id, settled_at__gte=since, replaces=None)
    found = settled.aggregate(visits=Count("timesheet__visit", distinct=True), cents=Sum("charged_cents"))
    return Signed(found["visits"], found["cents"] or 0)
