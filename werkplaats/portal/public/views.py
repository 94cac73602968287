"""The front door: what the cooperative is, and the ways in."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Pilot
from werkplaats.homes.queries import place_of
from werkplaats.homes.rules import ParticipationStatus, PilotKind
from werkplaats.homes.services.pilots import sign_up_dwelling
from werkplaats.members.models import Cooperative
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import May
from werkplaats.members.services import workers
from werkplaats.members.services.people import join_as_member
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import form_page, page
from werkplaats.portal.navigation import first_page
from werkplaats.portal.public.forms import ApplicationForm, MemberForm
from werkplaats.portal.signing_up import JoinForm

KINDS = {"vakmens": WorkerKind.TRADESPERSON, "hulp": WorkerKind.HELPER}
THANKS = ("plaats", "wachtlijst", "lid", "aanmelding", "antwoorden")


@page(May.ANYONE)
def home(request: Any) -> HttpResponse:
    """For who is signed in the own first page; for others the neighbourhood."""
    own = first_page(request.actor)
    if own is not None:
        return redirect(own)
    cooperatives = list(Cooperative.objects.order_by("name")[:200])
    context: dict[str, Any] = {"cooperatives": cooperatives}
    if len(cooperatives) == 1:
        context["cooperative"] = cooperatives[0]
    if settings.DEMO:
        context["sign_ins"] = import_string(settings.DEMO_SIGN_INS)()
    return render(request, "public/home.html", context)


def _cooperative(slug: str) -> Cooperative:
    return get_object_or_404(Cooperative, slug=slug)


def _pilot(cooperative: Cooperative) -> Pilot | None:
    """The pilot that dwellings can sign up for today."""
    today = timezone.localdate()
    pilots = Pilot.objects.filter(cooperative=cooperative, kind=PilotKind.REPAIRS)
    return pilots.filter(starts_on__lte=today, ends_on__gte=today).select_related("landlord").order_by("id").first()


@page(May.ANYONE)
def cooperative(request: Any, slug: str) -> HttpResponse:
    found = _cooperative(slug)
    return render(request, "public/cooperative.html", {"cooperative": found, "pilot": _pilot(found)})


@form_page(May.ANYONE)
def join_pilot(request: Any, slug: str) -> HttpResponse:
    found = _cooperative(slug)
    pilot = _pilot(found)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and pilot is not None and form.is_valid():
        try:
            language = get_language() or "nl"
            participation = sign_up_dwelling(
                found.pk, pilot_id=pilot.pk, language=language, at=timezone.now(), **form.cleaned_data
            )
        except Refused as error:
            refuse(form, error)
        else:
            waiting = participation.status == ParticipationStatus.WAITING
            return redirect("public:thanks", slug=slug, what="wachtlijst" if waiting else "plaats")
    context = {"cooperative": found, "pilot": pilot, "form": form}
    return render(request, "public/join_pilot.html", context, status=422 if form.is_bound else 200)


@form_page(May.ANYONE)
def become_member(request: Any, slug: str) -> HttpResponse:
    found = _cooperative(slug)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            join_as_member(found.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            return redirect("public:thanks", slug=slug, what="lid")
    context = {"cooperative": found, "form": form}
    return render(request, "public/become_member.html", context, status=422 if form.is_bound else 200)


@form_page(May.ANYONE)
def apply(request: Any, slug: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    found = _cooperative(slug)
    form = ApplicationForm(request.POST or None, kind=KINDS[kind])
    if request.method == "POST" and form.is_valid():
        place = place_of(found, form.cleaned_data["postcode"])
        application = form.application(place.latitude, place.longitude, get_language() or "nl")
        try:
            workers.apply(found.pk, application, at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            return redirect("public:thanks", slug=slug, what="aanmelding")
    context = {"cooperative": found, "form": form, "kind": KINDS[kind]}
    return render(request, "public/apply.html", context, status=422 if form.is_bound else 200)


@page(May.ANYONE)
def thanks(request: Any, slug: str, what: str) -> HttpResponse:
    if what not in THANKS:
        raise Http404
    return render(request, "public/thanks.html", {"cooperative": _cooperative(slug), "what": what})
