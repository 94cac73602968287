"""What a machine asks: are you alive, and can you do your work?"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from werkplaats.members.rules.roles import May

_applied = False  # once every migration was seen applied, only the database itself is asked


def for_machines(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to anyone, without a session: a monitor has no name."""
    marked: Any = never_cache(require_safe(view))
    marked.door = May.ANYONE
    return marked  # type: ignore[no-any-return]


@for_machines
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@for_machines
def ready(request: HttpRequest) -> JsonResponse:
    global _applied
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _applied:
            executor = MigrationExecutor(connection)
            _applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, OSError):
        return JsonResponse({"ready": False, "database": "away"}, status=503)
    if not _applied:
        return JsonResponse({"ready": False, "database": "ok", "migrations": "to be applied"}, status=503)
    return JsonResponse({"ready": True, "database": "ok", "migrations": "applied"})
