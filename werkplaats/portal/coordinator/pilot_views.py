"""The pilots: who takes part, who waits, signing up who called, ending, and the bounds of a pilot."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.desk.services import change_pilot, leave
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.queries import PilotCounters, participations, pilot_counters, visible_participation
from werkplaats.homes.rules import LandlordKind, ParticipationStatus, PilotKind
from werkplaats.homes.rules.pilot import MOST_PLACES, PilotPlan
from werkplaats.homes.services.opening import open_pilot
from werkplaats.homes.services.pilots import sign_up_dwelling
from werkplaats.members.rules.roles import May
from werkplaats.portal.clients import found, said_of_place
from werkplaats.portal.fields import day_field, refuse
from werkplaats.portal.gate import form_page, page
from werkplaats.portal.signing_up import CallerForm

PAGE = 100
ENDED = 30


class BoundsForm(forms.Form):
    use_required_attribute = False
    cap = forms.IntegerField(label=gettext_lazy("Number of places"), min_value=1, max_value=MOST_PLACES)
    ends_on = day_field(gettext_lazy("Last day"))


class PilotForm(BoundsForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    partner = forms.ChoiceField(
        label=gettext_lazy("With whom"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("With a housing association: repairs. With a district team: household help."),
    )
    starts_on = day_field(gettext_lazy("First day"))
    field_order = ("name", "partner", "cap", "starts_on", "ends_on")

    def __init__(self, partners: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["partner"]
        choice.choices = [(key, partner.name) for key, partner in partners.items()]

    def plan(self) -> PilotPlan:
        given = self.cleaned_data
        return PilotPlan(given["name"], given["cap"], given["starts_on"], given["ends_on"])


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why does it end?"),
        max_length=500,
        help_text=gettext_lazy("For example: moved. Only coordinators read this."),
    )


@page(May.MANAGE_PILOTS)
def pilots(request: Any) -> HttpResponse:
    context = {"pilots": pilot_counters(request.actor.cooperative_id), "today": timezone.localdate()}
    return render(request, "coordinator/pilots.html", context)


@page(May.MANAGE_PILOTS)
def pilot(request: Any, pilot_id: int) -> HttpResponse:
    counters = _counters(request, pilot_id)
    active = participations(counters.pilot, ParticipationStatus.ACTIVE)
    context = {
        "counters": counters,
        "pilot": counters.pilot,
        "household": counters.pilot.kind == PilotKind.HOUSEHOLD,
        "page": Paginator(active, PAGE).get_page(request.GET.get("page")),
        "waiting": participations(counters.pilot, ParticipationStatus.WAITING),
        "ended": participations(counters.pilot, ParticipationStatus.ENDED)[:ENDED],
    }
    return render(request, "coordinator/pilot.html", context)


@form_page(May.MANAGE_PILOTS)
def new(request: Any) -> HttpResponse:
    partners = _partners(request.actor.cooperative_id)
    form = PilotForm(partners, request.POST or None)
    if request.method == "POST" and form.is_valid():
        partner = partners[form.cleaned_data["partner"]]
        try:
            opened = open_pilot(request.actor, form.plan(), partner, at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The pilot is open."))
            return redirect("coordinator:pilot", pilot_id=opened.pk)
    context = {"form": form, "partners": partners}
    return render(request, "coordinator/pilot_new.html", context, status=422 if form.errors else 200)


def _partners(cooperative_id: int) -> dict[str, Landlord | DistrictTeam]:
    """Whom a pilot can be held with; an association that only watches is not one."""
    landlords = Landlord.objects.filter(cooperative_id=cooperative_id, kind=LandlordKind.PARTY).order_by("name")
    teams = DistrictTeam.objects.filter(cooperative_id=cooperative_id).order_by("name")
    return {
        **{f"landlord-{landlord.pk}": landlord for landlord in landlords},
        **{f"team-{team.pk}": team for team in teams},
    }


@form_page(May.MANAGE_PILOTS)
def change(request: Any, pilot_id: int) -> HttpResponse:
    counters = _counters(request, pilot_id)
    form = BoundsForm(request.POST or None, initial={"cap": counters.pilot.cap, "ends_on": counters.pilot.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            change_pilot(request.actor, pilot_id, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Changed. Who moves up from the waiting list hears it."))
            return redirect("coordinator:pilot", pilot_id=pilot_id)
    context = {"form": form, "counters": counters, "pilot": counters.pilot}
    return render(request, "coordinator/pilot_change.html", context, status=422 if form.errors else 200)


@form_page(May.MANAGE_PILOTS)
def sign_up(request: Any, pilot_id: int) -> HttpResponse:
    """For somebody who called. Household clients are referred instead."""
    pilot = _counters(request, pilot_id).pilot
    if pilot.kind != PilotKind.REPAIRS:
        return redirect("coordinator:refer")
    form = CallerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            place = sign_up_dwelling(pilot.cooperative_id, pilot_id=pilot.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, said_of_place(place))
            return redirect("coordinator:pilot", pilot_id=pilot.pk)
    context = {"form": form, "pilot": pilot}
    return render(request, "coordinator/pilot_sign_up.html", context, status=422 if form.errors else 200)


@form_page(May.MANAGE_PILOTS)
def end(request: Any, participation_id: int) -> HttpResponse:
    place = found(visible_participation(request.actor, participation_id))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave(request.actor, place.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Ended. Who moves up from the waiting list hears it."))
            return redirect("coordinator:pilot", pilot_id=place.pilot_id)
    context = {"form": form, "place": place, "ended": place.status == ParticipationStatus.ENDED}
    return render(request, "coordinator/participation_end.html", context, status=422 if form.errors else 200)


def _counters(request: Any, pilot_id: int) -> PilotCounters:
    counted = pilot_counters(request.actor.cooperative_id, pilot_id)
    return found(counted[0] if counted else None)  # type: ignore[no-any-return]
