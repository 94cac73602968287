"""Work that is done and that nobody signed for: the resident is asked once more."""

from datetime import datetime, timedelta

from django.db import transaction

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.queries import UNSIGNED
from werkplaats.delivery.services.common import link
from werkplaats.jobs.models import Visit
from werkplaats.members.services.notices import tell
from werkplaats.planning.queries import customer_of

ASK_AGAIN_AFTER = timedelta(days=3)


def remind_to_sign(*, at: datetime) -> int:
    """Ask once more whether it is solved, three days after a repair. Gives how many were asked.

    Who has no e-mail stands on the coordinator's list of what to tell. Household help is signed for by the week.
    """
    waiting = Timesheet.objects.filter(signed_at=None, stopped_at__lt=at - ASK_AGAIN_AFTER)
    visits = Visit.objects.filter(status__in=UNSIGNED, job__request__isnull=False, pk__in=waiting.values("visit"))
    return sum(_remind(visit, at) for visit in visits.select_related("job__request__client__person", "job__request"))


@transaction.atomic
def _remind(visit: Visit, at: datetime) -> bool:
    customer, request = customer_of(visit), visit.job.request
    if customer is None or request is None:
        return False
    told = tell(
        customer,
        event=f"sign-reminder:{visit.pk}",
        template="visit_unsigned",
        context={
            "name": customer.name,
            "reference": f"{request.reference[:4]} {request.reference[4:]}",
            "link": link("resident:request", request.reference),
        },
        at=at,
    )
    return told is not None
