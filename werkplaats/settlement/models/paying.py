"""Money paid to who worked: pay runs that two people agree on, and what each worker gets in one."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to, steps
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.settlement.rules.pay_run import OPEN, STEPS, RunStatus

# What was drafted never changes, and who approved it is said once.
AS_DRAFTED = """
    IF (NEW.cooperative_id, NEW.number, NEW.pay_on, NEW.cents, NEW.drafted_at, NEW.drafted_by_id)
        IS DISTINCT FROM (OLD.cooperative_id, OLD.number, OLD.pay_on, OLD.cents, OLD.drafted_at, OLD.drafted_by_id)
        OR (OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id)
        OR (OLD.sent_at IS NOT NULL
            AND (NEW.sent_at, NEW.name, NEW.iban) IS DISTINCT FROM (OLD.sent_at, OLD.name, OLD.iban)) THEN
        RAISE EXCEPTION 'pay run % changes no more, but for its steps', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
ONLY_IN_A_DRAFT = """
    IF (SELECT status FROM settlement_payrun WHERE id = NEW.run_id) <> 'drafted' THEN
        RAISE EXCEPTION 'a payout is only added to a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
OF_A_WITHDRAWN_RUN = """EXISTS (
        SELECT FROM settlement_payout JOIN settlement_payrun ON settlement_payrun.id = settlement_payout.run_id
        WHERE settlement_payout.id = OLD.payout_id AND settlement_payrun.status = 'withdrawn'
    )"""


class PayRun(models.Model):
    """All that is paid out at once. Approved by somebody else than who drafted it, then handed to the bank.

    At most one of a cooperative is open (drafted or approved). `name` and `iban` are those of the cooperative when the
    file was handed out, so that it can be made again just the same.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    number = models.PositiveIntegerField()  # without holes, per cooperative
    pay_on = models.DateField()
    status = models.TextField(default=RunStatus.DRAFTED)
    cents = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.TextField(blank=True)
    iban = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("payrun", "drafted_by", "approved_by", "sent_by", "withdrawn_by"),
            one_of("payrun", "status", RunStatus),
            models.UniqueConstraint(fields=["cooperative", "number"], name="payrun_number_once"),
            models.UniqueConstraint(
                fields=["cooperative"], condition=Q(status__in=sorted(OPEN)), name="payrun_one_is_open"
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payrun_pays_something"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")), name="payrun_has_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="payrun_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.DRAFTED, approved_at=None, sent_at=None, withdrawn_at=None)
                | Q(status=RunStatus.APPROVED, approved_at__isnull=False, sent_at=None, withdrawn_at=None)
                | Q(
                    status=RunStatus.SENT, approved_at__isnull=False, sent_at__isnull=False, settled_at=None,
                    withdrawn_at=None,
                )
                | Q(
                    status=RunStatus.SETTLED, approved_at__isnull=False, sent_at__isnull=False,
                    settled_at__isnull=False, withdrawn_at=None,
                )
                | Q(status=RunStatus.WITHDRAWN, sent_at=None, withdrawn_at__isnull=False),
                name="payrun_says_who_did_its_steps",
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            *steps("status", *((before.value, after.value) for before, after in STEPS)),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="stays_as_drafted", when=pgtrigger.Before, operation=pgtrigger.Update, func=AS_DRAFTED
            ),
        ]


class Payout(models.Model):
    """What one worker gets in a run. Of `amount_cents` the part `blocked_cents` goes to the blocked account."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="payouts")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="payouts")
    name = models.TextField()
    iban = models.TextField()
    amount_cents = models.PositiveBigIntegerField()
    blocked_iban = models.TextField(blank=True)
    blocked_cents = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("payout", "run", "worker"),
            models.UniqueConstraint(fields=["run", "worker"], name="payout_once_per_run"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, blocked_cents__lte=F("amount_cents")), name="payout_is_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(blocked_cents=0, blocked_iban="") | (Q(blocked_cents__gt=0) & ~Q(blocked_iban="")),
                name="payout_has_its_blocked_account",
            ),
        ]
        triggers: ClassVar = [
            *only_added_to(),
            pgtrigger.Trigger(
                name="is_in_a_draft", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ONLY_IN_A_DRAFT
            ),
        ]

    @property
    def ordinary_cents(self) -> int:
        return self.amount_cents - self.blocked_cents


class BlockedAccount(models.Model):
    """The blocked account (g-rekening) of a worker from a day on, and the percentage of the labour that goes there; 0
    percent: none any more."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="blocked_accounts")
    iban = models.TextField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("blockedaccount", "worker", "recorded_by"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="blockedaccount_is_a_part"),
        ]
        indexes: ClassVar = [models.Index(fields=["worker", "valid_from"], name="blockedaccount_on_a_day")]
        triggers: ClassVar = only_added_to()
