"""The tenant's own service plan: whether there is one, what it costs, and how to take or stop it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import page
from werkplaats.settlement.queries_terms import own_plan


@page(May.FOLLOW_OWN_REQUESTS)
def plan(request: Any) -> HttpResponse:
    today = timezone.localdate()
    return render(request, "resident/plan.html", {"plan": own_plan(request.actor, today), "today": today})
