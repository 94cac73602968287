"""Wmo help declared from real books: provider, allocation, declaration, its answer, and what changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.build import NOW, TODAY, a_client, a_dwelling, a_grant, a_landlord_contact, a_worker
from tests.settlement.test_iwmo import a_rejection, an_answer
from tests.settlement.test_services import Neighbourhood
from tests.settlement.work import a_household_job, a_tariff, a_timesheet, consents
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import CareGrant, Client
from werkplaats.jobs.models import Job
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import CareDeclaration, CareDeclarationLine, Settlement
from werkplaats.settlement.queries_care import care_draft, grants_without_allocation
from werkplaats.settlement.rules.iwmo import Problem, Unit, Verdict
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import correct, settle
from werkplaats.settlement.services.care import (
    AllocationDetails,
    ContractDetails,
    declare_care,
    set_care_allocation,
    set_care_contract,
    take_answer,
)
from werkplaats.settlement.services.period_charges import charge_month

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
APRIL_2 = datetime(2026, 4, 2, 8, tzinfo=UTC)
CONTRACT = ContractDetails("Zorg Dichtbij", "98765432", "0307")
ALLOCATED = AllocationDetails(4711, "01", "01A03", Unit.MINUTE, date(2026, 1, 1), date(2026, 12, 31))


class Care(Neighbourhood):
    """A client with help on Tuesdays, everything filled in that a declaration asks."""

    def __init__(self) -> None:
        super().__init__()
        self.client, self.grant = self.a_client("K-1")
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        consents(self.helper)
        set_care_contract(self.treasurer, self.team, CONTRACT)
        set_care_allocation(self.treasurer, self.grant, ALLOCATED)

    def a_client(self, reference: str) -> tuple[Client, CareGrant]:
        client = a_client(self.team, a_dwelling(self.landlord))
        client.provider_reference = reference
        client.save()
        return client, a_grant(client, starts_on=date(2026, 1, 1))

    def help(self, minutes: int = 120, *, grant: CareGrant | None = None, day: date = TODAY) -> Settlement:
        start = NOW + timedelta(days=(day - TODAY).days)
        granted = grant or self.grant
        job = Job.objects.filter(care_grant=granted).first() or a_household_job(granted)
        sheet = a_timesheet(job, self.helper, minutes, started_at=start)
        found = settle(sheet, at=start)
        assert found
        return found

    def declare(self, at: datetime = APRIL_2, month: date = MARCH) -> CareDeclaration:
        return declare_care(self.treasurer, self.team, month, at=at)

    def answer(self, declaration: CareDeclaration, content: bytes, **fields: Any) -> None:
        take_answer(self.treasurer, declaration, content, **fields, at=APRIL_2)


@pytest.fixture
def here() -> Care:
    return Care()


def told(declaration: CareDeclaration) -> list[tuple[str, int, int]]:
    return [(line.client_reference, line.volume, line.signed_cents) for line in declaration.lines.order_by("pk")]


def accepted(declaration: CareDeclaration, cents: int) -> bytes:
    content = an_answer(codes="8001", submitted=cents, granted=cents)
    return content.replace(b"W0000007", declaration.number.encode())


def test_a_month_of_help_is_one_line_a_client(here: Care) -> None:
    here.help(120)
    here.help(95, day=TODAY + timedelta(days=7))
    other, grant = here.a_client("K-2")
    set_care_allocation(here.treasurer, grant, replace(ALLOCATED, number=4712))
    here.help(60, grant=grant)
    made = here.declare()
    assert told(made) == [("K-1", 215, 10392), ("K-2", 60, 2900)]
    assert (made.number, made.month, made.agb_code) == ("WP00000001", MARCH, "98765432")
    line = made.lines.get(client=other)
    assert (line.reference, line.allocation_number, line.starts_on, line.ends_on, line.rate_cents) == (
        "WP00000001-2", 4712, MARCH, date(2026, 3, 31), 48,
    )  # fmt: skip


def test_what_is_missing_is_named_before_anything_is_made(here: Care) -> None:
    no_reference, grant = here.a_client(" ")
    set_care_allocation(here.treasurer, grant, ALLOCATED)
    no_allocation, without = here.a_client("K-3")
    here.help(60, grant=grant)
    here.help(90, grant=without)
    draft = care_draft(here.team, MARCH)
    assert {(left.problem, left.about, left.charged_cents) for left in draft.undeclared} == {
        (Problem.NO_REFERENCE, no_reference.pk, 2900),
        (Problem.NO_ALLOCATION, no_allocation.pk, 4350),
    }
    with pytest.raises(Refused, match="niets nieuws"):
        here.declare()
    assert not CareDeclaration.objects.exists()
    assert list(grants_without_allocation(here.treasurer)) == [without]


@pytest.mark.parametrize(
    ("unit", "told_of"),
    [(Unit.EURO, [("K-1", 20_000, 20_000), ("K-2", 9_677, 9_677)]), (Unit.PIECES, [("K-1", 1, 20_000)])],
)
def test_an_amount_a_month_is_declared_client_by_client(
    here: Care, unit: Unit, told_of: list[tuple[str, int, int]]
) -> None:
    month = Rate(RateKind.CLIENT_MONTH, cents=20_000)
    a_tariff(here.cooperative, TariffKind.MUNICIPALITY, month, district_team=here.team)
    set_care_allocation(here.treasurer, here.grant, replace(ALLOCATED, unit=unit))
    client = a_client(here.team, a_dwelling(here.landlord))
    client.provider_reference = "K-2"
    client.save()
    later = a_grant(client, starts_on=date(2026, 3, 17))
    set_care_allocation(here.treasurer, later, replace(ALLOCATED, number=4712, unit=unit))
    assert here.help(120).charged_cents == 0
    charge_month(here.treasurer, MARCH, at=APRIL_2)
    made = here.declare()
    assert told(made) == told_of
    left = [(one.problem, one.charged_cents) for one in care_draft(here.team, MARCH).undeclared]
    assert left == ([] if unit is Unit.EURO else [(Problem.OTHER_UNIT, 9_677)])


def test_an_amount_a_month_for_people_who_changed_is_named(here: Care) -> None:
    month = Rate(RateKind.CLIENT_MONTH, cents=20_000)
    a_tariff(here.cooperative, TariffKind.MUNICIPALITY, month, district_team=here.team)
    charge_month(here.treasurer, MARCH, at=APRIL_2)
    here.a_client("K-2")
    (left,) = care_draft(here.team, MARCH).undeclared
    assert (left.problem, left.charged_cents) == (Problem.OTHERS, 20_000)


def test_numbers_have_no_holes_when_a_declaration_is_refused(here: Care) -> None:
    with pytest.raises(Refused):
        here.declare()
    here.help()
    assert here.declare().number == "WP00000001"


def test_nothing_is_declared_twice(here: Care) -> None:
    here.help()
    here.declare()
    with pytest.raises(Refused, match="niets nieuws"):
        here.declare()


def test_a_month_is_declared_when_it_is_over_and_never_after_a_later_one(here: Care) -> None:
    here.help()
    with pytest.raises(Refused, match="nog niet voorbij") as refusal:
        here.declare(at=datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert refusal.value.field == "month"
    here.help(day=date(2026, 2, 3))
    here.declare()
    with pytest.raises(Refused, match="latere maand"):
        here.declare(month=date(2026, 2, 1))


def test_months_that_were_left_go_with_the_next(here: Care) -> None:
    here.help(60, day=date(2026, 2, 3))
    here.help(120)
    assert [(line.starts_on, line.volume) for line in here.declare().lines.order_by("pk")] == [
        (date(2026, 2, 1), 60),
        (MARCH, 120),
    ]


def test_without_a_provider_nothing_is_declared(here: Care) -> None:
    other = Neighbourhood()
    with pytest.raises(Refused, match="welke aanbieder"):
        declare_care(other.treasurer, other.team, MARCH, at=APRIL_2)


def test_an_answer_is_kept_per_line(here: Care) -> None:
    here.help(120)
    other, grant = here.a_client("K-2")
    set_care_allocation(here.treasurer, grant, replace(ALLOCATED, number=4712))
    here.help(60, grant=grant)
    made = here.declare()
    rejection = a_rejection(made.lines.get(client=other).reference, "9321", 2900, bsn="999990019")
    content = an_answer(rejection, submitted=8700, granted=5800).replace(b"W0000007", made.number.encode())
    said = take_answer(here.treasurer, made, content, at=APRIL_2)
    assert said.holds_bsn
    assert [(line.verdict, line.codes) for line in made.lines.order_by("pk")] == [
        (Verdict.APPROVED, []),
        (Verdict.REJECTED, ["9321"]),
    ]
    with pytest.raises(Refused, match="al beantwoord"):
        here.answer(made, content)


def test_a_correction_after_the_answer_is_a_credit_and_a_new_line(here: Care) -> None:
    settlement = here.help(120)
    made = here.declare()
    correct(here.treasurer, settlement.pk, reason="Verkeerde tijd", minutes=60, at=APRIL_2)
    assert [left.problem for left in care_draft(here.team, MARCH).undeclared] == [Problem.UNANSWERED]
    here.answer(made, accepted(made, 5800))
    again = here.declare()
    assert told(again) == [("K-1", 120, -5800), ("K-1", 60, 2900)]
    back = again.lines.order_by("pk").first()
    assert back
    assert back.takes_back == made.lines.get()


def test_an_answer_under_the_number_of_the_provider_needs_that_number(here: Care) -> None:
    here.help(120)
    made = here.declare()
    content = an_answer(codes="8001", submitted=90000, granted=90000).replace(b"W0000007", b"ZD2026030001")
    with pytest.raises(Refused, match="ZD2026030001") as refusal:
        here.answer(made, content)
    assert refusal.value.field == "sent_as"
    here.answer(made, content, sent_as=" zd2026030001 ")
    made.refresh_from_db()
    assert (made.sent_as, made.lines.get().verdict) == ("ZD2026030001", Verdict.APPROVED)


@pytest.mark.parametrize("content", [b"", b"geen xml", b"<a/>", an_answer(a_rejection("X-1", "9321", 1))])
def test_a_broken_answer_changes_nothing(here: Care, content: bytes) -> None:
    here.help()
    made = here.declare()
    with pytest.raises(Refused) as refusal:
        here.answer(made, content)
    assert refusal.value.field == "file"
    made.refresh_from_db()
    assert (made.answered_at, made.lines.get().verdict) == (None, Verdict.WAITING)


CHANGES: list[Callable[[CareDeclaration], Any]] = [
    lambda made: CareDeclaration.objects.filter(pk=made.pk).update(number="ANDERS"),
    lambda made: CareDeclaration.objects.filter(pk=made.pk).delete(),
    lambda made: CareDeclarationLine.objects.filter(declaration=made).update(cents=1),
    lambda made: CareDeclarationLine.objects.filter(declaration=made).update(verdict=Verdict.REJECTED),
    lambda made: CareDeclarationLine.objects.filter(declaration=made).delete(),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_keeps_what_was_declared(here: Care, change: Callable[[CareDeclaration], Any]) -> None:
    here.help()
    made = here.declare()
    here.answer(made, accepted(made, 5800))
    with pytest.raises(DatabaseError), transaction.atomic():
        change(made)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provider", " "), ("agb_code", "1234567"), ("agb_code", "１２３４５６７８"), ("municipality_code", "307"),
        ("number_prefix", "W-P"), ("number_prefix", "WERKP"), ("base_schema", "1.0"), ("message_schema", ""),
    ],
)  # fmt: skip
def test_a_provider_that_cannot_be_is_refused(here: Care, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        set_care_contract(here.treasurer, here.team, replace(CONTRACT, **{field: value}))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", 0), ("number", 10**9), ("category", "1"), ("product", "01A034"), ("product", "0 A"),
        ("ends_on", date(2025, 1, 1)), ("starts_on", date(2026, 2, 1)),
    ],
)  # fmt: skip
def test_an_allocation_that_cannot_be_is_refused(here: Care, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        set_care_allocation(here.treasurer, here.grant, replace(ALLOCATED, **{field: value}))
    assert refusal.value.field == field


def test_a_new_allocation_counts_from_its_day(here: Care) -> None:
    set_care_allocation(here.treasurer, here.grant, replace(ALLOCATED, ends_on=date(2026, 3, 14)))
    new = replace(ALLOCATED, number=4799, starts_on=date(2026, 3, 15))
    set_care_allocation(here.treasurer, here.grant, new)
    here.help(120)
    here.help(60, day=date(2026, 3, 17))
    lines = here.declare().lines.order_by("pk")
    assert [(line.allocation_number, line.starts_on, line.ends_on, line.volume) for line in lines] == [
        (4711, MARCH, date(2026, 3, 14), 120),
        (4799, date(2026, 3, 15), date(2026, 3, 31), 60),
    ]


def test_only_who_settles_and_only_of_the_own_cooperative(here: Care) -> None:
    landlord = a_landlord_contact(here.landlord)
    here.help()
    made = here.declare()
    elsewhere = Neighbourhood().treasurer
    for attempt in (
        lambda who: set_care_contract(who, here.team, CONTRACT),
        lambda who: set_care_allocation(who, here.grant, ALLOCATED),
        lambda who: declare_care(who, here.team, MARCH, at=APRIL_2),
        lambda who: take_answer(who, made, b"", at=APRIL_2),
    ):
        with pytest.raises(DoorClosed):
            attempt(landlord)
        with pytest.raises(Refused, match="is er niet"):
            attempt(elsewhere)
