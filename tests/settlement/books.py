"""Bookings for the tests of the books, straight by `book`: the verbs that make them have their own tests."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from tests.build import a_cooperative, a_landlord, a_person, a_worker, an_actor
from werkplaats.homes.models import Pilot
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.settlement.models import Invoice, LedgerTransaction
from werkplaats.settlement.rules import InvoiceKind, Payer, booking
from werkplaats.settlement.rules.booking import Journal, Side, Whose
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.services.ledger import Booking, book

events = count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


class Books:
    """A cooperative with one landlord, one plumber and a treasurer."""

    def __init__(self) -> None:
        self.cooperative: Cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.worker = a_worker(self.cooperative)
        self.treasurer: Actor = an_actor(a_person(self.cooperative, Role.BOARD))

    def booked(self, journal: Journal, day: date, *sides: Side, **whose: Any) -> LedgerTransaction:
        event = f"test:{next(events)}"
        asked = Booking(journal, event, day, event, sides, **whose)
        (made,) = book(self.cooperative.pk, [asked], at=noon(day))
        return LedgerTransaction.objects.get(pk=made)

    def worked(self, day: date, charged: int, earned: int, pilot: Pilot | None = None) -> LedgerTransaction:
        """Work for the landlord was signed off."""
        return self.booked(
            Journal.WORK,
            day,
            *booking.delivered(Payer.LANDLORD, [(LineKind.LABOUR, charged)], [(LineKind.LABOUR, earned)]),
            landlord_id=self.landlord.pk,
            worker_id=self.worker.pk,
            pilot_id=pilot.pk if pilot else None,
        )

    def invoiced(self, day: date, net: int, vat: int, *, due_in: int = 30, credits: Invoice | None = None) -> Invoice:
        """The landlord got an invoice with 21 % VAT, or below zero a credit note."""
        invoice = Invoice.objects.create(
            cooperative=self.cooperative,
            number=Invoice.objects.filter(cooperative=self.cooperative).count() + 1,
            kind=InvoiceKind.CREDIT_NOTE if credits else InvoiceKind.INVOICE,
            credits=credits,
            payer=Payer.LANDLORD,
            landlord=self.landlord,
            period_start=day,
            period_end=day,
            net_cents=net,
            vat_cents=vat,
            due_on=day + timedelta(days=due_in),
            issued_at=noon(day),
        )
        self.booked(
            Journal.SALES,
            day,
            *booking.invoiced(net, [(Decimal(21), vat)]),
            landlord_id=self.landlord.pk,
            invoice_id=invoice.pk,
        )
        return invoice

    def received(self, day: date, invoice: Invoice, cents: int) -> LedgerTransaction:
        """The bank says that the landlord paid."""
        return self.booked(
            Journal.BANK,
            day,
            Side(Account.BANK, cents),
            Side(Account.RECEIVABLE, -cents, Whose.PAYER),
            landlord_id=self.landlord.pk,
            invoice_id=invoice.pk,
        )

    def bank_charged(self, day: date, cents: int) -> LedgerTransaction:
        return self.booked(Journal.BANK, day, Side(Account.BANK_COSTS, cents), Side(Account.BANK, -cents))
