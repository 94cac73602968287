"""Nothing in the log leads to a person."""

import json
import logging
import sys

import pytest

from werkplaats.ground.logs import WithoutPeople, masked, request_line


def written(message, *arguments, error=None, **extra):
    record = logging.LogRecord("werkplaats.test", logging.WARNING, __file__, 1, message, arguments, error)
    vars(record).update(extra)
    return json.loads(WithoutPeople().format(record))


@pytest.mark.parametrize(
    "private",
    [
        "fatima.el-idrissi@voorbeeld.nl",
        "06 12 34 56 78",
        "06-12345678",
        "0612345678",
        "033-4601234",
        "+31 6 12345678",
        "+31(0)612345678",
        "0031612345678",
        "3812 AB 14",
        "3812ab, 14-2",
        "3812AB",
        "NL91 ABNA 0417 1643 00",
        "NL91ABNA0417164300",
        "/melden/?naam=Fatima&adres=Noordewierweg",
        "/antwoord/qT3vZ0yF8aPq1LmN5xWc7b/",
    ],
)
def test_what_looks_like_a_person_is_masked(private):
    text = masked(f"it went wrong with {private} just now")
    for part in private.replace("/melden/", "").replace("/antwoord/", "").split():
        assert len(part) < 3 or part.strip("/") not in text
    assert text.startswith("it went wrong with ")
    assert text.endswith(" just now")


@pytest.mark.parametrize(
    "harmless", ["took 1234 ms", "job 20260131", "at 2026-01-31T12:00:00", "3 of 1000 sent", "/bezoek/12/"]
)
def test_what_helps_the_operator_stays(harmless):
    assert masked(harmless) == harmless


def test_arguments_stay_out_except_numbers():
    assert written("%s waits %d s for %s", "Fatima", 12, "Noordewierweg 3")["message"] == "… waits 12 s for …"
    assert written("%(name)s: %(count)d", {"name": "Fatima", "count": 3})["message"] == "…: 3"
    assert written("a template that %d does not fit", "Fatima")["message"] == "a template that %d does not fit"


def test_only_known_fields_are_written():
    line = written("sent", notice_id=7, resident="Fatima", route="resident:report", password="x")
    assert (line["notice_id"], line["route"]) == (7, "resident:report")
    assert "Fatima" not in json.dumps(line)
    assert "password" not in line


def test_an_error_tells_the_path_and_no_value():
    try:
        try:
            raise KeyError("fatima@voorbeeld.nl")
        except KeyError as inner:
            raise ValueError("Fatima, Noordewierweg 3") from inner
    except ValueError:
        line = written("failed", error=sys.exc_info())
    assert line["error"] == "builtins.ValueError"
    assert any("test_an_error_tells_the_path_and_no_value" in frame for frame in line["trace"])
    assert "KeyError, then ValueError" in line["trace"]
    assert "atima" not in json.dumps(line)


def test_a_message_that_is_an_object_is_only_named():
    assert written(ValueError("Fatima"))["message"] == "ValueError"


def test_a_request_is_one_line_without_its_path(caplog):
    with caplog.at_level(logging.INFO, logger="werkplaats.request"):
        request_line("GET", "intake:answer", 200, 12.345, "resident")
    line = json.loads(WithoutPeople().format(caplog.records[-1]))
    assert line["message"] == "request"
    assert {k: line[k] for k in ("method", "route", "status", "milliseconds", "role")} == {
        "method": "GET", "route": "intake:answer", "status": 200, "milliseconds": 12.3, "role": "resident",
    }  # fmt: skip
