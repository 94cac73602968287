"""What the cooperative assumes, which postcodes are its district, and what workers did before they worked here."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.insight.rules.costs_benefits.assumptions import Code
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.uncertainty import Distribution
from werkplaats.members.models import Cooperative, Person, Worker


class Assumption(models.Model):
    """One version of an assumption, from a day on; a later one takes its place. What is not here is as shipped in
    data/assumptions.csv, where the unit and the name of every code stand too."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    code = models.TextField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    low = models.DecimalField(max_digits=12, decimal_places=2)
    high = models.DecimalField(max_digits=12, decimal_places=2)
    distribution = models.TextField()
    source = models.TextField()
    valid_from = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("assumption", "set_by"),
            one_of("assumption", "code", Code),
            one_of("assumption", "distribution", Distribution),
            models.CheckConstraint(
                condition=Q(low__lte=F("value"), value__lte=F("high"), low__gte=0), name="assumption_lies_in_its_range"
            ),
            models.CheckConstraint(
                condition=~Q(distribution=Distribution.FIXED.value) | Q(low=F("high")),
                name="assumption_fixed_has_no_range",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="assumption_has_a_source"),
        ]
        indexes: ClassVar = [models.Index(fields=["cooperative", "valid_from"], name="assumption_on_a_day")]
        triggers: ClassVar = only_added_to()


class District(models.Model):
    """The postcodes that count as of the district; the latest row counts. Without one: those of the dwellings."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    areas = ArrayField(models.TextField())  # "3812", "3812 AB", "3811-3813"
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("district", "set_by"),
            models.CheckConstraint(condition=Q(areas__len__gt=0), name="district_is_somewhere"),
        ]
        triggers: ClassVar = only_added_to()


class EarlierWork(models.Model):
    """What a worker did before the first paid work here, as told; the latest row counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    before = models.TextField()
    told_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("earlierwork", "worker", "recorded_by"),
            one_of("earlierwork", "before", WorkBefore),
        ]
        triggers: ClassVar = only_added_to()
