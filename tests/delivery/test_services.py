"""Doing the work, writing it down, agreeing with it, and passing a worry on."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest

from tests.build import NOW, a_cooperative, a_coordinator, a_district_team_contact, a_person, a_worker, an_actor
from tests.delivery.scenes import AN_HOUR, Help, Repair, a_picture, agreed
from tests.planning.scenes import a_visit
from werkplaats.delivery import queries, services
from werkplaats.delivery.models import Concern, Material, Timesheet, WorkPhoto
from werkplaats.delivery.rules import ConcernStatus, DeliveryOutcome, SignOffBy
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Consent, Notice
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import DoorClosed, Role

pytestmark = pytest.mark.django_db
DONE, FOLLOW_UP, NOBODY_HOME = DeliveryOutcome.DONE, DeliveryOutcome.FOLLOW_UP, DeliveryOutcome.NOBODY_HOME


def do(scene: Repair | Help, outcome: DeliveryOutcome = DONE, note: str = "Klaar.") -> Timesheet:
    services.start(scene.worker, scene.visit.pk, at=NOW)
    return services.stop(scene.worker, scene.visit.pk, outcome=outcome, note=note, at=NOW + AN_HOUR)


# -- start and stop ---------------------------------------------------------------------------------------------------
def test_a_visit_is_started_and_stopped_by_who_goes_there() -> None:
    scene = Repair()
    services.start(scene.worker, scene.visit.pk, at=NOW)
    assert scene.status() == VisitStatus.UNDER_WAY
    sheet = services.stop(scene.worker, scene.visit.pk, outcome=DONE, at=NOW + AN_HOUR)
    assert scene.status() == VisitStatus.DONE
    assert (sheet.started_at, sheet.stopped_at) == (NOW, NOW + AN_HOUR)
    assert Notice.objects.filter(event=f"visit-ended:{scene.visit.pk}").count() == 1


def test_nobody_else_can_start_it() -> None:
    scene = Repair()
    other = an_actor(a_worker(scene.cooperative).person)
    elsewhere = Repair().worker
    for actor in (other, elsewhere):
        with pytest.raises(Refused):
            services.start(actor, scene.visit.pk, at=NOW)
    for actor in (scene.resident, scene.coordinator):
        with pytest.raises(DoorClosed):
            services.start(actor, scene.visit.pk, at=NOW)
    assert scene.status() == VisitStatus.AGREED


def test_starting_twice_is_one_timesheet() -> None:
    scene = Repair()
    first = services.start(scene.worker, scene.visit.pk, at=NOW)
    again = services.start(scene.worker, scene.visit.pk, at=NOW + AN_HOUR)
    assert (again.pk, again.started_at) == (first.pk, NOW)


def test_stopping_twice_is_the_same_end_and_another_outcome_is_refused() -> None:
    scene = Repair()
    first = do(scene)
    again = services.stop(scene.worker, scene.visit.pk, outcome=DONE, at=NOW + 2 * AN_HOUR)
    assert again.stopped_at == first.stopped_at
    with pytest.raises(Outdated):
        services.stop(scene.worker, scene.visit.pk, outcome=NOBODY_HOME, at=NOW + 2 * AN_HOUR)


def test_stopping_what_was_not_started_is_refused() -> None:
    scene = Repair()
    with pytest.raises(Refused):
        services.stop(scene.worker, scene.visit.pk, outcome=DONE, at=NOW)


def test_a_worker_is_at_work_in_one_place_at_a_time() -> None:
    scene = Repair()
    next_one = agreed(a_visit(scene.cooperative), scene.plumbers[0], starts_at=NOW + 2 * AN_HOUR)
    services.start(scene.worker, scene.visit.pk, at=NOW)
    with pytest.raises(Refused, match=scene.visit.job.dwelling.address):
        services.start(scene.worker, next_one.pk, at=NOW)
    services.stop(scene.worker, scene.visit.pk, outcome=DONE, at=NOW + AN_HOUR)
    services.start(scene.worker, next_one.pk, at=NOW + AN_HOUR)


@pytest.mark.parametrize("until", [None, date(2026, 3, 9)])
def test_a_helper_without_a_vog_that_holds_today_may_not_start(until: date | None) -> None:
    scene = Help(vog_until=until)
    with pytest.raises(Refused, match="VOG"):
        services.start(scene.worker, scene.visit.pk, at=NOW)
    assert scene.status() == VisitStatus.AGREED
    assert not Timesheet.objects.exists()


def test_a_vog_that_ends_today_still_holds() -> None:
    scene = Help(vog_until=NOW.date())
    services.start(scene.worker, scene.visit.pk, at=NOW)
    assert scene.status() == VisitStatus.UNDER_WAY


def test_a_follow_up_says_what_is_still_to_do_and_gives_a_next_visit_to_plan() -> None:
    scene = Repair()
    with pytest.raises(Refused) as refused:
        do(scene, FOLLOW_UP, note="  ")
    assert refused.value.field == "note"
    do(scene, FOLLOW_UP, note="Onderdeel besteld.")
    assert [v.status for v in scene.job.visits.order_by("number")] == [VisitStatus.FOLLOW_UP, VisitStatus.TO_PLAN]


def test_nobody_home_gives_a_new_visit_to_plan_and_is_told() -> None:
    scene = Repair()
    do(scene, NOBODY_HOME)
    assert [v.status for v in scene.job.visits.order_by("number")] == [VisitStatus.NOBODY_HOME, VisitStatus.TO_PLAN]
    assert Notice.objects.filter(event=f"visit-ended:{scene.visit.pk}").count() == 1
    with pytest.raises(Refused):
        services.sign_off(scene.resident, scene.visit.pk, at=NOW + AN_HOUR)


def test_a_client_hears_nothing_of_each_ordinary_week() -> None:
    scene = Help()
    do(scene)
    assert not Notice.objects.filter(event__startswith="visit-ended").exists()


# -- two workers ------------------------------------------------------------------------------------------------------
def test_where_two_go_the_visit_ends_when_both_have_stopped() -> None:
    scene = Repair(workers=2)
    second = an_actor(scene.plumbers[1].person)
    services.start(scene.worker, scene.visit.pk, at=NOW)
    services.start(second, scene.visit.pk, at=NOW)
    services.stop(scene.worker, scene.visit.pk, outcome=FOLLOW_UP, note="Nog een buis.", at=NOW + AN_HOUR)
    assert scene.status() == VisitStatus.UNDER_WAY
    services.stop(second, scene.visit.pk, outcome=DONE, at=NOW + 2 * AN_HOUR)
    assert scene.status() == VisitStatus.FOLLOW_UP
    assert len(services.sign_off(scene.resident, scene.visit.pk, at=NOW + 3 * AN_HOUR)) == 2


def test_the_second_who_forgot_to_start_still_gets_a_timesheet_and_holds_up_the_signing() -> None:
    scene = Repair(workers=2)
    second = an_actor(scene.plumbers[1].person)
    do(scene)
    services.start(second, scene.visit.pk, at=NOW + AN_HOUR)
    with pytest.raises(Refused):
        services.sign_off(scene.resident, scene.visit.pk, at=NOW + AN_HOUR)
    services.stop(second, scene.visit.pk, outcome=DONE, at=NOW + 2 * AN_HOUR)
    assert scene.status() == VisitStatus.DONE
    assert len(services.sign_off(scene.resident, scene.visit.pk, at=NOW + 3 * AN_HOUR)) == 2


# -- writing down -----------------------------------------------------------------------------------------------------
def test_the_same_form_sent_twice_is_one_line_of_material() -> None:
    scene = Repair()
    services.start(scene.worker, scene.visit.pk, at=NOW)
    token = uuid4()
    for _ in range(2):
        services.add_material(
            scene.worker,
            scene.visit.pk,
            description="Kraanleertje",
            quantity=Decimal("2.50"),
            unit_price_cents=95,
            form_token=token,
            at=NOW,
        )
    line = Material.objects.get()
    assert (line.quantity, line.unit_price_cents) == (Decimal("2.50"), 95)
    services.remove_material(scene.worker, scene.visit.pk, line.pk, at=NOW)
    assert not Material.objects.exists()


def test_nothing_is_written_on_a_signed_timesheet() -> None:
    scene = Repair()
    do(scene)
    services.sign_off(scene.resident, scene.visit.pk, at=NOW + AN_HOUR)
    with pytest.raises(Refused):
        services.add_material(
            scene.worker,
            scene.visit.pk,
            description="Buis",
            quantity=Decimal(1),
            unit_price_cents=100,
            form_token=uuid4(),
            at=NOW + AN_HOUR,
        )
    with pytest.raises(Refused):
        services.correct_times(
            scene.worker, scene.visit.pk, started_at=NOW, stopped_at=NOW + AN_HOUR / 2, at=NOW + AN_HOUR
        )
    with pytest.raises(Refused):
        services.add_photo(scene.worker, scene.visit.pk, a_picture(), at=NOW + AN_HOUR)


def test_the_same_photo_sent_twice_is_one_and_a_seventh_is_refused() -> None:
    scene = Repair()
    services.start(scene.worker, scene.visit.pk, at=NOW)
    for colour in ("red", "red", "green", "blue", "white", "black", "yellow"):
        services.add_photo(scene.worker, scene.visit.pk, a_picture(colour), at=NOW)
    assert WorkPhoto.objects.count() == 6
    with pytest.raises(Refused):
        services.add_photo(scene.worker, scene.visit.pk, a_picture("orange"), at=NOW)
    with pytest.raises(Refused):
        services.add_photo(scene.worker, scene.visit.pk, BytesIO(b"no picture"), at=NOW)


def test_forgotten_times_are_put_right_before_signing_and_not_over_another_visit() -> None:
    scene = Repair()
    do(scene)
    at = NOW + 5 * AN_HOUR
    sheet = services.correct_times(
        scene.worker, scene.visit.pk, started_at=NOW + AN_HOUR, stopped_at=NOW + 2 * AN_HOUR, at=at
    )
    assert sheet.started_at == NOW + AN_HOUR
    later = agreed(a_visit(scene.cooperative), scene.plumbers[0], starts_at=NOW + 3 * AN_HOUR)
    services.start(scene.worker, later.pk, at=NOW + 3 * AN_HOUR)
    services.stop(scene.worker, later.pk, outcome=DONE, at=NOW + 4 * AN_HOUR)
    with pytest.raises(Refused) as refused:
        services.correct_times(
            scene.worker, later.pk, started_at=NOW + 1.5 * AN_HOUR, stopped_at=NOW + 4 * AN_HOUR, at=at
        )
    assert refused.value.field == "started_at"


# -- the resident -----------------------------------------------------------------------------------------------------
def test_the_resident_signs_and_twice_is_once() -> None:
    scene = Repair()
    do(scene)
    services.sign_off(scene.resident, scene.visit.pk, at=NOW + AN_HOUR)
    (sheet,) = services.sign_off(scene.resident, scene.visit.pk, at=NOW + 2 * AN_HOUR)
    assert (sheet.signed_at, sheet.signed_as) == (NOW + AN_HOUR, SignOffBy.RESIDENT)
    assert scene.status() == VisitStatus.SIGNED


def test_the_coordinator_signs_for_who_has_no_screen() -> None:
    scene = Help()
    do(scene)
    (sheet,) = services.sign_off(scene.coordinator, scene.visit.pk, at=NOW + AN_HOUR)
    assert sheet.signed_as == SignOffBy.COORDINATOR


def test_a_stranger_a_neighbour_and_the_worker_do_not_sign() -> None:
    scene = Repair()
    do(scene)
    neighbour = an_actor(a_person(scene.cooperative, Role.RESIDENT))
    elsewhere = a_coordinator(a_cooperative())
    for actor in (neighbour, elsewhere):
        with pytest.raises(Refused):
            services.sign_off(actor, scene.visit.pk, at=NOW + AN_HOUR)
    with pytest.raises(DoorClosed):
        services.sign_off(scene.worker, scene.visit.pk, at=NOW + AN_HOUR)


def test_a_coordinator_who_did_the_work_does_not_sign_for_it() -> None:
    scene = Repair()
    scene.plumbers[0].person.roles.create(cooperative=scene.cooperative, role=Role.COORDINATOR, since=NOW)
    do(scene)
    with pytest.raises(Refused):
        services.sign_off(an_actor(scene.plumbers[0].person), scene.visit.pk, at=NOW + AN_HOUR)


def test_not_solved_is_kept_in_the_residents_words() -> None:
    scene = Repair()
    do(scene)
    services.dispute(scene.resident, scene.visit.pk, "Het lekt nog.", at=NOW + AN_HOUR)
    services.dispute(scene.resident, scene.visit.pk, "Echt.", at=NOW + AN_HOUR)
    assert Timesheet.objects.get().dispute == "Het lekt nog."
    assert scene.status() == VisitStatus.DISPUTED


def test_who_was_helped_rates_once() -> None:
    scene = Repair()
    with pytest.raises(Refused):
        services.rate(scene.resident, scene.visit.pk, rating=5, at=NOW)
    do(scene)
    services.rate(scene.resident, scene.visit.pk, rating=5, thanks="Top!", at=NOW + AN_HOUR)
    services.rate(scene.resident, scene.visit.pk, rating=5, thanks="Top!", at=NOW + AN_HOUR)
    with pytest.raises(Refused):
        services.rate(scene.resident, scene.visit.pk, rating=1, at=NOW + AN_HOUR)
    with pytest.raises(Refused):
        services.rate(scene.resident, scene.visit.pk, rating=6, at=NOW + AN_HOUR)
    with pytest.raises(DoorClosed):
        services.rate(scene.coordinator, scene.visit.pk, rating=5, at=NOW + AN_HOUR)


# -- concerns ---------------------------------------------------------------------------------------------------------
def consent(scene: Help, given: bool, at: timedelta = timedelta()) -> None:
    Consent.objects.create(
        cooperative=scene.cooperative,
        person=scene.client.person,
        purpose=ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM,
        given=given,
        at=NOW + at,
    )


def test_a_worry_reaches_the_coordinator_and_no_mail_says_what_it_is() -> None:
    scene = Help()
    concern = services.raise_concern(scene.worker, scene.visit.pk, "Mevrouw eet bijna niets.", at=NOW)
    services.raise_concern(scene.worker, scene.visit.pk, "Mevrouw eet bijna niets.", at=NOW)
    assert Concern.objects.count() == 1
    (notice,) = Notice.objects.filter(event__startswith="concern-raised")
    assert notice.person_id == scene.coordinator.person_id
    assert "eet" not in notice.body
    assert scene.client.person.name not in notice.body
    services.take_up_concern(scene.coordinator, concern.pk, follow_up="Ik bel vandaag.", at=NOW)
    assert Notice.objects.get(event__startswith="concern-taken-up").person_id == scene.worker.person_id


def test_at_a_repair_there_is_no_client_to_worry_about() -> None:
    scene = Repair()
    with pytest.raises(Refused):
        services.raise_concern(scene.worker, scene.visit.pk, "Het is er koud.", at=NOW)


def test_two_coordinators_at_once_the_second_is_told() -> None:
    scene = Help()
    concern = services.raise_concern(scene.worker, scene.visit.pk, "Ze valt soms.", at=NOW)
    services.take_up_concern(scene.coordinator, concern.pk, follow_up="Ik bel.", at=NOW)
    services.take_up_concern(scene.coordinator, concern.pk, follow_up="Ik bel.", at=NOW)
    other = a_coordinator(scene.cooperative)
    with pytest.raises(Outdated):
        services.take_up_concern(other, concern.pk, follow_up="Ik ook.", at=NOW)
    closed = services.close_concern(other, concern.pk, follow_up="Opgelost met de dochter.", at=NOW)
    assert closed.status == ConcernStatus.CLOSED
    assert closed.follow_up == "Ik bel.\n\nOpgelost met de dochter."


def test_the_district_team_reads_it_only_while_the_client_agrees() -> None:
    scene = Help()
    team = a_district_team_contact(scene.client.district_team)
    concern = services.raise_concern(scene.worker, scene.visit.pk, "De trap is gevaarlijk.", at=NOW)
    with pytest.raises(Refused):
        services.share_concern(scene.coordinator, concern.pk, at=NOW)
    consent(scene, given=True)
    assert not queries.concerns_shared_with(team.district_team_ids).exists()
    for _ in range(2):
        services.share_concern(scene.coordinator, concern.pk, at=NOW)
    assert [one.pk for one in queries.concerns_shared_with(team.district_team_ids)] == [concern.pk]
    assert "trap" not in Notice.objects.get(event=f"concern-shared:{concern.pk}").body
    assert not queries.concerns_shared_with([scene.client.district_team_id + 1]).exists()
    consent(scene, given=False, at=AN_HOUR)
    assert not queries.concerns_shared_with(team.district_team_ids).exists()
    with pytest.raises(Refused):
        services.share_concern(scene.coordinator, concern.pk, at=NOW + 2 * AN_HOUR)


def test_a_coordinator_of_another_cooperative_finds_no_concern() -> None:
    scene = Help()
    concern = services.raise_concern(scene.worker, scene.visit.pk, "Ze is eenzaam.", at=NOW)
    with pytest.raises(Refused):
        services.close_concern(a_coordinator(a_cooperative()), concern.pk, follow_up="Niets.", at=NOW)


# -- the worker's days ------------------------------------------------------------------------------------------------
def test_the_week_stands_in_the_order_of_the_route() -> None:
    scene = Repair(starts_at=NOW + 3 * AN_HOUR)
    worker = scene.plumbers[0]
    earlier = agreed(a_visit(scene.cooperative), worker, starts_at=NOW)
    dwelling = earlier.job.dwelling
    dwelling.latitude += 0.01
    dwelling.save()
    agreed(a_visit(scene.cooperative), worker, starts_at=NOW + timedelta(days=30))
    days = queries.work_days(scene.worker, (worker.latitude, worker.longitude), at=NOW)
    assert [[stop.visit.pk for stop in day.stops] for day in days] == [[earlier.pk, scene.visit.pk]]
    assert [1100 < stop.metres < 1125 for stop in days[0].stops] == [True, True]
    assert queries.own_visit(scene.worker, earlier.pk) == earlier
    assert queries.own_visit(Repair().worker, earlier.pk) is None
