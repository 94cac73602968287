"""Many timesheets settled at once give what they give one by one, to the cent, the line and the number."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.build import NOW, a_client, a_dwelling, a_grant, a_worker
from tests.settlement.test_services import Neighbourhood
from tests.settlement.work import a_household_job, a_repair_job, a_tariff, a_timesheet, consents
from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.settlement.models import Charge, DayBalance, Earning, LedgerEntry, LedgerTransaction, Settlement
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import settle, settle_waiting

BOOKS = (
    (Settlement, "timesheet"),
    (Charge, "settlement__timesheet"),
    (Earning, "settlement__timesheet"),
    (LedgerTransaction, "number"),
    (LedgerEntry, "transaction__number"),
    (DayBalance, "day"),
)
KEYS = {"id", "settlement_id", "transaction_id", "event"}  # other keys are given out, the second time


def books() -> list[list[tuple[Any, ...]]]:
    """Every column of every row but the keys that the database gives, with what these point at in their place."""
    found = []
    for model, whose in BOOKS:
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in KEYS]
        rows = model.objects.annotate(whose=F(whose)).values_list("whose", *names)
        found.append(sorted(rows, key=repr))
    return found


def tried(act: Callable[[], object]) -> list[list[tuple[Any, ...]]]:
    """The books after it; nothing of it stays."""
    with transaction.atomic():
        act()
        after = books()
        transaction.set_rollback(True)
    return after


class TestMany(TestCase):
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["repair", "help", "warranty", "nobody", "no price", "unsigned", "together"]),
                st.integers(0, 600),
                st.integers(0, 5000),
                st.integers(0, 14 * 24),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_a_batch_is_the_same_as_one_by_one(self, visits: list[tuple[str, int, int, int]]) -> None:
        here = Neighbourhood()
        a_tariff(
            here.cooperative,
            TariffKind.LANDLORD,
            Rate(RateKind.HOUR, "repairs", cents=5100),
            Rate(RateKind.EVENING, "repairs", percent=Decimal("33.33")),
            Rate(RateKind.WEEKEND, "repairs", percent=Decimal(50)),
            Rate(RateKind.NO_SHOW, "repairs", cents=2500),
            landlord=here.landlord,
        )
        helper = a_worker(here.cooperative, WorkerKind.HELPER)
        consents(helper)
        sheets = [sheet for visit in visits for sheet in signed(here, helper, *visit)]

        def one_by_one() -> None:
            for sheet in sheets:
                with suppress(Refused), transaction.atomic():
                    settle(sheet, at=NOW)

        assert tried(lambda: settle_waiting(at=NOW)) == tried(one_by_one)


def signed(
    here: Neighbourhood, helper: Worker, what: str, minutes: int, material_cents: int, hours: int
) -> list[Timesheet]:
    at = {"started_at": NOW + timedelta(hours=hours)}
    if what == "help":
        grant = a_grant(a_client(here.team, a_dwelling(here.landlord)))
        return [a_timesheet(a_household_job(grant), helper, minutes, **at)]
    home = a_dwelling(None, here.cooperative) if what == "no price" else here.dwelling
    job = a_repair_job(home)
    if what == "warranty":
        job.warranty_of = a_repair_job(home)
        job.save()
    if what == "nobody":
        return [a_timesheet(job, here.worker, 0, outcome=DeliveryOutcome.NOBODY_HOME, signed=False, **at)]
    sheet = a_timesheet(job, here.worker, minutes, material_cents=material_cents, signed=what != "unsigned", **at)
    if what != "together":
        return [sheet]
    other = Timesheet.objects.get(pk=sheet.pk)
    other.pk, other.worker = None, a_worker(here.cooperative)
    other.save()
    return [sheet, other]
