"""Concerns that helpers passed on: read, taken up, closed, and shared with the district team when the client agrees."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.delivery import queries, services
from werkplaats.delivery.models import Concern
from werkplaats.delivery.rules import ConcernStatus
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import May
from werkplaats.members.services import people
from werkplaats.portal.gate import action, page

PAGE = 50


class FollowUpForm(forms.Form):
    follow_up = forms.CharField(
        label=gettext_lazy("What do you do about it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


@page(May.ASSESS)
def concerns(request: Any) -> HttpResponse:
    closed = request.GET.get("state") == "closed"
    found = Paginator(queries.concerns(request.actor.cooperative_id, closed=closed), PAGE)
    context = {"page": found.get_page(request.GET.get("page")), "closed": closed}
    return render(request, "coordinator/concerns.html", context)


@page(May.ASSESS)
def concern(request: Any, concern_id: int) -> HttpResponse:
    return _page(request, _concern(request, concern_id), FollowUpForm())


@action(May.ASSESS)
def step(request: Any, concern_id: int) -> HttpResponse:
    """Take it up, or close it: the button says which."""
    found, form, overtaken = _concern(request, concern_id), FollowUpForm(request.POST), ""
    if form.is_valid():
        closing = request.POST.get("step") == ConcernStatus.CLOSED
        verb = services.close_concern if closing else services.take_up_concern
        try:
            verb(request.actor, found.pk, follow_up=form.cleaned_data["follow_up"], at=timezone.now())
        except Outdated as error:
            found, overtaken = _concern(request, concern_id), str(error)
        except Refused as error:
            form.add_error("follow_up" if error.field == "follow_up" else None, str(error))
        else:
            messages.success(request, _("Closed.") if closing else _("Taken up. The helper hears that it was heard."))
            return redirect("coordinator:concern", concern_id=found.pk)
    return _page(request, found, form, overtaken=overtaken, status=409 if overtaken else 422)


@action(May.ASSESS)
def consent(request: Any, concern_id: int) -> HttpResponse:
    """Note what the client answered: the coordinator asked it."""
    found, given = _concern(request, concern_id), request.POST.get("given")
    if given in ("yes", "no"):
        people.record_consent(
            request.actor,
            found.client.person_id,
            ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM,
            given == "yes",
            at=timezone.now(),
        )
        messages.success(request, _("Noted."))
    return redirect("coordinator:concern", concern_id=found.pk)


@action(May.ASSESS)
def share(request: Any, concern_id: int) -> HttpResponse:
    found = _concern(request, concern_id)
    try:
        services.share_concern(request.actor, found.pk, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Shared with the district team."))
    return redirect("coordinator:concern", concern_id=found.pk)


def _concern(request: Any, concern_id: int) -> Concern:
    found = queries.concern(request.actor, concern_id)
    if found is None:
        raise Http404
    return found


def _page(request: Any, found: Concern, form: forms.Form, *, overtaken: str = "", status: int = 200) -> HttpResponse:
    client = found.client
    facts = [
        (_("Name"), client.person.name),
        (_("Phone"), client.person.phone),
        (_("Address"), client.dwelling.address),
        (_("District team"), client.district_team.name),
    ]
    context = {
        "concern": found,
        "form": form,
        "facts": facts,
        "consent": queries.latest_consent(client.person_id),
        "overtaken": overtaken,
    }
    return render(request, "coordinator/concern.html", context, status=status)
