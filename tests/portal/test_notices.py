"""Letters to post and calls to make."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.build import NOW, a_cooperative, a_coordinator, a_dwelling, a_resident
from tests.portal.scenes import signed_in, text
from werkplaats.members.models import Cooperative, Notice
from werkplaats.members.rules import ContactBy

pytestmark = pytest.mark.django_db
LIST = "coordinator:notices"


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def here() -> Cooperative:
    return a_cooperative()


@pytest.fixture
def client(here: Cooperative) -> Any:
    return signed_in(a_coordinator(here).person_id)


def a_notice(here: Cooperative, channel: ContactBy, *, at: datetime = NOW, **fields: Any) -> Notice:
    person = a_resident(a_dwelling(None, here), phone="033 555 00 11")
    return Notice.objects.create(
        **{
            "cooperative": here,
            "person": person,
            "event": f"test:{person.pk}",
            "channel": channel,
            "to": person.email,
            "subject": "Wij hebben een afspraak met u",
            "body": "De loodgieter komt dinsdag.\n",
            "created_at": at,
            **fields,
        }
    )


def test_who_waits_longest_stands_first_and_e_mail_is_not_on_the_list(here: Cooperative, client: Any) -> None:
    late = a_notice(here, ContactBy.PHONE, at=NOW + timedelta(days=1))
    first = a_notice(here, ContactBy.LETTER)
    mailed = a_notice(here, ContactBy.EMAIL, sent_at=NOW)
    page = text(client.get(reverse(LIST)))
    assert page.index(first.person.name) < page.index(late.person.name)  # type: ignore[union-attr]
    assert mailed.person.name not in page  # type: ignore[union-attr]


def test_letters_and_calls_can_be_looked_at_apart(here: Cooperative, client: Any) -> None:
    letter, call = a_notice(here, ContactBy.LETTER), a_notice(here, ContactBy.PHONE)
    page = text(client.get(reverse(LIST), {"way": "phone"}))
    assert reverse("coordinator:notice", args=[call.pk]) in page
    assert reverse("coordinator:notice", args=[letter.pk]) not in page


def test_an_empty_list_says_when_something_comes(client: Any) -> None:
    assert "Everybody has been told" in text(client.get(reverse(LIST)))
    assert "Nothing waits here" in text(client.get(reverse(LIST), {"way": "letter"}))


def test_a_letter_has_the_address_of_the_home_and_a_call_the_number(here: Cooperative, client: Any) -> None:
    letter, call = a_notice(here, ContactBy.LETTER), a_notice(here, ContactBy.PHONE)
    home = letter.person.residences.get().dwelling  # type: ignore[union-attr]
    page = text(client.get(reverse("coordinator:notice", args=[letter.pk])))
    assert f"{home.address}, {home.postcode} {home.city}" in page
    assert "De loodgieter komt dinsdag." in page
    page = text(client.get(reverse("coordinator:notice", args=[call.pk])))
    assert 'href="tel:0335550011"' in page


def test_what_was_told_goes_off_the_list_once(here: Cooperative, client: Any) -> None:
    letter = a_notice(here, ContactBy.LETTER)
    told = reverse("coordinator:notice_told", args=[letter.pk])
    assert client.post(told).status_code == 302
    letter.refresh_from_db()
    moment = letter.sent_at
    client.post(told)
    letter.refresh_from_db()
    assert moment is not None
    assert letter.sent_at == moment
    assert "Everybody has been told" in text(client.get(reverse(LIST)))
    assert "This was told" in text(client.get(reverse("coordinator:notice", args=[letter.pk])))


def test_a_refused_e_mail_says_why_and_is_a_letter_now(here: Cooperative, client: Any) -> None:
    letter = a_notice(here, ContactBy.LETTER, failure="the e-mail address was refused")
    assert "the e-mail address was refused" in text(client.get(reverse(LIST)))
    page = text(client.get(reverse("coordinator:notice", args=[letter.pk])))
    assert "It could not be sent by e-mail" in page
    client.cookies["django_language"] = "nl"
    assert "het e-mailadres werd geweigerd" in text(client.get(reverse(LIST)))


def test_e_mail_that_does_not_go_out_is_said_aloud(here: Cooperative, client: Any) -> None:
    a_notice(here, ContactBy.EMAIL, at=timezone.now())
    assert "E-mail does not go out" not in text(client.get(reverse(LIST)))
    a_notice(here, ContactBy.EMAIL, at=timezone.now() - timedelta(hours=1))
    a_notice(a_cooperative(), ContactBy.EMAIL, at=timezone.now() - timedelta(hours=1))
    assert "1 e-mail waits" in text(client.get(reverse(LIST)))


def test_a_notice_without_a_person_is_shown_with_its_address(here: Cooperative, client: Any) -> None:
    letter = a_notice(here, ContactBy.LETTER, person=None, to="reparatie@corporatie.example")
    assert "reparatie@corporatie.example" in text(client.get(reverse(LIST)))
    assert client.get(reverse("coordinator:notice", args=[letter.pk])).status_code == 200
    assert client.post(reverse("coordinator:notice_told", args=[letter.pk])).status_code == 302
