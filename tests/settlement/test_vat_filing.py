"""What was filed of a quarter, what changed of it afterwards, and how that is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.build import an_actor
from tests.portal.scenes import signed_in
from tests.settlement.test_services import PERIOD, SEEN, Neighbourhood
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import VatFiled, VatFiling
from werkplaats.settlement.queries_vat import changes_before, to_file, told
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.vat.by_hand import Serves
from werkplaats.settlement.rules.vat.corrections import LIMIT, Change, Told, change, may_be_corrected
from werkplaats.settlement.services import book_vat, file_correction, file_return, issue_invoices, make_self_bills

pytestmark = pytest.mark.django_db
SPRING, SUMMER = Quarter(2026, 1), Quarter(2026, 2)
APRIL, JULY = datetime(2026, 4, 20, 8, tzinfo=UTC), datetime(2026, 7, 20, 8, tzinfo=UTC)


class Books(Neighbourhood):
    def __init__(self) -> None:
        super().__init__()
        self.repaired(60)
        issue_invoices(self.treasurer, **PERIOD, at=SEEN)
        make_self_bills(self.treasurer, at=SEEN)

    def filed(self, quarter: Quarter = SPRING, at: datetime = APRIL) -> VatFiling:
        return file_return(self.treasurer, quarter, filed_on=at.date(), at=at)

    def found_later(self, vat_cents: int, day: date = date(2026, 3, 20)) -> None:
        """VAT for private use, dated in a quarter."""
        book_vat(
            self.treasurer, Box.PRIVATE, booked_on=day, net_cents=vat_cents * 5, vat_cents=vat_cents,
            serves=Serves.EXEMPT, why="Bus, private", token=uuid4(), at=JULY,
        )  # fmt: skip


@pytest.fixture
def here() -> Books:
    return Books()


def test_what_was_filed_is_kept_box_by_box(here: Books) -> None:
    assert to_file(here.treasurer, SPRING, APRIL.date()).filings == []
    here.filed()
    assert told(here.cooperative.pk, SPRING) == {
        Box.HIGH: Told(Cents(4800), Cents(1008)),
        Box.REVERSED: Told(Cents(4000), Cents(840)),
        Box.INPUT: Told(Cents(0), Cents(840)),
    }
    assert to_file(here.treasurer, SPRING, APRIL.date()).changed is None


def test_a_small_change_goes_along_in_the_next_return_and_is_told_once(here: Books) -> None:
    here.filed()
    here.found_later(10_000)
    changed = to_file(here.treasurer, SPRING, JULY.date()).changed
    assert changed is not None
    assert (changed.balance, changed.goes_along) == (10_000, True)
    found = to_file(here.treasurer, SUMMER, JULY.date())
    assert found.shown.figures[Box.PRIVATE].vat == 10_000
    assert found.found.figures[Box.PRIVATE].vat == 0
    here.filed(SUMMER, JULY)
    assert to_file(here.treasurer, SPRING, JULY.date()).changed is None
    again = to_file(here.treasurer, SUMMER, JULY.date())
    assert (again.changed, [one.quarter for one in again.along]) == (None, [SPRING])
    assert to_file(here.treasurer, Quarter(2026, 3), JULY.date()).along == []


def test_a_large_change_waits_for_a_correction_of_its_own(here: Books) -> None:
    here.filed()
    here.found_later(100_001)
    found = to_file(here.treasurer, SUMMER, JULY.date())
    assert (found.along, [one.quarter for one in found.large]) == ([], [SPRING])
    assert found.shown == found.found
    made = file_correction(here.treasurer, SPRING, filed_on=JULY.date(), at=JULY)
    assert [(one.box, one.vat_cents) for one in made.boxes.all()] == [(Box.PRIVATE, 100_001)]
    assert to_file(here.treasurer, SUMMER, JULY.date()).large == []
    with pytest.raises(Refused, match=r"nothing|niets"):
        file_correction(here.treasurer, SPRING, filed_on=JULY.date(), at=JULY)


def test_a_change_is_not_looked_for_after_five_years(here: Books) -> None:
    here.filed()
    here.found_later(10_000)
    assert changes_before(here.treasurer, Quarter(2031, 4), date(2031, 12, 31))
    assert not changes_before(here.treasurer, Quarter(2032, 1), date(2032, 1, 1))
    assert not may_be_corrected(SPRING, date(2032, 1, 1))


@pytest.mark.parametrize(
    ("filed_on", "at", "words"),
    [
        (date(2026, 3, 31), APRIL, r"over|voorbij"),
        (APRIL.date() + timedelta(days=1), APRIL, r"still to come|komen"),
    ],
    ids=["before its end", "a day to come"],
)
def test_a_return_is_filed_after_its_quarter(here: Books, filed_on: date, at: datetime, words: str) -> None:
    with pytest.raises(Refused, match=words):
        file_return(here.treasurer, SPRING, filed_on=filed_on, at=at)
    assert not VatFiling.objects.exists()


def test_a_return_is_filed_once(here: Books) -> None:
    filing = here.filed()
    with pytest.raises(Refused, match=r"already|al"):
        here.filed()
    with pytest.raises(IntegrityError), transaction.atomic():
        VatFiling.objects.create(
            cooperative=here.cooperative, year=2026, number=1, filed_on=APRIL.date(), recorded_at=APRIL
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        VatFiled.objects.filter(filing=filing).update(vat_cents=0)


def test_only_who_settles_says_that_it_was_filed(here: Books) -> None:
    with pytest.raises(DoorClosed):
        file_return(an_actor(here.worker.person), SPRING, filed_on=APRIL.date(), at=APRIL)


amounts = st.integers(-(10**8), 10**8).map(Cents)
boxes = st.dictionaries(st.sampled_from([Box.HIGH, Box.PRIVATE, Box.INPUT]), st.builds(Told, amounts, amounts))


@given(boxes, boxes)
def test_what_was_told_with_its_change_is_what_is_so_now(now: dict[Box, Told], before: dict[Box, Told]) -> None:
    found = change(SPRING, now, before)
    for box in {*now, *before, *found.boxes}:
        more, was, is_now = (part.get(box, Told()) for part in (dict(found.boxes), before, now))
        assert (was.net + more.net, was.vat + more.vat) == (is_now.net, is_now.vat)
    assert change(SPRING, now, now).boxes == {}


@pytest.mark.parametrize(("cents", "along"), [(LIMIT, True), (-LIMIT, True), (LIMIT + Cents(1), False)], ids=str)
def test_a_thousand_euros_still_goes_along(cents: Cents, along: bool) -> None:
    assert Change(SPRING, {Box.HIGH: Told(Cents(0), cents)}).goes_along is along


def test_it_is_about_the_balance() -> None:
    """€ 1,600 more owed and € 900 more deducted: € 700 (the example of cooster.nl)."""
    found = Change(SPRING, {Box.HIGH: Told(Cents(0), Cents(160_000)), Box.INPUT: Told(Cents(0), Cents(90_000))})
    assert (found.balance, found.goes_along) == (70_000, True)


def test_the_page_says_what_to_do(here: Books, settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    browser = signed_in(here.treasurer.person_id)
    address = f"/bestuur/btw/?quarter={SPRING}"
    assert "Not filed yet" in browser.get(address).content.decode()
    wrong = browser.post("/bestuur/btw/ingediend/", {"quarter": str(SPRING), "filed_on": ""})
    assert wrong.status_code == 422
    kept = browser.post("/bestuur/btw/ingediend/", {"quarter": str(SPRING), "filed_on": "2026-04-20"})
    assert kept.status_code == 302
    assert "What was filed is what the books say" in browser.get(address).content.decode()
    here.found_later(100_001)
    assert "€1,000.01" in browser.get(address).content.decode()
    browser.post("/bestuur/btw/ingediend/", {"quarter": str(SPRING), "filed_on": "2026-07-20", "correction": "yes"})
    assert VatFiling.objects.filter(correction=True).exists()
