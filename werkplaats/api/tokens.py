"""Who acts with a token. Making and withdrawing tokens is in `members.services.tokens`."""

from dataclasses import replace

from werkplaats.desk.actors import WHO, actor_from
from werkplaats.ground.sql import one_row
from werkplaats.members.rules.roles import NOBODY, Actor, Role
from werkplaats.members.services.tokens import hash_of

TOKEN = f"""
    SELECT {WHO}, token.role AS acts_as
    FROM members_apitoken AS token JOIN members_person AS person ON person.id = token.person_id
    WHERE token.token_hash = %s AND token.withdrawn_at IS NULL
"""


def actor_of_token(token: str) -> Actor:
    """Who acts with this token, in its one role; NOBODY when it is unknown, withdrawn, or the role was taken away."""
    found = one_row(TOKEN, [hash_of(token)])
    if found is None:
        return NOBODY
    actor, role = actor_from(found), Role(found["acts_as"])
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
