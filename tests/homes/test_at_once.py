"""Several people at the same moment, on as many real connections: the cap holds and the line moves up once."""

from datetime import timedelta

import pytest

from tests.build import NOW
from tests.homes.scenes import Homes, places
from tests.planning.test_at_once import at_once
from werkplaats.homes.models import CareGrant, Client, Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.homes.services import clients, pilots
from werkplaats.members.models import Notice, Person

pytestmark = pytest.mark.django_db(transaction=True)
ACTIVE, WAITING, ENDED = ParticipationStatus.ACTIVE, ParticipationStatus.WAITING, ParticipationStatus.ENDED


def test_the_last_places_of_fifty_go_to_exactly_as_many_as_there_are() -> None:
    here = Homes(cap=50)
    for _ in range(46):
        here.sign_up()
    homes = [here.dwelling() for _ in range(8)]
    outcomes = at_once(*(lambda home=home: here.sign_up(home, at=NOW + timedelta(hours=1)) for home in homes))
    assert all(isinstance(outcome, Participation) for outcome in outcomes), outcomes
    assert places(here.repairs) == {ACTIVE: 50, WAITING: 4}
    taken = pilots.taken_places(here.repairs)
    assert sorted(taken) == list(range(1, 51))
    assert Notice.objects.filter(event__startswith="participation-").count() == 54


def test_one_home_signed_up_at_once_by_several_takes_one_place() -> None:
    here = Homes()
    home = here.dwelling()
    outcomes = at_once(*(lambda: here.sign_up(home, name="Bep Vos") for _ in range(4)))
    assert len(set(outcomes)) == 1, outcomes
    assert (Participation.objects.count(), Person.objects.filter(name="Bep Vos").count()) == (1, 1)


def test_two_leave_at_once_and_the_two_who_wait_longest_move_up_and_hear_it_once() -> None:
    here = Homes(cap=3)
    leaving, *_ = first = [here.sign_up() for _ in range(3)]
    line = [here.sign_up(at=NOW + timedelta(minutes=number)) for number in range(1, 4)]
    outcomes = at_once(
        lambda: pilots.end_participation(here.coordinator, leaving.pk, reason="Verhuisd", at=NOW),
        lambda: pilots.end_participation(here.coordinator, leaving.pk, reason="Verhuisd", at=NOW),
        lambda: pilots.end_participation(here.coordinator, first[1].pk, reason="Verhuisd", at=NOW),
        lambda: pilots.move_up_all(at=NOW),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert places(here.repairs) == {ACTIVE: 3, WAITING: 1, ENDED: 2}
    assert [Participation.objects.get(pk=one.pk).status for one in line] == [ACTIVE, ACTIVE, WAITING]
    told = Notice.objects.filter(event__in=[f"participation-{ACTIVE}:{one.pk}" for one in line])
    assert {notice.person_id for notice in told} == {one.requested_by_id for one in line[:2]}


def test_a_place_that_frees_while_somebody_signs_up_goes_to_who_waits() -> None:
    here = Homes(cap=1)
    leaving = here.sign_up()
    waits = here.sign_up(at=NOW + timedelta(minutes=1))
    home = here.dwelling()
    at_once(
        lambda: pilots.end_participation(here.coordinator, leaving.pk, reason="Verhuisd", at=NOW),
        lambda: here.sign_up(home, at=NOW + timedelta(minutes=2)),
    )
    assert Participation.objects.get(pk=waits.pk).status == ACTIVE
    assert Participation.objects.get(dwelling=home).status == WAITING


def test_a_referral_sent_several_times_at_once_is_one_client_and_the_thirtieth_place_is_given_once() -> None:
    here = Homes(cap=30)
    for _ in range(29):
        clients.refer_client(here.contact, here.referral(), at=NOW)
    referral, other = here.referral(), here.referral()
    outcomes = at_once(
        lambda: clients.refer_client(here.contact, referral, at=NOW),
        lambda: clients.refer_client(here.contact, referral, at=NOW),
        lambda: clients.refer_client(here.coordinator, other, at=NOW),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert places(here.household) == {ACTIVE: 30, WAITING: 1}
    assert (Client.objects.count(), CareGrant.objects.count()) == (31, 31)
