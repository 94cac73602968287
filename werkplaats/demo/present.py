"""What the demo is found with on the morning that it starts: work on every desk, and something to do for everybody."""

from dataclasses import replace
from datetime import datetime, timedelta

from werkplaats.delivery import services as delivery
from werkplaats.delivery.models import Concern
from werkplaats.delivery.rules import ConcernStatus
from werkplaats.demo.days import Days
from werkplaats.demo.reports import (
    CONCERNS,
    DANGER_STORY,
    FORWARDED_STORY,
    OFFERED_STORIES,
    TODAY_STORIES,
    WAITING_STORIES,
    Story,
)
from werkplaats.desk import services as desk
from werkplaats.homes.models import Residence
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, VisitStatus
from werkplaats.members.services import notices
from werkplaats.planning import services as planning
from werkplaats.planning.queries import who_can
from werkplaats.settlement.queries_work import agreed_in
from werkplaats.settlement.rules.tariffs import RateKind, TariffKind
from werkplaats.settlement.services import change_draft, draft_tariff


def leave_work_open(days: Days, at: datetime) -> None:
    """Reports that wait (one with danger), offers without an answer, one report that was sent on, a concern, and visits
    for the coming weeks."""
    jobs.extend_recurring_visits(at=at, weeks=3)
    days.plan_household(at)
    reports_that_wait(days, at)
    offers_without_an_answer(days, at)
    a_day_for_a_tradesperson(days, at)
    decided_on(days, FORWARDED_STORY, at)
    a_concern_from_yesterday(days, at)
    a_tariff_to_approve(days, at)
    notices.send_due(at=at + timedelta(hours=1))


def a_tariff_to_approve(days: Days, at: datetime) -> None:
    """What the landlord pays from next month on: drafted, to be tried on the past months and approved by the board."""
    draft = draft_tariff(days.n.coordinator, TariffKind.LANDLORD, at=at)
    rates = [
        replace(rate, cents=rate.cents + 150) if rate.what is RateKind.HOUR else rate for rate in agreed_in(draft).rates
    ]
    change_draft(
        days.n.coordinator,
        draft.pk,
        valid_from=draft.valid_from,
        source="Voorstel aan De Wissel",
        rates=rates,
        at=at,
    )


def reports_that_wait(days: Days, at: datetime) -> None:
    """Yesterday evening's, of residents with something to sign first, who then have both. This morning: danger."""
    to_sign = residents_with_something_to_sign(days)
    for number, text in enumerate(WAITING_STORIES):
        resident = to_sign[number] if number < len(to_sign) else days.a_participating_resident()
        if resident is not None:
            days.report(resident, text, at - timedelta(hours=9 + len(WAITING_STORIES) - number))
    resident = days.a_participating_resident()
    if resident is not None:
        days.report(resident, DANGER_STORY, at - timedelta(minutes=25))


def residents_with_something_to_sign(days: Days) -> list[Residence]:
    done = Visit.objects.filter(
        cooperative=days.n.cooperative, status=VisitStatus.DONE, job__request__reporter__user__isnull=False
    )
    found = Residence.objects.filter(until=None, person__in=done.values("job__request__reporter"))
    return list(found.order_by("id"))


def offers_without_an_answer(days: Days, at: datetime) -> None:
    """Decided on this morning, and asked of somebody who has not looked yet."""
    for story in OFFERED_STORIES:
        visit = decided_on(days, story, at)
        if visit is not None:
            days.offer(visit, at, from_day=2)


def a_day_for_a_tradesperson(days: Days, at: datetime) -> None:
    """Called in the morning: who said yes to the first comes for the others too, today or on the next working day."""
    day = at
    while day.weekday() > 4 or day + timedelta(hours=2) > day.replace(hour=8):
        day = (day + timedelta(days=1)).replace(hour=6)
    same: int | None = None
    for story, hour in zip(TODAY_STORIES, (8, 10, 13), strict=True):
        visit = decided_on(days, story, at)
        if visit is None:
            return
        starts_at = day.replace(hour=hour, minute=0)
        able = [found.candidate.worker_id for found in who_can(visit, starts_at, at=at) if found.can]
        if able:
            same = same if same in able else able[0]
            planning.assign(days.n.coordinator, visit.pk, same, starts_at=starts_at, at=at)


def decided_on(days: Days, story: Story, at: datetime) -> Visit | None:
    """The first visit of a report of yesterday afternoon, decided on this morning; what it takes is fetched first."""
    resident = days.a_participating_resident()
    if resident is None:
        return None
    request = days.report(resident, story.text, at - timedelta(hours=16))
    desk.decide(days.n.coordinator, request.pk, days.decision(story), based_on=None, at=at)
    visit = Visit.objects.filter(job__request=request, job__after=None).select_related("job").first()
    if visit is not None and story.materials:
        jobs.fetch_first(days.n.coordinator, visit.job_id, days.n.supplier.pk, at=at)
    return visit


def a_concern_from_yesterday(days: Days, at: datetime) -> None:
    """The last helper who came somewhere passes on a worry that nobody has taken up yet."""
    if Concern.objects.filter(cooperative=days.n.cooperative, status=ConcernStatus.RAISED).exists():
        return
    been = Visit.objects.filter(
        cooperative=days.n.cooperative, status=VisitStatus.SIGNED, job__trade=HOUSEHOLD_TRADE, concerns=None
    ).order_by("-period", "-id")
    for visit in been[:1]:
        helper = days.n.actor(visit.assignments.filter(active=True).order_by("id")[0].worker.person_id)
        delivery.raise_concern(helper, visit.pk, CONCERNS[0], at=at - timedelta(hours=10))
