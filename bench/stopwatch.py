"""Outermost: the server's own time for an answer and its number of queries, told in headers."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


def stopwatch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*args)

        start = time.perf_counter()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response["X-Milliseconds"] = f"{(time.perf_counter() - start) * 1000:.3f}"
        response["X-Queries"] = str(queries)
        return response

    return middleware
