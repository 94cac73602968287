"""Who may do what: one table, deny by default. Which rows somebody sees of it is asked in each module's queries."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    RESIDENT = "resident"
    WORKER = "worker"
    COORDINATOR = "coordinator"
    LANDLORD = "landlord"
    OBSERVER = "observer"
    DISTRICT_TEAM = "district_team"
    BOARD = "board"


STAFF = frozenset({Role.COORDINATOR, Role.LANDLORD, Role.OBSERVER, Role.DISTRICT_TEAM, Role.BOARD})


class May(StrEnum):
    """The doors of the program: every page and every API route stands behind exactly one."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    REPORT = "report"
    FOLLOW_OWN_REQUESTS = "follow_own_requests"
    SIGN_OFF = "sign_off"
    SEE_OWN_WORK = "see_own_work"
    DO_OWN_WORK = "do_own_work"
    ASSESS = "assess"
    PLAN = "plan"
    ADMIT = "admit"
    MANAGE_TEAM = "manage_team"
    SEE_MEMBERS = "see_members"
    MANAGE_PILOTS = "manage_pilots"
    IMPORT = "import"
    MANAGE_LISTS = "manage_lists"
    APPROVE_LISTS = "approve_lists"
    SETTLE = "settle"
    SEE_ALL_REQUESTS = "see_all_requests"
    SEE_LANDLORD_RESULTS = "see_landlord_results"
    REFER_CLIENTS = "refer_clients"
    SEE_OWN_CLIENTS = "see_own_clients"
    SEE_TOTALS = "see_totals"
    SEE_COUNTERS = "see_counters"


EVERYBODY = frozenset(Role)
ALLOWED: dict[May, frozenset[Role]] = {
    May.REPORT: frozenset({Role.RESIDENT, Role.COORDINATOR}),
    May.FOLLOW_OWN_REQUESTS: frozenset({Role.RESIDENT}),
    May.SIGN_OFF: frozenset({Role.RESIDENT, Role.COORDINATOR}),
    May.SEE_OWN_WORK: frozenset({Role.WORKER}),
    May.DO_OWN_WORK: frozenset({Role.WORKER}),
    May.ASSESS: frozenset({Role.COORDINATOR}),
    May.PLAN: frozenset({Role.COORDINATOR}),
    May.ADMIT: frozenset({Role.COORDINATOR}),
    May.MANAGE_TEAM: frozenset({Role.COORDINATOR}),
    May.SEE_MEMBERS: frozenset({Role.COORDINATOR, Role.BOARD}),
    May.MANAGE_PILOTS: frozenset({Role.COORDINATOR}),
    May.IMPORT: frozenset({Role.COORDINATOR}),
    May.MANAGE_LISTS: frozenset({Role.COORDINATOR}),
    May.APPROVE_LISTS: frozenset({Role.COORDINATOR, Role.BOARD}),
    May.SETTLE: frozenset({Role.COORDINATOR, Role.BOARD}),
    May.SEE_ALL_REQUESTS: frozenset({Role.COORDINATOR}),
    May.SEE_LANDLORD_RESULTS: frozenset({Role.LANDLORD}),
    May.REFER_CLIENTS: frozenset({Role.DISTRICT_TEAM, Role.COORDINATOR}),
    May.SEE_OWN_CLIENTS: frozenset({Role.DISTRICT_TEAM}),
    May.SEE_TOTALS: frozenset({Role.OBSERVER, Role.LANDLORD, Role.BOARD, Role.COORDINATOR}),
    May.SEE_COUNTERS: frozenset({Role.BOARD, Role.COORDINATOR}),
}


@dataclass(frozen=True)
class Actor:
    """Who does something: a person of one cooperative with roles, or nobody yet (`person_id` None, no roles)."""

    cooperative_id: int = 0  # 0: of none; no row has it, so nothing is found
    person_id: int | None = None
    roles: frozenset[Role] = frozenset()
    worker_id: int | None = None
    landlord_ids: frozenset[int] = frozenset()
    district_team_ids: frozenset[int] = frozenset()
    language: str = ""

    def may(self, door: May) -> bool:
        """Deny by default: a door that is not in the table opens for nobody."""
        if door is May.ANYONE:
            return True
        if door is May.SIGNED_IN:
            return self.person_id is not None
        return bool(self.roles & ALLOWED.get(door, frozenset()))


NOBODY = Actor()


class DoorClosed(Exception):
    """This actor may not do this."""


def require(actor: Actor, door: May) -> None:
    """Raise DoorClosed when the door does not open for this actor. Every service verb begins with it."""
    if not actor.may(door):
        raise DoorClosed(door)
