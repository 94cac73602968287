"""Where material is fetched: added, mended, no longer used."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.build import NOW, a_cooperative, a_coordinator, a_supplier, a_worker, an_actor
from tests.planning.scenes import a_visit
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Supplier
from werkplaats.homes.rules.dwelling import ListedDwelling
from werkplaats.homes.rules.supplier import SupplierDetails
from werkplaats.homes.services.suppliers import add_supplier, change_supplier, set_opening_hours, use_supplier
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.roles import DoorClosed

pytestmark = pytest.mark.django_db
PLACE = ListedDwelling("3812 pz", 21, "Nijverheidsweg", "Amersfoort", 52.165, 5.362)
MERCHANT = SupplierDetails("Bouwmarkt", PLACE)


def test_a_supplier_is_added_and_takes_a_quarter_of_an_hour() -> None:
    found = add_supplier(a_coordinator(a_cooperative()), MERCHANT, at=NOW)
    assert (found.name, found.address, found.postcode) == ("Bouwmarkt", "Nijverheidsweg 21", "3812 PZ")
    assert (found.latitude, found.longitude, found.minutes, found.active) == (52.165, 5.362, 15, True)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(MERCHANT, name=" "), "name"),
        (replace(MERCHANT, minutes=241), "minutes"),
        (replace(MERCHANT, minutes=-1), "minutes"),
        (replace(MERCHANT, place=replace(PLACE, postcode="12")), "postcode"),
        (replace(MERCHANT, place=replace(PLACE, street="")), "street"),
        (replace(MERCHANT, place=replace(PLACE, house_number=0)), "house_number"),
        (replace(MERCHANT, place=replace(PLACE, latitude=5.3)), "latitude"),
        (replace(MERCHANT, place=replace(PLACE, longitude=52.1)), "longitude"),
    ],
)
def test_what_is_wrong_is_said_of_its_field_and_nothing_is_written(details: SupplierDetails, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_supplier(a_coordinator(a_cooperative()), details, at=NOW)
    assert refusal.value.field == field
    assert not Supplier.objects.exists()


def test_two_of_one_name_would_be_taken_for_each_other() -> None:
    cooperative = a_cooperative()
    coordinator, other = a_coordinator(cooperative), a_coordinator(a_cooperative())
    add_supplier(coordinator, MERCHANT, at=NOW)
    store = add_supplier(coordinator, replace(MERCHANT, name="Eigen voorraad", minutes=5), at=NOW)
    with pytest.raises(Refused, match="al een leverancier"):
        change_supplier(coordinator, store.pk, MERCHANT, at=NOW)
    add_supplier(other, MERCHANT, at=NOW)  # another cooperative has its own


def test_a_supplier_moves_and_goes_out_of_use() -> None:
    cooperative = a_cooperative()
    coordinator, supplier = a_coordinator(cooperative), a_supplier(cooperative)
    change_supplier(coordinator, supplier.pk, replace(MERCHANT, minutes=25), at=NOW)
    use_supplier(coordinator, supplier.pk, active=False, at=NOW)
    supplier.refresh_from_db()
    assert (supplier.name, supplier.minutes, supplier.active) == ("Bouwmarkt", 25, False)


@pytest.mark.parametrize("verb", [change_supplier, use_supplier])
def test_of_another_cooperative_there_is_nothing_to_change(verb: Any) -> None:
    supplier = a_supplier(a_cooperative())
    rest: dict[str, Any] = {"active": False} if verb is use_supplier else {"details": MERCHANT}
    with pytest.raises(Refused):
        verb(a_coordinator(a_cooperative()), supplier.pk, **rest, at=NOW)
    supplier.refresh_from_db()
    assert supplier.active


def test_a_worker_adds_none() -> None:
    with pytest.raises(DoorClosed):
        add_supplier(an_actor(a_worker(a_cooperative()).person), MERCHANT, at=NOW)


def test_the_database_keeps_a_job_from_the_supplier_of_another_cooperative() -> None:
    job = a_visit().job
    job.pick_up = a_supplier(a_cooperative())
    job.save()
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_the_opening_hours_are_written_all_at_once() -> None:
    cooperative = a_cooperative()
    coordinator, shop = a_coordinator(cooperative), a_supplier(cooperative)
    for weekday in (0, 5):
        set_opening_hours(coordinator, shop.pk, [Hours(weekday, time(7), time(17))], at=NOW)
    assert [(one.weekday, one.starts) for one in shop.hours.all()] == [(5, time(7))]
    set_opening_hours(coordinator, shop.pk, [], at=NOW)
    assert not shop.hours.exists()


@pytest.mark.parametrize("wrong", [Hours(7, time(8), time(9)), Hours(0, time(9), time(9)), Hours(0, time(9), time(8))])
def test_hours_that_are_none_change_nothing(wrong: Hours) -> None:
    cooperative = a_cooperative()
    coordinator, shop = a_coordinator(cooperative), a_supplier(cooperative)
    set_opening_hours(coordinator, shop.pk, [Hours(1, time(7), time(17))], at=NOW)
    with pytest.raises(Refused):
        set_opening_hours(coordinator, shop.pk, [wrong], at=NOW)
    assert [one.weekday for one in shop.hours.all()] == [1]
    with pytest.raises(IntegrityError), transaction.atomic():
        shop.hours.create(cooperative=cooperative, weekday=wrong.weekday, starts=wrong.starts, ends=wrong.ends)
    with pytest.raises(Refused):
        set_opening_hours(a_coordinator(a_cooperative()), shop.pk, [], at=NOW)
    with pytest.raises(DoorClosed):
        set_opening_hours(an_actor(a_worker(cooperative).person), shop.pk, [], at=NOW)
