"""The people whom the coordinator already knows to work here: tradespeople and helpers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from werkplaats.desk.imports.cells import Cells
from werkplaats.desk.imports.people import EMAIL_TWICE, KEPT, OTHER_NAME, by_email, is_somebody_else
from werkplaats.desk.imports.places import Places
from werkplaats.desk.imports.report import Lines, Progress
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.queries import papers_of
from werkplaats.members.rules import Contract, CredentialKind, Language, TravelMode, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours, Validity, WorkerApplication, normalised, wrong
from werkplaats.members.rules.credentials import Paper, missing_on
from werkplaats.members.rules.roles import Actor
from werkplaats.members.rules.trades import TRADES
from werkplaats.members.services import workers as services

# Fields of an application that a column has another name for.
COLUMN = {
    "vog": "vog_issued",
    "insurance": "insurance_issued",
    "radius_metres": "radius_km",
    "valid_until": "vog_until",
    "contract_minutes": "contract_hours",
}
NOT_COMPARED = {"name", "email", "phone", "language", "vog", "insurance", "latitude", "longitude"}


@dataclass(frozen=True)
class Row:
    number: int
    given: dict[str, Any]  # fields of an application; what is empty in the file is left out
    admitted: bool


def load(actor: Actor, cooperative: Cooperative, lines: Lines, at: datetime, say: Progress) -> None:
    """Let them apply, and admit whom the list calls admitted. Who is known keeps what is known."""
    places = Places(cooperative)
    people = by_email(cooperative)
    workers = {
        worker.person.email.lower(): worker
        for worker in Worker.objects.filter(cooperative=cooperative)
        .select_related("person")
        .prefetch_related("credentials", "availability")
    }
    for done, (number, values) in enumerate(lines.table.rows, start=1):
        row = _row(Cells(values), number, lines)
        email = row.given.get("email", "")
        application = _application(row, workers.get(email), places)
        _check(row, application, lines)
        if is_somebody_else(people.get(email), row.given.get("name", "")):
            lines.wrong(number, "email", _(OTHER_NAME))
        if number not in lines.bad:
            try:
                _take_in(actor, cooperative, row, application, workers.get(email), lines, at)
            except Refused as refusal:
                lines.wrong(number, COLUMN.get(refusal.field, refusal.field), refusal.message)
        say(done, len(lines.table.rows))


def _row(cells: Cells, number: int, lines: Lines) -> Row:
    house_number, addition = cells.address_number()
    radius = cells.number("radius_km")
    given = {
        "name": cells.full_name(),
        "email": cells.email("email", required=True),
        "phone": cells.phone("phone"),
        "language": cells.one_of("language", Language, "language", Language.NL).value,
        "kind": cells.one_of("kind", WorkerKind, "worker_kind", WorkerKind.TRADESPERSON, required=True),
        "trades": cells.several("trades", "trade"),
        "kvk_number": cells.text("kvk_number"),
        "vat_number": cells.text("vat_number"),
        "iban": cells.text("iban", required=True),
        "postcode": cells.postcode("postcode"),
        "house_number": f"{house_number or ''} {addition}".strip(),
        "vog": _paper(cells, "vog"),
        "insurance": _paper(cells, "insurance"),
        "availability": cells.hours("availability"),
        "radius_metres": None if radius is None else int(radius * 1000),
        "hours_a_week": _hours_a_week(cells),
        "wishes": cells.remark("wishes"),
        "languages": tuple(sorted(cells.several("languages", "spoken_language"))),
        "allergies": tuple(sorted(cells.several("allergies", "pet"))),
        "travel_mode": cells.perhaps("travel_mode", TravelMode, "travel_mode"),
        "contract": cells.perhaps("contract", Contract, "contract"),
        "contract_minutes": None if (hours := cells.number("contract_hours")) is None else round(hours * 60),
    }
    admitted = cells.yes("admitted")
    lines.wrong_cells(number, cells.problems)
    if given["email"]:
        lines.once(number, "email", given["email"], _(EMAIL_TWICE))
    return Row(number, {key: value for key, value in given.items() if value not in ("", None, ())}, admitted)


def _hours_a_week(cells: Cells) -> Decimal | None:
    hours = cells.number("hours_a_week")
    if hours is not None and not 0 <= hours <= 60:
        cells.wrong("hours_a_week", _("Hours a week lie between 0 and 60."))
    return None if hours is None else round(hours, 1)


def _paper(cells: Cells, kind: str) -> Validity | None:
    first, last = cells.day(f"{kind}_issued"), cells.day(f"{kind}_until")
    if (first is None) == (last is None):
        return Validity(first, last) if first and last else None
    missing = f"{kind}_issued" if first is None else f"{kind}_until"
    if missing not in {key for key, __ in cells.problems}:
        cells.wrong(missing, _("Fill in both, or none of the two."))
    return None


def _application(row: Row, worker: Worker | None, places: Places) -> WorkerApplication:
    """What the row says, and for the rest what is known of this worker."""
    given = {"name": "", "email": "", "kind": WorkerKind.TRADESPERSON, "postcode": "", "house_number": ""}
    number = str(row.given.get("house_number", "")).split(" ")[0]
    place = places.near(row.given.get("postcode", ""), "", int(number or 0))
    known = _as_known(worker) if worker else {"latitude": place[0], "longitude": place[1]}
    return normalised(WorkerApplication(**{**given, **known, **row.given}))


def _as_known(worker: Worker) -> dict[str, Any]:
    names = WorkerApplication.__dataclass_fields__.keys() - {"vog", "insurance"}
    known = {name: getattr(worker, name) for name in names if hasattr(worker, name)}
    hours = worker.availability.all()
    return known | {
        "name": worker.person.name,
        "email": worker.person.email,
        "phone": worker.person.phone,
        "language": worker.person.language,
        "kind": WorkerKind(worker.kind),
        "trades": tuple(worker.trades),
        "languages": tuple(sorted(worker.languages)),
        "allergies": tuple(sorted(worker.allergies)),
        "travel_mode": TravelMode(worker.travel_mode),
        "contract": Contract(worker.contract),
        "availability": tuple(sorted((Hours(h.weekday, h.starts, h.ends) for h in hours), key=_by_time)),
    }


def _by_time(hours: Hours) -> tuple[Any, ...]:
    return hours.weekday, hours.starts, hours.ends


def _check(row: Row, application: WorkerApplication, lines: Lines) -> None:
    """All that the rules find; what belongs to a kind is not asked when the kind is not understood."""
    for field, mistake in wrong(application, frozenset(TRADES)).items():
        of_the_kind = field in ("trades", "kvk_number") and lines.is_wrong(row.number, "kind")
        if not of_the_kind:
            lines.wrong(row.number, COLUMN.get(field, field), services.WORDS[mistake])


def _take_in(
    actor: Actor,
    cooperative: Cooperative,
    row: Row,
    application: WorkerApplication,
    worker: Worker | None,
    lines: Lines,
    at: datetime,
) -> None:
    if worker is not None and worker.status in (WorkerStatus.DECLINED, WorkerStatus.LEFT):
        raise Refused(_("This person was declined or has left. Take the row out, or let this person apply again."))
    other = _differences(application, worker) if worker else []
    changed = False
    if worker is None or (worker.status == WorkerStatus.APPLIED and (other or _papers(row, worker, seen=False))):
        worker_id = services.apply(cooperative.pk, application, at=at).pk
        changed = True
    else:
        worker_id = worker.pk
    is_admitted = worker is not None and worker.status == WorkerStatus.ADMITTED
    if row.admitted:
        for kind, paper in _papers(row, worker, seen=True):
            services.record_credential(
                actor, worker_id, kind=kind, issued_on=paper.issued_on, valid_until=paper.valid_until, at=at
            )
            changed = True
        if not is_admitted:
            services.admit(actor, worker_id, at=at)
            changed = True
        _say_what_is_missing(row, application, worker, lines, at)
    if is_admitted:
        for key in other:
            lines.note(row.number, key, _(KEPT))
    if worker is None:
        lines.report.new += 1
    elif changed:
        lines.report.changed += 1
    else:
        lines.report.same += 1


def _differences(application: WorkerApplication, worker: Worker) -> list[str]:
    known = _as_known(worker)
    hours = tuple(sorted(application.availability, key=_by_time))
    said: dict[str, Any] = {**application.__dict__, "availability": hours}
    return [COLUMN.get(name, name) for name in sorted(known) if name not in NOT_COMPARED and said[name] != known[name]]


def _papers(row: Row, worker: Worker | None, *, seen: bool) -> list[tuple[CredentialKind, Validity]]:
    """The papers of the row that are not kept yet; with `seen` also those that nobody looked at."""
    given = [(kind, row.given[kind.value]) for kind in CredentialKind if kind.value in row.given]
    kept = [paper for paper in worker.credentials.all() if paper.checked_at or not seen] if worker else []
    known = {(paper.kind, paper.issued_on, paper.valid_until) for paper in kept}
    return [(kind, paper) for kind, paper in given if (kind, paper.issued_on, paper.valid_until) not in known]


def _say_what_is_missing(
    row: Row, application: WorkerApplication, worker: Worker | None, lines: Lines, at: datetime
) -> None:
    given = [
        Paper(kind, row.given[kind.value].issued_on, row.given[kind.value].valid_until)
        for kind in CredentialKind
        if kind.value in row.given
    ]
    papers = [*given, *(papers_of(worker) if worker else ())]
    for kind in missing_on(papers, application.kind, local_day(at)):
        words = _("Not valid today. This person is admitted, but is not planned until this paper is there.")
        lines.note(row.number, f"{kind.value}_until", words)
