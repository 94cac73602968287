"""Two coordinators at the same moment: one decides, and the other sees what was decided."""

import pytest

from tests.at_once import at_once
from tests.build import a_cooperative, a_coordinator, a_dwelling, a_landlord, a_request
from tests.desk.test_services import LATER, TENANT, THREE
from werkplaats.desk.services import decide, join
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.models import Job
from werkplaats.members.models import Notice, Person
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_coordinators_decide_at_once_and_the_second_reads_who_was_first_and_what_it_became() -> None:
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    coordinators = [a_coordinator(request.cooperative) for _ in range(2)]
    outcomes = at_once(
        *(
            lambda actor=actor, decision=decision: decide(actor, request.pk, decision, based_on=None, at=LATER)
            for actor, decision in zip(coordinators, (THREE, TENANT), strict=True)
        )
    )
    (first,) = [outcome for outcome in outcomes if isinstance(outcome, Assessment)]
    (second,) = [outcome for outcome in outcomes if isinstance(outcome, Outdated)]
    assert Person.objects.get(pk=first.decided_by_id or 0).name in str(second)
    assert Assessment.objects.get() == first
    assert Job.objects.count() == (3 if first.outcome == Outcome.COOPERATIVE else 0)
    assert Notice.objects.filter(event__startswith="request-decided:").count() == 1


def test_two_revisions_of_one_decision_at_once_leave_one_chain() -> None:
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    coordinator = a_coordinator(request.cooperative)
    first = decide(coordinator, request.pk, THREE, based_on=None, at=LATER)
    outcomes = at_once(
        *(lambda: decide(coordinator, request.pk, TENANT, based_on=first.pk, at=LATER) for _ in range(3))
    )
    assert sum(isinstance(outcome, Assessment) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 2, outcomes
    assert Assessment.objects.filter(revises=first).count() == 1


def test_two_requests_that_are_joined_into_each_other_at_once_are_joined_one_way() -> None:
    dwelling = a_dwelling(a_landlord(a_cooperative()))
    one, other = a_request(dwelling), a_request(dwelling)
    coordinator = a_coordinator(dwelling.cooperative)
    outcomes = at_once(
        lambda: join(coordinator, one.pk, other.pk, at=LATER), lambda: join(coordinator, other.pk, one.pk, at=LATER)
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1, outcomes
    assert Request.objects.filter(status=RequestStatus.JOINED).count() == 1
