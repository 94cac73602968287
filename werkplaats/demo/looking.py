"""Through whose eyes the demo is looked at: who has an interesting page to see today."""

from datetime import datetime, time, timedelta

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone

from werkplaats.demo import SLUG
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Role


def residents_with_most_to_see() -> QuerySet[Person]:
    """Residents who can sign in: with something to sign and a report that waits first."""
    waits = Count("requests", Q(requests__status=RequestStatus.NEW), distinct=True)
    to_sign = Count("requests__jobs__visits", Q(requests__jobs__visits__status=VisitStatus.DONE), distinct=True)
    people = Person.objects.filter(
        cooperative__slug=SLUG, roles__role=Role.RESIDENT, client=None, worker=None, user__isnull=False
    )
    both = Case(When(waits__gt=0, to_sign__gt=0, then=1), default=0)
    seen = people.annotate(waits=waits, to_sign=to_sign).annotate(both=both)
    return seen.order_by("-both", "-to_sign", "-waits", "pk")


def workers_with_most_to_do(kind: WorkerKind) -> QuerySet[Worker]:
    """Workers of a kind: with the fullest today and tomorrow first, then with the fullest week."""
    today = datetime.combine(timezone.localdate(), time(), timezone.get_current_timezone())

    def visits_within(days: int) -> Count:
        within = Q(assignments__period__startswith__gte=today) & Q(
            assignments__period__startswith__lt=today + timedelta(days=days)
        )
        return Count("assignments", within & Q(assignments__active=True))

    workers = Worker.objects.filter(cooperative__slug=SLUG, kind=kind).select_related("person")
    return workers.annotate(soon=visits_within(2), this_week=visits_within(7)).order_by("-soon", "-this_week", "pk")
