"""What has to be known to say who can do a visit: plain values, as the queries hand them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from werkplaats.ground.formats import local_day
from werkplaats.members.rules import Contract, CredentialKind, SpokenLanguage, TravelMode, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours


@dataclass(frozen=True)
class Fetch:
    """Material that is fetched directly before a visit: how long that takes there, when the supplier is open (never
    empty), and by each way of travelling the minutes from there to the visit."""

    minutes: int
    hours: tuple[Hours, ...]
    way: Mapping[TravelMode, int]


@dataclass(frozen=True)
class VisitNeed:
    """A visit at a moment: which trade ("HH" is household help), from when until when, and where."""

    trade: str
    starts_at: datetime
    ends_at: datetime
    latitude: float
    longitude: float
    place: int = 0  # the id of the dwelling
    pets: frozenset[str] = frozenset()  # that live there
    languages: frozenset[str] = frozenset()  # one of these must be spoken; empty when any will do
    fetch: Fetch | None = None  # None also when it is not known when the supplier is open

    @property
    def day(self) -> date:
        """The day of the visit in Amersfoort."""
        return local_day(self.starts_at)


@dataclass(frozen=True)
class Paper:
    """A credential and the last day it holds; `issued_on` is the first."""

    kind: CredentialKind
    issued_on: date
    valid_until: date


@dataclass(frozen=True)
class Absence:
    """Days away, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Taken:
    """A visit that the worker already goes to, and where that is."""

    starts_at: datetime
    ends_at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Candidate:
    """A worker with everything the ranking looks at."""

    worker_id: int
    name: str
    kind: WorkerKind
    status: WorkerStatus
    trades: tuple[str, ...]
    latitude: float
    longitude: float
    radius_metres: int
    papers: tuple[Paper, ...] = ()
    hours: tuple[Hours, ...] = ()
    absences: tuple[Absence, ...] = ()
    taken: tuple[Taken, ...] = ()
    minutes_done: int = 0  # given to this worker in the last SHARE_WEEKS, and what is still to come
    minutes_offered: int = 0  # the hours a week that the worker wants, over the same weeks
    visits_here: int = 0  # how often the worker came at this dwelling before
    declined: bool = False  # said no to this visit, or let it lapse
    languages: frozenset[str] = frozenset({SpokenLanguage.NL})
    allergies: frozenset[str] = frozenset()  # pets
    no_go: frozenset[int] = frozenset()  # ids of dwellings to which this worker is not sent
    contract: Contract = Contract.SELF_EMPLOYED
    contract_minutes: int | None = None  # a week
    travel_mode: TravelMode = TravelMode.BICYCLE
