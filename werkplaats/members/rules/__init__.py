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
