"""The page on living together: figures with words where there are none, streets and never people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.build import NOW, a_cooperative, a_dwelling, a_person
from tests.delivery.scenes import AN_HOUR, Repair
from werkplaats.delivery import services
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]
ADDRESS, MARCH = "/bestuur/samenleven/", "?from=2026-03&until=2026-03"


def shown(cooperative: Cooperative, query: str = "", *, night: bool = True) -> str:
    client = Client(headers={"accept-language": "en"})
    user = a_person(cooperative, Role.BOARD, language="en").user
    assert user is not None
    client.force_login(user)
    if night:
        refresh(cooperative.pk, at=NOW)
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer.content.decode()


def visits(cooperative: Cooperative, number: int) -> list[Repair]:
    """Plumbers of the one street who each went to a home in the other."""
    a_dwelling(None, cooperative, street="Dollardstraat", postcode="3812 AB", house_number=1)
    repairs = [Repair(cooperative) for _ in range(number)]
    for one in repairs:
        services.start(one.worker, one.visit.pk, at=NOW)
        services.stop(one.worker, one.visit.pk, outcome=DeliveryOutcome.DONE, at=NOW + AN_HOUR)
    return repairs


def a_round(cooperative: Cooperative, answers: int) -> None:
    today = timezone.localdate()
    round_ = SurveyRound.objects.create(
        cooperative=cooperative,
        kind="cohesion",
        year=2026,
        quarter=1,
        opens_on=NOW.date(),
        closes_on=NOW.date() + timedelta(days=10),
        opened_at=NOW,
        opened_by=a_person(cooperative, Role.BOARD),
    )
    assert round_.closes_on < today
    for _ in range(12):
        SurveyInvitation.objects.create(
            cooperative=cooperative, round=round_, role="resident", person=a_person(cooperative)
        )
    for _ in range(answers):
        SurveyAnswer.objects.create(
            cooperative=cooperative, round=round_, role="resident", on_paper=False, agrees=[0, 4, 4, 4, 4, 4]
        )


def test_before_anything_happened_every_part_says_so() -> None:
    page = shown(a_cooperative())
    for words in ("Nobody was helped in this period.", "No answers to show", "No streets to show"):
        assert words in page
    assert "<svg" not in page.split("<main")[1]


def test_before_the_first_night_it_says_that_figures_are_made_at_night() -> None:
    cooperative = a_cooperative()
    visits(cooperative, 1)
    page = shown(cooperative, MARCH, night=False)
    assert "They are made at night. Come back tomorrow." in page
    assert "Nobody was helped" not in page


def test_streets_with_ten_people_are_shown_with_their_ties_and_nobody_by_name() -> None:
    cooperative = a_cooperative()
    repairs = visits(cooperative, 12)
    page = shown(cooperative, MARCH)
    assert "Dollardstraat – Noordewierweg" in page
    assert "<svg" in page
    for one in repairs:
        for person in (one.request.reporter, one.plumbers[0].person):
            assert person.name not in page
            assert person.email not in page


def test_nine_homes_show_no_street() -> None:
    cooperative = a_cooperative()
    visits(cooperative, 4)
    page = shown(cooperative, MARCH)
    assert "Fewer than ten people" in page
    assert "Dollardstraat" not in page


def test_cohesion_stands_beside_that_of_the_country_with_its_source() -> None:
    cooperative = a_cooperative()
    visits(cooperative, 1)
    a_round(cooperative, 10)
    page = shown(cooperative, MARCH)
    assert "Veiligheidsmonitor 2021" in page
    assert "The most urban neighbourhoods" in page
    assert "Among the people here I belong" in page


def test_nine_answers_are_not_shown() -> None:
    cooperative = a_cooperative()
    visits(cooperative, 1)
    a_round(cooperative, 9)
    page = shown(cooperative, MARCH)
    assert "Fewer than ten people answered the survey." in page
    assert "Among the people here I belong" not in page
