"""Who somebody is: everything that opens a door or stays shut by it, in one query over the modules that know a part.

In SQL (see `ground.sql`): it is asked at the beginning of every page, with the session, and of every API call.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from werkplaats.ground.sql import Row, model_of, one_row
from werkplaats.members.models import User
from werkplaats.members.rules.roles import NOBODY, STAFF, Actor, Role

SECOND_FACTORS = ("totp", "webauthn")  # allauth's own words; recovery codes alone are none

# Of the person `person`; the names are those of the fields of Actor.
WHO = """
    person.cooperative_id, person.id AS person_id, person.language,
    ARRAY(SELECT role FROM members_personrole WHERE person_id = person.id) AS roles,
    (SELECT id FROM members_worker WHERE person_id = person.id) AS worker_id,
    ARRAY(SELECT landlord_id FROM homes_landlordcontact WHERE person_id = person.id) AS landlord_ids,
    ARRAY(SELECT district_team_id FROM homes_districtteamcontact WHERE person_id = person.id) AS district_team_ids
"""
PERSON = f"SELECT {WHO} FROM members_person AS person WHERE person.id = %s"
# What a session holds and whose it is, by its key and the moment; nothing when it has ended.
SIGNED_IN = f"""
    SELECT session.session_data, account.*, {WHO},
        cooperative.name AS cooperative_name, cooperative.phone AS cooperative_phone, cooperative.latitude,
        cooperative.longitude,
        EXISTS(
            SELECT FROM mfa_authenticator WHERE user_id = account.id AND type IN {SECOND_FACTORS}
        ) AS second_factor
    FROM members_session AS session
    LEFT JOIN members_user AS account ON account.id = session.user_id
    LEFT JOIN members_person AS person ON person.user_id = account.id
    LEFT JOIN members_cooperative AS cooperative ON cooperative.id = person.cooperative_id
    WHERE session.session_key = %s AND session.expire_date > %s
"""


@dataclass(frozen=True, slots=True)
class Here:
    """The cooperative of who is there, as far as every page shows it."""

    name: str
    phone: str
    latitude: float
    longitude: float


def actor_of_person(person_id: int) -> Actor:
    """The actor of this person, or NOBODY when there is no such person."""
    found = one_row(PERSON, [person_id])
    return NOBODY if found is None else actor_from(found)


def account_from(found: Row) -> User | None:
    """The account of a row of SIGNED_IN, with `actor`, `cooperative` (`Here`; None without a person) and
    `second_factor`. None when nobody signed in."""
    user: Any = model_of(User, found)
    if user is None:
        return None
    user.actor, user.cooperative = NOBODY, None
    if found["person_id"] is not None:
        user.actor = actor_from(found)
        user.cooperative = Here(
            found["cooperative_name"], found["cooperative_phone"], found["latitude"], found["longitude"]
        )
    user.second_factor = found["second_factor"]
    return user  # type: ignore[no-any-return]


def needs_second_factor(user: Any) -> bool:
    """Staff see other people's data, so a password alone is not enough for them."""
    return bool(settings.STAFF_NEEDS_SECOND_FACTOR and user.actor.roles & STAFF and not user.second_factor)


def actor_from(row: Mapping[str, Any]) -> Actor:
    """The actor from a row with the columns WHO."""
    return Actor(
        cooperative_id=row["cooperative_id"],
        person_id=row["person_id"],
        roles=frozenset(map(Role, row["roles"])),
        worker_id=row["worker_id"],
        landlord_ids=frozenset(row["landlord_ids"]),
        district_team_ids=frozenset(row["district_team_ids"]),
        language=row["language"],
    )
