"""What goes in and out of the API. What goes in is strict: nothing unknown, nothing guessed from another type."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from werkplaats.delivery.rules import DeliveryOutcome, SignOffBy
from werkplaats.intake.rules import Branch, Danger, RequestStatus
from werkplaats.intake.rules.report import MAX_TEXT
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.planning.rules import OfferStatus
from werkplaats.triage.rules import Outcome, Party, Urgency
from werkplaats.triage.rules.decision import MAX_MINUTES, MAX_STEPS

LARGEST_ID = 2**63 - 1
FIRST, LAST = "2000-01-01", "2100-01-01"
T = TypeVar("T")


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the sign U+0000 cannot be kept")
    return text


def _written(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("write it as text")
    return value


def _of_our_time(moment: datetime) -> datetime:
    if not FIRST <= moment.date().isoformat() < LAST:
        raise ValueError(f"choose a moment from {FIRST} to {LAST}")
    return moment


Text = Annotated[str, AfterValidator(_without_nul), Field(max_length=2_000)]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_of_our_time)]
Token = Annotated[UUID, BeforeValidator(_written)]


class In(Schema):
    """A field that is not in the description is refused: a typing mistake is never quietly ignored."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[T]):
    """Part of a list, the newest first. `next` is the `after` of the next part; null when this is the last."""

    items: list[T]
    next: int | None


# -- requests ---------------------------------------------------------------------------------------------------------
class DwellingOut(Schema):
    id: int
    street: str
    house_number: int
    addition: str
    postcode: str
    city: str


class RequestIn(In):
    """`form_token` makes a repeated request one report. Without `dwelling_id` it is the reporter's own dwelling."""

    branch: Branch = Branch.REPAIRS
    text: Annotated[str, AfterValidator(_without_nul), Field(min_length=1, max_length=MAX_TEXT)]
    form_token: Token
    dwelling_id: Id | None = None
    reporter_id: Id | None = None
    client_id: Id | None = None
    place: Annotated[Text, Field(max_length=200)] = ""
    preferred_times: Annotated[list[Text], Field(max_length=18)] = []
    may_enter_when_away: StrictBool = False


class RequestOut(Schema):
    id: int
    reference: str
    branch: Branch
    status: RequestStatus
    text: str
    place: str
    preferred_times: list[str]
    may_enter_when_away: bool
    danger: list[Danger]
    reporter_id: int
    client_id: int | None
    dwelling: DwellingOut
    reported_at: datetime
    closed_at: datetime | None


class MessageIn(In):
    text: Annotated[str, AfterValidator(_without_nul), Field(min_length=1, max_length=MAX_TEXT)]


class MessageOut(Schema):
    id: int
    author_name: str
    from_resident: bool
    text: str
    at: datetime


# -- assessments ------------------------------------------------------------------------------------------------------
class StepIn(In):
    trade: Annotated[Text, Field(min_length=1, max_length=20)]
    minutes: Annotated[StrictInt, Field(ge=1, le=MAX_MINUTES)]
    urgency: Urgency
    description: Text = ""
    workers: Annotated[StrictInt, Field(ge=1, le=2)] = 1


class AssessmentIn(In):
    """`based_on` is the id of the decision that you saw, null when there was none: 409 when there is a later one."""

    outcome: Outcome
    reason: Annotated[Text, Field(min_length=1)]
    based_on: Id | None = None
    explanation: Text = ""
    item_code: Annotated[Text, Field(max_length=40)] = ""
    steps: Annotated[list[StepIn], Field(max_length=MAX_STEPS)] = []
    forward_name: Annotated[Text, Field(max_length=200)] = ""
    forward_email: Annotated[Text, Field(max_length=254)] = ""


class StepOut(Schema):
    position: int
    trade: str
    minutes: int
    urgency: Urgency
    description: str
    workers: int


class AssessmentOut(Schema):
    """`proposed_code`: the line that was proposed when it was decided, with how sure that was; "" and null: none."""

    id: int
    outcome: Outcome
    reason: str
    explanation: str
    item_code: str
    proposed_code: str
    confidence: float | None
    by_resident: bool
    decided_at: datetime
    decided_by_id: int | None
    revises_id: int | None
    steps: list[StepOut]


