"""VAT for the treasurer: the return of a quarter with every line behind it, the limit of the small businesses scheme
(KOR), what is known of payers and workers, and the rules."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.services.billing import set_owner_builder
from werkplaats.members.models import Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import May
from werkplaats.members.services.fitting import set_worker_vat
from werkplaats.portal.board.forms import RefusableForm
from werkplaats.portal.fields import CommaDecimal, day_field, refuse
from werkplaats.portal.gate import PageRequest, action, form_page, page
from werkplaats.portal.spreadsheet import amount, csv_response
from werkplaats.settlement import queries_vat, services
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_guard import worker_of
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box, Side, Standing, all_rules, rule_on
from werkplaats.settlement.rules.vat.by_hand import Serves
from werkplaats.settlement.rules.vat.corrections import LIMIT, WITHIN, Told, figures
from werkplaats.settlement.rules.vat.returns import SHOWN, WITHOUT_VAT, Figure, Return
from werkplaats.settlement.rules.vat.table import BY_HAND

LINES = 200  # behind a box on the page; the download has all
WHAT = {
    Box.HIGH: gettext_lazy("What you charged at the high rate"),
    Box.LOW: gettext_lazy("What you charged at the low rate"),
    Box.OTHER: gettext_lazy("What you charged at another rate, such as one of before a change"),
    Box.ZERO: gettext_lazy("What you charged without VAT because your customer pays it: “btw verlegd”"),
    Box.REVERSED: gettext_lazy("What workers charged you without VAT, because you pay it: “btw verlegd”"),
    Box.PRIVATE: gettext_lazy("Private use of what the cooperative has: only what you book by hand"),
    Box.OUTSIDE_EU: gettext_lazy("To countries outside the EU: cannot occur, all work is on homes in the Netherlands"),
    Box.ABROAD: gettext_lazy("To other EU countries: cannot occur, all work is on homes in the Netherlands"),
    Box.DISTANCE: gettext_lazy("Installed, or sold at a distance, in the EU: cannot occur, nothing is sold or sent"),
    Box.FROM_OUTSIDE_EU: gettext_lazy("Bought from countries outside the EU, such as software: what you book by hand"),
    Box.FROM_EU: gettext_lazy("Bought from other EU countries, such as software: what you book by hand"),
    Box.INPUT: gettext_lazy("What workers charged you with VAT"),
    Box.NONE: gettext_lazy("Not in the return: exempt, or outside VAT"),
}
STANDING = {
    Standing.FOUND: (gettext_lazy("source found"), "ok"),
    Standing.WEAK: (gettext_lazy("weak source"), "warning"),
    Standing.ADVISER: (gettext_lazy("ask your adviser"), "warning"),
}


def _quarter(request: PageRequest) -> tuple[Quarter, list[Quarter]]:
    """The one that was asked for; else the last whole one, which is the one to file."""
    known = queries_vat.quarters(request.actor, timezone.localdate())
    asked = request.GET.get("quarter") or request.POST.get("quarter", "")
    return next((one for one in known if str(one) == asked), known[1]), known


class FiledForm(RefusableForm):
    filed_on = day_field(gettext_lazy("Sent to the tax office on"))


@page(May.SETTLE)
def vat(request: PageRequest) -> HttpResponse:
    quarter, known = _quarter(request)
    return _vat(request, quarter, known, FiledForm(initial={"filed_on": timezone.localdate()}))


@action(May.SETTLE)
def filed(request: PageRequest) -> HttpResponse:
    """That the return of a quarter was sent, or when it was sent before, a correction of it."""
    quarter, known = _quarter(request)
    form = FiledForm(request.POST)
    if form.is_valid():
        correction = request.POST.get("correction") == "yes"
        verb = services.file_correction if correction else services.file_return
        try:
            verb(request.actor, quarter, filed_on=form.cleaned_data["filed_on"], at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept. What changes from now on is shown here, with what to do."))
            return redirect(f"{reverse('board:vat')}?quarter={quarter}")
    return _vat(request, quarter, known, form)


def _vat(request: PageRequest, quarter: Quarter, known: list[Quarter], form: FiledForm) -> HttpResponse:
    today = timezone.localdate()
    told = queries_vat.to_file(request.actor, quarter, today)
    found = told.shown
    head = letterhead_on(request.actor.cooperative_id, quarter.last)
    context = {
        "quarter": quarter,
        "quarters": known,
        "busy": quarter.last >= today,
        "told": told,
        "form": form,
        "changed": _differences(told) if told.changed else [],
        "weeks": WITHIN.days // 7,
        "limit": LIMIT,
        "found": found,
        "boxes": [
            {"box": box, "what": WHAT[box], "figure": found.figures[box], "with_vat": box not in WITHOUT_VAT}
            for box in SHOWN
        ],
        "added": [one for box in SHOWN for one in found.figures[box].by_hand],
        "behind": [_behind(found.figures[box]) for box in Box if found.figures[box].lines],
        "small_business": head is not None and head.small_business,
        "rounding": int(found.result_cents) - 100 * found.result_euros,
        "pro_rata": queries_vat.turnover_pro_rata(request.actor, quarter.year),
        "shown": LINES,
    }
    return render(request, "board/vat.html", context, status=422 if form.errors else 200)


def _differences(told: queries_vat.ToFile) -> list[dict[str, Any]]:
    """Box by box: what is right now, and how much that is more than what was told."""
    assert told.changed is not None
    now = figures(told.found)
    return [
        {"box": box, "now": now.get(box, Told()), "more": more, "deducted": box is Box.INPUT}
        for box, more in told.changed.boxes.items()
    ]


def _behind(figure: Figure) -> dict[str, Any]:
    return {
        "box": figure.box,
        "what": WHAT[figure.box],
        "figure": figure,
        "lines": [{"line": line, "why": _why(line.rule, line.delivered)} for line in figure.lines[:LINES]],
        "more": len(figure.lines) - LINES,
    }


def _why(code: str, day: date) -> str:
    return rule_on(code, day).reason(get_language() or "nl")


SERVES = {
    Serves.TAXED: gettext_lazy("Only taxed work: all VAT is deducted"),
    Serves.EXEMPT: gettext_lazy("Only exempt help: no VAT is deducted"),
    Serves.BOTH: gettext_lazy("Everything: the part of taxed turnover is deducted (pro rata)"),
}


class ByHandForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    box = forms.ChoiceField(
        label=gettext_lazy("Box"), choices=[(box.value, f"{box.value}: {WHAT[box]}") for box in BY_HAND]
    )
    booked_on = day_field(gettext_lazy("Day"))
    net = CommaDecimal(label=gettext_lazy("Amount without VAT"), min_value=0, max_value=10**9, decimal_places=2)
    vat = CommaDecimal(label=gettext_lazy("VAT"), min_value=0, max_value=10**9, decimal_places=2)
    serves = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        choices=list(SERVES.items()),
        initial=Serves.BOTH,
        help_text=gettext_lazy("Of private use nothing is deducted, nor in the small businesses scheme (KOR)."),
    )
    why = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200)


@form_page(May.SETTLE)
def vat_by_hand(request: PageRequest) -> HttpResponse:
    """An amount for box 1d, 4a or 4b, in the return and in the books."""
    form = ByHandForm(request.POST or None, initial={"booked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.book_vat(
                request.actor,
                Box(given["box"]),
                booked_on=given["booked_on"],
                net_cents=int(given["net"] * 100),
                vat_cents=int(given["vat"] * 100),
                serves=Serves(given["serves"]),
                why=given["why"],
                token=given["form_token"],
                at=timezone.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("It is booked, and stands in the return of that quarter."))
            return redirect("board:books_booking", booking=made.transaction.number)
    return render(request, "board/vat_by_hand.html", {"form": form}, status=422 if form.errors else 200)


@page(May.SETTLE)
def vat_csv(request: PageRequest) -> HttpResponse:
    """The return as a table: the lines of each box, then what the box comes to."""
    quarter, __ = _quarter(request)
    found = queries_vat.to_file(request.actor, quarter, timezone.localdate()).shown
    header = (
        _("Box"), _("Document"), _("Made on"), _("Work of"), _("What"), _("VAT rule"), _("Why"), _("Without VAT"),
        _("VAT"), _("In the return"),
    )  # fmt: skip
    return csv_response(f"btw-{quarter}.csv", header, _rows(found))


def _rows(found: Return) -> Iterator[tuple[str, ...]]:
    for box in Box:
        figure = found.figures[box]
        for line in figure.lines:
            yield (
                box, line.document, line.issued.isoformat(), line.delivered.isoformat(),
                line.description, line.rule, _why(line.rule, line.delivered), signed(line.net),
                "", "",
            )  # fmt: skip
        for one in figure.by_hand:
            yield (
                box, f"{_('Booking')} {one.number}", one.booked.isoformat(), "", one.why, "", _("Booked by hand"),
                signed(one.net), signed(one.vat), "",
            )  # fmt: skip
        if figure.lines or box in SHOWN:
            in_return = "" if box in (Box.NONE, Box.INPUT, *WITHOUT_VAT) else str(figure.vat_euros)
            yield (
                box,
                _("together"),
                "",
                "",
                str(WHAT[box]),
                "",
                "",
                signed(figure.net),
                signed(figure.vat),
                in_return,
            )
    for name, what, euros in (
        ("5a", _("VAT that you owe"), found.due_euros),
        ("5b", _("VAT that you deduct"), found.input_euros),
        ("5g", _("To pay; below zero: to get back"), found.result_euros),
    ):
        yield (name, "", "", "", what, "", "", "", "", str(euros))


def signed(cents: Cents) -> str:
    return f"{'-' if cents < 0 else ''}{amount(int(abs(cents)))}"


@page(May.SETTLE)
def vat_limit(request: PageRequest) -> HttpResponse:
    """How much of the limit of the small businesses scheme (KOR) is used."""
    actor, year = request.actor, timezone.localdate().year
    head = letterhead_on(actor.cooperative_id, timezone.localdate())
    context = {
        "takes_part": head is not None and head.small_business,
        "years": [watch for of in (year, year - 1) if (watch := queries_vat.small_business_watch(actor, of))],
        "workers": queries_vat.workers_near_the_limit(actor, year),
    }
    return render(request, "board/vat_limit.html", context)


@page(May.SETTLE)
def vat_facts(request: PageRequest) -> HttpResponse:
    """Who counts as an owner-builder, and how self-employed workers stand."""
    rows = [(worker, WorkerVatForm.of(worker)) for worker in queries_vat.self_employed(request.actor)]
    return render(request, "board/vat_facts.html", {"landlords": queries_vat.landlords(request.actor), "workers": rows})


class WorkerVatForm(forms.Form):
    small_business = forms.BooleanField(label=gettext_lazy("Takes part in the KOR"), required=False)
    shares_exemption = forms.BooleanField(label=gettext_lazy("Shares the Wmo exemption"), required=False)

    @classmethod
    def of(cls, worker: Worker, data: Any = None) -> "WorkerVatForm":
        """Only a helper does granted help, whose exemption can be shared."""
        known = {name: getattr(worker, name) for name in cls.base_fields}
        form = cls(data, initial=known, auto_id=f"of_{worker.pk}_%s")
        if worker.kind != WorkerKind.HELPER:
            del form.fields["shares_exemption"]
        return form


@action(May.SETTLE)
def vat_landlord(request: PageRequest, landlord_id: int) -> HttpResponse:
    if not queries_vat.landlords(request.actor).filter(pk=landlord_id).exists():
        raise Http404
    set_owner_builder(request.actor, landlord_id, owner_builder=request.POST.get("owner_builder") == "yes")
    messages.success(request, _("Kept. It counts for work that is signed from now on."))
    return redirect("board:vat_facts")


@action(May.SETTLE)
def vat_worker(request: PageRequest, worker_id: int) -> HttpResponse:
    worker = worker_of(request.actor, worker_id)
    if worker is None:
        raise Http404
    form = WorkerVatForm.of(worker, request.POST)
    form.full_clean()
    try:
        set_worker_vat(request.actor, worker.pk, **{"shares_exemption": worker.shares_exemption, **form.cleaned_data})
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept. It counts for work that is signed from now on."))
    return redirect("board:vat_facts")


@page(May.SETTLE)
def vat_rules(request: PageRequest) -> HttpResponse:
    """Every rule with its days, its reason and its source."""
    language, today = get_language() or "nl", timezone.localdate()
    sides = [
        {
            "sale": side is Side.SALE,
            "rules": [
                {
                    "rule": rule, "about": rule.about(language), "reason": rule.reason(language),
                    "standing": STANDING[rule.standing], "holds": rule.holds_on(today),
                }
                for rule in all_rules()
                if rule.side is side
            ],
        }
        for side in Side
    ]  # fmt: skip
    return render(request, "board/vat_rules.html", {"sides": sides})
