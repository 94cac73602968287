"""A routing service for tests: real HTTP on a real port, OSRM's table format, and it can be told how to behave."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkplaats.planning.rules.rank import distance

Point = tuple[float, float]  # latitude, longitude
METRES_A_SECOND = 2.0  # slower than the great circle with its detour, so that the difference shows


@dataclass(frozen=True)
class Asked:
    profile: str
    sources: Sequence[Point]
    destinations: Sequence[Point]


@dataclass
class Service:
    """`answer` makes the answer of what was asked (any JSON, or the bytes themselves); `status` goes with it."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[Asked], Any] = lambda asked: table(asked)
    status: int = 200


def table(asked: Asked) -> dict[str, Any]:
    rows = [[distance(*here, *there) / METRES_A_SECOND for there in asked.destinations] for here in asked.sources]
    return {"code": "Ok", "durations": rows, "sources": [], "destinations": []}


def understood(path: str) -> Asked:
    """As OSRM reads it: /table/v1/{profile}/{longitude},{latitude};…?sources=0;1&destinations=2;3."""
    parts = urlsplit(path)
    service, version, profile, coordinates = parts.path.strip("/").split("/")
    assert (service, version) == ("table", "v1")
    points = [tuple(float(number) for number in pair.split(",")) for pair in coordinates.split(";")]
    assert len(points) <= 100  # more is refused by a service that was not told otherwise
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert options["annotations"] == "duration"
    here, there = (
        [(points[int(number)][1], points[int(number)][0]) for number in options[name].split(";")]
        for name in ("sources", "destinations")
    )
    return Asked(profile, here, there)


@contextmanager
def a_routing_service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = understood(self.path)
            service.asked.append(asked)
            answer = service.answer(asked)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            with suppress(OSError):  # who asked is gone
                self.send_response(service.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        service = Service(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield service
        server.shutdown()
