"""The coordinator's use cases that join several modules; each is one transaction over all of them."""

from werkplaats.desk.services.absence import worker_is_away, worker_leaves
from werkplaats.desk.services.clients import add_grant, change_pilot, end_grant, leave, refer
from werkplaats.desk.services.decide import decide
from werkplaats.desk.services.entry import Caller, enter
from werkplaats.desk.services.finish import not_solved, sign_off
from werkplaats.desk.services.regroup import join, split
from werkplaats.desk.services.team import add_colleague, take_away

__all__ = [
    "Caller",
    "add_colleague",
    "add_grant",
    "change_pilot",
    "decide",
    "end_grant",
    "enter",
    "join",
    "leave",
    "not_solved",
    "refer",
    "sign_off",
    "split",
    "take_away",
    "worker_is_away",
    "worker_leaves",
]
