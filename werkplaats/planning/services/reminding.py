"""The day before: who comes tomorrow."""

from datetime import datetime, time, timedelta

from django.db import transaction

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules import ContactBy
from werkplaats.planning import queries
from werkplaats.planning.services.common import coming, hold_visit, tell_tomorrow


def remind_of_visits(*, at: datetime) -> int:
    """Remind residents of the repairs of tomorrow, once a visit. Gives how many were reminded.

    By e-mail only: a letter would come too late. Household help comes every week and needs no reminder.
    """
    tomorrow = local_day(at) + timedelta(days=1)
    begin = datetime.combine(tomorrow, time(), AMSTERDAM)
    visits = Visit.objects.filter(
        status=VisitStatus.AGREED,
        job__request__isnull=False,
        period__startswith__gte=begin,
        period__startswith__lt=datetime.combine(tomorrow + timedelta(days=1), time(), AMSTERDAM),
    )
    return sum(_remind(*row, at) for row in list(visits.order_by("pk").values_list("cooperative_id", "pk")))


@transaction.atomic
def _remind(cooperative_id: int, visit_id: int, at: datetime) -> bool:
    visit = hold_visit(cooperative_id, visit_id)
    customer, who = queries.customer_of(visit), coming(visit)
    if visit.status != VisitStatus.AGREED or not who or customer is None or customer.contact_by != ContactBy.EMAIL:
        return False
    return tell_tomorrow(visit, who, at)
