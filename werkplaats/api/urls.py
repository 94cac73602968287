"""The HTTP API under /api/v1/; its description is at /api/v1/openapi.json."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from werkplaats.api.doors import guarded
from werkplaats.api.problems import CONTENT_TYPE, SCHEMA, problem, use_problems
from werkplaats.api.routes import figures, requests, triage, work
from werkplaats.members.rules.roles import May

ERRORS = {
    "400": "What was sent cannot be read.",
    "401": "No token, or one that does not hold.",
    "403": "A token with this role may not do this.",
    "404": "It is not there, or not for you to see.",
    "405": "This address does not take this method.",
    "409": "Somebody else decided in the meantime; look again.",
    "422": "A rule of the cooperative refuses it, or a field does not fit; `errors` says what to mend.",
    "503": "The data cannot be reached now.",
}


class Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Ninja's description, with the errors that every route can give."""
        schema = super().get_openapi_schema(**options)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = SCHEMA
        schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for address in schema["paths"].values():
            for operation in address.values():
                operation["security"] = [{"token": []}]
                for status, words in ERRORS.items():
                    operation["responses"][status] = {"description": words, "content": content}
        return schema


api = Api(
    title="Werkplaats",
    version="1",
    description="Requests, decisions, jobs, visits, timesheets and figures of a cooperative. A token acts in one role.",
    docs_url=None,
    urls_namespace="api",
)
use_problems(api)
api.add_router("requests", requests.router)
api.add_router("triage", triage.router)
api.add_router("jobs", work.jobs)
api.add_router("visits", work.visits)
api.add_router("timesheets", work.timesheets)
api.add_router("figures", figures.router)


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> JsonResponse:
    return problem(404, _("This address is not there. See /api/v1/openapi.json."))


nowhere.door = May.ANYONE  # type: ignore[attr-defined]

app_name = "api"
urlpatterns: list[URLPattern] = [
    *guarded(api),
    path("", nowhere, name="api-root"),  # ninja asks for this name to know where it hangs
    re_path(r"^(?P<rest>.*)$", nowhere, name="nowhere"),
]
