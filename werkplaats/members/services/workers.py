"""Workers come, show their papers, are admitted, and say when they can."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean, local_day
from werkplaats.members.models import Absence, Availability, Credential, Person, Worker
from werkplaats.members.rules import CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import (
    Hours,
    Validity,
    WorkerApplication,
    Wrong,
    normalised,
    usual_contract,
    wrong,
)
from werkplaats.members.rules.credentials import WARN_AHEAD, Paper, to_warn
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.rules.trades import TRADES
from werkplaats.members.services.agenda import close_agenda
from werkplaats.members.services.notices import tell
from werkplaats.members.services.people import give_role, register_person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORDS: dict[Wrong, Any] = {
    Wrong.MISSING: gettext_lazy("Fill this in."),
    Wrong.NO_TRADE: gettext_lazy("Choose at least one trade."),
    Wrong.UNKNOWN_TRADE: gettext_lazy("Choose trades from the list."),
    Wrong.KVK: gettext_lazy("A KvK number has 8 digits."),
    Wrong.VAT: gettext_lazy("This VAT number is not right. It looks like NL123456789B01."),
    Wrong.IBAN: gettext_lazy("This IBAN is not right. Look on your bank card."),
    Wrong.POSTCODE: gettext_lazy("A postcode has 4 digits and 2 letters, like 3812 AB."),
    Wrong.DATES: gettext_lazy("The last day comes before the first day."),
    Wrong.HOURS: gettext_lazy("The end must come after the start."),
    Wrong.RADIUS: gettext_lazy("Choose a distance of at most 50 kilometres."),
    Wrong.NO_LANGUAGE: gettext_lazy("Choose at least one language."),
    Wrong.NO_EMPLOYEE: gettext_lazy("Only an employee has hours by contract. Leave this empty."),
    Wrong.CONTRACT_MINUTES: gettext_lazy("A contract has at most 48 hours a week."),
}


@transaction.atomic
def apply(cooperative_id: int, application: WorkerApplication, *, at: datetime) -> Worker:
    """Somebody offers to work here. The coordinator decides. Applying again renews an application that still waits.

    Errors: Refused, with the field and what to do.
    """
    for field, mistake in wrong(application, frozenset(TRADES)).items():
        raise Refused(WORDS[mistake], field=field)
    application = normalised(application)
    person = register_person(
        cooperative_id,
        name=application.name,
        email=application.email,
        phone=application.phone,
        language=application.language,
        at=at,
    )
    fields = {
        "kind": application.kind,
        "trades": list(application.trades),
        "kvk_number": application.kvk_number,
        "vat_number": application.vat_number,
        "iban": application.iban,
        "postcode": application.postcode,
        "house_number": application.house_number.strip(),
        "latitude": application.latitude,
        "longitude": application.longitude,
        "radius_metres": application.radius_metres,
        "hours_a_week": application.hours_a_week,
        "wishes": clean(application.wishes),
        "contract": usual_contract(application),
        "contract_minutes": application.contract_minutes,
        **_said_too(application),
    }
    worker = Worker.objects.select_for_update().filter(person=person).first()
    if worker is None:
        worker = Worker.objects.create(cooperative_id=cooperative_id, person=person, applied_at=at, **fields)
    elif worker.status == WorkerStatus.ADMITTED:
        return worker  # nothing changes by a form that anybody can send
    else:
        for name, value in fields.items():
            setattr(worker, name, value)
        worker.status, worker.applied_at = WorkerStatus.APPLIED, at
        worker.save()
    for kind, paper in ((CredentialKind.VOG, application.vog), (CredentialKind.INSURANCE, application.insurance)):
        if paper is not None:
            _keep_paper(worker, kind, paper)
    _keep_hours(worker, application.availability)
    return worker


def _said_too(application: WorkerApplication) -> dict[str, Any]:
    """What need not be said with an application, as far as it was."""
    said = {name: getattr(application, name) for name in ("languages", "allergies", "travel_mode")}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value is not None
    }


def _keep_paper(worker: Worker, kind: CredentialKind, paper: Validity) -> Credential:
    known, __ = Credential.objects.get_or_create(
        worker=worker,
        kind=kind,
        issued_on=paper.issued_on,
        valid_until=paper.valid_until,
        defaults={"cooperative_id": worker.cooperative_id},
    )
    return known


def _keep_hours(worker: Worker, hours: Sequence[Hours]) -> None:
    Availability.objects.filter(worker=worker).delete()
    Availability.objects.bulk_create(
        Availability(
            cooperative_id=worker.cooperative_id,
            worker=worker,
            weekday=part.weekday,
            starts=part.starts,
            ends=part.ends,
        )
        for part in hours
    )


def the_worker(actor: Actor, worker_id: int) -> Worker:
    worker = (
        Worker.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=worker_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    if worker is None:
        raise Refused(_("This worker is not there."))
    return worker


def _decide(actor: Actor, worker_id: int, status: WorkerStatus, reason: str, at: datetime) -> Worker:
    require(actor, May.ADMIT)
    worker = the_worker(actor, worker_id)
    if worker.status == status:
        return worker
    if worker.status != WorkerStatus.APPLIED:
        raise Refused(_("About this worker has been decided already."))
    _set_status(actor, worker, status, reason, at)
    return worker


def _set_status(actor: Actor, worker: Worker, status: WorkerStatus, reason: str, at: datetime) -> None:
    worker.status, worker.decision_reason = status, clean(reason)
    worker.decided_at, worker.decided_by_id = at, actor.person_id
    worker.save(update_fields=["status", "decision_reason", "decided_at", "decided_by"])


@transaction.atomic
def admit(actor: Actor, worker_id: int, *, reason: str = "", at: datetime) -> Worker:
    """Let somebody work here. Without a valid VOG (helper) or insurance (tradesperson) no visit follows yet."""
    worker = _decide(actor, worker_id, WorkerStatus.ADMITTED, reason, at)
    give_role(worker.person, Role.WORKER, at=at)
    tell(
        worker.person,
        event=f"worker-admitted:{worker.pk}:{worker.applied_at.isoformat()}",
        template="worker_admitted",
        context={},
        at=at,
    )
    return worker


@transaction.atomic
def decline(actor: Actor, worker_id: int, *, reason: str, at: datetime) -> Worker:
    """Say no, with a reason that the applicant gets to read."""
    require(actor, May.ADMIT)
    if not reason.strip():
        raise Refused(_("Give the reason; the applicant gets to read it."), field="reason")
    worker = _decide(actor, worker_id, WorkerStatus.DECLINED, reason, at)
    tell(
        worker.person,
        event=f"worker-declined:{worker.pk}:{worker.applied_at.isoformat()}",
        template="worker_declined",
        context={"reason": reason},
        at=at,
    )
    return worker


@transaction.atomic
def leave(actor: Actor, worker_id: int, *, reason: str = "", at: datetime) -> Worker:
    """Somebody works here no more. What was earned stays to be seen and paid, so the role stays; applying again can.

    Only the person: visits that were agreed are taken back by `desk.services.worker_leaves`. Left already: nothing.
    """
    require(actor, May.ADMIT)
    worker = the_worker(actor, worker_id)
    if worker.status == WorkerStatus.LEFT:
        return worker
    if worker.status != WorkerStatus.ADMITTED:
        raise Refused(_("Only who was admitted can leave."))
    _set_status(actor, worker, WorkerStatus.LEFT, reason, at)
    close_agenda(worker)
    event = f"worker-left:{worker.pk}:{worker.applied_at.isoformat()}"
    tell(worker.person, event=event, template="worker_left", context={}, at=at)
    return worker


@transaction.atomic
def record_credential(
    actor: Actor, worker_id: int, *, kind: CredentialKind, issued_on: date, valid_until: date, at: datetime
) -> Credential:
    """The coordinator saw the paper itself."""
    require(actor, May.ADMIT)
    if valid_until < issued_on:
        raise Refused(WORDS[Wrong.DATES], field="valid_until")
    paper = _keep_paper(the_worker(actor, worker_id), kind, Validity(issued_on, valid_until))
    paper.checked_by_id, paper.checked_at = actor.person_id, at
    paper.save(update_fields=["checked_by", "checked_at"])
    return paper


def own_or_admitted(actor: Actor, worker_id: int) -> Worker:
    if actor.worker_id != worker_id:
        require(actor, May.ADMIT)
    return the_worker(actor, worker_id)


@transaction.atomic
def report_absence(actor: Actor, worker_id: int, *, first_day: date, last_day: date, at: datetime) -> Absence:
    """Holiday or illness, both days included: by the worker, or by the coordinator who was called."""
    worker = own_or_admitted(actor, worker_id)
    if last_day < first_day:
        raise Refused(WORDS[Wrong.DATES], field="last_day")
    known, __ = Absence.objects.get_or_create(
        worker=worker, first_day=first_day, last_day=last_day, defaults={"cooperative_id": worker.cooperative_id}
    )
    return known


@transaction.atomic
def set_availability(actor: Actor, worker_id: int, hours: Sequence[Hours], *, at: datetime) -> Worker:
    """The hours in the week, all at once; what was agreed already stays agreed."""
    worker = own_or_admitted(actor, worker_id)
    if not all(part.can_be for part in hours):
        raise Refused(WORDS[Wrong.HOURS], field="availability")
    _keep_hours(worker, hours)
    return worker


def warn_about_credentials(*, at: datetime) -> int:
    """Tell workers and coordinators of papers that end within 60 days; once for each paper."""
    today = local_day(at)
    told = 0
    some_end = Worker.objects.filter(status=WorkerStatus.ADMITTED, credentials__valid_until__lte=today + WARN_AHEAD)
    for worker in some_end.distinct().select_related("person").prefetch_related("credentials").order_by("pk"):
        papers = {Paper(CredentialKind(c.kind), c.issued_on, c.valid_until): c for c in worker.credentials.all()}
        for paper in to_warn(papers, WorkerKind(worker.kind), today):
            told += _warn(worker, papers[paper], at)
    return told


@transaction.atomic
def _warn(worker: Worker, credential: Credential, at: datetime) -> int:
    context = {"worker": worker, "credential": credential}
    event = f"credential-ends:{credential.pk}"
    notice = tell(worker.person, event=event, template="credential_ends", context=context, at=at)
    if notice is None:
        return 0
    coordinators = Person.objects.filter(cooperative_id=worker.cooperative_id, roles__role=Role.COORDINATOR).order_by(
        "pk"
    )
    for person in coordinators:
        tell(person, event=f"{event}:{person.pk}", template="credential_ends_of", context=context, at=at)
    return 1
