"""A worker's agenda as iCalendar (RFC 5545), for the calendar program on the phone.

The least that is of use stands in it: when, which kind of work, the address, the number of the request, and where the
rest can be read after signing in. A calendar lies at Google, Apple or Microsoft, is shared with a family and shown on
a locked screen; the address of the feed can be sent on by mistake. So never a name, a phone number, what somebody
reported or which help a client gets: a helper who goes to a client knows that, and who finds the calendar must not.

What was called off is simply not there: programs that follow an address take over the whole calendar each time.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.labels import LABELS
from werkplaats.intake.rules.reference import spoken
from werkplaats.planning.queries_agenda import Appointment

LOOK_AGAIN: Final = timedelta(hours=1)  # how often we ask programs to look (RFC 7986, 5.7); they do as they like


def as_icalendar(appointments: Iterable[Appointment], *, name: str, site: str, page: str, today: date) -> bytes:
    """The file, in the language that is active.

    `site`: the address of this installation, which makes the numbers of the visits unique in the world. `page`: the
    path of the worker's page of a visit, with "{visit}" for its number. `today` decides for which years the changes of
    the clock stand in it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Werkplaats//agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # the same, for programs from before RFC 7986
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    for appointment in appointments:
        calendar.add_component(_event(appointment, site, page))
    calendar.add_missing_timezones(first_date=date(today.year - 1, 1, 1), last_date=date(today.year + 2, 1, 1))
    return calendar.to_ical()


def _event(one: Appointment, site: str, page: str) -> Event:
    link = site + page.format(visit=one.visit_id)
    known = [_("Number: %(reference)s") % {"reference": spoken(one.reference)}] if one.reference else []
    planned_at = one.planned_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"visit-{one.visit_id}@{urlsplit(site).hostname}")
    event.add("sequence", one.times_planned - 1)
    event.add("dtstamp", planned_at)
    event.add("last-modified", planned_at)
    event.add("dtstart", one.starts.astimezone(AMSTERDAM))
    event.add("dtend", one.ends.astimezone(AMSTERDAM))
    event.add("summary", str(LABELS["trade"].get(one.trade, one.trade)))
    event.add("location", one.address)
    event.add("description", "\n".join([*known, _("For whom it is and what is asked, you read here:"), link]))
    event.add("url", link)
    event.add("status", "CONFIRMED" if one.agreed else "TENTATIVE")
    event.add("class", "PRIVATE")
    return event
