"""What stands on the invoice, read back from the PDF's own text."""

import re
import zlib
from base64 import a85decode
from datetime import date

import pytest

from tests.build import NOW, TODAY
from tests.settlement.test_services import PERIOD, Neighbourhood
from werkplaats.settlement.models import Invoice
from werkplaats.settlement.papers import invoice_pdf
from werkplaats.settlement.services import issue_invoices, set_letterhead

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    """The text of a PDF of reportlab: its streams are ASCII85 and zlib, its strings stand in brackets."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            content = zlib.decompress(a85decode(stream.strip(), adobe=False) if b"~>" not in stream
                                      else a85decode(b"<~" + stream.strip(), adobe=True))  # fmt: skip
        except (ValueError, zlib.error):
            continue
        for text in re.findall(rb"\(((?:\\.|[^\\()])*)\) Tj", content):
            plain = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), text)
            found.append(re.sub(rb"\\(.)", rb"\1", plain).decode("cp1252"))
    return " ".join(found)


def an_invoice(here: Neighbourhood) -> Invoice:
    return issue_invoices(here.treasurer, **PERIOD, at=NOW)[0]


def test_a_landlord_finds_the_address_the_work_and_the_vat_on_its_invoice() -> None:
    here = Neighbourhood()
    letterhead = {"street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "87654321"}
    set_letterhead(here.treasurer, valid_from=TODAY, iban="NL91ABNA0417164300", **letterhead, at=NOW)  # type: ignore[arg-type]
    settlement = here.repaired(90, material_cents=120000)
    pdf = invoice_pdf(an_invoice(here))
    text = words(pdf)
    assert pdf.startswith(b"%PDF")
    for part in (
        "Factuur 1", here.landlord.name, "Corporatieweg 1", "KvK 12345678", "KvK 87654321", here.dwelling.address,
        "€ 72,00", "€ 1.320,00", "Btw 21 %", " 21 % ",
        "Waarom deze btw? Algemeen tarief: 21 %.",
        "€ 292,32", "€ 1.684,32", "NL91 ABNA 0417 1643 00", "9-4-2026",
    ):  # fmt: skip
        assert part in text, part
    assert settlement.timesheet.visit.job.request
    assert settlement.timesheet.visit.job.request.reporter.name not in text
    assert here.worker.person.name not in text


def test_a_municipality_finds_its_own_reference_and_no_name_or_address() -> None:
    here = Neighbourhood()
    settlement = here.helped(120, reference="AMF-2026-0815")
    assert settlement.timesheet.visit.job.care_grant
    client = settlement.timesheet.visit.job.care_grant.client
    text = words(invoice_pdf(an_invoice(here)))
    assert "AMF-2026-0815" in text
    assert "Vrijgesteld van btw: maatschappelijke ondersteuning (€ 58,00)" in text
    assert "vrij" in text.split()
    assert client.person.name not in text
    assert client.dwelling.address not in text


def test_the_same_invoice_is_the_same_file_again() -> None:
    here = Neighbourhood()
    here.repaired()
    invoice = an_invoice(here)
    assert invoice_pdf(invoice) == invoice_pdf(Invoice.objects.get(pk=invoice.pk))


def test_a_letterhead_of_later_does_not_change_an_earlier_invoice() -> None:
    here = Neighbourhood()
    ours = {"postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "87654321", "iban": "NL91ABNA0417164300"}
    set_letterhead(here.treasurer, valid_from=TODAY, street="Oude Weg 1", **ours, at=NOW)  # type: ignore[arg-type]
    here.repaired()
    invoice = an_invoice(here)
    set_letterhead(here.treasurer, valid_from=date(2026, 4, 1), street="Nieuwe Weg 2", **ours, at=NOW)  # type: ignore[arg-type]
    assert "Oude Weg 1" in words(invoice_pdf(invoice))
