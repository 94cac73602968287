"""Which tenants have the service plan, since when and until when."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.clients import found
from werkplaats.portal.fields import day_field, refuse
from werkplaats.portal.gate import action, form_page
from werkplaats.settlement import services
from werkplaats.settlement.queries_terms import subscriptions as rows_of
from werkplaats.settlement.queries_terms import without_plan


class SubscribeForm(forms.Form):
    residence = forms.ChoiceField(label=gettext_lazy("Tenant"))
    since = day_field(gettext_lazy("First day"))

    def __init__(self, choices: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["residence"]
        field.choices = choices


@form_page(May.SETTLE)
def subscriptions(request: Any) -> HttpResponse:
    today = timezone.localdate()
    tenants = [
        (one.pk, f"{one.person.name}, {one.dwelling.address}")
        for one in without_plan(request.actor.cooperative_id, today)
    ]
    form = SubscribeForm(tenants, request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        residence, since = int(form.cleaned_data["residence"]), form.cleaned_data["since"]
        try:
            services.subscribe(request.actor, residence, since=since, at=timezone.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The service plan is kept."))
            return redirect("board:subscriptions")
    context = {
        "subscriptions": rows_of(request.actor.cooperative_id),
        "form": form if tenants else None,
        "today": today,
    }
    return render(request, "board/subscriptions.html", context, status=422 if form.errors else 200)


class EndForm(forms.Form):
    until = day_field(gettext_lazy("Last day"))


@action(May.SETTLE)
def end(request: Any, subscription_id: int) -> HttpResponse:
    one = found(rows_of(request.actor.cooperative_id).filter(pk=subscription_id).first())
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Fill in the last day of the service plan."))
        return redirect("board:subscriptions")
    try:
        services.end_subscription(request.actor, one.pk, until=form.cleaned_data["until"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The service plan ends on that day."))
    return redirect("board:subscriptions")
