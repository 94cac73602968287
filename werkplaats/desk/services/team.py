"""Who runs the cooperative and who looks for its partners: colleagues come, and go."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, DistrictTeamContact, Landlord, LandlordContact
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.models import Cooperative, Person, PersonRole
from werkplaats.members.rules.roles import STAFF, Actor, May, Role, require
from werkplaats.members.services.notices import tell
from werkplaats.members.services.people import give_role, register_person, take_role

OF_KIND = {LandlordKind.PARTY: Role.LANDLORD, LandlordKind.OBSERVER: Role.OBSERVER}
LANDLORDS = frozenset(OF_KIND.values())


@transaction.atomic
def add_colleague(actor: Actor, *, name: str, email: str, role: Role, partner_id: int = 0, at: datetime) -> Person:
    """A coordinator, somebody of the board, or who looks for a partner; they read by e-mail how to sign in.

    `partner_id` is the landlord or the district team of a contact (0: none). Somebody known by this address gets the
    role beside what they are already. Done already: nothing, and no second message. Errors: Refused.
    """
    require(actor, May.MANAGE_TEAM)
    if role not in STAFF:
        raise Refused(_("Choose what this person does."), field="post")
    if not email.strip():
        raise Refused(_("Fill in an e-mail address: that is how somebody signs in."), field="email")
    partner = _partner(actor, role, partner_id)
    person = register_person(actor.cooperative_id, name=name, email=email, at=at)
    if role in LANDLORDS and person.roles.filter(role__in=LANDLORDS - {role}).exists():
        raise Refused(
            _("This person already looks for an association of the other kind. Use another address."), field="post"
        )
    is_new = give_role(person, role, at=at)
    if partner is not None:
        is_new = make_contact(partner, person) or is_new
    if is_new:
        event = f"colleague:{person.pk}:{role}:{partner_id}:{at.isoformat()}"
        context = {"role": role, "partner": partner.name if partner else ""}
        tell(person, event=event, template="colleague", context=context, at=at)
    return person


def _partner(actor: Actor, role: Role, partner_id: int) -> Landlord | DistrictTeam | None:
    partner: Landlord | DistrictTeam | None = None
    if role in LANDLORDS:
        kind = next(kind for kind, its_role in OF_KIND.items() if its_role is role)
        partner = Landlord.objects.filter(pk=partner_id, cooperative_id=actor.cooperative_id, kind=kind).first()
    elif role is Role.DISTRICT_TEAM:
        partner = DistrictTeam.objects.filter(pk=partner_id, cooperative_id=actor.cooperative_id).first()
    else:
        return None
    if partner is None:
        raise Refused(_("Choose for which association or district team."), field="post")
    return partner


def make_contact(partner: Landlord | DistrictTeam, person: Person) -> bool:
    """The person looks for this partner; True when that is new."""
    both: dict[str, Any] = {"person": person, "defaults": {"cooperative_id": person.cooperative_id}}
    if isinstance(partner, Landlord):
        return LandlordContact.objects.get_or_create(landlord=partner, **both)[1]
    return DistrictTeamContact.objects.get_or_create(district_team=partner, **both)[1]


@transaction.atomic
def take_away(actor: Actor, person_id: int, role: Role, *, partner_id: int = 0, at: datetime) -> None:
    """This person does this no more, from the next page on. Gone already: nothing.

    Errors: Refused for the last coordinator, because then nobody could let anybody in.
    """
    require(actor, May.MANAGE_TEAM)
    Cooperative.objects.select_for_update().get(pk=actor.cooperative_id)  # two who send each other away: one is refused
    person = Person.objects.filter(pk=person_id, cooperative_id=actor.cooperative_id).first()
    if person is None or role not in STAFF:
        raise Refused(_("This person is not in the team."))
    if role is Role.COORDINATOR:
        _check_not_the_last(person)
    elif role in LANDLORDS:
        contacts = LandlordContact.objects.filter(person=person)
        contacts.filter(landlord_id=partner_id).delete()
        if any(OF_KIND[LandlordKind(one.landlord.kind)] is role for one in contacts.select_related("landlord")):
            return
    elif role is Role.DISTRICT_TEAM:
        DistrictTeamContact.objects.filter(person=person, district_team_id=partner_id).delete()
        if person.district_team_contacts.exists():
            return
    take_role(person, role, at=at)


def _check_not_the_last(person: Person) -> None:
    coordinators = PersonRole.objects.filter(cooperative_id=person.cooperative_id, role=Role.COORDINATOR)
    if coordinators.filter(person=person).exists() and not coordinators.exclude(person=person).exists():
        raise Refused(_("This is the last coordinator, so the role stays. First add another coordinator."))
