"""One item of a draft, and from when a version counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.inputs import ListSelect
from werkplaats.portal.coordinator.request_forms import one_of, trade_choices
from werkplaats.portal.fields import day_field
from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.list_faults import row_faults
from werkplaats.triage.rules.lists import COLUMNS, Item, Row, first_letter, from_row, to_row
from werkplaats.triage.wording import COLUMN_NAMES, said

PARTS = _("Codes with a semicolon between them.")


def text(column: str, *, required: bool = False, lines: int = 0, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(label=COLUMN_NAMES[column], required=required, widget=widget, **options)


class ItemForm(forms.Form):
    """The columns of the list. What is wrong is asked of the rules, all at once, each at its field."""

    use_required_attribute = False
    code = text("code", required=True)
    name_nl = text("name_nl", required=True)
    name_en = text("name_en", required=True)
    party = forms.ChoiceField(label=COLUMN_NAMES["party"], choices=one_of("party", Party), widget=ListSelect)
    trade = forms.ChoiceField(
        label=COLUMN_NAMES["trade"],
        required=False,
        choices=trade_choices,
        widget=ListSelect,
        help_text=_("Only when the cooperative does it; the minutes too."),
    )
    minutes = forms.IntegerField(label=COLUMN_NAMES["minutes"], required=False, min_value=0)
    workers = forms.IntegerField(label=COLUMN_NAMES["workers"], initial=1, min_value=1, max_value=2)
    urgency = forms.ChoiceField(label=COLUMN_NAMES["urgency"], choices=one_of("urgency", Urgency), widget=ListSelect)
    explanation_nl = text("explanation_nl", required=True, lines=4)
    explanation_en = text("explanation_en", required=True, lines=4)
    conditions_nl = text("conditions_nl")
    conditions_en = text("conditions_en")
    words = text("words", lines=3, help_text=_("With a semicolon between them."))
    medical = forms.BooleanField(label=COLUMN_NAMES["medical"], required=False)
    ground = text("ground", max_length=1)
    follow_up = text("follow_up", help_text=PARTS)
    locations = text("locations", help_text=PARTS)
    defects = text("defects", help_text=PARTS)
    family = text("family")
    norm_minutes = forms.IntegerField(label=COLUMN_NAMES["norm_minutes"], required=False, min_value=0)
    norm_frequency = text("norm_frequency")
    source = text("source")

    def __init__(self, *args: Any, item: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item is not None:
            self.initial = {**to_row(item), "medical": item.medical}
            del self.fields["code"]  # a code keeps its meaning

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in row_faults([(1, self._row(given))]):
                self.add_error(fault.column if fault.column in self.fields else None, said(fault))
        return given

    def _row(self, given: dict[str, Any]) -> Row:
        row = {column: "" if given.get(column) is None else str(given.get(column)) for column in COLUMNS}
        if self.item is not None:
            row["code"] = self.item.code
        row["medical"] = "yes" if given.get("medical") else "no"
        row["minutes"] = row["minutes"] or "0"
        row["letter"] = first_letter(row["name_nl"])
        return row

    def filled_in(self) -> Item:
        return from_row(self._row(self.cleaned_data))


class PublishForm(forms.Form):
    use_required_attribute = False
    valid_from = day_field(_("From which day does it count?"))
