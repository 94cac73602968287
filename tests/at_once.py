"""Several people at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """Do these together; gives what each gave or raised."""
    together = Barrier(len(verbs))
    outcomes: list[Any] = [None] * len(verbs)

    def run(number: int, verb: Callable[[], Any]) -> None:
        try:
            together.wait(timeout=30)
            outcomes[number] = verb()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, verb)) for number, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
