from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import a_pilot
from tests.settlement.books import Books, noon
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import Actor, DoorClosed
from werkplaats.settlement import queries_books as queries
from werkplaats.settlement.models import LedgerTransaction
from werkplaats.settlement.rules.booking import Side
from werkplaats.settlement.rules.chart import CHART, Account
from werkplaats.settlement.rules.memorial import BY_HAND, OF_OTHER_VERBS, Flaw, flaw
from werkplaats.settlement.services.books import close_month, reverse
from werkplaats.settlement.services.memorial import book_by_hand, write_off

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PUT_IN = (Side(Account.BANK, 5000), Side(Account.EQUITY_MEMBERS, -5000))

by_hand = st.sampled_from([line.account for line in BY_HAND])


@given(st.lists(st.tuples(by_hand, st.integers(1, 10**11)), min_size=1, max_size=8), st.integers(1, 100))
def test_a_booking_by_hand_must_add_up_to_nothing(amounts: list[tuple[Account, int]], off: int) -> None:
    sides = [Side(account, cents) for account, cents in amounts]
    total = sum(side.cents for side in sides)
    assert flaw([*sides, Side(Account.ROUNDING, -total)]) is None
    assert flaw([*sides, Side(Account.ROUNDING, -total - off)]) is Flaw.UNBALANCED


@pytest.mark.parametrize("account", sorted(OF_OTHER_VERBS))
def test_nobody_books_by_hand_what_is_said_to_be_somebodys(account: Account) -> None:
    assert flaw([Side(Account.BANK, 5), Side(account, -5)]) is Flaw.NOT_BY_HAND
    assert CHART[account] not in BY_HAND


def test_one_line_or_none_is_no_booking() -> None:
    assert flaw([]) is flaw([Side(Account.BANK, 0), Side(Account.ROUNDING, 0)]) is flaw([Side(Account.BANK, 1)])
    assert flaw([]) is Flaw.TOO_FEW


@pytest.fixture
def here(db: None) -> Books:
    return Books()


def booked(here: Books, day: date = MARCH, **changes: object) -> LedgerTransaction:
    asked = {"booked_on": day, "description": "Inleg", "sides": PUT_IN, "token": uuid4(), "at": noon(day), **changes}
    return book_by_hand(here.treasurer, **asked)  # type: ignore[arg-type]


def test_what_members_put_in_stands_on_the_balance_sheet(here: Books) -> None:
    pilot = a_pilot(here.landlord)
    made = booked(here, pilot_id=pilot.pk)
    assert {entry.pilot_id for entry in made.entries.all()} == {pilot.pk}
    sheet = queries.balance_sheet(here.treasurer, MARCH)
    assert [(row.line.account, row.cents) for row in sheet.equity] == [(Account.EQUITY_MEMBERS, 5000)]


def test_a_form_that_is_sent_twice_is_booked_once(here: Books) -> None:
    token = uuid4()
    assert booked(here, token=token) == booked(here, token=token)
    assert LedgerTransaction.objects.count() == 1


def test_what_cannot_be_booked_is_refused_before_anything_is(here: Books) -> None:
    here.bank_charged(MARCH, 1)
    close_month(here.treasurer, MARCH, at=noon(APRIL))
    for changes in (
        {"booked_on": date(2026, 3, 31), "at": noon(APRIL)},
        {"booked_on": date(2026, 4, 2)},
        {"description": " "},
        {"sides": (Side(Account.BANK, 1), Side(Account.ROUNDING, -2))},
        {"pilot_id": a_pilot(Books().landlord).pk},
    ):
        with pytest.raises(Refused):
            booked(here, APRIL, **changes)
    with pytest.raises(DoorClosed):
        book_by_hand(
            Actor(cooperative_id=here.cooperative.pk),
            booked_on=APRIL,
            description="Inleg",
            sides=PUT_IN,
            token=uuid4(),
            at=noon(APRIL),
        )
    assert LedgerTransaction.objects.count() == 1


def test_an_invoice_that_is_written_off_is_open_no_more_and_a_cost(here: Books) -> None:
    invoice = here.invoiced(MARCH, 1000, 210)
    here.received(date(2026, 3, 5), invoice, 1000)
    write_off(here.treasurer, invoice.pk, reason="Failliet", at=noon(APRIL))
    with pytest.raises(Refused):
        write_off(here.treasurer, invoice.pk, reason="Failliet", at=noon(APRIL))
    assert queries.open_invoices(here.cooperative.pk, APRIL) == []
    (stands,) = queries.balances(here.treasurer, APRIL)
    assert stands[Account.WRITTEN_OFF] == 210
    assert stands[Account.RECEIVABLE] == 0


def test_what_was_written_off_by_mistake_is_asked_again_and_can_be_written_off_again(here: Books) -> None:
    invoice = here.invoiced(MARCH, 1000, 210)
    for _ in range(2):
        booked = write_off(here.treasurer, invoice.pk, reason="Failliet", at=noon(APRIL))
        reverse(here.treasurer, booked.pk, reason="Toch niet", at=noon(APRIL))
        (again,) = queries.open_invoices(here.cooperative.pk, APRIL)
        assert again.left == 1210


def test_writing_off_needs_a_reason_and_an_invoice_of_this_cooperative(here: Books) -> None:
    invoice = here.invoiced(MARCH, 1000, 210)
    with pytest.raises(Refused):
        write_off(here.treasurer, invoice.pk, reason=" ", at=noon(APRIL))
    with pytest.raises(Refused):
        write_off(Books().treasurer, invoice.pk, reason="Failliet", at=noon(APRIL))
    assert len(queries.open_invoices(here.cooperative.pk, APRIL)) == 1
