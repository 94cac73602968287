"""What is agreed: drafted, tried on the past, approved, and then never changed."""

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
    a_district_team,
    a_dwelling,
    a_grant,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_worker,
    an_actor,
)
from tests.settlement.work import a_household_job, a_repair_job, a_timesheet
from werkplaats.delivery.models import Timesheet
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import Landlord
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Actor, DoorClosed, Role
from werkplaats.settlement.models import Charge, Settlement, Tariff, TariffLine
from werkplaats.settlement.queries_simulation import Difference, simulate
from werkplaats.settlement.queries_tariffs import agreements, follows, warnings
from werkplaats.settlement.queries_work import agreed_in
from werkplaats.settlement.rules.pricing import When
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind, VersionState
from werkplaats.settlement.services import (
    agree,
    approve_tariff,
    change_draft,
    discard_draft,
    draft_tariff,
    settle,
)

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def hour(cents: int, trade: str = "", branch: str = "repairs") -> Rate:
    return Rate(RateKind.HOUR, branch, trade, cents=cents)


class Board:
    """A cooperative with a landlord, a municipality, workers, and a board that agrees things."""

    def __init__(self, *, agreed: bool = True) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative, name="Woonstichting De Wissel")
        self.team = a_district_team(self.cooperative)
        self.dwelling = a_dwelling(self.landlord, built_in=1921)
        self.plumber = a_worker(self.cooperative)
        self.board: Actor = an_actor(a_person(self.cooperative, Role.BOARD))
        self.second: Actor = an_actor(a_person(self.cooperative, Role.BOARD))
        if agreed:
            self.agree(TariffKind.LANDLORD, hour(4800), hour(4400, "SCH"))
            self.agree(TariffKind.MUNICIPALITY, hour(3400, branch="household"))
            self.agree(TariffKind.WORKERS, hour(4000), hour(2750, branch="household"))

    def agree(self, kind: TariffKind, *rates: Rate, valid_from: date = SINCE, **partner: Any) -> Tariff:
        words = {"valid_from": valid_from, "source": "Overeenkomst", "at": NOW, "approver": self.second, **partner}
        return agree(self.board, kind=kind, rates=rates, **words)

    def draft(self, kind: TariffKind, *rates: Rate, valid_from: date = date(2026, 4, 1), **partner: Any) -> Tariff:
        draft = draft_tariff(self.board, kind, **partner, at=NOW)
        return change_draft(self.board, draft.pk, valid_from=valid_from, source="Brief", rates=rates, at=NOW)

    def signed(self, minutes: int = 60, *, landlord: Landlord | None = None, **fields: Any) -> Timesheet:
        dwelling = a_dwelling(landlord, built_in=1921) if landlord else self.dwelling
        job = a_repair_job(dwelling, trade=fields.pop("trade", "LOO"))
        return a_timesheet(job, self.plumber, minutes, **fields)

    def repaired(self, minutes: int = 60, **fields: Any) -> Settlement:
        settlement = settle(self.signed(minutes, **fields), at=NOW)
        assert settlement
        return settlement

    def helped(self, minutes: int = 120) -> Settlement:
        helper = a_worker(self.cooperative, WorkerKind.HELPER)
        job = a_household_job(a_grant(a_client(self.team, a_dwelling(self.landlord))))
        settlement = settle(a_timesheet(job, helper, minutes), at=NOW)
        assert settlement
        return settlement


@pytest.fixture
def here() -> Board:
    return Board()


def test_a_draft_begins_with_the_rates_of_the_version_before_and_next_month(here: Board) -> None:
    draft = draft_tariff(here.board, TariffKind.LANDLORD, at=NOW)
    assert (draft.valid_from, draft.approved_at, draft.source) == (date(2026, 4, 1), None, "Overeenkomst")
    assert agreed_in(draft).rates == (hour(4800), hour(4400, "SCH"))
    assert draft_tariff(here.board, TariffKind.LANDLORD, at=NOW) == draft  # pressed twice
    own = draft_tariff(here.board, TariffKind.LANDLORD, landlord=here.landlord, at=NOW)
    assert agreed_in(own).rates == ()


