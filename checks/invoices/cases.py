"""Every kind of invoice and credit note that the program can make, and a batch that chance makes from a fixed seed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from werkplaats.settlement.rules.e_invoice import (
    HIGH,
    KOR,
    LOW,
    OUTSIDE,
    REVERSE_CHARGE,
    WMO,
    Attachment,
    BlockedPart,
    Category,
    Document,
    Line,
    Party,
    PaymentMeans,
    Scheme,
    Vat,
)

SEED, BATCH = 20261128, 200
ISSUED = date(2026, 4, 9)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
OURS = Party(
    name="Wijkcoöperatie De Werkplaats U.A.", street="Noordewierweg 1", postcode="3812 DA", city="Amersfoort",
    register=(Scheme.KVK, "87654321"), vat_number="NL123456782B01", contact="Penningmeester", phone="033 123 45 67",
    email="penningmeester@werkplaats.example",
)  # fmt: skip
LANDLORD = Party(
    name="Woningstichting Eemland", street="Corporatieweg 1", postcode="3811 AA", city="Amersfoort",
    register=(Scheme.KVK, "12345678"), vat_number="NL001234567B01",
)  # fmt: skip
MUNICIPALITY = Party(
    name="Gemeente Amersfoort", street="Stadhuisplein 1", postcode="3811 LM", city="Amersfoort",
    register=(Scheme.OIN, "00000001002564440000"),
)  # fmt: skip
WORKER = Party(
    name="Loodgieter J. de Vries", street="Leusderweg 1", postcode="3817 KA", city="Amersfoort",
    register=(Scheme.KVK, "23456789"), vat_number="NL001234567B01", email="j.devries@werkplaats.example",
)  # fmt: skip
REPORT = Attachment("werkbonnen-1.pdf", "Werkbonnen", b"%PDF-1.4\n%%EOF\n")


def labour(minutes: int, cents_per_hour: int = 4800, vat: Vat = HIGH, **more: object) -> Line:
    fields: dict[str, Any] = {"unit": "MIN", "per": Decimal(60), "day": date(2026, 3, 10), **more}
    return Line("Loodgieter", Decimal(minutes), Decimal(cents_per_hour), vat, **fields)


def material(cents: int, vat: Vat = HIGH) -> Line:
    return Line("Materiaal", Decimal(1), Decimal(cents), vat, day=date(2026, 3, 10))


PLAIN = Document(
    number="1", issued=ISSUED, due=ISSUED + timedelta(days=30), seller=OURS, buyer=LANDLORD, period=MARCH,
    iban="NL91ABNA0417164300", buyer_reference="KST-4410", lines=(labour(90), material(132000)),
)  # fmt: skip


def cases() -> dict[str, Document]:
    """Name → document."""
    help_at_home = replace(PLAIN, buyer=MUNICIPALITY, lines=(labour(120, 2900, WMO),))
    without_vat_number = replace(OURS, vat_number="", tax_number="123456782")
    found = {
        "21 %": PLAIN,
        "9 %": replace(PLAIN, lines=(labour(75, vat=LOW),)),
        "21 % and 9 %": replace(PLAIN, lines=(labour(90), material(999, LOW), labour(35, 4999, LOW))),
        "Wmo help, exempt": help_at_home,
        "Wmo help, seller without a VAT number": replace(help_at_home, seller=without_vat_number),
        "exempt beside 21 %": replace(PLAIN, lines=(labour(60, vat=WMO), labour(60))),
        "two exemptions": replace(PLAIN, lines=(labour(60, vat=WMO), labour(60, vat=KOR))),
        "reverse charge": replace(PLAIN, lines=(labour(60, vat=REVERSE_CHARGE),)),
        "reverse charge beside 21 %": replace(PLAIN, lines=(labour(60, vat=REVERSE_CHARGE), material(1))),
        "small business scheme (KOR)": replace(PLAIN, lines=(labour(61, vat=KOR),)),
        "KOR, seller without a VAT number": replace(PLAIN, seller=without_vat_number, lines=(labour(61, vat=KOR),)),
        "outside VAT": replace(PLAIN, lines=(labour(60, vat=OUTSIDE),)),
        "order and contract": replace(PLAIN, buyer_reference="", order="4500012345", contract="RO-2026-7"),
        "note, other payment means": replace(PLAIN, note="Werk in mei", means=PaymentMeans.CREDIT_TRANSFER),
        "other electronic address": replace(PLAIN, buyer=replace(LANDLORD, address=(Scheme.NL_VAT, "NL001234567B01"))),
        "buyer abroad": replace(PLAIN, buyer=replace(LANDLORD, country="BE", postcode="2000", city="Antwerpen")),
        "line below zero": replace(PLAIN, lines=(labour(90), labour(-30))),
        "nothing to pay": replace(PLAIN, lines=(labour(90), labour(-90))),
        "a rate below zero in all": replace(PLAIN, lines=(labour(600), Line("Terug", Decimal(-1), Decimal(550), LOW))),
        "no period, no days": replace(PLAIN, period=None, lines=(replace(labour(60), day=None),)),
        "halves of a cent": replace(PLAIN, lines=(Line("a", Decimal("0.5"), Decimal(1), HIGH),) * 5 + (material(50),)),
        "a third of an hour": replace(PLAIN, lines=tuple(labour(20, 4999, LOW) for _ in range(7))),
        "VAT rounded per line would differ": replace(PLAIN, lines=tuple(material(2) for _ in range(99))),
        "price of fractions": replace(PLAIN, lines=(Line("a", Decimal("3.333"), Decimal("0.3333"), HIGH), material(9))),
        "large": replace(PLAIN, lines=(Line("a", Decimal(9999), Decimal(9_999_999), HIGH), material(1))),
        "1,000 lines": replace(PLAIN, lines=tuple(labour(n, 4000 + n, (HIGH, LOW)[n % 2]) for n in range(1, 1001))),
        "special characters": replace(
            PLAIN, number="2026/<&\"'>", buyer_reference="ž & <b>\x00\x0b]]>",
            seller=replace(OURS, name="Café & Zn. <'t Hoekje> “ß” 😀"),
            lines=(replace(labour(60), name="Kraan\n½″ & dichting <nieuw>", description="  ёжик  \ud800 "),),
        ),
    }  # fmt: skip
    blocked = BlockedPart("NL02ABNA0123456789", 1440)
    self_bill = replace(
        PLAIN, seller=WORKER, buyer=OURS, self_billed=True, due=None, terms="Bij de eerstvolgende uitbetaling",
        note="Factuur uitgereikt door afnemer", buyer_reference="Zelffacturering, afgesproken op 1-3-2026",
        lines=(labour(60, vat=REVERSE_CHARGE),),
    )  # fmt: skip
    found |= {
        "a part on the blocked account": replace(found["reverse charge"], blocked=blocked, terms="€ 14,40 g-rekening"),
        "with a work report": replace(PLAIN, attachments=(REPORT,)),
        "self-bill, reverse charge": self_bill,
        "self-bill, 21 %": replace(self_bill, lines=(labour(60), material(1))),
        "self-bill, KOR": replace(self_bill, lines=(labour(60, vat=KOR),)),
        "self-bill, exempt beside reverse charge": replace(
            self_bill, lines=(labour(60, vat=WMO), labour(60, vat=REVERSE_CHARGE))
        ),
        "self-bill, outside VAT": replace(self_bill, lines=(labour(60, vat=OUTSIDE),)),
        "self-bill, credit note": replace(self_bill, number="2", credits="1", credited_invoice_issued=ISSUED),
        "self-bill, credit note, 21 %": replace(
            self_bill, number="2", credits="1", credited_invoice_issued=ISSUED, lines=(labour(60),)
        ),
    }
    for name, kind in (("21 %", PLAIN), ("Wmo help", help_at_home), ("mixed", found["21 % and 9 %"]),
                       ("reverse charge", found["reverse charge"]), ("outside VAT", found["outside VAT"])):  # fmt: skip
        found[f"credit note, {name}"] = replace(kind, number="2", credits="1", credited_invoice_issued=ISSUED)
    return found


amounts = st.decimals(Decimal(0), Decimal(2_000_000), places=4)
taxed = st.builds(
    Vat, st.just(Category.STANDARD), st.sampled_from([Decimal(21), Decimal(9), Decimal("9.0"), Decimal("12.5")])
)
lines = st.builds(
    Line,
    name=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20),
    quantity=st.one_of(st.integers(1, 2000).map(Decimal), st.decimals(Decimal("0.001"), Decimal(500), places=3)),
    price_cents=amounts,
    vat=st.one_of(taxed, st.sampled_from([WMO, KOR, REVERSE_CHARGE])),
    unit=st.just("MIN"),
    per=st.sampled_from([Decimal(1), Decimal(60), Decimal("7.5")]),
    day=st.one_of(st.none(), st.dates(*MARCH)),
)


def batch() -> Iterator[tuple[str, Document]]:
    """The same documents in every run."""
    made: list[Document] = []

    @seed(SEED)
    @settings(max_examples=BATCH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(lines, min_size=1, max_size=30), st.booleans())
    def gather(some: list[Line], credit: bool) -> None:
        made.append(replace(PLAIN, lines=tuple(some), credits="1" if credit else ""))

    gather()
    for position, document in enumerate(made, start=1):
        yield f"by chance {position}", document
