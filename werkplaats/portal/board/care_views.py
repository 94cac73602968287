"""Wmo help declared: who for, what is missing, the declaration of a month, and the municipality's answer on it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.homes.models import CareGrant, DistrictTeam
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.forms import RefusableForm, day_field, last_month
from werkplaats.portal.documents import xml_response
from werkplaats.portal.gate import PageRequest, action, form_page, page
from werkplaats.portal.spreadsheet import table_response
from werkplaats.settlement import queries_care
from werkplaats.settlement.models import CareDeclaration, CareDeclarationLine
from werkplaats.settlement.queries_care import lines_of, performance_of
from werkplaats.settlement.rules.columns import Column, Kind, Table
from werkplaats.settlement.rules.iwmo import Message, Sender, Unit, Verdict, month_of, to_xml
from werkplaats.settlement.rules.iwmo_answer import LARGEST_FILE, step
from werkplaats.settlement.services import care

MONTHS = 12
COLUMNS = (
    Column("ReferentieNummer"), Column("VorigReferentieNummer"), Column("Cliëntreferentie"),
    Column("ToewijzingNummer", Kind.NUMBER), Column("ProductCategorie"), Column("ProductCode"),
    Column("Begindatum", Kind.DAY), Column("Einddatum", Kind.DAY), Column("GeleverdVolume", Kind.NUMBER),
    Column("Eenheid"), Column("ProductTarief", Kind.EUROS), Column("IngediendBedrag", Kind.EUROS),
    Column("DebetCredit"), Column("Gefactureerd", Kind.EUROS), Column("Antwoord"), Column("Retourcodes"),
)  # fmt: skip


class MonthForm(RefusableForm):
    """One of the months that are over."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        field.choices = [(day.isoformat(), f"{day:%m-%Y}") for day in months_over(today)]


class ContractForm(RefusableForm):
    provider = forms.CharField(
        label=gettext_lazy("Provider"),
        max_length=200,
        help_text=gettext_lazy("Who has the contract with the municipality. That may be you."),
    )
    agb_code = forms.CharField(label=gettext_lazy("AGB code"), max_length=12, help_text=gettext_lazy("8 digits"))
    municipality_code = forms.CharField(
        label=gettext_lazy("Code of the municipality"), max_length=6, help_text=gettext_lazy("4 digits, by CBS")
    )
    number_prefix = forms.CharField(
        label=gettext_lazy("How our declaration numbers begin"),
        max_length=4,
        initial="WP",
        help_text=gettext_lazy("Ask the provider: numbers of others must begin differently."),
    )
    base_schema = forms.CharField(label=gettext_lazy("Version of the base schema"), max_length=20, initial="1.0.0")
    message_schema = forms.CharField(
        label=gettext_lazy("Version of the schema of message 323"), max_length=20, initial="1.0.0"
    )


class AllocationForm(RefusableForm):
    number = forms.IntegerField(label=gettext_lazy("Allocation number"), min_value=1, max_value=999_999_999)
    category = forms.CharField(
        label=gettext_lazy("Product category"),
        max_length=2,
        initial="01",
        help_text=gettext_lazy("2 digits; 01 is help with the household"),
    )
    product = forms.CharField(
        label=gettext_lazy("Product code"), max_length=5, help_text=gettext_lazy("At most 5 letters and digits")
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Granted in"), choices=[(unit.value, label(unit, "care_unit")) for unit in Unit]
    )
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))


