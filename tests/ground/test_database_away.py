"""The database goes away while the pages are served, and comes back: told in words, and nothing to restart."""

import signal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil

from tests.ground.test_cli import Served, home
from werkplaats.ground import database

__all__ = ["home"]  # the fixture


def asked(served: Served, path: str) -> tuple[int, str]:
    """As a browser that was here before, so that who it is has to be looked up."""
    request = Request(f"http://127.0.0.1:{served.port}{path}", headers={"Cookie": "sessionid=0123456789abcdef"})
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_database_that_goes_away_and_comes_back(home: Path) -> None:
    served = Served(home)
    try:
        assert asked(served, "/")[0] == 200
        postgres = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))
        postgres.send_signal(signal.SIGINT)  # "fast": every connection is cut
        psutil.wait_procs([postgres], timeout=60)

        assert asked(served, "/health/live") == (200, "ok")
        status, text = asked(served, "/health/ready")
        assert (status, '"database": "away"' in text) == (503, True)
        for path in ("/", "/coordinator/", "/melden/"):
            status, text = asked(served, path)
            assert status == 503, path
            assert "<h1" in text

        database._started(home / "postgres")  # as an administrator would
        assert asked(served, "/health/ready")[0] == 200
        assert asked(served, "/")[0] == 200
        assert served.process.poll() is None
    finally:
        served.process.terminate()
        served.process.wait(60)
    assert "Traceback" not in (home / "out").read_text()
