"""Where material is fetched: on the pages of who plans and of who goes."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.build import NOW, a_cooperative, a_supplier, an_actor
from tests.planning.scenes import a_care_grant
from tests.portal.scenes import signed_in, text
from tests.portal.test_visits import Desk
from werkplaats.delivery import services as delivery
from werkplaats.homes.models import Supplier
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.services import fetch_first, open_recurring
from werkplaats.planning import services

pytestmark = pytest.mark.django_db
MERCHANT = {
    "name": "Bouwmarkt De Hamer", "postcode": "3812pz", "house_number": "21", "street": "Nijverheidsweg",
    "city": "Amersfoort", "latitude": "52,1650", "longitude": "5.3620", "minutes": "20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


def test_a_supplier_is_added_mended_and_put_out_of_use() -> None:
    desk = Desk(plumbers=0)
    every = reverse("coordinator:suppliers")
    assert desk.client.post(every, MERCHANT).status_code == 302
    one = Supplier.objects.get()
    assert (one.latitude, one.longitude, one.minutes, one.postcode) == (52.165, 5.362, 20, "3812 PZ")
    changed = desk.client.post(reverse("coordinator:supplier", args=[one.pk]), {**MERCHANT, "minutes": "5"})
    assert changed.status_code == 302
    assert desk.client.post(reverse("coordinator:supplier_use", args=[one.pk]), {"active": "no"}).status_code == 302
    one.refresh_from_db()
    assert (one.minutes, one.active) == (5, False)
    page = text(desk.client.get(every))
    assert "Bouwmarkt De Hamer" in page
    assert "Use again" in page


def test_without_coordinates_it_is_where_the_homes_of_the_postcode_are() -> None:
    desk = Desk(plumbers=0)
    home, nowhere = desk.visit.job.dwelling, {**MERCHANT, "latitude": "", "longitude": ""}
    every = reverse("coordinator:suppliers")
    refused = desk.client.post(every, nowhere)
    assert refused.status_code == 422
    assert "We know no home with this postcode" in text(refused)
    assert desk.client.post(every, {**nowhere, "postcode": home.postcode}).status_code == 302
    assert Supplier.objects.get().latitude == home.latitude


def test_what_is_refused_stands_at_its_field() -> None:
    desk = Desk(plumbers=0)
    a_supplier(desk.cooperative, name=MERCHANT["name"])
    refused = desk.client.post(reverse("coordinator:suppliers"), MERCHANT)
    assert refused.status_code == 422
    assert "There is a supplier with this name already." in text(refused)


def test_the_supplier_of_another_cooperative_is_not_there() -> None:
    desk, other = Desk(plumbers=0), a_supplier(a_cooperative())
    assert desk.client.get(reverse("coordinator:supplier", args=[other.pk])).status_code == 404
    assert desk.client.post(reverse("coordinator:supplier_use", args=[other.pk])).status_code == 404
    desk.client.post(reverse("coordinator:visit_pick_up", args=[desk.visit.pk]), {"supplier": other.pk})
    assert Job.objects.get(pk=desk.visit.job_id).pick_up is None


def test_material_is_fetched_first_by_a_choice_on_the_page_of_the_visit() -> None:
    desk = Desk()
    used, not_used = a_supplier(desk.cooperative), a_supplier(desk.cooperative, active=False)
    page = text(desk.client.get(desk.url))
    assert used.name in page
    assert not_used.name not in page
    choose = reverse("coordinator:visit_pick_up", args=[desk.visit.pk])
    assert desk.client.post(choose, {"supplier": used.pk}).status_code == 302
    assert Job.objects.get(pk=desk.visit.job_id).pick_up == used
    assert f'<option value="{used.pk}" selected>' in text(desk.client.get(desk.url))
    assert desk.client.post(choose, {"supplier": ""}).status_code == 302
    assert Job.objects.get(pk=desk.visit.job_id).pick_up is None


def test_for_household_help_there_is_nothing_to_choose() -> None:
    desk = Desk(plumbers=0)
    a_supplier(desk.cooperative)
    open_recurring(a_care_grant(desk.cooperative), at=NOW)
    help_visit = Visit.objects.exclude(job__care_grant=None).earliest("pk")
    assert "Fetch material first at" not in text(desk.client.get(reverse("coordinator:visit", args=[help_visit.pk])))


def test_who_goes_and_the_roster_say_where_material_is_fetched() -> None:
    desk = Desk(plumbers=1)
    supplier = a_supplier(desk.cooperative, name="De Hamer")
    fetch_first(desk.coordinator, desk.visit.job_id, supplier.pk, at=desk.at)
    assert desk.starts_at is not None
    (plumber,) = desk.plumbers
    services.assign(desk.coordinator, desk.visit.pk, plumber.pk, starts_at=desk.starts_at, at=desk.at)
    worker = signed_in(plumber.person_id)
    for page in (reverse("worker:visit", args=[desk.visit.pk]), reverse("worker:home")):
        assert "First fetch material at De Hamer" in text(worker.get(page))
    assert delivery.start(an_actor(plumber.person), desk.visit.pk, at=timezone.now())
    begun = text(desk.client.get(desk.url))
    assert "De Hamer" in begun
    assert "pick_up_supplier" not in begun
    week = {"week": f"{timezone.localtime(desk.starts_at):%G-W%V}"}
    assert "fetch at De Hamer" in text(desk.client.get(reverse("coordinator:roster"), week))
    assert "First fetch material at De Hamer" in text(desk.client.get(reverse("coordinator:roster_print"), week))


def test_the_opening_hours_stand_on_its_page() -> None:
    desk = Desk(plumbers=0)
    shop = a_supplier(desk.cooperative)
    page, hours = (reverse(f"coordinator:{name}", args=[shop.pk]) for name in ("supplier", "supplier_hours"))
    assert "always open" in text(desk.client.get(page))
    half = desk.client.post(hours, {"from_0_1": "07:00"})
    assert half.status_code == 422
    assert "Fill in both times" in text(half)
    assert desk.client.post(hours, {"from_0_1": "07:00", "until_0_1": "17:30"}).status_code == 302
    assert "Monday 07:00 – 17:30" in text(desk.client.get(page))
