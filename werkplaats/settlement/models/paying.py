"""Money paid to who worked."""

from typing import ClassVar

from django.db import models

from werkplaats.ground.tables import one_cooperative, only_added_to
from werkplaats.members.models import Cooperative, Person, Worker


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
