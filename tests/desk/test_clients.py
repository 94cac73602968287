"""What follows from a place and from its end: visits are made, or called off, and who it is about hears it once."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_worker
from tests.delivery.scenes import agreed
from tests.homes.scenes import Homes, client_of
from tests.planning.test_at_once import at_once
from werkplaats.desk import services
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Client, Participation
from werkplaats.homes.rules import Frequency, HouseholdActivity, ParticipationStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.services import extend_recurring_visits
from werkplaats.members.models import Notice
from werkplaats.members.rules import WorkerKind
from werkplaats.planning.models import Assignment
from werkplaats.planning.queries import coming_to, regular_helper
from werkplaats.planning.services import assign, assign_regulars

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 11)
WEEK = timedelta(weeks=1)


def visits(client: Client, *statuses: VisitStatus) -> int:
    found = Visit.objects.filter(job__care_grant__client=client)
    return found.filter(status__in=statuses).count() if statuses else found.count()


def referred(here: Homes, **fields: Any) -> Client:
    return client_of(services.refer(here.contact, here.referral(**fields), at=NOW))


class Helped(Homes):
    """A client whom the same helper visits every Wednesday at nine."""

    def __init__(self, cap: int = 30) -> None:
        super().__init__(cap)
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        self.client = referred(self)
        self.grant = self.client.grants.get()
        self.first = Visit.objects.filter(job__care_grant=self.grant).order_by("number")[0]
        nine = NOW + timedelta(days=1)
        assign(self.coordinator, self.first.pk, self.helper.pk, starts_at=nine, at=NOW)
        assign_regulars(at=NOW)
        Notice.objects.all().delete()


def test_a_client_with_a_place_gets_the_visits_of_the_coming_weeks_at_once() -> None:
    here = Homes()
    client = referred(here)
    assert visits(client, VisitStatus.TO_PLAN) == 6
    assert coming_to(client, at=NOW)[0].due_on == WEDNESDAY
    assert regular_helper(client) is None


def test_who_waits_gets_no_visits_until_moving_up_and_then_at_once() -> None:
    here = Homes(cap=1)
    first, second = referred(here), referred(here)
    assert (visits(first), visits(second)) == (6, 0)
    extend_recurring_visits(at=NOW)
    assert visits(second) == 0
    services.leave(here.coordinator, first.participations.get().pk, reason="Verhuisd", at=NOW)
    assert second.participations.get().status == ParticipationStatus.ACTIVE
    assert visits(second, VisitStatus.TO_PLAN) == 6
    assert Notice.objects.filter(person=second.person, event__startswith="participation-active").count() == 1
    assert extend_recurring_visits(at=NOW) == 0


def test_more_places_give_visits_to_who_waited() -> None:
    here = Homes(cap=1)
    referred(here)
    second = referred(here)
    services.change_pilot(here.coordinator, here.household.pk, cap=2, ends_on=here.household.ends_on, at=NOW)
    assert visits(second, VisitStatus.TO_PLAN) == 6


def a_second_grant(here: Homes, client: Client) -> Any:
    return services.add_grant(
        here.contact,
        client.pk,
        activities=(HouseholdActivity.LAUNDRY,),
        minutes=60,
        frequency=Frequency.EVERY_TWO_WEEKS,
        starts_on=TODAY,
        ends_on=TODAY + 20 * WEEK,
        preferred_weekday=4,
        at=NOW,
    )


def test_a_new_grant_gives_visits_to_who_has_a_place_and_none_to_who_waits() -> None:
    here = Homes(cap=1)
    first, second = referred(here), referred(here)
    assert a_second_grant(here, first).jobs.get().visits.count() == 3
    assert not a_second_grant(here, second).jobs.exists()


def test_stopping_calls_off_what_comes_after_and_the_helper_and_the_client_hear_it_once() -> None:
    here = Helped()
    assert visits(here.client, VisitStatus.AGREED) == 6
    services.end_grant(here.contact, here.grant.pk, ended_on=WEDNESDAY + WEEK, at=NOW)
    assert visits(here.client, VisitStatus.AGREED) == 2
    assert visits(here.client, VisitStatus.CANCELLED) == 4
    assert Assignment.objects.filter(active=True).count() == 2
    told = {notice.person_id: notice for notice in Notice.objects.all()}
    assert set(told) == {here.helper.person_id, here.client.person_id}
    assert "woensdag 18 maart" in told[here.client.person_id].body
    assert told[here.helper.person_id].body.count("\n- ") == 4
    services.end_grant(here.contact, here.grant.pk, ended_on=WEDNESDAY + WEEK, at=NOW)
    assert Notice.objects.count() == 2
    # nothing comes back in the night, and nothing is left for it to tell
    extend_recurring_visits(at=NOW)
    assign_regulars(at=NOW)
    assert (visits(here.client), Notice.objects.count()) == (6, 2)


def test_a_visit_that_was_moved_counts_by_the_day_on_which_somebody_comes() -> None:
    here = Helped()
    second, third = Visit.objects.filter(job__care_grant=here.grant).order_by("number")[1:3]
    for visit, days in ((second, 3), (third, -6)):
        Assignment.objects.filter(visit=visit).delete()
        agreed(visit, here.helper, starts_at=visit.period.lower + timedelta(days=days))
    services.end_grant(here.contact, here.grant.pk, ended_on=WEDNESDAY + timedelta(days=9), at=NOW)
    second.refresh_from_db()
    third.refresh_from_db()
    assert second.status == VisitStatus.CANCELLED  # due in time, but moved past the last day
    assert third.status == VisitStatus.AGREED  # due after it, but moved to the day before


def test_help_that_stops_before_it_begins_is_never_made() -> None:
    here = Homes()
    client = referred(here, starts_on=TODAY + timedelta(days=7))
    services.end_grant(here.contact, client.grants.get().pk, ended_on=TODAY, at=NOW)
    assert visits(client) == visits(client, VisitStatus.CANCELLED)
    notice = Notice.objects.get(event__startswith="help-stopped")
    assert "begint niet" in notice.body


def test_the_last_day_cannot_lie_before_a_visit_that_was_made() -> None:
    here = Helped()
    Visit.objects.filter(pk=here.first.pk).update(status=VisitStatus.UNDER_WAY)
    after = NOW + timedelta(days=2)
    with pytest.raises(Refused) as error:
        services.end_grant(here.contact, here.grant.pk, ended_on=TODAY, at=after)
    assert error.value.field == "ended_on"
    assert "11-03-2026" in str(error.value)
    here.grant.refresh_from_db()
    assert here.grant.ended_on is None
    assert visits(here.client, VisitStatus.CANCELLED) == 0


def test_who_leaves_gets_no_visits_any_more() -> None:
    here = Helped()
    place = here.client.participations.get()
    for _ in range(2):
        services.leave(here.coordinator, place.pk, reason="Naar een verpleeghuis", at=NOW)
    here.grant.refresh_from_db()
    assert here.grant.ended_on == TODAY
    assert visits(here.client) == visits(here.client, VisitStatus.CANCELLED)
    assert Notice.objects.filter(event__startswith="help-stopped").count() == 2
    assert "verpleeghuis" not in "".join(Notice.objects.values_list("body", flat=True))
    extend_recurring_visits(at=NOW + WEEK)
    assert Job.objects.get().status == JobStatus.CANCELLED


def test_a_home_that_leaves_takes_nobodys_help_away() -> None:
    here = Helped()
    home = here.sign_up(here.dwelling())
    services.leave(here.coordinator, home.pk, reason="Verhuisd", at=NOW)
    assert visits(here.client, VisitStatus.AGREED) == 6


def test_another_neighbourhood_stops_nothing() -> None:
    here = Helped()
    stranger = a_coordinator(a_cooperative())
    with pytest.raises(Refused):
        services.end_grant(stranger, here.grant.pk, ended_on=TODAY, at=NOW)
    with pytest.raises(Refused):
        services.leave(stranger, here.client.participations.get().pk, reason="x", at=NOW)
    assert visits(here.client, VisitStatus.AGREED) == 6


@pytest.mark.django_db(transaction=True)
def test_a_new_grant_while_the_client_leaves_gives_no_visits_to_who_is_gone() -> None:
    here = Homes(cap=1)
    client, waits = referred(here), referred(here)
    place = client.participations.get()
    outcomes = at_once(
        lambda: services.leave(here.coordinator, place.pk, reason="Verhuisd", at=NOW),
        lambda: a_second_grant(here, client),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert waits.participations.get().status == ParticipationStatus.ACTIVE
    assert not Participation.objects.filter(client=client, status=ParticipationStatus.ACTIVE).exists()
    after_today = Visit.objects.filter(job__care_grant__client=client, due_on__gt=TODAY)
    assert not after_today.exclude(status=VisitStatus.CANCELLED).exists()


@pytest.mark.django_db(transaction=True)
def test_help_stops_while_the_nightly_visits_are_made() -> None:
    here = Helped()
    at_once(
        lambda: services.end_grant(here.contact, here.grant.pk, ended_on=WEDNESDAY, at=NOW),
        lambda: extend_recurring_visits(at=NOW + 4 * WEEK),
    )
    left = Visit.objects.filter(job__care_grant=here.grant, due_on__gt=WEDNESDAY)
    assert not left.exclude(status=VisitStatus.CANCELLED).exists()
