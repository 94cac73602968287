"""Who acts with a token. Making and withdrawing tokens is in `members.services.tokens`."""

from dataclasses import replace

from django.db.models import Q

from werkplaats.desk.actors import actor_of_person
from werkplaats.members.models import ApiToken
from werkplaats.members.rules.roles import NOBODY, Actor, Role
from werkplaats.members.services.tokens import hash_of


def actor_of_token(token: str) -> Actor:
    """Who acts with this token, in its one role; NOBODY when it is unknown, withdrawn, or the role was taken away."""
    found = ApiToken.objects.filter(token_hash=hash_of(token), withdrawn_at=None).values("person_id", "role").first()
    if found is None:
        return NOBODY
    actor, role = actor_of_person(Q(pk=found["person_id"])), Role(found["role"])
    return only_as(actor, role) if role in actor.roles else NOBODY


def only_as(actor: Actor, role: Role) -> Actor:
    """The same person with one role, and with nothing that belongs to another role."""
    return replace(
        actor,
        roles=frozenset({role}),
        worker_id=actor.worker_id if role is Role.WORKER else None,
        landlord_ids=actor.landlord_ids if role in (Role.LANDLORD, Role.OBSERVER) else frozenset(),
        district_team_ids=actor.district_team_ids if role is Role.DISTRICT_TEAM else frozenset(),
    )
