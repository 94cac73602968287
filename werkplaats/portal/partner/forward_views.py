"""The page behind the private link in a forwarded request: only what its receiver needs, and a place to answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.models import Photo
from werkplaats.intake.rules import Branch
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import form_page, page
from werkplaats.triage.models import Forwarding
from werkplaats.triage.queries import forwarding_of
from werkplaats.triage.rules import ForwardStatus, Outcome
from werkplaats.triage.services import answer_forwarding
from werkplaats.triage.services.forwarding import token_hash

ANSWERS = (ForwardStatus.TAKEN_UP, ForwardStatus.SOLVED, ForwardStatus.DECLINED)


class AnswerForm(forms.Form):
    use_required_attribute = False
    status = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The resident reads this: for example when you come."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status: Any = self.fields["status"]
        status.choices = [(answer.value, label(answer, "forward_status")) for answer in ANSWERS]


@form_page(May.ANYONE)
def forwarded(request: Any, token: str) -> HttpResponse:
    """The link is the key: who has it sees this one request and nothing else."""
    found = _found(token)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_forwarding(
                token,
                status=ForwardStatus(form.cleaned_data["status"]),
                answer=form.cleaned_data["answer"],
                at=timezone.now(),
            )
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Thank you. We tell the resident."))
            return redirect("partner:forwarded", token=token)
    subject = found.assessment.request
    to_landlord = found.assessment.outcome == Outcome.LANDLORD
    response = render(
        request,
        "partner/forwarded.html",
        {
            "forwarding": found,
            "subject": subject,
            "cooperative": found.cooperative,
            "to_landlord": to_landlord,
            "photos": Photo.objects.filter(request=subject) if _shows_photos(found) else [],
            "form": form,
            "finished": found.status == ForwardStatus.SOLVED,
            "withdrawn": hasattr(found.assessment, "revised_by"),
            "token": token,
        },
        status=422 if form.errors else 200,
    )
    return _kept_private(response)


@page(May.ANYONE)
def photo(request: Any, token: str, photo_id: int) -> HttpResponseBase:
    found = _found(token)
    picture = Photo.objects.filter(pk=photo_id, request_id=found.assessment.request_id).first()
    if picture is None or not _shows_photos(found):
        raise Http404
    return _kept_private(FileResponse(picture.file.open("rb"), content_type="image/jpeg"))


def _found(token: str) -> Forwarding:
    found = forwarding_of(token_hash(token))
    if found is None:
        raise Http404
    return found


def _shows_photos(found: Forwarding) -> bool:
    """The landlord needs the pictures of a repair; nobody gets pictures of a household."""
    return (
        found.assessment.outcome == Outcome.LANDLORD
        and found.assessment.request.branch == Branch.REPAIRS
        and not hasattr(found.assessment, "revised_by")
    )


def _kept_private(response: Any) -> Any:
    # Not "no-referrer": with that a browser sends no origin along with the form, and the answer would be refused.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
