"""The bank: a file in, what is not matched yet, one line with its proposals, and the history."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import RefusableForm
from werkplaats.portal.gate import PageRequest, action, form_page, page
from werkplaats.settlement import queries_bank
from werkplaats.settlement.rules.bank.booking import OTHERWISE
from werkplaats.settlement.rules.bank.matching import ItemKind, OpenItem, Proposal
from werkplaats.settlement.rules.chart import CHART, Account
from werkplaats.settlement.services import bank, bank_matching

A_PAGE = 50
LARGEST = 20_000_000


class StatementForm(RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("Statement of the bank"),
        help_text=gettext_lazy("CAMT.053 (XML) or MT940, at most 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".xml,.sta,.940,.mt940,.swi,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than 20 MB. Split it."))
        return file


class OtherwiseForm(RefusableForm):
    account = forms.ChoiceField(label=gettext_lazy("Book as"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["account"]
        language = get_language() or "nl"
        chosen.choices = [(account.value, CHART[account].name(language)) for account in OTHERWISE]


@form_page(May.SETTLE)
def home(request: PageRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = StatementForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            found = bank.import_statement(request.actor, content, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _brought(found))
            return redirect("board:bank")
    waiting = queries_bank.unmatched(request.actor)
    context = {
        "form": form,
        "page": Paginator(waiting, A_PAGE).get_page(request.GET.get("page")),
        "balances": queries_bank.balances(request.actor),
    }
    return render(request, "board/bank.html", context, status=422 if form.errors else 200)


def _brought(found: bank.Imported) -> str:
    if not found.lines:
        return _("Everything in this file was known already. Nothing has changed.")
    text = ngettext(
        "%(count)d new line was kept; %(matched)d of them matched by itself.",
        "%(count)d new lines were kept; %(matched)d of them matched by themselves.",
        found.lines,
    )
    return text % {"count": found.lines, "matched": found.matched}


@action(May.SETTLE)
def again(request: PageRequest) -> HttpResponse:
    """Match what is sure enough by now, for invoices that were made after the statement came in."""
    matched = bank_matching.match_by_itself(request.actor, at=timezone.now())
    text = ngettext("%(count)d line was matched.", "%(count)d lines were matched.", matched)
    messages.success(request, text % {"count": matched})
    return redirect("board:bank")


@form_page(May.SETTLE)
def line(request: PageRequest, line_id: int) -> HttpResponse:
    """One line: what it may pay, what it was matched with, and how else it can be booked."""
    if request.method == "POST":
        return _match(request, line_id)
    return _line(request, line_id)


def _match(request: PageRequest, line_id: int) -> HttpResponse:
    found = _found(request, line_id)
    form = OtherwiseForm(request.POST) if "account" in request.POST else None
    try:
        if form is None:
            bank_matching.match(request.actor, line_id, chosen(request.POST.get("pays", "")), at=timezone.now())
        elif form.is_valid():
            given = form.cleaned_data
            bank_matching.book_as(
                request.actor, line_id, Account(given["account"]), note=given["note"], at=timezone.now()
            )
        else:
            return _line(request, line_id, form=form)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("board:bank_line", line_id=line_id)
    messages.success(request, _("The line is matched."))
    return _next(request, found)


def _next(request: PageRequest, done: Any) -> HttpResponse:
    """This line while something of it is left, then the next that waits."""
    waiting = queries_bank.unmatched(request.actor)
    rest = waiting.filter(pk=done.pk).first() or waiting.filter(booked_on=done.booked_on, pk__gt=done.pk).first()
    rest = rest or waiting.filter(booked_on__gt=done.booked_on).first() or waiting.first()
    return redirect("board:bank_line", line_id=rest.pk) if rest else redirect("board:bank")


def _found(request: PageRequest, line_id: int) -> Any:
    found = queries_bank.lines(request.actor).filter(pk=line_id).first()
    if found is None:
        raise Http404
    return found


def _line(request: PageRequest, line_id: int, *, form: OtherwiseForm | None = None) -> HttpResponse:
    found = _found(request, line_id)
    search = request.GET.get("q", "").strip()
    context = {
        "line": found,
        "proposals": [(key, one, pays(one)) for key, one in enumerate(queries_bank.proposals(request.actor, found), 1)],
        "matches": queries_bank.matches_of(found),
        "q": search,
        "found": [(item, _of(item, found.rest)) for item in queries_bank.search(request.actor, found, search)],
        "form": form or OtherwiseForm(),
    }
    return render(request, "board/bank_line.html", context, status=422 if form else 200)


@action(May.SETTLE)
def unmatch(request: PageRequest, match_id: int) -> HttpResponse:
    made = queries_bank.recent_matches(request.actor).filter(pk=match_id).first()
    if made is None:
        raise Http404
    try:
        bank_matching.unmatch(request.actor, match_id, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The match is undone. What it paid is open again."))
    return redirect("board:bank_line", line_id=made.line_id)


@page(May.SETTLE)
def history(request: PageRequest) -> HttpResponse:
    made = queries_bank.recent_matches(request.actor)
    context = {
        "page": Paginator(made, A_PAGE).get_page(request.GET.get("page")),
        "statements": queries_bank.statements(request.actor)[:A_PAGE],
    }
    return render(request, "board/bank_history.html", context)


# -- what a button says it pays ----------------------------------------------------------------------------------------
def pays(proposal: Proposal) -> str:
    """As the value of a button: "invoice:17:12100 invoice:18:5000"."""
    return " ".join(_part(part.item, part.cents) for part in proposal.parts)


def _part(item: OpenItem, cents: int) -> str:
    return f"{item.kind}:{item.key}:{cents}"


def _of(item: OpenItem, rest: int) -> str:
    cents = min(abs(item.open_cents), abs(rest))
    return _part(item, cents if rest > 0 else -cents)


def chosen(value: str) -> list[bank_matching.Chosen]:
    """What `pays` wrote. Errors: Refused when it is something else."""
    try:
        parts = [part.split(":") for part in value.split()]
        found = [bank_matching.Chosen(ItemKind(kind), int(key), int(cents)) for kind, key, cents in parts]
    except ValueError as error:
        raise Refused(_("Choose what this line pays.")) from error
    if not found:
        raise Refused(_("Choose what this line pays."))
    return found
