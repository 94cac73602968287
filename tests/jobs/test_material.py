"""Material that is fetched before the visits of a job."""

import pytest

from tests.build import NOW, a_cooperative, a_coordinator, a_supplier
from tests.jobs.test_services import walk
from tests.planning.scenes import a_care_grant, a_visit
from werkplaats.ground.errors import Refused
from werkplaats.jobs.models import Job
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import fetch_first, open_recurring

pytestmark = pytest.mark.django_db


def test_material_is_fetched_first_and_then_not_after_all() -> None:
    job = a_visit().job
    coordinator, supplier = a_coordinator(job.cooperative), a_supplier(job.cooperative)
    assert fetch_first(coordinator, job.pk, supplier.pk, at=NOW).pick_up == supplier
    assert fetch_first(coordinator, job.pk, None, at=NOW).pick_up is None


@pytest.mark.parametrize(
    "further", [(), (VisitStatus.DONE,), (VisitStatus.DONE, VisitStatus.SIGNED)], ids=["busy", "done", "signed"]
)
def test_nothing_changes_once_a_visit_has_begun(further: tuple[VisitStatus, ...]) -> None:
    visit = a_visit()
    supplier = a_supplier(visit.cooperative)
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY, *further)
    with pytest.raises(Refused, match="al begonnen"):
        fetch_first(a_coordinator(visit.cooperative), visit.job_id, supplier.pk, at=NOW)
    assert Job.objects.get(pk=visit.job_id).pick_up is None


def test_a_supplier_out_of_use_or_of_others_is_not_chosen_but_stays_where_it_was() -> None:
    job = a_visit().job
    coordinator = a_coordinator(job.cooperative)
    used, not_used = a_supplier(job.cooperative), a_supplier(job.cooperative, active=False)
    for other in (not_used, a_supplier(a_cooperative())):
        with pytest.raises(Refused):
            fetch_first(coordinator, job.pk, other.pk, at=NOW)
    fetch_first(coordinator, job.pk, used.pk, at=NOW)
    used.active = False
    used.save()
    assert fetch_first(coordinator, job.pk, used.pk, at=NOW).pick_up == used


def test_for_household_help_nothing_is_fetched() -> None:
    grant = a_care_grant()
    job = open_recurring(grant, at=NOW)
    with pytest.raises(Refused, match="reparatie"):
        fetch_first(a_coordinator(grant.cooperative), job.pk, a_supplier(grant.cooperative).pk, at=NOW)


def test_another_cooperative_has_no_such_job() -> None:
    job = a_visit().job
    other = a_cooperative()
    with pytest.raises(Refused):
        fetch_first(a_coordinator(other), job.pk, a_supplier(other).pk, at=NOW)
