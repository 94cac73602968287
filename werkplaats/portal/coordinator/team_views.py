"""The members of the cooperative, and who runs it: the team and the contacts of its partners."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.desk import staff
from werkplaats.desk.services import add_colleague, take_away
from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.ground.templatetags.labels import label
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.queries import members_of
from werkplaats.members.rules.roles import May, Role
from werkplaats.portal.gate import action, form_page, page
from werkplaats.portal.spreadsheet import csv_response

PAGE = 100


@page(May.SEE_MEMBERS)
def members(request: Any) -> HttpResponse:
    found = members_of(request.actor.cooperative_id)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "coordinator": request.actor.may(May.ADMIT),
    }
    return render(request, "coordinator/members.html", context)


@page(May.SEE_MEMBERS)
def members_csv(request: Any) -> HttpResponse:
    """For the letter that calls the members to their meeting: with how to reach them."""
    header = [_("Number"), _("Name"), _("Business"), _("Kind"), _("Member since"), _("E-mail address"), _("Phone")]
    rows = [
        [
            one.number,
            one.person.name,
            one.business_name,
            str(label(one.kind, "member_kind")),
            f"{timezone.localtime(one.joined_at):%Y-%m-%d}",
            one.person.email,
            one.person.phone,
        ]
        for one in members_of(request.actor.cooperative_id)
    ]
    return csv_response(f"{_('members')}.csv", header, rows)


class ColleagueForm(forms.Form):
    """`post` is a role, with the number of the partner when it is a contact's: "board", "landlord:3"."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    post = forms.ChoiceField(label=gettext_lazy("What does this person do?"), widget=forms.RadioSelect)

    def __init__(self, cooperative_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        landlords, teams = staff.partners(cooperative_id)
        posts = [(role.value, LABELS["role"][role]) for role in (Role.COORDINATOR, Role.BOARD)]
        for one in landlords:
            role = Role.LANDLORD if one.kind == LandlordKind.PARTY else Role.OBSERVER
            posts.append((f"{role}:{one.pk}", _("Contact of %(name)s") % {"name": one.name}))
        posts += [(f"{Role.DISTRICT_TEAM}:{one.pk}", _("Contact of %(name)s") % {"name": one.name}) for one in teams]
        self.fields["post"].choices = posts  # type: ignore[attr-defined]

    def clean_post(self) -> tuple[Role, int]:
        role, __, partner = self.cleaned_data["post"].partition(":")
        return Role(role), int(partner or 0)


@form_page(May.MANAGE_TEAM)
def team(request: Any) -> HttpResponse:
    form = ColleagueForm(request.actor.cooperative_id, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        role, partner_id = given["post"]
        try:
            person = add_colleague(
                request.actor,
                name=given["name"],
                email=given["email"],
                role=role,
                partner_id=partner_id,
                at=timezone.now(),
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(name)s can sign in now and reads by e-mail how.") % {"name": person.name})
            return redirect("coordinator:team")
    context = {"team": staff.team(request.actor.cooperative_id), "form": form}
    return render(request, "coordinator/team.html", context, status=422 if form.errors else 200)


@action(May.MANAGE_TEAM)
def away(request: Any, person_id: int) -> HttpResponse:
    """Take one role from one person; who takes the own role leaves this page."""
    text = request.POST.get("post", "")
    colleagues = {
        f"{one.role}:{one.partner_id}": one
        for one in staff.team(request.actor.cooperative_id)
        if one.person.pk == person_id
    }
    if not colleagues:
        raise Http404
    one = colleagues.get(text)
    if one is None:  # taken away in the meantime
        return redirect("coordinator:team")
    try:
        take_away(request.actor, person_id, one.role, partner_id=one.partner_id, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        words = {"name": one.person.name, "role": label(one.role, "role")}
        messages.success(request, _("%(name)s is no longer: %(role)s.") % words)
        if person_id == request.actor.person_id and one.role is Role.COORDINATOR:
            return redirect("/")
    return redirect("coordinator:team")
