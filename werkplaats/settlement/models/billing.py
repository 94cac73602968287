"""What is asked: the price of a signed timesheet, other charges, invoices and credit notes.

Of the tables with a row for each signed timesheet the foreign keys are those with the cooperative in them
(`one_cooperative`), and only what is asked by a question has an index: a second one of each costs as much again.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import DistrictTeam, Landlord, Pilot
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.models.tariffs import Tariff
from werkplaats.settlement.rules import InvoiceKind, Payer
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.pricing import LineKind


def filled_once(table: str, *fields: str, **freed: str) -> list[pgtrigger.Trigger]:
    """Rows of this table change no more, but that these foreign keys are filled, once. In `freed` for a key the SQL
    condition under which it may be emptied again. What is only filled calls no function."""
    refused = f"RAISE EXCEPTION '{table} % changes no more', OLD.id USING ERRCODE = 'check_violation';"
    taken = {f: f"(OLD.{f}_id IS NOT NULL AND NEW.{f}_id IS DISTINCT FROM OLD.{f}_id)" for f in fields}
    again = " OR ".join(
        f"({sql} AND NOT (NEW.{field}_id IS NULL AND {freed[field]}))" if field in freed else sql
        for field, sql in taken.items()
    )
    return [
        pgtrigger.Trigger(
            name="changes_no_more",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(exclude=list(fields)),
            func=refused,
        ),
        pgtrigger.Trigger(
            name="is_filled_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"({' OR '.join(taken.values())})"),
            func=f"IF {again} THEN {refused} END IF; RETURN NEW;",
        ),
    ]


def never_removed() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete)


PAID_BY = (
    Q(payer=Payer.LANDLORD, landlord__isnull=False, district_team=None, person=None)
    | Q(payer=Payer.MUNICIPALITY, landlord=None, district_team__isnull=False, person=None)
    | Q(payer__in=[Payer.RESIDENT, Payer.MEMBER], landlord=None, district_team=None, person__isnull=False)
)


class Letterhead(models.Model):
    """What stands at the head of the cooperative's invoices, from a date on."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    valid_from = models.DateField()
    street = models.TextField()
    postcode = models.TextField()
    city = models.TextField()
    kvk_number = models.TextField()
    vat_number = models.TextField(blank=True)  # none: the small businesses scheme (KOR), or all work is exempt
    tax_number = models.TextField(blank=True)  # RSIN, on e-invoices in place of a VAT number
    small_business = models.BooleanField(default=False)  # takes part in the small businesses scheme (KOR)
    iban = models.TextField()
    blocked_iban = models.TextField(blank=True, default="", db_default="")  # our own g-rekening
    payment_days = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints: ClassVar = [*one_cooperative("letterhead")]
        indexes: ClassVar = [models.Index(fields=["cooperative", "valid_from"], name="letterhead_on_a_day")]
        triggers: ClassVar = only_added_to()


