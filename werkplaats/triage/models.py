"""The lists of who does what, in versions that stay as published; and decisions, kept with who, when and why."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to, steps
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Cooperative, Person
from werkplaats.triage.rules import ForwardStatus, Outcome, Party, Urgency, learned
from werkplaats.triage.rules.list_steps import STEPS, ListStatus
from werkplaats.triage.rules.lists import Item

# The version is locked, so that it cannot be approved while one of its items is on its way in.
ONLY_IN_A_DRAFT = """
    IF TG_OP <> 'INSERT' THEN
        PERFORM 1 FROM triage_listversion WHERE id = OLD.version_id AND status = 'draft' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'list version % is not a draft: its items stay as they are', OLD.version_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM 1 FROM triage_listversion WHERE id = NEW.version_id AND status = 'draft' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'list version % is not a draft: its items stay as they are', NEW.version_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    RETURN OLD;
"""
BEGINS_AS_A_DRAFT = """
    IF NEW.status <> 'draft' THEN
        RAISE EXCEPTION 'a list version begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ResponsibilityList(models.Model):
    """Who does what, as agreed with one landlord (repairs) or one district team (household help)."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    branch = models.TextField()
    landlord = models.OneToOneField(Landlord, models.PROTECT, null=True, blank=True, related_name="list")
    district_team = models.OneToOneField(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="list")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("responsibilitylist", "landlord", "district_team"),
            models.CheckConstraint(
                condition=Q(branch=Branch.REPAIRS, landlord__isnull=False, district_team__isnull=True)
                | Q(branch=Branch.HOUSEHOLD, landlord__isnull=True, district_team__isnull=False),
                name="responsibilitylist_is_agreed_with_its_partner",
            ),
        ]

    @property
    def partner(self) -> str:
        """The name of the landlord or the district team."""
        partner = self.landlord or self.district_team
        return partner.name if partner else ""


class ListVersion(models.Model):
    """One version: who wrote it last, who approved it, who published it, and from when it counts.

    `drafted_by` None: it came with the program. A published version never changes and never goes.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    responsibility_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.TextField(default=ListStatus.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            *one_cooperative("listversion", "responsibility_list", "drafted_by", "approved_by", "published_by"),
            one_of("listversion", "status", ListStatus),
            models.UniqueConstraint(fields=["responsibility_list", "number"], name="listversion_number_once"),
            models.UniqueConstraint(
                fields=["responsibility_list"],
                condition=~Q(status=ListStatus.PUBLISHED),
                name="listversion_one_draft_a_list",
            ),
            models.UniqueConstraint(fields=["responsibility_list", "valid_from"], name="listversion_from_date_once"),
            models.CheckConstraint(
                condition=Q(status=ListStatus.DRAFT, approved_by=None, approved_at=None)
                | (~Q(status=ListStatus.DRAFT) & Q(approved_by__isnull=False, approved_at__isnull=False)),
                name="listversion_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(drafted_by=None) | Q(approved_by=None) | ~Q(approved_by=models.F("drafted_by")),
                name="listversion_is_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=ListStatus.PUBLISHED,
                    valid_from__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                )
                | (~Q(status=ListStatus.PUBLISHED) & Q(valid_from=None, published_by=None, published_at=None)),
                name="listversion_published_counts_from_a_day",
            ),
        ]
        triggers: ClassVar = [
            *steps("status", *STEPS),
            pgtrigger.Trigger(
                name="begins_as_a_draft", when=pgtrigger.Before, operation=pgtrigger.Insert, func=BEGINS_AS_A_DRAFT
            ),
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=ListStatus.PUBLISHED),
            ),
        ]


