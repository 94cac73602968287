"""The neighbourhood's economy for the board: what came in and what stays, what it costs and brings, and what is
assumed for it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.insight import plots
from werkplaats.insight.queries import assumptions as queries
from werkplaats.insight.queries import figures_costs, figures_economy
from werkplaats.insight.queries.economy import Economy, economy, facts, not_begun, workers_asked
from werkplaats.insight.rules.costs_benefits.analysis import DRAWS, Analysis, BreakEven, tornado
from werkplaats.insight.rules.costs_benefits.assumptions import Code, Group
from werkplaats.insight.rules.costs_benefits.statement import Party
from werkplaats.insight.rules.local_multiplier import LEAST_ANSWERS, LocalMultiplier, Payment
from werkplaats.insight.rules.metrics import Unit
from werkplaats.insight.rules.uncertainty import CERTAINTY
from werkplaats.insight.saying import said
from werkplaats.insight.services.assumptions import set_assumption, set_district, tell_earlier_work
from werkplaats.members.rules.roles import May
from werkplaats.portal.board import economy_words as words
from werkplaats.portal.board.economy_forms import AssumptionForm, DistrictForm, EarlierWorkForm, asked
from werkplaats.portal.gate import PageRequest, form_page, page

MOST_SWINGS = 10  # on the page; what moves less is hardly seen


@page(May.SEE_COUNTERS)
def flow(request: PageRequest) -> HttpResponse:
    """What came in, who was paid, and how much of it stays in the district."""
    period = asked(request.actor, request.GET, timezone.localdate())
    if period is None:
        return render(request, "board/economy.html", {"current": "flow"})
    found = economy(period.scope)
    context = {
        "current": "flow",
        "asked": period,
        "late": not_begun(period.scope),
        "found": found,
        "figures": {
            code.partition(".")[2]: figure for code, figure in figures_economy.of(found).items() if not figure.why
        },
        "payments": list(_payments(found.flow.payments)),
        "onward": [_onward(found, kind) for kind in words.RECEIVERS],
        "least": LEAST_ANSWERS,
        "district": ", ".join(str(area) for area in queries.district(request.actor.cooperative_id)),
        **_multiplier(found.flow.multiplier, found.flow.compared),
    }
    return render(request, "board/economy.html", context)


def _payments(payments: Iterable[Payment]) -> Iterator[dict[str, Any]]:
    """A row for each kind of spending, apart for what stands in the books and what is assumed."""
    for kind in words.KINDS:
        for assumed in (False, True):
            rows = [one for one in payments if one.kind is kind and one.assumed is assumed]
            if not rows:
                continue
            ends = [[getattr(one.local, end) for one in rows] for end in ("value", "low", "high")]
            local = (sum(row.cents * part / 100 for row, part in zip(rows, parts, strict=True)) for parts in ends)
            yield {
                "kind": words.KINDS[kind],
                "cents": sum(row.cents for row in rows),
                "assumed": assumed,
                "local": words.ranged(*(words.euros(cents) for cents in local)),
            }


def _onward(found: Economy, kind: Any) -> dict[str, Any]:
    known = found.onward[kind]
    parts = (known.share.value, known.share.low, known.share.high)
    return {
        "kind": words.RECEIVERS[kind],
        "answers": known.answers,
        "by_survey": known.by_survey,
        "share": words.ranged(*(said(part, Unit.PERCENT) for part in parts)),
    }


def _multiplier(found: LocalMultiplier | None, before: LocalMultiplier | None) -> dict[str, Any]:
    if found is None:
        return {}
    ends = {"lowest": found.low, "likely": found.rounds, "highest": found.high}
    values = {name: said(rounds.multiplier, Unit.RATIO) for name, rounds in ends.items()}
    return {
        "ends": ends,
        "lm3": values,
        "stays": {name: said(rounds.stays, Unit.RATIO) for name, rounds in ends.items()},
        "before": {
            name: said(rounds.multiplier, Unit.RATIO)
            for name, rounds in (("likely", before.rounds), ("lowest", before.low), ("highest", before.high))
        }
        if before
        else None,
        "leaks": [{"kind": words.KINDS[leak.kind], "leak": leak} for leak in found.leaks],
        "leaked": sum(leak.cents for leak in found.leaks),
        "kept": found.kept,
    }


@page(May.SEE_COUNTERS)
def costs(request: PageRequest) -> HttpResponse:
    """What each party gives and gets in a year, with bands; when it breaks even; what matters most."""
    period = asked(request.actor, request.GET, timezone.localdate())
    if period is None:
        return render(request, "board/economy_costs.html", {"current": "costs"})
    found = economy(period.scope)
    analysis = figures_costs.analysis(found)
    party = next((party for party in Party if party == request.GET.get("party")), Party.COOPERATIVE)
    whole = request.GET.get("party") == "together"
    context: dict[str, Any] = {
        "current": "costs",
        "asked": period,
        "late": not_begun(period.scope),
        "months": found.period.months,
        "certainty": CERTAINTY,
        "draws": DRAWS,
    }
    if analysis is not None:
        context |= _statement(analysis) | _swings(found, analysis, None if whole else party)
    return render(request, "board/economy_costs.html", context)


def _statement(found: Analysis) -> dict[str, Any]:
    return {
        "facts": found.facts,
        "parties": [
            {
                "name": words.PARTIES[row.party],
                "gets": words.stacked(row.gets),
                "gives": words.stacked(row.gives),
                "balance": words.stacked(row.balance),
                "likely": round(100 * row.balance.positive),
                "per_dwelling": words.stacked(row.per_dwelling) if row.per_dwelling else None,
                "per_client": words.stacked(row.per_client) if row.per_client else None,
            }
            for row in found.parties
        ],
        "together": words.stacked(found.together),
        "together_likely": round(100 * found.together.positive),
        "worth_now": words.band(found.worth_now),
        "rows": [
            {
                "item": words.ITEMS[row.item],
                "branch": words.BRANCHES[row.branch],
                "giver": words.PARTIES[row.giver] if row.giver else None,
                "taker": words.PARTIES[row.taker] if row.taker else None,
                "cents": words.stacked(row.cents),
                "measured": row.measured,
            }
            for row in found.rows
        ],
        "break_even": [
            _break_even(_("Dwellings"), round(found.facts.dwellings), found.dwellings, found.dwellings_alone),
            _break_even(_("Clients"), round(found.facts.clients), found.clients, found.clients_alone),
        ],
    }


def _break_even(name: str, now: int, found: BreakEven, alone: BreakEven) -> dict[str, Any]:
    return {
        "name": name,
        "now": now,
        "margin": None if found.margin is None else words.euros(found.margin),
        "needed": words.needed(found),
        "alone": words.needed(alone),
    }


def _swings(found: Economy, analysis: Analysis, party: Party | None) -> dict[str, Any]:
    """The tornado, as a table and as a plot."""
    swings = tornado(facts(found), found.assumptions, party)[:MOST_SWINGS]
    name = words.PARTIES[party] if party else _("All parties together")
    balances = {row.party: row.balance.value for row in analysis.parties}
    middle = balances[party] if party else analysis.together.value
    rows = [(str(words.ASSUMPTIONS[swing.code]), round(swing.at_low), round(swing.at_high)) for swing in swings]
    return {
        "swings_of": name,
        "choices": [
            *((one.value, words.PARTIES[one], one is party) for one in Party),
            ("together", _("All parties together"), party is None),
        ],
        "plot": plots.tornado(
            _("What the balance becomes: %(party)s") % {"party": name}, rows, round(middle), Unit.CENTS
        ),
    }


@page(May.SEE_COUNTERS)
def assumptions(request: PageRequest) -> HttpResponse:
    """Everything that is assumed today, with its range and its source."""
    known = queries.assumptions_on(request.actor.cooperative_id, timezone.localdate())
    groups = [
        {
            "key": group.value,
            "name": words.GROUPS[group],
            "rows": [words.assumption(one) for one in known.values() if one.group is group],
        }
        for group in Group
    ]
    return render(request, "board/economy_assumptions.html", {"current": "assumptions", "groups": groups})


@form_page(May.SETTLE)
def assumption(request: PageRequest, code: str) -> HttpResponse:
    """One assumption: as it is, as it was, and another value from a day on."""
    if code not in list(Code):
        raise Http404
    which, today = Code(code), timezone.localdate()
    known = queries.assumptions_on(request.actor.cooperative_id, today)[which]
    form = AssumptionForm.of(known, today, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_assumption(request.actor, which, **form.said(), at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The assumption is kept."))
            return redirect("board:assumptions")
    context = {
        "current": "assumptions",
        "known": words.assumption(known),
        "form": form,
        "versions": [
            {
                "row": row,
                "value": words.ranged(*(words.quantity(float(v), known.unit) for v in (row.value, row.low, row.high))),
            }
            for row in queries.versions(request.actor, which)
        ],
    }
    return render(request, "board/economy_assumption.html", context, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def district(request: PageRequest) -> HttpResponse:
    """Which postcodes count as of the district."""
    actor = request.actor
    now = ", ".join(str(area) for area in queries.district(actor.cooperative_id))
    form = DistrictForm(request.POST or None, initial={"areas": now})
    if request.method == "POST" and form.is_valid():
        try:
            set_district(actor, form.cleaned_data["areas"], at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The postcodes of the district are kept."))
            return redirect("board:economy")
    context = {"current": "district", "form": form, "chosen": queries.district_set(actor.cooperative_id)}
    return render(request, "board/economy_district.html", context, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def earlier_work(request: PageRequest) -> HttpResponse:
    """What workers did before they worked here."""
    workers = workers_asked(request.actor)
    form = EarlierWorkForm(workers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = form.changes()
        for worker_id, before in changed.items():
            tell_earlier_work(request.actor, worker_id, before, at=timezone.now())
        if changed:
            messages.success(request, _("What workers told is kept."))
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("board:earlier_work")
    context = {"current": "earlier_work", "form": form if workers else None}
    return render(request, "board/economy_earlier_work.html", context, status=422 if form.errors else 200)
