"""Telling people: once for one event, by the way they chose, and never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from tests.at_once import at_once
from tests.build import NOW, a_cooperative, a_coordinator, a_person
from tests.mail_server import MailServer, a_mail_server
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Cooperative, Notice, Person
from werkplaats.members.queries import notices_to_tell
from werkplaats.members.rules import ContactBy
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.members.services import notices

LATER = NOW + timedelta(minutes=10)
AFTER = LATER + timedelta(minutes=10)


def told(person: Person, event: str = "worker-admitted:1", **context: Any) -> Notice | None:
    return notices.tell(person, event=event, template="worker_declined", context={"reason": "Vol.", **context}, at=NOW)


def sure(notice: Notice | None) -> Notice:
    assert notice is not None
    notice.refresh_from_db()
    return notice


@pytest.fixture
def cooperative(db: None) -> Cooperative:
    return a_cooperative()


@pytest.fixture
def server(settings: Any) -> Any:
    with a_mail_server() as running:
        settings.EMAIL_BACKEND = "werkplaats.ground.mail_server.MailServer"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", running.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        yield running


# --- telling -----------------------------------------------------------------------------------------------------
def test_an_event_is_told_once(cooperative: Cooperative) -> None:
    person = a_person(cooperative)
    assert told(person) is not None
    assert told(person) is None
    assert told(person, "worker-admitted:2") is not None
    assert told(a_person(a_cooperative())) is not None  # the same word in another neighbourhood is another event
    assert Notice.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_tell_of_one_event_at_once_tell_it_once() -> None:
    person = a_person(a_cooperative())
    outcomes = at_once(*(lambda: told(person) for _ in range(4)))
    assert sum(isinstance(outcome, Notice) for outcome in outcomes) == 1, outcomes
    assert outcomes.count(None) == 3
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "address", "channel"),
    [
        (ContactBy.EMAIL, "nel@voorbeeld.example", ContactBy.EMAIL),
        (ContactBy.EMAIL, "", ContactBy.LETTER),
        (ContactBy.LETTER, "nel@voorbeeld.example", ContactBy.LETTER),
        (ContactBy.PHONE, "", ContactBy.PHONE),
    ],
)
def test_word_comes_by_the_way_that_was_chosen(
    cooperative: Cooperative, chosen: ContactBy, address: str, channel: ContactBy
) -> None:
    notice = sure(told(a_person(cooperative, email=address, contact_by=chosen)))
    assert notice.channel == channel
    assert (notice in notices_to_tell(cooperative.pk)) == (channel != ContactBy.EMAIL)


def test_it_is_written_in_the_persons_own_language_and_with_the_name_as_it_is(cooperative: Cooperative) -> None:
    dutch = sure(told(a_person(cooperative, name="D'Arcy & Zn", language="nl"), "a"))
    english = sure(told(a_person(cooperative, language="en"), "b"))
    assert dutch.subject != english.subject
    assert "&amp;" not in dutch.body
    assert "\n" not in dutch.subject


def test_the_coordinator_marks_a_letter_as_posted_and_nobody_else_does(cooperative: Cooperative) -> None:
    person = a_person(cooperative, email="")
    letter = sure(told(person))
    with pytest.raises(DoorClosed):
        notices.mark_told(notices.Actor(cooperative.pk, person.pk), letter.pk, at=NOW)
    with pytest.raises(Refused):
        notices.mark_told(a_coordinator(a_cooperative()), letter.pk, at=NOW)
    coordinator = a_coordinator(cooperative)
    for at in (NOW, LATER):
        notices.mark_told(coordinator, letter.pk, at=at)
    assert sure(letter).sent_at == NOW
    with pytest.raises(Refused):
        notices.mark_told(coordinator, sure(told(a_person(cooperative), "e-mail")).pk, at=NOW)


# --- sending -----------------------------------------------------------------------------------------------------
def test_a_mail_goes_out_once_under_the_name_of_its_event(cooperative: Cooperative) -> None:
    notice = sure(told(a_person(cooperative, email="nel@voorbeeld.example")))
    assert notices.send(notice.pk, at=LATER)
    assert not notices.send(notice.pk, at=AFTER)
    assert notices.send_due(at=AFTER) == 0
    (message,) = mail.outbox
    assert message.to == ["nel@voorbeeld.example"]
    assert message.extra_headers["Message-ID"] == notices.message_id(notice)
    assert sure(notice).sent_at == LATER


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once(server: MailServer) -> None:
    notice = sure(told(a_person(a_cooperative())))
    outcomes = at_once(*(lambda: notices.send(notice.pk, at=LATER) for _ in range(4)))
    assert sorted(outcomes) == [False, False, False, True]
    assert server.ids() == [notices.message_id(notice)]


def test_an_address_that_is_refused_for_good_becomes_a_letter(cooperative: Cooperative, server: MailServer) -> None:
    server.at = lambda step, line: "550 no such user" if step == "RCPT" else None
    notice = sure(told(a_person(cooperative)))
    assert not notices.send(notice.pk, at=LATER)
    notice = sure(notice)
    assert (notice.channel, notice.sent_at) == (ContactBy.LETTER, None)
    assert notice.failure
    assert notice in notices_to_tell(cooperative.pk)


def test_a_message_that_is_refused_for_good_becomes_a_letter_too(cooperative: Cooperative, server: MailServer) -> None:
    server.at = lambda step, line: "554 looks like spam" if step == "refuse" else None
    notice = sure(told(a_person(cooperative)))
    assert not notices.send(notice.pk, at=LATER)
    assert sure(notice).channel == ContactBy.LETTER


@pytest.mark.parametrize("step", ["RCPT", "refuse", "MAIL"])
def test_a_server_that_says_later_is_asked_later(cooperative: Cooperative, server: MailServer, step: str) -> None:
    server.at = lambda reached, line: "451 try again" if reached == step else None
    notice = sure(told(a_person(cooperative)))
    with pytest.raises(OSError):
        notices.send(notice.pk, at=LATER)
    assert sure(notice).sent_at is None
    assert server.received == []
    server.at = lambda reached, line: None
    assert notices.send_due(at=AFTER) == 1
    assert len(server.received) == 1


def test_one_that_cannot_be_sent_does_not_hold_up_the_others(cooperative: Cooperative, server: MailServer) -> None:
    for name in ("a", "stuck", "b"):
        told(a_person(cooperative, email=f"{name}@voorbeeld.example"), f"event-{name}")
    server.at = lambda step, line: "451 later" if step == "RCPT" and "stuck" in line else None
    assert notices.send_due(at=LATER) == 2
    assert list(Notice.objects.filter(sent_at=None).values_list("event", flat=True)) == ["event-stuck"]


def test_a_mail_server_that_is_away_loses_nothing(cooperative: Cooperative, server: MailServer, settings: Any) -> None:
    told(a_person(cooperative))
    settings.EMAIL_PORT = 1  # nobody listens there
    assert notices.send_due(at=LATER) == 0
    settings.EMAIL_PORT = server.port
    assert notices.send_due(at=AFTER) == 1


def test_a_server_that_hangs_up_after_its_yes_has_the_mail(cooperative: Cooperative, server: MailServer) -> None:
    def at(step: str, line: str) -> str | None:
        if step == "QUIT":
            raise OSError
        return None

    server.at = at
    notice = sure(told(a_person(cooperative)))
    assert notices.send(notice.pk, at=LATER)
    assert sure(notice).sent_at == LATER


def test_fresh_mail_is_left_to_the_job_that_came_with_it(cooperative: Cooperative) -> None:
    told(a_person(cooperative))
    assert notices.send_due(at=NOW + timedelta(minutes=1)) == 0
