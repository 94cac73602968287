"""The team, its first sign-in, and the members of the cooperative."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.build import NOW, a_cooperative, a_coordinator, a_landlord, a_person, an_actor
from tests.portal.scenes import a_browser, signed_in, text
from werkplaats.desk.services import add_colleague
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules import MemberKind
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.people import join_as_member

pytestmark = pytest.mark.django_db
TEAM = "coordinator:team"
EMAIL = "nieuw@voorbeeld.example"
PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def _no_codes_asked_before() -> None:
    cache.clear()  # where the sign-in counts how often a code was asked


@pytest.fixture
def here() -> Cooperative:
    return a_cooperative()


@pytest.fixture
def client(here: Cooperative, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return signed_in(a_coordinator(here).person_id)


# -- the first sign-in ------------------------------------------------------------------------------------------------
def code_by_mail(browser: Client) -> Any:
    browser.post(reverse("account_request_login_code"), {"email": EMAIL})
    message = mail.outbox[-1]
    assert message.to == [EMAIL]
    code = re.search(r"^([A-Z0-9-]{6,})$", message.body, re.MULTILINE)
    assert code is not None, message.body
    return browser.post(reverse("account_confirm_login_code"), {"code": code[1]})


def code_of_the_app(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_a_new_coordinator_signs_in_with_a_code_then_sets_a_second_step_and_a_password() -> None:
    add_colleague(a_coordinator(a_cooperative()), name="Nieuw", email=EMAIL, role=Role.COORDINATOR, at=NOW)
    browser = a_browser()
    assert code_by_mail(browser)["Location"] == "/"
    assert browser.get(reverse("coordinator:inbox"))["Location"] == reverse("mfa_index")
    assert "Turn on one of these" in text(browser.get(reverse("mfa_index")))

    activate = reverse("mfa_activate_totp")
    assert browser.get(activate).status_code == 200
    secret = browser.session["mfa.totp.secret"]
    browser.post(activate, {"code": code_of_the_app(secret)})
    assert browser.get(reverse("coordinator:inbox")).status_code == 200

    chosen = browser.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert chosen["Location"] == reverse("account:home")
    assert "Change my password" in text(browser.get(reverse("account:home")))


def test_with_a_second_step_neither_the_code_nor_the_password_alone_opens_a_page() -> None:
    person = add_colleague(a_coordinator(a_cooperative()), name="Nieuw", email=EMAIL, role=Role.BOARD, at=NOW)
    browser = a_browser()
    code_by_mail(browser)
    browser.get(reverse("mfa_activate_totp"))
    browser.post(reverse("mfa_activate_totp"), {"code": code_of_the_app(browser.session["mfa.totp.secret"])})
    user = Person.objects.get(pk=person.pk).user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    second = a_browser()
    assert code_by_mail(second)["Location"] == reverse("mfa_authenticate")
    assert second.get(reverse("board:home")).status_code == 302
    third = a_browser()
    answer = third.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert third.get(reverse("board:home")).status_code == 302


def test_the_code_by_mail_speaks_dutch_and_names_no_test_server() -> None:
    add_colleague(a_coordinator(a_cooperative()), name="Nieuw", email=EMAIL, role=Role.BOARD, at=NOW)
    browser = Client(headers={"accept-language": "nl"})
    code_by_mail(browser)
    assert "Geef deze code nooit" in mail.outbox[-1].body
    assert "testserver" not in mail.outbox[-1].body + mail.outbox[-1].subject


# -- the team ---------------------------------------------------------------------------------------------------------
def test_a_contact_is_added_for_a_landlord_and_stands_in_the_list(here: Cooperative, client: Client) -> None:
    landlord = a_landlord(here)
    answer = client.post(
        reverse(TEAM), {"name": "Petra", "email": EMAIL, "post": f"landlord:{landlord.pk}"}, follow=True
    )
    page = text(answer)
    assert "Petra can sign in now" in page
    assert page.count(landlord.name) == 2  # in the list, and as a choice
    assert "not yet" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(here: Cooperative, client: Client) -> None:
    elsewhere = a_landlord(a_cooperative())
    for post in ("", "worker", f"landlord:{elsewhere.pk}"):
        answer = client.post(reverse(TEAM), {"name": "Petra", "email": EMAIL, "post": post})
        assert answer.status_code == 422
        assert 'value="Petra"' in text(answer)
    assert not Person.objects.filter(email=EMAIL).exists()


def test_the_last_coordinator_reads_why_the_role_stays(here: Cooperative, client: Client) -> None:
    me = Person.objects.get(cooperative=here, roles__role=Role.COORDINATOR)
    address = reverse("coordinator:team_away", args=[me.pk])
    assert "last coordinator" in text(client.post(address, {"post": "coordinator:0"}, follow=True))
    a_coordinator(here)
    assert client.post(address, {"post": "coordinator:0"})["Location"] == "/"
    assert client.get(reverse(TEAM)).status_code == 403


def test_a_role_is_taken_away_once_and_a_page_that_is_old_does_no_harm(here: Cooperative, client: Client) -> None:
    board = a_person(here, Role.BOARD, Role.RESIDENT)
    address = reverse("coordinator:team_away", args=[board.pk])
    assert client.post(address, {"post": "resident:0"}).status_code == 302  # not a role of the team
    assert an_actor(board).roles == {Role.BOARD, Role.RESIDENT}
    assert client.post(address, {"post": "board:0"}).status_code == 302
    assert an_actor(board).roles == {Role.RESIDENT}
    assert client.post(address, {"post": "board:0"}).status_code == 404


# -- members ----------------------------------------------------------------------------------------------------------
def test_members_stand_by_number_and_download_with_how_to_reach_them(here: Cooperative, client: Client) -> None:
    join_as_member(here.pk, name="Jan", email="jan@voorbeeld.example", at=NOW)
    join_as_member(
        here.pk,
        name="Ria",
        email="ria@voorbeeld.example",
        kind=MemberKind.BUSINESS,
        business_name="=Bakkerij",
        at=NOW,
    )
    page = text(client.get(reverse("coordinator:members")))
    assert page.index("Jan") < page.index("=Bakkerij")
    assert "jan@voorbeeld.example" not in page
    table = client.get(reverse("coordinator:members_csv")).content.decode("utf-8-sig").splitlines()
    assert table[1].startswith("1;Jan;;")
    assert "ria@voorbeeld.example" in table[2]
    assert "'=Bakkerij" in table[2]  # no formula in a spreadsheet


def test_without_members_the_page_says_where_one_becomes_a_member(here: Cooperative, client: Client) -> None:
    assert reverse("public:become_member", args=[here.slug]) in text(client.get(reverse("coordinator:members")))


def test_the_board_sees_the_members_and_no_way_to_the_workers(here: Cooperative, client: Client) -> None:
    browser = signed_in(a_person(here, Role.BOARD).pk)
    assert reverse("coordinator:members") in text(browser.get(reverse("board:home")))
    assert reverse("coordinator:workers") not in text(browser.get(reverse("coordinator:members")))
