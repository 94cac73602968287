"""The service plan: which tenants have it, for which dwelling, from when until when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import Dwelling, Residence
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Subscription


@transaction.atomic
def subscribe(actor: Actor, residence_id: int, *, since: date, at: datetime) -> Subscription:
    """A tenant takes the service plan for the dwelling where they live.

    Errors: Refused when nobody lives there any more, or when the dwelling has the plan then.
    """
    require(actor, May.SETTLE)
    found = Residence.objects.filter(cooperative_id=actor.cooperative_id, pk=residence_id, until=None)
    residence = found.select_related("dwelling").first()
    if residence is None:
        raise Refused(_("This person does not live there any more."), field="residence")
    Dwelling.objects.select_for_update(no_key=True).get(pk=residence.dwelling_id)  # two presses make one
    has_it = Subscription.objects.filter(dwelling_id=residence.dwelling_id).filter(Q(until=None) | Q(until__gte=since))
    if has_it.exists():
        raise Refused(_("This dwelling has the service plan already on that day, or has it later."), field="residence")
    return Subscription.objects.create(
        cooperative_id=actor.cooperative_id,
        person_id=residence.person_id,
        dwelling_id=residence.dwelling_id,
        since=since,
        recorded_at=at,
        recorded_by_id=actor.person_id,
    )


@transaction.atomic
def end_subscription(actor: Actor, subscription_id: int, *, until: date) -> Subscription:
    """`until`: its last day. Errors: Refused when that is before its first; Outdated when it ended already."""
    require(actor, May.SETTLE)
    found = Subscription.objects.select_for_update().filter(cooperative_id=actor.cooperative_id, pk=subscription_id)
    subscription = found.first()
    if subscription is None or subscription.until is not None:
        raise Outdated(_("This service plan has an end already."))
    if until < subscription.since:
        raise Refused(_("The last day is before the first day."), field="until")
    subscription.until = until
    subscription.save(update_fields=["until"])
    return subscription
