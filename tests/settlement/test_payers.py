"""How who pays wants its invoices: a part on our blocked account, the signed work with it, and what comes of that."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_landlord_contact
from tests.settlement.bank_files import THEIRS, a_line, a_statement, camt
from tests.settlement.test_e_invoices import a_letterhead, complete
from tests.settlement.test_pdf import words
from tests.settlement.test_services import PERIOD, Neighbourhood, balance
from tests.settlement.test_ubl import texts
from werkplaats.delivery.models import WorkPhoto
from werkplaats.ground.errors import Refused
from werkplaats.homes.services.billing import set_owner_builder
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.e_invoices import invoice_ubl
from werkplaats.settlement.models import BankMatch, Invoice, PayerTerms
from werkplaats.settlement.papers import invoice_pdf
from werkplaats.settlement.queries_bank import left_of_invoices
from werkplaats.settlement.rules.bank.matching import ItemKind, OpenItem, blocked_left, on_account
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.payers import Asked, BlockedOf, EInvoiceRules, Reports, blocked_part
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.ubl import NLCIUS_G_ACCOUNT
from werkplaats.settlement.services import correct, issue_invoices, set_payer_terms
from werkplaats.settlement.services.bank import import_statement
from werkplaats.settlement.services.payers import Terms
from werkplaats.settlement.work_reports import reports_of

pytestmark = pytest.mark.django_db
OURS, BLOCKED = "NL91ABNA0417164300", "NL02ABNA0123456789"


def test_the_part_is_of_the_labour_in_the_chain_and_leaves_something() -> None:
    lines = [
        Asked(LineKind.LABOUR, 10000, 10000, True),
        Asked(LineKind.MATERIAL, 5000, 5000, True),
        Asked(LineKind.LABOUR, 2000, 2420, False),  # with VAT: not in the chain
    ]
    whole = sum(line.gross for line in lines)
    assert blocked_part(lines, Decimal(30), BlockedOf.LABOUR, whole) == 3000
    assert blocked_part(lines, Decimal(30), BlockedOf.TOTAL, whole) == 4500
    assert blocked_part(lines, Decimal("0.005"), BlockedOf.LABOUR, whole) == 1  # half a cent goes up
    assert blocked_part(lines, Decimal(0), BlockedOf.TOTAL, whole) == 0
    assert blocked_part(lines[2:], Decimal(30), BlockedOf.TOTAL, 2420) == 0
    assert blocked_part(lines[:1], Decimal(100), BlockedOf.TOTAL, 10000) == 0  # all of it is no part


@given(
    st.lists(
        st.builds(Asked, st.sampled_from(LineKind), st.integers(-9999, 99999), st.integers(-9999, 99999), st.booleans())
    ),
    st.decimals(0, Decimal("99.99"), places=2),
    st.sampled_from(BlockedOf),
    st.integers(0, 10**6),
)
def test_whatever_is_asked_the_part_is_nothing_or_less_than_the_whole(
    lines: list[Asked], percent: Decimal, of: BlockedOf, whole: int
) -> None:
    part = blocked_part(lines, percent, of, whole)
    assert part == 0 or 0 < part < whole


def test_each_part_is_first_looked_for_on_its_own_account() -> None:
    ordinary, blocked = OpenItem(ItemKind.INVOICE, 1, 2400), OpenItem(ItemKind.BLOCKED_INVOICE, 1, 2400)
    other = OpenItem(ItemKind.INVOICE, 2, 5000)
    items = [ordinary, blocked, other]
    assert on_account(items, 2400, blocked=False) == [ordinary, other]
    assert on_account(items, 2400, blocked=True) == [blocked, other]  # the other has one part only
    assert on_account(items, 4800, blocked=False) == items  # all of it at once
    assert on_account(items, -100, blocked=False) == [ordinary, other]


@given(st.integers(0, 10**6), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_what_is_expected_on_the_blocked_account_is_never_more_than_is_left(asked: int, there: int, left: int) -> None:
    expected = blocked_left(asked, there, left)
    assert 0 <= expected <= max(left, 0)
    assert expected <= max(asked - there, 0)


class Chain(Neighbourhood):
    """A landlord that counts as a contractor and asks for 30 % of the labour on our blocked account."""

    def __init__(self, **terms: Any) -> None:
        super().__init__()
        a_letterhead(self, blocked_iban=BLOCKED)
        complete(self, self.landlord, kvk_number="12345678", vat_number="NL123456782B01")
        set_owner_builder(self.treasurer, self.landlord.pk, owner_builder=True)
        self.landlord.refresh_from_db()
        self.dwelling.refresh_from_db()
        self.agreed(**{"blocked_percent": Decimal(30), **terms})

    def agreed(self, **terms: Any) -> PayerTerms:
        return set_payer_terms(self.treasurer, self.landlord, Terms(**terms), valid_from=TODAY, at=NOW)

    def invoiced(self) -> list[Invoice]:
        return issue_invoices(self.treasurer, **PERIOD, at=NOW)

    def bank_said(self, iban: str, cents: int, text: str = "Factuur 1") -> None:
        """The landlord paid so much on this account of ours."""
        line = a_line(cents, description=text, iban=THEIRS, name=self.landlord.name)
        import_statement(self.treasurer, camt(a_statement(line, iban=iban)), at=NOW)


def test_an_invoice_says_what_goes_to_which_account() -> None:
    here = Chain()
    here.repaired(60, material_cents=1000)
    (invoice,) = here.invoiced()
    assert (invoice.net_cents, invoice.vat_cents, invoice.blocked_cents) == (5900, 0, 1440)
    text = words(invoice_pdf(invoice))
    for part in ("€ 44,60", "NL91 ABNA 0417 1643 00", "€ 14,40", "NL02 ABNA 0123 4567 89", "Arbeid: € 48,00", "INK-77"):
        assert part in text, part
    root = Tree.fromstring(invoice_ubl(invoice))
    assert texts(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == [OURS, BLOCKED]
    here.agreed(e_invoice=EInvoiceRules.NLCIUS)  # later, from the same day: only how it is written changes
    root = Tree.fromstring(invoice_ubl(invoice))
    assert texts(root, "cbc:CustomizationID") == [NLCIUS_G_ACCOUNT]
    assert texts(root, "cac:PaymentTerms/cbc:Amount") == ["44.60", "14.40"]


def test_a_credit_note_and_another_payer_have_no_blocked_part() -> None:
    here = Chain()
    settlement = here.repaired(60)
    here.helped()
    invoices = here.invoiced()
    correct(here.treasurer, settlement.pk, reason="Korter", minutes=30, at=NOW)
    again = here.invoiced()
    parts = [(one.kind, one.payer, one.blocked_cents) for one in (*invoices, *again)]
    assert parts == [
        ("invoice", "landlord", 1440), ("invoice", "municipality", 0), ("invoice", "landlord", 720),
        ("credit_note", "landlord", 0),
    ]  # fmt: skip


def test_both_parts_are_found_on_their_own_account_by_themselves() -> None:
    here = Chain(blocked_percent=Decimal(50))  # both parts are the same amount
    here.repaired(60)
    (invoice,) = here.invoiced()
    here.bank_said(BLOCKED, 2400)
    assert left_of_invoices(here.cooperative.pk) == {invoice.pk: 2400}
    assert balance(here.cooperative)[Account.BANK_G] == 2400
    here.bank_said(OURS, 2400)
    assert left_of_invoices(here.cooperative.pk) == {}
    assert BankMatch.objects.filter(invoice=invoice, by_itself=True).count() == 2
    assert balance(here.cooperative)[Account.BANK] == 2400
    connection.check_constraints()


def test_who_pays_all_of_it_on_the_ordinary_account_has_paid() -> None:
    here = Chain()
    here.repaired(60)
    (invoice,) = here.invoiced()
    here.bank_said(OURS, 4800)
    assert left_of_invoices(here.cooperative.pk) == {}
    assert sum(made.cents for made in BankMatch.objects.filter(invoice=invoice)) == 4800


def test_after_a_credit_note_only_what_is_left_is_expected() -> None:
    here = Chain()
    settlement = here.repaired(60)
    here.repaired(60)
    (invoice,) = here.invoiced()
    correct(here.treasurer, settlement.pk, reason="Niet goed", waived=True, at=NOW)
    here.invoiced()
    here.bank_said(BLOCKED, 2880)
    here.bank_said(OURS, 1920)
    assert left_of_invoices(here.cooperative.pk) == {}
    assert balance(here.cooperative).get(Account.RECEIVABLE, 0) == 0
    assert invoice.blocked_cents == 2880


def test_a_part_needs_a_chain_and_a_blocked_account_of_ours() -> None:
    here = Neighbourhood()
    part = Terms(Decimal(30))
    for partner in (here.landlord, here.team):
        with pytest.raises(Refused, match="eigenbouwer"):
            set_payer_terms(here.treasurer, partner, part, valid_from=TODAY, at=NOW)
    set_owner_builder(here.treasurer, here.landlord.pk, owner_builder=True)
    here.landlord.refresh_from_db()
    with pytest.raises(Refused, match="nog geen g-rekening"):
        set_payer_terms(here.treasurer, here.landlord, part, valid_from=TODAY, at=NOW)
    a_letterhead(here, blocked_iban=BLOCKED)
    assert set_payer_terms(here.treasurer, here.landlord, part, valid_from=TODAY, at=NOW).blocked_percent == 30
    with pytest.raises(Refused):
        set_payer_terms(here.treasurer, here.landlord, Terms(Decimal(100)), valid_from=TODAY, at=NOW)
    with pytest.raises(Refused):
        a_letterhead(here, blocked_iban="NL00ABNA0123456789")
    with pytest.raises(Refused):
        a_letterhead(here, blocked_iban=OURS)


def test_only_who_settles_agrees_and_only_with_own_payers() -> None:
    here = Neighbourhood()
    with pytest.raises(DoorClosed):
        set_payer_terms(a_landlord_contact(here.landlord), here.landlord, Terms(), valid_from=TODAY, at=NOW)
    with pytest.raises(Refused):
        set_payer_terms(a_coordinator(a_cooperative()), here.landlord, Terms(), valid_from=TODAY, at=NOW)


def test_the_database_keeps_a_blocked_part_smaller_than_the_invoice() -> None:
    here = Chain()
    here.repaired(60)
    (invoice,) = here.invoiced()
    invoice.pk, invoice.number, invoice.blocked_cents = None, 9, invoice.total_cents
    with pytest.raises(IntegrityError, match="blocked_part"), transaction.atomic():
        invoice.save(force_insert=True)


# -- the signed work with it ------------------------------------------------------------------------------------------
def a_photo(colour: str = "red") -> Any:
    written = BytesIO()
    Image.new("RGB", (1200, 900), colour).save(written, "JPEG")
    return ContentFile(written.getvalue(), name="werk.jpg")


def test_the_signed_work_stands_behind_the_invoice_and_in_the_e_invoice_and_names_nobody() -> None:
    here = Chain(blocked_percent=Decimal(0), reports=Reports.WITH_PHOTOS)
    settlement = here.repaired(90, material_cents=120000)
    sheet = settlement.timesheet
    WorkPhoto.objects.create(
        cooperative=here.cooperative, timesheet=sheet, file=a_photo(), width=1200, height=900, added_at=NOW
    )
    (invoice,) = here.invoiced()
    WorkPhoto.objects.create(
        cooperative=here.cooperative, timesheet=sheet, file="weg.jpg", width=1, height=1, added_at=NOW
    )  # a file that is gone
    (report,) = reports_of(invoice)
    assert len(report.photos) == 1
    pdf = invoice_pdf(invoice)
    text = words(pdf)
    for part in ("Werkbonnen bij factuur 1", here.dwelling.address, "90 minuten", "1 × Kraan", "door de bewoner"):
        assert part in text, part
    request = sheet.visit.job.request
    assert request
    for nobody in (request.reporter.name, here.worker.person.name):
        assert nobody not in text
    assert pdf == invoice_pdf(Invoice.objects.get(pk=invoice.pk))
    root = Tree.fromstring(invoice_ubl(invoice))
    assert texts(root, "cac:AdditionalDocumentReference/cbc:ID") == ["werkbonnen-1.pdf"]


def test_of_household_help_there_is_the_reference_of_the_client_and_no_name_address_or_photo() -> None:
    here = Neighbourhood()
    settlement = here.helped(120, reference="AMF-2026-0815")
    job = settlement.timesheet.visit.job
    assert job.care_grant
    WorkPhoto.objects.create(
        cooperative=here.cooperative, timesheet=settlement.timesheet, file=a_photo(), width=1200, height=900,
        added_at=NOW,
    )  # fmt: skip
    team = settlement.district_team
    assert team
    set_payer_terms(here.treasurer, team, Terms(reports=Reports.WITH_PHOTOS), valid_from=TODAY, at=NOW)
    (invoice,) = issue_invoices(here.treasurer, **PERIOD, at=NOW)
    (report,) = reports_of(invoice)
    assert report.photos == ()
    text = words(invoice_pdf(invoice))
    assert "AMF-2026-0815" in text
    assert "Getekend" in text
    for hidden in (job.care_grant.client.person.name, job.dwelling.address):
        assert hidden not in text


def test_a_corrected_visit_shows_what_is_asked_and_a_credit_note_has_no_reports() -> None:
    here = Chain(blocked_percent=Decimal(0), reports=Reports.REPORTS)
    settlement = here.repaired(90)
    here.invoiced()
    correct(here.treasurer, settlement.pk, reason="Geheim", minutes=60, at=NOW)
    again, credit = here.invoiced()
    text = words(invoice_pdf(again))
    assert "60 minuten, na een correctie" in text
    assert "Geheim" not in text
    assert reports_of(credit) == ()


def test_what_was_agreed_later_does_not_change_an_earlier_invoice() -> None:
    here = Neighbourhood()
    here.repaired()
    (invoice,) = issue_invoices(here.treasurer, **PERIOD, at=NOW)
    later = date(2026, 6, 1)
    set_payer_terms(here.treasurer, here.landlord, Terms(reports=Reports.REPORTS), valid_from=later, at=NOW)
    assert reports_of(invoice) == ()
