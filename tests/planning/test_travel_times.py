"""Travel times of a routing service: asked once, kept, and never missed when the service is away."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.build import CENTRE, NOW, a_cooperative, a_worker
from tests.planning.scenes import a_visit
from tests.planning.test_week import MONDAY
from tests.routing_service import Asked, Service, a_routing_service, table
from werkplaats.ground.doctor import travel_service
from werkplaats.ground.logs import WithoutPeople
from werkplaats.homes.models import Dwelling
from werkplaats.members.models import Cooperative
from werkplaats.planning import proposal
from werkplaats.planning.files import Effort
from werkplaats.planning.models import TravelTime
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.queries_travel import KEPT
from werkplaats.planning.rules.roster.model import Problem
from werkplaats.planning.rules.roster.travel import GreatCircle, Matrix
from werkplaats.planning.services.travel_times import FRESH, ask_ahead, with_travel_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    with a_routing_service() as running:
        settings.TRAVEL_URL = running.url
        yield running


def a_neighbourhood(homes: int = 2) -> Cooperative:
    """A plumber in the middle, and leaks 300 metres apart on a line to the north."""
    cooperative = a_cooperative()
    a_worker(cooperative)
    for number in range(1, homes + 1):
        dwelling = a_visit(cooperative).job.dwelling
        Dwelling.objects.filter(pk=dwelling.pk).update(latitude=CENTRE[0] + 0.0027 * number)
    return cooperative


def asked(cooperative: Cooperative, later: timedelta = timedelta()) -> Problem:
    at = NOW + later
    return with_travel_asked(cooperative.pk, week_of(cooperative, MONDAY, at=at), at=at)


def way(problem: Problem) -> int:
    """From the plumber's home to the first leak and on to the second, in minutes."""
    (plumber,), (first, second, *_) = problem.people, problem.tasks
    assert plumber.home is not None
    minutes = problem.travel.minutes
    return minutes(plumber.mode, plumber.home, first.place) + minutes(plumber.mode, first.place, second.place)


BY_THE_STREETS = 2 * (5 + 3)  # 300 metres, 2 metres a second
BY_THE_GREAT_CIRCLE = 2 * (5 + 2)


def test_without_a_service_it_is_the_great_circle() -> None:
    problem = asked(a_neighbourhood())
    assert isinstance(problem.travel, GreatCircle)
    assert way(problem) == BY_THE_GREAT_CIRCLE


def test_what_was_asked_once_is_kept(service: Service) -> None:
    cooperative = a_neighbourhood()
    assert way(week_of(cooperative, MONDAY, at=NOW)) == BY_THE_GREAT_CIRCLE
    assert way(asked(cooperative)) == BY_THE_STREETS
    assert [one.profile for one in service.asked] == ["bike"]
    assert way(asked(cooperative)) == BY_THE_STREETS
    assert way(week_of(cooperative, MONDAY, at=NOW)) == BY_THE_STREETS
    assert len(service.asked) == 1
    assert TravelTime.objects.count() == 3 * 2


def test_a_new_home_is_asked_for_and_the_rest_is_not_asked_again(service: Service) -> None:
    cooperative = a_neighbourhood()
    asked(cooperative)
    Dwelling.objects.filter(pk=a_visit(cooperative).job.dwelling_id).update(latitude=CENTRE[0] + 0.01)
    asked(cooperative)
    assert TravelTime.objects.count() == 4 * 3
    asked(cooperative)
    assert len(service.asked) == 2


def test_many_homes_are_asked_in_portions_that_any_service_takes(service: Service) -> None:
    problem = asked(a_neighbourhood(homes=60))
    assert [len(one.sources) for one in service.asked] == [50, 50, 11, 11]
    assert [len(one.destinations) for one in service.asked] == [50, 11, 50, 11]
    assert TravelTime.objects.count() == 61 * 60
    assert isinstance(problem.travel, Matrix)
    assert problem.travel.minutes(problem.people[0].mode, problem.tasks[0].place, problem.tasks[59].place) == 5 + 148


