"""What is told without e-mail: letters to post and calls to make."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from werkplaats.homes.queries import post_address
from werkplaats.members import queries
from werkplaats.members.models import Notice, Worker
from werkplaats.members.rules import ContactBy
from werkplaats.members.rules.roles import May
from werkplaats.members.services import notices
from werkplaats.portal.gate import action, page

PAGE = 50
FAILURES = (gettext_noop("the e-mail address was refused"),)  # kept in English on the row, shown in the reader's words


@page(May.ASSESS)
def overview(request: Any) -> HttpResponse:
    """Those who wait longest first; and whether e-mail goes out at all."""
    way = request.GET.get("way", "")
    way = way if way in (ContactBy.LETTER, ContactBy.PHONE) else ""
    found = queries.notices_to_tell(request.actor.cooperative_id)
    held_up = queries.emails_held_up(request.actor.cooperative_id, at=timezone.now())
    context = {
        "page": Paginator(found.filter(channel=way) if way else found, PAGE).get_page(request.GET.get("page")),
        "way": way,
        "held_up": held_up.count(),
        "oldest": held_up.first(),
    }
    return render(request, "coordinator/notices.html", context)


@page(May.ASSESS)
def notice(request: Any, notice_id: int) -> HttpResponse:
    """One letter to print, or what to say on the phone."""
    found = _notice(request, notice_id)
    person = found.person
    context = {
        "notice": found,
        "person": person,
        "call": found.channel == ContactBy.PHONE,
        "address": _address(found) if person else "",
        "today": timezone.localdate(),
    }
    return render(request, "coordinator/notice.html", context)


@action(May.ASSESS)
def told(request: Any, notice_id: int) -> HttpResponse:
    found = _notice(request, notice_id)
    notices.mark_told(request.actor, found.pk, at=timezone.now())
    name = found.person.name if found.person else found.to
    messages.success(request, _("Noted: %(name)s has been told.") % {"name": name})
    return redirect("coordinator:notices")


def _notice(request: Any, notice_id: int) -> Notice:
    found = queries.notice_to_tell(request.actor, notice_id)
    if found is None:
        raise Http404
    return found


def _address(found: Notice) -> str:
    """The home, or what a worker gave when applying."""
    address = post_address(found.person_id or 0)
    worker = Worker.objects.filter(person_id=found.person_id or 0).first() if not address else None
    return f"{worker.postcode}, {worker.house_number}" if worker else address
