"""Referring a client, adding a grant and stopping one: the same for the district team and for the coordinator.

Each portal keeps its own doors and its own page of a client; `portal` says whose pages these are.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.desk.services import add_grant, end_grant, refer
from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.homes.models import Client
from werkplaats.homes.queries import place_of, visible_client, visible_grant, visible_teams, waiting_numbers
from werkplaats.homes.rules import Frequency, HouseholdActivity, ParticipationStatus
from werkplaats.homes.rules.referral import Referral
from werkplaats.members.models import Cooperative
from werkplaats.members.rules import ContactBy, Language
from werkplaats.portal.fields import day_field, named, reachable, refuse

Group = tuple[Any, list[Any]]


class GrantForm(forms.Form):
    """What the municipality granted."""

    use_required_attribute = False
    activities = forms.MultipleChoiceField(
        label=gettext_lazy("Help with"),
        widget=forms.CheckboxSelectMultiple,
        choices=named("activity", HouseholdActivity),
        error_messages={"required": gettext_lazy("Choose at least one activity.")},
        help_text=gettext_lazy("Medical and personal care is not possible here."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes a visit"), min_value=15, max_value=480)
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"), widget=forms.RadioSelect, choices=named("frequency", Frequency)
    )
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    preferred_weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day that suits best"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("no preference")), *((day, LABELS["weekday"][day]) for day in "012345")],
    )
    preferred_start = forms.TimeField(
        label=gettext_lazy("Time that suits best"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def granted(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in GrantForm.base_fields}
        return {
            **given,
            "activities": tuple(HouseholdActivity(one) for one in given["activities"]),
            "frequency": Frequency(given["frequency"]),
        }


class ReferForm(GrantForm):
    """Somebody new, on one page. No BSN: the reference is the provider's own."""

    district_team_id = forms.TypedChoiceField(label=gettext_lazy("District team"), coerce=int)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=30)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    contact_by = forms.ChoiceField(
        label=gettext_lazy("Wants to hear by"),
        widget=forms.RadioSelect,
        initial=ContactBy.PHONE,
        choices=named("contact_by", ContactBy),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), initial=Language.NL, choices=named("language", Language)
    )
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=10)
    house_number = forms.IntegerField(label=gettext_lazy("House number"), min_value=1, max_value=99999)
    addition = forms.CharField(label=gettext_lazy("Addition"), required=False, max_length=10)
    street = forms.CharField(
        label=gettext_lazy("Street"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only when we do not know this postcode yet; then we ask for it."),
    )
    provider_reference = forms.CharField(
        label=gettext_lazy("Your reference"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The number of the decision. Never a BSN."),
    )
    notes_for_helper = forms.CharField(
        label=gettext_lazy("What must the helper know at the door?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: a cat, the key, the stairs. Not why somebody needs help."),
    )

    def __init__(self, teams: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["district_team_id"]
        team.choices = teams
        if len(teams) == 1:
            team.initial, team.widget = teams[0][0], forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reachable(self, cleaned)
        return cleaned

    def groups(self) -> list[Group]:
        """The fields as they stand on the page, under their headings."""
        who = ("district_team_id", "name", "phone", "email", "contact_by", "language")
        parts = {
            _("Who"): who,
            _("Where"): ("postcode", "house_number", "addition", "street"),
            _("What was granted"): tuple(GrantForm.base_fields),
            _("For us"): ("provider_reference", "notes_for_helper"),
        }
        return [(title, [self[name] for name in names if not self[name].is_hidden]) for title, names in parts.items()]

    def referral(self, cooperative: Cooperative) -> Referral:
        given = {name: value for name, value in self.cleaned_data.items() if name not in GrantForm.base_fields}
        place = place_of(cooperative, given["postcode"])
        given["street"] = given["street"] or place.street
        where: dict[str, Any] = {"city": place.city, "latitude": place.latitude, "longitude": place.longitude}
        return Referral(**given, **where, **self.granted())


class StopForm(forms.Form):
    use_required_attribute = False
    ended_on = day_field(
        gettext_lazy("Last day of help"),
        help_text=gettext_lazy("On this day somebody still comes, when that was the plan."),
    )


def refer_page(request: Any, portal: str) -> HttpResponse:
    """Refer somebody. For the district team its own clients; the coordinator does it for a team that phones."""
    teams = list(visible_teams(request.actor).values_list("pk", "name"))
    form = ReferForm(teams, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cooperative = Cooperative.objects.get(pk=request.actor.cooperative_id)
            place = refer(request.actor, form.referral(cooperative), at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, said_of_place(place))
            return redirect(f"{portal}:client", client_id=place.client_id)
    return _form(request, portal, "clients/refer.html", form, teams=teams)


def add_grant_page(request: Any, portal: str, client_id: int) -> HttpResponse:
    client = found(visible_client(request.actor, client_id))
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_grant(request.actor, client.pk, at=timezone.now(), **form.granted())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The grant is added. Who has a place gets visits for the coming weeks."))
            return redirect(f"{portal}:client", client_id=client.pk)
    return _form(request, portal, "clients/add_grant.html", form, client=client)


def end_grant_page(request: Any, portal: str, grant_id: int) -> HttpResponse:
    grant = found(visible_grant(request.actor, grant_id))
    form = StopForm(request.POST or None, initial={"ended_on": grant.ended_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["ended_on"]
        try:
            end_grant(request.actor, grant.pk, ended_on=day, at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The help stops. The helper and the client hear it."))
            return redirect(f"{portal}:client", client_id=grant.client_id)
    return _form(request, portal, "clients/end_grant.html", form, grant=grant, client=grant.client)


def said_of_place(place: Any) -> str:
    """The place in words, for who signed somebody up."""
    if place.status == ParticipationStatus.WAITING:
        number = waiting_numbers(place.pilot_id)[place.pk]
        return _("All places are taken: number %(number)s on the waiting list.") % {"number": number}
    return _("Place %(number)s in %(pilot)s.") % {"number": place.place, "pilot": place.pilot.name}


def found(row: Any) -> Any:
    """The row, or 404 when it is not there for who asks."""
    if row is None:
        raise Http404
    return row


def _form(request: Any, portal: str, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    client: Client | None = context.get("client")
    context |= {"form": form, "portal": portal, "dense": portal == "coordinator", "of_client": client}
    return render(request, template, context, status=422 if form.errors else 200)
