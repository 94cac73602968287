"""One request with everything that stands on its page: six questions, however long its history.

In SQL (see `ground.sql`): the page is opened for every report, some of them ten times a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from werkplaats.ground.sql import one_row, rows
from werkplaats.homes.rules.dwelling import address


@dataclass(frozen=True, slots=True)
class Subject:
    """The request itself, who reported it and where. What may be missing is None or ""."""

    pk: int
    reference: str
    branch: str
    status: str
    channel: str
    text: str
    place: str
    preferred_times: Sequence[str]
    may_enter_when_away: bool
    danger: Sequence[str]
    reported_at: datetime
    entered_by: str | None
    joined_into: str | None  # the reference of the other request, as in split_from
    split_from: str | None
    split_from_id: int | None
    name: str
    phone: str
    email: str
    contact_by: str
    language: str
    street: str
    house_number: int
    addition: str
    postcode: str
    city: str
    landlord: str | None
    landlord_email: str | None
    team: str | None  # the district team of the household client that it is about
    team_email: str | None
    list_version_id: int | None  # by which it is judged: published, in force on the day of the report

    @property
    def address(self) -> str:
        return f"{address(self.street, self.house_number, self.addition)}, {self.postcode} {self.city}"


SUBJECT = """
    SELECT request.id AS pk, request.reference, request.branch, request.status, request.channel, request.text,
        request.place, request.preferred_times, request.may_enter_when_away, request.danger, request.reported_at,
        (SELECT name FROM members_person WHERE id = request.entered_by_id) AS entered_by,
        (SELECT reference FROM intake_request WHERE id = request.joined_into_id) AS joined_into,
        (SELECT reference FROM intake_request WHERE id = request.split_from_id) AS split_from,
        request.split_from_id,
        person.name, person.phone, person.email, person.contact_by, person.language,
        dwelling.street, dwelling.house_number, dwelling.addition, dwelling.postcode, dwelling.city,
        landlord.name AS landlord, landlord.email AS landlord_email, team.name AS team, team.email AS team_email,
        (
            SELECT version.id FROM triage_responsibilitylist AS list
            JOIN triage_listversion AS version ON version.responsibility_list_id = list.id
            WHERE CASE request.branch
                WHEN 'household' THEN list.district_team_id = client.district_team_id
                ELSE list.landlord_id = dwelling.landlord_id
            END AND version.status = 'published'
                AND version.valid_from <= (request.reported_at AT TIME ZONE 'Europe/Amsterdam')::date
            ORDER BY version.valid_from DESC LIMIT 1
        ) AS list_version_id
    FROM intake_request AS request
    JOIN members_person AS person ON person.id = request.reporter_id
    JOIN homes_dwelling AS dwelling ON dwelling.id = request.dwelling_id
    LEFT JOIN homes_landlord AS landlord ON landlord.id = dwelling.landlord_id
    LEFT JOIN homes_client AS client ON client.id = request.client_id
    LEFT JOIN homes_districtteam AS team ON team.id = client.district_team_id
    WHERE request.cooperative_id = %s AND request.reference = %s
"""
PHOTOS = "SELECT id AS pk, width, height FROM intake_photo WHERE request_id = ANY(%s) ORDER BY position"
MESSAGES = "SELECT author_name, from_resident, text, at FROM intake_message WHERE request_id = %s ORDER BY at, id"
RELATED = """
    SELECT reference, text, split_from_id FROM intake_request
    WHERE split_from_id = %(pk)s OR joined_into_id = %(pk)s ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, with its steps in order and whom it was sent on to."""

    pk: int
    outcome: str
    reason: str
    explanation: str
    item_code: str
    proposed_code: str
    confidence: float | None
    by_resident: bool
    decided_at: datetime
    decided_by: str | None
    sent_to: str | None
    sent_to_email: str | None
    sent_status: str | None
    answer: str | None
    steps: Sequence[dict[str, Any]] = field(default=())


DECISIONS = """
    SELECT decision.id AS pk, decision.outcome, decision.reason, decision.explanation, decision.item_code,
        decision.proposed_code, decision.confidence, decision.by_resident, decision.decided_at,
        person.name AS decided_by, forwarding.to_name AS sent_to, forwarding.to_email AS sent_to_email,
        forwarding.status AS sent_status, forwarding.answer,
        step.position, step.trade, step.minutes, step.urgency, step.description, step.workers
    FROM triage_assessment AS decision
    LEFT JOIN members_person AS person ON person.id = decision.decided_by_id
    LEFT JOIN triage_forwarding AS forwarding ON forwarding.assessment_id = decision.id
    LEFT JOIN triage_assessmentstep AS step ON step.assessment_id = decision.id
    WHERE decision.request_id = %s ORDER BY decision.id DESC, step.position
"""
OF_A_STEP = ("position", "trade", "minutes", "urgency", "description", "workers")


def _decisions(request_id: int) -> list[Decided]:
    decisions = []
    for _pk, found in groupby(rows(DECISIONS, [request_id]), itemgetter("pk")):
        parts = list(found)
        steps = [{name: part[name] for name in OF_A_STEP} for part in parts if part["position"] is not None]
        own = {name: value for name, value in parts[0].items() if name not in OF_A_STEP}
        decisions.append(Decided(**own, steps=steps))
    return decisions


# A row for each visit; `coming` are the names of who goes there.
VISITS = """
    SELECT job.id AS job_id, job.trade, job.status AS job_status, job.description, job.due_at, job.warranty_of_id,
        visit.id AS pk, visit.number, visit.status, visit.period,
        ARRAY(
            SELECT person.name FROM planning_assignment AS assignment
            JOIN members_worker AS worker ON worker.id = assignment.worker_id
            JOIN members_person AS person ON person.id = worker.person_id
            WHERE assignment.visit_id = visit.id AND assignment.active ORDER BY assignment.id
        ) AS coming
    FROM jobs_visit AS visit JOIN jobs_job AS job ON job.id = visit.job_id
    WHERE job.request_id = %s ORDER BY job.id, visit.number
"""


@dataclass(frozen=True, slots=True)
class File:
    """`jobs` holds for each job the rows of its visits, the first job first."""

    request: Subject
    photos: Sequence[dict[str, Any]]
    messages: Sequence[dict[str, Any]]
    decisions: Sequence[Decided]
    jobs: Sequence[Sequence[dict[str, Any]]]
    related: Sequence[dict[str, Any]]

    @property
    def latest(self) -> Decided | None:
        return self.decisions[0] if self.decisions else None


def file(cooperative_id: int, reference: str) -> File | None:
    found = one_row(SUBJECT, [cooperative_id, reference])
    if found is None:
        return None
    subject = Subject(**found)
    return File(
        request=subject,
        # A part of a split request has the pictures of the whole.
        photos=rows(PHOTOS, [[pk for pk in (subject.pk, subject.split_from_id) if pk]]),
        messages=rows(MESSAGES, [subject.pk]),
        decisions=_decisions(subject.pk),
        jobs=[list(visits) for _job, visits in groupby(rows(VISITS, [subject.pk]), itemgetter("job_id"))],
        related=rows(RELATED, {"pk": subject.pk}),
    )
