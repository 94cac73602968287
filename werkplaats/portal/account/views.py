"""Oneself: what we know, how one signs in, and tokens with which programs act in one's name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.ground.templatetags.labels import label, labels
from werkplaats.members.models import Person
from werkplaats.members.queries import tokens_of
from werkplaats.members.rules.roles import May, Role
from werkplaats.members.services.tokens import make_token, withdraw_token
from werkplaats.portal.gate import action, form_page, page


@page(May.SIGNED_IN)
def home(request: Any) -> HttpResponse:
    person = Person.objects.get(pk=request.actor.person_id)
    facts = [
        (_("Name"), person.name),
        (_("E-mail address"), person.email),
        (_("Phone"), person.phone),
        (_("How we tell you something"), label(person.contact_by, "contact_by")),
        (_("What you are here"), labels(_roles(request), "role")),
    ]
    return render(request, "mine/home.html", {"facts": facts})


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("For which program?"), max_length=100)
    role = forms.ChoiceField(
        label=gettext_lazy("As what may the program act?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It sees and does what you see and do in this role."),
    )

    def __init__(self, roles: list[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, LABELS["role"][role]) for role in roles]  # type: ignore[attr-defined]
        self.fields["role"].initial = roles[0] if len(roles) == 1 else None


@form_page(May.SIGNED_IN)
def tokens(request: Any) -> HttpResponse:
    """The token stands on the answer to the form and nowhere else, so that no cache or session keeps it."""
    form, made = TokenForm(_roles(request), request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = make_token(request.actor, Role(given["role"]), given["name"], at=timezone.now())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            form = TokenForm(_roles(request))
    context = {"form": form, "made": made, "tokens": list(tokens_of(request.actor))}
    response = render(request, "mine/tokens.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@action(May.SIGNED_IN)
def withdraw(request: Any, token_id: int) -> HttpResponse:
    try:
        withdraw_token(request.actor, token_id, at=timezone.now())
    except Refused as error:
        raise Http404 from error
    messages.success(request, _("Withdrawn. With this token nothing opens any more."))
    return redirect("account:tokens")


def _roles(request: Any) -> list[Role]:
    return sorted(request.actor.roles)
