"""The description of the API is true: whatever is sent, right or wrong, no 500, and every answer is as described."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.scenes import Neighbourhood
from werkplaats.delivery.models import Timesheet
from werkplaats.intake.models import Request
from werkplaats.intake.rules.reference import make
from werkplaats.jobs.models import Job, Visit
from werkplaats.members.rules.roles import Role
from werkplaats.site.wsgi import application

pytestmark = pytest.mark.django_db

# That what fits the description is always accepted cannot be asked: a rule of the cooperative may refuse it (422).
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
QUICK = settings(
    max_examples=12,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _keep_the_connection() -> Iterator[None]:
    """A web server gives its connection back after each request; here it holds the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def description() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def real_rows(scene: Neighbourhood) -> dict[str, list[Any]]:
    """What really is there, for the names in the addresses and in what is sent."""
    for request in Request.objects.filter(cooperative=scene.cooperative):
        request.reference = make(request.pk)
        request.save(update_fields=["reference"])
    own = {"cooperative": scene.cooperative}
    return {
        "reference": list(Request.objects.filter(**own).values_list("reference", flat=True)),
        "job_id": list(Job.objects.filter(**own).values_list("pk", flat=True)),
        "visit_id": list(Visit.objects.filter(**own).order_by("pk").values_list("pk", flat=True)[:6]),
        "timesheet_id": list(Timesheet.objects.filter(**own).values_list("pk", flat=True)),
    }


def test_the_description_is_openapi_3_1_and_open_to_everybody() -> None:
    found = description().raw_schema
    assert found["openapi"].startswith("3.1")
    assert len(found["paths"]) == 16


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.RESIDENT, Role.WORKER])
def test_whatever_is_sent_the_answer_is_as_described(role: Role, mode: GenerationMode) -> None:
    scene = Neighbourhood()
    rows, chance = real_rows(scene), random.Random(1)
    headers = {"Authorization": f"Bearer {scene.tokens[role]}"}
    for result in description().get_all_operations():
        operation = result.ok()

        @QUICK
        @given(case=operation.as_strategy(generation_mode=mode), real=st.integers(0, 3))
        def try_it(case: Any, real: int) -> None:
            if real and mode is GenerationMode.POSITIVE:
                for name in case.path_parameters or {}:
                    case.path_parameters[name] = chance.choice(rows[name])
            answer = case.call_and_validate(headers=headers, checks=CHECKS)
            body = case.meta.components.get(ParameterLocation.BODY)
            if body is not None and body.mode is GenerationMode.NEGATIVE:
                assert answer.status_code >= 400, "a body that does not fit was taken"

        try_it()


def test_no_route_opens_without_a_token() -> None:
    Neighbourhood()
    for result in description().get_all_operations():

        @QUICK
        @given(case=result.ok().as_strategy(generation_mode=GenerationMode.POSITIVE))
        def try_it(case: Any) -> None:
            assert case.call().status_code == 401

        try_it()
