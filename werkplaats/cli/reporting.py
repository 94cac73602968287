"""`werkplaats report`: the evaluation of a pilot as a file."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from werkplaats.cli.ground import Refused, cooperative_named, database_ready, django_ready

AUDIENCES = ("board", "party", "watcher", "public")
FORMATS = ("html", "pdf", "json")


def report(asked: argparse.Namespace) -> int:
    first, last = _month(asked.since, "--from"), _month(asked.until, "--until")
    if last < first:
        raise Refused(f"--until {asked.until} comes before --from {asked.since}.")
    if asked.audience == "party" and asked.pilot is None:
        raise Refused("a party reads of its own pilot; name it with --pilot NAME.")
    if asked.format == "pdf" and asked.out is None and sys.stdout.isatty():
        raise Refused("a PDF does not read well on a screen; name a file with --out FILE.")
    database_ready()
    django_ready()
    from werkplaats.members.models import Cooperative

    cooperative = Cooperative.objects.get(slug=cooperative_named(asked.cooperative))
    written = _written(cooperative, _pilot(cooperative, asked.pilot), first, last, asked)
    if asked.out is None:
        sys.stdout.buffer.write(written)
    else:
        Path(asked.out).write_bytes(written)
        print(f"{asked.out} is written.")
    return 0


def _written(cooperative: Any, pilot: Any, first: date, last: date, asked: argparse.Namespace) -> bytes:
    from django.utils import timezone, translation

    from werkplaats.insight import report_files
    from werkplaats.insight.queries.report import report as report_of
    from werkplaats.insight.rules.metrics import Audience

    made = report_of(cooperative, pilot, first, last, Audience(asked.audience), made_on=timezone.localdate())
    with translation.override(asked.language):
        return report_files.WRITERS[asked.format](made)


def _month(text: str, option: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Refused(f"{option} {text} is not a month; write it like 2026-03.") from None


def _pilot(cooperative: Any, name: str | None) -> Any:
    """None: all pilots together."""
    from werkplaats.homes.models import Pilot

    known = list(Pilot.objects.filter(cooperative=cooperative).order_by("starts_on", "id"))
    if name is None:
        return None
    found = [pilot for pilot in known if pilot.name.casefold() == name.casefold()]
    if not found:
        names = ", ".join(repr(pilot.name) for pilot in known) or "none yet"
        raise Refused(f"there is no pilot {name!r} here. There is: {names}.")
    return found[0]
