import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.build import a_dwelling, a_pilot
from tests.settlement.books import Books, noon
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats import cli
from werkplaats.cli import asking
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Notice
from werkplaats.members.rules.roles import Actor, DoorClosed
from werkplaats.settlement import queries_books as queries
from werkplaats.settlement.models import ClosedMonth, LedgerEntry, LedgerTransaction
from werkplaats.settlement.queries_check import Fault, check
from werkplaats.settlement.rules.booking import Journal, Side
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.periods import Left, Period
from werkplaats.settlement.rules.reminders import Reminder
from werkplaats.settlement.services.books import close_month, reverse
from werkplaats.settlement.services.reminding import remind_payers

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def here() -> Books:
    return Books()


def stands(here: Books, day: date, **of: Any) -> dict[Account, int]:
    (found,) = queries.balances(here.treasurer, day, **of)
    return {account: cents for account, cents in found.items() if cents}


def refused_by_the_database(deed: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        deed()
    return str(refusal.value)


# --- on any day --------------------------------------------------------------------------------------------------


def test_the_books_can_be_asked_how_they_stood_on_any_day(here: Books) -> None:
    here.worked(date(2026, 3, 10), 6000, 4800)
    invoice = here.invoiced(date(2026, 3, 31), 6000, 1260)
    here.received(date(2026, 4, 2), invoice, 7260)
    earned = {Account.COST_OF_WORK: 4800, Account.PAYABLE_WORKERS: -4800, Account.REVENUE_LANDLORDS: -6000}
    assert stands(here, date(2026, 3, 9)) == {}
    assert stands(here, date(2026, 3, 30)) == earned | {Account.UNBILLED: 6000}
    asked = {Account.RECEIVABLE: 7260, Account.VAT_PAYABLE_HIGH: -1260}
    assert stands(here, date(2026, 4, 1)) == earned | asked
    assert stands(here, date(2026, 4, 2)) == earned | {Account.BANK: 7260, Account.VAT_PAYABLE_HIGH: -1260}


def test_a_year_begins_without_result_and_the_one_before_stands_in_the_equity(here: Books) -> None:
    here.worked(date(2025, 12, 31), 6000, 4800)
    here.worked(date(2026, 1, 1), 1000, 700)
    found = queries.balance_sheet(here.treasurer, date(2026, 6, 30))
    assert [(row.line.account, row.cents) for row in found.equity] == [(Account.EQUITY_RESULT, 1200)]
    assert found.result_of_year == 300
    assert found.total_assets == found.total_equity_and_liabilities == 7000
    assert queries.profit_and_loss(here.treasurer, YEAR).result == 300


def test_what_a_pilot_brought_is_asked_by_its_cost_centre(here: Books) -> None:
    pilot = a_pilot(here.landlord)
    here.worked(MARCH, 6000, 4800, pilot)
    here.worked(MARCH, 1000, 900)
    assert queries.profit_and_loss(here.treasurer, YEAR, pilot_id=pilot.pk).margin == 1200
    assert queries.profit_and_loss(here.treasurer, YEAR).margin == 1300


def test_the_trial_balance_shows_what_stood_and_both_sides_of_what_was_booked(here: Books) -> None:
    first = here.invoiced(date(2025, 12, 1), 1000, 210)
    here.invoiced(date(2026, 2, 1), 2000, 420)
    here.received(date(2026, 2, 2), first, 1210)
    found = queries.trial_balance(here.treasurer, YEAR)
    receivable = next(row for row in found.lines if row.line.account is Account.RECEIVABLE)
    assert (receivable.opening, receivable.booked.debit, receivable.booked.credit, receivable.closing) == (
        1210,
        2420,
        1210,
        2420,
    )
    assert found.debit == found.credit
    assert found.booked.debit == found.booked.credit == 2420 + 1210


def test_the_books_of_another_cooperative_are_never_counted(here: Books) -> None:
    Books().worked(MARCH, 6000, 4800)
    assert stands(here, YEAR.last) == {}
    assert queries.trial_balance(here.treasurer, YEAR).lines == ()


def test_the_entries_of_an_account_come_newest_first_and_say_whose_they_are(here: Books) -> None:
    here.worked(date(2026, 3, 1), 1000, 800)
    here.worked(date(2026, 3, 3), 2000, 1600)
    here.worked(date(2026, 4, 1), 4000, 3200)
    found = queries.entries(here.treasurer, Account.PAYABLE_WORKERS, Period(MARCH, date(2026, 3, 31)))
    assert [entry.amount_cents for entry in found] == [-1600, -800]
    assert {entry.worker for entry in found} == {here.worker}


# --- what is open ------------------------------------------------------------------------------------------------


def test_an_invoice_is_open_until_it_is_paid_and_its_credit_note_counts_with_it(here: Books) -> None:
    invoice = here.invoiced(date(2026, 3, 1), 10_000, 2100, due_in=14)
    here.invoiced(date(2026, 3, 10), -1000, -210, credits=invoice)
    here.received(date(2026, 3, 20), invoice, 5000)
    (found,) = queries.open_invoices(here.cooperative.pk, date(2026, 3, 25))
    assert (found.number, found.payer, found.due_on) == (invoice.number, here.landlord.name, date(2026, 3, 15))
    assert (found.asked, found.credited, found.paid, found.left) == (12_100, 1210, 5000, 5890)
    assert found.days_late == 10
    (before,) = queries.open_invoices(here.cooperative.pk, date(2026, 3, 9))
    assert (before.credited, before.paid, before.left, before.days_late) == (0, 0, 12_100, 0)
    here.received(date(2026, 4, 1), invoice, 5890)
    assert queries.open_invoices(here.cooperative.pk, date(2026, 4, 1)) == []


def test_what_a_worker_still_has_coming_is_what_was_earned_and_not_paid(here: Books) -> None:
    here.worked(date(2026, 3, 1), 6000, 4800)
    here.worked(date(2026, 4, 1), 1000, 800)
    assert [(one.name, one.cents) for one in queries.owed_to_workers(here.treasurer, date(2026, 3, 31))] == [
        (here.worker.person.name, 4800)
    ]


# --- closing -----------------------------------------------------------------------------------------------------


def test_in_a_closed_month_nothing_is_booked_any_more(here: Books) -> None:
    here.worked(date(2026, 3, 10), 6000, 4800)
    close_month(here.treasurer, date(2026, 3, 17), at=noon(APRIL))
    with pytest.raises(Refused):
        here.worked(date(2026, 3, 31), 1000, 800)
    here.worked(APRIL, 1000, 800)
    assert stands(here, date(2026, 3, 31))[Account.UNBILLED] == 6000


def test_the_database_keeps_a_month_closed(here: Books) -> None:
    booked = here.worked(date(2026, 3, 10), 6000, 4800)
    close_month(here.treasurer, MARCH, at=noon(APRIL))

    def past_the_services() -> None:
        LedgerEntry.objects.bulk_create(
            LedgerEntry(cooperative=here.cooperative, transaction=booked, account=account, amount_cents=cents)
            for account, cents in ((Account.BANK, 5), (Account.ROUNDING, -5))
        )

    assert "closed" in refused_by_the_database(past_the_services)
    refused_by_the_database(lambda: ClosedMonth.objects.all().delete())


def test_closing_twice_changes_nothing(here: Books) -> None:
    here.worked(MARCH, 6000, 4800)
    first = close_month(here.treasurer, MARCH, at=noon(APRIL))
    again = close_month(here.treasurer, MARCH, at=noon(date(2026, 5, 1)))
    assert first == again
    assert again.closed_at == noon(APRIL)
    assert ClosedMonth.objects.count() == 1


@pytest.mark.parametrize("month", [APRIL, date(2026, 5, 1)])
def test_a_month_is_closed_when_it_is_over_and_those_before_it_are_closed(here: Books, month: date) -> None:
    here.worked(date(2026, 3, 10), 6000, 4800)
    with pytest.raises(Refused):
        close_month(here.treasurer, month, at=noon(date(2026, 4, 30)))
    assert not ClosedMonth.objects.exists()


def test_only_who_settles_closes(here: Books) -> None:
    here.worked(MARCH, 6000, 4800)
    stranger = Actor(cooperative_id=here.cooperative.pk)
    with pytest.raises(DoorClosed):
        close_month(stranger, MARCH, at=noon(APRIL))
    with pytest.raises(DoorClosed):
        reverse(stranger, 1, reason="nee", at=noon(APRIL))


def test_what_is_not_done_yet_in_a_month_is_told_and_stops_nothing(here: Books) -> None:
    here.worked(MARCH, 6000, 4800)
    here.booked(Journal.BANK, MARCH, Side(Account.BANK, 500), Side(Account.SUSPENSE, -500))
    a_timesheet(a_repair_job(a_dwelling(here.landlord)), here.worker, started_at=noon(date(2026, 3, 31)))
    (march,) = [row for row in queries.months(here.treasurer, APRIL) if row.month == MARCH]
    assert march.left == Left(unsettled=1, unmatched_cents=500)
    assert queries.month_to_close(here.treasurer, APRIL) == MARCH
    close_month(here.treasurer, MARCH, at=noon(APRIL))
    (april, march) = queries.months(here.treasurer, APRIL)
    assert march.closed
    assert not march.left
    assert (april.month, april.closed) == (APRIL, None)
    assert queries.month_to_close(here.treasurer, APRIL) is None


@pytest.mark.django_db(transaction=True)
def test_who_books_while_a_month_is_closed_is_in_it_or_refused(here: Books) -> None:
    """Whichever comes first: never is something booked in the month after it was closed."""
    here.worked(MARCH, 6000, 4800)
    together = Barrier(5)

    def booking() -> bool:
        try:
            together.wait()
            with transaction.atomic():
                here.worked(date(2026, 3, 31), 100, 80)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    def closing() -> None:
        try:
            together.wait()
            close_month(here.treasurer, MARCH, at=noon(APRIL))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        done = pool.submit(closing)
        booked = sum(future.result() for future in [pool.submit(booking) for _ in range(4)])
        done.result()
    assert stands(here, YEAR.last)[Account.UNBILLED] == 6000 + 100 * booked
    numbers = LedgerTransaction.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 2 + booked))
    assert [finding for finding in check(here.cooperative.pk) if finding.fault is not Fault.CLOSED] == []


