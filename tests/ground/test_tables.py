"""What the database itself promises, whatever the program does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.build import (
    NOW,
    TODAY,
    a_cooperative,
    a_district_team,
    a_dwelling,
    a_grant,
    a_landlord,
    a_person,
    a_pilot,
    a_request,
    a_worker,
)
from tests.build import a_client as build_client
from tests.settlement.work import a_repair_job, tariffs
from werkplaats.ground.tables import SameCooperative
from werkplaats.homes.models import Client, Dwelling, Participation, Residence
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.intake.models import Request
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import STEPS, VisitStatus
from werkplaats.members.models import Cooperative, Notice, Person, Worker
from werkplaats.members.rules import ContactBy, WorkerStatus
from werkplaats.planning.models import Assignment
from werkplaats.settlement.models import ClosedMonth, DayBalance, LedgerEntry, LedgerTransaction, Tariff
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import Account
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> None:
    """The database says no, at once or when the transaction would be kept."""
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
        act()
        connection.check_constraints()


# --- one cooperative ---------------------------------------------------------------------------------------------


def test_a_row_never_points_into_another_cooperative() -> None:
    here, there = a_cooperative(), a_cooperative()
    stranger, landlord = a_person(there), a_landlord(there)
    dwelling = a_dwelling(a_landlord(here))
    refused(lambda: Dwelling.objects.filter(pk=dwelling.pk).update(landlord=landlord))
    refused(lambda: a_request(dwelling, stranger))
    refused(lambda: Residence.objects.create(cooperative=here, person=stranger, dwelling=dwelling, since=TODAY))
    refused(lambda: Residence.objects.create(cooperative=there, person=stranger, dwelling=dwelling, since=TODAY))


def test_a_request_never_names_a_row_that_does_not_exist() -> None:
    """Its foreign keys are those with the cooperative in them, and no others."""
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    for field in ("reporter_id", "dwelling_id", "client_id", "entered_by_id", "joined_into_id", "split_from_id"):
        refused(lambda column=field: Request.objects.filter(pk=request.pk).update(**{column: 2**40}))
    refused(lambda: Request.objects.filter(pk=request.pk).update(cooperative=2**40))


def test_a_notice_never_names_a_person_that_does_not_exist() -> None:
    here = a_cooperative()

    def tell(person_id: int) -> None:
        Notice.objects.create(
            cooperative=here, person_id=person_id, event=f"told:{person_id}", channel=ContactBy.LETTER, subject="x",
            body="x", created_at=NOW,
        )  # fmt: skip

    tell(a_person(here).pk)
    refused(lambda: tell(2**40))


def test_a_person_who_reported_something_is_never_removed() -> None:
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    refused(lambda: Person.objects.filter(pk=request.reporter_id)._raw_delete("default"))


def test_a_row_never_moves_to_another_cooperative_with_what_hangs_on_it() -> None:
    here, there = a_cooperative(), a_cooperative()
    client = build_client(a_district_team(here), a_dwelling(None, here))
    a_grant(client)
    refused(lambda: Client.objects.filter(pk=client.pk).update(cooperative=there))


def test_every_reference_between_rows_of_a_cooperative_is_kept_in_it() -> None:
    """A new foreign key that is not in `one_cooperative` is found here."""

    def of_a_cooperative(model: type[models.Model]) -> bool:
        return any(field.name == "cooperative" for field in model._meta.fields)

    open_ends = []
    for model in apps.get_models():
        if not model.__module__.startswith("werkplaats.") or not of_a_cooperative(model) or _is_history(model):
            continue
        kept = {c.field for c in model._meta.constraints if isinstance(c, SameCooperative)}
        for field in model._meta.fields:
            target = field.related_model
            if field.name == "cooperative" or not isinstance(target, type) or not issubclass(target, models.Model):
                continue
            if of_a_cooperative(target) and field.name not in kept:
                open_ends.append(f"{model.__name__}.{field.name}")
    assert open_ends == []


def test_every_promise_of_one_cooperative_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        standing = {name for (name,) in cursor.fetchall()}
    promised = {
        c.name for model in apps.get_models() for c in model._meta.constraints if isinstance(c, SameCooperative)
    }
    assert promised
    assert promised <= standing


def _is_history(model: type[models.Model]) -> bool:
    import pghistory.models

    return issubclass(model, pghistory.models.Event)


# --- only added to -----------------------------------------------------------------------------------------------


def test_what_is_only_added_to_is_never_changed_and_never_removed() -> None:
    here = a_cooperative()
    tariffs(here)
    tariff = Tariff.objects.filter(cooperative=here).latest("pk")
    request = a_request(a_dwelling(a_landlord(here)))
    assessment = Assessment.objects.create(
        cooperative=here, request=request, outcome=Outcome.TENANT, reason="kraanleertje", decided_at=NOW
    )
    refused(lambda: type(tariff).objects.filter(pk=tariff.pk).update(source="elsewhere"))
    refused(tariff.delete)
    refused(lambda: Assessment.objects.filter(pk=assessment.pk).update(reason="anders"))
    refused(assessment.delete)


def test_every_table_that_says_it_is_only_added_to_has_its_guard() -> None:
    bare = [
        model.__name__
        for model in apps.get_models()
        if getattr(model, "append_only", False)
        and "only_added_to" not in {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    ]
    assert bare == []


def test_a_decision_is_revised_in_one_line_without_forks() -> None:
    here = a_cooperative()
    request = a_request(a_dwelling(a_landlord(here)))

    def decide(revises: Assessment | None) -> Assessment:
        return Assessment.objects.create(
            cooperative=here, request=request, outcome=Outcome.TENANT, reason="x", decided_at=NOW, revises=revises
        )

    first = decide(None)
    decide(first)
    refused(lambda: decide(first))
    refused(lambda: decide(None))


# --- steps -------------------------------------------------------------------------------------------------------


def test_a_visit_takes_only_the_steps_that_exist() -> None:
    here = a_cooperative()
    job = a_repair_job(a_dwelling(a_landlord(here)))
    period = (NOW, NOW + timedelta(hours=1))
    for number, start in enumerate(VisitStatus, start=1):
        for other, end in enumerate(VisitStatus):
            visit = Visit.objects.create(
                cooperative=here, job=job, number=100 * number + other, status=start, minutes=60, due_on=TODAY,
                period=period, created_at=NOW,
            )  # fmt: skip

            def step(pk: int = visit.pk, to: VisitStatus = end) -> None:
                Visit.objects.filter(pk=pk).update(status=to)

            if (start, end) in STEPS or start == end:
                step()
            else:
                refused(step)


def test_who_was_declined_is_not_admitted_without_applying_again() -> None:
    worker = a_worker(a_cooperative(), status=WorkerStatus.DECLINED)
    refused(lambda: Worker.objects.filter(pk=worker.pk).update(status=WorkerStatus.ADMITTED))
    Worker.objects.filter(pk=worker.pk).update(status=WorkerStatus.APPLIED)


# --- the rest of what it keeps -----------------------------------------------------------------------------------


def entry(booking: LedgerTransaction, account: Account, cents: int) -> LedgerEntry:
    return LedgerEntry(cooperative_id=booking.cooperative_id, transaction=booking, account=account, amount_cents=cents)


def a_booking(number: int, *sides: tuple[Account, int], here: Cooperative | None = None) -> LedgerTransaction:
    booking = LedgerTransaction.objects.create(
        cooperative=here or a_cooperative(), number=number, journal=Journal.MEMORIAL, event=f"event:{number}",
        booked_on=TODAY, description="x", booked_at=NOW,
    )  # fmt: skip
    LedgerEntry.objects.bulk_create([entry(booking, account, cents) for account, cents in sides])
    return booking


def test_a_booking_that_does_not_balance_is_refused() -> None:
    refused(lambda: a_booking(1, (Account.BANK, 100), (Account.REVENUE_PLAN, -99)))
    booking = a_booking(2, (Account.BANK, 100), (Account.REVENUE_PLAN, -60), (Account.VAT_PAYABLE_LOW, -40))
    refused(lambda: entry(booking, Account.BANK, 5).save())
    refused(lambda: LedgerEntry.objects.filter(transaction=booking, account=Account.BANK).delete())
    refused(lambda: a_booking(3, (Account.BANK, 0)))


def test_a_number_and_an_event_are_booked_once() -> None:
    here = a_cooperative()
    a_booking(1, (Account.BANK, 100), (Account.REVENUE_PLAN, -100), here=here)
    refused(lambda: a_booking(1, (Account.BANK, 100), (Account.REVENUE_PLAN, -100), here=here))


def test_in_a_closed_month_nothing_is_booked_not_even_beside_what_stands_there() -> None:
    here = a_cooperative()
    booking = a_booking(1, (Account.BANK, 100), (Account.REVENUE_PLAN, -100), here=here)
    ClosedMonth.objects.create(cooperative=here, month=TODAY.replace(day=1), closed_at=NOW)
    refused(lambda: a_booking(2, (Account.BANK, 100), (Account.REVENUE_PLAN, -100), here=here))
    more = [entry(booking, Account.BANK, 5), entry(booking, Account.REVENUE_PLAN, -5)]
    refused(lambda: LedgerEntry.objects.bulk_create(more))


def test_the_database_adds_up_every_day_of_an_account_itself() -> None:
    here = a_cooperative()
    a_booking(1, (Account.BANK, 100), (Account.REVENUE_PLAN, -100), here=here)
    a_booking(2, (Account.BANK, -30), (Account.REVENUE_PLAN, 30), here=here)
    days = DayBalance.objects.filter(cooperative=here).values_list("account", "day", "debit_cents", "credit_cents")
    assert set(days) == {(Account.BANK, TODAY, 100, 30), (Account.REVENUE_PLAN, TODAY, 30, 100)}


def test_a_worker_is_never_in_two_places() -> None:
    here = a_cooperative()
    job, worker = a_repair_job(a_dwelling(a_landlord(here))), a_worker(here)

    def go(number: int, start: int, hours: int) -> Assignment:
        period = (NOW + timedelta(hours=start), NOW + timedelta(hours=start + hours))
        visit = Visit.objects.create(
            cooperative=here, job=job, number=number, status=VisitStatus.AGREED, minutes=60, due_on=TODAY,
            period=period, created_at=NOW,
        )  # fmt: skip
        return Assignment.objects.create(cooperative=here, visit=visit, worker=worker, period=period, assigned_at=NOW)

    first = go(1, 0, 2)
    refused(lambda: go(2, 1, 2))
    go(3, 2, 1)  # one ends when the other begins
    Assignment.objects.filter(pk=first.pk).update(active=False)
    go(4, 0, 2)


def test_a_pilot_never_has_more_places_than_its_cap() -> None:
    landlord = a_landlord(a_cooperative())
    pilot = a_pilot(landlord, cap=1)

    def take(place: int) -> Participation:
        return Participation.objects.create(
            cooperative=landlord.cooperative, pilot=pilot, dwelling=a_dwelling(landlord), place=place,
            status=ParticipationStatus.ACTIVE, requested_at=NOW, started_at=NOW,
        )  # fmt: skip

    take(1)
    refused(lambda: take(2))
    refused(lambda: take(1))
