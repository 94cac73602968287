"""When a worker can come: the hours of the week and days away, for the worker's page and for the coordinator's."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.application import Hours


class WorkForm(forms.Form):
    def refuse(self, error: Refused) -> None:
        """Put what was refused at its field, or on top of the form when the field is not one of its own."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
STRETCHES = (1, 2)
SIDES = ("from", "until")


class WeekForm(WorkForm):
    """Up to two stretches of hours a day; empty is a day off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            for part in STRETCHES:
                for side, words in (("from", _("%(day)s from")), ("until", _("%(day)s until"))):
                    self.fields[f"{side}_{number}_{part}"] = forms.TimeField(
                        label=words % {"day": name},
                        required=False,
                        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(7):
            last: time | None = None
            for part in STRETCHES:
                begin, end = given.get(f"from_{number}_{part}"), given.get(f"until_{number}_{part}")
                wrong = self._wrong(f"{number}_{part}", begin, end, last)
                if wrong:
                    self.add_error(*wrong)
                last = end or last
        return given

    def _wrong(self, which: str, begin: time | None, end: time | None, last: time | None) -> tuple[str, Any] | None:
        if f"from_{which}" in self.errors or f"until_{which}" in self.errors:
            return None
        if (begin is None) != (end is None):
            empty = "from" if begin is None else "until"
            return f"{empty}_{which}", _("Fill in both times, or leave both empty.")
        if begin is None or end is None:
            return None
        if end <= begin:
            return f"until_{which}", _("The end must be later than the begin.")
        if last is not None and begin < last:
            return f"from_{which}", _("The second stretch begins after the first has ended.")
        return None

    def days(self) -> list[dict[str, Any]]:
        """For the page: per day its name and its stretches, and whether the second is in use."""
        return [
            {
                "name": name,
                "stretches": [(self[f"from_{n}_{part}"], self[f"until_{n}_{part}"]) for part in STRETCHES],
                "second": any(self[f"{side}_{n}_2"].value() or self[f"{side}_{n}_2"].errors for side in SIDES),
            }
            for n, name in enumerate(WEEKDAYS)
        ]

    def hours(self) -> list[Hours]:
        given = self.cleaned_data
        keys = [(n, f"{n}_{part}") for n in range(7) for part in STRETCHES]
        return [Hours(n, given[f"from_{k}"], given[f"until_{k}"]) for n, k in keys if given[f"from_{k}"]]

    @staticmethod
    def of(week: Iterable[Any]) -> dict[str, time]:
        """What stands in the form for these rows of Availability; a third stretch of a day joins the second."""
        initial: dict[str, time] = {}
        for row in sorted(week, key=lambda row: (row.weekday, row.starts)):
            part = 1 if f"from_{row.weekday}_1" not in initial else 2
            initial.setdefault(f"from_{row.weekday}_{part}", row.starts)
            initial[f"until_{row.weekday}_{part}"] = row.ends
        return initial


class AbsenceForm(WorkForm):
    first_day = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first day."))
        return given
