"""The inputs that are written without a template are those that Django's templates make."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, override

from werkplaats.ground.inputs import Inputs, ListSelect

ODD = """<b>"Jan" & 'Piet'</b>"""


TYPED = {
    "text": ODD,
    "number": "12",
    "email": ODD,
    "hidden": ODD,
    "long": f"\n{ODD}",
    "yes": "on",
    "one": "a",
    "some": "b",
}


class Every(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"autofocus": True, "hidden": False, "title": ODD}))
    number = forms.IntegerField(required=False)
    email = forms.EmailField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    yes = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=[("a", ODD), ("b", "B")], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)


def plain(html: str) -> str:
    """Without the space that has no meaning."""
    return re.sub(r">\s+<", "><", html).strip()


@pytest.mark.parametrize("name", list(Every.base_fields))
@pytest.mark.parametrize("data", [None, {}, TYPED])
def test_the_same_html_as_djangos(name: str, data: dict[str, Any] | None) -> None:
    ours, theirs = Every(data, renderer=Inputs()), Every(data, renderer=DjangoTemplates())
    assert plain(str(ours[name])) == plain(str(theirs[name]))
    # Option by option, as the pages write lists of choices.
    assert [option.tag() for option in ours[name]] == [option.tag() for option in theirs[name]]


@override("en")
def test_an_input_with_help_says_what_describes_it() -> None:
    class Helped(forms.Form):
        text = forms.CharField(required=False, label="Text", help_text="Say <b>what</b> you see.")

    html = plain(render_to_string("components/field.html", {"field": Helped()["text"]}))
    assert 'aria-describedby="id_text_helptext"' in html
    assert '<div class="utrecht-form-field-description" id="id_text_helptext">Say <b>what</b> you see.</div>' in html
    assert html.index("Text") < html.index("(not required)") < html.index("you see") < html.index("<input")


def fruits() -> list[tuple[str, Any]]:
    return [("", "–"), ("a", ODD), ("b", gettext_lazy("Yes"))]


class Fruit(forms.Form):
    ours = forms.ChoiceField(choices=fruits, widget=ListSelect(attrs={"class": "x"}))
    theirs = forms.ChoiceField(choices=fruits, widget=forms.Select(attrs={"class": "x"}))
    use_required_attribute = False


@pytest.mark.parametrize("chosen", [None, "", "a", "b", "gone"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_list_is_written_once_and_chosen_from_each_time(chosen: str | None, language: str) -> None:
    with override(language):
        form = Fruit(initial={"ours": chosen, "theirs": chosen}, auto_id=False)
        ours, theirs = plain(str(form["ours"])), plain(str(form["theirs"])).replace("theirs", "ours")
    assert re.findall(r"<option[^>]*>[^<]*", ours)[1:] == re.findall(r"<option[^>]*>[^<]*", theirs)[1:]
    assert ours.count("selected") == (chosen in ("a", "b"))
