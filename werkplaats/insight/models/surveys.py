"""Surveys: a round, who was invited, and the answers.

Nothing leads from an answer to a person. An answer does not point at an invitation, has no moment, and its key is
chance, so that not even the order tells whose it is; the invitation only knows that it was used.
"""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to, some_of
from werkplaats.homes.models import Supplier
from werkplaats.insight.rules.surveys import Respondent, SurveyKind
from werkplaats.insight.rules.surveys.spending import OF_A_HUNDRED, SpentOn
from werkplaats.members.models import Cooperative, Person


class SurveyRound(models.Model):
    """One time of asking. `quarter` is 1 to 4, and empty for the survey of a year."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    kind = models.TextField()
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("surveyround", "opened_by"),
            one_of("surveyround", "kind", SurveyKind),
            models.CheckConstraint(
                condition=Q(kind=SurveyKind.SPENDING, quarter=None)
                | Q(kind=SurveyKind.COHESION, quarter__gte=1, quarter__lte=4),
                name="surveyround_year_or_quarter",
            ),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="surveyround_closes_after_opening"),
            models.UniqueConstraint(
                fields=["cooperative", "kind", "year", "quarter"], nulls_distinct=False, name="surveyround_once"
            ),
        ]


class SurveyInvitation(models.Model):
    """Somebody who was asked: a person by a private link (and another in the reminder), a supplier on paper."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="invitations")
    role = models.TextField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    supplier = models.ForeignKey(Supplier, models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = models.TextField(unique=True, null=True, blank=True)
    reminder_hash = models.TextField(unique=True, null=True, blank=True)
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("surveyinvitation", "round", "person", "supplier"),
            one_of("surveyinvitation", "role", Respondent),
            models.CheckConstraint(
                condition=Q(person__isnull=False, supplier=None) | Q(person=None, supplier__isnull=False),
                name="surveyinvitation_of_a_person_or_a_supplier",
            ),
            models.UniqueConstraint(fields=["round", "person"], name="surveyinvitation_person_once"),
            models.UniqueConstraint(fields=["round", "supplier"], name="surveyinvitation_supplier_once"),
        ]


class SurveyAnswer(models.Model):
    """What somebody answered. `agrees` is of the six statements (cohesion), the other fields are of spending."""

    append_only = True
    id = models.UUIDField(primary_key=True, default=uuid4)
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    round = models.ForeignKey(SurveyRound, models.PROTECT, related_name="answers")
    role = models.TextField()
    on_paper = models.BooleanField()
    agrees = ArrayField(models.PositiveSmallIntegerField(null=True), null=True, blank=True)
    district = models.PositiveSmallIntegerField(null=True, blank=True)
    city = models.PositiveSmallIntegerField(null=True, blank=True)
    spent_on = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("surveyanswer", "round"),
            one_of("surveyanswer", "role", Respondent),
            some_of("surveyanswer", "spent_on", SpentOn),
            models.CheckConstraint(
                condition=Q(agrees__isnull=False, agrees__len=6, district=None, city=None)
                | Q(agrees=None, district__isnull=False, city__isnull=False)
                & Q(district__in=OF_A_HUNDRED, city__in=OF_A_HUNDRED, city__gte=F("district")),
                name="surveyanswer_of_cohesion_or_spending",
            ),
        ]
        triggers: ClassVar = only_added_to()
