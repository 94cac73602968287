"""Every error as application/problem+json (RFC 9457): what is wrong, for a program and for the person behind it."""

import logging
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.rules.roles import DoorClosed

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger("werkplaats.api")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `errors` names what to mend: where it stands and what is wrong.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": ["about:blank"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def problem(
    status: int, detail: str, *, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> JsonResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def no_token() -> JsonResponse:
    return problem(
        401,
        _("Send a token that holds: Authorization: Bearer …"),
        headers={"WWW-Authenticate": 'Bearer realm="werkplaats"'},
    )


def not_allowed(allowed: list[str]) -> JsonResponse:
    return problem(405, _("This address does not take this method."), headers={"Allow": ", ".join(sorted(allowed))})


def in_words(error: Exception) -> JsonResponse:
    """The answer to an error. One that nobody foresaw is written in the log, and the answer gives nothing away."""
    match error:
        case AuthenticationError():
            return no_token()
        case DoorClosed():
            return problem(403, _("A token with this role may not do this."))
        case Http404():
            return problem(404, _("This is not there, or not for you to see."))
        case Outdated():
            return problem(409, str(error), errors=_at(error))
        case Refused():
            return problem(422, str(error), errors=_at(error))
        case ValidationError():
            return problem(422, _("What was sent does not fit."), errors=[_mistake(one) for one in error.errors])
        case HttpError():
            return problem(error.status_code, str(error))
        case OperationalError() | InterfaceError():
            log.error("database away")
            return problem(503, _("The data cannot be reached now. Try again later."), headers={"Retry-After": "30"})
    log.error("unforeseen error in the API", exc_info=error)
    return problem(500, _("Something went wrong here. We look at it."))


def _at(error: Refused) -> list[dict[str, str]] | None:
    return [{"field": error.field, "message": str(error)}] if error.field else None


def _mistake(error: dict[str, Any]) -> dict[str, str]:
    # ("body", "given", "text") → "text"; the names of our own parameters say nothing to others
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "given", "page")]
    return {"field": ".".join(place), "message": str(error["msg"])}


def use_problems(api: NinjaAPI) -> None:
    kinds = (Exception, Http404, HttpError, ValidationError, Refused, Outdated, DoorClosed)
    for kind in kinds:
        api.add_exception_handler(kind, _handler)


def _handler(request: HttpRequest, error: Any) -> JsonResponse:
    return in_words(error)
