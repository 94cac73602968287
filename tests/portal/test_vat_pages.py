"""The treasurer's pages about VAT, and the guard against false self-employment at the desk and on a phone."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.build import NOW, TODAY, a_worker
from tests.portal.scenes import signed_in, text
from tests.settlement.test_services import PERIOD, SEEN
from tests.settlement.test_vat_of_the_books import Street
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerKind
from werkplaats.settlement.models import GuardLevel, WorkElsewhere
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.services import issue_invoices, make_self_bills, set_letterhead
from werkplaats.settlement.services.guard import tell_elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def here() -> Street:
    return Street()


def page(here: Street, name: str, *args: Any, **query: str) -> str:
    answer = signed_in(here.treasurer.person_id).get(reverse(f"board:{name}", args=args), query)
    assert answer.status_code == 200, answer.content[:400]
    return text(answer)


def send(here: Street, name: str, *args: Any, **data: Any) -> Any:
    return signed_in(here.treasurer.person_id).post(reverse(f"board:{name}", args=args), data, follow=True)


def test_the_return_shows_every_box_and_the_lines_behind_it(here: Street) -> None:
    here.repaired(90, material_cents=1000)
    here.cleaned()
    here.billed()
    seen = page(here, "vat", quarter="2026-1")
    assert "quarter 1 of 2026" in seen
    for box in ("1a", "1b", "1c", "1e", "2a", "3b", "5a", "5b", "5g"):
        assert f'scope="row">{box}<' in seen
    assert "Standard rate: 21 %." in seen
    assert "exempt from VAT" in seen
    assert "Not in the return: exempt, or outside VAT" in seen


def test_a_quarter_that_nobody_knows_is_the_last_whole_one(here: Street) -> None:
    last = Quarter.of(timezone.localdate()).previous
    for asked in ({}, {"quarter": "1812-4"}, {"quarter": "x"}):
        assert f"quarter {last.number} of {last.year}" in page(here, "vat", **asked)


def test_the_download_has_the_lines_and_what_each_box_comes_to(here: Street) -> None:
    settlement = here.repaired(60)
    here.billed()
    answer = signed_in(here.treasurer.person_id).get(reverse("board:vat_csv"), {"quarter": "2026-1"})
    assert answer["Content-Disposition"].endswith('"btw-2026-1.csv"')
    rows = [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]
    of_box = {name: [row for row in rows if row[0] == name] for name in ("1a", "2a", "5a", "5b", "5g")}
    charge = settlement.charges.get()
    assert [row[1] for row in of_box["1a"]] == ["1", "together"]
    assert of_box["1a"][0][5:8] == [charge.vat_rule, "Standard rate: 21 %.", "48,00"]
    assert of_box["1a"][1][7:] == ["48,00", "10,08", "10"]
    assert of_box["2a"][-1][7:] == ["40,00", "8,40", "8"]
    assert [row[-1] for name in ("5a", "5b", "5g") for row in of_box[name] if not row[1]] == ["18", "9", "9"]


def test_the_limit_says_what_to_do_when_it_is_passed(here: Street) -> None:
    assert "you do not take part" in page(here, "vat_limit")
    ours = {"street": "Weg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "12345678"}
    set_letterhead(here.treasurer, valid_from=TODAY, iban="NL91ABNA0417164300", small_business=True, at=NOW, **ours)  # type: ignore[arg-type]
    here.repaired(60)
    assert "you take part" in page(here, "vat_limit")


def test_the_rules_stand_there_with_their_sources(here: Street) -> None:
    seen = page(here, "vat_rules")
    assert "S_LOW_PAINTING" in seen
    assert "1-1-2019" in seen
    assert "ask your adviser" in seen
    assert "g-rekening" in seen


def test_the_treasurer_says_who_is_an_owner_builder_and_how_workers_stand(here: Street) -> None:
    assert here.landlord.name in page(here, "vat_facts")
    send(here, "vat_landlord", here.landlord.pk, owner_builder="yes")
    here.landlord.refresh_from_db()
    assert here.landlord.owner_builder
    assert "an e-invoice needs it" in page(here, "vat_facts")
    send(here, "vat_landlord", here.landlord.pk, owner_builder="no")
    here.landlord.refresh_from_db()
    assert not here.landlord.owner_builder

    send(here, "vat_worker", here.helper.pk, small_business="on")
    helper = Worker.objects.get(pk=here.helper.pk)
    assert (helper.small_business, helper.shares_exemption) == (True, False)
    send(here, "vat_worker", here.worker.pk, small_business="on")
    plumber = Worker.objects.get(pk=here.worker.pk)
    assert (plumber.small_business, plumber.shares_exemption) == (True, True)  # not asked of a plumber
    employee = a_worker(here.cooperative, WorkerKind.HELPER)
    assert "there is no VAT on wages" in text(send(here, "vat_worker", employee.pk, small_business="on"))


def test_the_guard_shows_shares_and_what_is_not_known(here: Street) -> None:
    seen = page(here, "guard")
    assert here.worker.person.name in seen
    assert "unknown" in seen
    quarter = Quarter.of(timezone.localdate()).previous
    tell_elsewhere(here.treasurer, here.worker.pk, quarter, cents=0, minutes=0, at=SEEN.replace(year=2999))
    assert "not told" in page(here, "guard_worker", here.worker.pk)
    employee = a_worker(here.cooperative, WorkerKind.HELPER)
    assert "nothing to watch here" in page(here, "guard_worker", employee.pk)


def test_the_levels_are_kept_and_what_is_no_percentage_is_refused(here: Street) -> None:
    send(here, "guard", income="60", hours="65")
    level = GuardLevel.objects.get()
    assert (level.income_percent, level.hours_percent) == (60, 65)
    assert send(here, "guard", income="0", hours="101").status_code == 422


def test_what_a_worker_told_by_phone_is_noted(here: Street) -> None:
    quarter = Quarter.of(timezone.localdate()).previous
    answer = send(here, "guard_worker", here.worker.pk, quarter=str(quarter), income="1250,50", hours="12,5")
    assert "Noted what this worker told." in text(answer)
    told = WorkElsewhere.objects.get()
    assert (told.quarter, told.cents, told.minutes, told.told_by_id) == (
        quarter.first, 125050, 750, here.treasurer.person_id,
    )  # fmt: skip
    assert send(here, "guard_worker", here.worker.pk, quarter=str(quarter)).status_code == 422
    assert send(here, "guard_worker", here.worker.pk, quarter="1999-1", income="1").status_code == 422


def test_a_worker_sees_the_own_share_and_tells_of_other_work(here: Street) -> None:
    browser = signed_in(here.worker.person_id)
    quarter = Quarter.of(timezone.localdate()).previous
    seen = text(browser.get(reverse("worker:elsewhere")))
    assert "unknown" in seen
    answer = browser.post(reverse("worker:elsewhere"), {"quarter": str(quarter), "hours": "40"}, follow=True)
    assert "This is what you told us" in text(answer)
    told = WorkElsewhere.objects.get()
    assert (told.worker, told.cents, told.minutes) == (here.worker, None, 2400)


def test_an_employee_has_no_such_page(here: Street) -> None:
    employee = a_worker(here.cooperative, WorkerKind.HELPER, contract=Contract.EMPLOYEE)
    assert signed_in(employee.person_id).get(reverse("worker:elsewhere")).status_code == 404
    assert reverse("worker:elsewhere") not in text(signed_in(employee.person_id).get(reverse("worker:money")))
    assert reverse("worker:elsewhere") in text(signed_in(here.worker.person_id).get(reverse("worker:money")))


def test_the_settlement_warns_of_what_comes_too_near(here: Street) -> None:
    assert "See what to do" not in page(here, "settlement")
    this_year = timezone.now()
    set_letterhead(
        here.treasurer, valid_from=TODAY, iban="NL91ABNA0417164300", small_business=True, at=NOW,
        street="Weg 1", postcode="3812 DA", city="Amersfoort", kvk_number="12345678",
    )  # fmt: skip
    here.repaired(60, started_at=this_year, material_cents=1_500_000)
    quarter = Quarter.of(timezone.localdate()).previous
    last_quarter = datetime.combine(quarter.last, time(10), UTC)
    here.repaired(60, started_at=last_quarter)
    tell_elsewhere(here.treasurer, here.worker.pk, quarter, cents=0, minutes=0, at=this_year)
    seen = page(here, "settlement")
    assert "You come close to the limit of the KOR" in seen
    assert "1 self-employed worker works almost only for you" in seen


def test_the_pages_are_reached_from_the_settlement(here: Street) -> None:
    issue_invoices(here.treasurer, **PERIOD, at=NOW)
    make_self_bills(here.treasurer, at=SEEN)
    seen = page(here, "settlement")
    assert reverse("board:vat") in seen
    assert reverse("board:guard") in seen
