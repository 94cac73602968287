"""A draft becomes the roster, in one transaction; everybody hears only what changes for them, in one message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkplaats.ground.errors import Outdated
from werkplaats.intake.rules.reference import spoken
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import set_visit_status
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell
from werkplaats.planning import queries
from werkplaats.planning.models import Offer, Roster
from werkplaats.planning.queries_drafts import Drafted, drafted
from werkplaats.planning.rules import OfferStatus, RosterStatus
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.draft import VisitChange, changes, new_trouble
from werkplaats.planning.rules.roster.model import Contract
from werkplaats.planning.services import common
from werkplaats.planning.services.rosters import hold_roster
from werkplaats.planning.wording_roster import say_broken


@dataclass
class Line:
    """One visit in a message. `now` or `was` is empty when it is off, or new."""

    address: str
    now: DateTimeTZRange | None
    was: DateTimeTZRange | None
    who: str = ""
    reference: str = ""


@dataclass
class Told:
    """What each worker and each resident will hear. Somebody can be both."""

    workers: dict[Person, list[Line]] = field(default_factory=dict)
    customers: dict[Person, list[Line]] = field(default_factory=dict)


@transaction.atomic
def publish_roster(actor: Actor, roster_id: int, *, at: datetime) -> Roster:
    """From now on the roster is what the draft says. Employees get the visits in their diary; who is self-employed is
    asked, and the visit is agreed when the answer is yes. Published already: nothing.

    Errors: Outdated when a visit changed since the draft was last looked at, so that a hard rule would be broken.
    """
    require(actor, May.PLAN)
    roster = hold_roster(actor, roster_id)
    if roster.status == RosterStatus.PUBLISHED:
        return roster
    if roster.status != RosterStatus.READY:
        raise Outdated(_("This draft is not ready to be published. Look again at the roster."))
    seen = changes_of(drafted(roster, at=at))
    visits = {task: common.hold_visit(actor.cooperative_id, task) for task in sorted(change.task for change in seen)}
    people = sorted({person for change in seen for person in change.come | change.go | change.stay})
    workers = {person: common.hold_worker(actor.cooperative_id, person) for person in people}
    now = drafted(roster, at=at)
    if changes_of(now) != seen:
        raise Outdated(_("Something changed while you published. Look again, and publish once more."))
    _refuse_trouble(now, workers)
    agreed = {task: visit.period for task, visit in visits.items() if visit.status == VisitStatus.AGREED}
    told = Told()
    for change in seen:
        _take_back(visits[change.task], change, at)
    for change in seen:
        visit = visits[change.task]
        _put(actor, now, visit, change, workers, at)
        _note(told, now, visit, change, agreed.get(change.task), workers)
    roster.status, roster.published_at, roster.published_by_id = RosterStatus.PUBLISHED, at, actor.person_id
    for person, lines in told.workers.items():
        roster.told += _tell(roster, person, lines, "roster_worker", "worker:home", at)
    for person, lines in told.customers.items():
        roster.told += _tell(roster, person, lines, "roster_customer", "resident:home", at)
    roster.save()
    return roster


def changes_of(now: Drafted) -> list[VisitChange]:
    return changes(now.problem, now.plan)


def _refuse_trouble(now: Drafted, workers: Mapping[int, Worker]) -> None:
    for broken in new_trouble(now.problem, check(now.problem, now.plan)):
        who = workers.get(broken.person or 0)
        raise Outdated(
            _("This draft does not fit any more. %(who)s: %(reason)s. Move that visit, or let it be planned again.")
            % {"who": who.person.name if who else "–", "reason": say_broken(broken.rule, broken.figures)}
        )


def _take_back(visit: Visit, change: VisitChange, at: datetime) -> None:
    """Who goes, and at another moment everybody, out of the diary: room for what comes."""
    same = change.before and change.after and change.before[0].starts == change.after[0].starts
    for person in change.go | (frozenset() if same else change.stay):
        common.take_out(visit, at, only=person)
    common.withdraw_offers(visit, at)
    set_visit_status(visit, VisitStatus.TO_PLAN)


def _put(
    actor: Actor, now: Drafted, visit: Visit, change: VisitChange, workers: Mapping[int, Worker], at: datetime
) -> None:
    if not change.after:
        return
    period = common.period_of(visit, change.after[0].starts)
    there = {assignment.worker_id for assignment in common.coming(visit)}
    ask = []
    for person in sorted({one.person for one in change.after} - there):
        worker = workers[person]
        if now.problem.person[person].contract is Contract.EMPLOYEE:
            busy = _("%(name)s is already somewhere else then.") % {"name": worker.person.name}
            common.put_in_diary(visit, worker, period, by_id=actor.person_id, at=at, in_words=busy)
        else:
            ask.append(worker)
    common.agree_if_complete(visit, period, at, tell_customer=False)
    for rank, worker in enumerate(ask, start=1):
        offer = Offer(
            cooperative_id=visit.cooperative_id, visit=visit, worker=worker, period=period, rank=rank, reasons=[],
            status=OfferStatus.WAITING, created_at=at, created_by_id=actor.person_id,
        )  # fmt: skip
        offer.save()
        common.send(offer, visit, at)


def _note(
    told: Told,
    now: Drafted,
    visit: Visit,
    change: VisitChange,
    was: DateTimeTZRange | None,
    workers: Mapping[int, Worker],
) -> None:
    """Who must hear what: workers their own visits, the resident what was agreed or is agreed now."""
    period = visit.period if change.after else None
    address = visit.job.dwelling.address
    before = common.period_of(visit, change.before[0].starts) if change.before else None
    for person in sorted(change.go | change.come | change.stay):
        had = before if person not in change.come else None
        mine = period if _has_it(now, change, person) else None
        if mine != had:
            told.workers.setdefault(workers[person].person, []).append(Line(address, mine, had))
    customer = queries.customer_of(visit)
    if customer is None:
        return
    request = visit.job.request
    reference = spoken(request.reference) if request else ""
    if visit.status == VisitStatus.AGREED:
        with override(customer.language):
            who = _(" and ").join(one.worker.person.name for one in common.coming(visit))
        told.customers.setdefault(customer, []).append(Line(address, period, was, who, reference))
    elif was is not None:
        told.customers.setdefault(customer, []).append(Line(address, None, was, "", reference))


def _has_it(now: Drafted, change: VisitChange, person: int) -> bool:
    """Is the visit in this person's diary from now on? Who is self-employed is only asked for a new moment."""
    if person in change.go:
        return False
    kept = person in change.stay and change.before[0].starts == change.after[0].starts
    return kept or now.problem.person[person].contract is Contract.EMPLOYEE


def _tell(roster: Roster, person: Person, lines: Iterable[Line], template: str, page: str, at: datetime) -> bool:
    def words(line: Line) -> dict[str, Any]:
        return {
            "address": line.address,
            "who": line.who,
            "reference": line.reference,
            "now": common.in_full(line.now, person.language) if line.now else "",
            "was": common.in_full(line.was, person.language) if line.was and line.was != line.now else "",
        }

    context = {"name": person.name, "lines": [words(line) for line in lines], "link": common.link(page)}
    event = f"{template}:{roster.pk}:{person.pk}"
    return tell(person, event=event, template=template, context=context, at=at) is not None
