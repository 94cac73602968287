"""Decisions on requests: kept with who, when and why; revised by a new one, never changed or erased."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.intake.models import Request
from werkplaats.members.models import Cooperative, Person
from werkplaats.triage.rules import ForwardStatus, Outcome, Urgency


class Assessment(models.Model):
    """The coordinator's decision. `revises` is the decision it replaces: a chain without forks, one per request."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    request = models.ForeignKey(Request, models.PROTECT, related_name="assessments")
    outcome = models.TextField()
    reason = models.TextField()
    explanation = models.TextField(blank=True)  # to the resident, in plain words
    item_code = models.TextField(blank=True)  # the line of the responsibility list that it rests on
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    revises = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="revised_by")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *one_cooperative("assessment", "request", "decided_by", "revises"),
            one_of("assessment", "outcome", Outcome),
            models.UniqueConstraint(
                fields=["request"], condition=Q(revises=None), name="assessment_first_decision_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="assessment_has_a_reason"),
        ]
        triggers: ClassVar = only_added_to()


class AssessmentStep(models.Model):
    """One job that the decision asks for, in order."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    trade = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    urgency = models.TextField()
    description = models.TextField(blank=True)
    workers = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            *one_cooperative("assessmentstep", "assessment"),
            one_of("assessmentstep", "urgency", Urgency),
            models.UniqueConstraint(fields=["assessment", "position"], name="assessmentstep_position_once"),
            models.CheckConstraint(
                condition=Q(workers__gte=1, workers__lte=2), name="assessmentstep_one_or_two_workers"
            ),
        ]
        triggers: ClassVar = only_added_to()


class Forwarding(models.Model):
    """A request sent on by e-mail with a private link, in which the receiver answers. Only the token's hash is kept."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="forwarding")
    to_name = models.TextField()
    to_email = models.EmailField()
    token_hash = models.TextField(unique=True)
    status = models.TextField(default=ForwardStatus.SENT)
    answer = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("forwarding", "assessment"),
            one_of("forwarding", "status", ForwardStatus),
        ]
