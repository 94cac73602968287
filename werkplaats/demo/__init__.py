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


def load(progress: bool = True) -> None:
    """Make the neighbourhood; does nothing when it is there already."""
    from django.utils import timezone

    from werkplaats.demo.history import make_history

    if not is_loaded():
        make_history(now=timezone.now(), progress=progress)


def sign_ins() -> list[SignIn]:
    """One sign-in per role, for the start page and the terminal."""
    from django.db.models import Min

    from werkplaats.members.models import PersonRole, Worker
    from werkplaats.members.rules import WorkerKind
    from werkplaats.members.rules.roles import STAFF, Role

    pages = {
        Role.RESIDENT: "/melden/",
        Role.WORKER: "/werk/",
        Role.COORDINATOR: "/coordinator/",
        Role.LANDLORD: "/partner/woningen/",
        Role.OBSERVER: "/partner/totalen/",
        Role.DISTRICT_TEAM: "/partner/clienten/",
        Role.BOARD: "/bestuur/",
    }
    found = []
    firsts = PersonRole.objects.filter(cooperative__slug=SLUG, person__client=None, person__user__isnull=False)
    for row in firsts.values("role").annotate(first=Min("person_id")).order_by("role"):
        role = Role(row["role"])
        people = PersonRole.objects.filter(person_id=row["first"]).values_list("person__email", flat=True)
        if role != Role.WORKER:
            found.append(SignIn(role, people[0], PASSWORD if role in STAFF else None, pages[role]))
    for kind in WorkerKind:
        worker = (
            Worker.objects.filter(cooperative__slug=SLUG, kind=kind).select_related("person").order_by("id").first()
        )
        if worker:
            found.append(SignIn(kind, worker.person.email, None, pages[Role.WORKER]))
    return found
