"""Money collected from residents and members who gave a mandate for it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.models.billing import Invoice
from werkplaats.settlement.rules.sepa import SequenceType


class Creditor(models.Model):
    """The creditor identifier of the cooperative ('incassant-ID', from its bank), from a day on."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    identifier = models.TextField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [*one_cooperative("creditor", "recorded_by")]
        triggers: ClassVar = only_added_to()


class Mandate(models.Model):
    """That somebody agreed, with a signature, that the cooperative collects from their account."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    reference = models.TextField()  # as it stands on the paper that was signed
    name = models.TextField()  # of the account
    iban = models.TextField()
    one_off = models.BooleanField(default=False)
    signed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("mandate", "person", "recorded_by"),
            models.UniqueConstraint(fields=["cooperative", "reference"], name="mandate_reference_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(withdrawn_on=None), name="mandate_one_holds"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="is_only_withdrawn",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
    IF (to_jsonb(NEW) - 'withdrawn_on') <> (to_jsonb(OLD) - 'withdrawn_on') OR OLD.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'mandate % changes no more; a new one is signed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
""",
            ),
        ]


class DebitRun(models.Model):
    """All that is collected at once: one file. `withdrawn_at`: the file was not given to the bank after all."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    number = models.PositiveIntegerField()  # without holes, per cooperative
    collect_on = models.DateField()
    name = models.TextField()  # of the cooperative, its account and its identifier, as in the file
    iban = models.TextField()
    identifier = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("debitrun", "made_by", "withdrawn_by"),
            models.UniqueConstraint(fields=["cooperative", "number"], name="debitrun_number_once"),
            models.CheckConstraint(condition=Q(settled_at=None) | Q(withdrawn_at=None), name="debitrun_ends_one_way"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete)]


class DirectDebit(models.Model):
    """One invoice in a debit run. `failed_at`: the bank sent it back, or the run was withdrawn; then it may be tried
    again."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    run = models.ForeignKey(DebitRun, models.PROTECT, related_name="debits")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="debits")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="debits")
    sequence = models.TextField()
    cents = models.PositiveBigIntegerField()
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("directdebit", "run", "invoice", "mandate"),
            one_of("directdebit", "sequence", SequenceType),
            models.CheckConstraint(condition=Q(cents__gt=0), name="directdebit_is_something"),
            models.UniqueConstraint(fields=["invoice"], condition=Q(failed_at=None), name="directdebit_once"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete)]
