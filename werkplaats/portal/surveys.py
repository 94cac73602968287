"""The questions of the surveys as forms: for who has a private link, and for who types in a paper form."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from werkplaats.insight.rules.local_multiplier import Receiver
from werkplaats.insight.rules.surveys import ASKED, Respondent, SurveyKind
from werkplaats.insight.rules.surveys.cohesion import STATEMENTS, CohesionAnswer
from werkplaats.insight.rules.surveys.spending import OF_A_HUNDRED, Spending, SpentOn

UNKNOWN = "unknown"
AGREE = [
    ("4", _("I agree strongly")),
    ("3", _("I agree")),
    ("2", _("I do not agree and do not disagree")),
    ("1", _("I disagree")),
    ("0", _("I disagree strongly")),
    (UNKNOWN, _("I do not know")),
]
AMOUNTS = dict(
    zip(
        OF_A_HUNDRED,
        (
            _("nothing"),
            _("about 10 euros"),
            _("about 25 euros"),
            _("about half"),
            _("about 75 euros"),
            _("(nearly) everything"),
        ),
        strict=True,
    )
)
SPENT_ON = {
    SpentOn.GROCERIES: _("groceries"),
    SpentOn.SHOPS: _("other shops"),
    SpentOn.FOOD_OUT: _("eating and drinking out"),
    SpentOn.CRAFTS: _("hairdresser, bicycle repair, handyman"),
    SpentOn.CARE: _("care"),
    SpentOn.CLUBS: _("clubs, sports and outings"),
    SpentOn.HOME: _("living: rent or mortgage"),
    SpentOn.WAGES: _("wages of people who work for me"),
    SpentOn.PURCHASES: _("material and purchases for my work"),
}
ROLES = {
    Respondent.CLIENT: _("somebody with help in the home"),
    Respondent.RESIDENT: _("a resident"),
    Respondent.WORKER: _("a worker of the neighbourhood"),
    Respondent.HELPER: _("a helper in the home"),
    Respondent.SUPPLIER: _("a supplier"),
}
# Of the survey on spending, the roles are kinds of worker.
EARNERS = {**ROLES, Respondent.WORKER: _("a tradesperson")}
KINDS = {SurveyKind.COHESION: _("Living together"), SurveyKind.SPENDING: _("Where the money goes")}


class CohesionForm(forms.Form):
    """The six statements, each to be answered ("I do not know" is an answer)."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in STATEMENTS:
            self.fields[statement.code] = forms.ChoiceField(
                label=_(statement.text),
                choices=AGREE,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer; “I do not know” is an answer too.")},
            )

    def answered(self, role: Respondent) -> CohesionAnswer:
        given = (self.cleaned_data[statement.code] for statement in STATEMENTS)
        return CohesionAnswer(role, tuple(None if one == UNKNOWN else int(one) for one in given))


def amount_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[(str(k), v) for k, v in AMOUNTS.items()], coerce=int, widget=forms.RadioSelect
    )


class SpendingForm(forms.Form):
    use_required_attribute = False
    district = amount_field(_("Of every 100 euros that you earn through us, how much do you spend in this district?"))
    city = amount_field(_("And how much in the whole city, this district with it?"))
    spent_on = forms.MultipleChoiceField(
        label=_("What do you spend it on, in this district?"),
        choices=[(one.value, text) for one, text in SPENT_ON.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_city(self) -> int:
        district, city = self.cleaned_data.get("district"), int(self.cleaned_data["city"])
        if district is not None and city < district:
            raise forms.ValidationError(_("The district lies in the city, so this is at least as much."))
        return city

    def answered(self, role: Respondent) -> Spending:
        given = self.cleaned_data
        on = tuple(SpentOn(one) for one in given["spent_on"])
        return Spending(Receiver(role), given["district"], given["city"], on)


FORMS: dict[SurveyKind, type[CohesionForm] | type[SpendingForm]] = {
    SurveyKind.COHESION: CohesionForm,
    SurveyKind.SPENDING: SpendingForm,
}


def paper_form(kind: SurveyKind, data: Any) -> CohesionForm | SpendingForm:
    """The same questions, and first who filled them in. The token keeps a form that is sent twice from being two."""
    form = FORMS[kind](data)
    names = EARNERS if kind == SurveyKind.SPENDING else ROLES
    form.fields["role"] = forms.TypedChoiceField(
        label=_("Who filled in the form?"),
        choices=[(role.value, names[role]) for role in ASKED[kind]],
        coerce=Respondent,
        widget=forms.RadioSelect,
    )
    form.fields["form_token"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    form.order_fields(["role"])
    return form
