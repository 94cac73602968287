"""Collecting under a mandate: what was signed, what the bank gets, and that nothing is collected twice."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.db import DatabaseError, connection, transaction

from tests.build import NOW, TODAY, a_person
from tests.settlement.bank_files import a_line, a_statement, camt
from tests.settlement.test_services import Neighbourhood, balance
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Cooperative, Member, Notice, Person
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import DirectDebit, Invoice, Mandate
from werkplaats.settlement.queries_debits import to_collect
from werkplaats.settlement.rules import InvoiceKind, Payer, booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.mandates import NOTICE_DAYS, Stays, next_banking_day
from werkplaats.settlement.rules.sepa import DEBITS, SequenceType
from werkplaats.settlement.services import set_creditor
from werkplaats.settlement.services.bank import import_statement
from werkplaats.settlement.services.debiting import (
    debit_failed,
    debit_file,
    make_debit_run,
    record_mandate,
    settle_debit_run,
    withdraw_debit_run,
    withdraw_mandate,
)
from werkplaats.settlement.services.ledger import Booking, book
from werkplaats.settlement.services.reminding import remind_payers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=14)
ON = date(2026, 3, 26)
IBAN = "NL44RABO0123456789"


@pytest.fixture
def here() -> Neighbourhood:
    found = Neighbourhood()
    set_creditor(found.treasurer, identifier="NL69ZZZ123456780000", valid_from=TODAY, at=NOW)
    return found


def a_member(cooperative: Cooperative) -> Person:
    person = a_person(cooperative, Role.RESIDENT, name="Eva de Wit")
    number = Member.objects.filter(cooperative=cooperative).count() + 1
    Member.objects.create(cooperative=cooperative, person=person, number=number, joined_at=NOW)
    return person


def an_invoice(person: Person, cents: int = 1200) -> Invoice:
    """A contribution, without VAT, as it was booked."""
    number = Invoice.objects.filter(cooperative=person.cooperative).count() + 1
    invoice = Invoice.objects.create(
        cooperative=person.cooperative, number=number, kind=InvoiceKind.INVOICE, payer=Payer.MEMBER, person=person,
        period_start=TODAY, period_end=TODAY, net_cents=cents, vat_cents=0, due_on=TODAY + timedelta(days=30),
        issued_at=NOW,
    )  # fmt: skip
    paid(invoice, -cents)
    return invoice


def paid(invoice: Invoice, cents: int) -> None:
    """Below zero: it was asked."""
    sides = [
        booking.Side(Account.RECEIVABLE, -cents, booking.Whose.PAYER),
        booking.Side(Account.BANK if cents > 0 else Account.UNBILLED, cents),
    ]
    event = f"test:{invoice.number}:{cents}"
    one = Booking(
        Journal.BANK, event, TODAY, "test", booking.added_up(sides), person_id=invoice.person_id, invoice_id=invoice.pk
    )
    book(invoice.cooperative_id, [one], at=NOW)


def a_mandate(here: Neighbourhood, person: Person, **fields: Any) -> Mandate:
    given = {"name": "E. de Wit", "iban": IBAN, "signed_on": TODAY, "at": NOW}
    return record_mandate(here.treasurer, person.pk, **{**given, **fields})


def sequences(file: bytes) -> list[str | None]:
    return [found.text for found in Tree.fromstring(file).iter(f"{{urn:iso:std:iso:20022:tech:xsd:{DEBITS}}}SeqTp")]


def test_an_open_invoice_of_who_signed_is_collected_after_fourteen_days(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    invoice, mandate = an_invoice(member), a_mandate(here, member)
    books = balance(here.cooperative)
    run = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    debit = run.debits.get()
    assert (debit.invoice, debit.mandate, debit.cents, debit.sequence) == (invoice, mandate, 1200, SequenceType.FIRST)
    file = debit_file(run)
    assert sequences(file) == ["FRST"]
    assert f"INC-1-{debit.pk}".encode() in file
    assert b"Factuur 1<" in file
    assert debit_file(run) == file
    assert balance(here.cooperative) == books  # it is still owed until a statement says that it came
    connection.check_constraints()


def test_the_second_collection_follows_the_first_and_what_failed_is_tried_again(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    a_mandate(here, member)
    first = an_invoice(member)
    run = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    with pytest.raises(Refused):  # it is with the bank
        make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    settle_debit_run(here.cooperative.pk, run.number, at=LATER)
    debit_failed(here.cooperative.pk, run.debits.get().pk, at=LATER)
    second = an_invoice(member)
    again = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    assert [(one.invoice, one.sequence) for one in again.debits.order_by("pk")] == [
        (first, SequenceType.FIRST),
        (second, SequenceType.RECURRENT),
    ]


def test_only_what_is_still_owed_is_collected(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    a_mandate(here, member)
    part, whole = an_invoice(member), an_invoice(member)
    paid(part, 200)
    paid(whole, 1200)
    assert [(one.invoice, one.cents) for one in to_collect(here.cooperative.pk, ON).collected] == [(part.pk, 1000)]


def test_without_a_mandate_that_holds_nothing_is_collected(here: Neighbourhood) -> None:
    nobody, left = a_member(here.cooperative), a_member(here.cooperative)
    an_invoice(nobody)
    an_invoice(left)
    withdraw_mandate(here.treasurer, a_mandate(here, left).pk, at=NOW)
    assert [why for _, why in to_collect(here.cooperative.pk, ON).stays] == [Stays.NO_MANDATE, Stays.NO_MANDATE]
    with pytest.raises(Refused) as refused:
        make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    assert refused.value.field == "collect_on"


def test_a_withdrawn_run_frees_its_invoices_while_there_is_time(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    a_mandate(here, member)
    an_invoice(member)
    run = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    withdraw_debit_run(here.treasurer, run.number, at=LATER)
    again = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    assert (again.number, again.debits.get().sequence) == (2, SequenceType.FIRST)
    with pytest.raises(Refused):
        withdraw_debit_run(here.treasurer, again.number, at=LATER + timedelta(days=2))


@pytest.mark.parametrize("day", [date(2026, 3, 25), date(2026, 3, 28)], ids=["tomorrow", "saturday"])
def test_the_bank_needs_time_and_an_open_day(here: Neighbourhood, day: date) -> None:
    member = a_member(here.cooperative)
    a_mandate(here, member)
    an_invoice(member)
    with pytest.raises(Refused) as refused:
        make_debit_run(here.treasurer, collect_on=day, at=LATER)
    assert refused.value.field == "collect_on"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"iban": "NL00"}, "iban"), ({"name": " "}, "name"), ({"signed_on": TODAY + timedelta(days=1)}, "signed_on")],
    ids=str,
)
def test_a_wrong_mandate_is_refused(here: Neighbourhood, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        a_mandate(here, a_member(here.cooperative), **change)
    assert refused.value.field == field


def test_a_person_has_one_mandate_and_it_only_changes_by_being_withdrawn(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    mandate = a_mandate(here, member)
    with pytest.raises(Refused):
        a_mandate(here, member)
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(iban="NL91ABNA0417164300")
    withdraw_mandate(here.treasurer, mandate.pk, at=NOW)
    assert a_mandate(here, member).reference == "M-2"
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(withdrawn_on=None)


def test_an_invoice_is_in_one_run_that_stands(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    mandate, invoice = a_mandate(here, member), an_invoice(member)
    run = make_debit_run(here.treasurer, collect_on=ON, at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        DirectDebit.objects.create(
            cooperative=here.cooperative, run=run, invoice=invoice, mandate=mandate, sequence="RCUR", cents=1
        )


def test_who_signs_later_hears_first_that_open_invoices_are_collected(here: Neighbourhood) -> None:
    """Their letter asked to pay: under the rulebook they hear fourteen days before that it is collected after all."""
    member = a_member(here.cooperative)
    an_invoice(member)
    an_invoice(member, cents=300)
    signed = NOW + timedelta(days=20)
    mandate = a_mandate(here, member, at=signed)
    notice = Notice.objects.get(person=member, event=f"mandate-kept:{mandate.pk}")
    for said in ("factuur 1: € 12,00", "factuur 2: € 3,00", "€ 15,00", IBAN, mandate.reference, "NL69ZZZ123456780000"):
        assert said in notice.body, notice.body
    told = signed.date()
    first_day = next_banking_day(told + timedelta(days=NOTICE_DAYS))
    assert f"{first_day:%-d-%-m-%Y}" in notice.body
    early = to_collect(here.cooperative.pk, told + timedelta(days=NOTICE_DAYS - 1))
    assert [why for _, why in early.stays] == [Stays.NOTICE, Stays.NOTICE]
    assert len(to_collect(here.cooperative.pk, first_day).collected) == 2


def test_who_signed_before_there_was_an_identifier_hears_of_it_once_there_is() -> None:
    here = Neighbourhood()
    member = a_member(here.cooperative)
    an_invoice(member)
    a_mandate(here, member)
    assert not Notice.objects.filter(person=member).exists()
    day = NOW + timedelta(days=30)
    set_creditor(here.treasurer, identifier="NL69ZZZ123456780000", valid_from=TODAY, at=day)
    assert "€ 12,00" in Notice.objects.get(person=member).body
    first_day = next_banking_day(day.date() + timedelta(days=NOTICE_DAYS))
    assert not to_collect(here.cooperative.pk, first_day - timedelta(days=1)).collected
    assert to_collect(here.cooperative.pk, first_day).collected
    set_creditor(here.treasurer, identifier="NL69ZZZ123456780000", valid_from=first_day, at=day + timedelta(days=1))
    assert to_collect(here.cooperative.pk, first_day).collected


def test_who_owes_nothing_when_signing_hears_nothing(here: Neighbourhood) -> None:
    member = a_member(here.cooperative)
    paid(an_invoice(member), 1200)
    a_mandate(here, member)
    assert not Notice.objects.filter(person=member).exists()


def test_who_is_collected_from_is_not_reminded_until_the_bank_sends_it_back(here: Neighbourhood) -> None:
    member, other = a_member(here.cooperative), a_member(here.cooperative)
    a_mandate(here, member)
    invoice = an_invoice(member)
    an_invoice(other)
    late = NOW + timedelta(days=60)
    costs = a_line(-1, late.date())
    import_statement(here.treasurer, camt(a_statement(costs, iban="NL20INGB0001234567")), at=late)
    assert remind_payers(at=late) == 1  # of who gave no mandate
    run = make_debit_run(here.treasurer, collect_on=next_banking_day(late.date() + timedelta(days=3)), at=late)
    assert remind_payers(at=late + timedelta(days=1)) == 0
    debit_failed(here.cooperative.pk, run.debits.get().pk, at=late + timedelta(days=4))
    assert remind_payers(at=late + timedelta(days=5)) == 1
    assert Notice.objects.filter(person=member, event__startswith=f"invoice-reminder:{invoice.pk}").exists()
