"""The private address of a worker's agenda: made, replaced, read without signing in, and closed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.build import NOW, a_coordinator, a_worker, an_actor
from tests.delivery.scenes import Repair
from tests.portal.scenes import a_browser, signed_in, text
from werkplaats.desk.services import worker_leaves
from werkplaats.members.models import AgendaAddress, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.services.agenda import make_agenda_address

pytestmark = pytest.mark.django_db


def made(worker: Worker) -> str:
    return reverse("worker:agenda_feed", args=[make_agenda_address(an_actor(worker.person), at=NOW)])


def test_a_worker_makes_an_address_that_a_calendar_program_reads() -> None:
    scene = Repair(starts_at=timezone.now())
    browser = signed_in(scene.worker.person_id)
    assert "You have no address yet" in text(browser.get(reverse("worker:agenda")))
    answer = browser.post(reverse("worker:agenda"))
    address: str = answer.context["made"]
    assert f'href="webcal://{address.partition("://")[2]}"' in text(answer)
    assert answer["Cache-Control"] == "no-store"
    read = a_browser().get(urlsplit(address).path)
    assert read["Content-Type"] == "text/calendar; charset=utf-8"
    calendar: Any = Calendar.from_ical(read.content)
    (event,) = calendar.walk("VEVENT")
    assert event["LOCATION"].startswith(scene.job.dwelling.address)


def test_the_address_is_shown_once_and_only_its_hash_is_kept() -> None:
    worker = a_worker(Repair().cooperative)
    browser = signed_in(worker.person_id)
    key = urlsplit(browser.post(reverse("worker:agenda")).context["made"]).path.split("/")[-2]
    assert key not in text(browser.get(reverse("worker:agenda")))
    assert key not in AgendaAddress.objects.get().key_hash
    assert len(key) >= 40


def test_a_new_address_ends_the_old_one() -> None:
    worker = a_worker(Repair().cooperative)
    old, new = made(worker), made(worker)
    assert [a_browser().get(address).status_code for address in (old, new)] == [404, 200]


def test_what_did_not_change_is_not_sent_again() -> None:
    address = made(Repair(starts_at=timezone.now() + timedelta(days=1)).plumbers[0])
    program = a_browser()
    first = program.get(address)
    again = program.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert program.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    head = program.head(address)
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])


def test_who_leaves_is_followed_no_more_also_not_after_a_return() -> None:
    worker = a_worker(Repair().cooperative)
    address = made(worker)
    worker_leaves(a_coordinator(worker.cooperative), worker.pk, reason="Verhuisd", at=NOW)
    assert a_browser().get(address).status_code == 404
    for status in (WorkerStatus.APPLIED, WorkerStatus.ADMITTED):
        Worker.objects.filter(pk=worker.pk).update(status=status)
    assert a_browser().get(address).status_code == 404


def test_who_left_makes_no_address() -> None:
    worker = a_worker(Repair().cooperative)
    Worker.objects.filter(pk=worker.pk).update(status=WorkerStatus.LEFT)
    answer = signed_in(worker.person_id).post(reverse("worker:agenda"))
    assert (answer.status_code, answer.context["made"]) == (422, "")
    assert "You do not work here now" in text(answer)
    assert not AgendaAddress.objects.exists()


@pytest.mark.parametrize("key", ["x", "é", "a" * 500])
def test_an_address_that_was_never_made(key: str) -> None:
    assert a_browser().get(reverse("worker:agenda_feed", args=[key])).status_code == 404


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    address = made(Repair(starts_at=timezone.now()).plumbers[0])
    with django_assert_num_queries(2):
        a_browser().get(address)