# --- taking back -------------------------------------------------------------------------------------------------


def test_a_booking_is_taken_back_by_one_on_the_other_side_and_stays_itself(here: Books) -> None:
    wrong = here.invoiced(date(2026, 3, 1), 1000, 210)
    booked = LedgerTransaction.objects.distinct().get(entries__invoice=wrong)
    back = reverse(here.treasurer, booked.pk, reason="Dubbel geboekt", at=noon(date(2026, 3, 5)))
    assert (back.reverses, back.booked_on, back.description) == (booked, date(2026, 3, 5), "Dubbel geboekt")
    assert booked.entries.count() == back.entries.count() == 3
    assert back.entries.get(account=Account.RECEIVABLE).invoice == wrong
    assert stands(here, date(2026, 3, 4)) != {}
    assert stands(here, date(2026, 3, 5)) == {}
    assert queries.open_invoices(here.cooperative.pk, date(2026, 3, 5)) == []


def test_a_booking_is_taken_back_once_and_a_reversal_never(here: Books) -> None:
    booked = here.bank_charged(MARCH, 500)
    back = reverse(here.treasurer, booked.pk, reason="Verkeerd", at=noon(MARCH))
    for again in (booked, back):
        with pytest.raises(Refused):
            reverse(here.treasurer, again.pk, reason="Nog eens", at=noon(MARCH))
    assert LedgerTransaction.objects.count() == 2


