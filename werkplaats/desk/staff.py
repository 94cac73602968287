"""Who has a role in the team, for whom, and whether they have signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from werkplaats.desk.actors import SECOND_FACTORS
from werkplaats.desk.services.team import OF_KIND
from werkplaats.homes.models import DistrictTeam, DistrictTeamContact, Landlord, LandlordContact
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.models import Person, PersonRole
from werkplaats.members.rules.roles import Role

ORDER = (Role.COORDINATOR, Role.BOARD, Role.LANDLORD, Role.OBSERVER, Role.DISTRICT_TEAM)


@dataclass(frozen=True)
class Colleague:
    """One role of one person; `partner` is whose contact it is."""

    person: Person
    role: Role
    partner: Landlord | DistrictTeam | None
    signed_in_at: datetime | None
    second_step: bool

    @property
    def partner_id(self) -> int:
        return self.partner.pk if self.partner else 0


def team(cooperative_id: int) -> list[Colleague]:
    """Coordinators first, then the board, then the contacts of each partner. Three queries."""
    second_step = Authenticator.objects.filter(user=OuterRef("person__user"), type__in=SECOND_FACTORS)

    def rows(model: Any, *more: str) -> Any:
        found = model.objects.filter(cooperative_id=cooperative_id).select_related("person__user", *more)
        return found.annotate(second_step=Exists(second_step)).order_by("person__name", "pk")

    here = rows(PersonRole).filter(role__in=[Role.COORDINATOR, Role.BOARD])
    found = [_colleague(row, Role(row.role), None) for row in here]
    for row in rows(LandlordContact, "landlord"):
        found.append(_colleague(row, OF_KIND[LandlordKind(row.landlord.kind)], row.landlord))
    found += [
        _colleague(row, Role.DISTRICT_TEAM, row.district_team) for row in rows(DistrictTeamContact, "district_team")
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.role), one.partner.name if one.partner else ""))


def _colleague(row: Any, role: Role, partner: Landlord | DistrictTeam | None) -> Colleague:
    user = row.person.user
    return Colleague(row.person, role, partner, user.last_login if user else None, row.second_step)


def partners(cooperative_id: int) -> tuple[list[Landlord], list[DistrictTeam]]:
    """For whom somebody can be a contact."""
    landlords = Landlord.objects.filter(cooperative_id=cooperative_id).order_by("name")
    return list(landlords), list(DistrictTeam.objects.filter(cooperative_id=cooperative_id).order_by("name"))
