"""One list from beginning to end, in one transaction that is rolled back when a row is bad or when only checking."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.desk.imports import clients, dwellings, workers
from werkplaats.desk.imports.columns import Kind
from werkplaats.desk.imports.people import hold
from werkplaats.desk.imports.report import Lines, Progress, Report
from werkplaats.desk.imports.sheet import Unreadable, beginning, read_sheet
from werkplaats.desk.imports.table import Table, read_table
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Landlord, Pilot
from werkplaats.homes.rules import LandlordKind, PilotKind
from werkplaats.members.models import Cooperative, Notice
from werkplaats.members.rules import ContactBy
from werkplaats.members.rules.roles import Actor, May, Role, require


def _silent(done: int, rows: int) -> None:
    pass


def run_import(
    slug: str, kind: str, path: Path, dry_run: bool, *, landlord: str = "", at: datetime, say: Progress = _silent
) -> Report:
    """For the command line, whose user has the database itself and so acts as a coordinator. Errors: Refused."""
    cooperative = Cooperative.objects.get(slug=slug)
    actor = Actor(cooperative_id=cooperative.pk, roles=frozenset({Role.COORDINATOR}))
    owner = landlord_named(cooperative.pk, landlord) if kind == Kind.DWELLINGS else None
    return import_list(
        actor,
        Kind(kind),
        path.name,
        beginning(path),
        landlord_id=owner.pk if owner else None,
        dry_run=dry_run,
        at=at,
        say=say,
    )


def landlords(cooperative_id: int) -> list[Landlord]:
    """Those whose dwellings can be listed: the ones that take part first."""
    found = Landlord.objects.filter(cooperative_id=cooperative_id).order_by("name")
    return sorted(found, key=lambda landlord: landlord.kind != LandlordKind.PARTY)


def landlord_named(cooperative_id: int, name: str) -> Landlord:
    """The landlord with this name; without a name the only one that takes part. Errors: Refused, with the names."""
    known = landlords(cooperative_id)
    wanted = [one for one in known if one.name.casefold() == name.strip().casefold()]
    if not name:
        wanted = [one for one in known if one.kind == LandlordKind.PARTY]
    if len(wanted) == 1:
        return wanted[0]
    if not known:
        raise Refused(_("There is no housing association yet. Add it before its dwellings."), field="landlord")
    names = ", ".join(one.name for one in known)
    raise Refused(_("Of which housing association? Choose from: %(names)s.") % {"names": names}, field="landlord")


def import_list(
    actor: Actor,
    kind: Kind,
    file_name: str,
    content: bytes,
    *,
    landlord_id: int | None = None,
    dry_run: bool,
    at: datetime,
    say: Progress = _silent,
) -> Report:
    """Load the list, or only check it. What cannot be read or loaded stands in the report; then nothing is loaded.

    `say` hears how many rows are done. The same list a second time changes nothing.
    """
    require(actor, May.IMPORT)
    report = Report(file_name, kind, dry_run)
    try:
        table = read_table(kind, read_sheet(content))
    except Unreadable as reason:
        report.wrong(0, "", reason)
        return report
    for row, column, message in table.notes:
        report.note(row, column, message)
    for row, column, message in table.faults:
        report.wrong(row, column, message)
    report.rows = len(table.rows)
    if not report.problems:
        with transaction.atomic():
            _load(actor, Lines(table, report), landlord_id, at, say)
            if dry_run or report.problems:
                transaction.set_rollback(True)
    report.problems.sort()
    report.notes.sort()
    return report


def _load(actor: Actor, lines: Lines, landlord_id: int | None, at: datetime, say: Progress) -> None:
    # One list of a cooperative at a time; what else is written there goes on, except a new member (who locks it too).
    cooperative = Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    if lines.report.kind == Kind.DWELLINGS:
        dwellings.load(actor, cooperative, landlord_id or 0, lines, at, say)
        return
    _hold_in_order(cooperative, lines.table)
    told = Notice.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if lines.report.kind == Kind.WORKERS:
        workers.load(actor, cooperative, lines, at, say)
    else:
        clients.load(actor, cooperative, lines, at, say)
    written = Notice.objects.filter(cooperative=cooperative, created_at=at, pk__gt=told)
    _say_who_hears(written, lines.report)


def _hold_in_order(cooperative: Cooperative, table: Table) -> None:
    """The pilots before the people, as the services take them for one person, so that nobody waits in a circle."""
    pilots = Pilot.objects.filter(cooperative=cooperative, kind=PilotKind.HOUSEHOLD)
    list(pilots.select_for_update().order_by("id"))
    hold(values.get("email", "") for __, values in table.rows)


def _say_who_hears(written: QuerySet[Notice], report: Report) -> None:
    by_channel = written.values("channel").annotate(number=Count("id"))
    counted = {row["channel"]: row["number"] for row in by_channel}
    by_mail = counted.pop(ContactBy.EMAIL, 0)
    others = sum(counted.values())
    if by_mail:
        words = ngettext("%(count)d person gets an e-mail.", "%(count)d people get an e-mail.", by_mail)
        report.said.append(words % {"count": by_mail})
    if others:
        words = ngettext(
            "You tell %(count)d person by letter or phone: see “To tell”.",
            "You tell %(count)d people by letter or phone: see “To tell”.",
            others,
        )
        report.said.append(words % {"count": others})
