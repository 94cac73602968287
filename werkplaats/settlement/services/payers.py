"""What is agreed with who pays about its invoices, and the part of them for our blocked account (g-rekening)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Letterhead, PayerTerms
from werkplaats.settlement.queries import ToBill, letterhead_on
from werkplaats.settlement.queries_payers import asked
from werkplaats.settlement.rules.payers import BlockedOf, EInvoiceRules, Reports, blocked_part


@dataclass(frozen=True)
class Terms:
    """How a payer wants its invoices."""

    blocked_percent: Decimal = Decimal(0)
    blocked_of: BlockedOf = BlockedOf.LABOUR
    reports: Reports = Reports.NONE
    e_invoice: EInvoiceRules = EInvoiceRules.PEPPOL


@transaction.atomic
def set_payer_terms(
    actor: Actor, partner: Landlord | DistrictTeam, terms: Terms, *, valid_from: date, at: datetime
) -> PayerTerms:
    """For invoices that are made from a day on; those that were made stay as they are.

    Errors: Refused for a payer of another cooperative, and for a part on the blocked account when we have none, or the
    payer counts as no contractor.
    """
    require(actor, May.SETTLE)
    if partner.cooperative_id != actor.cooperative_id:
        raise Refused(_("This payer is not there."))
    if not 0 <= terms.blocked_percent < 100:
        raise Refused(_("A part is at least 0 and less than 100 per cent."), field="blocked_percent")
    if terms.blocked_percent:
        _require_a_chain(actor, partner, valid_from)
    return PayerTerms.objects.create(
        cooperative_id=actor.cooperative_id,
        landlord=partner if isinstance(partner, Landlord) else None,
        district_team=partner if isinstance(partner, DistrictTeam) else None,
        valid_from=valid_from,
        blocked_percent=terms.blocked_percent,
        blocked_of=terms.blocked_of,
        reports=terms.reports,
        e_invoice=terms.e_invoice,
        recorded_at=at,
        recorded_by_id=actor.person_id,
    )


def _require_a_chain(actor: Actor, partner: Landlord | DistrictTeam, day: date) -> None:
    if not (isinstance(partner, Landlord) and partner.owner_builder):
        raise Refused(
            _(
                "Only a landlord that counts as a contractor (“eigenbouwer”) pays a part on a blocked account. "
                "Say on the page VAT that it does, or leave the part at 0."
            ),
            field="blocked_percent",
        )
    head = letterhead_on(actor.cooperative_id, day)
    if head is None or not head.blocked_iban:
        raise Refused(_("We have no blocked account yet. Fill it in on the letterhead first."), field="blocked_percent")


def blocked_of_invoice(
    lines: Sequence[ToBill], terms: PayerTerms | None, head: Letterhead | None, total_cents: int
) -> tuple[int, str]:
    """(cents, IBAN) of the part for our blocked account of an invoice with these lines; (0, "") when there is none."""
    if terms is None or not terms.blocked_percent or head is None or not head.blocked_iban:
        return 0, ""
    cents = blocked_part(asked(lines), terms.blocked_percent, BlockedOf(terms.blocked_of), total_cents)
    return (int(cents), head.blocked_iban) if cents else (0, "")
