"""What is agreed: versions, a draft, what it changes, what it would have changed, and approving it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import May
from werkplaats.portal.board.tariff_forms import (
    WAYS,
    AmountsForm,
    BeginForm,
    MonthsForm,
    Way,
    WaysForm,
    past_months,
    ways_of,
)
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page
from werkplaats.settlement import services
from werkplaats.settlement.models import Tariff
from werkplaats.settlement.queries_simulation import simulate
from werkplaats.settlement.queries_tariffs import agreements, follows, tariffs, warnings
from werkplaats.settlement.queries_work import agreed_in
from werkplaats.settlement.rules.pricing import Loss
from werkplaats.settlement.rules.tariffs import Change, TariffKind, changes
from werkplaats.settlement.wording import rate_amount, rate_name
from werkplaats.triage.queries import version_in_force
from werkplaats.triage.rules import Party

CHARGED_MONTHS = 3


@page(May.SETTLE)
def overview(request: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "agreements": agreements(request.actor, today),
        "form": BeginForm(_partners(request.actor.cooperative_id)),
        "months": past_months(today, CHARGED_MONTHS),
    }
    return render(request, "board/tariffs.html", context)


@action(May.SETTLE)
def begin(request: Any) -> HttpResponse:
    """A draft with this partner: the one that is there, or a new one."""
    form = BeginForm(_partners(request.actor.cooperative_id), request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose with whom it is agreed."))
        return redirect("board:tariffs")
    kind, _dash, number = form.cleaned_data["with_whom"].partition("-")
    model: Any = Landlord if kind == TariffKind.LANDLORD else DistrictTeam
    partner = model.objects.get(pk=number) if number else None
    draft = services.draft_tariff(
        request.actor,
        TariffKind(kind),
        landlord=partner if isinstance(partner, Landlord) else None,
        district_team=partner if isinstance(partner, DistrictTeam) else None,
        at=timezone.now(),
    )
    return redirect("board:tariff_change", tariff_id=draft.pk)


@page(May.SETTLE)
def tariff(request: Any, tariff_id: int) -> HttpResponse:
    return _tariff_page(request, visible(request, tariff_id))


@form_page(May.SETTLE)
def change(request: Any, tariff_id: int) -> HttpResponse:
    """How is paid stands in the address (?way=…), so that the page works without a script."""
    one = visible(request, tariff_id)
    if one.approved_at is not None:
        return redirect("board:tariff", tariff_id=one.pk)
    kind, rates = TariffKind(one.kind), agreed_in(one).rates
    asked = [way for way in WAYS[kind] if way in request.GET.getlist("way")]
    ways: list[Way] = asked or ways_of(kind, rates)
    form = AmountsForm(
        kind,
        ways,
        rates,
        _trades(request.actor.cooperative_id),
        _items(one),
        request.POST or None,
        initial={"valid_from": one.valid_from, "source": one.source},
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = {"valid_from": form.cleaned_data["valid_from"], "source": form.cleaned_data["source"]}
            services.change_draft(request.actor, one.pk, **given, rates=form.rates(), at=timezone.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The draft is kept. It counts only when it is approved."))
            return redirect("board:tariff", tariff_id=one.pk)
    context = {
        "tariff": one,
        "ways_form": WaysForm(kind, initial={"way": ways}) if WAYS[kind] else None,
        "form": form if ways or not WAYS[kind] else None,
        "rest": [(rate_name(rate), rate_amount(rate)) for rate in form.rest],
    }
    return render(request, "board/tariff_change.html", context, status=422 if form.errors else 200)


@page(May.SETTLE)
def try_out(request: Any, tariff_id: int) -> HttpResponse:
    """What the draft would have changed in the past months."""
    one = visible(request, tariff_id)
    form = MonthsForm(request.GET or None, initial={"months": CHARGED_MONTHS})
    number = form.cleaned_data["months"] if form.is_bound and form.is_valid() else CHARGED_MONTHS
    months = past_months(timezone.localdate(), number)
    found = simulate(one, months[-1], months[0])
    without = ngettext(
        "For %(count)d visit this version has no price.", "For %(count)d visits this version has no price.",
        found.without_price,
    ) % {"count": found.without_price}  # fmt: skip
    context = {
        "tariff": one,
        "found": found,
        "form": form,
        "first": months[-1],
        "last": months[0],
        "without": without if found.without_price else "",
    }
    return render(request, "board/tariff_try.html", context)


@action(May.SETTLE)
def approve(request: Any, tariff_id: int) -> HttpResponse:
    one = visible(request, tariff_id)
    try:
        services.approve_tariff(request.actor, one.pk, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("board:tariff", tariff_id=one.pk)
    messages.success(request, _("This version is approved. What waited for it is settled."))
    return redirect("board:tariffs")


@action(May.SETTLE)
def discard(request: Any, tariff_id: int) -> HttpResponse:
    one = visible(request, tariff_id)
    try:
        services.discard_draft(request.actor, one.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is thrown away."))
    return redirect("board:tariffs")


@action(May.SETTLE)
def charge_month(request: Any) -> HttpResponse:
    months = {month.isoformat(): month for month in past_months(timezone.localdate(), CHARGED_MONTHS)}
    month = months.get(request.POST.get("month", ""))
    if month is None:
        messages.error(request, _("Choose a month."))
        return redirect("board:tariffs")
    try:
        made = services.charge_month(request.actor, month, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("board:tariffs")
    if made:
        text = ngettext(
            "%(count)d fixed amount is ready for the invoices.", "%(count)d fixed amounts are ready for the invoices.",
            len(made),
        )  # fmt: skip
        messages.success(request, text % {"count": len(made)})
    else:
        messages.info(request, _("All fixed amounts of this month were asked already."))
    return redirect("board:tariffs")


def visible(request: Any, tariff_id: int) -> Tariff:
    found = tariffs(request.actor).filter(pk=tariff_id).first()
    if found is None:
        raise Http404
    return found


def _tariff_page(request: Any, one: Tariff) -> HttpResponse:
    own, earlier, items = agreed_in(one), follows(one), _items(one)
    context = {
        "tariff": one,
        "rates": [(rate_name(rate, items), rate_amount(rate)) for rate in own.rates],
        "methods": [LABELS["method"][method] for method in sorted(own.methods)],
        "earlier": earlier,
        "changes": [_in_words(change, items) for change in changes(earlier.rates, own.rates)] if earlier else [],
        "warnings": [_warning(loss) for loss in warnings(one)],
        "draft": one.approved_at is None,
        "own_draft": one.drafted_by_id == request.actor.person_id,
    }
    return render(request, "board/tariff.html", context)


def _in_words(change: Change, items: dict[str, str]) -> tuple[str, str, str]:
    """(what, before, after)."""
    rate = change.after or change.before
    assert rate is not None
    before, after = (rate_amount(one) if one else _("not agreed") for one in (change.before, change.after))
    return rate_name(rate, items), before, after


def _warning(loss: Loss) -> tuple[Any, str, int, int]:
    """(when, for which work, asked, paid)."""
    work = LABELS["trade"].get(loss.trade) or LABELS["branch"].get(loss.branch) or loss.item or _("all work")
    return LABELS["sample"][loss.when], str(work), int(loss.charged), int(loss.earned)


def _partners(cooperative_id: int) -> dict[str, str]:
    """Key of the form → with whom, in words."""
    landlords = Landlord.objects.filter(cooperative_id=cooperative_id, kind=LandlordKind.PARTY).order_by("name")
    teams = DistrictTeam.objects.filter(cooperative_id=cooperative_id).order_by("name")
    return {
        **{kind.value: str(LABELS["tariff_with"][kind]) for kind in TariffKind},
        **{f"{TariffKind.LANDLORD}-{one.pk}": one.name for one in landlords},
        **{f"{TariffKind.MUNICIPALITY}-{one.pk}": f"{one.municipality}, {one.name}" for one in teams},
    }


def _trades(cooperative_id: int) -> list[str]:
    """That people here have."""
    workers = Worker.objects.filter(cooperative_id=cooperative_id, status=WorkerStatus.ADMITTED)
    return sorted({trade for trades in workers.values_list("trades", flat=True) for trade in trades})


def _items(one: Tariff) -> dict[str, str]:
    """Code → name of the items of the list with this landlord that are work of the cooperative."""
    language = get_language() or "nl"
    ours = (Party.COOPERATIVE, Party.SERVICE_PLAN)
    items = version_in_force(one.landlord, Branch.REPAIRS, timezone.localdate()).items
    named = sorted((item.name(language), item.code) for item in items if item.party in ours)
    return {code: f"{name} ({code})" for name, code in named}
