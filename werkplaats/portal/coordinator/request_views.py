"""One request: all of it on one page, and what the coordinator does with it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkplaats.desk import services
from werkplaats.desk.file import File, Subject, file
from werkplaats.ground import formats
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.rules import Danger, RequestStatus, danger
from werkplaats.intake.services import requests
from werkplaats.members.rules.roles import May
from werkplaats.portal.coordinator import proposals
from werkplaats.portal.coordinator.request_forms import (
    SMALL_FORMS,
    DecisionForm,
    JoinForm,
    MessageForm,
    SplitForm,
    blank,
    receiver,
    standing,
    written,
)
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page
from werkplaats.triage.judging import model_of
from werkplaats.triage.rules import Outcome, Party

Forms = dict[str, Any]


@form_page(May.ASSESS)
def show(request: Any, reference: str) -> HttpResponse:
    """The whole request; sending the form decides."""
    if request.method != "POST":
        return _page(request, _file(request, reference), {})
    return _take(request, reference) if "take" in request.POST else _decide(request, reference)


def _take(request: Any, reference: str) -> HttpResponse:
    """A proposal goes into the form, over what stood there; a reason that was typed stays. Nothing is decided."""
    found = _file(request, reference)
    subject, tongue = found.request, _tongue()
    judgement = proposals.judged(found, model_of(request.actor.cooperative_id))
    seen, typed = request.POST.get("based_on", ""), request.POST.get("reason", "")
    given = proposals.take(judgement, request.POST["take"], subject, tongue)
    if given is None:
        messages.error(request, _("This proposal is not there any more. Look at the ones below."))
        form = DecisionForm(subject.branch, subject.list_version_id, request.POST)
        return _page(request, found, {"decision": form}, based_on=seen, status=422)
    party = Party(given["outcome"]) if given["outcome"] != Outcome.QUESTION else None
    given = {**receiver(subject, party), **given, "reason": typed or given["reason"]}
    form = DecisionForm(subject.branch, subject.list_version_id, initial=given)
    return _page(request, found, {"decision": form}, based_on=seen, taken=given.get("item_code") or _("the question"))


def _decide(request: Any, reference: str) -> HttpResponse:
    found = _file(request, reference)
    subject = found.request
    form = DecisionForm(subject.branch, subject.list_version_id, request.POST)
    seen = request.POST.get("based_on", "")
    based_on = int(seen) if seen.isdigit() else None
    if not form.is_valid():
        return _page(request, found, {"decision": form}, based_on=seen, status=422)
    try:
        services.decide(request.actor, subject.pk, form.decision(), based_on=based_on, at=timezone.now())
    except Outdated as error:
        # The page now shows the other's decision above what was typed; sending again is deciding about that one.
        form.add_error(None, str(error))
        return _page(request, _file(request, reference), {"decision": form}, overtaken=True, status=409)
    except Refused as error:
        refuse(form, error)
        return _page(request, _file(request, reference), {"decision": form}, based_on=seen, status=422)
    messages.success(request, _("Decided. The resident hears it."))
    return redirect("coordinator:request", reference=reference)


@action(May.ASSESS)
def say(request: Any, reference: str) -> HttpResponse:
    found = _request(request, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            requests.say(request.actor, found.pk, form.cleaned_data["text"], at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Sent."))
            return redirect("coordinator:request", reference=reference)
    return _page(request, _file(request, reference), {"message": form}, status=422)


@action(May.ASSESS)
def split(request: Any, reference: str) -> HttpResponse:
    found = _request(request, reference)
    form = SplitForm(request.POST)
    if form.is_valid():
        try:
            parts = services.split(request.actor, found.pk, form.texts(), at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Split. Now decide about each part."))
            return redirect("coordinator:request", reference=parts[0].reference)
    return _page(request, _file(request, reference), {"split": form}, status=422)


@action(May.ASSESS)
def join(request: Any, reference: str) -> HttpResponse:
    found = _request(request, reference)
    form = JoinForm(request.POST)
    if form.is_valid():
        into = Request.objects.filter(
            cooperative_id=request.actor.cooperative_id, reference=form.cleaned_data["into"]
        ).first()
        try:
            if into is None:
                raise Refused(_("There is no request with this number."), field="into")
            services.join(request.actor, found.pk, into.pk, at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Joined. The resident hears the end of it from the other request."))
            return redirect("coordinator:request", reference=into.reference)
    return _page(request, _file(request, reference), {"join": form}, status=422)


@page(May.ASSESS)
def on_paper(request: Any, reference: str) -> HttpResponse:
    """To print: for the file, or for a resident without a screen."""
    return render(request, "coordinator/request_print.html", _paper(_file(request, reference)))


@page(May.ASSESS)
def photo(request: Any, photo_id: int) -> HttpResponseBase:
    """A picture of a report; never from a public folder, so that each time is asked who looks."""
    picture = Photo.objects.filter(pk=photo_id, cooperative_id=request.actor.cooperative_id).first()
    if picture is None:
        raise Http404
    return FileResponse(picture.file.open("rb"), content_type="image/jpeg", headers={"Cache-Control": "private"})


def _paper(found: File) -> dict[str, Any]:
    return {"file": found, "subject": found.request, "facts": facts(found.request)}


def _request(request: Any, reference: str) -> Request:
    found = (
        Request.objects.filter(cooperative_id=request.actor.cooperative_id, reference=reference)
        .select_related("reporter", "dwelling__landlord", "client__district_team")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _file(request: Any, reference: str) -> File:
    found = file(request.actor.cooperative_id, reference)
    if found is None:
        raise Http404
    return found


def _tongue() -> str:
    return (get_language() or "nl")[:2]


def _page(
    request: Any,
    found: File,
    forms: Forms,
    *,
    based_on: str | None = None,
    overtaken: bool = False,
    taken: str = "",
    status: int = 200,
) -> HttpResponse:
    """`taken`: the proposal that was just taken over into the form."""
    subject, latest, tongue = found.request, found.latest, _tongue()
    goes_on = subject.status not in (RequestStatus.JOINED, RequestStatus.SPLIT)
    undecided = goes_on and (latest is None or latest.outcome == Outcome.QUESTION)
    lives = model_of(request.actor.cooperative_id) if undecided else None
    judgement = proposals.judged(found, lives) if lives else None
    several = [finding.text for finding in judgement.findings] if judgement and len(judgement.findings) > 1 else []
    initial = standing(subject, latest, tongue) if latest else {**receiver(subject, None), "steps": {}}
    if several and "split" not in forms:
        parts = {f"part{number}": text for number, text in enumerate(several, start=1)}
        forms = {**forms, "split": SplitForm(initial=parts, auto_id="split_%s")}
    small = {name: written(forms[name]) if name in forms else blank(name, tongue) for name in SMALL_FORMS}
    kinds = dict.fromkeys([*map(Danger, subject.danger), *(judgement.danger if judgement else ())])
    return render(
        request,
        "coordinator/request.html",
        {
            "file": found,
            "subject": subject,
            "latest": latest,
            "facts": facts(subject),
            "decision": forms.get("decision") or DecisionForm(subject.branch, subject.list_version_id, initial=initial),
            "forms": small,
            "open_forms": [name for name in forms if name in SMALL_FORMS],
            "overtaken": overtaken,
            "based_on": based_on if based_on is not None else (latest.pk if latest else ""),
            "proposals": proposals.shown(found, lives, tongue) if lives else "",
            "lines": proposals.lines(subject.branch, subject.list_version_id, tongue) if goes_on else "",
            "taken": taken,
            "kinds": list(kinds),
            "dangers": [_(step) for kind in kinds for step in danger.what_to_do(kind)],
            "goes_on": goes_on,
        },
        status=status,
    )


def facts(subject: Subject) -> list[tuple[str, Any]]:
    """Who, where and when, as name and value; empty values are left out by the page."""
    return [
        (_("Name"), subject.name),
        (_("Phone"), subject.phone),
        (_("E-mail address"), subject.email),
        (_("Wants to hear by"), label(subject.contact_by, "contact_by")),
        (_("Address"), subject.address),
        (_("Landlord"), subject.landlord),
        (_("Household client of"), subject.team),
        (_("About"), label(subject.branch, "branch")),
        (_("Where in the home"), subject.place),
        (_("Suits"), ", ".join(str(label(time, "preferred_time")) for time in subject.preferred_times)),
        (_("Nobody home"), _("We may come in.") if subject.may_enter_when_away else _("Only when somebody is home.")),
        (_("Reported"), formats.when(subject.reported_at, None, timezone.now(), get_language() or "nl")),
        (_("Came by"), label(subject.channel, "channel")),
        (_("Entered by"), subject.entered_by),
    ]
