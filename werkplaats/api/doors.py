"""The gate of the API: each route names its one door, and a token opens it or not.

`Door` is both what runs (the token becomes `request.actor`) and what stands in the OpenAPI text.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.operation import PathView
from ninja.security import HttpBearer

from werkplaats.api.problems import not_allowed
from werkplaats.api.tokens import actor_of_token
from werkplaats.members.rules.roles import NOBODY, Actor, May, require


class Door(HttpBearer):
    def __init__(self, door: May) -> None:
        super().__init__()
        self.door = door

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor; None (401) for a token that does not hold. Errors: DoorClosed (403)."""
        actor = actor_of_token(token)
        if actor is NOBODY:
            return None
        request.actor = actor  # type: ignore[attr-defined]
        require(actor, self.door)
        return actor


def doors_of(view: PathView) -> dict[str, May]:
    """Method → door of everything that hangs at one address. Errors: a route without exactly one door."""
    doors: dict[str, May] = {}
    for operation in view.operations:
        (door,) = (one.door for one in operation.auth_callbacks if isinstance(one, Door))
        doors |= dict.fromkeys(operation.methods, door)
    return doors


def guarded(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of the API, each view marked with its doors, so that the middleware lets it through."""
    own = {"openapi-json": {"GET": May.ANYONE}}
    patterns = [_marked(one, own[one.name]) for one in api.urls[0] if isinstance(one, URLPattern) and one.name in own]
    for router in api._get_bound_routers():
        views = [view for view in router.path_operations.values() for _ in view.operations]
        for pattern, view in zip(router.urls_paths(router.prefix), views, strict=True):
            patterns.append(_marked(pattern, doors_of(view)))
    return patterns


def _marked(pattern: URLPattern, doors: dict[str, May]) -> URLPattern:
    inner: Callable[..., HttpResponseBase] = pattern.callback

    @wraps(inner, assigned=("__doc__",), updated=())
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in doors:
            return not_allowed(list(doors))
        return inner(request, *args, **kwargs)

    marked: Any = view
    marked.doors = doors  # method → door; `door` below is what the middleware looks for
    marked.door = next(iter(doors.values()))
    marked.csrf_exempt = True  # a token is never sent by a browser of its own accord
    return URLPattern(pattern.pattern, marked, pattern.default_args, pattern.name)
