"""A pilot begins, and its bounds change as the cooperative learns."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord, Participation, Pilot
from werkplaats.homes.rules import LandlordKind, ParticipationStatus, PilotKind
from werkplaats.homes.rules.pilot import MOST_PLACES, PilotFlaw, PilotPlan, closes_up, pilot_flaws
from werkplaats.homes.services.pilots import locked_pilot, move_up, taken_places
from werkplaats.members.rules.roles import Actor, May, require

WORDS: dict[PilotFlaw, Any] = {
    PilotFlaw.MISSING: gettext_lazy("Fill this in."),
    PilotFlaw.CAP: gettext_lazy("A pilot has at least 1 place and at most 100,000."),
    PilotFlaw.DATES: gettext_lazy("The last day comes before the first day."),
}


@transaction.atomic
def open_pilot(actor: Actor, plan: PilotPlan, partner: Landlord | DistrictTeam, *, at: datetime) -> Pilot:
    """A pilot for repairs with a landlord, or for household help with a district team. Sent twice it is one pilot.

    Errors: Refused with the field; also when the partner only watches, or has a pilot in these days already.
    """
    require(actor, May.MANAGE_PILOTS)
    _check(plan)
    found = type(partner).objects.select_for_update().filter(cooperative_id=actor.cooperative_id, pk=partner.pk).first()
    if found is None or (isinstance(found, Landlord) and found.kind == LandlordKind.OBSERVER):
        raise Refused(_("Choose who the pilot is held with. Who only watches has no pilot."), field="partner")
    repairs = isinstance(found, Landlord)
    whose: dict[str, Any] = {
        "cooperative_id": actor.cooperative_id,
        "kind": PilotKind.REPAIRS if repairs else PilotKind.HOUSEHOLD,
        "landlord": found if repairs else None,
        "district_team": None if repairs else found,
    }
    bounds = {"name": plan.name.strip(), "cap": plan.cap, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
    there = Pilot.objects.filter(**whose, starts_on__lte=plan.ends_on, ends_on__gte=plan.starts_on)
    same = there.filter(**bounds).first()
    if same is not None:
        return same
    if there.exists():
        raise Refused(
            _("There is a pilot with this partner in these days already. Change that one, or choose other days."),
            field="starts_on",
        )
    return Pilot.objects.create(**whose, **bounds)


def _check(plan: PilotPlan) -> None:
    for field, flaw in pilot_flaws(plan).items():
        raise Refused(WORDS[flaw], field=field)


@transaction.atomic
def change_pilot(actor: Actor, pilot_id: int, *, cap: int, ends_on: date, at: datetime) -> Pilot:
    """Another cap or last day. Who has a place keeps one; when there is more room those who wait move up at once.

    Errors: Refused with the field, when more places are taken than there would be.
    """
    require(actor, May.MANAGE_PILOTS)
    pilot = locked_pilot(actor.cooperative_id, pilot_id)
    taken = taken_places(pilot)
    if not max(len(taken), 1) <= cap <= MOST_PLACES:
        raise Refused(
            _("%(taken)s places are taken. Choose a number from %(lowest)s to %(highest)s.")
            % {"taken": len(taken), "lowest": max(len(taken), 1), "highest": f"{MOST_PLACES:,}"},
            field="cap",
        )
    _check(PilotPlan(pilot.name, cap, pilot.starts_on, ends_on))
    active = Participation.objects.filter(pilot=pilot, status=ParticipationStatus.ACTIVE)
    for place, lower in closes_up(cap, taken):
        active.filter(place=place).update(place=lower)
    pilot.cap, pilot.ends_on = cap, ends_on
    pilot.save(update_fields=["cap", "ends_on"])
    move_up(pilot.pk, at=at)
    return pilot
