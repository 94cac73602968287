"""The list of who does what at the desk, in a real browser: by letter, out and in again; also without scripts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.people import Visitor
from tests.build import NOW, a_cooperative, a_coordinator, a_landlord, a_person
from tests.desk.test_imports_items import REPAIRS, a_sheet, as_csv
from werkplaats.members.rules.roles import Role
from werkplaats.triage import queries
from werkplaats.triage.services import lists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESK, True), (PHONE, False)], ids=["phone", "desk", "no scripts"]
)
def test_a_draft_is_looked_through_and_loaded(
    window: Window, tmp_path: Path, settings: Any, size: dict[str, int], scripts: bool
) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    cooperative = a_cooperative()
    draft = lists.begin_list(a_coordinator(cooperative), a_landlord(cooperative), at=NOW)
    page = window(a_person(cooperative, Role.COORDINATOR), size=size, scripts=scripts)
    desk = Visitor(page, scripts=scripts).opens("/coordinator/lijsten/").follows("Versie 1").sees("Aanrecht")
    desk.follows("K", inside=".wp-letters").sees("Kraan").does_not_see("AAN01")
    page.get_by_label("Wie doet het?").select_option(label="coöperatie")
    desk.presses("Zoeken").does_not_see("AAN01").sees("Kraan")
    assert "letter=K" in page.url
    desk.follows("Uit een rekenblad inlezen").sees("Het ontwerp zoals het nu is")
    file = tmp_path / "lijst.csv"
    file.write_bytes(a_sheet({"trade": "XYZ"}))
    desk.field("Het bestand").set_input_files(file)
    desk.presses("Het bestand controleren").sees("Er is niets ingelezen", "‘XYZ’ is niet bekend.")
    changed = replace(REPAIRS[0], name_nl="Anders", explanation_nl="Eerst dit.\nDan, dat.")
    file.write_bytes(as_csv([changed, *REPAIRS[2:], replace(REPAIRS[1], code="ZZZ99")]))
    desk.field("Het bestand").set_input_files(file)
    desk.presses("Het bestand controleren").sees("Er is nog niets ingelezen", "Anders", "ZZZ99", "gaat uit het ontwerp")
    assert queries.read(draft).items == REPAIRS
    desk.presses("Deze lijst in het ontwerp zetten").sees("De lijst is ingelezen.")
    assert [item.code for item in queries.read(draft).items[:2]] == [REPAIRS[0].code, REPAIRS[2].code]
    desk.follows("Wat is er veranderd?").sees("Dit is de eerste versie")
    desk.follows("Versie 1").follows("Anders").sees("Uitleg in het Nederlands")
