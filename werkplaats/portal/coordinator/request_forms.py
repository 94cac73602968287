"""The forms of the inbox, the request page and entering a report for somebody."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import uuid4

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from werkplaats.desk.file import Decided, Subject
from werkplaats.ground.inputs import ListSelect
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.rules import Branch, Channel
from werkplaats.members.rules import ContactBy, Language
from werkplaats.portal.coordinator.proposals import code_in, named
from werkplaats.portal.fields import Unchanging, reachable
from werkplaats.triage.judging import chosen_item
from werkplaats.triage.rules import Outcome, Party, Step, Urgency
from werkplaats.triage.rules.decision import MAX_MINUTES, Decision
from werkplaats.triage.rules.trades import TRADES

STEPS = 4
Choices = list[tuple[str, Any]]


def choices(kind: str, values: Any, *, empty: Any = None) -> Choices:
    """The values of a StrEnum (or codes) with their labels, and an empty one first when that may be chosen."""
    known: Choices = [(str(value), label(value, kind)) for value in values]
    return [("", empty), *known] if empty is not None else known


def trade_choices() -> Choices:
    return [("", _("– trade –")), *sorted(choices("trade", TRADES), key=lambda choice: str(choice[1]))]


def one_of(kind: str, values: Any) -> Callable[[], Choices]:
    """The same as a function, for a field that asks for its choices when it needs them."""
    return lambda: choices(kind, values)  # no partial: each form that is made would copy what is in it


class StepForm(forms.Form):
    """One job of the decision. Empty rows are left out."""

    use_required_attribute = False
    trade = forms.ChoiceField(label=_("Trade"), required=False, choices=trade_choices, widget=ListSelect)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=MAX_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        required=False,
        initial=Urgency.NORMAL,
        choices=one_of("urgency", Urgency),
        widget=ListSelect,
    )
    description = forms.CharField(label=_("What to do"), required=False, max_length=500)
    workers = forms.ChoiceField(
        label=_("People"), required=False, choices=lambda: [("1", "1"), ("2", "2")], widget=ListSelect
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("trade") and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("How many minutes?"))
        if not cleaned.get("trade") and (cleaned.get("minutes") or cleaned.get("description")):
            self.add_error("trade", _("Which trade?"))
        return cleaned

    def step(self) -> Step | None:
        given = self.cleaned_data
        if not given.get("trade"):
            return None
        return Step(
            trade=given["trade"],
            minutes=given["minutes"],
            urgency=Urgency(given["urgency"] or Urgency.NORMAL),
            description=given["description"],
            workers=int(given["workers"] or 1),
        )


def step_row(form: StepForm, number: int) -> SafeString:
    return render_to_string("coordinator/_step.html", {"step": form, "number": number})


@cache
def blank_row(number: int, language: str | None) -> SafeString:
    """The same for everybody, so written once for each language."""
    return step_row(StepForm(prefix=f"step{number}"), number)


class DecisionForm(forms.Form):
    use_required_attribute = False
    outcome = forms.ChoiceField(label=_("Who does it?"), choices=one_of("outcome", Outcome), widget=forms.RadioSelect)
    item_code = forms.CharField(
        label=_("Line of the list"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "list-lines", "autocomplete": "off"}),
        help_text=_("Type a code or a word, and choose."),
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Kept with the request, for colleagues; the resident does not see it."),
    )
    explanation = forms.CharField(
        label=_("To the resident, in plain words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=_("An explanation, or the question that you ask."),
    )
    forward_name = forms.CharField(label=_("Send on to"), required=False, max_length=200)
    forward_email = forms.EmailField(label=_("E-mail address"), required=False)

    def __init__(self, branch: str, version_id: int | None, *args: Any, **kwargs: Any) -> None:
        """`version_id`: of the published list that the line is chosen from; None: the one that was shipped."""
        super().__init__(*args, **kwargs)
        self.branch, self.version_id = branch, version_id
        # A row that nothing is typed or proposed in needs no form: see `rows`.
        given: dict[int, Any] = self.initial.get("steps", {})
        self.steps = {
            number: StepForm(self.data if self.is_bound else None, prefix=f"step{number}", initial=given.get(number))
            for number in range(1, STEPS + 1)
            if self.is_bound or number in given
        }

    def clean_item_code(self) -> str:
        code = code_in(self.cleaned_data["item_code"])
        if code and chosen_item(self.branch, self.version_id, code) is None:
            raise forms.ValidationError(_("This line is not in the list of this request. Choose one of the list."))
        return code

    def rows(self) -> list[SafeString]:
        """A row of the table for each step, filled in or not."""
        return [
            step_row(self.steps[number], number) if number in self.steps else blank_row(number, get_language())
            for number in range(1, STEPS + 1)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(step.is_valid() for step in self.steps.values())])

    def decision(self) -> Decision:
        given = self.cleaned_data
        outcome = Outcome(given["outcome"])
        ours = outcome is Outcome.COOPERATIVE
        return Decision(
            outcome=outcome,
            reason=given["reason"],
            explanation=given["explanation"],
            item_code=given["item_code"],
            # A proposal may have filled rows in that another outcome does not use.
            steps=tuple(step for form in self.steps.values() if (step := form.step())) if ours else (),
            forward_name=given["forward_name"],
            forward_email=given["forward_email"],
        )


def standing(request: Subject, latest: Decided, language: str) -> dict[str, Any]:
    """What the form shows after a decision: that decision, without its reason, because revising asks for a new one.

    A line of a list that counted before is left out: it has to be chosen anew.
    """
    item = chosen_item(request.branch, request.list_version_id, latest.item_code)
    given: dict[str, Any] = {
        "outcome": latest.outcome,
        "item_code": named(item, language) if item else "",
        "explanation": "" if latest.outcome == Outcome.QUESTION else latest.explanation,
        "steps": {
            step["position"]: {
                **{name: step[name] for name in ("trade", "minutes", "urgency", "description")},
                "workers": str(step["workers"]),
            }
            for step in latest.steps
        },
        **receiver(request, Party(latest.outcome) if latest.outcome != Outcome.QUESTION else None),
    }
    if latest.sent_to is not None:
        given |= {"forward_name": latest.sent_to, "forward_email": latest.sent_to_email}
    return given


def receiver(request: Subject, party: Party | None) -> dict[str, str]:
    """Who would get it: the district team for care and for household help, otherwise the landlord of the dwelling."""
    if party is Party.ELSEWHERE or (party is None and request.branch == Branch.HOUSEHOLD):
        return {"forward_name": request.team, "forward_email": request.team_email or ""} if request.team else {}
    if request.landlord is None:
        return {}
    return {"forward_name": request.landlord, "forward_email": request.landlord_email or ""}


class MessageForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)


class SplitForm(forms.Form):
    """A box a part; the first two must be filled."""

    use_required_attribute = False
    part1 = forms.CharField(label=_("First problem"), widget=forms.Textarea(attrs={"rows": 2}))
    part2 = forms.CharField(label=_("Second problem"), widget=forms.Textarea(attrs={"rows": 2}))
    part3 = forms.CharField(label=_("Third problem"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    part4 = forms.CharField(label=_("Fourth problem"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def texts(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


class JoinForm(forms.Form):
    use_required_attribute = False

    into = forms.CharField(
        label=_("Number of the other request"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_into(self) -> str:
        return "".join(sign for sign in self.cleaned_data["into"] if sign.isdigit())


SMALL_FORMS: dict[str, type[forms.Form]] = {"message": MessageForm, "split": SplitForm, "join": JoinForm}


def written(form: forms.Form) -> SafeString:
    return render_to_string("components/form.html", {"form": form})


@cache
def blank(name: str, language: str) -> SafeString:
    """A small form with nothing in it: the same for everybody, so written once for each language."""
    return written(SMALL_FORMS[name](auto_id=f"{name}_%s"))


class EntryForm(forms.Form):
    """A report that came by phone, at the counter or by e-mail, of somebody known."""

    use_required_attribute = False
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    channel = forms.ChoiceField(
        label=_("Came by"), choices=choices("channel", [Channel.PHONE, Channel.COUNTER, Channel.EMAIL])
    )
    branch = forms.ChoiceField(
        label=_("About"), choices=choices("branch", Branch), widget=forms.RadioSelect, initial=Branch.REPAIRS
    )
    text = forms.CharField(
        label=_("What is the matter?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("In the words of the resident."),
    )
    place = forms.CharField(label=_("Where in the home?"), max_length=200, required=False)
    may_enter_when_away = forms.BooleanField(label=_("We may come in when nobody is home"), required=False)


EntryForm.base_fields = Unchanging(EntryForm.base_fields)


class CallerForm(EntryForm):
    """The same of somebody new: first who it is, and how to reach them."""

    field_order = ("name", "phone", "email", "contact_by", "language")
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    contact_by = forms.ChoiceField(
        label=_("Wants to hear by"), choices=choices("contact_by", ContactBy), initial=ContactBy.PHONE
    )
    language = forms.ChoiceField(label=_("Language"), choices=choices("language", Language))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reachable(self, cleaned)
        return cleaned
