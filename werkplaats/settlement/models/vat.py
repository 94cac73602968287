"""What of the VAT return stands on no document of this program, and what was told of it to the tax office."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.models.books import LedgerTransaction
from werkplaats.settlement.rules.vat.table import BY_HAND, Box


class VatByHand(models.Model):
    """An amount for a box of the return, with its booking. Taken back by taking back the booking."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    transaction = models.OneToOneField(LedgerTransaction, models.PROTECT, related_name="vat_by_hand")
    box = models.TextField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    deductible_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("vatbyhand", "transaction"),
            models.CheckConstraint(
                condition=Q(box__in=sorted(box.value for box in BY_HAND)), name="vatbyhand_box_is_known"
            ),
            models.CheckConstraint(
                condition=Q(net_cents__gt=0, vat_cents__gt=0, vat_cents__lte=F("net_cents")),
                name="vatbyhand_is_something",
            ),
            models.CheckConstraint(
                condition=Q(deductible_cents__gte=0, deductible_cents__lte=F("vat_cents")),
                name="vatbyhand_deducts_a_part",
            ),
        ]
        triggers: ClassVar = only_added_to()


class VatFiling(models.Model):
    """That a quarter was told to the tax office: its return, once; later a correction of it ("suppletie")."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # of the quarter
    correction = models.BooleanField(default=False)
    filed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("vatfiling", "recorded_by"),
            models.UniqueConstraint(
                fields=["cooperative", "year", "number"], condition=Q(correction=False), name="vatfiling_return_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=4), name="vatfiling_is_of_a_quarter"),
        ]
        triggers: ClassVar = only_added_to()


class VatFiled(models.Model):
    """What a filing told of a box of a quarter: of its own, or the change of an earlier one that went along. All that
    was told of a quarter is the sum."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    filing = models.ForeignKey(VatFiling, models.PROTECT, related_name="boxes")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    box = models.TextField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("vatfiled", "filing"),
            one_of("vatfiled", "box", Box),
            models.UniqueConstraint(fields=["filing", "year", "number", "box"], name="vatfiled_box_once"),
        ]
        triggers: ClassVar = only_added_to()
