"""`werkplaats found` and `werkplaats import`: a neighbourhood begins, with the lists that it already has."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from werkplaats.cli.ground import Refused, cooperative_named, database_ready, django_ready


def found(asked: argparse.Namespace) -> int:
    import tomllib

    try:
        description = tomllib.loads(asked.file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{asked.file} is not TOML as it should be: {error}") from error
    database_ready()
    django_ready()
    from django.utils import timezone

    from werkplaats.desk.founding import found_neighbourhood
    from werkplaats.ground import errors

    try:
        cooperative = found_neighbourhood(description, at=timezone.now())
    except errors.Refused as refusal:
        raise Refused(f"{asked.file}: {refusal.message} ({refusal.field})") from refusal
    print(
        f"{cooperative.name} begins. Next: werkplaats import dwellings FILE --cooperative {cooperative.slug} --dry-run"
    )
    return 0


def import_file(asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        raise Refused(f"there is no file {asked.file}.")
    database_ready()
    django_ready()
    from django.utils import timezone, translation

    from werkplaats.desk.imports import run_import
    from werkplaats.ground import errors

    slug = cooperative_named(asked.cooperative)
    if asked.kind == "list":
        with translation.override("en"):
            return _import_items(asked, slug)
    try:
        with translation.override("en"):
            report = run_import(
                slug,
                asked.kind,
                asked.file,
                asked.dry_run,
                landlord=asked.landlord,
                at=timezone.now(),
                say=_rows_done(sys.stderr),
            )
    except errors.Refused as refusal:
        raise Refused(f"{refusal} Name one with --landlord." if refusal.field == "landlord" else str(refusal)) from None
    return _tell(report)


def _import_items(asked: argparse.Namespace, slug: str) -> int:
    """Who does what, into a draft: what changes in it is told too."""
    from django.utils import timezone

    from werkplaats.desk.imports import run_items_import
    from werkplaats.ground import errors
    from werkplaats.triage.wording import in_words

    try:
        checked = run_items_import(slug, asked.agreement, asked.file, asked.dry_run, at=timezone.now())
    except errors.Refused as refusal:
        named = " Name one with --agreement." if refusal.field == "agreement" else ""
        raise Refused(f"{refusal}{named}") from None
    for sign, items in (("+", checked.differences.added), ("-", checked.differences.removed)):
        for item in items:
            print(f"{sign} {item.code} {item.name_nl}")
    for change in checked.differences.changed:
        for name, before, after in map(in_words, change.fields):
            print(f"~ {change.after.code} {name}: {_short(before)} → {_short(after)}")
    done = _tell(checked.report)
    if not done and not asked.dry_run:
        print("It is a draft: on the page “Who does what?” a second person approves it, then it is published.")
    return done


def _short(text: str) -> str:
    text = " ".join(text.split()) or "–"
    return text if len(text) <= 70 else f"{text[:69]}…"


def _rows_done(stream: Any) -> Callable[[int, int], None]:
    """A line for every tenth of a long list."""
    said = 0

    def say(done: int, rows: int) -> None:
        nonlocal said
        tenths = done * 10 // rows
        if rows >= 200 and tenths > said:
            said = tenths
            print(f"  {done} of {rows} rows", file=stream, flush=True)

    return say


def _tell(report: Any) -> int:
    for problem in (*report.notes, *report.problems):
        place = [problem.file]
        place += [f"row {problem.row}"] if problem.row else []
        place += [f"column {problem.column}"] if problem.column else []
        print(f"{', '.join(place)}: {problem.message}", file=sys.stderr)
    if report.problems:
        print(f"{len(report.problems)} things to put right; nothing was loaded.", file=sys.stderr)
        return 1
    for sentence in report.said:
        print(sentence)
    print(f"{report.loaded} rows {'would be' if report.dry_run else 'were'} loaded: ", end="")
    print(f"{report.new} new, {report.changed} changed; {report.same} are the same as before.")
    return 0
