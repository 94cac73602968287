"""`werkplaats triage`, `plan`, `books` and `rollups`: questions to the program."""

import argparse
import sys

from werkplaats.cli.ground import Refused, cooperative_named, database_ready, django_ready


def triage(asked: argparse.Namespace) -> int:
    from werkplaats.triage import lines

    return lines.run(asked.text, asked.branch, lines=asked.jsonl)


def plan(asked: argparse.Namespace) -> int:
    if asked.week and (asked.file or asked.format):
        raise Refused("a week is read from the database: leave out FILE and --format, or leave out --week.")
    if asked.week:
        return _plan_week(asked)
    if asked.cooperative:
        raise Refused("--cooperative goes with --week: a FILE belongs to no cooperative.")
    if asked.file is None or asked.out is None:
        raise Refused("Name a FILE and where its plan goes (--out SOLUTION), or a week (--week 2026-W49).")
    from werkplaats.ground import errors
    from werkplaats.planning import files

    try:
        said = files.plan(
            asked.file,
            asked.out,
            format=asked.format or "hhcrsp",
            seconds=asked.seconds,
            seed=asked.seed,
            iterations=asked.iterations,
        )
    except errors.Refused as refusal:
        raise Refused(f"{asked.file}: {refusal}") from None
    print(said)
    return 0


def _plan_week(asked: argparse.Namespace) -> int:
    from werkplaats.ground import errors
    from werkplaats.ground.processes import Stop

    try:
        return _week_on_paper(asked)
    except errors.Refused as refusal:
        raise Refused(str(refusal)) from None
    except Stop:
        print("werkplaats: stopped before there was a roster; the published roster is as it was.", file=sys.stderr)
        raise


def _week_on_paper(asked: argparse.Namespace) -> int:
    """The lines of the roster as they come, or written to --out with only the last one printed."""
    from werkplaats.planning import files

    if asked.out:
        files.refuse_unwritable(asked.out)
    database_ready()
    django_ready()
    from django.utils import timezone, translation

    from werkplaats.members.models import Cooperative
    from werkplaats.planning import proposal
    from werkplaats.planning.rules.roster.moments import monday_of

    translation.activate("en")  # as all that this command says

    try:
        monday = monday_of(asked.week)
    except ValueError:
        raise Refused(f"{asked.week} is not a week; write it like 2026-W49.") from None
    cooperative = Cooperative.objects.get(slug=cooperative_named(asked.cooperative))
    with files.asked_to_stop() as stop:
        effort = files.Effort(asked.seconds, asked.seed, asked.iterations, stop.is_set)
        lines = proposal.propose(cooperative, monday, effort, at=timezone.now())
        if asked.out is None:
            for line in lines:
                print(line)
        else:
            written = list(lines)
            files.write(asked.out, "\n".join(written) + "\n")
            print(f"{written[-1]}; {asked.out}")
    return 0


SAID_OF_BOOKS = {
    "unbalanced": "{where} does not balance: its entries add up to {found} cents",
    "empty": "{where} has no entries",
    "roll_up": "{where}: the sum of the day says {found} cents, its entries {should_be}",
    "numbers": "the numbers of {where} have a gap or a double: {found} given out, the last one is {should_be}",
    "closed": "{found} bookings came into {where} after it was closed",
}


def books(asked: argparse.Namespace) -> int:
    database_ready()
    django_ready()
    from werkplaats.members.models import Cooperative
    from werkplaats.settlement import queries_check

    cooperatives = Cooperative.objects.order_by("slug")
    if asked.cooperative:
        cooperatives = cooperatives.filter(slug=asked.cooperative)
        if not cooperatives:
            raise Refused(f"there is no cooperative {asked.cooperative!r}.")
    wrong = 0
    for cooperative in cooperatives:
        findings = queries_check.check(cooperative.pk)
        wrong += len(findings)
        if not findings:
            print(f"{cooperative.slug}: the books are right ({queries_check.bookings(cooperative.pk)} bookings).")
        for finding in findings:
            said = SAID_OF_BOOKS[finding.fault].format(
                where=finding.where, found=finding.found, should_be=finding.should_be
            )
            print(f"{cooperative.slug}: {said}.")
    return 1 if wrong else 0


def rollups(asked: argparse.Namespace) -> int:
    database_ready()
    django_ready()
    from django.utils import timezone

    from werkplaats.insight import commands

    said = list(commands.rebuild(asked.cooperative, at=timezone.now()))
    if asked.cooperative and not said:
        raise Refused(f"there is no cooperative {asked.cooperative!r}.")
    print("\n".join(said))
    return 0
