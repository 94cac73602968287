"""Offers of visits to workers, who was assigned when, and how long the ways are. Nobody is ever in two places."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields import BigIntegerField

from werkplaats.ground.tables import one_cooperative, one_of, steps
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.rules.roster.travel import Mode


@pghistory.track()
class Offer(models.Model):
    """A visit proposed to a worker at a time, with the reason for the place in line."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="offers")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="offers")
    period = DateTimeRangeField()
    rank = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)  # rules.Reason codes with their figures
    status = models.TextField(default=OfferStatus.WAITING)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("offer", "visit", "worker", "created_by"),
            one_of("offer", "status", OfferStatus),
            models.UniqueConstraint(
                fields=["visit", "worker"],
                condition=Q(status__in=["waiting", "sent", "accepted"]),
                name="offer_open_once_per_worker",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(status="sent"), name="offer_to_lapse"),
        ]
        triggers: ClassVar = steps(
            "status",
            (OfferStatus.WAITING, OfferStatus.SENT),
            (OfferStatus.WAITING, OfferStatus.WITHDRAWN),
            (OfferStatus.SENT, OfferStatus.ACCEPTED),
            (OfferStatus.SENT, OfferStatus.DECLINED),
            (OfferStatus.SENT, OfferStatus.LAPSED),
            (OfferStatus.SENT, OfferStatus.WITHDRAWN),
            (OfferStatus.ACCEPTED, OfferStatus.WITHDRAWN),
        )


class WorkerRange(Func):
    """The worker as a range of one number, because the embedded PostgreSQL has no btree_gist for plain equality."""

    function = "int8range"

    def __init__(self) -> None:
        super().__init__(F("worker_id"), F("worker_id"), Value("[]"), output_field=BigIntegerField())


@pghistory.track()
class Assignment(models.Model):
    """A worker who goes to a visit in a period. `active` until it is taken back."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="assignments")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="assignments")
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("assignment", "visit", "worker", "assigned_by"),
            models.UniqueConstraint(fields=["visit", "worker"], condition=Q(active=True), name="assignment_once"),
            ExclusionConstraint(
                name="worker_never_in_two_places",
                expressions=[
                    (WorkerRange(), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(active=True),
            ),
        ]


class TravelTime(models.Model):
    """What a routing service answered: how long the way is from one spot to another. Kept so that it is asked once.

    A spot is a `rules.roster.asking.Spot`, rounded to some ten metres. No row leads to a person, a home or a visit.
    `seconds` is None where the service knows no way.
    """

    cooperative = models.ForeignKey(Cooperative, models.CASCADE)
    mode = models.TextField()
    from_latitude = models.IntegerField()
    from_longitude = models.IntegerField()
    to_latitude = models.IntegerField()
    to_longitude = models.IntegerField()
    seconds = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            one_of("traveltime", "mode", Mode),
            models.UniqueConstraint(
                fields=["cooperative", "mode", "from_latitude", "from_longitude", "to_latitude", "to_longitude"],
                name="traveltime_once",
            ),
        ]