def test_the_service_hears_rounded_places_and_nothing_else(service: Service) -> None:
    cooperative = a_neighbourhood()
    Dwelling.objects.filter(cooperative=cooperative).update(longitude=5.37254321)
    asked(cooperative)
    heard = {point for one in service.asked for point in (*one.sources, *one.destinations)}
    assert (52.1628, 5.3725) in heard
    assert {len(f"{number}".partition(".")[2]) <= 4 for point in heard for number in point} == {True}


def test_two_cooperatives_do_not_see_each_others_ways(service: Service) -> None:
    here, there = a_neighbourhood(), a_neighbourhood()
    asked(here)
    assert way(week_of(there, MONDAY, at=NOW)) == BY_THE_GREAT_CIRCLE


def test_no_way_is_an_answer_too(service: Service) -> None:
    service.answer = lambda asked: {
        "code": "Ok",
        "durations": [[None] * len(asked.destinations) for _ in asked.sources],
    }
    cooperative = a_neighbourhood()
    assert way(asked(cooperative)) == BY_THE_GREAT_CIRCLE
    asked(cooperative)
    assert len(service.asked) == 1


NONSENSE: dict[str, Callable[[Asked], Any]] = {
    "a page": lambda asked: b"<html>Welcome</html>",
    "nothing": lambda asked: b"",
    "bytes": lambda asked: b"\xff\xfe",
    "brackets": lambda asked: b"[" * 100_000,
    "a list": lambda asked: [],
    "another code": lambda asked: {**table(asked), "code": "NoTable"},
    "no durations": lambda asked: {"code": "Ok"},
    "a row too few": lambda asked: {"code": "Ok", "durations": table(asked)["durations"][1:]},
    "a column too few": lambda asked: {"code": "Ok", "durations": [row[1:] for row in table(asked)["durations"]]},
    "words": lambda asked: {"code": "Ok", "durations": [["far"] * len(asked.destinations)] * len(asked.sources)},
    "less than nothing": lambda asked: {
        "code": "Ok", "durations": [[-1] * len(asked.destinations)] * len(asked.sources)
    },
    "no number": lambda asked: json.dumps(table(asked)).replace("0.0", "NaN").encode(),
    "without end": lambda asked: b" " * 6_000_000,
    "a number of 400 digits": lambda asked: {
        "code": "Ok", "durations": [[10**400] * len(asked.destinations)] * len(asked.sources)
    },
    "true": lambda asked: {"code": "Ok", "durations": [[True] * len(asked.destinations)] * len(asked.sources)},
}  # fmt: skip


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_not_believed_and_not_kept(
    service: Service, answer: Callable[[Asked], Any], caplog: pytest.LogCaptureFixture
) -> None:
    service.answer = answer
    assert way(asked(a_neighbourhood())) == BY_THE_GREAT_CIRCLE
    assert not TravelTime.objects.exists()
    (line,) = said(caplog)
    assert "travel times that are not known are estimated" in line["message"]