def test_a_booking_of_a_closed_month_is_taken_back_in_one_that_is_open(here: Books) -> None:
    booked = here.bank_charged(MARCH, 500)
    close_month(here.treasurer, MARCH, at=noon(APRIL))
    reverse(here.treasurer, booked.pk, reason="Verkeerd", at=noon(APRIL))
    assert stands(here, date(2026, 3, 31)) == {Account.BANK_COSTS: 500, Account.BANK: -500}
    assert stands(here, APRIL) == {}


def test_taking_back_needs_a_reason_and_a_booking_of_this_cooperative(here: Books) -> None:
    booked = here.bank_charged(MARCH, 500)
    other = Books()
    with pytest.raises(Refused) as refusal:
        reverse(here.treasurer, booked.pk, reason="  ", at=noon(MARCH))
    assert refusal.value.field == "reason"
    with pytest.raises(Refused):
        reverse(other.treasurer, booked.pk, reason="Verkeerd", at=noon(MARCH))


# --- checking ----------------------------------------------------------------------------------------------------


def past_the_triggers(sql: str, *values: Any) -> None:
    """As somebody who is in the database with other tools."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def some_months(here: Books) -> None:
    for month in (1, 2, 3):
        here.worked(date(2026, month, 5), 6000, 4800, a_pilot(here.landlord) if month == 2 else None)
        invoice = here.invoiced(date(2026, month, 20), 6000, 1260)
        here.received(date(2026, month, 27), invoice, 7260)


def test_books_that_were_kept_by_the_program_pass_the_check(here: Books) -> None:
    some_months(here)
    reverse(here.treasurer, here.bank_charged(MARCH, 500).pk, reason="Verkeerd", at=noon(MARCH))
    close_month(here.treasurer, date(2026, 1, 1), at=noon(APRIL))
    assert check(here.cooperative.pk) == []


@pytest.mark.parametrize(
    ("fault", "sql"),
    [
        (Fault.UNBALANCED, "UPDATE settlement_ledgerentry SET amount_cents = 1 WHERE account = 'bank'"),
        (Fault.UNBALANCED, "DELETE FROM settlement_ledgerentry WHERE account = 'bank'"),
        (Fault.EMPTY, "DELETE FROM settlement_ledgerentry"),
        (Fault.ROLL_UP, "UPDATE settlement_daybalance SET debit_cents = debit_cents + 7 WHERE account = 'bank'"),
        (Fault.ROLL_UP, "UPDATE settlement_daybalance SET pilot_id = NULL WHERE pilot_id IS NOT NULL"),
        (Fault.ROLL_UP, "DELETE FROM settlement_daybalance WHERE account = 'unbilled'"),
        (
            Fault.ROLL_UP,
            "UPDATE settlement_daybalance SET debit_cents = debit_cents + 7, credit_cents = credit_cents + 7",
        ),
        (Fault.NUMBERS, "UPDATE settlement_ledgertransaction SET number = number + 100 WHERE number = 4"),
        (Fault.NUMBERS, "UPDATE settlement_numberseries SET last = last + 1"),
        (Fault.NUMBERS, "UPDATE settlement_invoice SET number = number + 1 WHERE number = 3"),
    ],
)
def test_the_check_finds_what_somebody_changed_behind_the_program(here: Books, fault: Fault, sql: str) -> None:
    some_months(here)
    past_the_triggers(sql)
    assert fault in {finding.fault for finding in check(here.cooperative.pk)}


def test_the_check_finds_what_was_booked_in_a_closed_month(here: Books) -> None:
    booked = here.bank_charged(APRIL, 500)
    here.bank_charged(MARCH, 500)
    close_month(here.treasurer, MARCH, at=noon(date(2026, 3, 31)).replace(month=4, day=1, hour=1))
    past_the_triggers("UPDATE settlement_ledgertransaction SET booked_on = '2026-03-30' WHERE id = %s", booked.pk)
    assert [
        (finding.fault, finding.where) for finding in check(here.cooperative.pk) if finding.fault is Fault.CLOSED
    ] == [(Fault.CLOSED, "2026-03")]


def checked_by_hand(*arguments: str) -> tuple[int, str]:
    said = io.StringIO()
    with redirect_stdout(said):
        code = cli.main(["books", "check", *arguments])
    return code, said.getvalue()


def test_the_command_line_says_whether_the_books_are_right(here: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "database_ready", lambda: None)
    some_months(here)
    assert checked_by_hand() == (0, f"{here.cooperative.slug}: the books are right (9 bookings).\n")
    past_the_triggers("UPDATE settlement_ledgerentry SET amount_cents = 1 WHERE account = 'bank' AND amount_cents > 0")
    code, said = checked_by_hand("--cooperative", here.cooperative.slug)
    assert code == 1
    assert "transaction 3 does not balance" in said


# --- reminding ---------------------------------------------------------------------------------------------------


def reminded(here: Books) -> list[str]:
    return list(Notice.objects.filter(cooperative=here.cooperative).order_by("id").values_list("subject", flat=True))


def test_who_does_not_pay_is_reminded_kindly_then_firmly_and_each_once(here: Books) -> None:
    invoice = here.invoiced(date(2026, 3, 1), 1000, 210, due_in=14)  # to be paid before 15 March
    for day in (date(2026, 3, 15), date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23), date(2026, 4, 4)):
        here.bank_charged(day, 1)
        remind_payers(at=noon(day))
    assert reminded(here) == ["Herinnering voor factuur 1"]
    here.bank_charged(date(2026, 4, 5), 1)
    assert remind_payers(at=noon(date(2026, 4, 5))) == 1
    assert remind_payers(at=noon(date(2026, 4, 5))) == 0
    assert reminded(here) == ["Herinnering voor factuur 1", "Tweede herinnering voor factuur 1"]
    assert queries.reminders_sent(here.cooperative.pk, [invoice.pk]) == {
        invoice.pk: {Reminder.KIND: date(2026, 3, 22), Reminder.FIRM: date(2026, 4, 5)}
    }
    firm = Notice.objects.get(subject__startswith="Tweede")
    assert firm.to == here.landlord.email
    assert "€ 12,10" in firm.body
    assert "22-3-2026" in firm.body


def test_days_of_which_the_bank_told_nothing_yet_make_nobody_late(here: Books) -> None:
    here.invoiced(date(2026, 3, 1), 1000, 210, due_in=14)
    assert remind_payers(at=noon(date(2026, 6, 1))) == 0
    here.bank_charged(date(2026, 3, 21), 1)
    assert remind_payers(at=noon(date(2026, 6, 1))) == 0
    here.bank_charged(date(2026, 3, 22), 1)
    assert remind_payers(at=noon(date(2026, 6, 1))) == 1


def test_who_paid_or_was_credited_is_not_reminded(here: Books) -> None:
    paid, credited = (here.invoiced(date(2026, 3, 1), 1000, 210, due_in=14) for _ in range(2))
    here.received(date(2026, 3, 10), paid, 1210)
    here.invoiced(date(2026, 3, 11), -1000, -210, credits=credited)
    here.bank_charged(date(2026, 5, 1), 1)
    assert remind_payers(at=noon(date(2026, 5, 1))) == 0