class AnswerForm(RefusableForm):
    file = forms.FileField(
        label=gettext_lazy("The answer (XML)"),
        widget=forms.FileInput(attrs={"accept": ".xml"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )
    sent_as = forms.CharField(
        label=gettext_lazy("Number under which the provider sent it"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Only when the provider joined it with its own declaration."),
    )


def months_over(today: date) -> Iterator[date]:
    day = last_month(today)["period_start"]
    for _each in range(MONTHS):
        yield day
        day = (day - timedelta(days=1)).replace(day=1)


@page(May.SETTLE)
def index(request: PageRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "teams": queries_care.teams(actor),
        "without": queries_care.grants_without_allocation(actor),
        "declarations": queries_care.declarations(actor)[: 2 * MONTHS],
    }
    return render(request, "board/care.html", context)


@page(May.SETTLE)
def draft(request: PageRequest, team_id: int) -> HttpResponse:
    """What a declaration would say, and what stays out; nothing is made yet."""
    today = timezone.localdate()
    initial = {"month": last_month(today)["period_start"].isoformat()}
    return _draft(request, _team(request, team_id), MonthForm(request.GET or None, initial=initial, today=today))


@action(May.SETTLE)
def declare(request: PageRequest, team_id: int) -> HttpResponse:
    team = _team(request, team_id)
    form = MonthForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            month = date.fromisoformat(form.cleaned_data["month"])
            made = care.declare_care(request.actor, team, month, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The declaration was made. Give the file to the provider."))
            return redirect("board:care_declaration", made.number)
    return _draft(request, team, form)


def _draft(request: PageRequest, team: DistrictTeam, form: MonthForm) -> HttpResponse:
    asked = form.data.get("month") if form.is_bound else None
    known = [day.isoformat() for day in months_over(timezone.localdate())]
    month = date.fromisoformat(asked if asked in known else known[0])
    found = queries_care.care_draft(team, month)
    names = queries_care.names({*(line.about for line in found.performances), *(out.about for out in found.undeclared)})
    context = {
        "team": team,
        "contract": queries_care.contract_of(team),
        "month": month,
        "form": form,
        "lines": [(names.get(line.about, line.client), line) for line in found.performances],
        "undeclared": [(names.get(left.about, ""), left) for left in found.undeclared],
        "total": sum(line.signed_cents for line in found.performances),
        "charged": sum(line.charged_cents for line in found.performances),
    }
    return render(request, "board/care_draft.html", context, status=422 if form.is_bound and form.errors else 200)


@dataclass(frozen=True)
class OfClient:
    name: str
    reference: str
    lines: list[CareDeclarationLine]
    steps: list[tuple[str, Any]]  # return code, what to do


@page(May.SETTLE)
def show(request: PageRequest, declaration: str) -> HttpResponse:
    return _declaration(request, _found(request, declaration), AnswerForm())


@action(May.SETTLE)
def answer(request: PageRequest, declaration: str) -> HttpResponse:
    found = _found(request, declaration)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read(LARGEST_FILE + 1)
        try:
            said = care.take_answer(
                request.actor, found, content, sent_as=form.cleaned_data["sent_as"], at=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer was read."))
            if said.holds_bsn:
                messages.warning(
                    request,
                    _(
                        "There were citizen service numbers (BSN) in this file. They were not read and not kept. "
                        "Ask the provider to take them out, and remove the file from your computer."
                    ),
                )
            return redirect("board:care_declaration", found.number)
    return _declaration(request, found, form)


def _declaration(request: PageRequest, found: CareDeclaration, form: AnswerForm) -> HttpResponse:
    lines = list(lines_of(found))
    by_client: dict[int, list[CareDeclarationLine]] = defaultdict(list)
    for line in lines:
        by_client[line.client_id].append(line)
    context = {
        "declaration": found,
        "clients": [_of_client(members) for members in by_client.values()],
        "total": sum(line.signed_cents for line in lines),
        "approved": sum(line.signed_cents for line in lines if line.verdict == Verdict.APPROVED),
        "rejected": sum(line.signed_cents for line in lines if line.verdict == Verdict.REJECTED),
        "steps": _steps(found.codes),
        "form": form,
    }
    return render(request, "board/care_declaration.html", context, status=422 if form.errors else 200)


def _of_client(lines: list[CareDeclarationLine]) -> OfClient:
    codes = dict.fromkeys(code for line in lines for code in line.codes)
    return OfClient(lines[0].client.person.name, lines[0].client_reference, lines, _steps(codes))


def _steps(codes: Any) -> list[tuple[str, Any]]:
    return [(code, label(step(code), "care_step")) for code in codes]


@page(May.SETTLE)
def message(request: PageRequest, declaration: str) -> HttpResponse:
    """Message 323, for the provider, in whose system the BSNs go in."""
    found = _found(request, declaration)
    sender = Sender(found.agb_code, found.municipality_code, found.base_schema, found.message_schema)
    lines = tuple(performance_of(line) for line in lines_of(found))
    written = Message(found.number, *month_of(found.month), local_day(found.made_at), sender, lines)
    return xml_response("".join(to_xml(written)).encode(), f"declaratie-{found.number}.xml")


@page(May.SETTLE)
def table(request: PageRequest, declaration: str, file_type: str) -> HttpResponseBase:
    if file_type not in ("csv", "xlsx"):
        raise Http404
    found = _found(request, declaration)
    return table_response(Table(f"declaratie-{found.number}", COLUMNS, map(_row, lines_of(found))), file_type)


def _row(line: CareDeclarationLine) -> tuple[Any, ...]:
    answered = "" if line.verdict == Verdict.WAITING else ("toegewezen", "afgewezen")[line.verdict == Verdict.REJECTED]
    return (
        line.reference, line.takes_back.reference if line.takes_back else "", line.client_reference,
        line.allocation_number, line.category, line.product, line.starts_on, line.ends_on, line.volume, line.unit,
        line.rate_cents, line.cents, "C" if line.takes_back else "D", line.charged_cents, answered,
        " ".join(line.codes),
    )  # fmt: skip


@form_page(May.SETTLE)
def contract(request: PageRequest, team_id: int) -> HttpResponse:
    team = _team(request, team_id)
    before = queries_care.contract_of(team)
    known = {name: getattr(before, name) for name in ContractForm.base_fields} if before else {}
    form = ContractForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            care.set_care_contract(request.actor, team, care.ContractDetails(**form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The provider is kept."))
            return redirect("board:care")
    return render(request, "board/care_contract.html", {"form": form, "team": team}, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def allocation(request: PageRequest, grant_id: int) -> HttpResponse:
    grant = CareGrant.objects.filter(pk=grant_id, cooperative_id=request.actor.cooperative_id).first()
    if grant is None:
        raise Http404
    before = list(grant.allocations.order_by("starts_on"))
    known = {"starts_on": grant.starts_on, "ends_on": grant.ends_on}
    if before:
        known = {name: getattr(before[-1], name) for name in AllocationForm.base_fields}
    form = AllocationForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        details = {**form.cleaned_data, "unit": Unit(form.cleaned_data["unit"])}
        try:
            care.set_care_allocation(request.actor, grant, care.AllocationDetails(**details))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The allocation is kept."))
            return redirect("board:care")
    context = {"form": form, "grant": grant, "name": grant.client.person.name, "before": before}
    return render(request, "board/care_allocation.html", context, status=422 if form.errors else 200)


def _team(request: PageRequest, team_id: int) -> DistrictTeam:
    team = queries_care.teams(request.actor).filter(pk=team_id).first()
    if team is None:
        raise Http404
    return team


def _found(request: PageRequest, number: str) -> CareDeclaration:
    found = queries_care.declarations(request.actor).filter(number=number).first()
    if found is None:
        raise Http404
    return found
