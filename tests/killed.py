"""Run by tests in a process of its own: do one thing again and again, and die by SIGKILL a little later each time.

    python -m tests.killed report|decide '{"cooperative": 1, …}'

Each try is a fork that is killed before its statement (or commit) number 1, 2, 3 …; one is killed after the last
commit, and the last is left alone. Prints how many were killed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import django
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Fate:
    """Counts the steps, and ends the process before the one that was chosen."""

    def __init__(self, fatal: int) -> None:
        self.left = fatal

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *of: Any) -> Any:
        self.step()
        return execute(*of)


def done_in_a_fork(verb: Callable[[], Any], fatal: int) -> bool:
    """Whether it was done before it was killed."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return False
        assert os.WEXITSTATUS(status) == 0, "the child failed; its error stands above"
        return True
    try:
        fate = Fate(fatal)
        commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

        def counted(self: Any) -> None:
            fate.step()
            commit(self)

        BaseDatabaseWrapper._commit = counted  # type: ignore[attr-defined]
        with connection.execute_wrapper(fate.statement):
            verb()
        fate.step()  # after the last commit
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def the_verb(name: str, given: dict[str, Any]) -> Callable[[], Any]:
    from werkplaats.desk.services import decide
    from werkplaats.intake.rules import Branch
    from werkplaats.intake.rules.report import NewRequest
    from werkplaats.intake.services import requests
    from werkplaats.members.rules.roles import Actor, Role
    from werkplaats.triage.models import Assessment
    from werkplaats.triage.rules import Outcome, Step, Urgency
    from werkplaats.triage.rules.decision import Decision

    at = datetime.fromisoformat(given["at"])
    actor = Actor(given["cooperative"], given["actor"], frozenset({Role(given["role"])}))
    if name == "report":
        new = NewRequest(
            branch=Branch.REPAIRS,
            text="De kraan lekt.",
            dwelling_id=given["dwelling"],
            reporter_id=given["actor"],
            form_token=UUID(given["token"]),
        )
        return lambda: requests.report(actor, new, at=at)
    steps = tuple(Step(trade, 60, Urgency.SOON) for trade in ("LOO", "STU", "SCH"))
    decision = Decision(Outcome.COOPERATIVE, "Lekkage, daarna herstel.", steps=steps)

    def decided() -> None:
        if not Assessment.objects.filter(request_id=given["request"]).exists():  # as a coordinator sees on the page
            decide(actor, given["request"], decision, based_on=None, at=at)

    return decided


def main() -> None:
    django.setup()
    verb = the_verb(sys.argv[1], json.loads(sys.argv[2]))
    for fatal in count(1):
        if done_in_a_fork(verb, fatal):
            print(fatal - 1)
            return


if __name__ == "__main__":
    main()
