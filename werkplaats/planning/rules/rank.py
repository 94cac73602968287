"""Who may do a visit, and who is asked first. Pure: everything it looks at is handed in.

First the hard rules, each with a name: one that fails means no. Then the order: somebody who said no comes last; for
household help the familiar face comes first; then who had the smallest share of the work; then who lives nearest.
A reason is a code with its figures, e.g. ("distance", 420); the pages put it in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Final, Protocol

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.members.rules import Contract, CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Candidate, Taken, VisitNeed
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.rules.roster.worktime import LONGEST_SHIFT, shift_of

Reason = tuple[str | int, ...]
EARTH_RADIUS_METRES: Final = 6_371_000
BICYCLE_METRES_A_MINUTE: Final = 250  # 15 km an hour
MINUTES_BETWEEN: Final = 5  # to say goodbye, put the tools away and find the bell
SHARE_WEEKS: Final = 8

# VERA: an allrounder does small work of the trade; who masters the trade can do that too, not the other way round.
FULL_TRADE: Final = {"LOA": "LOO", "TAL": "TIM", "ELA": "ELE"}


class Bar(StrEnum):
    """Why somebody cannot do a visit."""

    NOT_ADMITTED = "not_admitted"
    NO_HELPER = "no_helper"  # household help is done by helpers
    NO_TRADESPERSON = "no_tradesperson"  # a trade is done by who masters it
    OTHER_TRADE = "other_trade"
    NO_VOG = "no_vog"
    NOT_INSURED = "not_insured"
    NO_GO = "no_go"  # the client or the worker does not want it
    ALLERGY = "allergy"  # pets
    LANGUAGE = "language"  # one of these must be spoken
    TOO_FAR = "too_far"
    ABSENT = "absent"
    OUTSIDE_HOURS = "outside_hours"
    SUPPLIER_CLOSED = "supplier_closed"  # when the material would be fetched
    ELSEWHERE = "elsewhere"  # already in another place then, the way there included
    SHIFT_TOO_LONG = "shift_too_long"  # of an employee, by the Working Hours Act
    BREAK_MISSING = "break_missing"


class For(StrEnum):
    """What makes the order among who can."""

    DECLINED = "declined"
    FAMILIAR = "familiar"  # visits here before
    SHARE = "share"  # minutes done, minutes offered
    DISTANCE = "distance"  # metres


@dataclass(frozen=True)
class Ranked:
    """A candidate with a place in the order (from 1; 0 when it cannot) and why."""

    candidate: Candidate
    can: bool
    rank: int
    reasons: tuple[Reason, ...]


def rank(need: VisitNeed, candidates: Sequence[Candidate]) -> list[Ranked]:
    """Everybody: first who can, in the order to ask them; then who cannot, with every reason."""
    able: list[Candidate] = []
    unable: list[Ranked] = []
    for candidate in candidates:
        why_not = bars(need, candidate)
        if why_not:
            unable.append(Ranked(candidate, can=False, rank=0, reasons=why_not))
        else:
            able.append(candidate)
    able.sort(key=lambda candidate: _order(need, candidate))
    first = [Ranked(one, can=True, rank=place, reasons=_reasons(need, one)) for place, one in enumerate(able, start=1)]
    return first + sorted(unable, key=lambda ranked: (len(ranked.reasons), ranked.candidate.worker_id))


def bars(need: VisitNeed, candidate: Candidate) -> tuple[Reason, ...]:
    """Every hard rule that this candidate fails, with its figures; empty when the visit can be done."""
    return (*lasting_bars(need, candidate), *bars_then(need, candidate))


def lasting_bars(need: VisitNeed, candidate: Candidate) -> tuple[Reason, ...]:
    """The hard rules that do not depend on the moment of the visit."""
    reasons: list[Reason] = []
    if candidate.status is not WorkerStatus.ADMITTED:
        reasons.append((Bar.NOT_ADMITTED,))
    if need.trade == HOUSEHOLD_TRADE:
        if candidate.kind is not WorkerKind.HELPER:
            reasons.append((Bar.NO_HELPER,))
    elif candidate.kind is not WorkerKind.TRADESPERSON:
        reasons.append((Bar.NO_TRADESPERSON,))
    elif not knows_trade(candidate.trades, need.trade):
        reasons.append((Bar.OTHER_TRADE, need.trade))
    reasons += kept_apart(need.place, need.pets, need.languages, candidate)
    metres = distance(candidate.latitude, candidate.longitude, need.latitude, need.longitude)
    if metres > candidate.radius_metres:
        reasons.append((Bar.TOO_FAR, metres, candidate.radius_metres))
    return tuple(reasons)


class Guest(Protocol):
    """Who comes, as far as it decides where to."""

    @property
    def no_go(self) -> frozenset[int]: ...  # ids of dwellings
    @property
    def allergies(self) -> frozenset[str]: ...
    @property
    def languages(self) -> frozenset[str]: ...


def kept_apart(place: int, pets: frozenset[str], languages: frozenset[str], guest: Guest) -> Iterator[Reason]:
    """What makes that this person is not sent to this home, whatever the work: for offers and for rosters.

    `languages`: one of these must be spoken; empty when any will do.
    """
    if place in guest.no_go:
        yield (Bar.NO_GO,)
    if pets & guest.allergies:
        yield (Bar.ALLERGY, *sorted(pets & guest.allergies))
    if languages and not languages & guest.languages:
        yield (Bar.LANGUAGE, *sorted(languages))


def bars_then(need: VisitNeed, candidate: Candidate) -> tuple[Reason, ...]:
    """The hard rules of the day and the hour: papers, absence, hours in the week, other visits."""
    reasons: list[Reason] = []
    # A helper is alone with somebody who depends on the help; a tradesperson answers for damage.
    paper, bar = (
        (CredentialKind.VOG, Bar.NO_VOG)
        if candidate.kind is WorkerKind.HELPER
        else (CredentialKind.INSURANCE, Bar.NOT_INSURED)
    )
    if not any(p.kind is paper and p.issued_on <= need.day <= p.valid_until for p in candidate.papers):
        last = max((p.valid_until for p in candidate.papers if p.kind is paper), default=None)
        reasons.append((bar, last.isoformat() if last else ""))
    away = next((a for a in candidate.absences if a.first_day <= need.day <= a.last_day), None)
    if away is not None:
        reasons.append((Bar.ABSENT, away.last_day.isoformat()))
    if not within(candidate.hours, need.starts_at, need.ends_at):
        reasons.append((Bar.OUTSIDE_HOURS,))
    if need.fetch is not None:
        leaves = need.starts_at - timedelta(minutes=need.fetch.way[candidate.travel_mode])
        comes = leaves - timedelta(minutes=need.fetch.minutes)
        if not within(need.fetch.hours, comes, leaves):
            reasons.append((Bar.SUPPLIER_CLOSED, comes.isoformat(), leaves.isoformat()))
    clash = next((taken for taken in candidate.taken if _meets(need, taken)), None)
    if clash is not None:
        reasons.append((Bar.ELSEWHERE, clash.starts_at.isoformat(), clash.ends_at.isoformat()))
    elif candidate.contract is Contract.EMPLOYEE:
        reasons += _day_of_an_employee(need, candidate)
    return tuple(reasons)


def _day_of_an_employee(need: VisitNeed, candidate: Candidate) -> Iterator[Reason]:
    """What the Working Hours Act says of the day with this visit in it. Of rests and weeks the board judges, which
    knows all of them (`roster.worktime`)."""
    here = Taken(need.starts_at, need.ends_at, need.latitude, need.longitude)
    visits = [*(taken for taken in candidate.taken if local_day(taken.starts_at) == need.day), here]
    visits.sort(key=lambda visit: visit.starts_at)
    home = (candidate.latitude, candidate.longitude)
    places = [home, *((visit.latitude, visit.longitude) for visit in visits), home]
    ways = [ceil(travel_time(distance(*one, *other)).total_seconds() / 60) for one, other in pairwise(places)]
    shift = shift_of([(minute(visit.starts_at), minute(visit.ends_at)) for visit in visits], ways)
    if shift.work > LONGEST_SHIFT:
        yield (Bar.SHIFT_TOO_LONG, shift.work, LONGEST_SHIFT)
    if shift.breaks < shift.break_needed:
        yield (Bar.BREAK_MISSING, shift.breaks, shift.break_needed, shift.work)


def knows_trade(trades: Sequence[str], wanted: str) -> bool:
    """The same trade, or the full trade where an allrounder is asked."""
    return wanted in trades or FULL_TRADE.get(wanted) in trades


def within(week: Sequence[Hours], starts_at: datetime, ends_at: datetime) -> bool:
    """Does all of it fall in one stretch of the hours of a week? Stretches that touch count as one."""
    starts, ends = starts_at.astimezone(AMSTERDAM), ends_at.astimezone(AMSTERDAM)
    if ends.date() != starts.date():
        return False
    reached: time = starts.time()
    for hours in sorted(week, key=lambda hours: hours.starts):
        if hours.weekday == starts.weekday() and hours.starts <= reached < hours.ends:
            reached = hours.ends
    return reached >= ends.time() and reached != starts.time()


def travel_time(metres: int) -> timedelta:
    """The way between two visits by bicycle, with a little air; at the same address nothing."""
    return timedelta(minutes=MINUTES_BETWEEN + metres / BICYCLE_METRES_A_MINUTE) if metres else timedelta()


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> int:
    """Great-circle distance in metres (haversine)."""
    a, b = radians(latitude), radians(other_latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half))))


def stands_until(at: datetime, starts_at: datetime, longest: timedelta) -> datetime:
    """How long an offer stands: at most `longest`, and half the time that is left, so that a next can be asked."""
    return at + min(longest, (starts_at - at) / 2)


def _meets(need: VisitNeed, taken: Taken) -> bool:
    way = travel_time(distance(taken.latitude, taken.longitude, need.latitude, need.longitude))
    return need.starts_at < taken.ends_at + way and taken.starts_at < need.ends_at + way


def share(candidate: Candidate) -> float:
    """Work given per hour offered. Who offered nothing had the whole share as soon as there is any work."""
    return candidate.minutes_done / max(candidate.minutes_offered, 60)


def _order(need: VisitNeed, candidate: Candidate) -> tuple[bool, int, float, int, int]:
    familiar = candidate.visits_here if need.trade == HOUSEHOLD_TRADE else 0
    metres = distance(candidate.latitude, candidate.longitude, need.latitude, need.longitude)
    # A twentieth of somebody's hours is no difference: then the nearest goes.
    return (candidate.declined, -familiar, round(share(candidate) * 20) / 20, metres, candidate.worker_id)


def _reasons(need: VisitNeed, candidate: Candidate) -> tuple[Reason, ...]:
    metres = distance(candidate.latitude, candidate.longitude, need.latitude, need.longitude)
    reasons: list[Reason] = [
        (For.SHARE, candidate.minutes_done, candidate.minutes_offered),
        (For.DISTANCE, metres),
    ]
    if candidate.visits_here and need.trade == HOUSEHOLD_TRADE:
        reasons.insert(0, (For.FAMILIAR, candidate.visits_here))
    if candidate.declined:
        reasons.insert(0, (For.DECLINED,))
    return tuple(reasons)
