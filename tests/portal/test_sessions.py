"""Who a browser is of: read with its session, and over as soon as the session or the account is."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.build import a_cooperative, a_person
from tests.portal.scenes import a_browser, signed_in
from werkplaats.members.models import Person, Session, User
from werkplaats.members.rules.roles import Role
from werkplaats.portal.sessions import SessionStore

pytestmark = pytest.mark.django_db
HOME = "/mijn/"


@pytest.fixture
def person() -> Person:
    return a_person(a_cooperative(), Role.RESIDENT)


@pytest.fixture
def browser(person: Person) -> Client:
    return signed_in(person.pk)


def is_in(browser: Client) -> bool:
    return browser.get(HOME).status_code == 200


def test_one_question_gives_the_session_and_who_is_there(browser: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/taal/").wsgi_request.user.is_authenticated  # type: ignore[attr-defined]
    assert len(asked) == 1


def test_the_session_says_whose_it_is(browser: Client, person: Person) -> None:
    assert is_in(browser)
    assert [session.user for session in Session.objects.all()] == [person.user]


def test_a_stranger_is_nobody(db: None) -> None:
    assert not is_in(a_browser())
    stranger = a_browser()
    stranger.cookies[django_settings.SESSION_COOKIE_NAME] = "0123456789abcdef"
    assert not is_in(stranger)


def test_signing_out_ends_it(browser: Client) -> None:
    browser.logout()
    assert not is_in(browser)
    assert not Session.objects.exists()


def test_a_session_that_ended_is_nobodys(browser: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(browser)


def test_a_session_that_ended_is_forgotten_at_night(browser: Client, person: Person) -> None:
    signed_in(person.pk)
    ended = Session.objects.order_by("pk")[0]
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    SessionStore.clear_expired()
    assert Session.objects.count() == 1
    assert not Session.objects.filter(pk=ended.pk).exists()


def test_withdrawing_all_sessions_of_somebody_signs_out_everywhere(browser: Client, person: Person) -> None:
    assert person.user is not None
    other = signed_in(person.pk)
    somebody_else = signed_in(a_person(a_cooperative(), Role.RESIDENT).pk)
    person.user.sessions.all().delete()
    assert [is_in(browser), is_in(other), is_in(somebody_else)] == [False, False, True]


def test_a_new_password_ends_the_sessions_from_before(browser: Client, person: Person) -> None:
    user: Any = person.user
    user.set_password("een-nieuw-wachtwoord")
    user.save()
    assert not is_in(browser)
    assert not Session.objects.filter(user=user).exists()


def test_an_account_that_was_closed_is_out_at_once(browser: Client, person: Person) -> None:
    User.objects.filter(person=person).update(is_active=False)
    assert not is_in(browser)


def test_a_session_of_one_account_with_the_signature_of_another_is_nobodys(browser: Client) -> None:
    other = a_person(a_cooperative(), Role.COORDINATOR)
    Session.objects.update(user=other.user)
    assert not is_in(browser)
