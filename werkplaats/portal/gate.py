"""The one gate: a page opens only for who the table in `members.rules.roles` names; no mark, no entry."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from werkplaats.members.rules.roles import Actor, May

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request as our views see it: it carries who acts."""

    actor: Actor


def page(door: May, *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Mark a view with its door and its methods. A stranger is asked to sign in; anybody else is refused (403)."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.may(door):
                if request.actor.person_id is None:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied
            return view(request, *args, **kwargs)

        marked: Any = require_http_methods(list(methods))(guarded)
        marked.door = door
        return marked

    return mark


def form_page(door: May) -> Callable[[View], View]:
    """A page with a form on it."""
    return page(door, methods=("GET", "HEAD", "POST"))


def action(door: May) -> Callable[[View], View]:
    """A page that only takes a form and answers with a redirect."""
    return page(door, methods=("POST",))


__all__ = ["HttpRequest", "HttpResponse", "PageRequest", "action", "form_page", "page"]
