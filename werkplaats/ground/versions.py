"""Whose tables a database has: those that this version can take over, or those of another version."""

from collections.abc import Iterable, Mapping
from typing import Any

Step = tuple[str, str]  # app and name of a migration
Steps = Mapping[Step, frozenset[Step]]  # of this version; each with the older steps that were drawn together in it


class OtherVersion(RuntimeError):
    """The tables cannot be taken over; the text says what to do."""


def steps() -> Steps:
    """Every migration that this version brings, those of the packages that it stands on included."""
    from django.db.migrations.loader import MigrationLoader

    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {step: frozenset((app, name) for app, name in migration.replaces) for step, migration in found.items()}


def in_the_way(applied: Iterable[Step], known: Steps) -> Step | None:
    """The first step in a database that this version cannot go on from; None when there is none.

    That is a step that nobody here knows, of a later version or of one long ago; or of steps that were drawn together
    only a part: what is left of them is here no more.
    """
    done = set(applied)
    drawn_together = frozenset().union(*known.values())
    apps = {app for app, _ in known}
    for step in sorted(done):
        if step[0] in apps and step not in known and step not in drawn_together:
            return step
    for step, older in sorted(known.items()):
        if older and (step in done or older & done) and not older <= done:
            return max({step} & done | older & done)
    return None


def refuse_other(connection: Any) -> None:
    """Errors: OtherVersion, before anything is changed, when the tables cannot be brought up to this version."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if not row[0]:
        return
    applied = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    strange = in_the_way(applied, {step: older for step, older in steps().items() if _is_ours(step[0])})
    if strange:
        raise OtherVersion(
            f"this database has the tables of another version of Werkplaats ({'.'.join(strange)}), which this version "
            "cannot take over. Nothing in it was changed. Keep it for the version that made it, and give this one an "
            "empty database: another folder in WERKPLAATS_HOME, or another address in DATABASE_URL."
        )


def _is_ours(label: str) -> bool:
    from django.apps import apps

    return apps.get_app_config(label).name.startswith("werkplaats.")
