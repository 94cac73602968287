"""How who pays wants its invoices."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.models import Cooperative, Person
from werkplaats.settlement.rules.payers import BlockedOf, EInvoiceRules, Reports


class PayerTerms(models.Model):
    """What was agreed with a landlord or municipality about its invoices, from a day on. Without a row: no part on the
    blocked account, no work reports, Peppol's rules. Of two from the same day the later one counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="terms")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="terms")
    valid_from = models.DateField()
    blocked_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    blocked_of = models.TextField(default=BlockedOf.LABOUR)
    reports = models.TextField(default=Reports.NONE)
    e_invoice = models.TextField(default=EInvoiceRules.PEPPOL)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("payerterms", "landlord", "district_team", "recorded_by"),
            one_of("payerterms", "blocked_of", BlockedOf),
            one_of("payerterms", "reports", Reports),
            one_of("payerterms", "e_invoice", EInvoiceRules),
            models.CheckConstraint(
                condition=Q(landlord__isnull=False, district_team=None)
                | Q(landlord=None, district_team__isnull=False, blocked_percent=0),
                name="payerterms_is_of_one_payer",
            ),
            models.CheckConstraint(
                condition=Q(blocked_percent__gte=0, blocked_percent__lt=100), name="payerterms_blocks_a_part"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cooperative", "valid_from"], name="payerterms_on_a_day")]
        triggers: ClassVar = only_added_to()
