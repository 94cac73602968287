"""The coordinator plans on the page of a visit; the worker answers on a phone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.build import NOW, a_cooperative, a_coordinator, a_worker
from tests.delivery.scenes import AN_HOUR, Repair
from tests.planning.scenes import a_care_grant, a_visit, some_jobs
from werkplaats.delivery import services as delivery
from werkplaats.delivery.rules import DeliveryOutcome, SignOffBy
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Credential, Person, Worker
from werkplaats.planning import queries, services
from werkplaats.planning.models import Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


class Desk:
    """A leak to plan, a coordinator signed in, and plumbers with papers that hold today."""

    def __init__(self, plumbers: int = 2, **step: Any) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.plumbers = [a_worker(self.cooperative) for _ in range(plumbers)]
        Credential.objects.update(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
        self.visit = a_visit(self.cooperative, **step)
        self.at = timezone.now()
        self.starts_at = queries.free_times(self.visit, None, at=self.at)[0] if plumbers else None
        self.client = signed_in(Person.objects.get(pk=self.coordinator.person_id))
        self.url = reverse("coordinator:visit", args=[self.visit.pk])

    def send(self, do: str, *workers: Worker, **more: Any) -> Any:
        fields = {"do": do, "workers": [one.pk for one in workers], "starts_at": self.starts_at.isoformat(), **more}
        return self.client.post(self.url, fields)

    def status(self) -> str:
        return Visit.objects.get(pk=self.visit.pk).status


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(person.user)
    return client


def text(response: Any) -> str:
    return response.content.decode()


def test_the_list_begins_with_what_has_to_be_planned() -> None:
    desk = Desk()
    page = text(desk.client.get(reverse("coordinator:visits")))
    assert desk.url in page
    assert desk.visit.job.dwelling.address in page
    assert page.index("v-plan") < page.index("v-offered") < page.index("v-agreed")


def test_an_empty_list_says_what_to_do_next() -> None:
    client = signed_in(Person.objects.get(pk=a_coordinator(a_cooperative()).person_id))
    assert reverse("coordinator:inbox") in text(client.get(reverse("coordinator:visits")))


def test_the_list_takes_as_many_queries_for_one_visit_as_for_many(django_assert_max_num_queries: Any) -> None:
    desk = Desk()
    some_jobs(desk.cooperative, *(Step("LOO", 60, Urgency.NORMAL) for _ in range(8)))
    jobs.open_recurring(a_care_grant(desk.cooperative, ends_on=date(2099, 1, 1)), at=desk.at)
    with django_assert_max_num_queries(12):
        desk.client.get(reverse("coordinator:visits"))


def test_the_page_of_a_visit_suggests_times_and_says_why_in_this_order(django_assert_max_num_queries: Any) -> None:
    desk = Desk(plumbers=5)
    with django_assert_max_num_queries(12):
        page = text(desk.client.get(desk.url))
    assert all(plumber.person.name in page for plumber in desk.plumbers)
    assert "?begin=" in page


def test_the_page_says_how_long_the_plaster_dries() -> None:
    desk = Desk()
    plaster, paint = (
        job.visits.get()
        for job in some_jobs(desk.cooperative, Step("STU", 60, Urgency.NORMAL), Step("SCH", 60, Urgency.NORMAL))
    )
    ended = timezone.now() - timedelta(hours=1)
    for status in (VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.DONE):
        period = DateTimeTZRange(ended - timedelta(hours=1), ended)
        Visit.objects.filter(pk=plaster.pk).update(status=status, period=period)
    a_painter = a_worker(desk.cooperative, trades=("SCH",))
    Credential.objects.filter(worker=a_painter).update(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
    url = reverse("coordinator:visit", args=[paint.pk])
    assert "The job before it is over, and dry:" in text(desk.client.get(url))
    assert min(queries.free_times(paint, None, at=timezone.now())) >= ended + timedelta(hours=48)


def test_the_page_names_why_somebody_cannot() -> None:
    desk = Desk()
    Credential.objects.filter(worker=desk.plumbers[1], kind="insurance").delete()
    page = text(desk.client.get(desk.url))
    assert "has no insurance" in page


def test_asking_in_the_order_of_the_ranking() -> None:
    desk = Desk()
    response = desk.send("offer", *reversed(desk.plumbers))
    assert response.status_code == 302
    offers = Offer.objects.order_by("rank")
    assert [offer.worker_id for offer in offers] == [plumber.pk for plumber in desk.plumbers]
    assert [offer.status for offer in offers] == [OfferStatus.SENT, OfferStatus.WAITING]
    assert "asked" in text(desk.client.get(desk.url))


def test_asking_all_at_once() -> None:
    desk = Desk()
    desk.send("offer_all", *desk.plumbers)
    assert set(Offer.objects.values_list("status", flat=True)) == {OfferStatus.SENT}


def test_asking_nobody_is_said_in_words() -> None:
    desk = Desk()
    response = desk.send("offer")
    assert response.status_code == 422
    assert "Choose at least one worker." in text(response)
    assert desk.status() == VisitStatus.TO_PLAN


def test_a_moment_that_is_nonsense_changes_nothing() -> None:
    desk = Desk()
    for moment in ("", "yesterday", "2026-03-11T09:00", "2020-01-01T09:00:00+00:00"):
        response = desk.send("offer", desk.plumbers[0], starts_at=moment)
        assert response.status_code == 422
    assert desk.client.get(f"{desk.url}?begin=rubbish").status_code == 200
    assert desk.client.get(f"{desk.url}?day=x&clock=y").status_code == 200
    assert desk.status() == VisitStatus.TO_PLAN


def test_assigning_and_taking_back() -> None:
    desk = Desk()
    desk.send("", assign=desk.plumbers[0].pk)
    assert desk.status() == VisitStatus.AGREED
    assert desk.send("withdraw").status_code == 422
    assert desk.status() == VisitStatus.AGREED
    assert desk.send("withdraw", reason="De bewoner is ziek.").status_code == 302
    assert desk.status() == VisitStatus.TO_PLAN


def test_only_the_coordinator_of_this_cooperative_sees_a_visit() -> None:
    desk = Desk()
    stranger = signed_in(Person.objects.get(pk=a_coordinator(a_cooperative()).person_id))
    assert stranger.get(desk.url).status_code == 404
    assert signed_in(desk.plumbers[0].person).get(desk.url).status_code == 403
    assert Client().get(desk.url).status_code == 302


def offered(desk: Desk) -> tuple[Client, Offer]:
    desk.send("offer", *desk.plumbers)
    offer = Offer.objects.get(status=OfferStatus.SENT)
    return signed_in(offer.worker.person), offer


def test_the_worker_sees_the_street_but_not_the_number_or_the_name(django_assert_max_num_queries: Any) -> None:
    desk = Desk()
    phone, _offer = offered(desk)
    with django_assert_max_num_queries(12):
        page = text(phone.get(reverse("worker:offers")))
    assert desk.visit.job.dwelling.street in page
    assert desk.visit.job.dwelling.address not in page
    assert desk.visit.job.request.reporter.name not in page


def test_yes_on_the_phone() -> None:
    desk = Desk()
    phone, offer = offered(desk)
    for _ in range(2):
        assert phone.post(reverse("worker:accept", args=[offer.pk])).status_code == 302
    assert desk.status() == VisitStatus.AGREED
    assert "Nothing is asked of you now" in text(phone.get(reverse("worker:offers")))


def test_no_on_the_phone_with_a_reason() -> None:
    desk = Desk()
    phone, offer = offered(desk)
    phone.post(reverse("worker:decline", args=[offer.pk]), {"reason": "Ik ben ziek."})
    offer.refresh_from_db()
    assert (offer.status, offer.decline_reason) == (OfferStatus.DECLINED, "Ik ben ziek.")
    assert Offer.objects.get(worker=desk.plumbers[1]).status == OfferStatus.SENT


def test_a_yes_that_comes_too_late_is_said_in_words() -> None:
    desk = Desk()
    phone, offer = offered(desk)
    services.withdraw(desk.coordinator, desk.visit.pk, reason="Toch niet.", at=timezone.now())
    response = phone.post(reverse("worker:accept", args=[offer.pk]))
    assert response.status_code == 409
    assert "no longer open" in text(response)


def test_a_yes_while_already_elsewhere_is_said_on_the_offer_itself() -> None:
    desk = Desk(plumbers=1)
    phone, offer = offered(desk)
    other = a_visit(desk.cooperative)
    services.assign(
        desk.coordinator,
        other.pk,
        desk.plumbers[0].pk,
        starts_at=offer.period.lower + timedelta(minutes=30),
        at=desk.at,
    )
    response = phone.post(reverse("worker:accept", args=[offer.pk]))
    assert response.status_code == 409
    assert "You are already somewhere else then" in text(response)
    assert f"offer-{offer.pk}" in text(response)


def test_nobody_answers_the_offer_of_somebody_else() -> None:
    desk = Desk()
    _phone, offer = offered(desk)
    other = signed_in(desk.plumbers[1].person)
    assert other.post(reverse("worker:accept", args=[offer.pk])).status_code == 409
    assert desk.client.post(reverse("worker:accept", args=[offer.pk])).status_code == 403
    assert desk.status() == VisitStatus.OFFERED


# -- done, and the resident has no screen -----------------------------------------------------------------------------
def done_repair() -> tuple[Repair, Client]:
    scene = Repair()
    delivery.start(scene.worker, scene.visit.pk, at=NOW)
    delivery.stop(scene.worker, scene.visit.pk, outcome=DeliveryOutcome.DONE, note="Kraan vervangen.", at=NOW + AN_HOUR)
    return scene, signed_in(Person.objects.get(pk=scene.coordinator.person_id))


def test_the_coordinator_sees_what_was_done_and_signs_for_who_has_no_screen() -> None:
    scene, client = done_repair()
    assert "Kraan vervangen." in text(client.get(reverse("coordinator:visit", args=[scene.visit.pk])))
    answer = client.post(reverse("coordinator:visit_sign", args=[scene.visit.pk]))
    assert (answer.status_code, scene.status()) == (302, VisitStatus.SIGNED)
    assert scene.visit.timesheets.get().signed_as == SignOffBy.COORDINATOR


def test_the_coordinator_notes_that_it_is_not_solved_and_somebody_comes_back() -> None:
    scene, client = done_repair()
    url = reverse("coordinator:visit_not_solved", args=[scene.visit.pk])
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "Het druppelt nog."}).status_code == 302
    assert scene.status() == VisitStatus.DISPUTED
    assert Visit.objects.filter(job__warranty_of=scene.job, status=VisitStatus.TO_PLAN).exists()


def test_work_that_waits_for_a_signature_is_named_and_is_not_late() -> None:
    scene, client = done_repair()
    scene.job.due_at = NOW
    scene.job.save()
    page = text(client.get(reverse("coordinator:late")))
    assert "Done, and nobody signed yet" in page
    assert "Jobs past the promised time" not in page
