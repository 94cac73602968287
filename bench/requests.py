"""Requests with their decisions, jobs and visits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench.people import END, address, copy, name, postcode

TEXTS = (
    "De kraan in de keuken lekt, er ligt steeds een plas in het kastje eronder.",
    "De wc loopt door. Ik hoor de hele nacht water.",
    "Het stopcontact in de slaapkamer doet het niet meer.",
    "De voordeur klemt. Ik krijg hem alleen met veel kracht dicht.",
    "Er zit schimmel op de muur van de badkamer, en de verf laat los.",
)
AT_A_DWELLING = 10
OPEN_STATES = {"new": 60, "question": 20, "accepted": 80, "forwarded": 25, "advised": 15}
OUTCOMES = {"question": "question", "accepted": "cooperative", "forwarded": "landlord", "advised": "tenant"}


def states(number: int) -> list[str]:
    """The state of each request of one cooperative, the oldest first."""
    few = min(1.0, number / 300)
    found = [s for s, usual in OPEN_STATES.items() for _ in range(usual if s == "new" else max(1, round(usual * few)))]
    found = found[: max(1, number * 8 // 10)]
    return ["closed"] * (number - len(found)) + found[::-1]


def load_requests(cursor: Any, cooperatives: int, dwellings: int, requests: int, random: Random) -> None:
    from werkplaats.intake.rules.reference import SPACE, make

    number = requests // cooperatives
    of_each = states(number)
    lived_at = max(1, min(dwellings, number // AT_A_DWELLING))
    each = dwellings + 1

    def rows() -> Iterator[tuple[Any, ...]]:
        pk = 0
        for c in range(1, cooperatives + 1):
            for position, state in enumerate(of_each):
                pk += 1
                d = position % lived_at + 1
                reference = make((position * 7_919 + c) % SPACE)
                moment = reported(position, number)
                street, house = address(d)
                person = (c - 1) * each + 1 + d
                words = {
                    reference,
                    reference[:4],
                    reference[4:],
                    street.lower(),
                    str(house),
                    *postcode(d).lower().split(),
                    postcode(d).replace(" ", "").lower(),
                    *name(person).lower().replace(".", "").split(),
                }
                vector = " ".join(f"'c{c}x{word}':{place}" for place, word in enumerate(sorted(words), 1))
                danger = "{gas}" if state == "new" and position % 20 == 0 else "{}"
                closed = moment + timedelta(days=9) if state == "closed" else None
                yield (
                    pk,
                    c,
                    reference,
                    "repairs",
                    state,
                    "web",
                    person,
                    (c - 1) * dwellings + d,
                    TEXTS[pk % len(TEXTS)],
                    "keuken",
                    "{mon-morning}",
                    "f",
                    danger,
                    UUID(int=random.getrandbits(128), version=4),
                    moment,
                    closed,
                    vector,
                )

    copy(
        cursor,
        "intake_request",
        "id, cooperative_id, reference, branch, status, channel, reporter_id, dwelling_id, text, place,"
        " preferred_times, may_enter_when_away, danger, form_token, reported_at, closed_at, search",
        rows(),
    )

    def decided() -> Iterator[tuple[int, int, int, str, datetime]]:
        """(request, cooperative, dwelling, state, moment) of every request with a decision."""
        pk = 0
        for c in range(1, cooperatives + 1):
            for position, state in enumerate(of_each):
                pk += 1
                if state != "new":
                    dwelling = (c - 1) * dwellings + position % lived_at + 1
                    yield pk, c, dwelling, state, reported(position, number) + timedelta(hours=5)

    copy(
        cursor,
        "triage_assessment",
        "id, cooperative_id, request_id, outcome, reason, explanation, item_code, proposed_code, model_version,"
        " by_resident, decided_by_id, decided_at",
        (
            (
                pk,
                c,
                pk,
                outcome(pk, state),
                "Volgens de lijst",
                "Iemand van ons komt langs.",
                "",
                "",
                "",
                False,
                (c - 1) * each + 1,
                at,
            )
            for pk, c, _, state, at in decided()
        ),
    )
    worked = [row for row in decided() if outcome(row[0], row[3]) == "cooperative"]
    copy(
        cursor,
        "triage_assessmentstep",
        "cooperative_id, assessment_id, position, trade, minutes, urgency, description, workers",
        ((c, pk, 1, "LOO", 60, "normal", "", 1) for pk, c, _, _, _ in worked),
    )
    copy(
        cursor,
        "jobs_job",
        "id, cooperative_id, branch, request_id, assessment_id, dwelling_id, trade, description, urgency, minutes,"
        " workers, status, due_at, opened_at, ended_at",
        (
            (
                pk,
                c,
                "repairs",
                pk,
                pk,
                d,
                "LOO",
                "",
                "normal",
                60,
                1,
                "done" if state == "closed" else "open",
                at + timedelta(days=10),
                at,
                at + timedelta(days=8) if state == "closed" else None,
            )
            for pk, c, d, state, at in worked
        ),
    )
    copy(
        cursor,
        "jobs_visit",
        "id, cooperative_id, job_id, number, status, minutes, due_on, period, created_at, cancel_reason",
        (
            (
                pk,
                c,
                pk,
                1,
                "signed" if state == "closed" else "to_plan",
                60,
                (at + timedelta(days=10)).date(),
                f"[{at + timedelta(days=7)},{at + timedelta(days=7, hours=1)})" if state == "closed" else None,
                at,
                "",
            )
            for pk, c, _, state, at in worked
        ),
    )


def reported(position: int, number: int) -> datetime:
    """Spread over three years, in order."""
    return END - timedelta(minutes=(number - position) * (3 * 365 * 24 * 60 // max(number, 1)))


def outcome(pk: int, state: str) -> str:
    if state == "closed":
        return ("cooperative", "cooperative", "cooperative", "tenant", "landlord")[pk % 5]
    return OUTCOMES[state]
