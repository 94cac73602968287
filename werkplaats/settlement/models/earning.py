"""What is owed to who worked: earnings, what they say of them, and the invoices made on their behalf."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import Pilot
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.settlement.models.billing import Settlement, filled_once, never_removed
from werkplaats.settlement.models.paying import OF_A_WITHDRAWN_RUN, Payout
from werkplaats.settlement.rules import InvoiceKind
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.pricing import LineKind


class SelfBillingConsent(models.Model):
    """That a self-employed worker agreed that the cooperative makes their invoices. Without it no self-bill is made."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="self_billing")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("selfbillingconsent", "worker", "given_by"),
            models.UniqueConstraint(fields=["worker"], condition=Q(withdrawn_at=None), name="selfbillingconsent_once"),
        ]
        triggers: ClassVar = [never_removed()]


class InvoiceAddress(models.Model):
    """The address that a worker wants on their invoices; the latest one counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="invoice_addresses")
    street = models.TextField()
    postcode = models.TextField()
    city = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("invoiceaddress", "worker", "recorded_by"),
            models.CheckConstraint(condition=~Q(street="") & ~Q(postcode="") & ~Q(city=""), name="invoiceaddress_full"),
        ]
        indexes: ClassVar = [models.Index(fields=["worker", "recorded_at"], name="invoiceaddress_latest")]
        triggers: ClassVar = only_added_to()


class SelfBill(models.Model):
    """An invoice (or credit note, with negative amounts) of a worker to the cooperative: made by the cooperative with
    the worker's consent, in a series of numbers a worker; or, without consent, sent by the worker, with a number of
    the worker's own (`own_number`), the day on it, and the file as it came."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="self_bills")
    number = models.PositiveIntegerField(null=True, blank=True)  # without holes, per worker
    own_number = models.TextField(blank=True)
    file = models.FileField(upload_to="invoices/%Y/%m/", blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    kind = models.TextField()
    credits = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    consent = models.ForeignKey(SelfBillingConsent, models.PROTECT, null=True, blank=True, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who made it, or entered it

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("selfbill", "worker", "credits", "consent", "issued_by"),
            one_of("selfbill", "kind", InvoiceKind),
            models.UniqueConstraint(fields=["worker", "number"], name="selfbill_number_once"),
            models.UniqueConstraint(
                "worker", Upper("own_number"), condition=~Q(own_number=""), name="selfbill_own_number_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    number__isnull=False, consent__isnull=False, own_number="", file="", received_at__isnull=True
                )
                | (Q(number=None, consent=None, received_at__isnull=False) & ~Q(own_number="") & ~Q(file="")),
                name="selfbill_is_made_or_received",
            ),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.INVOICE, credits=None, net_cents__gte=0, vat_cents__gte=0)
                | Q(kind=InvoiceKind.CREDIT_NOTE, credits__isnull=False, net_cents__lte=0, vat_cents__lte=0),
                name="selfbill_asks_or_credits",
            ),
        ]
        triggers: ClassVar = only_added_to()

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents

    @property
    def shown_number(self) -> str:
        """As it stands on the invoice."""
        return self.own_number or str(self.number)


class Earning(models.Model):
    """One thing owed to a worker. `self_bill` and `payout` are filled once; nothing else ever changes. When a pay run
    is withdrawn `payout` is emptied again.

    Of a self-employed worker it goes on a self-bill first; of an employee it is what the payroll is told. The VAT on it
    is that of the worker's invoice.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False, db_constraint=False)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="earnings", db_constraint=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="earnings", db_constraint=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_constraint=False
    )
    pilot = models.ForeignKey(
        Pilot, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.TextField()
    description = models.TextField(blank=True)  # a trade, an item, the words of a material
    delivered_on = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.TextField()
    price_cents = models.DecimalField(max_digits=14, decimal_places=4)
    per = models.PositiveSmallIntegerField(default=1)
    net_cents = models.BigIntegerField()
    vat_rule = models.TextField()
    vat_category = models.TextField()
    vat_percent = models.DecimalField(max_digits=4, decimal_places=2)
    earned_at = models.DateTimeField()
    self_bill = models.ForeignKey(
        SelfBill, models.PROTECT, null=True, blank=True, related_name="earnings", db_index=False, db_constraint=False
    )
    payout = models.ForeignKey(
        Payout, models.PROTECT, null=True, blank=True, related_name="earnings", db_index=False, db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("earning", "settlement", "worker", "reverses", "pilot", "self_bill", "payout"),
            one_of("earning", "kind", LineKind),
            one_of("earning", "vat_category", Category),
            models.CheckConstraint(
                condition=Q(reverses=None, net_cents__gt=0) | Q(reverses__isnull=False, net_cents__lt=0),
                name="earning_is_owed_or_taken_back",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "worker"], condition=Q(payout=None), name="earning_unpaid"),
            models.Index(fields=["self_bill"], condition=Q(self_bill__isnull=False), name="earning_self_bill"),
            models.Index(fields=["payout"], condition=Q(payout__isnull=False), name="earning_payout"),
        ]
        triggers: ClassVar = [
            never_removed(),
            *filled_once("earning", "self_bill", "payout", payout=OF_A_WITHDRAWN_RUN),
        ]


class Dispute(models.Model):
    """A worker says that an earning is not right. Until it is answered the line is not billed and not paid."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    earning = models.ForeignKey(Earning, models.PROTECT, related_name="disputes")
    text = models.TextField()
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("dispute", "earning", "answered_by"),
            models.UniqueConstraint(fields=["earning"], condition=Q(answered_at=None), name="dispute_open_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="dispute_answered_in_words",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answered_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__answered_at__isnull=False)
            ),
        ]
