"""Recurring help: the helper who came before comes again, at the client's usual time, without anybody's work."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.homes.models import CareGrant
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.rules.recurrence import moment
from werkplaats.members.models import Worker
from werkplaats.members.services.notices import tell
from werkplaats.planning import queries
from werkplaats.planning.models import Assignment
from werkplaats.planning.rules.facts import Candidate, Taken
from werkplaats.planning.rules.rank import bars
from werkplaats.planning.services import common
from werkplaats.planning.services.taking_back import release_cancelled


def assign_regulars(*, at: datetime) -> int:
    """Every cooperative: give the recurring visits to the helper who came last time, when the hard rules allow it.

    What cannot be (no VOG then, on holiday, elsewhere) stays for the coordinator. Nobody is written a message: the
    same person comes at the same time as always. Gives how many were assigned; a second time finds nothing to do.
    """
    release_cancelled(at=at)
    waiting = _waiting(at).order_by("cooperative_id").values_list("cooperative_id", flat=True).distinct()
    return sum(_assign_in(cooperative_id, at) for cooperative_id in list(waiting))


@transaction.atomic
def stop_help(grant: CareGrant, *, at: datetime) -> int:
    """A grant was stopped: the visits after its last day are off. Gives how many.

    Each helper, and the client, hear it once and not once a visit. Stopped on the same day before: nothing.
    """
    cancelled = jobs.cut_to_grant(grant, at=at)
    gone: dict[int, list[Assignment]] = {}
    for visit in cancelled:
        common.withdraw_offers(visit, at)
        for assignment in common.take_out(visit, at):
            gone.setdefault(assignment.worker_id, []).append(assignment)
    last = grant.last_day
    never = last < grant.starts_on or not grant.jobs.exists()  # who waited for a place had no help yet
    event = f"help-stopped:{grant.pk}:{last}"
    for worker_id, assignments in sorted(gone.items()):
        person, dwelling = assignments[0].worker.person, assignments[0].visit.job.dwelling
        context = {
            "name": person.name,
            "address": dwelling.address,
            "last": "" if never else common.day_in_full(last, person.language),
            "moments": [common.in_full(one.period, person.language) for one in assignments],
            "link": common.link("worker:home"),
        }
        tell(person, event=f"{event}:{worker_id}", template="help_stopped_worker", context=context, at=at)
    person = grant.client.person
    context = {"name": person.name, "last": "" if never else common.day_in_full(last, person.language)}
    tell(person, event=event, template="help_stopped", context=context, at=at)
    return len(cancelled)


def _waiting(at: datetime):  # type: ignore[no-untyped-def]
    """Recurring visits without a time whose client has a regular helper, with who that is and when that was."""
    before = Assignment.objects.filter(visit__job=OuterRef("job"), active=True).order_by("-period")
    return (
        Visit.objects.filter(
            status=VisitStatus.TO_PLAN,
            due_on__gte=local_day(at),
            job__status=JobStatus.OPEN,
            job__care_grant__isnull=False,
            job__warranty_of=None,
            job__workers=1,
        )
        .annotate(regular=Subquery(before.values("worker")[:1]), last_time=Subquery(before.values("period")[:1]))
        .filter(regular__isnull=False)
    )


@transaction.atomic
def _assign_in(cooperative_id: int, at: datetime) -> int:
    """One cooperative: the facts are read once and kept up to date in memory, with the visits and helpers held."""
    visits = list(
        queries.with_home(_waiting(at))
        .filter(cooperative_id=cooperative_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("job__after")
        .order_by("due_on", "pk")
    )
    helpers = Worker.objects.filter(pk__in={visit.regular for visit in visits})
    held = {worker.pk: worker for worker in helpers.select_for_update(of=("self",)).order_by("pk")}
    facts = {candidate.worker_id: candidate for candidate in queries.load(helpers, at=at)}
    assigned = 0
    for visit in visits:
        candidate = facts[visit.regular]
        starts_at = _usual_start(visit)
        if starts_at <= at + timedelta(hours=1) or bars(queries.need_of(visit, starts_at), candidate):
            continue
        try:
            _put(visit, held[visit.regular], starts_at, at)
        except Refused:
            continue  # another visit was agreed for that time in between; the coordinator sees this one
        facts[visit.regular] = _busier(candidate, visit, starts_at)
        assigned += 1
    return assigned


def _usual_start(visit: Visit) -> datetime:
    grant = visit.job.care_grant
    usual = grant.preferred_start if grant is not None else None
    last_time = visit.last_time.lower.astimezone(AMSTERDAM).time()  # type: ignore[attr-defined]
    return moment(visit.due_on, usual or last_time)


def _put(visit: Visit, worker: Worker, starts_at: datetime, at: datetime) -> None:
    period = common.period_of(visit, starts_at)
    busy = _("%(name)s is already somewhere else then.") % {"name": worker.pk}
    common.put_in_diary(visit, worker, period, by_id=None, at=at, in_words=busy)
    jobs.set_visit_status(visit, VisitStatus.AGREED, period=period)


def _busier(candidate: Candidate, visit: Visit, starts_at: datetime) -> Candidate:
    need = queries.need_of(visit, starts_at)
    more = Taken(need.starts_at, need.ends_at, need.latitude, need.longitude)
    return replace(candidate, taken=(*candidate.taken, more), minutes_done=candidate.minutes_done + visit.minutes)