class ListItem(models.Model):
    """A line of a version; the fields of `rules.lists.Item`. It changes only while its version is a draft."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="items")
    code = models.TextField()
    name_nl = models.TextField()
    name_en = models.TextField()
    letter = models.TextField()
    family = models.TextField(blank=True)
    locations = ArrayField(models.TextField(), default=list)
    defects = ArrayField(models.TextField(), default=list)
    party = models.TextField()
    trade = models.TextField(blank=True)
    urgency = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    workers = models.PositiveSmallIntegerField()
    follow_up = ArrayField(models.TextField(), default=list)
    ground = models.TextField(blank=True)
    words = ArrayField(models.TextField(), default=list)
    conditions_nl = models.TextField(blank=True)
    conditions_en = models.TextField(blank=True)
    explanation_nl = models.TextField()
    explanation_en = models.TextField()
    medical = models.BooleanField()
    norm_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    norm_frequency = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            *one_cooperative("listitem", "version"),
            one_of("listitem", "party", Party),
            one_of("listitem", "urgency", Urgency),
            models.UniqueConstraint(fields=["version", "code"], name="listitem_code_once"),
            models.CheckConstraint(
                condition=~Q(medical=True) | Q(party=Party.ELSEWHERE), name="listitem_care_is_never_ours"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="only_in_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=ONLY_IN_A_DRAFT,
            ),
        ]

    @property
    def value(self) -> Item:
        """The line as the rules know it."""
        return Item(
            code=self.code,
            name_nl=self.name_nl,
            name_en=self.name_en,
            letter=self.letter,
            family=self.family,
            locations=tuple(self.locations),
            defects=tuple(self.defects),
            party=Party(self.party),
            trade=self.trade,
            urgency=Urgency(self.urgency),
            minutes=self.minutes,
            workers=self.workers,
            follow_up=tuple(self.follow_up),
            ground=self.ground,
            words=tuple(self.words),
            conditions_nl=self.conditions_nl,
            conditions_en=self.conditions_en,
            explanation_nl=self.explanation_nl,
            explanation_en=self.explanation_en,
            medical=self.medical,
            norm_minutes=self.norm_minutes,
            norm_frequency=self.norm_frequency,
            source=self.source,
        )


class Assessment(models.Model):
    """The coordinator's decision. `revises` is the decision it replaces: a chain without forks, one per request."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    request = models.ForeignKey(Request, models.PROTECT, related_name="assessments")
    outcome = models.TextField()
    reason = models.TextField()
    explanation = models.TextField(blank=True)  # to the resident, in plain words
    item_code = models.TextField(blank=True)  # the line of the responsibility list that it rests on
    # the version in force on the day of the report; None: the list that came with the program
    list_version = models.ForeignKey(ListVersion, models.PROTECT, null=True, blank=True, related_name="+")
    # What the judge proposed when this was decided: its likeliest line, how sure it was (0 to 1), and which model said
    # so. All empty: it had nothing to propose.
    proposed_code = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    model_version = models.TextField(blank=True)
    by_resident = models.BooleanField(default=False)  # closed the own report after reading what to do; not a correction
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    revises = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="revised_by")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *one_cooperative("assessment", "request", "decided_by", "revises", "list_version"),
            one_of("assessment", "outcome", Outcome),
            models.UniqueConstraint(
                fields=["request"], condition=Q(revises=None), name="assessment_first_decision_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="assessment_has_a_reason"),
            models.CheckConstraint(
                condition=Q(proposed_code="", confidence=None, model_version="")
                | (
                    ~Q(proposed_code="")
                    & ~Q(model_version="")
                    & Q(confidence__isnull=False, confidence__gte=0, confidence__lte=1)
                ),
                name="assessment_proposal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(by_resident=False) | Q(outcome__in=[Outcome.TENANT, Outcome.ELSEWHERE]),
                name="assessment_by_resident_is_no_work_of_ours",
            ),
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


class LearnedModel(models.Model):
    """What was learned from a cooperative's decisions at one moment, with its figures. Only its state changes.

    `up_to` is the last decision that it knew of, so that two runs of the same night make one. `weights` are those of
    `rules.taught.to_bytes`. `figures` are `rules.learned.Figures` on the decisions held back, of this model ("new") and
    of what judged then ("old": `compared_with`, None for the model that ships). `state_by` None: done at night.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    made_at = models.DateTimeField()
    up_to = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    decisions = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField()
    compared_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    figures = models.JSONField()
    base = models.TextField()  # the model that ships, on which it was learned: `judging.shipped_model_name`
    weights = models.BinaryField()
    state = models.TextField()
    state_at = models.DateTimeField()
    state_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *one_cooperative("learnedmodel", "up_to", "compared_with", "state_by"),
            one_of("learnedmodel", "state", learned.ModelState),
            models.UniqueConstraint(
                fields=["cooperative", "up_to", "base"], name="learnedmodel_once_for_the_same_decisions"
            ),
            models.UniqueConstraint(
                fields=["cooperative"],
                condition=Q(state=learned.ModelState.LIVE),
                name="learnedmodel_one_live_a_cooperative",
            ),
            models.CheckConstraint(
                condition=Q(held_back__gte=1, held_back__lt=models.F("decisions")),
                name="learnedmodel_is_compared_on_decisions_held_back",
            ),
        ]
        triggers: ClassVar = [
            *steps("state", *learned.STEPS),
            pgtrigger.ReadOnly(name="only_its_state_changes", exclude=["state", "state_at", "state_by"]),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        ]

    @property
    def new(self) -> learned.Figures:
        return learned.Figures(**self.figures["new"])

    @property
    def old(self) -> learned.Figures:
        return learned.Figures(**self.figures["old"])
