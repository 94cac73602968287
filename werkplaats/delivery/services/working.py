"""At the door and away again: a visit is started and stopped by who goes there."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.delivery.rules.work import (
    ASKS_FOR_ANOTHER,
    ENDS_IN,
    MAX_TEXT,
    MAY_BEGIN,
    SECOND_MAY_BEGIN,
    outcome_of,
)
from werkplaats.delivery.services.common import hold_own_sheets, hold_visit, tell_of_visit
from werkplaats.ground.adding import added, change
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import clean, local_day
from werkplaats.ground.sql import the_one
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import plan_follow_up, set_visit_status
from werkplaats.members.models import Worker
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.credentials import Paper, missing_on
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.queries import customer_of


@transaction.atomic
def start(actor: Actor, visit_id: int, *, at: datetime) -> Timesheet:
    """Begin. Pressed twice it is the same timesheet; where two go, each has an own one.

    Errors: Refused when the worker does not go there, a helper has no VOG that holds today, or is still at work
    elsewhere; Outdated when the visit is not to be done any more.
    """
    require(actor, May.DO_OWN_WORK)
    visit, worker_id = hold_visit(actor, visit_id), actor.worker_id or 0
    there = the_one(Timesheet.objects.filter(visit=visit, worker_id=worker_id))
    if there is not None:
        return there
    kind, papers = _who_comes(visit, worker_id)
    if visit.status not in (SECOND_MAY_BEGIN if visit.job.workers > 1 else MAY_BEGIN):
        raise Outdated(_("This visit is not to be done any more. Look at your work again."))
    _check_papers(kind, papers, local_day(at))
    sheet = _begin(visit, worker_id, at)
    if visit.status == VisitStatus.AGREED:
        set_visit_status(visit, VisitStatus.UNDER_WAY)
    return sheet


def _who_comes(visit: Visit, worker_id: int) -> tuple[WorkerKind, list[Paper]]:
    """Errors: Refused when this worker does not go there."""
    comes = Worker.objects.filter(pk=worker_id, assignments__visit=visit, assignments__active=True)
    papers = ("credentials__kind", "credentials__issued_on", "credentials__valid_until")
    rows = list(comes.values_list("kind", *papers))  # one row, with nothing on paper, for who has none
    if not rows:
        raise Refused(_("This visit is not there."))
    return WorkerKind(rows[0][0]), [Paper(CredentialKind(kind), *days) for _worker, kind, *days in rows if kind]


def _check_papers(kind: WorkerKind, papers: list[Paper], day: date) -> None:
    """A helper is alone with somebody who depends on the help; a tradesperson answers for damage."""
    missing = missing_on(papers, kind, day)
    if CredentialKind.VOG in missing:
        raise Refused(_("Your VOG does not hold today, so you may not start. Call the coordinator."))
    if missing:
        raise Refused(_("Your insurance does not hold today, so you may not start. Call the coordinator."))


def _begin(visit: Visit, worker_id: int, at: datetime) -> Timesheet:
    try:
        with transaction.atomic():
            about = {"cooperative_id": visit.cooperative_id, "visit_id": visit.pk, "worker_id": worker_id}
            return added(Timesheet, {**about, "started_at": at})
    except IntegrityError as error:
        if "timesheet_one_running_per_worker" not in str(error):
            raise
        at_work = Timesheet.objects.filter(worker_id=worker_id, stopped_at=None)
        running = at_work.select_related("visit__job__dwelling").get()
        raise Refused(
            _("You are still at work at %(address)s. Stop there first.")
            % {"address": running.visit.job.dwelling.address}
        ) from error


@transaction.atomic
def stop(actor: Actor, visit_id: int, *, outcome: DeliveryOutcome, note: str = "", at: datetime) -> Timesheet:
    """End, and say how it went. The visit ends when everybody who began has stopped.

    A follow-up and nobody home give a next visit to plan. Pressed twice it is the same end; another outcome the second
    time is refused, because others have read the first.
    """
    require(actor, May.DO_OWN_WORK)
    visit, sheet, sheets = hold_own_sheets(actor, visit_id)
    if sheet.stopped_at is not None:
        if sheet.outcome == outcome:
            return sheet
        raise Outdated(_("You have stopped this visit already. Call the coordinator when it went another way."))
    note = clean(note)
    if len(note) > MAX_TEXT:
        raise Refused(_("This text is too long. Use at most 2,000 characters."), field="note")
    if outcome == DeliveryOutcome.FOLLOW_UP and not note:
        raise Refused(_("Write what still has to be done."), field="note")
    sheet.stopped_at, sheet.outcome, sheet.note = max(at, sheet.started_at), outcome, note
    change(sheet, "stopped_at", "outcome", "note")
    _end_visit(visit, sheets, outcome, at)
    return sheet


def _end_visit(visit: Visit, sheets: list[Timesheet], outcome: DeliveryOutcome, at: datetime) -> None:
    if any(one.stopped_at is None for one in sheets):
        return
    if visit.status == VisitStatus.UNDER_WAY:
        outcome = outcome_of(DeliveryOutcome(one.outcome) for one in sheets)
        set_visit_status(visit, ENDS_IN[outcome])
        _tell_resident(visit, outcome, at)
    if outcome in ASKS_FOR_ANOTHER:
        plan_follow_up(visit, at=at)


def _tell_resident(visit: Visit, outcome: DeliveryOutcome, at: datetime) -> None:
    """Household help comes every week: then only that nobody was home is worth a word."""
    if visit.job.request_id is None and outcome != DeliveryOutcome.NOBODY_HOME:
        return
    customer = customer_of(visit)
    if customer is not None:
        tell_of_visit(customer, visit, event=f"visit-ended:{visit.pk}", template=f"visit_{outcome.value}", at=at)
