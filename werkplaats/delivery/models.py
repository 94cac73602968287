"""What was really done: times, materials, photos, sign-off; worries passed on; thanks given."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from werkplaats.delivery.rules import ConcernStatus, DeliveryOutcome, SignOffBy
from werkplaats.ground.tables import one_cooperative, one_of
from werkplaats.homes.models import Client
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Cooperative, Person, Worker


@pghistory.track()
class Timesheet(models.Model):
    """One worker's record of one visit. Signed it is settled and changes no more."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="timesheets")
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="timesheets")
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.TextField(blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("timesheet", "visit", "worker", "signed_by"),
            models.UniqueConstraint(fields=["visit", "worker"], name="timesheet_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(o.value for o in DeliveryOutcome)]), name="timesheet_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(signed_as__in=["", *(s.value for s in SignOffBy)]), name="timesheet_signed_as_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="timesheet_stops_after_start",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(stopped_at__isnull=False), name="timesheet_signed_is_stopped"
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(stopped_at=None), name="timesheet_one_running_per_worker"
            ),
        ]


class Material(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    timesheet = models.ForeignKey(Timesheet, models.CASCADE, related_name="materials")
    description = models.TextField()
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    unit_price_cents = models.PositiveIntegerField()
    form_token = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("material", "timesheet"),
            models.UniqueConstraint(fields=["timesheet", "form_token"], name="material_form_token_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="material_quantity_is_positive"),
        ]


class WorkPhoto(models.Model):
    """A picture of the work or of a receipt, made by the worker."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    timesheet = models.ForeignKey(Timesheet, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="work/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [*one_cooperative("workphoto", "timesheet")]


@pghistory.track()
class Concern(models.Model):
    """A helper's worry about a client. To the district team only with the client's consent."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    client = models.ForeignKey(Client, models.PROTECT, related_name="concerns")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="concerns")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    raised_at = models.DateTimeField()
    status = models.TextField(default=ConcernStatus.RAISED)
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)
    follow_up = models.TextField(blank=True)
    shared_with_district_team_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("concern", "client", "visit", "raised_by", "handled_by"),
            one_of("concern", "status", ConcernStatus),
        ]


class Feedback(models.Model):
    """A rating of 1 to 5 and thanks, once per visit."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="feedback")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField()
    thanks = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("feedback", "visit", "given_by"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating_is_1_to_5"),
        ]
