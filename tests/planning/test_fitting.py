"""Who is not sent where: what the pages keep is what offers and rosters obey, both by the same rule."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.build import NOW, a_client, a_cooperative, a_coordinator, a_district_team, a_grant, a_worker, an_actor
from tests.planning.scenes import a_care_grant, a_visit
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import CareGrant, NoGo
from werkplaats.homes.rules import NoGoSide
from werkplaats.homes.services import fitting as homes
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, Pet, SpokenLanguage, TravelMode, WorkerKind
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.members.services import fitting as members
from werkplaats.planning import queries, services
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.rules.roster.check import Rule, lasting
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.wording import say

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)  # NOW is the Tuesday of this week
TOMORROW_AT_TEN = NOW + timedelta(days=1, hours=1)


class Help:
    """A client with weekly help, a helper, and a coordinator who knows both."""

    def __init__(self) -> None:
        self.grant: CareGrant = a_care_grant()
        self.client = self.grant.client
        self.cooperative = self.grant.cooperative
        self.coordinator = a_coordinator(self.cooperative)
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        jobs.open_recurring(self.grant, at=NOW)
        self.visit = Visit.objects.order_by("due_on").first() or Visit()

    def helper_is(self, languages: str = "nl", allergies: str = "", mode: TravelMode = TravelMode.BICYCLE) -> None:
        members.set_fitting(
            self.coordinator,
            self.helper.pk,
            languages=[SpokenLanguage(one) for one in languages.split()],
            allergies=[Pet(one) for one in allergies.split()],
            travel_mode=mode,
            at=NOW,
        )

    def home_has(self, pets: str = "", language: str = "", *, required: bool = False) -> None:
        homes.set_home(
            self.coordinator,
            self.client.pk,
            pets=[Pet(one) for one in pets.split()],
            language_wanted=SpokenLanguage(language) if language else None,
            language_required=required,
            at=NOW,
        )

    def keep_apart(self, worker: Worker | None = None, **more: Any) -> NoGo:
        who = (worker or self.helper).pk
        return homes.keep_apart(self.coordinator, self.client.pk, who, side=NoGoSide.CLIENT, **more, at=NOW)

    def offered(self) -> list[str]:
        """Why the helper cannot be asked, in the words of the page; empty when it can."""
        (ranked,) = queries.who_can(Visit.objects.get(pk=self.visit.pk), TOMORROW_AT_TEN, at=NOW)
        with translation.override("en"):
            return [say(reason) for reason in ranked.reasons] if not ranked.can else []

    def rostered(self) -> list[Rule]:
        """Why the planner cannot send the helper; empty when it can."""
        problem = week_of(self.cooperative, MONDAY, at=NOW)
        (task,) = problem.tasks
        return [broken.rule for broken in lasting(task, problem.person[self.helper.pk])]


def test_a_helper_who_cannot_bear_cats_is_not_sent_to_a_cat() -> None:
    here = Help()
    assert (here.offered(), here.rostered()) == ([], [])
    here.helper_is(allergies="cat dog")
    here.home_has("cat")
    assert here.offered() == ["is allergic to what lives there: cat"]
    assert here.rostered() == [Rule.ALLERGY]
    with pytest.raises(Refused):
        services.assign(here.coordinator, here.visit.pk, here.helper.pk, starts_at=TOMORROW_AT_TEN, at=NOW)


def test_a_language_that_is_needed_keeps_away_who_does_not_speak_it_and_one_that_is_liked_does_not() -> None:
    here = Help()
    here.home_has(language="tr", required=True)
    assert here.offered() == ["does not speak the language that is needed: Turkish"]
    assert here.rostered() == [Rule.LANGUAGE]
    here.helper_is(languages="nl tr")
    assert (here.offered(), here.rostered()) == ([], [])
    here.helper_is(languages="nl")
    here.home_has(language="tr")
    assert (here.offered(), here.rostered()) == ([], [])
    (task,) = week_of(here.cooperative, MONDAY, at=NOW).tasks
    assert (task.languages, task.language_required) == ({"tr"}, False)


def test_a_pair_that_is_kept_apart_is_apart_until_it_is_lifted() -> None:
    here = Help()
    pair = here.keep_apart(reason="Ruzie gehad.")
    assert here.keep_apart().pk == pair.pk  # recorded twice it is one
    assert here.offered() == ["is not sent to this client, as was agreed"]
    assert here.rostered() == [Rule.NO_GO]
    lifted = homes.lift(here.coordinator, pair.pk, at=NOW)
    assert (lifted.reason, lifted.lifted_by_id) == ("", here.coordinator.person_id)
    assert (here.offered(), here.rostered()) == ([], [])


def test_a_tradesperson_is_kept_from_a_client_and_a_cat_as_well() -> None:
    here = Help()
    here.home_has("cat")
    leak = a_visit(here.cooperative)
    leak.job.dwelling = here.client.dwelling
    leak.job.save()
    plumber = a_worker(here.cooperative, allergies=["cat"])
    other = a_worker(here.cooperative)
    here.keep_apart(other)
    reasons = {one.candidate.worker_id: one.reasons for one in queries.who_can(leak, TOMORROW_AT_TEN, at=NOW)}
    assert reasons == {plumber.pk: (("allergy", "cat"),), other.pk: (("no_go",),)}


def test_the_regular_helper_is_not_sent_where_it_does_not_fit_any_more() -> None:
    here = Help()
    services.assign(here.coordinator, here.visit.pk, here.helper.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    here.keep_apart()
    assert services.assign_regulars(at=NOW) == 0


def test_travel_heavy_work_and_contract_come_into_the_problem() -> None:
    here = Help()
    here.helper_is(mode=TravelMode.FOOT)
    homes.set_heavy(here.coordinator, here.grant.pk, heavy=True, at=NOW)
    problem = week_of(here.cooperative, MONDAY, at=NOW)
    person = problem.person[here.helper.pk]
    assert (person.mode, person.contract, person.minutes) == (TravelMode.FOOT, Contract.EMPLOYEE, 20 * 60)
    assert problem.tasks[0].heavy
    members.set_contract(here.coordinator, here.helper.pk, contract=Contract.EMPLOYEE, contract_minutes=720, at=NOW)
    assert week_of(here.cooperative, MONDAY, at=NOW).person[here.helper.pk].minutes == 720


def test_a_worker_sets_the_own_languages_but_neither_the_contract_nor_those_of_another() -> None:
    here = Help()
    own, other = an_actor(here.helper.person), a_worker(here.cooperative)
    said: dict[str, Any] = {"languages": [SpokenLanguage.AR], "allergies": [], "travel_mode": TravelMode.CAR, "at": NOW}
    assert members.set_fitting(own, here.helper.pk, **said).languages == ["ar"]
    with pytest.raises(DoorClosed):
        members.set_fitting(own, other.pk, **said)
    with pytest.raises(DoorClosed):
        members.set_contract(own, here.helper.pk, contract=Contract.EMPLOYEE, contract_minutes=60, at=NOW)
    with pytest.raises(Refused):
        members.set_fitting(own, here.helper.pk, **{**said, "languages": []})


def test_only_who_plans_keeps_apart_and_only_in_the_own_cooperative() -> None:
    here = Help()
    stranger = a_coordinator(a_cooperative())
    with pytest.raises(DoorClosed):
        homes.keep_apart(an_actor(here.helper.person), here.client.pk, here.helper.pk, side=NoGoSide.WORKER, at=NOW)
    with pytest.raises(Refused):
        homes.keep_apart(stranger, here.client.pk, here.helper.pk, side=NoGoSide.WORKER, at=NOW)
    with pytest.raises(Refused):
        here.keep_apart(a_worker(stranger_of := a_cooperative()))
    with pytest.raises(Refused):
        homes.lift(stranger, here.keep_apart().pk, at=NOW)
    with pytest.raises(Refused):
        homes.set_heavy(stranger, here.grant.pk, heavy=True, at=NOW)
    assert not NoGo.objects.filter(cooperative=stranger_of).exists()


@pytest.mark.parametrize("reason", ["x" * 201, "Bsn 111222333"])
def test_a_reason_is_short_and_holds_no_bsn(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        Help().keep_apart(reason=reason)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(("contract", "minutes"), [(Contract.SELF_EMPLOYED, 600), (Contract.EMPLOYEE, 2881)])
def test_hours_by_contract_are_of_employees_and_within_the_law(contract: Contract, minutes: int) -> None:
    here = Help()
    with pytest.raises(Refused) as refused:
        members.set_contract(here.coordinator, here.helper.pk, contract=contract, contract_minutes=minutes, at=NOW)
    assert refused.value.field == "contract_minutes"


def test_a_language_that_is_required_must_be_named() -> None:
    with pytest.raises(Refused) as refused:
        Help().home_has(required=True)
    assert refused.value.field == "language_wanted"


def test_what_changed_about_who_can_come_has_a_history() -> None:
    here = Help()
    here.home_has("cat")
    here.home_has("dog")
    history: Any = here.client
    assert list(history.events.order_by("pgh_id").values_list("pets", flat=True)) == [[], ["cat"], ["dog"]]
    here.helper_is("nl ar")
    worker: Any = here.helper
    assert worker.events.order_by("pgh_id").last().languages == ["ar", "nl"]


def test_the_database_keeps_what_a_fact_can_be() -> None:
    here = Help()
    worker, client = Worker.objects.filter(pk=here.helper.pk), type(here.client).objects.filter(pk=here.client.pk)
    pair = here.keep_apart(reason="kort")
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (worker, {"languages": []}),
        (worker, {"languages": ["klingon"]}),
        (worker, {"allergies": ["dragon"]}),
        (worker, {"travel_mode": "balloon"}),
        (worker, {"contract": ""}),
        (worker, {"contract": Contract.SELF_EMPLOYED, "contract_minutes": 60}),
        (client, {"pets": ["dragon"]}),
        (client, {"language_required": True}),
        (NoGo.objects.filter(pk=pair.pk), {"lifted_at": NOW}),  # and the reason still there
        (NoGo.objects.filter(pk=pair.pk), {"reason": "x" * 201}),
        (NoGo.objects.filter(pk=pair.pk), {"worker": a_worker(a_cooperative())}),
    ]
    for rows, change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
            rows.update(**change)
            connection.check_constraints()


def test_the_queries_for_a_week_do_not_grow_with_clients(django_assert_num_queries: Any) -> None:
    here = Help()

    def problem() -> Any:
        return week_of(here.cooperative, MONDAY, at=NOW)

    with CaptureQueriesContext(connection) as few:
        problem()
    for _ in range(3):
        client = a_client(a_district_team(here.cooperative), here.client.dwelling)
        jobs.open_recurring(a_grant(client), at=NOW)
        a_worker(here.cooperative, WorkerKind.HELPER)
    with django_assert_num_queries(len(few)):
        assert len(problem().tasks) == 4


def test_what_an_employee_did_before_the_week_comes_into_the_problem() -> None:
    here = Help()
    services.assign(here.coordinator, here.visit.pk, here.helper.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    later = week_of(here.cooperative, MONDAY + timedelta(days=7), at=NOW).person[here.helper.pk].worked
    ((left, returned),) = later.shifts
    assert (later.weeks[:2], later.sundays) == ((0, returned - left), 0)  # the week of the act began on Sunday
    assert left <= minute(TOMORROW_AT_TEN)
    assert returned - left >= here.visit.minutes
    assert not week_of(here.cooperative, MONDAY, at=NOW).person[here.helper.pk].worked.shifts  # that is in the week
    sunday = week_of(here.cooperative, MONDAY + timedelta(days=3), at=NOW).person[here.helper.pk].worked
    assert sunday.weeks[0] == returned - left


def test_a_sunday_worked_counts_once_however_many_visits() -> None:
    here = Help()
    here.helper.availability.create(cooperative=here.cooperative, weekday=6, starts="08:00", ends="17:00")
    sunday = TOMORROW_AT_TEN + timedelta(days=4)
    for visit, hours in zip(Visit.objects.order_by("due_on")[:2], (0, 4), strict=True):
        services.assign(here.coordinator, visit.pk, here.helper.pk, starts_at=sunday + timedelta(hours=hours), at=NOW)
    worked = week_of(here.cooperative, MONDAY + timedelta(days=7), at=NOW).person[here.helper.pk].worked
    assert worked.sundays == 1
    assert worked.weeks[0] > 240  # in the week of the act that has begun