def test_a_draft_prices_nothing_until_it_is_approved(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(6000), valid_from=date(2026, 3, 1))
    assert here.repaired().charged_cents == 4800
    discard_draft(here.board, draft.pk)
    assert not Tariff.objects.filter(pk=draft.pk).exists()
    with pytest.raises(Outdated):
        approve_tariff(here.second, draft.pk, at=NOW)


def test_an_approved_version_counts_from_its_day_and_says_who_approved_it(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(6000), valid_from=TODAY + timedelta(days=1))
    made = approve_tariff(here.second, draft.pk, at=NOW)
    assert (made.approved_by_id, made.approved_at) == (here.second.person_id, NOW)
    assert here.repaired().charged_cents == 4800
    assert here.repaired(started_at=NOW + timedelta(days=1)).charged_cents == 6000


def test_who_drafted_or_changed_a_version_last_never_approves_it(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(6000))
    with pytest.raises(Refused, match="Iemand anders"):
        approve_tariff(here.board, draft.pk, at=NOW)
    change_draft(here.second, draft.pk, valid_from=draft.valid_from, source="Brief", rates=[hour(6100)], at=NOW)
    with pytest.raises(Refused, match="Iemand anders"):
        approve_tariff(here.second, draft.pk, at=NOW)
    with pytest.raises(IntegrityError, match="tariff_has_four_eyes"), transaction.atomic():
        Tariff.objects.filter(pk=draft.pk).update(approved_at=NOW, approved_by=here.second.person_id)
    assert approve_tariff(here.board, draft.pk, at=NOW).approved_by_id == here.board.person_id


def test_nobody_agrees_with_themselves(here: Board) -> None:
    with pytest.raises(Refused), transaction.atomic():
        here.agree(TariffKind.SERVICE_PLAN, hour(5000), approver=here.board)
    assert not Tariff.objects.filter(kind=TariffKind.SERVICE_PLAN).exists()


def test_approving_settles_what_waited_for_it() -> None:
    here = Board(agreed=False)
    sheet = here.signed()
    with pytest.raises(Refused):
        settle(sheet, at=NOW)
    here.agree(TariffKind.WORKERS, hour(4000))
    here.agree(TariffKind.LANDLORD, hour(4800))
    assert Settlement.objects.get(timesheet=sheet).charged_cents == 4800


def test_a_trade_that_was_forgotten_can_be_agreed_for_the_past(here: Board) -> None:
    """Nothing that is settled gets another price by it."""
    landlord = a_landlord(here.cooperative)
    own = {"landlord": landlord}
    here.agree(TariffKind.LANDLORD, hour(5000, "LOO"), valid_from=date(2026, 2, 1), **own)
    here.repaired(landlord=landlord)
    waiting = here.signed(trade="TIM", landlord=landlord)
    with pytest.raises(Refused):
        settle(waiting, at=NOW)
    here.agree(TariffKind.LANDLORD, hour(5000, "LOO"), hour(4700, "TIM"), valid_from=date(2026, 3, 1), **own)
    assert Settlement.objects.get(timesheet=waiting).charged_cents == 4700


def test_what_is_settled_never_gets_another_price_by_approving(here: Board) -> None:
    here.repaired(started_at=NOW - timedelta(days=2))
    for kind in (TariffKind.LANDLORD, TariffKind.WORKERS):
        draft = here.draft(kind, hour(4500), valid_from=date(2026, 3, 1))
        with pytest.raises(Refused, match="8-3-2026"):
            approve_tariff(here.second, draft.pk, at=NOW)
        discard_draft(here.board, draft.pk)
    draft = here.draft(TariffKind.LANDLORD, hour(4500), valid_from=date(2026, 3, 9))
    assert approve_tariff(here.second, draft.pk, at=NOW).approved_at == NOW


