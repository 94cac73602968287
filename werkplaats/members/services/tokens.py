"""Tokens: a program acts in the name of a person and in one role of that person."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import ApiToken, Person
from werkplaats.members.rules.roles import Actor, May, Role, require

PREFIX = "wp_"  # so that a token that lies about is recognised


@transaction.atomic
def make_token(actor: Actor, role: Role, name: str, *, at: datetime) -> str:
    """The actor's own token, shown this once: only its hash is kept.

    Errors: Refused when the actor has not this role, without a name, or when a token of that name is in use: so a form
    that is sent twice makes one token.
    """
    require(actor, May.SIGNED_IN)
    name = " ".join(name.replace("\x00", "").split())
    if role not in actor.roles:
        raise Refused(_("You have not this role, so a token cannot have it either."), field="role")
    if not name:
        raise Refused(_("Write for which program the token is."), field="name")
    person = Person.objects.select_for_update().get(pk=actor.person_id or 0)
    if person.api_tokens.filter(name=name, withdrawn_at=None).exists():
        raise Refused(_("You have a token of this name. Withdraw it first, or choose another name."), field="name")
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
def withdraw_token(actor: Actor, token_id: int, *, at: datetime) -> None:
    """From now on the actor's own token opens nothing. Withdrawn already: nothing."""
    require(actor, May.SIGNED_IN)
    own = ApiToken.objects.filter(pk=token_id, person_id=actor.person_id or 0)
    if not own.exists():
        raise Refused(_("This token is not there."))
    own.filter(withdrawn_at=None).update(withdrawn_at=at)


def hash_of(token: str) -> str:
    """A token is 256 bits of chance, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
