from datetime import UTC, date, datetime, timedelta

import pytest

from werkplaats.ground.formats import AMSTERDAM, ago, day, euro, minutes_as_hours, when

NOW = datetime(2025, 12, 1, 10, 0, tzinfo=AMSTERDAM)  # a Monday


def at(month: int, dom: int, hour: int, minute: int = 0, year: int = 2025) -> datetime:
    return datetime(year, month, dom, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "€ 0,00", "€0.00"),
        (5, "€ 0,05", "€0.05"),
        (4250, "€ 42,50", "€42.50"),
        (123456, "€ 1.234,56", "€1,234.56"),
        (123456789, "€ 1.234.567,89", "€1,234,567.89"),
        (-1250, "€ -12,50", "-€12.50"),
    ],
)
def test_euro(cents: int, dutch: str, english: str) -> None:
    assert euro(cents) == dutch
    assert euro(cents, "en") == english


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (date(2025, 11, 30), "gisteren", "yesterday"),
        (date(2025, 12, 1), "vandaag", "today"),
        (date(2025, 12, 2), "morgen", "tomorrow"),
        (date(2025, 12, 3), "woensdag 3 december", "Wednesday 3 December"),
        (date(2026, 3, 8), "zondag 8 maart 2026", "Sunday 8 March 2026"),
    ],
)
def test_day(value: date, dutch: str, english: str) -> None:
    assert day(value, NOW.date(), "nl") == dutch
    assert day(value, NOW.date(), "en-gb") == english


@pytest.mark.parametrize(
    ("start", "end", "dutch", "english"),
    [
        (at(12, 1, 9), at(12, 1, 11), "vandaag tussen 9 en 11", "today between 9 and 11"),
        (at(12, 2, 9), at(12, 2, 11), "morgen tussen 9 en 11", "tomorrow between 9 and 11"),
        (
            at(12, 3, 9, 30),
            at(12, 3, 11),
            "woensdag 3 december tussen 9.30 en 11",
            "Wednesday 3 December between 9:30 and 11",
        ),
        (at(12, 1, 14), None, "vandaag om 14 uur", "today at 14:00"),
        (at(12, 1, 14, 5), at(12, 1, 14, 5), "vandaag om 14.05 uur", "today at 14:05"),
        (
            at(12, 2, 22),
            at(12, 3, 6),
            "van morgen om 22 uur tot woensdag 3 december om 6 uur",
            "from tomorrow at 22:00 until Wednesday 3 December at 6:00",
        ),
    ],
)
def test_when(start: datetime, end: datetime | None, dutch: str, english: str) -> None:
    assert when(start, end, NOW, "nl") == dutch
    assert when(start, end, NOW, "en") == english


def test_times_are_told_in_amsterdam_in_summer_and_in_winter() -> None:
    winter = datetime(2025, 12, 1, 23, 30, tzinfo=UTC)
    assert when(winter, None, NOW, "nl") == "morgen om 0.30 uur"
    summer = datetime(2025, 7, 1, 7, 0, tzinfo=UTC)
    assert when(summer, summer + timedelta(hours=2), summer, "nl") == "vandaag tussen 9 en 11"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        when(datetime(2025, 12, 1), None, NOW, "nl")  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        ago(datetime(2025, 12, 1), NOW, "nl")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (0, "0 minuten", "0 minutes"),
        (1, "1 minuut", "1 minute"),
        (45, "45 minuten", "45 minutes"),
        (60, "1 uur", "1 hour"),
        (90, "1 uur en 30 minuten", "1 hour and 30 minutes"),
        (121, "2 uur en 1 minuut", "2 hours and 1 minute"),
        (-30, "-30 minuten", "-30 minutes"),
    ],
)
def test_minutes_as_hours(minutes: int, dutch: str, english: str) -> None:
    assert minutes_as_hours(minutes) == dutch
    assert minutes_as_hours(minutes, "en") == english


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        (NOW, "zojuist", "just now"),
        (NOW - timedelta(seconds=59), "zojuist", "just now"),
        (NOW + timedelta(seconds=30), "zojuist", "just now"),
        (NOW - timedelta(minutes=1), "1 minuut geleden", "1 minute ago"),
        (NOW - timedelta(minutes=59, seconds=59), "59 minuten geleden", "59 minutes ago"),
        (NOW - timedelta(hours=3), "3 uur geleden", "3 hours ago"),
        (at(11, 30, 14, 30), "gisteren om 14.30 uur", "yesterday at 14:30"),
        (at(11, 27, 9), "4 dagen geleden", "4 days ago"),
        (at(11, 3, 9), "op 3 november", "on 3 November"),
        (at(11, 3, 9, year=2024), "op 3 november 2024", "on 3 November 2024"),
        (NOW + timedelta(minutes=20), "over 20 minuten", "in 20 minutes"),
        (at(12, 2, 9), "morgen om 9 uur", "tomorrow at 9:00"),
        (at(12, 4, 9), "over 3 dagen", "in 3 days"),
    ],
)
def test_ago(moment: datetime, dutch: str, english: str) -> None:
    assert ago(moment, NOW, "nl") == dutch
    assert ago(moment, NOW, "en") == english


def test_a_language_we_do_not_have_becomes_dutch() -> None:
    assert day(NOW.date(), NOW.date(), "fy") == "vandaag"
