"""Which part of a self-employed worker's income and hours comes from here, and what they say of the rest."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import May
from werkplaats.portal.elsewhere import ElsewhereForm, answered
from werkplaats.portal.gate import PageRequest, form_page
from werkplaats.settlement import queries_guard


@form_page(May.SEE_OWN_WORK)
def elsewhere(request: PageRequest) -> HttpResponse:
    worker = Worker.objects.filter(
        pk=request.actor.worker_id or 0, cooperative_id=request.actor.cooperative_id, contract=Contract.SELF_EMPLOYED
    ).first()
    if worker is None:
        raise Http404
    today = timezone.localdate()
    form = ElsewhereForm.of(today, request.POST or None)
    if answered(request, worker, form, done=_("Thank you. This is what you told us.")):
        return redirect("worker:elsewhere")
    context = {"found": queries_guard.guarded_worker(worker, today), "form": form}
    return render(request, "worker/elsewhere.html", context, status=422 if form.errors else 200)
