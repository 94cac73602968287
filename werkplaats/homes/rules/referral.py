"""A district team refers somebody for household help: what was granted, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from werkplaats.homes.rules import Frequency, HouseholdActivity


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


class Flaw(StrEnum):
    MISSING = "missing"
    NO_ACTIVITY = "no_activity"
    MINUTES = "minutes"
    DATES = "dates"
    WEEKDAY = "weekday"
    NO_CONTACT = "no_contact"


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
    return found
