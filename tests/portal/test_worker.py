"""The worker's phone: the days in route order, one visit from start to stop, money, hours; and concerns at the desk."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import a_worker, an_actor
from tests.delivery.scenes import Help, Repair, a_picture, agreed
from tests.planning.scenes import a_visit
from tests.portal.scenes import signed_in, text
from werkplaats.delivery import services
from werkplaats.delivery.models import Concern, Material, Timesheet, WorkPhoto
from werkplaats.delivery.rules import ConcernStatus, DeliveryOutcome
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Credential

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


def a_repair(**more: Any) -> Repair:
    """A repair that is on for now, with papers that hold."""
    scene = Repair(starts_at=timezone.now(), **more)
    Credential.objects.update(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
    return scene


def help_now() -> Help:
    scene = Help(starts_at=timezone.now())
    Credential.objects.update(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
    return scene


def url(name: str, *args: Any) -> str:
    return reverse(f"worker:{name}", args=args)


def test_the_home_page_has_the_address_the_way_and_what_was_reported() -> None:
    scene = a_repair()
    page = text(signed_in(scene.worker.person_id).get(url("home")))
    assert scene.visit.job.dwelling.address in page
    assert "Kraan vervangen" in page or scene.request.text in page
    assert "openstreetmap.org" in page
    assert "from home" in page
    assert url("start", scene.visit.pk) in page


def test_the_home_page_asks_the_same_number_of_queries_for_one_visit_and_for_many() -> None:
    scene = a_repair()
    client = signed_in(scene.worker.person_id)
    client.get(url("home"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url("home"))
    for hours in range(1, 6):
        agreed(
            a_visit(scene.cooperative), scene.plumbers[0], starts_at=timezone.now() + timedelta(hours=24 + 2 * hours)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url("home"))
    assert len(many) == len(few) <= 12


def test_somebody_without_work_is_told_what_to_do_next() -> None:
    worker = a_worker(a_repair().cooperative)
    page = text(signed_in(worker.person_id).get(url("home")))
    assert "Nothing is planned this week" in page
    assert text(signed_in(worker.person_id).get(url("money"))).count("Nothing earned yet") == 1


def test_a_visit_from_start_to_stop_with_material_and_a_photo() -> None:
    scene = a_repair()
    client, key = signed_in(scene.worker.person_id), scene.visit.pk
    assert client.post(url("start", key)).status_code == 302
    client.post(url("start", key))  # a bad connection sends it again
    assert Timesheet.objects.count() == 1
    form = {"description": "Kraanleertje", "quantity": "2,5", "unit_price": "0,95", "form_token": str(uuid4())}
    for _ in range(2):
        assert client.post(url("material", key), form).status_code == 302
    line = Material.objects.get()
    assert (str(line.quantity), line.unit_price_cents) == ("2.50", 95)
    for _ in range(2):
        assert client.post(url("add_photo", key), {"photos": a_picture()}).status_code == 302
    photo = WorkPhoto.objects.get()
    assert client.get(url("photo", photo.pk))["Content-Type"] == "image/jpeg"
    for _ in range(2):
        client.post(url("stop", key), {"outcome": "done", "note": "Nieuwe kraan."})
    assert scene.status() == VisitStatus.DONE
    page = text(client.get(url("visit", key)))
    assert "Nieuwe kraan." in page
    assert "Kraanleertje" in page
    assert text(client.get(url("money"))).count(scene.visit.job.dwelling.address) == 1


def test_what_was_typed_stays_when_it_is_refused() -> None:
    scene = a_repair()
    client, key = signed_in(scene.worker.person_id), scene.visit.pk
    client.post(url("start", key))
    refused = client.post(
        url("material", key), {"description": "Buis", "quantity": "0", "unit_price": "veel", "form_token": uuid4()}
    )
    assert refused.status_code == 422
    assert 'value="Buis"' in text(refused)
    no_note = client.post(url("stop", key), {"outcome": "follow_up", "note": ""})
    assert no_note.status_code == 422
    assert "Write what still has to be done." in text(no_note)
    assert client.post(url("add_photo", key), {}).status_code == 422
    assert scene.status() == VisitStatus.UNDER_WAY


def test_the_times_are_put_right_on_the_day_itself() -> None:
    scene = a_repair()
    client, key = signed_in(scene.worker.person_id), scene.visit.pk
    services.start(scene.worker, key, at=timezone.now() - timedelta(days=1))
    client.post(url("stop", key), {"outcome": "done"})
    sheet = Timesheet.objects.get()
    Timesheet.objects.update(stopped_at=sheet.started_at + timedelta(minutes=1))
    assert client.post(url("times", key), {"started_at": "10:00", "stopped_at": "09:00"}).status_code == 422
    assert client.post(url("times", key), {"started_at": "09:00", "stopped_at": "10:15"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.stopped_at is not None
    assert sheet.stopped_at - sheet.started_at == timedelta(minutes=75)


def test_another_workers_visit_does_not_exist() -> None:
    scene, other = a_repair(), a_repair()
    stranger = signed_in(a_worker(scene.cooperative).person_id)
    services.start(other.worker, other.visit.pk, at=timezone.now())
    photo = services.add_photo(other.worker, other.visit.pk, a_picture(), at=timezone.now())
    for client in (stranger, signed_in(scene.worker.person_id)):
        assert client.get(url("visit", other.visit.pk)).status_code == 404
        assert client.post(url("start", other.visit.pk)).status_code == 404
        assert client.get(url("photo", photo.pk)).status_code == 404


def test_who_lives_there_is_known_until_the_visit_is_over() -> None:
    scene = help_now()
    scene.client.notes_for_helper = "De sleutel hangt in het kastje."
    scene.client.save()
    client, key = signed_in(scene.worker.person_id), scene.visit.pk
    page = text(client.get(url("visit", key)))
    assert scene.client.person.name in page
    assert "kastje" in page
    client.post(url("start", key))
    client.post(url("stop", key), {"outcome": "done"})
    page = text(client.get(url("visit", key)))
    assert scene.client.person.name not in page
    assert "kastje" not in page


def test_a_worker_keeps_own_hours_and_days_away() -> None:
    worker = a_worker(a_repair().cooperative)
    client = signed_in(worker.person_id)
    page = text(client.get(url("availability")))
    assert page.count('value="08:00"') == 5
    hours = {"week": "1", "from_0_1": "09:00", "until_0_1": "12:00", "from_0_2": "13:00", "until_0_2": "17:00"}
    assert client.post(url("availability"), hours).status_code == 302
    assert worker.availability.filter(weekday=0).count() == worker.availability.count() == 2
    wrong = client.post(url("availability"), {**hours, "until_0_1": ""})
    assert wrong.status_code == 422
    assert client.post(url("availability"), {**hours, "from_0_2": "11:00"}).status_code == 422
    assert worker.availability.count() == 2
    away = {"away": "1", "first_day": "2099-08-01", "last_day": "2099-08-14"}
    assert client.post(url("availability"), away).status_code == 302
    assert client.post(url("availability"), {**away, "last_day": "2099-07-01"}).status_code == 422
    assert worker.absences.count() == 1


def test_a_worry_goes_from_the_helper_to_the_coordinator_and_with_consent_to_the_team() -> None:
    scene = help_now()
    helper, coordinator = signed_in(scene.worker.person_id), signed_in(scene.coordinator.person_id)
    helper.post(url("concern", scene.visit.pk), {"text": "Mevrouw eet bijna niets."})
    concern = Concern.objects.get()
    assert "eet bijna niets" in text(coordinator.get(reverse("coordinator:concerns")))
    one = reverse("coordinator:concern", args=[concern.pk])
    assert "not asked yet" in text(coordinator.get(one))
    coordinator.post(reverse("coordinator:concern_share", args=[concern.pk]))
    concern.refresh_from_db()
    assert concern.shared_with_district_team_at is None
    assert (
        coordinator.post(reverse("coordinator:concern_step", args=[concern.pk]), {"step": "taken_up"}).status_code
        == 422
    )
    coordinator.post(
        reverse("coordinator:concern_step", args=[concern.pk]), {"step": "taken_up", "follow_up": "Ik bel vandaag."}
    )
    coordinator.post(reverse("coordinator:concern_consent", args=[concern.pk]), {"given": "yes"})
    coordinator.post(reverse("coordinator:concern_share", args=[concern.pk]))
    coordinator.post(reverse("coordinator:concern_step", args=[concern.pk]), {"step": "closed", "follow_up": "Klaar."})
    concern.refresh_from_db()
    assert concern.status == ConcernStatus.CLOSED
    assert concern.shared_with_district_team_at is not None
    assert "Ik bel vandaag." in text(coordinator.get(one))
    again = coordinator.post(
        reverse("coordinator:concern_step", args=[concern.pk]), {"step": "taken_up", "follow_up": "Ik ook."}
    )
    assert again.status_code == 409
    assert signed_in(Help().coordinator.person_id).get(one).status_code == 404


def test_work_that_was_signed_stands_with_its_money_or_without() -> None:
    scene = a_repair()
    services.start(scene.worker, scene.visit.pk, at=timezone.now())
    services.stop(scene.worker, scene.visit.pk, outcome=DeliveryOutcome.DONE, at=timezone.now())
    client = signed_in(scene.worker.person_id)
    assert "Waits for a signature" in text(client.get(url("money")))
    services.sign_off(an_actor(scene.request.reporter), scene.visit.pk, at=timezone.now())
    assert "Signed." in text(client.get(url("visit", scene.visit.pk)))
