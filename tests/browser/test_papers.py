"""Papers, walked in a browser: how a payer wants its invoices, VAT by hand, and a worker's own address and invoice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import DESK, Window
from tests.browser.people import Visitor
from tests.build import a_person
from tests.settlement.test_payers import Chain
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.services import make_self_bills, settle

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
