"""The resident follows what was reported: state, conversation, visits, sign-off and thanks."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.delivery import services as delivery
from werkplaats.desk import services as desk
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.queries import visible_request, visible_requests
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.services import requests
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import May, Role
from werkplaats.planning.models import Assignment
from werkplaats.planning.queries import customer_of
from werkplaats.portal.gate import action, page
from werkplaats.portal.resident.advice import of_request
from werkplaats.portal.resident.forms import MessageForm, NotSolvedForm, PhotosForm, ThanksForm
from werkplaats.portal.resident.report_views import add_all
from werkplaats.triage.services import close_after_advice

SHOWN = 50
TO_JUDGE = (VisitStatus.DONE, VisitStatus.FOLLOW_UP)
OUT_OF_SIGHT = (VisitStatus.CANCELLED,)
GOING = Prefetch(
    "assignments",
    queryset=Assignment.objects.filter(active=True).select_related("worker__person").order_by("id"),
    to_attr="going",
)
CAN_CLOSE = (RequestStatus.NEW, RequestStatus.QUESTION, RequestStatus.ADVISED, RequestStatus.FORWARDED)


@page(May.FOLLOW_OWN_REQUESTS)
def home(request: Any) -> HttpResponse:
    rows = visible_requests(request.actor).filter(reporter_id=request.actor.person_id)
    own = list(rows.select_related("dwelling").order_by("-reported_at")[:SHOWN])
    coming = (
        Visit.objects.filter(
            cooperative_id=request.actor.cooperative_id,
            job__care_grant__client__person_id=request.actor.person_id,
            status__in=[VisitStatus.AGREED, VisitStatus.UNDER_WAY, *TO_JUDGE],
        )
        .select_related("job")
        .prefetch_related(GOING)
        .order_by("period")[:8]
    )
    return render(request, "resident/home.html", {"requests": own, "visits": [card(visit) for visit in coming]})


def card(visit: Visit) -> dict[str, Any]:
    """One visit as a resident sees it: when, who comes (by first name), and what can be done now."""
    going: list[Assignment] = getattr(visit, "going", [])
    names = [assignment.worker.person.name.split()[0] for assignment in going]
    feedback = getattr(visit, "feedback", None)
    return {
        "visit": visit,
        "who": _(" and ").join(names),
        "to_judge": visit.status in TO_JUDGE,
        "to_thank": visit.status in (*TO_JUDGE, VisitStatus.SIGNED) and feedback is None,
        "feedback": feedback,
    }


def found(request: Any, reference: str) -> Request:
    subject = visible_request(request.actor, reference)
    if subject is None or subject.reporter_id != request.actor.person_id:
        raise Http404
    return subject


@page(May.FOLLOW_OWN_REQUESTS)
def show(request: Any, reference: str) -> HttpResponse:
    return show_page(request, found(request, reference))


def show_page(request: Any, subject: Request, status: int = 200, **forms: Any) -> HttpResponse:
    context = {**file_of(subject), "advice": of_request(subject), **new_forms(), **forms}
    return render(request, "resident/request.html", context, status=status)


def new_forms() -> dict[str, Any]:
    return {
        "message_form": MessageForm(),
        "photos_form": PhotosForm(),
        "not_solved_form": NotSolvedForm(),
        "thanks_form": ThanksForm(),
        "wrong_visit": None,
    }


def file_of(subject: Request) -> dict[str, Any]:
    """All that the resident may read about one request, in a fixed number of queries."""
    visits = (
        Visit.objects.filter(job__request=subject)
        .exclude(status__in=OUT_OF_SIGHT)
        .select_related("job", "feedback")
        .prefetch_related(GOING)
        .order_by("job_id", "number")
    )
    return {
        "subject": subject,
        "photos": list(subject.photos.all()),
        "thread": list(subject.messages.all()),
        "decision": subject.assessments.order_by("-id").first(),
        "visits": [card(visit) for visit in visits],
        "can_close": subject.status in CAN_CLOSE,
        "is_open": subject.status not in (RequestStatus.CLOSED, RequestStatus.JOINED, RequestStatus.SPLIT),
    }


@page(May.FOLLOW_OWN_REQUESTS)
def on_paper(request: Any, reference: str) -> HttpResponse:
    return render(request, "resident/print.html", file_of(found(request, reference)))


@action(May.FOLLOW_OWN_REQUESTS)
def say(request: Any, reference: str) -> HttpResponse:
    subject = found(request, reference)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_page(request, subject, 422, message_form=form)
    try:
        requests.say(request.actor, subject.pk, form.cleaned_data["text"], at=timezone.now())
    except Refused as error:
        form.add_error("text", str(error))
        return show_page(request, subject, 422, message_form=form)
    messages.success(request, _("Your message is sent."))
    return redirect("resident:request", reference=reference)


@action(May.FOLLOW_OWN_REQUESTS)
def add_photos(request: Any, reference: str) -> HttpResponse:
    subject = found(request, reference)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_page(request, subject, 422, photos_form=form)
    add_all(request, subject, form.cleaned_data["photos"])
    return redirect("resident:request", reference=reference)


@action(May.FOLLOW_OWN_REQUESTS)
def close(request: Any, reference: str) -> HttpResponse:
    subject = found(request, reference)
    try:
        requests.close_own(request.actor, subject.pk, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This request is closed. Thank you for telling."))
    return redirect("resident:request", reference=reference)


@action(May.FOLLOW_OWN_REQUESTS)
def close_own(request: Any, reference: str) -> HttpResponse:
    """Closed on what we said: the resident does it, or knows where to turn."""
    subject = found(request, reference)
    try:
        close_after_advice(request.actor, subject.pk, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your report is closed. What to do stands below."))
    return redirect("resident:request", reference=reference)


def own_visit(request: Any, visit_id: int) -> Visit:
    visit = (
        Visit.objects.select_related(
            "job__request__client__person", "job__request__reporter", "job__care_grant__client__person"
        )
        .filter(pk=visit_id, cooperative_id=request.actor.cooperative_id)
        .first()
    )
    customer = customer_of(visit) if visit is not None else None
    if visit is None or customer is None or customer.pk != request.actor.person_id:
        raise Http404
    return visit


def back_to(visit: Visit) -> HttpResponse:
    if visit.job.request is not None:
        return redirect("resident:request", reference=visit.job.request.reference)
    return redirect("resident:home")


@action(May.SIGN_OFF)
def sign(request: Any, visit_id: int) -> HttpResponse:
    visit = own_visit(request, visit_id)
    try:
        desk.sign_off(request.actor, visit_id, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. You agreed that it is done."))
    return back_to(visit)


@action(May.SIGN_OFF)
def not_solved(request: Any, visit_id: int) -> HttpResponse:
    visit = own_visit(request, visit_id)
    form = NotSolvedForm(request.POST)
    if form.is_valid():
        try:
            desk.not_solved(request.actor, visit_id, form.cleaned_data["text"], at=timezone.now())
        except Refused as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("We have heard you. Somebody comes back. It costs nothing extra."))
            return back_to(visit)
    if visit.job.request is None:
        messages.error(request, _("Write what is not solved yet."))
        return back_to(visit)
    subject = found(request, visit.job.request.reference)
    return show_page(request, subject, 422, not_solved_form=form, wrong_visit=visit.pk)


@action(May.SIGN_OFF)
def thank(request: Any, visit_id: int) -> HttpResponse:
    visit = own_visit(request, visit_id)
    form = ThanksForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            delivery.rate(request.actor, visit_id, rating=given["rating"], thanks=given["thanks"], at=timezone.now())
        except Refused as error:
            form.add_error("rating", str(error))
        else:
            messages.success(request, _("Thank you. We pass it on."))
            return back_to(visit)
    if visit.job.request is None:
        messages.error(request, _("Choose a number from 1 to 5."))
        return back_to(visit)
    subject = found(request, visit.job.request.reference)
    return show_page(request, subject, 422, thanks_form=form, wrong_visit=visit.pk)


@page(May.SIGNED_IN)
def photo(request: Any, photo_id: int) -> HttpResponseBase:
    """A photo of an own request, or for the coordinator."""
    rows = Photo.objects.filter(pk=photo_id, cooperative_id=request.actor.cooperative_id)
    if Role.COORDINATOR not in request.actor.roles:
        rows = rows.filter(request__reporter_id=request.actor.person_id)
    picture = rows.first()
    if picture is None:
        raise Http404
    response = FileResponse(picture.file.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response
