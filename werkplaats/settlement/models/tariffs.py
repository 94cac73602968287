"""What was agreed: with landlords, municipalities, residents and members, and with those who do the work."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind

LINES_OF_A_DRAFT = """
    IF EXISTS (
        SELECT FROM settlement_tariff WHERE id IN (OLD.tariff_id, NEW.tariff_id) AND approved_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'an approved tariff changes no more' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class Tariff(models.Model):
    """One version of what was agreed, from a date on. A draft until somebody else than who drafted it (or changed the
    draft last) approves it; from then on it never changes.

    Without a landlord or district team it counts for all of its kind that have none of their own.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    kind = models.TextField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="tariffs")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="tariffs")
    valid_from = models.DateField()
    source = models.TextField()  # the agreement, decision or rule that it rests on
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("tariff", "landlord", "district_team", "drafted_by", "approved_by"),
            one_of("tariff", "kind", TariffKind),
            models.CheckConstraint(
                condition=Q(landlord=None, district_team=None)
                | Q(kind=TariffKind.LANDLORD, district_team=None)
                | Q(kind=TariffKind.MUNICIPALITY, landlord=None),
                name="tariff_is_with_whom_it_is_about",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "kind", "landlord", "district_team", "valid_from"],
                condition=Q(approved_at__isnull=False),
                nulls_distinct=False,
                name="tariff_once_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "kind", "landlord", "district_team"],
                condition=Q(approved_at=None),
                nulls_distinct=False,
                name="tariff_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None) | Q(approved_at__isnull=False),
                name="tariff_is_approved_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(drafted_by=None) | ~Q(approved_by=F("drafted_by")),
                name="tariff_has_four_eyes",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="approved_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
        ]


class TariffLine(models.Model):
    """One rate of a tariff: for a branch, a trade or an item, or for each of them where that is left empty."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="lines")
    what = models.TextField()
    branch = models.TextField(blank=True)
    trade = models.TextField(blank=True)
    item = models.TextField(blank=True)  # code of a line of the who-does-what list, or of an activity
    cents = models.PositiveIntegerField(default=0)
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("tariffline", "tariff"),
            one_of("tariffline", "what", RateKind),
            models.UniqueConstraint(fields=["tariff", "what", "branch", "trade", "item"], name="tariffline_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="approved_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=LINES_OF_A_DRAFT,
            ),
        ]

    @property
    def rate(self) -> Rate:
        """The line as the rules know it."""
        return Rate(RateKind(self.what), self.branch, self.trade, self.item, self.cents, self.percent, self.minutes)
