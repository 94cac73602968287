"""Who somebody is when signed in: one query over the modules that know a part of it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from werkplaats.homes.models import DistrictTeamContact, LandlordContact
from werkplaats.members.models import Person, PersonRole
from werkplaats.members.rules.roles import NOBODY, STAFF, Actor, Role


def actor_of_person(person_filter: Q) -> Actor:
    """The actor of the one person that the filter finds, or NOBODY."""
    found = (
        Person.objects.filter(person_filter)
        .annotate(
            role_names=ArraySubquery(PersonRole.objects.filter(person=OuterRef("pk")).values("role")),
            landlords=ArraySubquery(LandlordContact.objects.filter(person=OuterRef("pk")).values("landlord_id")),
            teams=ArraySubquery(DistrictTeamContact.objects.filter(person=OuterRef("pk")).values("district_team_id")),
        )
        .values("id", "cooperative_id", "language", "worker__id", "role_names", "landlords", "teams")
        .first()
    )
    if found is None:
        return NOBODY
    return Actor(
        cooperative_id=found["cooperative_id"],
        person_id=found["id"],
        roles=frozenset(Role(name) for name in found["role_names"]),
        worker_id=found["worker__id"],
        landlord_ids=frozenset(found["landlords"]),
        district_team_ids=frozenset(found["teams"]),
        language=found["language"],
    )


def actor_of(user: Any) -> Actor:
    return actor_of_person(Q(user_id=user.pk))


def needs_second_factor(user: Any, actor: Actor) -> bool:
    """Staff see other people's data, so a password alone is not enough for them."""
    if not settings.STAFF_NEEDS_SECOND_FACTOR or not actor.roles & STAFF:
        return False
    return not Authenticator.objects.filter(user=user, type__in=["totp", "webauthn"]).exists()
