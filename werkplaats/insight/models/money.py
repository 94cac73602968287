"""The money of the work, summed by month once, so that a year of it is read at once."""

from typing import ClassVar

from django.db import models

from werkplaats.ground.tables import one_cooperative, one_of
from werkplaats.homes.models import Pilot
from werkplaats.members.models import Cooperative, Worker
from werkplaats.settlement.rules import Payer


class MoneyMonth(models.Model):
    """Of one month, pilot (or none), payer and worker (none: what was charged) the sums of the rows up to the marks of
    `MoneyMark`. What came after a mark is read from the tables themselves, so that the two together are always right.
    """

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, db_index=False)  # first in the constraint's index
    month = models.DateField()  # its first day
    pilot = models.ForeignKey(Pilot, models.CASCADE, null=True, related_name="+", db_index=False)
    payer = models.TextField()
    worker = models.ForeignKey(Worker, models.CASCADE, null=True, related_name="+", db_index=False)
    charged_cents = models.BigIntegerField(default=0)
    earned_cents = models.BigIntegerField(default=0)  # the material in it
    material_cents = models.BigIntegerField(default=0)
    minutes = models.BigIntegerField(default=0)
    sheets = models.BigIntegerField(default=0)  # settled timesheets

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("moneymonth", "pilot", "worker"),
            one_of("moneymonth", "payer", Payer),
            models.UniqueConstraint(
                fields=["cooperative", "month", "payer", "worker", "pilot"],
                name="moneymonth_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="moneymonth_is_of_a_whole_month"),
        ]


class MoneyMark(models.Model):
    """Up to which row of a source the months of a cooperative know."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, db_index=False)
    source = models.TextField()
    row = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("moneymark"),
            models.UniqueConstraint(fields=["cooperative", "source"], name="moneymark_once"),
        ]
