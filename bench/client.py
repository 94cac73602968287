"""The clients: one that opens pages in turn with the bare view, and several that send reports at the same time."""

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

CSRF = "b" * 32
LANGUAGE = {"Accept-Language": "nl"}
Known = dict[str, Any]  # what bench.sign_in tells
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Measured:
    """Server times of one kind of page, in milliseconds, and its numbers of queries."""

    milliseconds: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    bytes: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.milliseconds, n=20)[-1]


class Browser:
    """One connection that stays open, with cookies that never change."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
        self.headers = {"Cookie": cookies, **LANGUAGE}

    def get(self, address: str, expected: Sequence[int] = (200,)) -> tuple[float, int, int]:
        """Server milliseconds, queries and bytes. Errors: RuntimeError for another answer than expected."""
        self.connection.request("GET", address, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status not in expected:
            raise RuntimeError(f"{address} answered {response.status} {response.getheader('Location', '')}")
        return float(response.headers["X-Milliseconds"]), int(response.headers["X-Queries"]), len(body)

    def post(self, address: str, values: dict[str, str], expected: int) -> None:
        body = urlencode({**values, "csrfmiddlewaretoken": CSRF})
        self._send(address, body, {**self.headers, **FORM}, expected)

    def post_json(self, address: str, values: dict[str, Any], token: str, expected: int) -> None:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **LANGUAGE}
        self._send(address, json.dumps(values), headers, expected)

    def _send(self, address: str, body: str, headers: dict[str, str], expected: int) -> None:
        self.connection.request("POST", address, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != expected:
            raise RuntimeError(f"POST {address} answered {response.status}: {answer[:300]!r}")


def measure_pages(port: int, known: Known, requests: int, times: int, warm: int = 40) -> dict[str, Measured]:
    """Every kind of page in turn with the bare view, so that what disturbs the machine disturbs them all."""
    choose = random.Random(7)
    browser, stranger = Browser(port, known["coordinator"]), Browser(port)
    asks: dict[str, Callable[[], tuple[float, int, int]]] = {
        "bare": lambda: stranger.get(f"/bench/select/{choose.randint(1, requests)}"),
        "empty": lambda: browser.get("/bench/empty"),
        "inbox": lambda: browser.get("/coordinator/"),
        "search": lambda: browser.get(f"/coordinator/?q={quote(choose.choice(known['searches']))}"),
        "request": lambda: browser.get(f"/coordinator/melding/{choose.choice(known['references'])}/"),
    }
    measured = {name: Measured() for name in asks}
    for turn in range(warm + times):
        for name, ask in asks.items():
            milliseconds, queries, size = ask()
            if turn >= warm:
                measured[name].milliseconds.append(milliseconds)
                measured[name].queries.add(queries)
                measured[name].bytes = max(measured[name].bytes, size)
    return measured


def bare_insert(browser: Browser, known: Known, resident: Known) -> None:
    browser.post("/bench/insert", {"text": "De kraan in de keuken lekt."}, 201)


def submit_report(browser: Browser, known: Known, resident: Known) -> None:
    """The coordinator's form for a known resident: the whole report in one form, with its token."""
    values = {
        "form_token": str(uuid4()),
        "channel": "phone",
        "branch": "repairs",
        "text": "De kraan in de keuken lekt, er ligt een plas in het kastje.",
        "place": "keuken",
    }
    browser.post(f"/coordinator/invoeren/{resident['dwelling']}/{resident['person']}/", values, 302)


def submit_by_api(browser: Browser, known: Known, resident: Known) -> None:
    """The same report by a program of the cooperative's, with the coordinator's token."""
    values = {
        "form_token": str(uuid4()),
        "text": "De kraan in de keuken lekt, er ligt een plas in het kastje.",
        "place": "keuken",
        "dwelling_id": resident["dwelling"],
        "reporter_id": resident["person"],
    }
    browser.post_json("/api/v1/requests", values, known["token"], 201)


def rate(port: int, known: Known, send: Callable[[Browser, Known, Known], None], clients: int, seconds: float) -> float:
    """How many a second, all clients together; each answer is only given after the commit."""
    residents, start = known["residents"], Barrier(clients)

    def run(number: int) -> tuple[int, float]:
        browser, resident, sent = Browser(port, known["coordinator"]), residents[number % len(residents)], 0
        if send is bare_insert:
            browser = Browser(port)
        send(browser, known, resident)
        start.wait(60)
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            send(browser, known, resident)
            sent += 1
        return sent, time.perf_counter() - begin

    with ThreadPoolExecutor(clients) as pool:
        return sum(sent / took for sent, took in pool.map(run, range(clients)))
