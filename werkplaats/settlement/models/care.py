"""Wmo help declared to municipalities: by whom, what they granted, and what was declared and answered (iWmo 3.2)."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of
from werkplaats.homes.models import CareGrant, Client, DistrictTeam
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.models.billing import never_removed
from werkplaats.settlement.rules.iwmo import Unit, Verdict


def answered_once(table: str, unanswered: str, *fields: str) -> pgtrigger.Trigger:
    """Rows of this table change no more, but that the answer is filled in, once."""
    rest = " - ".join(f"'{field}'" for field in fields)
    return pgtrigger.Trigger(
        name="is_answered_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
    IF NOT ({unanswered}) OR (to_jsonb(NEW) - {rest}) <> (to_jsonb(OLD) - {rest}) THEN
        RAISE EXCEPTION '{table} % changes no more', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
""",
    )


@pghistory.track()
class CareContract(models.Model):
    """The provider that has the contract of a municipality, in whose name our part of its declaration goes."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    district_team = models.OneToOneField(DistrictTeam, models.PROTECT, related_name="care_contract")
    provider = models.TextField()
    agb_code = models.TextField()
    municipality_code = models.TextField()  # CBS
    number_prefix = models.TextField()  # of our declaration numbers, so that they are unique for the provider
    base_schema = models.TextField()  # versions of the XSDs that the provider works with
    message_schema = models.TextField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("carecontract", "district_team"),
            models.CheckConstraint(condition=Q(agb_code__regex=r"^[0-9]{8}$"), name="carecontract_agb_has_8_digits"),
            models.CheckConstraint(
                condition=Q(municipality_code__regex=r"^[0-9]{4}$"), name="carecontract_municipality_has_4_digits"
            ),
            models.CheckConstraint(
                condition=Q(number_prefix__regex=r"^[A-Z0-9]{1,4}$"), name="carecontract_prefix_fits"
            ),
        ]


@pghistory.track()
class CareAllocation(models.Model):
    """What the municipality's allocation (message 301) says of a grant. A change is another one, from its day."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    care_grant = models.ForeignKey(CareGrant, models.PROTECT, related_name="allocations")
    number = models.PositiveIntegerField()
    category = models.TextField()
    product = models.TextField()
    unit = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("careallocation", "care_grant"),
            one_of("careallocation", "unit", Unit),
            models.UniqueConstraint(fields=["care_grant", "starts_on"], name="careallocation_once_from_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="careallocation_ends_after_start"),
            models.CheckConstraint(condition=Q(number__lte=999_999_999), name="careallocation_number_has_9_digits"),
            models.CheckConstraint(
                condition=Q(category__regex=r"^[0-9]{2}$"), name="careallocation_category_has_2_digits"
            ),
            models.CheckConstraint(
                condition=Q(product__regex=r"^[A-Za-z0-9]{1,5}$"), name="careallocation_product_has_5_signs"
            ),
        ]


class CareDeclaration(models.Model):
    """A message 323: what is declared of a month, with what was not declared before. Answered once, by a 325."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, related_name="care_declarations")
    number = models.TextField()  # without holes, behind the prefix of the contract
    month = models.DateField()  # its first day
    provider = models.TextField()
    agb_code = models.TextField()
    municipality_code = models.TextField()
    base_schema = models.TextField()
    message_schema = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_as = models.TextField(blank=True)  # the provider's number, when it joined ours with its own
    codes = ArrayField(models.TextField(), default=list, blank=True)  # of the message as a whole

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("caredeclaration", "district_team", "made_by", "answered_by"),
            models.UniqueConstraint(fields=["cooperative", "number"], name="caredeclaration_number_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["district_team", "month"], name="caredeclaration_by_month")]
        triggers: ClassVar = [
            never_removed(),
            answered_once(
                "caredeclaration", "OLD.answered_at IS NULL", "answered_at", "answered_by_id", "sent_as", "codes"
            ),
        ]


class CareDeclarationLine(models.Model):
    """A line of a declaration (Prestatie): one client, one allocation, one month. The provider adds the BSN."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    declaration = models.ForeignKey(CareDeclaration, models.PROTECT, related_name="lines")
    reference = models.TextField()
    client = models.ForeignKey(Client, models.PROTECT, related_name="care_declaration_lines")
    client_reference = models.TextField()
    allocation_number = models.PositiveIntegerField()
    category = models.TextField()
    product = models.TextField()
    unit = models.TextField()
    granted_from = models.DateField()
    granted_until = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    volume = models.PositiveIntegerField()
    rate_cents = models.PositiveIntegerField(null=True, blank=True)
    cents = models.PositiveIntegerField()
    charged_cents = models.BigIntegerField()  # by the books
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")
    verdict = models.TextField(default=Verdict.WAITING)
    codes = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("caredeclarationline", "declaration", "client", "takes_back"),
            one_of("caredeclarationline", "unit", Unit),
            one_of("caredeclarationline", "verdict", Verdict),
            models.UniqueConstraint(fields=["cooperative", "reference"], name="caredeclarationline_reference_once"),
        ]
        triggers: ClassVar = [
            never_removed(),
            answered_once("caredeclarationline", "OLD.verdict = 'waiting'", "verdict", "codes"),
        ]

    @property
    def signed_cents(self) -> int:
        return -self.cents if self.takes_back_id else self.cents
