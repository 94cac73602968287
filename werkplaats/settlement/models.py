"""Tariffs, the double-entry ledger, invoices and payouts. Amounts are whole cents of a euro."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.settlement.rules import Account, Payer

FILLED_ONCE = """
    IF (to_jsonb(NEW) - 'invoice_id' - 'payout_id') <> (to_jsonb(OLD) - 'invoice_id' - 'payout_id')
        OR (OLD.invoice_id IS NOT NULL AND NEW.invoice_id IS DISTINCT FROM OLD.invoice_id)
        OR (OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id) THEN
        RAISE EXCEPTION 'settlement % changes no more: only its invoice and payout are filled, once', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
BALANCED = """
    IF (SELECT COALESCE(SUM(amount_cents), 0) FROM settlement_ledgerentry
        WHERE transaction_id = NEW.transaction_id) <> 0 THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class Tariff(models.Model):
    """What is asked and paid per hour, from a date on. An empty trade counts for every trade of the branch."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    branch = models.TextField()
    trade = models.TextField(blank=True)
    valid_from = models.DateField()
    charged_cents_per_hour = models.PositiveIntegerField()
    paid_cents_per_hour = models.PositiveIntegerField()
    material_markup_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    vat_percent = models.DecimalField(max_digits=4, decimal_places=2)
    # where a reduced rate only counts for an older dwelling: the rate for one of at most two years
    vat_percent_new_dwelling = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    source = models.TextField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("tariff"),
            one_of("tariff", "branch", Branch),
            models.UniqueConstraint(fields=["cooperative", "branch", "trade", "valid_from"], name="tariff_once"),
            models.CheckConstraint(
                condition=Q(charged_cents_per_hour__gte=F("paid_cents_per_hour")), name="tariff_is_not_at_a_loss"
            ),
        ]
        triggers: ClassVar = only_added_to()


class Letterhead(models.Model):
    """What stands at the head of the cooperative's invoices, from a date on."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    valid_from = models.DateField()
    street = models.TextField()
    postcode = models.TextField()
    city = models.TextField()
    kvk_number = models.TextField()
    vat_number = models.TextField(blank=True)  # none: the small businesses scheme (KOR), or all work is exempt
    tax_number = models.TextField(blank=True)  # RSIN, on e-invoices in place of a VAT number
    small_business = models.BooleanField(default=False)  # takes part in the small businesses scheme (KOR)
    iban = models.TextField()
    payment_days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints: ClassVar = [*one_cooperative("letterhead")]
        indexes: ClassVar = [models.Index(fields=["cooperative", "valid_from"], name="letterhead_on_a_day")]
        triggers: ClassVar = only_added_to()


class Invoice(models.Model):
    """Money asked of a landlord or a municipality for a period."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    number = models.PositiveIntegerField()  # without holes, per cooperative
    payer = models.TextField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="invoices")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="invoices")
    period_start = models.DateField()
    period_end = models.DateField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("invoice", "landlord", "district_team", "issued_by"),
            one_of("invoice", "payer", Payer),
            models.UniqueConstraint(fields=["cooperative", "number"], name="invoice_number_once"),
            models.CheckConstraint(
                condition=Q(payer=Payer.LANDLORD, landlord__isnull=False, district_team__isnull=True)
                | Q(payer=Payer.MUNICIPALITY, landlord__isnull=True, district_team__isnull=False),
                name="invoice_has_its_payer",
            ),
        ]
        triggers: ClassVar = only_added_to()


class Payout(models.Model):
    """Money paid to a worker: one line of the payout list."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="payouts")
    run = models.DateField()  # the Friday it belongs to
    amount_cents = models.PositiveBigIntegerField()
    iban = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("payout", "worker", "made_by"),
            models.UniqueConstraint(fields=["worker", "run"], name="payout_once_per_run"),
        ]
        triggers: ClassVar = only_added_to()


class Settlement(models.Model):
    """A signed timesheet split over payer, worker and cooperative: exactly once.

    charged = labour + materials with mark-up, without VAT; earned = what the worker gets (labour + materials at cost);
    the difference stays for the cooperative. `invoice` and `payout` are filled once, later.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    timesheet = models.OneToOneField(Timesheet, models.PROTECT, related_name="settlement")
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+")
    payer = models.TextField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="settlements")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="settlements")
    delivered_on = models.DateField()
    minutes = models.PositiveIntegerField()
    charged_labour_cents = models.PositiveBigIntegerField()
    charged_material_cents = models.PositiveBigIntegerField()
    earned_cents = models.PositiveBigIntegerField()
    vat_percent = models.DecimalField(max_digits=4, decimal_places=2)
    vat_cents = models.PositiveBigIntegerField()
    settled_at = models.DateTimeField()
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="lines")
    payout = models.ForeignKey(Payout, models.PROTECT, null=True, blank=True, related_name="lines")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("settlement", "timesheet", "tariff", "landlord", "district_team", "invoice", "payout"),
            one_of("settlement", "payer", Payer),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "delivered_on"], condition=Q(invoice=None), name="settlement_unbilled"),
            models.Index(fields=["cooperative"], condition=Q(payout=None), name="settlement_unpaid"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="is_filled_once", when=pgtrigger.Before, operation=pgtrigger.Update, func=FILLED_ONCE
            ),
        ]


class LedgerTransaction(models.Model):
    """Entries that belong together and sum to zero. `event` makes that one event is booked once."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    event = models.TextField()
    booked_on = models.DateField()
    description = models.TextField()
    booked_at = models.DateTimeField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("ledgertransaction", "reverses"),
            models.UniqueConstraint(fields=["cooperative", "event"], name="ledgertransaction_once_per_event"),
        ]
        triggers: ClassVar = only_added_to()


class LedgerEntry(models.Model):
    """One side of a booking: debit positive, credit negative. Never changed, only reversed."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries")
    account = models.TextField()
    amount_cents = models.BigIntegerField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="+")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("ledgerentry", "transaction", "landlord", "district_team", "worker"),
            one_of("ledgerentry", "account", Account),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="ledgerentry_is_not_nothing"),
        ]
        indexes: ClassVar = [models.Index(fields=["cooperative", "account"], name="ledgerentry_account")]
        triggers: ClassVar = [
            *only_added_to(),
            pgtrigger.Trigger(
                name="transaction_balances",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=BALANCED,
            ),
        ]
