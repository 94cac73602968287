"""Papers, walked in a browser: how a payer wants its invoices, VAT by hand and filed, and invoices of workers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.browser.conftest import DESK, Window
from tests.browser.people import Visitor
from tests.build import a_person
from tests.settlement.test_payers import Chain
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.vat.by_hand import Serves
from werkplaats.settlement.services import book_vat, make_self_bills, settle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]


def test_the_treasurer_and_a_worker_find_their_papers(window: Window) -> None:
    here, days_ago = Chain(), timezone.now() - timedelta(days=5)
    here.worker.vat_number = "NL123456782B01"
    here.worker.save()
    settle(a_timesheet(a_repair_job(here.dwelling), here.worker, 90), at=days_ago)
    make_self_bills(here.treasurer, at=timezone.now())

    phone = Visitor(window(here.worker.person)).opens("/werk/verdiend/").sees("Wij weten uw adres nog niet")
    phone.fills(street="Leusderweg 1", postcode="3817 KA", city="Amersfoort").presses("Bewaar het adres")
    assert b"selfbilling" in phone.opens("/werk/verdiend/").fetches("Factuur 1 (UBL)")

    desk = Visitor(window(a_person(here.cooperative, Role.BOARD), size=DESK)).opens("/bestuur/afrekening/")
    desk.follows("Facturen van vakmensen", inside="main").sees(here.worker.person.name, "€ 60,00")
    assert desk.fetches("(PDF)").startswith(b"%PDF")
    desk.opens("/bestuur/facturen/betalers/").sees("op onze g-rekening 30 % van de arbeid")
    desk.follows(f"Wijzig voor {here.landlord.name}", inside="main")
    desk.chooses("Bij de factuur", "met de werkbonnen").presses("Dit bewaren").sees("met de werkbonnen")
    desk.opens("/bestuur/briefhoofd/").sees("IBAN van onze g-rekening")
    desk.opens("/bestuur/btw/").sees("kan niet voorkomen").follows("Boek een bedrag voor 1d, 4a of 4b", inside="main")
    desk.fills(net="100", vat="21", why="Software uit Ierland").chooses(
        "Waar is het voor?", "Alleen belast werk: alle btw wordt afgetrokken"
    )
    desk.presses("Boeken").sees("Software uit Ierland")


def test_a_worker_who_makes_their_own_invoices_is_paid_by_one(window: Window) -> None:
    here, days_ago = Chain(), timezone.now() - timedelta(days=5)
    settle(a_timesheet(a_repair_job(here.dwelling), here.worker, 90), at=days_ago)
    phone = Visitor(window(here.worker.person)).opens("/werk/verdiend/").opens_up("Ik wil mijn facturen zelf maken")
    phone.presses("Maak mijn facturen niet meer").sees("Of stuur ons uw eigen factuur", "Btw verlegd", "€ 60,00")

    desk = Visitor(window(a_person(here.cooperative, Role.BOARD), size=DESK)).opens("/bestuur/vrijdag/")
    desk.follows(f"Voer de factuur van {here.worker.person.name} in", inside="main")
    desk.fills(number="2026-7", dated=timezone.localdate().isoformat(), net="55", vat="0")
    desk.page.set_input_files("#id_file", {"name": "f.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    desk.presses("Bewaar de factuur").sees("Dit verschilt", "€ -5,00").fills(net="60")
    desk.page.set_input_files("#id_file", {"name": "f.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    desk.presses("Bewaar de factuur").sees("Factuur 2026-7", "€ 60,00")
    desk.presses("Betaalronde maken").sees("Iemand anders keurt nu goed")
    desk.opens("/bestuur/facturen/vakmensen/").sees("zoals die binnenkwam")
    phone.opens("/werk/verdiend/").sees("Uw factuur 2026-7")


def test_a_return_is_filed_and_what_changes_of_it_is_told(window: Window) -> None:
    here = Chain()
    desk = Visitor(window(a_person(here.cooperative, Role.BOARD), size=DESK)).opens("/bestuur/btw/")
    desk.sees("Nog niet ingediend").presses("De aangifte is verstuurd").sees(
        "Wat is ingediend, is wat de boeken zeggen"
    )
    first_day = Quarter.of(timezone.localdate()).previous.first
    book_vat(
        here.treasurer, Box.PRIVATE, booked_on=first_day, net_cents=600_000, vat_cents=126_000, serves=Serves.EXEMPT,
        why="Bus, privé", token=uuid4(), at=timezone.now(),
    )  # fmt: skip
    desk.opens("/bestuur/btw/").sees("stuur een verbetering", "€ 1.260,00")
    desk.presses("De suppletie is verstuurd").sees("Suppletie verstuurd op")
