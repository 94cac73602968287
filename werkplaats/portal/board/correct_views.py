"""What was settled, the latest first, and a settlement that was not right corrected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import CorrectForm
from werkplaats.portal.gate import PageRequest, form_page, page
from werkplaats.settlement import queries, services

SHOWN = 100


@page(May.SETTLE)
def settled(request: PageRequest) -> HttpResponse:
    return render(request, "board/settled.html", {"settled": queries.settled(request.actor)[:SHOWN]})


@form_page(May.SETTLE)
def correct(request: PageRequest, settlement_id: int) -> HttpResponse:
    found = get_object_or_404(queries.settled(request.actor), pk=settlement_id)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(request.actor, found.pk, **form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Corrected. What was invoiced comes on a credit note with the next invoices."))
            return redirect("board:settled")
    context = {
        "found": found,
        "form": form,
        "charges": found.charges.filter(reverses=None).order_by("pk"),
        "earnings": found.earnings.filter(reverses=None).order_by("pk"),
    }
    return render(request, "board/correct.html", context, status=422 if form.errors else 200)