def test_homes_outside_the_map_are_estimated(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """Such a service reckons from the nearest road that it does know: the same for all of them."""
    service.answer = lambda asked: {"code": "Ok", "durations": [[0] * len(asked.destinations) for _ in asked.sources]}
    problem = asked(a_neighbourhood(homes=60))
    tasks = problem.tasks
    mode = problem.people[0].mode
    for other in (10, 59):
        ends = tasks[0].place, tasks[other].place
        assert problem.travel.minutes(mode, *ends) == GreatCircle().minutes(mode, *ends)
    (line,) = said(caplog)
    assert "cannot be true" in line["message"]
    assert line["count"] > 3000


@pytest.mark.parametrize("status", [301, 400, 429, 503])
def test_a_service_that_refuses(service: Service, status: int, caplog: pytest.LogCaptureFixture) -> None:
    service.status = status
    assert way(asked(a_neighbourhood())) == BY_THE_GREAT_CIRCLE
    (line,) = said(caplog)
    assert line["status"] == status


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://", "http://[", "https://127.0.0.1:1"])
def test_a_service_that_is_away(settings: Any, url: str, caplog: pytest.LogCaptureFixture) -> None:
    settings.TRAVEL_URL = url
    assert way(asked(a_neighbourhood())) == BY_THE_GREAT_CIRCLE
    (line,) = said(caplog)
    assert line["message"] == "the travel service does not answer; travel times that are not known are estimated"


def test_a_service_that_never_answers_is_not_waited_for(
    service: Service, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TRAVEL_SECONDS = 0.1
    over = threading.Event()
    service.answer = lambda asked: over.wait(60) and b""
    try:
        assert way(asked(a_neighbourhood())) == BY_THE_GREAT_CIRCLE
    finally:
        over.set()
    (line,) = said(caplog)
    assert "too slow" in line["message"]


def test_what_came_before_it_went_away_is_kept_and_the_rest_is_asked_the_next_time(service: Service) -> None:
    service.answer = lambda asked: table(asked) if len(service.asked) < 2 else b""
    cooperative = a_neighbourhood(homes=60)
    assert way(asked(cooperative)) == BY_THE_STREETS
    assert TravelTime.objects.count() == 50 * 49
    service.answer = table
    asked(cooperative)
    assert TravelTime.objects.count() == 61 * 60


def test_a_time_of_long_ago_is_asked_again_but_better_than_an_estimate(service: Service) -> None:
    cooperative = a_neighbourhood()
    asked(cooperative)
    service.status = 503
    assert way(asked(cooperative, FRESH + timedelta(days=1))) == BY_THE_STREETS
    assert len(service.asked) == 2
    assert way(asked(cooperative, KEPT + timedelta(days=1))) == BY_THE_GREAT_CIRCLE


def test_every_night_the_coming_days_are_asked_for_and_old_spots_forgotten(service: Service) -> None:
    cooperative = a_neighbourhood()
    ask_ahead(at=NOW)
    assert way(week_of(cooperative, MONDAY, at=NOW)) == BY_THE_STREETS
    TravelTime.objects.update(asked_at=NOW - KEPT)
    service.status = 503
    ask_ahead(at=NOW)
    assert not TravelTime.objects.exists()


def test_the_roster_on_paper_asks_too(service: Service) -> None:
    list(proposal.propose(a_neighbourhood(), MONDAY, Effort(60, 1, 20, lambda: False), at=NOW))
    assert TravelTime.objects.exists()


# --- the doctor --------------------------------------------------------------------------------------------------


def test_the_doctor_says_nothing_when_no_service_is_set() -> None:
    assert list(travel_service()) == []


def test_the_doctor_asks_for_each_way_of_going(service: Service) -> None:
    a_cooperative()
    (found,) = travel_service()
    assert (found.state, [one.profile for one in service.asked]) == ("OK", ["foot", "bike", "car"])


def test_the_doctor_says_what_to_do(service: Service) -> None:
    a_cooperative()
    service.status = 404
    (found,) = travel_service()
    assert (found.state, "refuses" in found.what, "TRAVEL_URL" in found.advice) == ("WARN", True, True)


def test_the_doctor_sees_that_the_map_is_of_elsewhere(service: Service) -> None:
    a_cooperative()
    service.answer = lambda asked: {"code": "Ok", "durations": [[0]]}
    (found,) = travel_service()
    assert (found.state, "map" in found.what) == ("WARN", True)


def said(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines of the planner, as they are written."""
    lines = [record for record in caplog.records if record.name == "werkplaats.planning"]
    assert all(record.levelno == logging.WARNING for record in lines)
    return [json.loads(WithoutPeople().format(record)) for record in lines]
