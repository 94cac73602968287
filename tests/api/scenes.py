"""Work in every state, and tokens to look at it with."""

import json
from typing import Any

from django.test import Client

from tests.build import NOW, a_resident, an_actor
from tests.delivery.scenes import AN_HOUR, Help, Repair
from werkplaats.delivery import services
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.tokens import make_token


def token_of(person_id: int | None, role: Role) -> str:
    return make_token(an_actor(Person.objects.get(pk=person_id)), role, f"a test as {role}", at=NOW)


class Api:
    """The API as a program uses it."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}"} if token else {})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


class Neighbourhood(Repair):
    """A repair that is agreed, another that is done, help in a house, and a token for each role that works here."""

    def __init__(self) -> None:
        super().__init__()
        self.help = Help(self.cooperative)
        self.done = Repair(self.cooperative)
        services.start(self.done.worker, self.done.visit.pk, at=NOW)
        services.stop(self.done.worker, self.done.visit.pk, outcome=DeliveryOutcome.DONE, at=NOW + AN_HOUR)
        a_resident(self.request.dwelling)
        self.tokens = {
            Role.COORDINATOR: token_of(self.coordinator.person_id, Role.COORDINATOR),
            Role.RESIDENT: token_of(self.resident.person_id, Role.RESIDENT),
            Role.WORKER: token_of(self.worker.person_id, Role.WORKER),
        }

    def as_(self, role: Role) -> Api:
        return Api(self.tokens[role])

    def workers(self) -> list[int]:
        return list(Worker.objects.filter(cooperative=self.cooperative).values_list("pk", flat=True))
