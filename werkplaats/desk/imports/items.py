"""A list of who does what: checked, compared with the draft, and put in its place whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.desk.imports.cells import NO, SPREADSHEET_ERROR, YES, names
from werkplaats.desk.imports.columns import Kind
from werkplaats.desk.imports.report import Report
from werkplaats.desk.imports.sheet import Unreadable, beginning, read_sheet
from werkplaats.desk.imports.table import read_table
from werkplaats.ground.errors import Refused
from werkplaats.ground.formulas import unguarded
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.triage.models import ResponsibilityList
from werkplaats.triage.queries import Partner, of_partner, read
from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.list_changes import Differences, compare
from werkplaats.triage.rules.list_faults import Fault, FaultKind, row_faults
from werkplaats.triage.rules.lists import COLUMNS, Item, Row, from_row, several, tidied, tidy
from werkplaats.triage.services import lists as verbs
from werkplaats.triage.wording import said

WHEN_EMPTY = {"medical": "no", "workers": "1", "minutes": "0"}
UNREADABLE = "\ufffd"  # what stands for a sign in an encoding that is another than the file says


@dataclass(frozen=True)
class Checked:
    """What stands in a file. With problems in the report there are no items."""

    report: Report
    items: tuple[Item, ...] = ()
    differences: Differences = field(default_factory=Differences)


def check_items(file_name: str, content: bytes, draft: Iterable[Item], *, dry_run: bool = True) -> Checked:
    """All that is wrong in the file, or its items and what they change in the draft. Writes nothing."""
    report = Report(file_name, Kind.LIST, dry_run)
    try:
        table = read_table(Kind.LIST, read_sheet(content, tidy))
    except Unreadable as reason:
        report.wrong(0, "", reason)
        return Checked(report)
    for row, column, message in table.notes:
        report.note(row, column, message)
    for row, column, message in table.faults:
        report.wrong(row, column, message)
    report.rows = len(table.rows)
    if not report.problems:
        rows = [(number, _row(values)) for number, values in table.rows]
        for number, column, message in _wrong(rows):
            report.wrong(number, table.names.get(column, column), message)
    report.problems.sort()
    if report.problems:
        return Checked(report)
    items = tuple(sorted((tidied(from_row(row)) for _number, row in rows), key=lambda item: item.code))
    differences = compare(draft, items)
    _count(report, differences)
    return Checked(report, items, differences)


def _row(values: Row) -> Row:
    """The cells as the rules know them: codes where words or other habits stand."""
    row = {column: unguarded(values.get(column, "")) or WHEN_EMPTY.get(column, "") for column in COLUMNS}
    for column, kind in (("party", "party"), ("urgency", "urgency"), ("trade", "trade")):
        row[column] = names(kind).get(row[column].casefold(), row[column])
    row["follow_up"] = ";".join(names("trade").get(one.casefold(), one) for one in several(row["follow_up"]))
    for column in ("locations", "defects"):
        row[column] = row[column].upper()
    row["ground"] = row["ground"].lower()
    if row["medical"].casefold() in YES | NO:
        row["medical"] = "yes" if row["medical"].casefold() in YES else "no"
    return row


def _wrong(rows: list[tuple[int, Row]]) -> Iterator[tuple[int, str, str]]:
    """The first thing that is wrong in each cell, in words."""
    found: dict[tuple[int, str], str] = {}
    for number, row in rows:
        for column, cell in row.items():
            if SPREADSHEET_ERROR.match(cell):
                words = _("The spreadsheet says %(error)s here. Write the value itself.")
                found[number, column] = words % {"error": cell}
            elif UNREADABLE in cell:
                words = _("A sign here cannot be read (%(sign)s). Save the file as XLSX, or as CSV in UTF-8.")
                found[number, column] = words % {"sign": UNREADABLE}
    for fault in row_faults(rows):
        found.setdefault((fault.row, fault.column), _say(fault))
    return ((number, column, message) for (number, column), message in found.items())


def _say(fault: Fault) -> str:
    choices = _choices(fault.column)
    if fault.kind != FaultKind.UNKNOWN or not choices:
        return said(fault)
    if not fault.value:
        return _("Write one of these: %(choices)s.") % {"choices": choices}
    value = re.sub(r"\s+", " ", fault.value)[:60]
    return _("“%(word)s” is not known. Choose from: %(choices)s.") % {"word": value, "choices": choices}


def _choices(column: str) -> str:
    trades = _("the codes of VERA ONDERHOUDSPECIALISME, like LOO or SCH, and HH for household help")
    return {
        "party": ", ".join(Party),
        "urgency": ", ".join(Urgency),
        "trade": trades,
        "follow_up": trades,
        "locations": _("the codes of VERA DEFECTLOCATIE, like KEU"),
        "defects": _("the codes of VERA DEFECTSOORT, like LEK"),
        "ground": _("the letters a to t of the Besluit kleine herstellingen"),
    }.get(column, "")


def _count(report: Report, differences: Differences) -> None:
    report.new, report.changed = len(differences.added), len(differences.changed)
    report.same = report.rows - report.new - report.changed
    if differences.removed:
        words = ngettext(
            "%(count)d item of the draft does not stand in the file: it is taken out of the draft.",
            "%(count)d items of the draft do not stand in the file: they are taken out of the draft.",
            len(differences.removed),
        )
        report.said.append(words % {"count": len(differences.removed)})


# --- the command line ----------------------------------------------------------------------------------------------


def run_items_import(slug: str, agreement: str, path: Path, dry_run: bool, *, at: datetime) -> Checked:
    """Into the draft of the list with this partner, which is begun when there is none. Errors: Refused.

    For the command line, whose user has the database itself: the draft has no writer, like one that ships.
    """
    cooperative = Cooperative.objects.get(slug=slug)
    actor = Actor(cooperative_id=cooperative.pk, roles=frozenset({Role.COORDINATOR}))
    partner = partner_named(cooperative.pk, agreement)
    with transaction.atomic():
        known = ResponsibilityList.objects.filter(**of_partner(partner)).first()
        draft = verbs.draft_version(actor, known.pk, at=at) if known else verbs.begin_list(actor, partner, at=at)
        checked = check_items(path.name, beginning(path), read(draft).items, dry_run=dry_run)
        if not checked.report.problems:
            verbs.replace_items(actor, draft.pk, checked.items, at=at)
        if dry_run or checked.report.problems:
            transaction.set_rollback(True)
    return checked


def partner_named(cooperative_id: int, name: str) -> Partner:
    """With whom a list can be agreed, by name; without a name the only one. Errors: Refused, with the names."""
    parties = Landlord.objects.filter(cooperative_id=cooperative_id, kind=LandlordKind.PARTY).order_by("name")
    teams = DistrictTeam.objects.filter(cooperative_id=cooperative_id).order_by("name")
    known: list[Partner] = [*parties, *teams]
    wanted = [one for one in known if not name or one.name.casefold() == name.strip().casefold()]
    if len(wanted) == 1:
        return wanted[0]
    if not known:
        raise Refused(_("There is nobody yet to agree a list with. Add the housing association or the team first."))
    names_ = ", ".join(one.name for one in known)
    raise Refused(_("With whom is the list agreed? Choose from: %(names)s.") % {"names": names_}, field="agreement")
