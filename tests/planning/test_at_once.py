"""Two people at the same moment, on two real connections."""

from datetime import timedelta
from typing import Any

import pytest

from tests.at_once import at_once
from tests.build import NOW, a_cooperative, a_coordinator, a_worker
from tests.planning.scenes import a_visit, actor_of
from werkplaats.ground.errors import Refused
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.planning import services
from werkplaats.planning.models import Assignment

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW_AT_TEN = NOW + timedelta(days=1, hours=1)


def one_of_them(outcomes: list[Any]) -> None:
    assert sum(isinstance(outcome, Assignment) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == len(outcomes) - 1, outcomes


def test_four_workers_say_yes_at_once_and_one_gets_it() -> None:
    cooperative = a_cooperative()
    plumbers = [a_worker(cooperative) for _ in range(4)]
    visit = a_visit(cooperative)
    offers = services.offer(
        a_coordinator(cooperative),
        visit.pk,
        [plumber.pk for plumber in plumbers],
        starts_at=TOMORROW_AT_TEN,
        at=NOW,
        several=True,
    )
    actors = [actor_of(plumber) for plumber in plumbers]
    outcomes = at_once(
        *(
            lambda actor=actor, offer=offer: services.accept(actor, offer.pk, at=NOW)
            for actor, offer in zip(actors, offers, strict=True)
        )
    )
    one_of_them(outcomes)
    assert Assignment.objects.filter(active=True).count() == 1
    assert Visit.objects.get(pk=visit.pk).status == VisitStatus.AGREED


def test_one_worker_says_yes_to_two_visits_at_once_and_gets_one() -> None:
    cooperative = a_cooperative()
    coordinator, plumber = a_coordinator(cooperative), a_worker(cooperative)
    visits = [a_visit(cooperative), a_visit(cooperative)]
    offers = [
        services.offer(coordinator, visit.pk, [plumber.pk], starts_at=TOMORROW_AT_TEN, at=NOW)[0] for visit in visits
    ]
    actor = actor_of(plumber)
    outcomes = at_once(*(lambda offer=offer: services.accept(actor, offer.pk, at=NOW) for offer in offers))
    one_of_them(outcomes)


def test_a_yes_while_the_coordinator_takes_it_back() -> None:
    cooperative = a_cooperative()
    coordinator, plumber = a_coordinator(cooperative), a_worker(cooperative)
    visit = a_visit(cooperative)
    (offer,) = services.offer(coordinator, visit.pk, [plumber.pk], starts_at=TOMORROW_AT_TEN, at=NOW)
    actor = actor_of(plumber)
    at_once(
        lambda: services.accept(actor, offer.pk, at=NOW),
        lambda: services.withdraw(coordinator, visit.pk, reason="Toch niet.", at=NOW),
    )
    assert Visit.objects.get(pk=visit.pk).status == VisitStatus.TO_PLAN
    assert not Assignment.objects.filter(active=True).exists()


def test_two_coordinators_assign_the_same_worker_to_two_places() -> None:
    cooperative = a_cooperative()
    coordinator, plumber = a_coordinator(cooperative), a_worker(cooperative)
    visits = [a_visit(cooperative), a_visit(cooperative)]
    outcomes = at_once(
        *(
            lambda visit=visit: services.assign(coordinator, visit.pk, plumber.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
            for visit in visits
        )
    )
    one_of_them(outcomes)
