"""The agenda as a calendar program reads it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event
from icalendar.timezone import tzp

from tests.build import NOW, a_coordinator, a_worker
from tests.delivery.scenes import Help, Repair, agreed
from tests.planning.scenes import a_visit
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.members.models import Worker
from werkplaats.planning import services
from werkplaats.planning.agenda import as_icalendar
from werkplaats.planning.queries_agenda import agenda_of

pytestmark = pytest.mark.django_db
SITE = "https://werkplaats.example"


def raw(worker: Worker, at: datetime = NOW) -> bytes:
    appointments = agenda_of(worker.pk, at=at)
    return as_icalendar(appointments, name="Werkplaats", site=SITE, page="/werk/bezoek/{visit}/", today=at.date())


def events(worker: Worker, at: datetime = NOW) -> list[Event]:
    calendar: Any = Calendar.from_ical(raw(worker, at))
    return list(calendar.walk("VEVENT"))


def test_a_repair_has_its_time_kind_address_and_number() -> None:
    scene = Repair()
    (event,) = events(scene.plumbers[0])
    assert event["DTSTART"].dt == NOW
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=60)
    assert event["SUMMARY"] == "Loodgieter"
    assert event["LOCATION"] == f"{scene.job.dwelling.address}, Amersfoort"
    assert f"{scene.request.reference[:4]} {scene.request.reference[4:]}" in event["DESCRIPTION"]
    assert event["URL"] == f"{SITE}/werk/bezoek/{scene.visit.pk}/"
    assert event["STATUS"] == "CONFIRMED"


def test_nobody_can_read_in_it_who_gets_help_or_what_was_reported() -> None:
    help_, repair = Help(), Repair()
    help_.client.notes_for_helper = "Zij hoort slecht."
    help_.client.save()
    written = raw(help_.helper).replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Huishoudelijke hulp" in written
    for secret in (help_.client.person.name, "hoort slecht", str(help_.client.person.email)):
        assert secret not in written
    written = raw(repair.plumbers[0]).replace(b"\r\n ", b"").decode()
    for secret in (repair.request.text, repair.request.reporter.name, str(repair.request.reporter.email)):
        assert secret not in written


@pytest.mark.parametrize("changes_on", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_hour_is_right_on_both_sides_of_a_change_of_the_clock(changes_on: date) -> None:
    """By the table that stands in the file itself: a program need not know Amsterdam."""
    eve = datetime.combine(changes_on - timedelta(days=1), datetime.min.time().replace(hour=9), AMSTERDAM)
    scene = Repair(starts_at=eve)
    plumber = scene.plumbers[0]
    for days in (1, 2):
        agreed(a_visit(scene.cooperative), plumber, starts_at=eve + timedelta(days=days))
    written = raw(plumber, at=eve)
    calendar: Any = Calendar.from_ical(written)
    (zone,) = calendar.walk("VTIMEZONE")
    own = zone.to_tz(tzp, lookup_tzid=False)
    for event in calendar.walk("VEVENT"):
        clock = event["DTSTART"].dt.replace(tzinfo=None)
        assert clock.hour == 9
        by_the_file, meant = clock.replace(tzinfo=own), clock.replace(tzinfo=AMSTERDAM)
        assert by_the_file.astimezone(UTC) == meant.astimezone(UTC)
    assert written.count(b"DTSTART;TZID=Europe/Amsterdam:") == 3


def test_a_visit_that_moves_stays_the_same_with_a_higher_sequence() -> None:
    scene = Repair(starts_at=NOW + timedelta(days=1))
    (before,) = events(scene.plumbers[0])
    services.withdraw(scene.coordinator, scene.visit.pk, reason="Verzet.", at=NOW)
    assert events(scene.plumbers[0]) == []
    other = NOW + timedelta(days=2)
    services.assign(
        scene.coordinator, scene.visit.pk, scene.plumbers[0].pk, starts_at=other, at=NOW + timedelta(hours=1)
    )
    (after,) = events(scene.plumbers[0])
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == other
    assert after["LAST-MODIFIED"].dt - before["LAST-MODIFIED"].dt == timedelta(hours=1)


def test_a_visit_that_is_called_off_disappears() -> None:
    scene = Repair(starts_at=NOW + timedelta(days=1))
    services.call_off(scene.coordinator, scene.job.pk, reason="Niet meer nodig.", at=NOW)
    assert events(scene.plumbers[0]) == []


def test_a_visit_for_two_is_uncertain_until_the_other_is_found() -> None:
    scene = Repair()
    plumber = scene.plumbers[0]
    visit = a_visit(scene.cooperative, workers=2)
    day_after, coordinator = NOW + timedelta(days=2), a_coordinator(scene.cooperative)
    services.assign(coordinator, visit.pk, plumber.pk, starts_at=day_after, at=NOW)
    assert [event["STATUS"] for event in events(plumber)] == ["CONFIRMED", "TENTATIVE"]
    services.assign(coordinator, visit.pk, a_worker(scene.cooperative).pk, starts_at=day_after, at=NOW)
    last = events(plumber)[1]
    assert (last["STATUS"], last["SEQUENCE"]) == ("CONFIRMED", 1)


@pytest.mark.parametrize(("days", "number"), [(-29, 0), (-28, 1), (0, 1), (83, 1), (85, 0)])
def test_the_last_four_weeks_and_the_coming_twelve_stand_in_it(days: int, number: int) -> None:
    assert len(events(Repair(starts_at=NOW + timedelta(days=days)).plumbers[0])) == number


def test_nothing_of_somebody_else_stands_in_it() -> None:
    scene = Repair()
    assert events(a_worker(scene.cooperative)) == []
    assert len(events(scene.plumbers[0])) == 1


def test_the_file_is_the_same_until_something_changes() -> None:
    scene = Repair()
    assert raw(scene.plumbers[0]) == raw(scene.plumbers[0], NOW + timedelta(hours=3))
