"""Material that is fetched before the visits of a job."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Supplier
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.services.ending import NOT_BEGUN
from werkplaats.members.rules.roles import Actor, May, require


@transaction.atomic
def fetch_first(actor: Actor, job_id: int, supplier_id: int | None, *, at: datetime) -> Job:
    """Who does a visit of this job goes by this supplier on the way to it; with None by nobody's.

    Errors: Refused when it is no repair, when it is over or a visit has begun, or when the supplier is not used.
    """
    require(actor, May.PLAN)
    job = Job.objects.select_for_update().filter(pk=job_id, cooperative_id=actor.cooperative_id).first()
    if job is None:
        raise Refused(_("This job is not there."))
    if job.pick_up_id == supplier_id:
        return job
    if job.branch != Branch.REPAIRS:
        raise Refused(_("Material is fetched for repairs only."), field="supplier")
    # Who begins a visit locks the visit, so a visit that begins right now is waited for.
    statuses = set(job.visits.select_for_update().values_list("status", flat=True))
    if job.status != JobStatus.OPEN or statuses - {*NOT_BEGUN, VisitStatus.CANCELLED}:
        raise Refused(_("This job has begun already, so nothing changes in what is fetched for it."), field="supplier")
    if supplier_id is not None:
        used = Supplier.objects.filter(pk=supplier_id, cooperative_id=actor.cooperative_id, active=True)
        if not used.exists():
            raise Refused(_("Nothing is fetched at this supplier any more. Choose another."), field="supplier")
    job.pick_up_id = supplier_id
    job.save(update_fields=["pick_up"])
    return job
