"""Who takes part: roles, workers and their papers, and who may do what. Read `roles`, `credentials`, `identity`."""

from enum import StrEnum


class Language(StrEnum):
    NL = "nl"
    EN = "en"


class ContactBy(StrEnum):
    """How a person wants to hear something; many never use a screen."""

    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"


class MemberKind(StrEnum):
    PERSON = "person"
    BUSINESS = "business"


class WorkerKind(StrEnum):
    TRADESPERSON = "tradesperson"
    HELPER = "helper"


class Contract(StrEnum):
    """An employee is under the Working Hours Act and has hours by contract; who is self-employed gets a fair share."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"


class TravelMode(StrEnum):
    FOOT = "foot"
    BICYCLE = "bicycle"
    CAR = "car"


class Pet(StrEnum):
    """Animals that live in homes and to which people are allergic; a rabbit counts as a rodent."""

    CAT = "cat"
    DOG = "dog"
    BIRD = "bird"
    RODENT = "rodent"


class SpokenLanguage(StrEnum):
    """What people of the neighbourhood speak with each other: ISO 639 codes. The pages are in a `Language`."""

    NL = "nl"
    EN = "en"
    AR = "ar"
    BER = "ber"
    DE = "de"
    ES = "es"
    FA = "fa"
    FR = "fr"
    KU = "ku"
    PAP = "pap"
    PL = "pl"
    PT = "pt"
    RU = "ru"
    SO = "so"
    TI = "ti"
    TR = "tr"
    UK = "uk"
    ZH = "zh"


class WorkerStatus(StrEnum):
    APPLIED = "applied"
    ADMITTED = "admitted"
    DECLINED = "declined"
    LEFT = "left"


class CredentialKind(StrEnum):
    """VOG: certificate of good conduct, asked of every helper who comes in homes. Insurance: liability."""

    VOG = "vog"
    INSURANCE = "insurance"


class ConsentPurpose(StrEnum):
    SHARE_CONCERN_WITH_DISTRICT_TEAM = "share_concern_with_district_team"