# -- triage -----------------------------------------------------------------------------------------------------------
class TriageIn(In):
    """What somebody wrote, to be judged by the list of `dwelling_id`; without one by that of the own dwelling."""

    text: Annotated[str, AfterValidator(_without_nul), Field(max_length=MAX_TEXT)]
    branch: Branch = Branch.REPAIRS
    id: Annotated[Text, Field(max_length=200)] | None = None
    dwelling_id: Id | None = None


class ProposalOut(Schema):
    """`party` is never "service_plan". `confidence`: how often a proposal of this kind is right, 0 to 1."""

    item: str
    party: Party
    trade: str
    urgency: Urgency
    minutes: int
    confidence: Annotated[float, Field(ge=0, le=1)]
    because: str
    medical: bool


class TriageOut(Schema):
    """The same object as a line of `werkplaats triage --jsonl`. Only ever a proposal: a person decides."""

    id: str | None
    branch: Branch
    proposals: list[ProposalOut]
    danger: bool
    medical: bool
    question: str | None


# -- jobs and visits --------------------------------------------------------------------------------------------------
class JobOut(Schema):
    id: int
    branch: Branch
    request_id: int | None
    trade: str
    description: str
    urgency: Urgency
    minutes: int
    workers: int
    status: JobStatus
    after_id: int | None
    warranty_of_id: int | None
    dwelling: DwellingOut
    due_at: datetime
    opened_at: datetime
    ended_at: datetime | None


class VisitOut(Schema):
    id: int
    job_id: int
    number: int
    status: VisitStatus
    minutes: int
    due_on: date
    starts_at: datetime | None
    ends_at: datetime | None

    @staticmethod
    def resolve_starts_at(visit: Any) -> datetime | None:
        return visit.period.lower if visit.period else None

    @staticmethod
    def resolve_ends_at(visit: Any) -> datetime | None:
        return visit.period.upper if visit.period else None


class OfferIn(In):
    """The workers in the order to ask them; `several` asks all of them at once."""

    worker_ids: Annotated[list[Id], Field(min_length=1, max_length=20)]
    starts_at: Moment
    several: StrictBool = False


class OfferOut(Schema):
    id: int
    visit_id: int
    worker_id: int
    rank: int
    status: OfferStatus
    sent_at: datetime | None
    expires_at: datetime | None


class StopIn(In):
    outcome: DeliveryOutcome
    note: Text = ""


# -- timesheets -------------------------------------------------------------------------------------------------------
class MaterialOut(Schema):
    id: int
    description: str
    quantity: str
    unit_price_cents: int

    @staticmethod
    def resolve_quantity(material: Any) -> str:
        return f"{material.quantity:.2f}"


class TimesheetOut(Schema):
    id: int
    visit_id: int
    worker_id: int
    started_at: datetime
    stopped_at: datetime | None
    outcome: DeliveryOutcome | None
    note: str
    signed_at: datetime | None
    signed_as: SignOffBy | None
    disputed_at: datetime | None
    materials: list[MaterialOut]

    @staticmethod
    def resolve_outcome(sheet: Any) -> str | None:
        return sheet.outcome or None

    @staticmethod
    def resolve_signed_as(sheet: Any) -> str | None:
        return sheet.signed_as or None

    @staticmethod
    def resolve_materials(sheet: Any) -> list[Any]:
        return list(sheet.materials.all())


# -- figures ----------------------------------------------------------------------------------------------------------
class FiguresIn(In):
    """Days, both included; only what lies wholly between them."""

    since: date | None = None
    until: date | None = None
    metric: Annotated[Text, Field(max_length=80)] = ""


class MetricOut(Schema):
    metric: str
    name: str
    definition: str
    unit: str
    formula: str
    sources: str
    about: str
    limits: str


class FigureOut(Schema):
    """`part` is empty for the whole. `people`: about how many people it is at least."""

    model_config = ConfigDict(populate_by_name=True)

    metric: str
    begin: Annotated[date, Field(alias="from")]
    until: date
    kinds: str
    part: str
    value: float
    unit: str
    people: int


class FiguresOut(Schema):
    licence: str
    dictionary: list[MetricOut]
    figures: list[FigureOut]
