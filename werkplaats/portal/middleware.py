"""What happens around every page: who acts, whether the page has a door, and a clear word when the data is away."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views import defaults

from werkplaats.desk.actors import needs_second_factor
from werkplaats.members.rules.roles import NOBODY, DoorClosed
from werkplaats.portal.sessions import user_of

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("werkplaats.portal")

# Views of others that guard themselves: signing in, the language switch, static files.
SELF_GUARDED = ("allauth.", "django.views.i18n", "django.views.static", "django.contrib.staticfiles", "whitenoise.")


# These answer without reading the session, so that they answer when the database is away.
NOT_ABOUT_PEOPLE = ("/health/", "/static/")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody caught (handler500), also one in the middleware that looks up who is there."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return away(request)
    return defaults.server_error(request)


def away(request: HttpRequest) -> HttpResponse:
    """A page that needs no data, for when the database does not answer."""
    log.error("database away")
    response = render(None, "database_away.html", status=503)  # type: ignore[arg-type]
    response["Retry-After"] = "30"
    return response


def actor(get_response: Next) -> Next:
    """Put who is there (`user`) and who acts on the request; staff without a second factor have to set one up first."""

    def middleware(request: Any) -> HttpResponse:
        request.user, request.actor = AnonymousUser(), NOBODY
        if request.path_info.startswith(NOT_ABOUT_PEOPLE):
            return get_response(request)
        request.user = user_of(request.session)
        if request.user.is_authenticated:
            request.actor = request.user.actor
            exempt = request.path_info.startswith(("/account/", "/taal/"))
            if not exempt and needs_second_factor(request.user):
                return redirect("mfa_index")
        return get_response(request)

    return middleware


class DenyByDefault:
    """A view without a door is refused, so that a forgotten mark can never leave a page open."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "door") and not view.__module__.startswith(SELF_GUARDED):
            raise PermissionDenied("this view has no door")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A closed door is 403; a row that is not there for this actor is raised as Http404 by the view."""
        if isinstance(exception, DoorClosed):
            raise PermissionDenied from exception
        return away(request) if isinstance(exception, OperationalError | InterfaceError) else None


def person_language(get_response: Next) -> Next:
    """The language follows the person, unless they chose one in this browser."""

    def middleware(request: Any) -> HttpResponse:
        chosen = request.COOKIES.get("django_language")
        if not chosen and request.actor.language:
            translation.activate(request.actor.language)
            request.LANGUAGE_CODE = request.actor.language
        return get_response(request)

    return middleware
