"""People come in, workers are admitted, papers are warned of."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.at_once import at_once
from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_person, a_worker, an_actor
from tests.members.test_rules import CLEANER, PLUMBER
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Availability, Cooperative, Credential, Member, Notice, Person, User, Worker
from werkplaats.members.rules import ConsentPurpose, ContactBy, CredentialKind, MemberKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours, Validity
from werkplaats.members.rules.roles import Actor, DoorClosed, Role
from werkplaats.members.services import people, workers

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cooperative(db: None) -> Cooperative:
    return a_cooperative()


@pytest.fixture
def coordinator(cooperative: Cooperative) -> Actor:
    return a_coordinator(cooperative)


def events(worker: Worker) -> list[str]:
    return list(Notice.objects.filter(person=worker.person).order_by("id").values_list("event", flat=True))


# --- people ------------------------------------------------------------------------------------------------------
def test_a_person_is_registered_once_by_e_mail_address(cooperative: Cooperative) -> None:
    first = people.register_person(cooperative.pk, name="Nel de Wit", email="Nel@Voorbeeld.example", at=NOW)
    again = people.register_person(
        cooperative.pk, name="N. de Wit", email=" nel@voorbeeld.EXAMPLE ", roles=[Role.RESIDENT], at=LATER
    )
    assert again == first
    assert again.name == "Nel de Wit"
    assert set(first.roles.values_list("role", flat=True)) == {Role.RESIDENT}
    assert User.objects.filter(email__iexact="nel@voorbeeld.example").count() == 1


def test_without_an_e_mail_address_there_is_no_sign_in_and_word_comes_by_letter(cooperative: Cooperative) -> None:
    one = people.register_person(cooperative.pk, name="Piet", at=NOW)
    other = people.register_person(cooperative.pk, name="Piet", contact_by=ContactBy.PHONE, phone="033 1", at=NOW)
    assert one != other  # two people may have one name
    assert (one.user, one.contact_by, other.contact_by) == (None, ContactBy.LETTER, ContactBy.PHONE)


@pytest.mark.parametrize(("name", "email", "field"), [("  ", "", "name"), ("Nel", "geen adres", "email")])
def test_a_person_has_a_name_and_an_address_that_is_one(
    cooperative: Cooperative, name: str, email: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        people.register_person(cooperative.pk, name=name, email=email, at=NOW)
    assert refusal.value.field == field
    assert not Person.objects.exists()


def test_a_person_of_another_neighbourhood_keeps_the_own_address(cooperative: Cooperative) -> None:
    a_person(a_cooperative(), email="nel@voorbeeld.example")
    with pytest.raises(Refused) as refusal:
        people.register_person(cooperative.pk, name="Nel", email="nel@voorbeeld.example", at=NOW)
    assert refusal.value.field == "email"


@pytest.mark.django_db(transaction=True)
def test_two_forms_at_once_register_one_person() -> None:
    cooperative = a_cooperative()
    first, second = at_once(
        *(
            lambda: people.register_person(cooperative.pk, name="Nel", email="nel@voorbeeld.example", at=NOW)
            for _ in range(2)
        )
    )
    assert first == second
    assert Person.objects.count() == User.objects.count() == 1


def test_anyone_becomes_a_member_once_and_numbers_follow_each_other(cooperative: Cooperative) -> None:
    def join(email: str) -> Member:
        return people.join_as_member(cooperative.pk, name="Lid", email=email, at=NOW)

    assert [join(f"{name}@voorbeeld.example").number for name in ("a", "b", "a", "c")] == [1, 2, 1, 3]


def test_a_business_that_joins_has_a_name(cooperative: Cooperative) -> None:
    with pytest.raises(Refused) as refusal:
        people.join_as_member(cooperative.pk, name="Nel", email="n@v.example", kind=MemberKind.BUSINESS, at=NOW)
    assert refusal.value.field == "business_name"


def test_consent_is_noted_by_the_person_or_the_coordinator_and_by_nobody_else(
    cooperative: Cooperative, coordinator: Actor
) -> None:
    person, other = a_person(cooperative, Role.RESIDENT), an_actor(a_person(cooperative, Role.RESIDENT))
    share = ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
    people.record_consent(an_actor(person), person.pk, share, True, at=NOW)
    people.record_consent(coordinator, person.pk, share, False, at=LATER)
    assert list(person.consents.order_by("at").values_list("given", flat=True)) == [True, False]
    with pytest.raises(DoorClosed):
        people.record_consent(other, person.pk, share, True, at=LATER)
    with pytest.raises(Refused):
        people.record_consent(a_coordinator(a_cooperative()), person.pk, share, True, at=LATER)


# --- workers -----------------------------------------------------------------------------------------------------
def test_a_plumber_applies_is_admitted_and_hears_it_once(cooperative: Cooperative, coordinator: Actor) -> None:
    worker = workers.apply(cooperative.pk, replace(PLUMBER, iban="nl91 abna 0417 1643 00"), at=NOW)
    assert (worker.status, worker.iban, worker.trades) == (WorkerStatus.APPLIED, "NL91ABNA0417164300", ["LOO"])
    assert set(worker.credentials.values_list("kind", "checked_at")) == {("vog", None), ("insurance", None)}
    assert not worker.person.roles.exists()

    for at in (NOW, LATER):  # the button is pressed twice
        worker = workers.admit(coordinator, worker.pk, reason="Papieren gezien.", at=at)
    assert (worker.status, worker.decided_at, worker.decided_by_id) == (
        WorkerStatus.ADMITTED,
        NOW,
        coordinator.person_id,
    )
    assert set(worker.person.roles.values_list("role", flat=True)) == {Role.WORKER}
    assert events(worker) == [f"worker-admitted:{worker.pk}:{NOW.isoformat()}"]


def test_applying_again_renews_what_still_waits(cooperative: Cooperative) -> None:
    workers.apply(cooperative.pk, PLUMBER, at=NOW)
    hours = (Hours(2, time(9), time(12)),)
    again = workers.apply(cooperative.pk, replace(PLUMBER, trades=("CVI",), availability=hours), at=LATER)
    assert Worker.objects.get() == again
    assert (again.trades, again.applied_at) == (["CVI"], LATER)
    assert list(Availability.objects.values_list("weekday", flat=True)) == [2]
    assert Credential.objects.count() == 2  # the same papers, once


def test_a_form_that_anybody_can_send_changes_nothing_of_an_admitted_worker(
    cooperative: Cooperative, coordinator: Actor
) -> None:
    worker = workers.apply(cooperative.pk, PLUMBER, at=NOW)
    workers.admit(coordinator, worker.pk, at=NOW)
    hijacked = replace(PLUMBER, iban="DE89370400440532013000", vog=Validity(TODAY, date(2040, 1, 1)), availability=())
    workers.apply(cooperative.pk, hijacked, at=LATER)
    worker = Worker.objects.get()
    assert (worker.iban, worker.status) == ("NL91ABNA0417164300", WorkerStatus.ADMITTED)
    assert worker.availability.count() == 1
    assert not worker.credentials.filter(valid_until=date(2040, 1, 1)).exists()


def test_a_wrong_application_is_refused_at_its_field_and_leaves_nothing(cooperative: Cooperative) -> None:
    with pytest.raises(Refused) as refusal:
        workers.apply(cooperative.pk, replace(PLUMBER, kvk_number="1"), at=NOW)
    assert refusal.value.field == "kvk_number"
    assert not Person.objects.exists()


def test_who_is_declined_reads_why_and_may_apply_again(cooperative: Cooperative, coordinator: Actor) -> None:
    worker = workers.apply(cooperative.pk, CLEANER, at=NOW)
    with pytest.raises(Refused) as refusal:
        workers.decline(coordinator, worker.pk, reason=" ", at=NOW)
    assert refusal.value.field == "reason"
    workers.decline(coordinator, worker.pk, reason="Wij zoeken nu geen hulpen.", at=NOW)
    assert "Wij zoeken nu geen hulpen." in Notice.objects.get(person=worker.person).body
    with pytest.raises(Refused):
        workers.admit(coordinator, worker.pk, at=LATER)

    workers.apply(cooperative.pk, CLEANER, at=LATER)
    workers.decline(coordinator, worker.pk, reason="Nog steeds niet.", at=LATER)
    assert len(events(worker)) == 2


def test_only_the_coordinator_of_the_own_neighbourhood_admits(cooperative: Cooperative) -> None:
    worker = workers.apply(cooperative.pk, PLUMBER, at=NOW)
    with pytest.raises(DoorClosed):
        workers.admit(an_actor(worker.person), worker.pk, at=NOW)
    with pytest.raises(Refused):
        workers.admit(a_coordinator(a_cooperative()), worker.pk, at=NOW)


def test_a_paper_that_the_coordinator_saw_is_marked_as_seen(cooperative: Cooperative, coordinator: Actor) -> None:
    worker = workers.apply(cooperative.pk, CLEANER, at=NOW)
    claimed = CLEANER.vog
    assert claimed is not None
    seen = workers.record_credential(
        coordinator,
        worker.pk,
        kind=CredentialKind.VOG,
        issued_on=claimed.issued_on,
        valid_until=claimed.valid_until,
        at=LATER,
    )
    assert worker.credentials.get() == seen
    assert (seen.checked_at, seen.checked_by_id) == (LATER, coordinator.person_id)
    with pytest.raises(Refused):
        workers.record_credential(
            coordinator, worker.pk, kind=CredentialKind.VOG, issued_on=TODAY, valid_until=date(2026, 1, 1), at=LATER
        )


def test_a_worker_tells_when_not_to_come_and_nobody_else_does(cooperative: Cooperative, coordinator: Actor) -> None:
    worker, other = a_worker(cooperative), a_worker(cooperative)
    own, day = an_actor(worker.person), TODAY + timedelta(days=3)
    for who in (own, coordinator, own):
        workers.report_absence(who, worker.pk, first_day=day, last_day=day, at=NOW)
    assert worker.absences.count() == 1
    with pytest.raises(DoorClosed):
        workers.report_absence(an_actor(other.person), worker.pk, first_day=day, last_day=day, at=NOW)
    with pytest.raises(Refused) as refusal:
        workers.report_absence(own, worker.pk, first_day=day, last_day=TODAY, at=NOW)
    assert refusal.value.field == "last_day"


def test_hours_are_set_all_at_once_or_not_at_all(cooperative: Cooperative) -> None:
    worker = a_worker(cooperative)
    own = an_actor(worker.person)
    workers.set_availability(own, worker.pk, [Hours(1, time(9), time(12))], at=NOW)
    with pytest.raises(Refused):
        workers.set_availability(own, worker.pk, [Hours(2, time(9), time(12)), Hours(3, time(12), time(9))], at=NOW)
    assert list(worker.availability.values_list("weekday", flat=True)) == [1]


# --- papers that end ---------------------------------------------------------------------------------------------
def test_a_helper_and_every_coordinator_are_warned_once_of_a_vog_that_ends(cooperative: Cooperative) -> None:
    for _ in range(2):
        a_coordinator(cooperative)
    a_coordinator(a_cooperative())  # of another neighbourhood: hears nothing
    helper = a_worker(cooperative, WorkerKind.HELPER, vog_until=TODAY + timedelta(days=60))
    assert workers.warn_about_credentials(at=NOW - timedelta(days=1)) == 0
    assert [workers.warn_about_credentials(at=NOW + timedelta(days=day)) for day in range(3)] == [1, 0, 0]
    assert events(helper) == [f"credential-ends:{helper.credentials.get(kind='vog').pk}"]
    assert Notice.objects.count() == 3


def test_a_new_paper_that_ends_is_warned_of_again(cooperative: Cooperative, coordinator: Actor) -> None:
    helper = a_worker(cooperative, WorkerKind.HELPER, vog_until=TODAY)
    assert workers.warn_about_credentials(at=NOW) == 1
    workers.record_credential(
        coordinator,
        helper.pk,
        kind=CredentialKind.VOG,
        issued_on=TODAY,
        valid_until=TODAY + timedelta(days=365),
        at=NOW,
    )
    assert workers.warn_about_credentials(at=NOW) == 0
    assert workers.warn_about_credentials(at=NOW + timedelta(days=310)) == 1


@pytest.mark.parametrize("status", [WorkerStatus.APPLIED, WorkerStatus.DECLINED, WorkerStatus.LEFT])
def test_who_does_not_work_here_is_not_warned(cooperative: Cooperative, status: WorkerStatus) -> None:
    a_worker(cooperative, WorkerKind.HELPER, vog_until=TODAY, status=status)
    assert workers.warn_about_credentials(at=NOW) == 0
