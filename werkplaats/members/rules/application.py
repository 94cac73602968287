"""Somebody wants to work for the neighbourhood: what we ask, and what is wrong with an answer."""

from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from werkplaats.members.rules import Contract, Pet, SpokenLanguage, TravelMode, WorkerKind, identity


@dataclass(frozen=True)
class Validity:
    """A paper's first and last day."""

    issued_on: date
    valid_until: date


@dataclass(frozen=True)
class Hours:
    """Hours in every week; weekday 0 is Monday, clock times are Amsterdam's."""

    weekday: int
    starts: time
    ends: time

    @property
    def can_be(self) -> bool:
        """There is such a day, and they end after they begin."""
        return 0 <= self.weekday <= 6 and self.starts < self.ends


@dataclass(frozen=True)
class WorkerApplication:
    name: str
    email: str
    kind: WorkerKind
    postcode: str
    house_number: str
    latitude: float
    longitude: float
    phone: str = ""
    language: str = "nl"
    trades: tuple[str, ...] = ()
    kvk_number: str = ""
    vat_number: str = ""
    iban: str = ""
    vog: Validity | None = None
    insurance: Validity | None = None
    availability: tuple[Hours, ...] = ()
    radius_metres: int = 5000
    hours_a_week: Decimal = Decimal(0)
    wishes: str = ""
    # None: not said. Then what is known stays, and of somebody new it is what most people have.
    languages: tuple[SpokenLanguage, ...] | None = None
    allergies: tuple[Pet, ...] | None = None
    travel_mode: TravelMode | None = None
    contract: Contract | None = None
    contract_minutes: int | None = None  # a week


class Wrong(StrEnum):
    MISSING = "missing"
    NO_TRADE = "no_trade"
    UNKNOWN_TRADE = "unknown_trade"
    KVK = "kvk"
    VAT = "vat"
    IBAN = "iban"
    POSTCODE = "postcode"
    DATES = "dates"
    HOURS = "hours"
    RADIUS = "radius"
    NO_LANGUAGE = "no_language"
    NO_EMPLOYEE = "no_employee"
    CONTRACT_MINUTES = "contract_minutes"


MOST_CONTRACT_MINUTES: Final = 48 * 60  # a week: more is above the average of the Working Hours Act, art. 5:7


def normalised(application: WorkerApplication) -> WorkerApplication:
    """The same application with its numbers written one way; what is wrong stays as typed."""
    return replace(
        application,
        kvk_number=identity.kvk_number(application.kvk_number) or application.kvk_number,
        vat_number=identity.vat_number(application.vat_number) or application.vat_number,
        iban=identity.iban(application.iban) or application.iban,
        postcode=identity.postcode(application.postcode) or application.postcode,
    )


def wrong(application: WorkerApplication, trades: frozenset[str]) -> dict[str, Wrong]:
    """Field → what is wrong with it; `trades` are the codes that exist. Empty when the application can be taken in.

    A tradesperson has a business, so a KvK number; a VAT number may be missing (the small business scheme). Both need
    an IBAN to be paid on. A VOG may follow later; without it nobody is planned.
    """
    found: dict[str, Wrong] = {}
    for field in ("name", "email", "house_number"):
        if not str(getattr(application, field)).strip():
            found[field] = Wrong.MISSING
    if identity.postcode(application.postcode) is None:
        found["postcode"] = Wrong.POSTCODE
    if identity.iban(application.iban) is None:
        found["iban"] = Wrong.IBAN
    if application.kind == WorkerKind.TRADESPERSON:
        if not application.trades:
            found["trades"] = Wrong.NO_TRADE
        if identity.kvk_number(application.kvk_number) is None:
            found["kvk_number"] = Wrong.KVK
    elif application.kvk_number and identity.kvk_number(application.kvk_number) is None:
        found["kvk_number"] = Wrong.KVK
    if not set(application.trades) <= trades:
        found["trades"] = Wrong.UNKNOWN_TRADE
    if application.vat_number and identity.vat_number(application.vat_number) is None:
        found["vat_number"] = Wrong.VAT
    for field in ("vog", "insurance"):
        validity: Validity | None = getattr(application, field)
        if validity is not None and validity.valid_until < validity.issued_on:
            found[field] = Wrong.DATES
    if not all(hours.can_be for hours in application.availability):
        found["availability"] = Wrong.HOURS
    if not 0 < application.radius_metres <= 50_000:
        found["radius_metres"] = Wrong.RADIUS
    if application.languages == ():
        found["languages"] = Wrong.NO_LANGUAGE
    mistake = wrong_contract(usual_contract(application), application.contract_minutes)
    if mistake is not None:
        found["contract_minutes"] = mistake
    return found


def usual_contract(application: WorkerApplication) -> Contract:
    """What the application says; else a helper without a business is taken for an employee."""
    if application.contract is not None:
        return application.contract
    employed = application.kind == WorkerKind.HELPER and not application.kvk_number
    return Contract.EMPLOYEE if employed else Contract.SELF_EMPLOYED


def wrong_contract(contract: Contract, minutes: int | None) -> Wrong | None:
    """Only an employee has hours by contract."""
    if minutes is None:
        return None
    if contract is not Contract.EMPLOYEE:
        return Wrong.NO_EMPLOYEE
    return None if 0 <= minutes <= MOST_CONTRACT_MINUTES else Wrong.CONTRACT_MINUTES
