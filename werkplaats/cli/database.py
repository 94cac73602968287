"""`werkplaats migrate`, `backup`, `restore` and `doctor`: the installation itself."""

import argparse
import os

from werkplaats.cli.ground import Refused, bring_up_to_date, django_ready, say


def migrate(asked: argparse.Namespace) -> int:
    bring_up_to_date()
    return 0


def backup(asked: argparse.Namespace) -> int:
    from werkplaats.ground.backup import BackupError, write_backup

    django_ready()
    try:
        write_backup(asked.file, progress=say)
    except BackupError as error:
        raise Refused(str(error)) from None
    return 0


def restore(asked: argparse.Namespace) -> int:
    from werkplaats.ground.backup import BackupError, restore_backup

    os.environ.pop("WERKPLAATS_DB_ROLE", None)  # tables are made by their owner
    django_ready()
    try:
        restore_backup(asked.file, force=asked.force, progress=say)
    except BackupError as error:
        raise Refused(str(error)) from None
    say("bringing the tables up to this version")
    bring_up_to_date(verbosity=0)
    say("done")
    return 0


def doctor(asked: argparse.Namespace) -> int:
    from werkplaats.ground.doctor import examine

    worst = "OK"
    for finding in examine(django_ready):
        print(
            f"{finding.state:<5} {finding.what}" + (f"\n      → {finding.advice}" if finding.advice else ""), flush=True
        )
        worst = max(worst, finding.state, key=("OK", "WARN", "FAIL").index)
    return 1 if worst == "FAIL" else 0
