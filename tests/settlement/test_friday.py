"""The treasurer is asked one thing at a time, and the money of workers comes first."""

import pytest

from werkplaats.settlement.rules.friday import Stand, Step, next_step

MONEY = {"ready_cents": 100, "to_bill_cents": 100}


@pytest.mark.parametrize(
    ("stand", "step"),
    [
        (Stand(), Step.NOTHING),
        (Stand(to_bill_cents=100), Step.BILL),
        (Stand(**MONEY), Step.DRAFT),
        (Stand(drafted=True, drafted_by_self=True, **MONEY), Step.OTHER_APPROVES),
        (Stand(drafted=True, **MONEY), Step.APPROVE),
        (Stand(approved=True, **MONEY), Step.SEND),
        (Stand(sent_today=True, **MONEY), Step.BRING),
        (Stand(drafted=True, sent_today=True), Step.APPROVE),
    ],
)
def test_one_thing_at_a_time(stand: Stand, step: Step) -> None:
    assert next_step(stand) == step
