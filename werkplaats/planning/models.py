"""Offers of visits, who was assigned when, drafts of rosters, and how long the ways are. Nobody is in two places."""

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
from werkplaats.planning.rules import ROSTER_STEPS, OfferStatus, RosterStatus
from werkplaats.planning.rules.roster.change import Moving
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


class RangeOfOne(Func):
    """A number as a range of one, because the embedded PostgreSQL has no btree_gist for plain equality."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"), output_field=BigIntegerField())


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
                    (RangeOfOne("worker_id"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(active=True),
            ),
        ]


class Roster(models.Model):
    """A draft of who goes where in some days, worked out by the planner or by hand. `werkplaats.planning.services`
    publishes it; what people agreed to stands in Assignment and nowhere else.

    `objective`: the weights that differ from `rules.roster.model.Objective`. `share`, `points` and `unplanned` tell how
    far the planner is, `rounds` how often it tried something; `stop` asks it to end with the best so far. `told` counts
    who heard of its publication.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField(default=7)
    status = models.TextField(default=RosterStatus.QUEUED)
    moving = models.TextField(default=Moving.EMPLOYEES)
    objective = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    share = models.FloatField(default=0.0)
    points = models.FloatField(null=True, blank=True)
    unplanned = models.PositiveIntegerField(null=True, blank=True)
    rounds = models.PositiveBigIntegerField(default=0)
    stop = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *one_cooperative("roster", "asked_by", "published_by"),
            one_of("roster", "status", RosterStatus),
            one_of("roster", "moving", Moving),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=28), name="roster_of_at_most_four_weeks"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="roster_share_is_a_share"),
            models.CheckConstraint(
                condition=Q(status=RosterStatus.PUBLISHED, published_at__isnull=False, published_by__isnull=False)
                | (~Q(status=RosterStatus.PUBLISHED) & Q(published_at=None, published_by=None)),
                name="roster_published_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "first_day"],
                condition=Q(status__in=[RosterStatus.QUEUED, RosterStatus.RUNNING, RosterStatus.READY]),
                name="roster_one_draft_a_week",
            ),
        ]
        triggers: ClassVar = steps("status", *sorted(ROSTER_STEPS))

    def __str__(self) -> str:
        return f"roster {self.pk}"


class RosterVisit(models.Model):
    """In a draft: this worker goes to this visit then. What is promised and stays is not in it.

    `by_hand`: put there by a coordinator. `suits`: the resident said that this moment suits after all.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="visits")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    by_hand = models.BooleanField(default=False)
    suits = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("rostervisit", "roster", "visit", "worker"),
            models.UniqueConstraint(fields=["roster", "visit", "worker"], name="rostervisit_once"),
            ExclusionConstraint(
                name="roster_nobody_in_two_places",
                expressions=[
                    (RangeOfOne("roster_id"), RangeOperators.OVERLAPS),
                    (RangeOfOne("worker_id"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
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
