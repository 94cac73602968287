"""Recurring household help: one job for a care grant, with its visits made for weeks ahead."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from werkplaats.ground.adding import add
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, Participation
from werkplaats.homes.rules import Frequency, ParticipationStatus
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, JobStatus, VisitStatus
from werkplaats.jobs.rules.recurrence import moment, visit_days
from werkplaats.jobs.services.ending import NOT_BEGUN, finish_job_if_done, set_visit_status
from werkplaats.triage.rules import Urgency

WEEKS_AHEAD = 6
END_OF_DAY = datetime.max.time().replace(microsecond=0)


@transaction.atomic
def open_recurring(grant: CareGrant, *, at: datetime) -> Job:
    """The job that follows this grant, with its first weeks of visits. Asked twice it gives the same job."""
    grant = CareGrant.objects.select_for_update(of=("self",)).select_related("client").get(pk=grant.pk)
    there = Job.objects.filter(care_grant=grant, warranty_of=None).first()
    if there is not None:
        return there
    job = Job.objects.create(
        cooperative_id=grant.cooperative_id,
        branch=Branch.HOUSEHOLD,
        care_grant=grant,
        dwelling_id=grant.client.dwelling_id,
        trade=HOUSEHOLD_TRADE,
        urgency=Urgency.PLANNED,
        minutes=grant.minutes,
        due_at=moment(grant.ends_on, END_OF_DAY),  # it is late only when the grant is over and it is still open
        opened_at=at,
        opened_by_id=grant.created_by_id,
    )
    _make_visits(job, grant, at, WEEKS_AHEAD)
    return job


@transaction.atomic
def open_granted(pilot_id: int, *, at: datetime) -> list[Job]:
    """The help of everybody who has a place in this pilot and no visits yet: just referred, or moved up just now.

    Who waits for a place gets none.
    """
    return [open_recurring(grant, at=at) for grant in _grants_that_begin(at, WEEKS_AHEAD, pilot_id=pilot_id)]


@transaction.atomic
def cut_to_grant(grant: CareGrant, *, at: datetime) -> list[Visit]:
    """A grant was stopped: the visits after its last day that have not begun are cancelled, and given.

    Who would go there is told by `planning.services.stop_help`, which calls this. Errors: Refused, with the day, when
    somebody was there after the last day already.
    """
    job = Job.objects.select_for_update().filter(care_grant=grant, warranty_of=None).first()
    if job is None:
        return []
    begun = job.visits.filter(period__startswith__gt=moment(grant.last_day, END_OF_DAY))
    latest = begun.exclude(status__in=[*NOT_BEGUN, VisitStatus.CANCELLED]).order_by("-period").first()
    if latest is not None:
        day = local_day(latest.period.lower)
        raise Refused(
            _("Somebody came on %(day)s. Choose that day or a later one.") % {"day": f"{day:%d-%m-%Y}"},
            field="ended_on",
        )
    cancelled = _cut(job, grant)
    if grant.last_day < local_day(at):
        finish_job_if_done(job, at=at)
    return cancelled


def _cut(job: Job, grant: CareGrant) -> list[Visit]:
    """Cancel what has not begun and lies after the last day: by its time, or by the day it is due."""
    cancelled = []
    for visit in job.visits.select_for_update().filter(status__in=NOT_BEGUN).order_by("number"):
        if _is_too_late(visit, grant):
            visit.cancel_reason = _("The help that was granted has ended.")
            set_visit_status(visit, VisitStatus.CANCELLED)
            cancelled.append(visit)
    return cancelled


def _is_too_late(visit: Visit, grant: CareGrant) -> bool:
    """It has not begun and lies after the last day."""
    day = local_day(visit.period.lower) if visit.period is not None else visit.due_on
    return visit.status in NOT_BEGUN and day > grant.last_day


def extend_recurring_visits(*, at: datetime, weeks: int = WEEKS_AHEAD) -> int:
    """For every cooperative: make the visits that are due in the coming weeks. Gives how many were made.

    Twice a day or after a stop makes no difference. A client who came from the waiting list gets the job here; a
    grant that was stopped loses the visits after its last day (`planning.services.release_cancelled` tells who was
    going), and when it is over its job ends.
    """
    made = 0
    for grant in _grants_that_begin(at, weeks):
        made += open_recurring(grant, at=at).visits.count()
    return made + sum(_extend(job_id, at, weeks) for job_id in _not_as_granted(at, weeks))


def _not_as_granted(at: datetime, weeks: int) -> list[int]:
    """The recurring jobs that lack visits, have some too late, or are over. Read at once and without holding them:
    most are as they were yesterday."""
    today = local_day(at)
    ahead = Visit.objects.filter(Q(due_on__gte=today) | Q(status__in=NOT_BEGUN))
    running = Job.objects.filter(status=JobStatus.OPEN, warranty_of=None).exclude(care_grant=None)
    found = []
    for job in running.select_related("care_grant").prefetch_related(Prefetch("visits", ahead)).order_by("id"):
        grant, visits = job.care_grant, job.visits.all()
        assert grant is not None, "it is recurring help"
        missing = set(_days(grant, at, weeks)) - {visit.due_on for visit in visits}
        if missing or grant.last_day < today or any(_is_too_late(visit, grant) for visit in visits):
            found.append(job.pk)
    return found


def _grants_that_begin(at: datetime, weeks: int, **places: int) -> list[CareGrant]:
    """Grants of clients with a place (in the pilot with `pilot_id`, when given) that have no job yet."""
    today = local_day(at)
    has_place = Participation.objects.filter(client=OuterRef("client"), status=ParticipationStatus.ACTIVE, **places)
    return list(
        CareGrant.objects.filter(
            Exists(has_place),
            Q(ended_on=None) | (Q(ended_on__gte=today) & Q(ended_on__gte=F("starts_on"))),
            jobs=None,
            ends_on__gte=today,
            starts_on__lte=today + timedelta(weeks=weeks),
        ).order_by("id")
    )


@transaction.atomic
def _extend(job_id: int, at: datetime, weeks: int) -> int:
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.status != JobStatus.OPEN or job.care_grant is None:
        return 0
    grant = job.care_grant  # read after the job is held: it may have been stopped while we waited
    _cut(job, grant)
    if grant.last_day < local_day(at):
        finish_job_if_done(job, at=at)
        return 0
    return _make_visits(job, grant, at, weeks)


def _make_visits(job: Job, grant: CareGrant, at: datetime, weeks: int) -> int:
    there = dict(job.visits.values_list("due_on", "number"))
    number = max(there.values(), default=0)
    new = [
        {
            "cooperative_id": job.cooperative_id,
            "job_id": job.pk,
            "number": number + count,
            "minutes": grant.minutes,
            "due_on": day,
            "created_at": at,
        }
        for count, day in enumerate((day for day in _days(grant, at, weeks) if day not in there), start=1)
    ]
    add(Visit, new)
    return len(new)


def _days(grant: CareGrant, at: datetime, weeks: int) -> list[date]:
    """The days that the rhythm of the grant asks for, from today on."""
    today = local_day(at)
    return visit_days(
        Frequency(grant.frequency),
        grant.starts_on,
        grant.last_day,
        grant.preferred_weekday,
        today,
        today + timedelta(weeks=weeks),
    )
