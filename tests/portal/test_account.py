"""My account: what we know, and programs that act in one's name."""

from typing import Any

import pytest
from django.urls import reverse

from tests.api.scenes import Api
from tests.build import a_cooperative, a_person
from tests.portal.scenes import signed_in, text
from werkplaats.members.models import ApiToken
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db
TOKENS = "account:tokens"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def test_a_resident_makes_a_token_sees_it_once_uses_it_and_withdraws_it() -> None:
    resident = a_person(a_cooperative(), Role.RESIDENT)
    client = signed_in(resident.pk)
    assert "No program acts in your name" in text(client.get(reverse(TOKENS)))
    made = client.post(reverse(TOKENS), {"name": "Mijn huis", "role": "resident"})
    token = text(made).split('class="wp-secret">')[1].split("<")[0]
    assert made["Cache-Control"] == "no-store"
    assert token not in text(client.get(reverse(TOKENS)))
    assert Api(token).get("requests").status_code == 200
    client.post(reverse("account:token_withdraw", args=[ApiToken.objects.get().pk]))
    assert Api(token).get("requests").status_code == 401
    assert "No program acts in your name" in text(client.get(reverse(TOKENS)))


def test_a_role_that_one_has_not_cannot_be_chosen() -> None:
    client = signed_in(a_person(a_cooperative(), Role.RESIDENT).pk)
    answer = client.post(reverse(TOKENS), {"name": "Mijn huis", "role": "coordinator"})
    assert answer.status_code == 422
    assert 'value="Mijn huis"' in text(answer)
    assert not ApiToken.objects.exists()


def test_the_same_form_twice_makes_one_token() -> None:
    client = signed_in(a_person(a_cooperative(), Role.WORKER).pk)
    answers = [client.post(reverse(TOKENS), {"name": "Agenda", "role": "worker"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 422]
    assert "a token of this name" in text(answers[1])
    assert ApiToken.objects.count() == 1


def test_my_account_says_what_we_know_and_how_to_choose_a_password() -> None:
    person = a_person(a_cooperative(), Role.RESIDENT, phone="033 555 00 11")
    person.user.set_unusable_password()  # type: ignore[union-attr]
    person.user.save()  # type: ignore[union-attr]
    page = text(signed_in(person.pk).get(reverse("account:home")))
    assert person.email in page
    assert "033 555 00 11" in page
    assert reverse("account_set_password") in page
