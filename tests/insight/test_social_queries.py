"""The network as it is read from visits, thanks and homes."""

from datetime import date, timedelta

import pytest

from tests.build import NOW, a_client, a_cooperative, a_district_team, a_dwelling
from tests.delivery.scenes import AN_HOUR, Help, Repair
from werkplaats.delivery import services
from werkplaats.delivery.models import Feedback
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.queries import social
from werkplaats.insight.queries.figures_social import figures
from werkplaats.insight.queries.social import last_cohesion, told
from werkplaats.insight.rules.metrics import Scope
from werkplaats.insight.rules.social.network import Fabric
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.models import Cooperative

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def scope(cooperative: Cooperative, first: date = MARCH, last: date = MARCH, pilot: int | None = None) -> Scope:
    return Scope(cooperative.pk, first, last, pilot)


def social_fabric(asked: Scope) -> Fabric:
    refresh(asked.cooperative_id, at=NOW, margin=0)
    return social.social_fabric(asked)


def done(one: Repair | Help, outcome: DeliveryOutcome = DeliveryOutcome.DONE) -> None:
    services.start(one.worker, one.visit.pk, at=NOW)
    services.stop(one.worker, one.visit.pk, outcome=outcome, at=NOW + AN_HOUR)


def thanked(one: Repair | Help, words: str = "Dank u wel!") -> None:
    Feedback.objects.create(
        cooperative=one.cooperative,
        visit=one.visit,
        given_by_id=one.resident.person_id or 0,
        rating=5,
        thanks=words,
        given_at=NOW + AN_HOUR,
    )


def test_a_visit_makes_a_tie_and_thanks_make_it_go_both_ways() -> None:
    cooperative = a_cooperative()
    repair, help_ = Repair(cooperative), Help(cooperative)
    for one in (repair, help_):
        done(one)
    thanked(repair)
    thanked(help_, words="")
    found = social_fabric(scope(cooperative))
    assert (found.measures.people, found.measures.ties, found.new) == (4, 2, 2)
    assert found.measures.reciprocity == pytest.approx(2 / 3)
    assert (found.isolated, found.reached) == (1, 1)
    assert told(scope(cooperative)).ratings == 2
    assert told(scope(cooperative)).thanked == 1


def test_nobody_home_makes_no_tie_and_another_month_or_neighbourhood_neither() -> None:
    cooperative = a_cooperative()
    done(Repair(cooperative), DeliveryOutcome.NOBODY_HOME)
    done(Repair())
    assert social_fabric(scope(cooperative)).measures.people == 0
    done(Repair(cooperative))
    april = date(2026, 4, 1)
    assert social_fabric(scope(cooperative, april, april)).measures.people == 0
    assert social_fabric(scope(cooperative, date(2026, 1, 1), april)).measures.people == 2


def test_the_street_of_a_worker_is_that_of_a_home_with_the_same_postcode() -> None:
    cooperative = a_cooperative()
    repair = Repair(cooperative)
    a_dwelling(None, cooperative, street="Dollardstraat", postcode=repair.plumbers[0].postcode)
    done(repair)
    found = social_fabric(scope(cooperative))
    assert (found.known, found.crossing) == (1, 1)


def test_concerns_are_counted_with_what_became_of_them() -> None:
    help_ = Help()
    for text in ("Zij eet slecht.", "Hij is veel alleen."):
        concern = services.raise_concern(help_.worker, help_.visit.pk, text, at=NOW)
    services.take_up_concern(help_.coordinator, concern.pk, follow_up="Gebeld.", at=NOW)
    found = told(scope(help_.cooperative))
    assert (found.concerns, found.followed_up, found.clients) == (2, 1, 1)
    assert figures(scope(help_.cooperative))["social.concerns"].value is None  # one client
    team = a_district_team(help_.cooperative)
    for _ in range(9):
        a_client(team, a_dwelling(None, help_.cooperative))
    shown = figures(scope(help_.cooperative))
    assert (shown["social.concerns"].value, shown["social.concerns_followed_up"].value) == (2, 50)


def a_closed_round(cooperative: Cooperative, answers: int) -> SurveyRound:
    help_ = Help(cooperative)
    round_ = SurveyRound.objects.create(
        cooperative=cooperative,
        kind="cohesion",
        year=2026,
        quarter=1,
        opens_on=MARCH,
        closes_on=date(2026, 3, 20),
        opened_at=NOW,
        opened_by_id=help_.coordinator.person_id or 0,
    )
    people = [Help(cooperative).helper.person for _ in range(12)]
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(cooperative=cooperative, round=round_, role="resident", person=person) for person in people
    )
    for _ in range(answers):
        SurveyAnswer.objects.create(
            cooperative=cooperative, round=round_, role="resident", on_paper=False, agrees=[1, 3, 3, 3, 3, None]
        )
    return round_


def test_cohesion_is_that_of_the_last_round_that_closed() -> None:
    cooperative = a_cooperative()
    round_ = a_closed_round(cooperative, 11)
    assert last_cohesion(scope(cooperative), date(2026, 3, 20)) is None
    found = last_cohesion(scope(cooperative), date(2026, 3, 21))
    assert found is not None
    assert (found[0], found[1].invited, found[1].answered) == (round_, 12, 11)
    shown = figures(scope(cooperative))
    assert shown["social.cohesion"].value == 7.5
    assert shown["social.cohesion_response"].value == pytest.approx(100 * 11 / 12)


def test_of_nine_answers_nothing_is_told() -> None:
    cooperative = a_cooperative()
    a_closed_round(cooperative, 9)
    assert figures(scope(cooperative))["social.cohesion"].value is None


def test_of_one_pilot_there_is_no_network() -> None:
    cooperative = a_cooperative()
    for figure in figures(scope(cooperative, pilot=1)).values():
        assert figure.value is None
        assert "as a whole" in figure.why


def test_a_period_before_anything_happened_has_reasons_and_no_numbers() -> None:
    cooperative = a_cooperative()
    last_year = MARCH - timedelta(days=365)
    for figure in figures(scope(cooperative, last_year.replace(day=1), last_year.replace(day=1))).values():
        assert figure.value is None
        assert figure.why
