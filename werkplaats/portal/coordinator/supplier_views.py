"""Where material is fetched: the suppliers, and which job goes by one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Supplier
from werkplaats.homes.queries import place_of, suppliers_of, visible_supplier
from werkplaats.homes.services.suppliers import add_supplier, change_supplier, set_opening_hours, use_supplier
from werkplaats.jobs.services import fetch_first
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import May
from werkplaats.planning.queries import visit_for
from werkplaats.portal.clients import found
from werkplaats.portal.coordinator.supplier_forms import PickUpForm, SupplierForm
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page
from werkplaats.portal.week import WeekForm


@form_page(May.PLAN)
def suppliers(request: Any) -> HttpResponse:
    """The list, and a new one."""
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and _kept(request, form, None):
        messages.success(request, _("Added. You can choose it on the page of a visit."))
        return redirect("coordinator:suppliers")
    context = {"suppliers": suppliers_of(request.actor.cooperative_id), "form": form}
    return render(request, "coordinator/suppliers.html", context, status=422 if form.errors else 200)


@form_page(May.PLAN)
def supplier(request: Any, supplier_id: int) -> HttpResponse:
    """Mend what is known of one."""
    one = found(visible_supplier(request.actor, supplier_id))
    form = SupplierForm.of(one, request.POST or None)
    if request.method == "POST" and _kept(request, form, one):
        messages.success(request, _("Kept. Jobs that fetch something there go by the new facts."))
        return redirect("coordinator:suppliers")
    return _one(request, one, form=form)


@action(May.PLAN)
def hours(request: Any, supplier_id: int) -> HttpResponse:
    """When it is open."""
    one, week = found(visible_supplier(request.actor, supplier_id)), WeekForm(request.POST)
    if not week.is_valid():
        return _one(request, one, week=week)
    set_opening_hours(request.actor, one.pk, week.hours(), at=timezone.now())
    messages.success(request, _("The opening hours are kept. The planner fetches nothing outside them."))
    return redirect("coordinator:supplier", supplier_id=one.pk)


def _one(
    request: Any, one: Supplier, *, form: SupplierForm | None = None, week: WeekForm | None = None
) -> HttpResponse:
    wrong = bool((form and form.errors) or (week and week.errors))
    context = {
        "supplier": one,
        "form": form or SupplierForm.of(one),
        "week": week or WeekForm(initial=WeekForm.of(one.hours.all())),
        "open": one.hours.order_by("weekday", "starts"),
        "week_failed": week is not None,
    }
    return render(request, "coordinator/supplier.html", context, status=422 if wrong else 200)


@action(May.PLAN)
def use(request: Any, supplier_id: int) -> HttpResponse:
    """From now on it can be chosen, or not any more."""
    one = found(visible_supplier(request.actor, supplier_id))
    active = request.POST.get("active") == "yes"
    use_supplier(request.actor, one.pk, active=active, at=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("coordinator:suppliers")


@action(May.PLAN)
def pick_up(request: Any, visit_id: int) -> HttpResponse:
    """Fetch material first, or not after all, for the job of this visit."""
    job = found(visit_for(request.actor, visit_id)).job
    form = PickUpForm(suppliers_of(job.cooperative_id, active=True), job.pick_up, request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose one of the suppliers."))
        fetch_first(request.actor, job.pk, form.cleaned_data["supplier"], at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept. The planner counts the way by there."))
    return redirect("coordinator:visit", visit_id=visit_id)


def _kept(request: Any, form: SupplierForm, one: Supplier | None) -> bool:
    """Write what was filled in; when it is refused the form says why."""
    if not form.is_valid():
        return False
    cooperative = Cooperative.objects.get(pk=request.actor.cooperative_id)
    details = form.details(place_of(cooperative, form.cleaned_data["postcode"]))
    if details is None:
        return False
    try:
        if one is None:
            add_supplier(request.actor, details, at=timezone.now())
        else:
            change_supplier(request.actor, one.pk, details, at=timezone.now())
    except Refused as error:
        refuse(form, error)
        return False
    return True
