"""VAT of what stands on no document: booked by hand, in the return and in the books, and taken back from both."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.build import NOW, TODAY, a_landlord_contact
from tests.settlement.test_services import PERIOD, SEEN, Neighbourhood, balance
from tests.settlement.work import a_letterhead
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import LedgerTransaction, VatByHand
from werkplaats.settlement.queries_vat import quarter_return
from werkplaats.settlement.rules.booking import balances
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.vat.by_hand import ACCOUNTS, Serves, amount, sides
from werkplaats.settlement.rules.vat.returns import OWED, SHOWN
from werkplaats.settlement.rules.vat.table import BY_HAND
from werkplaats.settlement.services import book_vat, issue_invoices
from werkplaats.settlement.services.books import reverse

pytestmark = pytest.mark.django_db
SPRING = Quarter(2026, 1)


@pytest.mark.parametrize(
    ("box", "serves", "small_business", "deductible"),
    [
        (Box.FROM_EU, Serves.TAXED, False, 2100),
        (Box.FROM_EU, Serves.EXEMPT, False, 0),
        (Box.FROM_OUTSIDE_EU, Serves.BOTH, False, 967),  # 46 % of 21.00 is 9.66: up
        (Box.FROM_OUTSIDE_EU, Serves.TAXED, True, 0),
        (Box.PRIVATE, Serves.TAXED, False, 0),
    ],
)
def test_how_much_is_deducted_depends_on_what_it_is_for(
    box: Box, serves: Serves, small_business: bool, deductible: int
) -> None:
    vat = 2101 if serves is Serves.BOTH else 2100
    found = amount(box, 10000, vat, serves, 46, small_business=small_business)
    assert found.deductible == deductible
    assert balances(sides(found))
    assert {side.account: side.cents for side in sides(found)}[ACCOUNTS[box]] == -vat


def test_every_box_of_the_form_is_shown_and_those_by_hand_are_owed() -> None:
    assert [box.value for box in SHOWN] == [
        "1a", "1b", "1c", "1d", "1e", "2a", "3a", "3b", "3c", "4a", "4b"
    ]  # fmt: skip
    assert set(BY_HAND) == set(ACCOUNTS)
    assert set(BY_HAND) < set(OWED)


class Office(Neighbourhood):
    def bought(self, box: Box = Box.FROM_EU, serves: Serves = Serves.TAXED, **fields: Any) -> VatByHand:
        given = {
            "booked_on": TODAY, "net_cents": 10000, "vat_cents": 2100, "why": "Software", "token": uuid4(), **fields
        }  # fmt: skip
        return book_vat(self.treasurer, box, serves=serves, at=NOW, **given)


def test_what_was_bought_abroad_is_owed_and_deducted_in_the_return_as_in_the_books() -> None:
    here = Office()
    here.bought()
    here.bought(Box.FROM_OUTSIDE_EU, Serves.EXEMPT, net_cents=5000, vat_cents=1050)
    here.bought(Box.PRIVATE, net_cents=1000, vat_cents=210)
    found, books = quarter_return(here.treasurer, SPRING), balance(here.cooperative)
    figures = {box: (found.figures[box].net, found.figures[box].vat) for box in BY_HAND}
    assert figures == {Box.PRIVATE: (1000, 210), Box.FROM_OUTSIDE_EU: (5000, 1050), Box.FROM_EU: (10000, 2100)}
    assert (found.due_euros, found.input_euros, found.result_euros) == (2 + 10 + 21, 21, 12)
    assert found.input_vat == books[Account.VAT_DEDUCTIBLE] == 2100
    assert found.not_deducted == books[Account.VAT_NOT_DEDUCTIBLE] == 1260
    for box, account in ACCOUNTS.items():
        assert found.figures[box].vat == -books[account]
    connection.check_constraints()


def test_without_a_booking_the_boxes_are_zero() -> None:
    here = Office()
    here.repaired()
    issue_invoices(here.treasurer, **PERIOD, at=SEEN)
    found = quarter_return(here.treasurer, SPRING)
    assert all((found.figures[box].net, found.figures[box].vat) == (0, 0) for box in BY_HAND)


def test_taken_back_it_is_out_of_the_return_of_the_day_on_which_that_happened() -> None:
    here = Office()
    made = here.bought()
    reverse(here.treasurer, made.transaction_id, reason="Dubbel", at=datetime(2026, 4, 15, 8, tzinfo=UTC))
    spring, summer = (quarter_return(here.treasurer, quarter) for quarter in (SPRING, Quarter(2026, 2)))
    assert (spring.figures[Box.FROM_EU].vat, summer.figures[Box.FROM_EU].vat) == (2100, -2100)
    assert (spring.input_vat, summer.input_vat) == (2100, -2100)
    assert [one.why for one in summer.figures[Box.FROM_EU].by_hand] == ["Dubbel"]


def test_the_pro_rata_is_of_the_year_and_must_be_known() -> None:
    here = Office()
    with pytest.raises(Refused) as refusal:
        here.bought(serves=Serves.BOTH)
    assert refusal.value.field == "serves"
    here.repaired(60)
    here.helped(120)
    issue_invoices(here.treasurer, **PERIOD, at=SEEN)
    assert here.bought(serves=Serves.BOTH).deductible_cents == 966  # 46 % of 21.00


def test_a_cooperative_in_the_small_businesses_scheme_deducts_nothing() -> None:
    here = Office()
    a_letterhead(here.cooperative, valid_from=date(2026, 2, 1), small_business=True)
    assert here.bought().deductible_cents == 0


def test_a_form_sent_twice_is_booked_once() -> None:
    here, token = Office(), uuid4()
    assert here.bought(token=token) == here.bought(token=token)
    assert LedgerTransaction.objects.filter(cooperative=here.cooperative).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"box": Box.HIGH}, {"net_cents": 0}, {"vat_cents": 0}, {"vat_cents": 10001}, {"why": " "},
        {"booked_on": date(2026, 12, 31)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_booked(wrong: dict[str, Any]) -> None:
    here = Office()
    with pytest.raises(Refused), transaction.atomic():
        here.bought(**wrong)
    assert not LedgerTransaction.objects.filter(cooperative=here.cooperative).exists()


def test_only_who_settles_books_it_and_the_row_never_changes() -> None:
    here = Office()
    made = here.bought()
    with pytest.raises(DoorClosed):
        book_vat(
            a_landlord_contact(here.landlord), Box.FROM_EU, booked_on=TODAY, net_cents=1, vat_cents=1,
            serves=Serves.TAXED, why="x", token=uuid4(), at=NOW,
        )  # fmt: skip
    with pytest.raises(Exception, match=r"permission denied|Cannot"), transaction.atomic():
        VatByHand.objects.filter(pk=made.pk).update(net_cents=1)
    with pytest.raises(IntegrityError, match="deducts_a_part"), transaction.atomic():
        VatByHand.objects.create(
            cooperative=here.cooperative, transaction=made.transaction, box="4a", net_cents=100, vat_cents=21,
            deductible_cents=22,
        )  # fmt: skip
