"""Invoices of workers: those that we made for them with the address that stands on them, and those that are to come
from workers who make their own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from werkplaats.homes.models import Residence
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor, May
from werkplaats.settlement.models import Dispute, Earning, InvoiceAddress, SelfBill, SelfBillingConsent
from werkplaats.settlement.queries import owed, vat_with_reasons
from werkplaats.settlement.rules.invoicing import VatLine
from werkplaats.settlement.rules.money import Cents, total


@dataclass(frozen=True)
class Address:
    street: str
    postcode: str
    city: str


def address_of(worker: Worker, at: datetime | None = None) -> Address | None:
    """What the worker gave at a moment (or first gave later), or else where they live when that is known here."""
    given = InvoiceAddress.objects.filter(worker=worker)
    before = given.filter(recorded_at__lte=at) if at else given
    found = before.order_by("-recorded_at", "-pk").first() or given.order_by("recorded_at", "pk").first()
    if found:
        return Address(found.street, found.postcode, found.city)
    lives = Residence.objects.filter(person=worker.person_id, until=None).select_related("dwelling").first()
    return Address(lives.dwelling.address, lives.dwelling.postcode, lives.dwelling.city) if lives else None


def invoice_address(bill: SelfBill) -> Address | None:
    return address_of(bill.worker, bill.issued_at)


def self_bills(actor: Actor) -> QuerySet[SelfBill]:
    """Those this actor may see, the latest first: all for who settles, a worker their own."""
    own = SelfBill.objects.filter(cooperative_id=actor.cooperative_id)
    own = own.select_related("worker__person", "cooperative", "credits", "consent").order_by("-issued_at", "-pk")
    return own if actor.may(May.SETTLE) else own.filter(worker_id=actor.worker_id or 0)


def to_invoice_themselves(actor: Actor, worker_id: int | None = None) -> QuerySet[Earning]:
    """Lines that wait for an invoice of the worker: on none, not disputed, of who works for their own account and did
    not agree that we make it. All for who settles, a worker their own; of one worker or of all, in order of day."""
    agreed = SelfBillingConsent.objects.filter(worker=OuterRef("worker"), withdrawn_at=None)
    disputed = Dispute.objects.filter(earning=OuterRef("pk"), answered_at=None)
    found = owed(actor.cooperative_id).filter(
        ~Exists(agreed), ~Exists(disputed), self_bill=None, worker__contract=Contract.SELF_EMPLOYED
    )
    if not actor.may(May.SETTLE):
        found = found.filter(worker_id=actor.worker_id or 0)
    if worker_id is not None:
        found = found.filter(worker_id=worker_id)
    return found.select_related(
        "worker__person", "reverses__self_bill", "settlement__timesheet__visit__job__dwelling"
    ).order_by("worker__person__name", "worker_id", "delivered_on", "pk")


@dataclass(frozen=True)
class Expected:
    """What a worker's own invoice for these lines has to come to."""

    worker: Worker
    lines: list[Earning]
    net: Cents
    vat: Cents
    parts: tuple[VatLine, ...]

    @property
    def total(self) -> Cents:
        return self.net + self.vat


def expected(lines: list[Earning]) -> Expected | None:
    """Of the lines of one worker; None when there are none. Errors: NoRule."""
    if not lines:
        return None
    parts = vat_with_reasons(lines)
    return Expected(lines[0].worker, lines, total(part.net for part in parts), total(part.vat for part in parts), parts)


def invoices_to_come(actor: Actor) -> list[Expected]:
    """By worker, by name: from whom we wait for an invoice, and what it has to come to."""
    by_worker: dict[int, list[Earning]] = defaultdict(list)
    for line in to_invoice_themselves(actor):
        by_worker[line.worker_id].append(line)
    return [one for lines in by_worker.values() if (one := expected(lines))]
