"""Jobs the cooperative took on, and the visits that do them."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, steps
from werkplaats.homes.models import CareGrant, Dwelling, Supplier
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch
from werkplaats.jobs.rules import STEPS, JobStatus, VisitStatus
from werkplaats.members.models import Cooperative, Person
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Urgency


@pghistory.track()
class Job(models.Model):
    """Work of one trade at one dwelling: from a request's assessment, or recurring from a care grant."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    branch = models.TextField()
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="jobs")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="jobs")
    care_grant = models.ForeignKey(CareGrant, models.PROTECT, null=True, blank=True, related_name="jobs")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="jobs")
    trade = models.TextField()
    description = models.TextField(blank=True)
    urgency = models.TextField(default=Urgency.NORMAL)
    minutes = models.PositiveSmallIntegerField()
    workers = models.PositiveSmallIntegerField(default=1)
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="before")
    warranty_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="warranty_jobs")
    pick_up = models.ForeignKey(Supplier, models.PROTECT, null=True, blank=True, related_name="jobs")
    status = models.TextField(default=JobStatus.OPEN)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative(
                "job", "request", "assessment", "care_grant", "dwelling", "after", "warranty_of", "pick_up", "opened_by"
            ),
            one_of("job", "branch", Branch),
            one_of("job", "status", JobStatus),
            one_of("job", "urgency", Urgency),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(care_grant__isnull=False), name="job_has_an_origin"
            ),
            models.UniqueConstraint(
                fields=["care_grant"],
                condition=Q(care_grant__isnull=False, warranty_of=None),
                name="job_once_per_care_grant",
            ),
            models.CheckConstraint(
                condition=Q(pick_up=None) | Q(branch=Branch.REPAIRS), name="job_fetches_material_for_repairs"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "due_at"], condition=Q(status="open"), name="job_late"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk}"


@pghistory.track()
class Visit(models.Model):
    """Going there once, in one time window. Without a period it still has to be planned.

    `number` counts the visits of a job from 1; for a care grant `due_on` is the day that the rhythm asks for.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    job = models.ForeignKey(Job, models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField()
    status = models.TextField(default=VisitStatus.TO_PLAN)
    minutes = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    period = DateTimeRangeField(null=True, blank=True)
    created_at = models.DateTimeField()
    cancel_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("visit", "job"),
            one_of("visit", "status", VisitStatus),
            models.UniqueConstraint(fields=["job", "number"], name="visit_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=["to_plan", "offered", "cancelled"]) | Q(period__isnull=False),
                name="visit_agreed_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "status", "due_on"], name="visit_to_plan"),
        ]
        triggers: ClassVar = steps("status", *sorted(STEPS))

    def __str__(self) -> str:
        return f"visit {self.pk}"
