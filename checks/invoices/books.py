"""Every kind of invoice, credit note and self-bill that the program makes from its own books: agreed, worked, signed,
settled, issued and corrected by the program itself, in a database that is thrown away."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

Named = tuple[str, bytes]


@contextmanager
def a_database() -> Iterator[None]:
    """A copy of the one of the tests, with all tables and no rows."""
    os.environ.pop("DATABASE_URL", None)  # the embedded PostgreSQL, whatever is served from elsewhere
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    from tests.conftest import migrated_template  # also sets the environment of the tests

    template = migrated_template()
    import psycopg

    from werkplaats.ground.database import DATABASE, database_url

    url, name = database_url(), f"check_invoices_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        os.environ["DATABASE_URL"] = url.replace(f"/{DATABASE}?", f"/{name}?")
        try:
            import django

            django.setup()
            yield
        finally:
            from django.db import connections

            connections.close_all()
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def from_the_books() -> Iterator[Named]:
    with a_database():
        from django.db import connection, transaction
        from django.test import override_settings

        for make in (
            a_landlord, a_landlord_with_reports, an_owner_builder, a_blocked_part, a_municipality, a_small_business,
            fixed_amounts, nobody_home, self_bills,
        ):  # fmt: skip
            with TemporaryDirectory() as photos, override_settings(MEDIA_ROOT=photos), transaction.atomic():
                found = list(make())
                connection.check_constraints()
                transaction.set_rollback(True)
            yield from found


def _scene(**head: Any) -> Any:
    """A neighbourhood with a letterhead and payers that are complete."""
    from tests.build import NOW, a_worker
    from tests.settlement.test_e_invoices import a_letterhead, complete
    from tests.settlement.test_services import Neighbourhood
    from tests.settlement.work import consents

    here = Neighbourhood()
    a_letterhead(here, **head)
    complete(here, here.landlord, kvk_number="12345678", vat_number="NL123456782B01")
    complete(here, here.team, oin="00000001002564440000")
    here.painter = a_worker(here.cooperative, trades=("SCH",))
    consents(here.painter)
    here.now = NOW
    return here


def _worked(here: Any, job: Any, worker: Any, minutes: int = 75, **fields: Any) -> Any:
    from tests.settlement.work import a_timesheet
    from werkplaats.settlement.services import settle

    return settle(a_timesheet(job, worker, minutes, **fields), at=here.now)


def _painted(here: Any, minutes: int = 75, **fields: Any) -> Any:
    from tests.settlement.work import a_repair_job

    return _worked(here, a_repair_job(here.dwelling, trade="SCH"), here.painter, minutes, **fields)


def _invoiced(here: Any, name: str, settlements: list[Any]) -> Iterator[Named]:
    """The invoices of what was worked, and after it was waived their credit notes; by both kinds of rules."""
    from tests.settlement.test_services import PERIOD
    from werkplaats.settlement.services import correct, issue_invoices

    for invoice in issue_invoices(here.treasurer, **PERIOD, at=here.now):
        yield from _both(here, name, invoice)
    for settlement in settlements:
        correct(here.treasurer, settlement.pk, reason="Uit coulance", waived=True, at=here.now)
    for invoice in issue_invoices(here.treasurer, **PERIOD, at=here.now):
        yield from _both(here, f"{name}, credit note", invoice)


def _both(here: Any, name: str, invoice: Any) -> Iterator[Named]:
    from tests.build import TODAY
    from werkplaats.settlement.e_invoices import invoice_ubl
    from werkplaats.settlement.queries_payers import terms_of
    from werkplaats.settlement.rules.payers import BlockedOf, EInvoiceRules, Reports
    from werkplaats.settlement.services import set_payer_terms
    from werkplaats.settlement.services.payers import Terms

    held = terms_of(invoice.partner, TODAY)
    for rules in EInvoiceRules:
        terms = Terms(e_invoice=rules)
        if held:
            of, reports = BlockedOf(held.blocked_of), Reports(held.reports)
            terms = Terms(held.blocked_percent, of, reports, rules)
        set_payer_terms(here.treasurer, invoice.partner, terms, valid_from=TODAY, at=here.now)
        yield name, invoice_ubl(invoice)


def a_landlord() -> Iterator[Named]:
    here = _scene()
    yield from _invoiced(here, "landlord, 21 %", [here.repaired(90, material_cents=120000)])
    done = [here.repaired(35, material_cents=999), _painted(here), here.repaired(7)]
    yield from _invoiced(here, "landlord, 21 % and 9 %", done)


def a_landlord_with_reports() -> Iterator[Named]:
    from django.core.files.base import ContentFile

    from tests.build import TODAY
    from werkplaats.delivery.models import WorkPhoto
    from werkplaats.settlement.rules.payers import Reports
    from werkplaats.settlement.services import set_payer_terms
    from werkplaats.settlement.services.payers import Terms

    here = _scene()
    terms = Terms(reports=Reports.WITH_PHOTOS)
    set_payer_terms(here.treasurer, here.landlord, terms, valid_from=TODAY, at=here.now)
    done = [here.repaired(60, material_cents=500), _painted(here)]
    picture = ContentFile(_jpeg(), name="werk.jpg")
    WorkPhoto.objects.create(
        cooperative=here.cooperative, timesheet=done[0].timesheet, file=picture, width=800, height=600,
        added_at=here.now,
    )  # fmt: skip
    yield from _invoiced(here, "landlord, with work reports and a photo", done)


def _jpeg() -> bytes:
    from PIL import Image

    written = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(written, "JPEG")
    return written.getvalue()


def an_owner_builder() -> Iterator[Named]:
    from tests.build import a_worker
    from tests.settlement.work import a_repair_job
    from werkplaats.homes.services.billing import set_owner_builder

    here = _scene()
    set_owner_builder(here.treasurer, here.landlord.pk, owner_builder=True)
    here.landlord.refresh_from_db()
    yield from _invoiced(here, "owner-builder, VAT reversed", [here.repaired(60, material_cents=2500)])
    machine = _worked(here, a_repair_job(here.dwelling, trade="WIT"), a_worker(here.cooperative, trades=("WIT",)))
    yield from _invoiced(here, "owner-builder, reversed beside 21 %", [here.repaired(60), machine])


def a_blocked_part() -> Iterator[Named]:
    from tests.build import TODAY
    from werkplaats.homes.services.billing import set_owner_builder
    from werkplaats.settlement.rules.payers import BlockedOf
    from werkplaats.settlement.services import set_payer_terms
    from werkplaats.settlement.services.payers import Terms

    for of, name in ((BlockedOf.LABOUR, "of the labour"), (BlockedOf.TOTAL, "of the whole")):
        here = _scene(blocked_iban="NL02ABNA0123456789")
        set_owner_builder(here.treasurer, here.landlord.pk, owner_builder=True)
        here.landlord.refresh_from_db()
        here.dwelling.refresh_from_db()
        terms = Terms(Decimal("32.5"), of)
        set_payer_terms(here.treasurer, here.landlord, terms, valid_from=TODAY, at=here.now)
        done = [here.repaired(61, material_cents=2500), _painted(here)]
        yield from _invoiced(here, f"with a g-account, part {name}", done)


def a_municipality() -> Iterator[Named]:
    yield from _helped("municipality, Wmo", {})
    yield from _helped("municipality, Wmo, no VAT number", {"vat_number": "", "tax_number": "123456782"})


def _helped(name: str, head: dict[str, str]) -> Iterator[Named]:
    from tests.settlement.test_e_invoices import complete

    here = _scene(**head)
    done = [here.helped(120), here.helped(95, "AMF-2026-0815")]
    complete(here, here.team, oin="00000001002564440000")
    yield from _invoiced(here, name, done)


def a_small_business() -> Iterator[Named]:
    for name, head in (
        ("KOR cooperative", {}),
        ("KOR cooperative, no VAT number", {"vat_number": "", "tax_number": "123456782"}),
    ):
        here = _scene(small_business=True, **head)
        yield from _invoiced(here, name, [here.repaired(61), _painted(here)])


def fixed_amounts() -> Iterator[Named]:
    from tests.build import TODAY, a_pilot
    from tests.settlement.work import a_tariff
    from werkplaats.homes.models import Participation
    from werkplaats.homes.rules import ParticipationStatus
    from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
    from werkplaats.settlement.services import charge_month

    here = _scene()
    a_tariff(
        here.cooperative, TariffKind.LANDLORD, Rate(RateKind.DWELLING_MONTH, "repairs", cents=2833),
        landlord=here.landlord,
    )  # fmt: skip
    begun = here.now - timedelta(days=60)
    Participation.objects.create(
        cooperative=here.cooperative, pilot=a_pilot(here.landlord), dwelling=here.dwelling, place=1,
        status=ParticipationStatus.ACTIVE, requested_at=begun, started_at=begun,
    )  # fmt: skip
    after = here.now + timedelta(days=30)
    charge_month(here.treasurer, TODAY, at=after)
    here.now = after
    yield from _invoiced(here, "landlord, a fixed amount a month", [])
    yield from _a_client_a_month()


def _a_client_a_month() -> Iterator[Named]:
    from tests.build import TODAY, a_client, a_dwelling, a_grant, a_household_pilot
    from tests.settlement.work import a_tariff
    from werkplaats.homes.models import Participation
    from werkplaats.homes.rules import ParticipationStatus
    from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
    from werkplaats.settlement.services import charge_month

    here = _scene()
    fixed = Rate(RateKind.CLIENT_MONTH, "household", cents=21050)
    a_tariff(here.cooperative, TariffKind.MUNICIPALITY, fixed, district_team=here.team)
    client, begun = a_client(here.team, a_dwelling(here.landlord)), here.now - timedelta(days=60)
    Participation.objects.create(
        cooperative=here.cooperative, pilot=a_household_pilot(here.team), client=client, place=1,
        status=ParticipationStatus.ACTIVE, requested_at=begun, started_at=begun,
    )  # fmt: skip
    a_grant(client, starts_on=begun.date(), ends_on=date(2026, 12, 31))
    here.now += timedelta(days=30)
    charge_month(here.treasurer, TODAY, at=here.now)
    yield from _invoiced(here, "municipality, a fixed amount a client a month", [])


def nobody_home() -> Iterator[Named]:
    from tests.build import TODAY
    from tests.settlement.work import a_repair_job, a_tariff
    from werkplaats.delivery.rules import DeliveryOutcome
    from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind

    here = _scene()
    rates = (Rate(RateKind.HOUR, "repairs", cents=4800), Rate(RateKind.NO_SHOW, "repairs", cents=2500))
    a_tariff(here.cooperative, TariffKind.LANDLORD, *rates, landlord=here.landlord)
    a_tariff(here.cooperative, TariffKind.WORKERS, *rates, valid_from=TODAY)
    done = _worked(here, a_repair_job(here.dwelling), here.worker, 5, outcome=DeliveryOutcome.NOBODY_HOME, signed=False)
    yield from _invoiced(here, "landlord, nobody home: outside VAT", [done])
    job = a_repair_job(here.dwelling)
    again = _worked(here, job, here.worker, 5, outcome=DeliveryOutcome.NOBODY_HOME, signed=False)
    yield from _self_billed(here, "self-bill, nobody home: outside VAT", here.worker, again, waived=True)


def self_bills() -> Iterator[Named]:
    from tests.build import a_client, a_dwelling, a_grant, a_worker
    from tests.settlement.work import a_household_job, a_repair_job, consents
    from werkplaats.members.models import Worker
    from werkplaats.members.rules import Contract, WorkerKind

    def worker(kind: WorkerKind = WorkerKind.TRADESPERSON, trade: str = "LOO", **fields: Any) -> Any:
        own = {"contract": Contract.SELF_EMPLOYED, "kvk_number": "23456789", "vat_number": "NL123456782B01", **fields}
        made = a_worker(here.cooperative, kind, trades=(trade,), **own)
        consents(made)
        return made

    def helped(who: Any, _: str) -> Any:
        client = a_client(here.team, a_dwelling(here.landlord))
        return _worked(here, a_household_job(a_grant(client)), who, 125)

    def repaired(who: Any, trade: str) -> Any:
        return _worked(here, a_repair_job(here.dwelling, trade=trade), who, 50, material_cents=1250)

    here = _scene()
    helper = WorkerKind.HELPER
    cases: list[tuple[str, Worker, Callable[[Any, str], Any], str]] = [
        ("self-bill, reversed 21 %", worker(), repaired, "LOO"),
        ("self-bill, reversed 9 %", worker(trade="SCH"), repaired, "SCH"),
        ("self-bill, 21 % charged", worker(trade="WIT"), repaired, "WIT"),
        ("self-bill, worker in the KOR", worker(small_business=True), repaired, "LOO"),
        ("self-bill, Wmo help that shares the exemption", worker(helper, shares_exemption=True), helped, ""),
        ("self-bill, Wmo help that does not", worker(helper, shares_exemption=False), helped, ""),
    ]
    for name, who, work, trade in cases:
        yield from _self_billed(here, name, who, work(who, trade))


def _self_billed(here: Any, name: str, worker: Any, settlement: Any, **correction: Any) -> Iterator[Named]:
    from tests.build import an_actor
    from werkplaats.settlement.e_invoices import self_bill_ubl
    from werkplaats.settlement.rules.payers import EInvoiceRules
    from werkplaats.settlement.services import correct, make_self_bills, set_invoice_address

    at = here.now + timedelta(days=3)
    set_invoice_address(
        an_actor(worker.person), street="Leusderweg 1", postcode="3817 KA", city="Amersfoort", at=here.now
    )
    for bill in make_self_bills(here.treasurer, at=at):
        yield name, self_bill_ubl(bill)
        yield f"{name}, NLCIUS", self_bill_ubl(bill, EInvoiceRules.NLCIUS)
    correct(here.treasurer, settlement.pk, reason="Korter", **(correction or {"minutes": 20}), at=at)
    for bill in make_self_bills(here.treasurer, at=at + timedelta(days=4)):
        yield f"{name}, {'credit note' if bill.credits else 'again'}", self_bill_ubl(bill)
