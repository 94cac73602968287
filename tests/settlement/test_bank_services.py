"""The bank on the real database: imported once, matched, booked, undone, and refused before anything is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.build import NOW, TODAY, a_landlord_contact, a_person, an_actor
from tests.settlement.bank_files import ALSO_THEIRS, DAY, OURS, THEIRS, a_line, a_statement, camt, mt940
from tests.settlement.test_debiting import LATER, ON, a_mandate, a_member, an_invoice
from tests.settlement.test_services import PERIOD, Neighbourhood, balance, paid, together
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.settlement import queries_bank
from werkplaats.settlement.models import BankLine, BankMatch, BankStatement, ClosedMonth, Invoice, LedgerTransaction
from werkplaats.settlement.queries_bank import left_of_invoices, open_items, unmatched
from werkplaats.settlement.rules.bank.matching import ItemKind, OpenItem, Reason
from werkplaats.settlement.rules.bank.statement import Line
from werkplaats.settlement.rules.booking import Journal, invoiced
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.services import issue_invoices, set_blocked_account, set_creditor, set_letterhead
from werkplaats.settlement.services.bank import Imported, import_statement
from werkplaats.settlement.services.bank_matching import Chosen, book_as, match, match_by_itself, unmatch
from werkplaats.settlement.services.debiting import make_debit_run
from werkplaats.settlement.services.ledger import Booking, book
from werkplaats.settlement.services.memorial import write_off

pytestmark = pytest.mark.django_db
HEAD = {"street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "87654321"}


class Bank(Neighbourhood):
    """A cooperative with a bank account and one invoice of 58.08: an hour of 48.00 and VAT."""

    def __init__(self) -> None:
        super().__init__()
        set_letterhead(self.treasurer, valid_from=TODAY, iban=OURS, **HEAD, at=NOW)  # type: ignore[arg-type]
        self.repaired(60)
        (self.invoice,) = issue_invoices(self.treasurer, **PERIOD, at=NOW)

    def take(self, *lines: Line, write: Callable[..., bytes] = camt, **fields: Any) -> Imported:
        return import_statement(self.treasurer, write(a_statement(*lines, **fields)), at=NOW)

    def another_invoice(self, minutes: int = 90) -> Invoice:
        self.repaired(minutes)
        (made,) = issue_invoices(self.treasurer, **PERIOD, at=NOW)
        return made

    def line(self) -> Any:
        return queries_bank.lines(self.treasurer).get()

    def open(self, invoice: Invoice) -> int:
        return left_of_invoices(self.cooperative.pk).get(invoice.pk, 0)


@pytest.fixture
def here() -> Bank:
    return Bank()


def named(invoice: Invoice, cents: int | None = None, **fields: Any) -> Line:
    cents = invoice.total_cents if cents is None else cents
    return a_line(cents, description=f"Factuur {invoice.number}", iban=THEIRS, **fields)


# -- importing --------------------------------------------------------------------------------------------------------
def test_a_payment_with_its_number_and_amount_is_matched_and_booked(here: Bank) -> None:
    assert here.take(named(here.invoice), a_line(-995, description="Kosten")) == Imported(1, 0, 2, 1)
    assert here.open(here.invoice) == 0
    books = balance(here.cooperative)
    assert books[Account.BANK] == 5808 - 995
    assert books[Account.SUSPENSE] == 995
    assert Account.RECEIVABLE not in books
    (made,) = BankMatch.objects.all()
    assert (made.invoice, made.cents, made.by_itself) == (here.invoice, 5808, True)
    assert made.reasons == [Reason.NUMBER, Reason.AMOUNT]
    connection.check_constraints()


@pytest.mark.parametrize(
    "again", [camt, lambda *s: camt(*s, version="08"), mt940, lambda *s: mt940(*s, dialect="rabo")]
)
def test_the_same_statement_again_in_any_format_changes_nothing(here: Bank, again: Callable[..., bytes]) -> None:
    lines = (named(here.invoice), a_line(-995), a_line(-995))
    here.take(*lines)
    before = balance(here.cooperative)
    assert here.take(*lines, write=again) == Imported(0, 1, 0, 0)
    assert (BankLine.objects.count(), balance(here.cooperative)) == (3, before)


def test_days_that_overlap_in_another_format_bring_only_what_is_new(here: Bank) -> None:
    here.take(a_line(500), a_line(500), a_line(-200))
    found = here.take(a_line(500), a_line(-200), a_line(500), a_line(300, DAY + timedelta(days=1)), write=mt940)
    assert (found.statements, found.lines) == (1, 1)
    assert sorted(BankLine.objects.values_list("cents", "nth")) == [(-200, 1), (300, 1), (500, 1), (500, 2)]


def test_a_file_of_several_days_in_any_order_and_an_earlier_month_after(here: Bank) -> None:
    days = [a_statement(a_line(100, DAY + timedelta(days=at)), opening=1000 + 100 * at) for at in range(6)]
    for chosen in ([days[4], days[3]], [days[2], days[0], days[1]], [*days, days[5]]):
        import_statement(here.treasurer, camt(*chosen), at=NOW)
    assert BankLine.objects.count() == 6
    assert balance(here.cooperative)[Account.BANK] == 600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "In dit bestand staat geen afschrift"),
        (camt(a_statement(a_line(5), iban=THEIRS)), f"Afschrift 69: {THEIRS} is geen rekening van de coöperatie"),
        (camt(a_statement(a_line(5)), currency="GBP"), "Afschrift 69: Dit is in GBP"),
        (
            camt(replace(a_statement(a_line(5)), closing_cents=1)),
            "samen € 1.000,05, maar het afschrift eindigt met",
        ),
        (camt(a_statement(a_line(5))).replace(b">0.05<", b">x<"), "Afschrift 69, regel 1: ‘x’ is geen bedrag"),
        (camt(a_statement(a_line(5)))[:200], "Rij 1 van het bestand: Dit bestand is kapot"),
        (mt940(a_statement(a_line(5))).replace(b"C0,05", b"Q0,05"), "is niet te lezen"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_nothing_is_kept(here: Bank, content: bytes, words: str) -> None:
    before = balance(here.cooperative)
    with pytest.raises(Refused) as refused:
        import_statement(here.treasurer, content, at=NOW)
    assert words in str(refused.value)
    assert refused.value.field == "file"
    assert (BankStatement.objects.count(), balance(here.cooperative)) == (0, before)


def test_a_gap_is_refused_with_all_of_the_file(here: Bank) -> None:
    here.take(a_line(100))
    days = [DAY + timedelta(days=1), DAY + timedelta(days=3)]
    follows, later = a_statement(a_line(7, days[0]), opening=100_100), a_statement(a_line(8, days[1]), opening=100_200)
    with pytest.raises(Refused, match=r"dit afschrift heeft € 1\.002,00 waar wat al is ingelezen € 1\.001,07 heeft"):
        import_statement(here.treasurer, camt(follows, later), at=NOW)
    assert BankLine.objects.count() == 1


def test_a_statement_of_a_closed_month_is_refused(here: Bank) -> None:
    ClosedMonth.objects.create(cooperative=here.cooperative, month=DAY.replace(day=1), closed_at=NOW)
    with pytest.raises(Refused):
        here.take(named(here.invoice))
    assert not BankStatement.objects.exists()


def test_only_who_settles_imports_and_matches(here: Bank) -> None:
    landlord = a_landlord_contact(here.landlord)
    with pytest.raises(DoorClosed):
        import_statement(landlord, camt(a_statement(a_line(5))), at=NOW)
    with pytest.raises(DoorClosed):
        match_by_itself(landlord, at=NOW)


def test_two_cooperatives_do_not_see_each_others_bank(here: Bank) -> None:
    here.take(named(here.invoice, 100))
    there = Bank()
    line = here.line()
    assert not unmatched(there.treasurer).exists()
    with pytest.raises(Refused):
        match(there.treasurer, line.pk, [Chosen(ItemKind.INVOICE, there.invoice.pk, 100)], at=NOW)
    with pytest.raises(Outdated):
        match(here.treasurer, line.pk, [Chosen(ItemKind.INVOICE, there.invoice.pk, 100)], at=NOW)


# -- matching ---------------------------------------------------------------------------------------------------------
def test_a_part_is_paid_and_the_rest_stays_open(here: Bank) -> None:
    here.take(named(here.invoice, 5000))
    assert here.open(here.invoice) == 5808  # a person looks at what is not exact
    (made,) = match(here.treasurer, here.line().pk, [Chosen(ItemKind.INVOICE, here.invoice.pk, 5000)], at=NOW)
    assert Reason.PARTIAL in made.reasons
    assert made.score is not None
    assert here.open(here.invoice) == 808
    assert balance(here.cooperative)[Account.RECEIVABLE] == 808


def test_what_is_paid_too_much_stays_on_the_line_and_can_be_kept_for_later(here: Bank) -> None:
    here.take(named(here.invoice, 6000))
    match(here.treasurer, here.line().pk, [Chosen(ItemKind.INVOICE, here.invoice.pk, 5808)], at=NOW)
    assert here.line().rest == 192
    book_as(here.treasurer, here.line().pk, Account.PREPAID, note="Voor april", at=NOW)
    books = balance(here.cooperative)
    assert (books[Account.PREPAID], Account.SUSPENSE in books) == (-192, False)


def test_one_payment_for_two_invoices(here: Bank) -> None:
    second = here.another_invoice()
    both = a_line(5808 + second.total_cents, description=f"facturen {here.invoice.number} en {second.number}")
    assert here.take(both).matched == 1
    assert here.open(here.invoice) == here.open(second) == 0
    assert BankMatch.objects.filter(reasons__contains=[Reason.TOGETHER]).count() == 2


def test_a_payment_less_the_credit_note_settles_both(here: Bank) -> None:
    here.another_invoice()
    credit = a_credit_note(here.invoice, -1000)
    assert here.take(named(here.invoice, 4808)).matched == 1
    made = dict(BankMatch.objects.values_list("invoice_id", "cents"))
    assert made == {here.invoice.pk: 5808, credit.pk: -1000}
    assert here.open(here.invoice) == 0


def test_a_credit_note_after_payment_is_open_to_be_paid_back(here: Bank) -> None:
    here.take(named(here.invoice))
    a_credit_note(here.invoice, -1000)
    (item,) = open_items(here.cooperative.pk)
    assert (item.kind, item.open_cents) == (ItemKind.CREDIT_NOTE, -1000)
    here.take(named(here.invoice, -1000, day=DAY + timedelta(days=1)), opening=105_808)
    assert here.open(here.invoice) == 0


def test_who_paid_before_is_known_by_iban(here: Bank) -> None:
    here.take(named(here.invoice))
    second = here.another_invoice()
    here.take(a_line(second.total_cents, DAY + timedelta(days=1), iban=THEIRS), opening=105_808)
    (line,) = unmatched(here.treasurer)
    assert Reason.IBAN in queries_bank.proposals(here.treasurer, line)[0].reasons


def test_an_invoice_made_after_its_payment_is_matched_when_asked_again(here: Bank) -> None:
    number = here.invoice.number + 1
    here.take(a_line(8712, description=f"factuur {number}"))
    assert match_by_itself(here.treasurer, at=NOW) == 0
    assert here.another_invoice(90).number == number
    assert match_by_itself(here.treasurer, at=NOW) == 1


def test_a_payment_that_comes_twice_is_matched_once(here: Bank) -> None:
    assert here.take(named(here.invoice), named(here.invoice)).matched == 1
    (line,) = unmatched(here.treasurer)
    assert queries_bank.proposals(here.treasurer, line) == ()


def test_a_direct_debit_that_came_back_opens_the_invoice_again(here: Bank) -> None:
    here.take(named(here.invoice))
    back = named(here.invoice, -5808, day=DAY + timedelta(days=1), returned="MD06")
    here.take(back, opening=105_808)
    assert here.open(here.invoice) == 5808
    assert balance(here.cooperative)[Account.RECEIVABLE] == 5808


def test_a_pay_run_is_known_as_a_batch(here: Bank) -> None:
    here.helped(120)
    first, second = paid(here, date(2026, 3, 13))
    run, total = first.run, first.amount_cents + second.amount_cents
    assert here.take(a_line(-total, references=(f"UITB-{run.number}",))).matched == 1
    assert Account.IN_TRANSIT not in balance(here.cooperative)
    run.refresh_from_db()
    assert run.status == RunStatus.SETTLED
    assert open_items_of(here, ItemKind.PAYOUT) == []


def test_payouts_one_by_one_leave_the_run_open_until_the_last(here: Bank) -> None:
    here.helped(120)
    payouts = paid(here, date(2026, 3, 13))
    one, other = (a_line(-made.amount_cents, references=(f"UITB-{made.run.number}-{made.pk}",)) for made in payouts)
    run = payouts[0].run
    for lines, status in (((one,), RunStatus.SENT), ((one, other), RunStatus.SETTLED)):
        here.take(*lines)
        run.refresh_from_db()
        assert run.status == status
        assert open_items_of(here, ItemKind.PAY_RUN) == []


def test_a_payout_that_bounced_is_in_transit_again(here: Bank) -> None:
    (payout,) = paid(here, date(2026, 3, 13))
    reference = f"UITB-{payout.run.number}-{payout.pk}"
    out = a_line(-payout.amount_cents, references=(reference,))
    back = a_line(payout.amount_cents, DAY + timedelta(days=1), references=(reference,), returned="AC04")
    assert here.take(out, back).matched == 2
    assert balance(here.cooperative)[Account.IN_TRANSIT] == -payout.amount_cents
    assert [item.open_cents for item in open_items_of(here, ItemKind.PAYOUT)] == [-payout.amount_cents]


def test_the_two_parts_of_a_payout_come_apart(here: Bank) -> None:
    terms = {"iban": ALSO_THEIRS, "percent": Decimal(25), "valid_from": date(2026, 1, 1)}
    set_blocked_account(here.treasurer, here.worker.pk, **terms, at=NOW)
    (payout,) = paid(here, date(2026, 3, 13))
    reference = f"UITB-{payout.run.number}-{payout.pk}"
    parts = [(payout.ordinary_cents, reference), (payout.blocked_cents, f"{reference}-G")]
    assert all(cents for cents, _ in parts)
    assert here.take(*(a_line(-cents, references=(name,)) for cents, name in parts)).matched == 2
    assert Account.IN_TRANSIT not in balance(here.cooperative)


def test_direct_debits_come_in_as_a_batch_and_one_goes_back(here: Bank) -> None:
    set_creditor(here.treasurer, identifier="NL69ZZZ123456780000", valid_from=TODAY, at=NOW)
    people = [a_member(here.cooperative) for _ in range(2)]
    invoices = [an_invoice(person) for person in people]
    for person in people:
        a_mandate(here, person)
    run = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    first, _ = run.debits.order_by("pk")
    batch = a_line(2400, ON, references=(f"INC-{run.number}-{first.sequence}",))
    assert here.take(batch).matched == 1
    assert [here.open(invoice) for invoice in invoices] == [0, 0]
    run.refresh_from_db()
    assert run.settled_at
    day = ON + timedelta(days=2)
    reference = f"INC-{run.number}-{first.pk}"
    back = a_line(-1200, day, iban=first.mandate.iban, references=(reference,), returned="MD06")
    assert here.take(back, opening=102_400).matched == 1
    assert here.open(first.invoice) == 1200
    first.refresh_from_db()
    assert first.failed_at


def open_items_of(here: Bank, kind: ItemKind) -> list[OpenItem]:
    return [item for item in open_items(here.cooperative.pk) if item.kind is kind]


@pytest.mark.parametrize(
    ("cents", "error"), [(5809, Outdated), (-5, Outdated), (0, Outdated), (5001, Refused)], ids=str
)
def test_a_match_for_more_than_is_open_or_paid_is_refused(here: Bank, cents: int, error: type[Refused]) -> None:
    here.take(named(here.invoice, 5000))
    with pytest.raises(error):
        match(here.treasurer, here.line().pk, [Chosen(ItemKind.INVOICE, here.invoice.pk, cents)], at=NOW)
    assert not BankMatch.objects.exists()


def test_the_same_item_twice_in_one_match_is_refused(here: Bank) -> None:
    here.take(a_line(9000))
    twice = [Chosen(ItemKind.INVOICE, here.invoice.pk, 4000)] * 2
    with pytest.raises(Refused):
        match(here.treasurer, here.line().pk, twice, at=NOW)


def test_a_line_is_booked_only_on_accounts_that_lines_are_booked_on(here: Bank) -> None:
    here.take(a_line(-995))
    with pytest.raises(Refused):
        book_as(here.treasurer, here.line().pk, Account.RECEIVABLE, at=NOW)
    with pytest.raises(Refused):
        book_as(here.treasurer, here.line().pk, Account.BANK_COSTS, cents=-996, at=NOW)
    book_as(here.treasurer, here.line().pk, Account.BANK_COSTS, at=NOW)
    assert balance(here.cooperative)[Account.BANK_COSTS] == 995
    with pytest.raises(Outdated):
        book_as(here.treasurer, here.line().pk, Account.BANK_COSTS, at=NOW)


def test_what_was_written_off_is_open_no_more(here: Bank) -> None:
    write_off(here.treasurer, here.invoice.pk, reason="Failliet", at=NOW)
    assert open_items(here.cooperative.pk) == []
    assert here.take(named(here.invoice)).matched == 0


# -- undoing ----------------------------------------------------------------------------------------------------------
def test_a_match_is_undone_once_and_stays_in_the_history(here: Bank) -> None:
    here.take(named(here.invoice))
    (made,) = BankMatch.objects.all()
    back = unmatch(here.treasurer, made.pk, at=NOW)
    assert (back.reverses, back.cents) == (made, -5808)
    assert (here.open(here.invoice), here.line().rest) == (5808, 5808)
    books = balance(here.cooperative)
    assert (books[Account.SUSPENSE], books[Account.RECEIVABLE]) == (-5808, 5808)
    undone = LedgerTransaction.objects.get(event=f"bank-match:{back.pk}")
    assert undone.reverses == LedgerTransaction.objects.get(event=f"bank-match:{made.pk}")
    for again in (made.pk, back.pk, 0):
        with pytest.raises(Refused):
            unmatch(here.treasurer, again, at=NOW)
    assert match_by_itself(here.treasurer, at=NOW) == 1
    connection.check_constraints()


def test_after_its_month_is_closed_a_match_is_booked_today(here: Bank) -> None:
    here.take(named(here.invoice, 5000))
    ClosedMonth.objects.create(cooperative=here.cooperative, month=DAY.replace(day=1), closed_at=NOW)
    later = NOW + timedelta(days=40)
    (made,) = match(here.treasurer, here.line().pk, [Chosen(ItemKind.INVOICE, here.invoice.pk, 5000)], at=later)
    assert LedgerTransaction.objects.get(event=f"bank-match:{made.pk}").booked_on == later.date()


# -- what the database keeps ------------------------------------------------------------------------------------------
def refused_by_the_database(act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
        act()
        connection.check_constraints()


def test_the_database_keeps_a_line_once_and_never_changes_it(here: Bank) -> None:
    here.take(named(here.invoice))
    line = BankLine.objects.get()
    copy = {
        name: getattr(line, name) for name in ("cooperative", "statement", "iban", "booked_on", "value_on", "cents")
    }
    refused_by_the_database(lambda: BankLine.objects.create(**copy, nth=1))
    refused_by_the_database(lambda: BankLine.objects.filter(pk=line.pk).update(description="x"))
    refused_by_the_database(lambda: BankMatch.objects.all().delete())
    refused_by_the_database(lambda: BankStatement.objects.all().delete())


def test_the_database_keeps_the_matches_of_a_line_within_it(here: Bank) -> None:
    here.take(named(here.invoice, 5000))
    fields = {"cooperative": here.cooperative, "line_id": here.line().pk, "matched_at": NOW}
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, invoice=here.invoice, cents=5001))
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, invoice=here.invoice, cents=-1))
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, cents=5))
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, invoice=here.invoice, account="bank", cents=5))
    made = BankMatch.objects.create(**fields, invoice=here.invoice, cents=5000)
    connection.check_constraints()
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, account="bank_costs", cents=1))
    refused_by_the_database(lambda: BankMatch.objects.create(**fields, invoice=here.invoice, cents=-1, reverses=made))


def a_credit_note(invoice: Invoice, cents: int) -> Invoice:
    """Straight into the tables, without VAT: what is asked back is what counts here."""
    fields = ("cooperative", "payer", "landlord", "district_team", "person", "period_start", "period_end", "due_on")
    made = Invoice.objects.create(
        **{name: getattr(invoice, name) for name in fields},
        number=Invoice.objects.filter(cooperative=invoice.cooperative).count() + 1,
        kind="credit_note",
        credits=invoice,
        net_cents=cents,
        vat_cents=0,
        issued_at=NOW,
    )
    whose = {"landlord_id": invoice.landlord_id, "invoice_id": made.pk}
    sides = invoiced(cents, [])
    booking = Booking(Journal.SALES, f"invoice:{made.number}", TODAY, "credit", sides, **whose)
    book(invoice.cooperative_id, [booking], at=NOW)
    return made


@pytest.mark.django_db(transaction=True)
def test_four_treasurers_at_once_import_and_match_once() -> None:
    here = Bank()
    content = camt(a_statement(named(here.invoice), a_line(300)))
    found = together(4, lambda: import_statement(here.treasurer, content, at=NOW))
    assert sorted(one.lines for one in found) == [0, 0, 0, 2]
    assert BankLine.objects.filter(cooperative=here.cooperative).count() == 2
    assert balance(here.cooperative)[Account.BANK] == 6108


@pytest.mark.django_db(transaction=True)
def test_two_lines_at_once_never_pay_an_invoice_twice() -> None:
    here = Bank()
    here.take(a_line(5808, iban=ALSO_THEIRS), a_line(5808, iban=ALSO_THEIRS))
    lines = list(unmatched(here.treasurer).values_list("pk", flat=True))

    def pay() -> bool:
        for line in lines:
            try:
                match(here.treasurer, line, [Chosen(ItemKind.INVOICE, here.invoice.pk, 5808)], at=NOW)
            except Outdated:
                continue
            return True
        return False

    assert sum(together(4, pay)) == 1
    assert here.open(here.invoice) == 0


def test_a_board_member_is_treasurer_too(here: Bank) -> None:
    board = an_actor(a_person(here.cooperative, Role.BOARD))
    assert import_statement(board, camt(a_statement(named(here.invoice))), at=NOW).matched == 1
