"""Who can be sent where: on the pages of the worker and of the coordinator, and on no other page."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.build import a_district_team_contact, a_worker
from tests.planning.scenes import a_care_grant
from tests.portal.scenes import signed_in, text
from tests.portal.test_workers import Desk
from werkplaats.homes.models import Client, NoGo
from werkplaats.homes.rules import NoGoSide
from werkplaats.homes.services.fitting import keep_apart
from werkplaats.members.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


class ClientDesk(Desk):
    """With a client who has a grant, in the same cooperative."""

    def __init__(self) -> None:
        super().__init__()
        self.grant = a_care_grant(self.cooperative)
        self.helped = self.grant.client

    def ask(self, name: str, *args: int, **data: Any) -> Any:
        return self.client.post(reverse(f"coordinator:{name}", args=args), data)

    def client_page(self) -> str:
        return text(self.client.get(reverse("coordinator:client", args=[self.helped.pk])))


def test_the_coordinator_notes_what_a_worker_speaks_and_what_the_contract_says() -> None:
    desk = Desk()
    answer = desk.post("worker_fits", languages=["nl", "tr"], allergies=["cat"], travel_mode="foot")
    assert answer.status_code == 302
    assert desk.post("worker_contract", contract="employee", hours="16,5").status_code == 302
    worker = Worker.objects.get(pk=desk.worker.pk)
    assert (worker.languages, worker.allergies, worker.travel_mode) == (["nl", "tr"], ["cat"], "foot")
    assert (worker.contract, worker.contract_minutes) == ("employee", 990)
    page = desk.page()
    assert "Dutch, Turkish" in page
    assert "Allergic to: cat" in page


def test_what_is_wrong_comes_back_with_the_form() -> None:
    desk = Desk()
    assert desk.post("worker_fits", travel_mode="foot").status_code == 422
    assert "at most 48 hours" in text(desk.post("worker_contract", contract="employee", hours="60"))
    assert "Only an employee" in text(desk.post("worker_contract", contract="self_employed", hours="8"))
    assert Worker.objects.get(pk=desk.worker.pk).contract_minutes is None


def test_a_worker_keeps_the_own_facts_and_not_the_contract() -> None:
    desk = Desk()
    own, page = signed_in(desk.worker.person_id), reverse("worker:availability")
    sent = {"fitting": "1", "languages": ["ar"], "travel_mode": "car", "contract": "self_employed"}
    assert own.post(page, sent).status_code == 302
    worker = Worker.objects.get(pk=desk.worker.pk)
    assert (worker.languages, worker.travel_mode, worker.contract) == (["ar"], "car", "employee")
    assert worker.availability.count() == 5
    assert own.post(page, {**sent, "languages": []}).status_code == 422


def test_pets_language_and_heavy_work_of_a_client() -> None:
    desk = ClientDesk()
    sent = {"pets": ["cat", "bird"], "language_wanted": "tr", "language_required": "on"}
    assert desk.ask("client_home", desk.helped.pk, **sent).status_code == 302
    assert desk.ask("grant_heavy", desk.grant.pk, heavy="yes").status_code == 302
    client = Client.objects.get()
    assert (client.pets, client.language_wanted, client.language_required) == (["bird", "cat"], "tr", True)
    assert client.grants.get().heavy
    page = desk.client_page()
    assert "The helper must speak: Turkish" in page
    assert "bird, cat" in page
    refused = desk.ask("client_home", desk.helped.pk, language_required="on")
    assert "Choose the language" in text(refused)


def test_a_pair_is_kept_apart_on_the_page_of_the_client_and_lifted_there() -> None:
    desk = ClientDesk()
    sent = {"worker": desk.worker.pk, "side": "client", "reason": "Wil liever iemand anders."}
    assert desk.ask("client_no_go", desk.helped.pk, **sent).status_code == 302
    assert "Wil liever iemand anders." in desk.client_page()
    assert desk.helped.person.name in desk.page()
    assert "Wil liever iemand anders." not in desk.page()  # on the page of the client alone
    pair = NoGo.objects.get()
    assert desk.ask("client_no_go_lift", desk.helped.pk, pair.pk).status_code == 302
    assert NoGo.objects.get().reason == ""
    assert desk.helped.person.name not in desk.page()


def test_of_another_cooperative_nobody_can_be_named() -> None:
    desk, stranger = ClientDesk(), ClientDesk()
    refused = desk.ask("client_no_go", desk.helped.pk, worker=stranger.worker.pk, side="client")
    assert refused.status_code == 422
    assert desk.ask("client_no_go", stranger.helped.pk, worker=desk.worker.pk, side="client").status_code == 404
    assert desk.ask("grant_heavy", stranger.grant.pk, heavy="yes").status_code == 404
    assert not NoGo.objects.exists()


def test_the_district_team_and_the_worker_never_see_who_is_kept_apart() -> None:
    desk = ClientDesk()
    keep_apart(
        desk.coordinator, desk.helped.pk, desk.worker.pk,
        side=NoGoSide.WORKER, reason="Geheime reden", at=timezone.now(),
    )  # fmt: skip
    another = a_worker(desk.cooperative)
    team = signed_in(a_district_team_contact(desk.helped.district_team).person_id)
    pages = [text(team.get(reverse("partner:client", args=[desk.helped.pk])))]
    for person in (desk.worker.person_id, another.person_id):
        own = signed_in(person)
        pages += [text(own.get(reverse(f"worker:{name}"))) for name in ("home", "availability", "offers")]
    for page in pages:
        assert "Geheime reden" not in page
        assert "does not want it" not in page
