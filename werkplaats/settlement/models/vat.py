"""What of the VAT return stands on no document of this program."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, only_added_to
from werkplaats.members.models import Cooperative
from werkplaats.settlement.models.books import LedgerTransaction
from werkplaats.settlement.rules.vat.table import BY_HAND


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
