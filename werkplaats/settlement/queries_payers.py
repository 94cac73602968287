"""How landlords and municipalities want their invoices, and what of an invoice goes to our blocked account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Charge, PayerTerms
from werkplaats.settlement.queries import ToBill
from werkplaats.settlement.rules.money import Cents, share
from werkplaats.settlement.rules.payers import Asked
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.vat import rule_on

Payer = tuple[int | None, int | None]  # (landlord, district team)


def terms_on(cooperative_id: int, day: date) -> dict[Payer, PayerTerms]:
    """What holds on a day, of each payer with whom something was agreed."""
    held = PayerTerms.objects.filter(cooperative_id=cooperative_id, valid_from__lte=day)
    return {(one.landlord_id, one.district_team_id): one for one in held.order_by("valid_from", "pk")}


def terms_of(partner: Landlord | DistrictTeam | None, day: date) -> PayerTerms | None:
    """Of one payer; None: nothing was agreed."""
    if partner is None:
        return None
    held = partner.terms.filter(valid_from__lte=day)
    return held.order_by("-valid_from", "-pk").first()


def asked(charges: Iterable[Charge | ToBill]) -> list[Asked]:
    """Lines of an invoice as the blocked part sees them. Errors: NoRule."""
    return [
        Asked(
            LineKind(charge.kind),
            Cents(charge.net_cents),
            Cents(charge.net_cents) + share(Cents(charge.net_cents), charge.vat_percent),
            rule_on(charge.vat_rule, charge.delivered_on).g_account,
        )
        for charge in charges
    ]


@dataclass(frozen=True)
class OfPayer:
    """`key` tells a landlord from a municipality on a form."""

    key: str
    name: str
    owner_builder: bool
    terms: PayerTerms | None


def payers(actor: Actor, day: date) -> list[OfPayer]:
    """All who may get an invoice as an organisation, by name."""
    known = terms_on(actor.cooperative_id, day)
    own = {"cooperative_id": actor.cooperative_id}
    landlords = Landlord.objects.filter(kind=LandlordKind.PARTY, **own).order_by("name")
    teams = DistrictTeam.objects.filter(**own).order_by("municipality", "name")
    return [
        *(OfPayer(f"l{one.pk}", one.name, one.owner_builder, known.get((one.pk, None))) for one in landlords),
        *(OfPayer(f"t{one.pk}", f"{one.municipality}, {one.name}", False, known.get((None, one.pk))) for one in teams),
    ]
