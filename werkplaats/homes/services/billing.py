"""What invoices say of a landlord or municipality that pays."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.nl import btw

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.rules.roles import Actor, May, require


@transaction.atomic
def set_owner_builder(actor: Actor, landlord_id: int, *, owner_builder: bool) -> None:
    """Whether a landlord counts as an owner-builder ("eigenbouwer"), for the VAT of work that is priced from now on.
    Errors: Refused for a landlord that is not there."""
    require(actor, May.SETTLE)
    theirs = Landlord.objects.filter(pk=landlord_id, cooperative_id=actor.cooperative_id)
    if not theirs.update(owner_builder=owner_builder):
        raise Refused(_("This payer is not there."))


@dataclass(frozen=True)
class BillingDetails:
    """All may be empty: a paper invoice needs less than an e-invoice."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    kvk_number: str = ""
    oin: str = ""
    vat_number: str = ""
    invoice_reference: str = ""


@transaction.atomic
def set_billing_details(actor: Actor, partner: Landlord | DistrictTeam, details: BillingDetails) -> None:
    """Errors: Refused for a partner of another cooperative and for a number that cannot be, naming its field."""
    require(actor, May.SETTLE)
    if partner.cooperative_id != actor.cooperative_id:
        raise Refused(_("This payer is not there."))
    clean = {name: value.strip() for name, value in asdict(details).items()}
    for name, length, words in (
        ("kvk_number", 8, _("A KvK number has 8 digits.")),
        ("oin", 20, _("An OIN has 20 digits.")),
    ):
        clean[name] = clean[name].replace(" ", "")
        if clean[name] and not (clean[name].isascii() and clean[name].isdigit() and len(clean[name]) == length):
            raise Refused(words, field=name)
    if clean["vat_number"]:
        if not btw.is_valid(clean["vat_number"]):
            raise Refused(_("A Dutch VAT number looks like NL123456782B01."), field="vat_number")
        clean["vat_number"] = f"NL{btw.compact(clean['vat_number'])}"
    for name, value in clean.items():
        setattr(partner, name, value)
    partner.save(update_fields=list(clean))
