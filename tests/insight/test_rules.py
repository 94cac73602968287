from datetime import timedelta

from werkplaats.insight.rules import middle_hours


def test_the_middle_is_not_moved_by_one_that_waited_for_months() -> None:
    assert middle_hours([timedelta(hours=4), timedelta(hours=6), timedelta(days=90)]) == 6
    assert middle_hours([]) is None
