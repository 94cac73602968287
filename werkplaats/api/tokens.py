"""Tokens: a program acts in the name of a person and in one role of that person."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.api.models import ApiToken
from werkplaats.desk.actors import WHO, actor_from
from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import one_row
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import NOBODY, Actor, Role

PREFIX = "wp_"  # so that a token that lies about is recognised


def make_token(person: Person, role: Role, name: str, *, at: datetime) -> str:
    """The token, shown this once: only its hash is kept. Errors: Refused when the person has not this role."""
    if not person.roles.filter(role=role).exists():
        raise Refused(_("This person has not this role, so a token cannot have it either."), field="role")
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        cooperative_id=person.cooperative_id,
        person=person,
        role=role,
        name=name,
        token_hash=hash_of(token),
        created_at=at,
    )
    return token


@transaction.atomic
def withdraw_token(token_id: int, *, at: datetime) -> None:
    """From now on it opens nothing. Withdrawn already: nothing."""
    ApiToken.objects.filter(pk=token_id, withdrawn_at=None).update(withdrawn_at=at)


def hash_of(token: str) -> str:
    """A token is 256 bits of chance, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


TOKEN = f"""
    SELECT {WHO}, token.role AS acts_as
    FROM api_apitoken AS token JOIN members_person AS person ON person.id = token.person_id
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
