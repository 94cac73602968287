"""A request comes in: its branch, its state, its reference that can be said over the phone, and danger."""

from enum import StrEnum


class Branch(StrEnum):
    REPAIRS = "repairs"
    HOUSEHOLD = "household"


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    EMAIL = "email"
    COUNTER = "counter"
    API = "api"


class RequestStatus(StrEnum):
    """new → assessed one way or another → closed; `new` again when solved turns out not to be."""

    NEW = "new"
    QUESTION = "question"  # waits for the resident's answer
    ADVISED = "advised"  # the tenant does it, with our explanation
    ACCEPTED = "accepted"  # the cooperative took it on
    FORWARDED = "forwarded"  # with the landlord or elsewhere
    JOINED = "joined"  # the same problem as another request
    SPLIT = "split"  # goes on as two or more requests
    CLOSED = "closed"


class Danger(StrEnum):
    GAS = "gas"
    ELECTRICITY = "electricity"
    WATER = "water"
    FIRE = "fire"
    LOCKED_IN = "locked_in"
    FALLING = "falling"  # something may come down on people
    PERSON = "person"  # somebody is in acute need: fallen, no breath, missing, threatened


OPEN = frozenset(
    {
        RequestStatus.NEW,
        RequestStatus.QUESTION,
        RequestStatus.ADVISED,
        RequestStatus.ACCEPTED,
        RequestStatus.FORWARDED,
    }
)
MAX_PHOTOS = 6
MAX_PHOTO_BYTES = 10 * 1024 * 1024
