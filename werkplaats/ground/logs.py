"""Logs that can be kept, shown and sent on: what happened, and nothing that leads to a person.

A line is JSON with the fixed text of the message, the fields named in KNOWN_FIELDS and, for an error, the path the
program took without any value. What still looks like a person (mail, phone, postcode with number, IBAN, a token in an
address) is masked in every text.
"""

import json
import logging
import re
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from types import TracebackType
from typing import Any

KNOWN_FIELDS = (
    "method", "route", "status", "milliseconds", "role", "cooperative_id", "request_id", "job_id", "visit_id",
    "notice_id", "task", "attempt", "count", "queries",
)  # fmt: skip

_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s@<>\"'=,;:]+@[^\s@<>\"',;]+\.[A-Za-z]{2,}"), "<mail>"),
    (re.compile(r"\b[A-Z]{2}\d{2}\s?(?:[A-Z0-9]{4}\s?){2,7}[A-Z0-9]{0,4}\b"), "<iban>"),
    (
        re.compile(
            r"\b[1-9]\d{3}(?:\s?[A-Z]{2}|[a-z]{2}|\s[a-z]{2}(?=[\s,]+\d))\b"
            r"(?:[\s,]+\d{1,5}(?:-?[A-Za-z0-9]{1,4})?\b)?"
        ),
        "<address>",
    ),
    (re.compile(r"(?<![\w.])(?:\+|00)\d{2}[\s-]?(?:\(0\))?(?:[\s-]?\d){8,9}(?!\w)"), "<phone>"),
    (re.compile(r"(?<![\w.])0\d(?:[\s-]?\d){8}(?!\w)"), "<phone>"),
    (re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*"), "?<query>"),
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?=[/\s\"']|$)"), "<token>"),
)


def masked(text: str) -> str:
    """The text without anything that looks like a person or a key."""
    for pattern, name in _MASKS:
        text = pattern.sub(name, text)
    return text


def path_taken(error: BaseException, trace: TracebackType | None) -> list[str]:
    """Where the program was, innermost last: file, line and function; no values, no text of the error."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = (
        [*path_taken(cause, cause.__traceback__), f"{type(cause).__name__}, then {type(error).__name__}"]
        if cause is not None
        else []
    )
    return before + frames


class WithoutPeople(logging.Formatter):
    """One JSON object a line, made only of what is known to be harmless."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(self.text(record)),
        }
        for name in KNOWN_FIELDS:
            value = getattr(record, name, None)
            if isinstance(value, bool | int | float):
                line[name] = value
            elif isinstance(value, str):
                line[name] = masked(value)
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
            line["trace"] = path_taken(error, record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def text(record: logging.LogRecord) -> str:
        """The template of the message; of its arguments only numbers are filled in, the rest stays out."""
        if not isinstance(record.msg, str):
            return type(record.msg).__name__
        if not record.args:
            return record.msg
        arguments: Any = record.args
        if isinstance(arguments, dict):
            arguments = {key: _harmless(value) for key, value in arguments.items()}
        else:
            arguments = tuple(_harmless(value) for value in arguments)
        try:
            return record.msg % arguments
        except (TypeError, ValueError):
            return record.msg


def _harmless(value: Any) -> Any:
    return value if isinstance(value, bool | int | float) else "…"


def request_line(method: str, route: str | None, status: int, milliseconds: float, role: str) -> None:
    """One line a request: the name of the route, never the path, for paths can carry references and tokens."""
    logging.getLogger("werkplaats.request").info(
        "request",
        extra={
            "method": method,
            "route": route or "(none)",
            "status": status,
            "milliseconds": round(milliseconds, 1),
            "role": role,
        },
    )


def requests_logged(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware, to stand first: writes the line of each request after its answer."""

    def middleware(request: Any) -> Any:
        started = perf_counter()
        response = get_response(request)
        match = request.resolver_match
        roles = getattr(getattr(request, "actor", None), "roles", ())
        request_line(
            request.method,
            match.view_name if match and match.view_name else (match.route if match else None),
            response.status_code,
            (perf_counter() - started) * 1000,
            "+".join(sorted(map(str, roles))) or "nobody",
        )
        return response

    return middleware
