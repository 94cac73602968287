"""Invoices that we made for workers, and the address that stands on them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from werkplaats.homes.models import Residence
from werkplaats.members.models import Worker
from werkplaats.members.rules.roles import Actor, May
from werkplaats.settlement.models import InvoiceAddress, SelfBill


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
