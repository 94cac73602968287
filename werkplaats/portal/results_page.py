"""Results as a page, or as the evaluation report of the same pilot and period."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from werkplaats.insight import report_files
from werkplaats.insight.queries.report import report
from werkplaats.insight.rules.metrics import Audience
from werkplaats.members.models import Cooperative


def report_wanted(request: Any) -> bool:
    """Then the figures of the page need not be worked out: the report works out its own."""
    return request.GET.get("format", "") in report_files.WRITERS


def answer(
    request: Any, template: str, context: dict[str, Any], cooperative_id: int, audience: Audience
) -> HttpResponse:
    """`?format=html|pdf|json` asks for the report; without figures there is none, and the page says why."""
    if "asked" not in context or not report_wanted(request):
        return render(request, template, context)
    ending = request.GET["format"]
    pilot, first, last = context["asked"]
    cooperative = Cooperative.objects.get(pk=cooperative_id)
    made = report(cooperative, pilot, first, last, audience, made_on=timezone.localdate())
    response = HttpResponse(report_files.WRITERS[ending](made), content_type=report_files.TYPES[ending])
    if ending != "html":
        response["Content-Disposition"] = f'attachment; filename="verslag.{ending}"'
    return response
