"""A district team refers somebody for household help: what was granted, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from werkplaats.homes.rules import Frequency, HouseholdActivity
from werkplaats.members.rules.identity import holds_bsn


@dataclass(frozen=True)
class Referral:
    name: str
    postcode: str
    house_number: int
    street: str
    city: str
    latitude: float
    longitude: float
    district_team_id: int
    activities: tuple[HouseholdActivity, ...]
    minutes: int  # a visit
    frequency: Frequency
    starts_on: date
    ends_on: date
    email: str = ""
    phone: str = ""
    language: str = "nl"
    contact_by: str = "phone"
    addition: str = ""
    provider_reference: str = ""
    notes_for_helper: str = ""
    preferred_weekday: int | None = None
    preferred_start: time | None = None
    heavy: bool = False


class Flaw(StrEnum):
    MISSING = "missing"
    NO_ACTIVITY = "no_activity"
    MINUTES = "minutes"
    DATES = "dates"
    WEEKDAY = "weekday"
    NO_CONTACT = "no_contact"
    BSN = "bsn"


def flaws(referral: Referral) -> dict[str, Flaw]:
    """Field → what is wrong; empty when the client can be taken in."""
    found: dict[str, Flaw] = {}
    for field in ("name", "street", "city"):
        if not getattr(referral, field).strip():
            found[field] = Flaw.MISSING
    if not referral.activities:
        found["activities"] = Flaw.NO_ACTIVITY
    if not 15 <= referral.minutes <= 480:
        found["minutes"] = Flaw.MINUTES
    if referral.ends_on < referral.starts_on:
        found["ends_on"] = Flaw.DATES
    if referral.preferred_weekday is not None and not 0 <= referral.preferred_weekday <= 6:
        found["preferred_weekday"] = Flaw.WEEKDAY
    if not referral.email.strip() and not referral.phone.strip():
        found["phone"] = Flaw.NO_CONTACT
    for field in ("name", "provider_reference", "notes_for_helper"):
        if holds_bsn(getattr(referral, field)):
            found[field] = Flaw.BSN
    return found


class GrantState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    NEVER = "never"  # stopped before it began


def last_day(ends_on: date, ended_on: date | None) -> date:
    """The last day on which a grant gives help; `ended_on` when it was stopped early."""
    return min(ends_on, ended_on) if ended_on else ends_on


def grant_state(starts_on: date, ends_on: date, ended_on: date | None, today: date) -> GrantState:
    """Whether a grant gives help on this day; its last day is one."""
    last = last_day(ends_on, ended_on)
    if last < starts_on:
        return GrantState.NEVER
    if today < starts_on:
        return GrantState.COMING
    return GrantState.RUNNING if today <= last else GrantState.OVER


def last_day_of_help(starts_on: date, ends_on: date, stopped_on: date) -> date | None:
    """The last day of a grant that stops early; the day before its first when it never begins at all.

    None when it ends by itself before that day.
    """
    return None if stopped_on > ends_on else max(stopped_on, starts_on - timedelta(days=1))
