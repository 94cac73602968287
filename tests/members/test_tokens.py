"""Tokens: shown once, in one role, withdrawn for good."""

import pytest

from tests.build import NOW, a_cooperative, a_coordinator, a_person, an_actor
from werkplaats.api.tokens import actor_of_token
from werkplaats.ground.errors import Refused
from werkplaats.members.models import ApiToken, Person
from werkplaats.members.queries import tokens_of
from werkplaats.members.rules.roles import NOBODY, DoorClosed, Role
from werkplaats.members.services.people import give_role, take_role
from werkplaats.members.services.tokens import make_token, withdraw_token

pytestmark = pytest.mark.django_db


def test_a_form_sent_twice_makes_one_token() -> None:
    coordinator = a_coordinator(a_cooperative())
    make_token(coordinator, Role.COORDINATOR, "planbord", at=NOW)
    with pytest.raises(Refused) as refused:
        make_token(coordinator, Role.COORDINATOR, " planbord ", at=NOW)
    assert refused.value.field == "name"
    assert ApiToken.objects.count() == 1


def test_after_withdrawing_the_name_is_free_again() -> None:
    coordinator = a_coordinator(a_cooperative())
    make_token(coordinator, Role.COORDINATOR, "planbord", at=NOW)
    withdraw_token(coordinator, tokens_of(coordinator).get().pk, at=NOW)
    make_token(coordinator, Role.COORDINATOR, "planbord", at=NOW)
    assert tokens_of(coordinator).count() == 1


def test_a_token_of_somebody_else_cannot_be_withdrawn() -> None:
    cooperative = a_cooperative()
    mine, other = a_coordinator(cooperative), a_coordinator(cooperative)
    token = make_token(mine, Role.COORDINATOR, "planbord", at=NOW)
    with pytest.raises(Refused):
        withdraw_token(other, ApiToken.objects.get().pk, at=NOW)
    assert actor_of_token(token).person_id == mine.person_id


@pytest.mark.parametrize(("role", "name", "field"), [(Role.BOARD, "cijfers", "role"), (Role.RESIDENT, " ", "name")])
def test_a_token_needs_a_role_of_its_own_and_a_name(role: Role, name: str, field: str) -> None:
    resident = an_actor(a_person(a_cooperative(), Role.RESIDENT))
    with pytest.raises(Refused) as refused:
        make_token(resident, role, name, at=NOW)
    assert refused.value.field == field


def test_nobody_has_no_token() -> None:
    with pytest.raises(DoorClosed):
        make_token(NOBODY, Role.RESIDENT, "iets", at=NOW)


def test_a_role_that_is_taken_away_closes_its_tokens_also_after_it_comes_back() -> None:
    coordinator = a_coordinator(a_cooperative())
    person = Person.objects.get(pk=coordinator.person_id)
    token = make_token(coordinator, Role.COORDINATOR, "planbord", at=NOW)
    take_role(person, Role.COORDINATOR, at=NOW)
    assert actor_of_token(token) is NOBODY
    give_role(person, Role.COORDINATOR, at=NOW)
    assert actor_of_token(token) is NOBODY
