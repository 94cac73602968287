"""Fixed amounts of a month, asked once; and who has the service plan."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_person,
    a_pilot,
    a_resident,
    an_actor,
)
from tests.settlement.test_tariffs import Board, hour
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import Dwelling, Participation, Residence
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.members.models import Member, Person
from werkplaats.members.rules import MemberKind
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import Charge, LedgerEntry, Subscription
from werkplaats.settlement.queries_simulation import simulate
from werkplaats.settlement.queries_terms import has_plan, own_plan, without_plan
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import charge_month, end_subscription, issue_invoices, subscribe

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 1)
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=NOW.tzinfo)


def month(cents: int) -> Rate:
    return Rate(RateKind.DWELLING_MONTH, cents=cents)


class Neighbourhood(Board):
    """With a pilot of each kind, and everybody in it since January."""

    def __init__(self) -> None:
        super().__init__(agreed=False)
        self.pilot, self.household = a_pilot(self.landlord), a_household_pilot(self.team)
        self.places = 0

    def takes_part(self, since: datetime = LONG_AGO, until: datetime | None = None, **whose: Any) -> Dwelling:
        self.places += 1
        dwelling = whose.get("dwelling") or a_dwelling(self.landlord)
        who = {"client": whose["client"]} if "client" in whose else {"dwelling": dwelling}
        Participation.objects.create(
            cooperative=self.cooperative,
            pilot=self.household if "client" in who else self.pilot,
            status=ParticipationStatus.ENDED if until else ParticipationStatus.ACTIVE,
            place=None if until else self.places,
            requested_at=since,
            started_at=since,
            ended_at=until,
            **who,
        )
        return dwelling

    def member(self, joined_at: datetime, kind: MemberKind = MemberKind.PERSON, **fields: Any) -> Member:
        number = Member.objects.count() + 1
        person = fields.pop("person", None) or a_person(self.cooperative)
        same = {"cooperative": self.cooperative, "person": person, "kind": kind, "number": number}
        return Member.objects.create(**same, joined_at=joined_at, **fields)

    def subscriber(self, since: date) -> Subscription:
        tenant = a_resident(a_dwelling(self.landlord))
        return subscribe(self.board, Residence.objects.get(person=tenant).pk, since=since, at=NOW)


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def asked(charges: list[Charge]) -> list[tuple[str, str, int]]:
    return [(one.kind, f"{one.quantity.normalize():f} {one.unit}", one.net_cents) for one in charges]


def balance(here: Board) -> dict[str, int]:
    found: dict[str, int] = {}
    for account, cents in LedgerEntry.objects.filter(cooperative=here.cooperative).values_list(
        "account", "amount_cents"
    ):
        found[account] = found.get(account, 0) + cents
    return {account: cents for account, cents in found.items() if cents}


def test_a_landlord_pays_for_the_dwellings_that_took_part_and_by_the_day_for_the_others(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    for _ in range(2):
        here.takes_part()
    here.takes_part(since=datetime(2026, 2, 15, 9, tzinfo=NOW.tzinfo))
    here.takes_part(until=datetime(2026, 1, 20, 9, tzinfo=NOW.tzinfo))
    made = charge_month(here.board, FEBRUARY, at=NOW)
    assert asked(made) == [(LineKind.DWELLINGS, "2 MON", 5600), (LineKind.DWELLINGS, "14 DAY", 1400)]
    assert {(one.landlord, one.pilot, one.delivered_on) for one in made} == {
        (here.landlord, here.pilot, date(2026, 2, 28))
    }
    assert {(one.vat_percent, one.vat_rule) for one in made} == {(Decimal(21), "S_SUBSCRIPTION")}
    assert balance(here) == {Account.UNBILLED: 7000, Account.REVENUE_LANDLORDS: -7000}


def test_the_same_month_is_asked_once(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.takes_part()
    assert len(charge_month(here.board, FEBRUARY, at=NOW)) == 1
    here.takes_part()
    assert charge_month(here.board, FEBRUARY, at=NOW) == []
    again = Charge.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_month_that_is_not_over_is_not_asked(here: Neighbourhood) -> None:
    with pytest.raises(Refused):
        charge_month(here.board, TODAY, at=NOW)
    with pytest.raises(DoorClosed):
        charge_month(an_actor(a_resident(here.dwelling)), FEBRUARY, at=NOW)


def test_an_own_agreement_with_a_landlord_goes_before_the_general_one(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.agree(TariffKind.LANDLORD, hour(4800), landlord=here.landlord)
    here.takes_part()
    assert charge_month(here.board, FEBRUARY, at=NOW) == []


def test_a_municipality_pays_for_each_client_with_a_grant_and_without_vat(here: Neighbourhood) -> None:
    here.agree(TariffKind.MUNICIPALITY, Rate(RateKind.CLIENT_MONTH, cents=20_000))
    client = a_client(here.team, a_dwelling(here.landlord))
    here.takes_part(client=client)
    a_grant(client, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    a_grant(client, starts_on=date(2026, 2, 1), ends_on=date(2026, 12, 31))  # a second one costs nothing more
    (made,) = charge_month(here.board, FEBRUARY, at=NOW)
    assert asked([made]) == [(LineKind.CLIENTS, "1 MON", 20_000)]
    assert (made.district_team, made.pilot, made.vat_percent, made.vat_category) == (
        here.team,
        here.household,
        Decimal(0),
        "E",
    )


def test_a_subscriber_and_a_member_pay_for_themselves_and_get_an_invoice(here: Neighbourhood) -> None:
    here.agree(TariffKind.SERVICE_PLAN, Rate(RateKind.PLAN_MONTH, cents=700))
    here.agree(TariffKind.MEMBERSHIP, Rate(RateKind.CONTRIBUTION_YEAR, cents=2400))
    plan = here.subscriber(date(2026, 2, 1))
    member = here.member(datetime(2026, 2, 20, 9, tzinfo=NOW.tzinfo))
    here.member(datetime(2025, 6, 1, 9, tzinfo=NOW.tzinfo))  # was asked in January
    made = charge_month(here.board, FEBRUARY, at=NOW)
    assert [(one.person, *asked([one])[0]) for one in made] == [
        (plan.person, LineKind.SUBSCRIPTION, "1 MON", 700),
        (member.person, LineKind.CONTRIBUTION, "11 MON", 2200),
    ]
    period = {"period_start": FEBRUARY, "period_end": date(2026, 2, 28)}
    invoices = issue_invoices(here.board, **period, at=NOW)
    assert sorted((one.person_id, one.net_cents, one.vat_cents) for one in invoices) == sorted(
        [(plan.person_id, 700, 147), (member.person_id, 2200, 0)]
    )


def test_a_tariff_that_changes_within_the_month_is_asked_for_its_own_days(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.agree(TariffKind.LANDLORD, month(5600), valid_from=date(2026, 2, 15))
    here.takes_part()
    made = charge_month(here.board, FEBRUARY, at=NOW)
    assert asked(made) == [(LineKind.DWELLINGS, "14 DAY", 1400), (LineKind.DWELLINGS, "14 DAY", 2800)]


def test_a_month_that_was_asked_keeps_its_amount(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.takes_part()
    charge_month(here.board, FEBRUARY, at=NOW)
    with pytest.raises(Refused, match="28-2-2026"):
        here.agree(TariffKind.LANDLORD, month(3000), valid_from=FEBRUARY)


def test_fixed_amounts_are_tried_for_a_draft_beside_what_was_asked(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.takes_part()
    charge_month(here.board, FEBRUARY, at=NOW)
    general = simulate(here.draft(TariffKind.LANDLORD, month(3000)), FEBRUARY, FEBRUARY)
    assert [(row.name, row.visits, row.before, row.after) for row in general.payers] == [
        (here.landlord.name, 0, 2800, 3000)
    ]
    own = simulate(here.draft(TariffKind.LANDLORD, month(3100), landlord=here.landlord), FEBRUARY, FEBRUARY)
    assert (own.charged.before, own.charged.after) == (2800, 3100)


def test_one_cooperative_never_asks_for_another(here: Neighbourhood) -> None:
    here.agree(TariffKind.LANDLORD, month(2800))
    here.takes_part()
    assert charge_month(a_coordinator(a_cooperative()), FEBRUARY, at=NOW) == []


# -- the service plan -------------------------------------------------------------------------------------------------
def test_a_tenant_takes_the_plan_and_stops_with_it(here: Neighbourhood) -> None:
    plan = here.subscriber(date(2026, 2, 10))
    assert not has_plan(plan.dwelling_id, date(2026, 2, 9))
    assert has_plan(plan.dwelling_id, date(2026, 2, 10))
    ended = end_subscription(here.board, plan.pk, until=date(2026, 4, 30))
    assert ended.until == date(2026, 4, 30)
    assert has_plan(plan.dwelling_id, date(2026, 4, 30))
    assert not has_plan(plan.dwelling_id, date(2026, 5, 1))
    with pytest.raises(Outdated):
        end_subscription(here.board, plan.pk, until=date(2026, 6, 30))


def test_a_plan_never_ends_before_it_begins_and_a_home_has_it_once(here: Neighbourhood) -> None:
    plan = here.subscriber(TODAY)
    with pytest.raises(Refused):
        end_subscription(here.board, plan.pk, until=TODAY - timedelta(days=1))
    residence = Residence.objects.get(person_id=plan.person_id)
    with pytest.raises(Refused):
        subscribe(here.board, residence.pk, since=TODAY, at=NOW)
    again = {"cooperative": here.cooperative, "person_id": plan.person_id, "dwelling_id": plan.dwelling_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(**again, since=TODAY + timedelta(days=9), recorded_at=NOW)
    end_subscription(here.board, plan.pk, until=TODAY)
    assert subscribe(here.board, residence.pk, since=TODAY + timedelta(days=1), at=NOW)


def test_only_who_lives_there_now_takes_the_plan(here: Neighbourhood) -> None:
    gone = a_resident(a_dwelling(here.landlord))
    residence = Residence.objects.get(person=gone)
    residence.until = TODAY
    residence.save()
    with pytest.raises(Refused):
        subscribe(here.board, residence.pk, since=TODAY, at=NOW)
    elsewhere = a_resident(a_dwelling(a_landlord(a_cooperative())))
    with pytest.raises(Refused):
        subscribe(here.board, Residence.objects.get(person=elsewhere).pk, since=TODAY, at=NOW)


def test_the_database_lets_only_the_end_of_a_plan_be_filled_in(here: Neighbourhood) -> None:
    plan = here.subscriber(TODAY)
    row = Subscription.objects.filter(pk=plan.pk)
    for wrong in (lambda: row.update(since=FEBRUARY), row.delete):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            wrong()


def test_who_can_take_the_plan_and_what_a_tenant_sees_of_it(here: Neighbourhood) -> None:
    here.agree(TariffKind.SERVICE_PLAN, Rate(RateKind.PLAN_MONTH, cents=700), Rate(RateKind.NO_SHOW, cents=1500))
    plan = here.subscriber(TODAY)
    neighbour = a_resident(a_dwelling(here.landlord))
    assert [one.person for one in without_plan(here.cooperative.pk, TODAY)] == [neighbour]
    seen = own_plan(an_actor(plan.person), TODAY)
    assert (seen.subscription, seen.cents_per_month, seen.no_show_cents) == (
        plan,
        847,
        1500,
    )  # 21 % VAT; what is asked when nobody is home is outside it
    assert own_plan(an_actor(Person.objects.get(pk=neighbour.pk)), TODAY).subscription is None
