"""Pay runs on the real tables: two people agree, the bank gets one file, and the books follow."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_person, a_worker, an_actor
from tests.settlement.test_services import FRIDAY, SEEN, Neighbourhood, balance
from tests.settlement.work import a_letterhead, a_repair_job, a_timesheet, paid_out
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.settlement.models import Earning, LedgerTransaction, Payout, PayRun
from werkplaats.settlement.queries_paying import coming, friday, payouts, payouts_in
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.friday import Step
from werkplaats.settlement.rules.pay_run import RunStatus, Waits
from werkplaats.settlement.rules.sepa import TRANSFERS
from werkplaats.settlement.services import (
    answer_dispute,
    approve_run,
    dispute,
    draft_run,
    send_run,
    set_blocked_account,
    settle,
    settle_runs,
    withdraw_run,
)
from werkplaats.settlement.services.paying import bank_file

pytestmark = pytest.mark.django_db
NEXT_FRIDAY = FRIDAY + timedelta(days=7)
NEXT_SEEN = SEEN + timedelta(days=7)


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def drafted(here: Neighbourhood) -> PayRun:
    here.repaired(60)
    return draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)


def references(run: PayRun) -> list[str | None]:
    namespace = f"{{urn:iso:std:iso:20022:tech:xsd:{TRANSFERS}}}"
    return [found.text for found in Tree.fromstring(bank_file(run)).iter(f"{namespace}EndToEndId")]


def test_one_makes_a_run_another_approves_it_and_the_bank_gets_it(here: Neighbourhood) -> None:
    run = drafted(here)
    assert (run.number, run.cents, run.status) == (1, 4000, RunStatus.DRAFTED)
    assert Account.IN_TRANSIT not in balance(here.cooperative)
    approve_run(here.second, run.number, at=SEEN)
    sent = send_run(here.treasurer, run.number, at=SEEN)
    assert (sent.status, sent.iban) == (RunStatus.SENT, "NL20INGB0001234567")
    payout = sent.payouts.get()
    assert references(sent) == [f"UITB-1-{payout.pk}"]
    assert balance(here.cooperative)[Account.IN_TRANSIT] == -4000
    assert Account.PAYABLE_WORKERS not in balance(here.cooperative)
    assert Notice.objects.filter(person=here.worker.person, event=f"payout-made:{payout.pk}").count() == 1
    connection.check_constraints()


def test_who_made_a_run_cannot_approve_it(here: Neighbourhood) -> None:
    run = drafted(here)
    with pytest.raises(Refused, match=r"yourself|zelf"):
        approve_run(here.treasurer, run.number, at=SEEN)
    run.refresh_from_db()
    assert (run.status, run.approved_by) == (RunStatus.DRAFTED, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayRun.objects.filter(pk=run.pk).update(
            status=RunStatus.APPROVED, approved_at=SEEN, approved_by=here.treasurer.person_id
        )


def test_a_second_approval_comes_too_late_and_changes_nothing(here: Neighbourhood) -> None:
    run = drafted(here)
    approve_run(here.second, run.number, at=SEEN)
    third = an_actor(a_person(here.cooperative, Role.COORDINATOR))
    with pytest.raises(Outdated):
        approve_run(third, run.number, at=SEEN)
    run.refresh_from_db()
    assert run.approved_by_id == here.second.person_id


def test_nothing_is_sent_without_approval(here: Neighbourhood) -> None:
    run = drafted(here)
    with pytest.raises(Outdated):
        send_run(here.second, run.number, at=SEEN)
    with pytest.raises(Refused):
        bank_file(run)
    with pytest.raises(DatabaseError), transaction.atomic():
        PayRun.objects.filter(pk=run.pk).update(status=RunStatus.SENT, sent_at=SEEN)


def test_a_withdrawn_run_is_owed_again_and_paid_by_the_next(here: Neighbourhood) -> None:
    run = drafted(here)
    approve_run(here.second, run.number, at=SEEN)
    withdraw_run(here.second, run.number, at=SEEN)
    assert not Earning.objects.exclude(payout=None).exists()
    assert not LedgerTransaction.objects.filter(event__startswith="payout:").exists()
    again = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    assert (again.number, again.cents) == (2, 4000)
    with pytest.raises(Outdated):
        withdraw_run(here.second, again.number, at=SEEN)


def test_there_is_one_open_run_at_a_time(here: Neighbourhood) -> None:
    drafted(here)
    here.repaired(30)
    with pytest.raises(Refused, match=r"waits already|wacht al"):
        draft_run(here.second, pay_on=FRIDAY, at=SEEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayRun.objects.create(
            cooperative=here.cooperative, number=9, pay_on=FRIDAY, cents=1, drafted_at=SEEN,
            drafted_by_id=here.treasurer.person_id,
        )  # fmt: skip


def test_a_day_that_has_passed_is_refused(here: Neighbourhood) -> None:
    here.repaired()
    with pytest.raises(Refused) as refused:
        draft_run(here.treasurer, pay_on=FRIDAY - timedelta(days=1), at=SEEN)
    assert refused.value.field == "pay_on"


def test_a_run_that_is_sent_after_its_day_is_paid_on_the_next_day_that_banks_are_open(here: Neighbourhood) -> None:
    here.repaired()
    run = draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)
    saturday = SEEN + timedelta(days=1)
    approve_run(here.second, run.number, at=saturday)
    assert friday(here.treasurer, at=saturday).paid_on == date(2026, 3, 16)
    sent = send_run(here.treasurer, run.number, at=saturday)
    assert b"<ReqdExctnDt><Dt>2026-03-16</Dt>" in bank_file(sent)
    assert Notice.objects.get(event__startswith="payout-made").body.count("16-3-2026") == 1


@pytest.mark.parametrize("change", [{"cents": 1}, {"pay_on": NEXT_FRIDAY}, {"number": 7}], ids=str)
def test_a_run_stays_as_it_was_drafted(here: Neighbourhood, change: dict[str, Any]) -> None:
    run = drafted(here)
    with pytest.raises(DatabaseError), transaction.atomic():
        PayRun.objects.filter(pk=run.pk).update(**change)


def test_nobody_is_added_to_a_run_that_was_approved(here: Neighbourhood) -> None:
    run = drafted(here)
    approve_run(here.second, run.number, at=SEEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payout.objects.create(
            cooperative=here.cooperative, run=run, worker=a_worker(here.cooperative), name="X",
            iban="NL91ABNA0417164300", amount_cents=1,
        )  # fmt: skip


def test_an_earning_leaves_only_a_run_that_was_withdrawn(here: Neighbourhood) -> None:
    drafted(here)
    with pytest.raises(DatabaseError), transaction.atomic():
        Earning.objects.update(payout=None)


def test_without_an_account_of_its_own_the_cooperative_sends_nothing_and_books_nothing(here: Neighbourhood) -> None:
    run = drafted(here)
    approve_run(here.second, run.number, at=SEEN)
    a_letterhead(here.cooperative, iban="NL00INGB0001234567", valid_from=TODAY)
    with pytest.raises(Refused):
        send_run(here.treasurer, run.number, at=SEEN)
    run.refresh_from_db()
    assert run.status == RunStatus.APPROVED
    assert Account.IN_TRANSIT not in balance(here.cooperative)
    assert not Notice.objects.filter(event__startswith="payout-made:").exists()


def test_the_file_of_a_run_is_the_same_when_the_letterhead_has_changed(here: Neighbourhood) -> None:
    here.repaired()
    run = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    before = bank_file(run)
    a_letterhead(here.cooperative, iban="NL44RABO0123456789", valid_from=TODAY)
    assert bank_file(PayRun.objects.get(pk=run.pk)) == before


def test_a_part_of_the_labour_goes_to_the_blocked_account(here: Neighbourhood) -> None:
    set_blocked_account(
        here.treasurer, here.worker.pk, iban="NL86INGB0002445588", percent=Decimal(25), valid_from=TODAY, at=NOW
    )
    here.repaired(60, material_cents=1000)
    run = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    payout = run.payouts.get()
    assert (payout.amount_cents, payout.blocked_cents, payout.ordinary_cents) == (5000, 1000, 4000)
    assert references(run) == [f"UITB-1-{payout.pk}", f"UITB-1-{payout.pk}-G"]


@pytest.mark.parametrize(
    ("change", "field"), [({"iban": "NL00"}, "iban"), ({"percent": Decimal(101)}, "percent")], ids=str
)
def test_a_wrong_blocked_account_is_refused(here: Neighbourhood, change: dict[str, Any], field: str) -> None:
    right = {"iban": "NL86INGB0002445588", "percent": Decimal(25), "valid_from": TODAY, "at": NOW}
    with pytest.raises(Refused) as refused:
        set_blocked_account(here.treasurer, here.worker.pk, **{**right, **change})
    assert refused.value.field == field


def test_a_disputed_line_waits_and_the_rest_is_paid(here: Neighbourhood) -> None:
    wrong, _right = here.repaired(60), here.repaired(30)
    worker = an_actor(here.worker.person)
    found = dispute(worker, wrong.earnings.get().pk, text="Het was twee uur.", at=NOW)
    run = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    assert run.cents == 2000
    (waiting,) = friday(here.treasurer, at=SEEN).waiting
    assert (waiting.cents, waiting.why) == (4000, Waits.DISPUTED)
    answer_dispute(here.treasurer, found.pk, answer="Het was een uur, zie de foto.", at=SEEN)
    assert paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN).cents == 4000


def test_what_the_worker_could_not_look_at_yet_waits(here: Neighbourhood) -> None:
    here.repaired()
    with pytest.raises(Refused):
        draft_run(here.treasurer, pay_on=FRIDAY, at=NOW + timedelta(days=2))
    assert [one.why for one in friday(here.treasurer, at=NOW).waiting] == [Waits.TOO_RECENT]


def test_a_self_employed_worker_who_agreed_to_nothing_waits_for_an_own_invoice(here: Neighbourhood) -> None:
    other = a_worker(here.cooperative)
    settle(a_timesheet(a_repair_job(here.dwelling), other, 60), at=NOW)
    assert [(one.name, one.why) for one in friday(here.treasurer, at=SEEN).waiting] == [
        (other.person.name, Waits.NO_INVOICE)
    ]


def test_what_friday_foretells_is_what_the_run_pays(here: Neighbourhood) -> None:
    here.repaired(77, material_cents=1234)
    here.helped(95)
    foretold = friday(here.treasurer, at=SEEN)
    assert foretold.step == Step.DRAFT
    run = draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)
    assert foretold.ready.cents == run.cents
    assert sorted(cents for _, cents in foretold.names) == sorted(one.amount_cents for one in run.payouts.all())


def test_friday_asks_each_of_the_two_what_is_theirs_to_do(here: Neighbourhood) -> None:
    first, second = here.treasurer, here.second
    assert friday(first, at=SEEN).step == Step.NOTHING
    run = drafted(here)
    assert (friday(first, at=SEEN).step, friday(second, at=SEEN).step) == (Step.OTHER_APPROVES, Step.APPROVE)
    assert friday(first, at=SEEN).approvers == [Person.objects.get(pk=second.person_id).name]
    approve_run(second, run.number, at=SEEN)
    assert (friday(first, at=SEEN).step, friday(second, at=SEEN).step) == (Step.SEND, Step.SEND)
    send_run(first, run.number, at=SEEN)
    assert friday(second, at=SEEN).step == Step.BRING
    settle_runs(here.cooperative.pk, [run.number], at=SEEN)
    assert friday(first, at=SEEN).step == Step.NOTHING


def test_an_account_that_was_not_paid_before_is_pointed_out_to_who_approves(here: Neighbourhood) -> None:
    here.repaired()
    first = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    assert [one.new_account for one in payouts_in(first)] == [False]
    here.worker.iban = "NL44RABO0123456789"
    here.worker.save()
    here.repaired()
    second = draft_run(here.treasurer, pay_on=NEXT_FRIDAY, at=NEXT_SEEN)
    assert [(one.new_account, one.lines) for one in payouts_in(second)] == [(True, 1)]


def test_a_worker_sees_money_come_until_it_is_sent(here: Neighbourhood) -> None:
    worker = an_actor(here.worker.person)
    run = drafted(here)
    assert [one.net_cents for one in coming(here.cooperative.pk, here.worker.pk)] == [4000]
    assert not payouts(worker).exists()
    approve_run(here.second, run.number, at=SEEN)
    send_run(here.treasurer, run.number, at=SEEN)
    assert not coming(here.cooperative.pk, here.worker.pk).exists()
    assert [one.amount_cents for one in payouts(worker)] == [4000]


def test_the_bank_settles_a_run_once(here: Neighbourhood) -> None:
    here.repaired()
    run = paid_out(here.treasurer, here.second, pay_on=FRIDAY, at=SEEN)
    settle_runs(here.cooperative.pk, [run.number], at=SEEN)
    settle_runs(here.cooperative.pk, [run.number], at=NEXT_SEEN)
    run.refresh_from_db()
    assert (run.status, run.settled_at) == (RunStatus.SETTLED, SEEN)


def test_only_who_settles_takes_a_step_and_only_in_the_own_cooperative(here: Neighbourhood) -> None:
    run = drafted(here)
    worker, elsewhere = an_actor(here.worker.person), a_coordinator(a_cooperative())
    for step in (approve_run, withdraw_run, send_run):
        with pytest.raises(DoorClosed):
            step(worker, run.number, at=SEEN)
        with pytest.raises(PayRun.DoesNotExist):
            step(elsewhere, run.number, at=SEEN)
