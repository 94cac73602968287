"""Residents are reminded: the day before somebody comes, and when nobody signed for what was done. Each once."""

from datetime import timedelta

import pytest

from tests.build import NOW
from tests.delivery.scenes import AN_HOUR, Help, Repair
from werkplaats.delivery import services as delivery
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules import ContactBy
from werkplaats.planning.services import remind_of_visits

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_resident_hears_the_day_before_who_comes_and_only_once() -> None:
    scene = Repair(starts_at=NOW + DAY)
    assert (remind_of_visits(at=NOW), remind_of_visits(at=NOW + AN_HOUR)) == (1, 0)
    notice = Notice.objects.get(event__startswith="visit-tomorrow")
    assert notice.person_id == scene.request.reporter_id
    assert scene.plumbers[0].person.name in notice.body


@pytest.mark.parametrize("starts_at", [NOW, NOW + 2 * DAY])
def test_other_days_are_not_told(starts_at: object) -> None:
    Repair(starts_at=starts_at)  # type: ignore[arg-type]
    assert remind_of_visits(at=NOW) == 0


def test_no_letter_of_tomorrow_and_no_word_of_weekly_help() -> None:
    scene = Repair(starts_at=NOW + DAY)
    Person.objects.filter(pk=scene.request.reporter_id).update(contact_by=ContactBy.LETTER)
    Help(starts_at=NOW + DAY)
    assert remind_of_visits(at=NOW) == 0


def test_who_has_not_signed_after_three_days_is_asked_once() -> None:
    scene = Repair()
    delivery.start(scene.worker, scene.visit.pk, at=NOW)
    delivery.stop(scene.worker, scene.visit.pk, outcome=DeliveryOutcome.DONE, at=NOW + AN_HOUR)
    assert delivery.remind_to_sign(at=NOW + 3 * DAY) == 0
    assert delivery.remind_to_sign(at=NOW + 3 * DAY + 2 * AN_HOUR) == 1
    assert delivery.remind_to_sign(at=NOW + 5 * DAY) == 0


def test_what_was_signed_is_not_asked_again() -> None:
    scene = Repair()
    delivery.start(scene.worker, scene.visit.pk, at=NOW)
    delivery.stop(scene.worker, scene.visit.pk, outcome=DeliveryOutcome.DONE, at=NOW + AN_HOUR)
    delivery.sign_off(scene.resident, scene.visit.pk, at=NOW + 2 * AN_HOUR)
    assert delivery.remind_to_sign(at=NOW + 5 * DAY) == 0
