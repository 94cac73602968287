"""The demo neighbourhood: invented people on real streets, and six months made by the program's own services."""

from dataclasses import dataclass

SLUG = "soesterkwartier"
PASSWORD = "demo-werkplaats"


@dataclass(frozen=True)
class SignIn:
    """One person to look through the eyes of. Residents and workers sign in by a code by e-mail, staff by password."""

    role: str
    email: str
    password: str | None
    url: str


def is_loaded() -> bool:
    from werkplaats.members.models import Cooperative

    return Cooperative.objects.filter(slug=SLUG).exists()


def load(weeks: int, progress: bool = True) -> None:
    """Make the neighbourhood, with this much history; nothing when it is there already."""
    from django.utils import timezone

    from werkplaats.demo.history import make_history

    if not is_loaded():
        make_history(now=timezone.now(), progress=progress, weeks=weeks)


def sign_ins() -> list[SignIn]:
    """One sign-in per role, for the start page and the terminal: who has the most to look at."""
    from werkplaats.demo.looking import residents_with_most_to_see, workers_with_most_to_do
    from werkplaats.members.models import PersonRole
    from werkplaats.members.rules import WorkerKind
    from werkplaats.members.rules.roles import STAFF, Role

    pages = {
        Role.COORDINATOR: "/coordinator/",
        Role.LANDLORD: "/partner/woningen/",
        Role.OBSERVER: "/partner/totalen/",
        Role.DISTRICT_TEAM: "/partner/clienten/",
        Role.BOARD: "/bestuur/",
    }
    found = [SignIn(Role.RESIDENT, person.email, None, "/melden/") for person in residents_with_most_to_see()[:1]]
    for kind in WorkerKind:
        found += [SignIn(kind, worker.person.email, None, "/werk/") for worker in workers_with_most_to_do(kind)[:1]]
    staff = PersonRole.objects.filter(cooperative__slug=SLUG, role__in=STAFF).order_by("person_id")
    firsts = {row.role: row.person for row in reversed(staff.select_related("person"))}
    found += [SignIn(role, firsts[role].email, PASSWORD, page) for role, page in pages.items() if role in firsts]
    return found
