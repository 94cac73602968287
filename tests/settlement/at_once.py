"""One of several processes that sign off, bill and pay the same work at the same time.

python -m tests.settlement.at_once JSON, with the timesheets, two treasurers, and the moments.
"""

import json
import os
import random
import sys
from contextlib import suppress
from datetime import date, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkplaats.site.settings")
ROUNDS = 4


def work(given: dict[str, Any]) -> None:
    from werkplaats.delivery.models import Timesheet
    from werkplaats.ground.errors import Refused
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.settlement import services

    chance = random.Random(given["seed"])
    at, later = datetime.fromisoformat(given["at"]), datetime.fromisoformat(given["later"])
    one, other = (Actor(given["cooperative"], person, frozenset({Role.BOARD})) for person in given["treasurers"])
    sheets = chance.sample(given["sheets"], len(given["sheets"]))
    for part in range(ROUNDS):
        for sheet in sheets[part::ROUNDS]:
            services.settle(Timesheet.objects.get(pk=sheet), at=at)
        services.issue_invoices(one, period_start=date(2026, 3, 1), period_end=date(2026, 3, 31), at=later)
        services.make_self_bills(one, at=later)
        with suppress(Refused):  # somebody else is busy with a run, or there is nobody to pay
            run = services.draft_run(one, pay_on=later.date(), at=later)
            services.approve_run(other, run.number, at=later)
            services.send_run(one, run.number, at=later)


if __name__ == "__main__":
    import django

    django.setup()
    work(json.loads(sys.argv[1]))
