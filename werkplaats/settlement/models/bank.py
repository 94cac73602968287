"""What the bank says and what we made of it: statements, their lines, and the matches of lines with what they pay.

Amounts are whole cents of a euro, as on the bank: in is positive, out is negative.
"""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to, some_of
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.models.billing import Invoice
from werkplaats.settlement.models.paying import Payout
from werkplaats.settlement.rules.bank.matching import Reason
from werkplaats.settlement.rules.bank.statement import Format
from werkplaats.settlement.rules.chart import Account

# By the lock two matches of one line at once see each other; who may only add rows cannot lock one.
WITHIN_THE_LINE = """
    PERFORM pg_advisory_xact_lock(hashtextextended('bank line ' || NEW.line_id, 0));
    IF EXISTS (
        SELECT FROM settlement_bankline line
        WHERE line.id = NEW.line_id AND (
            SELECT COALESCE(SUM(made.cents), 0) FROM settlement_bankmatch made WHERE made.line_id = line.id
        ) NOT BETWEEN LEAST(line.cents, 0) AND GREATEST(line.cents, 0)
    ) THEN
        RAISE EXCEPTION 'bank line % is matched for more than it is', NEW.line_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM settlement_bankmatch before
        WHERE before.id = NEW.reverses_id AND before.line_id = NEW.line_id AND before.cents = -NEW.cents
            AND before.invoice_id IS NOT DISTINCT FROM NEW.invoice_id
            AND before.payout_id IS NOT DISTINCT FROM NEW.payout_id
            AND before.account = NEW.account AND before.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'bank match % undoes another match than it says', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class BankStatement(models.Model):
    """A statement that was imported. The same one again, also from a file in another format, is refused by its
    `fingerprint`."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    iban = models.TextField()
    format = models.TextField()
    number = models.TextField(blank=True)  # as the bank calls it
    starts_on = models.DateField()
    closed_on = models.DateField()
    opening_cents = models.BigIntegerField()
    closing_cents = models.BigIntegerField()
    fingerprint = models.TextField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("bankstatement", "imported_by"),
            one_of("bankstatement", "format", Format),
            models.UniqueConstraint(fields=["cooperative", "fingerprint"], name="bankstatement_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "iban", "starts_on"], name="bankstatement_by_day"),
        ]
        triggers: ClassVar = only_added_to()


class BankLine(models.Model):
    """One movement: the `nth` of its amount on its day, which is what makes it the same line in every file."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    iban = models.TextField()  # of the statement
    booked_on = models.DateField()
    value_on = models.DateField()
    cents = models.BigIntegerField()
    nth = models.PositiveIntegerField()
    other_iban = models.TextField(blank=True)
    other_name = models.TextField(blank=True)
    description = models.TextField(blank=True)
    references = ArrayField(models.TextField(), default=list, blank=True)
    returned = models.TextField(blank=True)  # reason code of a payment that came back

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("bankline", "statement"),
            models.UniqueConstraint(fields=["cooperative", "iban", "booked_on", "cents", "nth"], name="bankline_once"),
            models.CheckConstraint(condition=~Q(cents=0) & Q(nth__gte=1), name="bankline_moves_money"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["cooperative", "other_iban"], condition=~Q(other_iban=""), name="bankline_from_an_iban"
            ),
        ]
        triggers: ClassVar = only_added_to()


class BankMatch(models.Model):
    """So much of a line is for this invoice, this payout, or this account. Undone by a match that `reverses` it.

    `score` (0 to 1) and `reasons` are those of the proposal that was followed; none for what was looked up by hand.
    `by_itself`: no person looked.
    """

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="bank_matches")
    payout = models.ForeignKey(Payout, models.PROTECT, null=True, blank=True, related_name="bank_matches")
    account = models.TextField(blank=True)
    cents = models.BigIntegerField()
    score = models.FloatField(null=True, blank=True)
    reasons = ArrayField(models.TextField(), default=list, blank=True)
    by_itself = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    matched_at = models.DateTimeField()
    matched_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("bankmatch", "line", "invoice", "payout", "matched_by", "reverses"),
            some_of("bankmatch", "reasons", Reason),
            models.CheckConstraint(
                condition=Q(account="") | Q(account__in=[account.value for account in Account]),
                name="bankmatch_account_is_known",
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, payout=None, account="")
                | Q(invoice=None, payout__isnull=False, account="")
                | (Q(invoice=None, payout=None) & ~Q(account="")),
                name="bankmatch_is_for_one_thing",
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="bankmatch_is_not_nothing"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__range=(0, 1)), name="bankmatch_score_is_a_share"),
        ]
        triggers: ClassVar = [
            *only_added_to(),
            pgtrigger.Trigger(
                name="stays_within_the_line",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=WITHIN_THE_LINE,
            ),
        ]