class Invoice(models.Model):
    """Money asked of a payer; or with `credits` a credit note, whose amounts are negative. One series of numbers."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    number = models.PositiveIntegerField()  # without holes, per cooperative
    kind = models.TextField()
    credits = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    payer = models.TextField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="invoices")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="invoices")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="invoices")
    period_start = models.DateField()
    period_end = models.DateField()
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    # of the total, for our blocked account (g-rekening)
    blocked_cents = models.PositiveBigIntegerField(default=0, db_default=0)
    blocked_iban = models.TextField(blank=True, default="", db_default="")
    due_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("invoice", "credits", "landlord", "district_team", "person", "issued_by"),
            one_of("invoice", "payer", Payer),
            one_of("invoice", "kind", InvoiceKind),
            models.UniqueConstraint(fields=["cooperative", "number"], name="invoice_number_once"),
            models.CheckConstraint(condition=PAID_BY, name="invoice_has_its_payer"),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.INVOICE, credits=None, net_cents__gte=0, vat_cents__gte=0)
                | Q(kind=InvoiceKind.CREDIT_NOTE, credits__isnull=False, net_cents__lte=0, vat_cents__lte=0),
                name="invoice_asks_or_credits",
            ),
            models.CheckConstraint(
                condition=Q(blocked_cents=0, blocked_iban="")
                | (
                    Q(blocked_cents__gt=0, blocked_cents__lt=F("net_cents") + F("vat_cents"))
                    & Q(kind=InvoiceKind.INVOICE, payer=Payer.LANDLORD)
                    & ~Q(blocked_iban="")
                ),
                name="invoice_has_its_blocked_part",
            ),
        ]
        triggers: ClassVar = only_added_to()

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents

    @property
    def partner(self) -> Landlord | DistrictTeam | None:
        return self.landlord or self.district_team


class Settlement(models.Model):
    """A signed timesheet priced: what is asked of the payer and what the worker is owed, by the tariffs of its day.

    Exactly once: a correction is a new settlement that `replaces` the one before. Its charges and earnings take that
    one back and put the right ones in its place; its totals are what that changes. What is charged and not earned stays
    with the cooperative.
    """

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False, db_constraint=False)
    timesheet = models.ForeignKey(Timesheet, models.PROTECT, related_name="settlements", db_constraint=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", db_constraint=False
    )
    reason = models.TextField(blank=True)  # of a correction
    # with who pays, and with who works
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    pay_tariff = models.ForeignKey(
        Tariff, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    payer = models.TextField()
    landlord = models.ForeignKey(
        Landlord, models.PROTECT, null=True, blank=True, related_name="settlements", db_index=False, db_constraint=False
    )
    district_team = models.ForeignKey(
        DistrictTeam, models.PROTECT, null=True, blank=True, related_name="settlements", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    pilot = models.ForeignKey(
        Pilot, models.PROTECT, null=True, blank=True, related_name="settlements", db_index=False, db_constraint=False
    )
    delivered_on = models.DateField()
    minutes = models.IntegerField()
    charged_cents = models.BigIntegerField()
    earned_cents = models.BigIntegerField()
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            *one_cooperative(
                "settlement", "timesheet", "replaces", "tariff", "pay_tariff", "landlord", "district_team", "person",
                "pilot", "settled_by",
            ),
            one_of("settlement", "payer", Payer),
            models.CheckConstraint(condition=PAID_BY, name="settlement_has_its_payer"),
            models.UniqueConstraint(fields=["timesheet"], condition=Q(replaces=None), name="settlement_once"),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="settlement_correction_has_a_reason",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["cooperative", "delivered_on"], name="settlement_by_day")]
        triggers: ClassVar = only_added_to()


class Charge(models.Model):
    """One thing asked of a payer: one line of an invoice. `invoice` is filled once; nothing else ever changes.

    Of a settlement, or of a period (`once` says which, so that no month is asked twice). A negative one takes another
    back (`reverses`). Price in cents for `per` units; without VAT, whose rule and reason of that day are kept.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False, db_constraint=False)
    settlement = models.ForeignKey(
        Settlement, models.PROTECT, null=True, blank=True, related_name="charges", db_constraint=False
    )
    once = models.TextField(blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_constraint=False
    )
    payer = models.TextField()
    landlord = models.ForeignKey(
        Landlord, models.PROTECT, null=True, blank=True, related_name="charges", db_index=False, db_constraint=False
    )
    district_team = models.ForeignKey(
        DistrictTeam, models.PROTECT, null=True, blank=True, related_name="charges", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="charges", db_index=False, db_constraint=False
    )
    pilot = models.ForeignKey(
        Pilot, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.TextField()
    description = models.TextField(blank=True)  # a trade, an item, the words of a material
    about = models.TextField(blank=True)  # by what the payer knows it: an address, its own reference of a client
    delivered_on = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.TextField()  # UN/ECE Recommendation 20
    price_cents = models.DecimalField(max_digits=14, decimal_places=4)
    per = models.PositiveSmallIntegerField(default=1)
    net_cents = models.BigIntegerField()
    vat_rule = models.TextField()  # its code in settlement/data/vat.csv
    vat_category = models.TextField()
    vat_percent = models.DecimalField(max_digits=4, decimal_places=2)
    charged_at = models.DateTimeField()
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="charges", db_index=False, db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            *one_cooperative(
                "charge", "settlement", "reverses", "landlord", "district_team", "person", "pilot", "invoice"
            ),
            one_of("charge", "payer", Payer),
            one_of("charge", "kind", LineKind),
            one_of("charge", "vat_category", Category),
            models.CheckConstraint(condition=PAID_BY, name="charge_has_its_payer"),
            models.UniqueConstraint(fields=["cooperative", "once"], condition=~Q(once=""), name="charge_once"),
            models.CheckConstraint(
                condition=Q(reverses=None, net_cents__gt=0) | Q(reverses__isnull=False, net_cents__lt=0),
                name="charge_asks_or_takes_back",
            ),
            models.CheckConstraint(condition=~Q(settlement=None) | ~Q(once=""), name="charge_is_of_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "delivered_on"], condition=Q(invoice=None), name="charge_unbilled"),
            *(
                models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"charge_{field}")
                for field in ("invoice", "district_team", "person")
            ),
        ]
        triggers: ClassVar = [never_removed(), *filled_once("charge", "invoice")]
