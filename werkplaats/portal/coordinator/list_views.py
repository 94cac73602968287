"""The lists of who does what: their versions, the items of one, the difference with the one before, and the steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.labels import LABELS
from werkplaats.members.rules.roles import May
from werkplaats.portal.clients import found
from werkplaats.portal.coordinator.list_forms import ItemForm, PublishForm
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page
from werkplaats.portal.spreadsheet import csv_response, xlsx_response
from werkplaats.triage import queries
from werkplaats.triage.models import ListVersion
from werkplaats.triage.rules import Party
from werkplaats.triage.rules.list_changes import Differences, compare
from werkplaats.triage.rules.list_search import search
from werkplaats.triage.rules.list_steps import ListStatus, is_second_person
from werkplaats.triage.rules.lists import COLUMNS, Item, to_row
from werkplaats.triage.services import lists as verbs
from werkplaats.triage.wording import in_words

PAGE = 50


@page(May.APPROVE_LISTS)
def lists(request: Any) -> HttpResponse:
    context = {
        "lists": queries.lists_of(request.actor.cooperative_id),
        "partners": _partners(request.actor.cooperative_id),
        "may_manage": request.actor.may(May.MANAGE_LISTS),
    }
    return render(request, "coordinator/lists.html", context)


def _partners(cooperative_id: int) -> dict[str, queries.Partner]:
    return {f"{type(one).__name__}-{one.pk}": one for one in queries.partners_without_list(cooperative_id)}


@action(May.MANAGE_LISTS)
def begin(request: Any) -> HttpResponse:
    partner = _partners(request.actor.cooperative_id).get(request.POST.get("partner", ""))
    if partner is None:
        messages.error(request, _("Choose with whom the list is agreed."))
        return redirect("coordinator:lists")
    return _done(request, lambda: verbs.begin_list(request.actor, partner, at=timezone.now()).pk, None)


@action(May.MANAGE_LISTS)
def new_version(request: Any, list_id: int) -> HttpResponse:
    found(queries.lists_of(request.actor.cooperative_id).filter(pk=list_id).first())
    return _done(request, lambda: verbs.draft_version(request.actor, list_id, at=timezone.now()).pk, None)


@page(May.APPROVE_LISTS)
def version(request: Any, list_version_id: int) -> HttpResponse:
    return _version_page(request, visible(request, list_version_id), PublishForm(initial=_today()))


def _today() -> dict[str, Any]:
    return {"valid_from": timezone.localdate()}


def _version_page(request: Any, one: ListVersion, form: PublishForm) -> HttpResponse:
    items, q = queries.read(one), request.GET.get("q", "").strip()
    party, letter = request.GET.get("party", ""), request.GET.get("letter", "")
    shown = search((items,), q) if q else items.items
    kept = [item for item in shown if party in ("", item.party) and letter in ("", item.letter)]
    context = {
        "version": one,
        "may_manage": request.actor.may(May.MANAGE_LISTS),
        "may_approve": is_second_person(one.drafted_by_id, request.actor.person_id),
        "page": Paginator(kept, PAGE).get_page(request.GET.get("page")),
        "q": q,
        "party": party,
        "letter": letter,
        "letters": sorted({item.letter for item in items.items}),
        "parties": [(value.value, LABELS["party"][value]) for value in Party],
        "form": form,
    }
    return render(request, "coordinator/list_version.html", context, status=422 if form.is_bound else 200)


@page(May.APPROVE_LISTS)
def changes(request: Any, list_version_id: int) -> HttpResponse:
    one = visible(request, list_version_id)
    earlier = queries.before(one)
    differences = compare(queries.read(earlier).items if earlier else (), queries.read(one).items)
    context = {"version": one, "earlier": earlier, **difference(differences)}
    return render(request, "coordinator/list_changes.html", context)


def difference(differences: Differences) -> dict[str, Any]:
    """What `_list_difference.html` shows."""
    changed = [(one.after, [in_words(field) for field in one.fields]) for one in differences.changed]
    return {"differences": differences, "changed": changed}


@form_page(May.MANAGE_LISTS)
def add(request: Any, list_version_id: int) -> HttpResponse:
    return _item_page(request, visible(request, list_version_id), None)


@form_page(May.MANAGE_LISTS)
def item(request: Any, list_version_id: int, item_code: str) -> HttpResponse:
    one = visible(request, list_version_id)
    return _item_page(request, one, found(queries.read(one).item(item_code)))


def _item_page(request: Any, one: ListVersion, item: Item | None) -> HttpResponse:
    form = ItemForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            if item is None:
                verbs.add_item(request.actor, one.pk, form.filled_in(), at=timezone.now())
            else:
                verbs.change_item(request.actor, one.pk, item.code, form.filled_in(), at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The item is in the draft."))
            return redirect("coordinator:list_version", list_version_id=one.pk)
    context = {"version": one, "item": item, "form": form, "draft": one.status == ListStatus.DRAFT}
    return render(request, "coordinator/list_item.html", context, status=422 if form.is_bound else 200)


@action(May.MANAGE_LISTS)
def item_away(request: Any, list_version_id: int, item_code: str) -> HttpResponse:
    one = visible(request, list_version_id)
    return _done(request, lambda: verbs.remove_item(request.actor, one.pk, item_code, at=timezone.now()), one)


@action(May.APPROVE_LISTS)
def approve(request: Any, list_version_id: int) -> HttpResponse:
    one = visible(request, list_version_id)
    return _done(request, lambda: verbs.approve(request.actor, one.pk, at=timezone.now()), one)


@action(May.MANAGE_LISTS)
def reopen(request: Any, list_version_id: int) -> HttpResponse:
    one = visible(request, list_version_id)
    return _done(request, lambda: verbs.reopen(request.actor, one.pk), one)


@action(May.MANAGE_LISTS)
def throw_away(request: Any, list_version_id: int) -> HttpResponse:
    one = visible(request, list_version_id)
    try:
        verbs.throw_away(request.actor, one.pk)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("coordinator:lists")


@action(May.MANAGE_LISTS)
def publish(request: Any, list_version_id: int) -> HttpResponse:
    one, form = visible(request, list_version_id), PublishForm(request.POST)
    if form.is_valid():
        try:
            verbs.publish(request.actor, one.pk, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Published. What is reported from that day on is judged by it."))
            return redirect("coordinator:list_version", list_version_id=one.pk)
    return _version_page(request, one, form)


@page(May.APPROVE_LISTS)
def export(request: Any, list_version_id: int, form: str) -> HttpResponse:
    """The whole version with the columns of the lists that ship."""
    one = visible(request, list_version_id)
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = [list(to_row(item).values()) for item in queries.read(one).items]
    give = csv_response if form == "csv" else xlsx_response
    return give(f"{_('list')}-{one.number}.{form}", COLUMNS, rows)


def visible(request: Any, version_id: int) -> ListVersion:
    return found(queries.visible_version(request.actor.cooperative_id, version_id))  # type: ignore[no-any-return]


def _done(request: Any, act: Callable[[], Any], one: ListVersion | None) -> HttpResponse:
    """Do it, and show the version (the one that `act` made when there was none); a refusal stands on top."""
    try:
        made = act()
    except Refused as error:
        messages.error(request, str(error))
        made = None
    if one is None and made is None:
        return redirect("coordinator:lists")
    return redirect("coordinator:list_version", list_version_id=one.pk if one else made)
