"""Figures worked out once: sums by month, how far they went, and what was released to who looks from outside."""

from typing import ClassVar

from django.db import models

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import Pilot
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Cooperative, Person


class Rollup(models.Model):
    """In one month, for one pilot or none, one kind of work: how many cases of a measure (and part of it) there were,
    and what they came to. It can always be made again from the tables it sums (`insight.services.rollups`)."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, db_index=False)  # first in the constraint's index
    month = models.DateField()  # its first day
    pilot = models.ForeignKey(Pilot, models.CASCADE, null=True, related_name="+", db_index=False)
    branch = models.TextField()
    measure = models.TextField()
    part = models.TextField()
    number = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("rollup", "pilot"),
            one_of("rollup", "branch", Branch),
            models.UniqueConstraint(
                fields=["cooperative", "month", "measure", "part", "branch", "pilot"],
                include=["number", "total"],
                name="rollup_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="rollup_is_of_a_whole_month"),
        ]


class Tie(models.Model):
    """In one month: how often one person helped or thanked another. Made with the roll-ups, and again like them."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, db_index=False)  # first in the constraint's index
    month = models.DateField()  # its first day
    giver = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    receiver = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    times = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("tie", "giver", "receiver"),
            models.UniqueConstraint(fields=["cooperative", "month", "giver", "receiver"], name="tie_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="tie_is_of_a_whole_month"),
        ]


class RollupMark(models.Model):
    """Up to which row of a source the roll-ups of a cooperative know, and when they were last brought up to date; and
    (source "released") in which quarter the cells were last released."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, db_index=False)
    source = models.TextField()  # a table
    row = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("rollupmark"),
            models.UniqueConstraint(fields=["cooperative", "source"], name="rollupmark_once"),
        ]


class ReleasedCells(models.Model):
    """What was released of a metric: one or more cells (a quarter, a kind of work, a pilot), only told together. It
    never changes, also when something is entered afterwards: a difference would be about few people.

    `cells` are [["2026-01-01", "repairs", "pilot 3"], …], without a third where it went out before parties were told
    apart; `first_cell` is the first of them, so that no cell goes out twice.
    """

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False)
    code = models.TextField()  # of the metric
    first_cell = models.TextField()
    cells = models.JSONField()
    people = models.PositiveIntegerField()
    values = models.JSONField()
    parts = models.JSONField()
    released_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("releasedcells"),
            models.UniqueConstraint(fields=["cooperative", "code", "first_cell"], name="releasedcells_once"),
        ]
        triggers: ClassVar = only_added_to()
