"""Work that is done and that nobody signed for: the resident is asked once more."""

from datetime import datetime, timedelta

from django.db import transaction

from werkplaats.delivery.queries import unsigned_visits
from werkplaats.delivery.services.common import tell_of_visit
from werkplaats.jobs.models import Visit
from werkplaats.planning.queries import customer_of

ASK_AGAIN_AFTER = timedelta(days=3)


def remind_to_sign(*, at: datetime) -> int:
    """Ask once more whether it is solved, three days after a repair. Gives how many were asked.

    Who has no e-mail stands on the coordinator's list of what to tell. Household help is signed for by the week.
    """
    visits = unsigned_visits(before=at - ASK_AGAIN_AFTER).filter(job__request__isnull=False)
    return sum(_remind(visit, at) for visit in visits.select_related("job__request__client__person"))


@transaction.atomic
def _remind(visit: Visit, at: datetime) -> bool:
    customer = customer_of(visit)
    if customer is None:
        return False
    return tell_of_visit(customer, visit, event=f"sign-reminder:{visit.pk}", template="visit_unsigned", at=at)