def test_two_versions_never_begin_on_the_same_day(here: Board) -> None:
    draft = here.draft(TariffKind.LANDLORD, hour(4800), valid_from=SINCE)
    with pytest.raises(Refused):
        approve_tariff(here.second, draft.pk, at=NOW)
    with pytest.raises(Refused):  # and there is one draft at a time
        here.agree(TariffKind.LANDLORD, hour(4800), valid_from=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ((), "price"),
        ((hour(4800), hour(4900)), "already"),
        ((hour(4800), Rate(RateKind.SHARE, percent=Decimal(10))), "belong"),
        ((hour(4800, "SCH"), Rate(RateKind.EVENING, trade="LOO", percent=Decimal(25))), "top of"),
    ],
    ids=str,
)
def test_a_tariff_with_faults_is_refused_and_nothing_is_kept(
    here: Board, rates: tuple[Rate, ...], words: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    draft = draft_tariff(here.board, TariffKind.LANDLORD, at=NOW)
    with pytest.raises(Refused, match=words):
        change_draft(here.board, draft.pk, valid_from=date(2026, 4, 1), source="x", rates=rates, at=NOW)
    assert agreed_in(Tariff.objects.get(pk=draft.pk)).rates == (hour(4800), hour(4400, "SCH"))


def test_a_tariff_without_a_source_is_refused(here: Board) -> None:
    draft = draft_tariff(here.board, TariffKind.LANDLORD, at=NOW)
    with pytest.raises(Refused):
        change_draft(here.board, draft.pk, valid_from=TODAY, source=" ", rates=[hour(1)], at=NOW)


def test_an_approved_version_never_changes(here: Board) -> None:
    made = Tariff.objects.get(cooperative=here.cooperative, kind=TariffKind.LANDLORD)
    with pytest.raises(Outdated):
        change_draft(here.board, made.pk, valid_from=TODAY, source="x", rates=[hour(1)], at=NOW)
    with pytest.raises(Outdated):
        discard_draft(here.board, made.pk)
    line = made.lines.first()
    assert line
    same = {"cooperative": here.cooperative, "tariff": made, "what": RateKind.TRAVEL}
    for wrong in (
        lambda: Tariff.objects.filter(pk=made.pk).update(source="x"),
        lambda: Tariff.objects.filter(pk=made.pk).delete(),
        lambda: TariffLine.objects.filter(pk=line.pk).update(cents=1),
        lambda: TariffLine.objects.filter(pk=line.pk).delete(),
        lambda: TariffLine.objects.create(**same),
    ):
        with pytest.raises(Exception, match=r"change|Cannot"), transaction.atomic():
            wrong()


def test_the_database_keeps_one_draft_for_an_agreement(here: Board) -> None:
    draft = draft_tariff(here.board, TariffKind.WORKERS, at=NOW)
    same = {"kind": draft.kind, "valid_from": draft.valid_from, "drafted_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Tariff.objects.create(cooperative=here.cooperative, **same)


def test_only_who_settles_agrees_and_only_for_the_own_cooperative(here: Board) -> None:
    draft = draft_tariff(here.board, TariffKind.LANDLORD, at=NOW)
    stranger = a_landlord_contact(here.landlord)
    elsewhere = a_coordinator(a_cooperative())
    for verb in (
        lambda who: draft_tariff(who, TariffKind.WORKERS, at=NOW),
        lambda who: approve_tariff(who, draft.pk, at=NOW),
        lambda who: discard_draft(who, draft.pk),
    ):
        with pytest.raises(DoorClosed):
            verb(stranger)
    with pytest.raises(Outdated):
        approve_tariff(elsewhere, draft.pk, at=NOW)
    with pytest.raises(Refused):
        draft_tariff(elsewhere, TariffKind.LANDLORD, landlord=here.landlord, at=NOW)


def test_the_versions_stand_by_agreement_and_say_how_they_stand(here: Board) -> None:
    here.agree(TariffKind.LANDLORD, hour(5000), valid_from=date(2026, 3, 1))
    here.agree(TariffKind.LANDLORD, hour(5200), valid_from=date(2026, 7, 1))
    here.draft(TariffKind.LANDLORD, hour(5300), valid_from=date(2026, 9, 1))
    here.agree(TariffKind.LANDLORD, hour(4700), landlord=here.landlord)
    general, own, *_others = agreements(here.board, TODAY)
    assert (general.partner, own.partner) == (None, here.landlord)
    assert [version.state for version in general.versions] == [
        VersionState.DRAFT,
        VersionState.COMING,
        VersionState.IN_FORCE,
        VersionState.OVER,
    ]
    assert agreements(a_coordinator(a_cooperative()), TODAY) == []


def test_a_version_follows_the_one_before_and_a_first_own_one_the_general_one(here: Board) -> None:
    later = follows(here.draft(TariffKind.LANDLORD, hour(5000)))
    own = follows(here.draft(TariffKind.LANDLORD, hour(4600), landlord=here.landlord))
    assert later
    assert later == own
    assert later.valid_from == SINCE


def test_a_draft_that_pays_more_than_is_asked_is_warned_of(here: Board) -> None:
    cheap = here.draft(TariffKind.LANDLORD, hour(3900))
    assert [(loss.when, loss.charged, loss.earned) for loss in warnings(cheap)] == [(When.BY_DAY, 3900, 4000)]
    dear = here.draft(TariffKind.WORKERS, hour(4500), hour(2750, branch="household"))
    assert [(loss.trade, loss.charged, loss.earned) for loss in warnings(dear)] == [("SCH", 4400, 4500)]
    assert warnings(here.draft(TariffKind.MUNICIPALITY, hour(2800, branch="household"))) == ()


# -- tried on the past months -----------------------------------------------------------------------------------------
MARCH = date(2026, 3, 1)


def rows(found: tuple[Difference, ...]) -> list[tuple[str, int, int, int]]:
    return [(row.name, row.visits, row.before, row.after) for row in found]


def test_a_draft_is_tried_on_the_work_of_the_past_months(here: Board) -> None:
    here.repaired(60)
    here.repaired(30)
    here.helped()
    other = a_landlord(here.cooperative, name="Anderen")
    here.agree(TariffKind.LANDLORD, hour(9900), landlord=other)
    here.repaired(landlord=other)  # has its own agreement, so the general draft says nothing of it
    found = simulate(here.draft(TariffKind.LANDLORD, hour(5000)), MARCH, MARCH)
    assert rows(found.payers) == [("Woonstichting De Wissel", 2, 7200, 7500)]
    assert rows(found.workers) == [(here.plumber.person.name, 2, 6000, 6000)]
    assert (found.kept.before, found.kept.after, found.kept.change) == (1200, 1500, 300)
    assert found.without_price == 0


def test_a_draft_for_the_workers_changes_what_they_earn_and_what_is_kept(here: Board) -> None:
    here.repaired(60)
    share = Rate(RateKind.SHARE, "repairs", percent=Decimal(20))
    found = simulate(here.draft(TariffKind.WORKERS, share), MARCH, MARCH)
    assert rows(found.workers) == [(here.plumber.person.name, 1, 4000, 3840)]
    assert found.kept.change == 160


def test_work_for_which_a_draft_has_no_price_is_counted_apart(here: Board) -> None:
    here.repaired()
    here.repaired(trade="SCH")
    found = simulate(here.draft(TariffKind.LANDLORD, hour(5000, "SCH")), MARCH, MARCH)
    assert found.without_price == 1
    assert rows(found.payers) == [("Woonstichting De Wissel", 1, 4400, 5000)]


def test_work_that_waited_for_a_price_is_tried_as_well() -> None:
    here = Board(agreed=False)
    here.agree(TariffKind.WORKERS, hour(4000))
    here.signed()
    found = simulate(here.draft(TariffKind.LANDLORD, hour(5000)), MARCH, MARCH)
    assert rows(found.payers) == [("Woonstichting De Wissel", 1, 0, 5000)]


def test_work_of_other_months_is_left_out_of_a_trial(here: Board) -> None:
    here.repaired(started_at=datetime(2026, 2, 27, 9, tzinfo=NOW.tzinfo))
    found = simulate(here.draft(TariffKind.LANDLORD, hour(5000)), MARCH, MARCH)
    assert (found.payers, found.workers) == ((), ())
    assert simulate(here.draft(TariffKind.LANDLORD, hour(5000)), date(2026, 2, 1), MARCH).charged.visits == 1


def test_trying_changes_nothing(here: Board) -> None:
    here.repaired()
    draft = here.draft(TariffKind.LANDLORD, hour(5000))
    before = list(Charge.objects.values())
    simulate(draft, MARCH, MARCH)
    assert list(Charge.objects.values()) == before
    assert Tariff.objects.get(pk=draft.pk).approved_at is None
