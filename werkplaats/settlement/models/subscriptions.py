"""Who has the service plan."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from werkplaats.ground.tables import one_cooperative
from werkplaats.homes.models import Dwelling
from werkplaats.members.models import Cooperative, Person
from werkplaats.planning.models import RangeOfOne


def days() -> Any:
    """Both days included; without an end for ever."""
    return Func(F("since"), F("until"), Value("[]"), function="DATERANGE", output_field=DateRangeField())


class Subscription(models.Model):
    """A tenant has the service plan for a dwelling, both days included. Only its end is filled in later, once."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="subscriptions")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="subscriptions")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("subscription", "person", "dwelling", "recorded_by"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="subscription_ends_after_start"
            ),
            ExclusionConstraint(
                name="subscription_once_a_dwelling",
                expressions=[
                    (RangeOfOne("dwelling_id"), RangeOperators.OVERLAPS),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="only_its_end", exclude=["until"]),
            pgtrigger.Protect(
                name="ends_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__until__isnull=False)
            ),
        ]
