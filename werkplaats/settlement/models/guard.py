"""What the guard against false self-employment knows: what workers tell, and from where the cooperative warns."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, only_added_to
from werkplaats.members.models import Cooperative, Person, Worker


class WorkElsewhere(models.Model):
    """What a self-employed worker told of a quarter: earned and worked outside the cooperative. The latest counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="work_elsewhere")
    quarter = models.DateField()  # its first day
    cents = models.PositiveBigIntegerField(null=True, blank=True)  # without VAT; empty: not told
    minutes = models.PositiveIntegerField(null=True, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("workelsewhere", "worker", "told_by"),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]), name="workelsewhere_is_of_a_quarter"
            ),
        ]
        triggers: ClassVar = only_added_to()


class GuardLevel(models.Model):
    """From which share of a self-employed worker's income and hours the cooperative warns. The latest counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    income_percent = models.PositiveSmallIntegerField()
    hours_percent = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("guardlevel", "set_by"),
            models.CheckConstraint(
                condition=Q(income_percent__range=(1, 100), hours_percent__range=(1, 100)),
                name="guardlevel_is_a_percentage",
            ),
        ]
        triggers: ClassVar = only_added_to()
