"""Learning at night on the real database: what goes live, what does not, going back, and nothing of the neighbours."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.at_once import at_once
from tests.build import NOW, a_cooperative, a_coordinator, a_dwelling, a_landlord, a_request
from tests.triage.test_list_services import refused
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Message
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.triage import judging, queries
from werkplaats.triage.models import Assessment, LearnedModel
from werkplaats.triage.rules import Outcome
from werkplaats.triage.rules.judge import judge
from werkplaats.triage.rules.learned import AGAIN, ENOUGH, HELD_BACK, ModelState
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.rules.taught import to_bytes
from werkplaats.triage.services import learning

pytestmark = pytest.mark.django_db
LIST = shipped("repairs")
HOOD = "AFZ01"
ITEMS = [item for item in LIST.items if len(item.words) > 2]
NIGHT = NOW + timedelta(days=300)


def agreeing(number: int, start: int = 0) -> list[tuple[str, str]]:
    """Reports on which the desk agrees with the judge."""
    texts = [item.words[0] for item in ITEMS[start : start + number]]
    return [(text, best.item.code) for text in texts if (best := judge(text, LIST).best)]


def own_word(number: int, code: str = HOOD) -> list[tuple[str, str]]:
    told = ("is stuk", "doet het niet", "is kapot in de keuken", "maakt herrie", "graag maken")
    return [(f"de zwieber {told[at % len(told)]}", code) for at in range(number)]


class Desk:
    """A cooperative whose desk decides; every decision is about another home, the next one an hour later."""

    def __init__(self) -> None:
        self.cooperative: Cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.coordinator = a_coordinator(self.cooperative)
        self.hours = 0

    def decides(self, reports: Sequence[tuple[str, str]], **fields: Any) -> list[Assessment]:
        return [self.decision(text, code, **fields) for text, code in reports]

    def decision(self, text: str, code: str, **fields: Any) -> Assessment:
        self.hours += 1
        request = fields.pop("request", None) or a_request(a_dwelling(self.landlord), text=text)
        return Assessment.objects.create(
            **{
                "cooperative": self.cooperative,
                "request": request,
                "outcome": Outcome.COOPERATIVE,
                "reason": "Zo is het.",
                "item_code": code,
                "decided_by_id": self.coordinator.person_id,
                "decided_at": NOW + timedelta(hours=self.hours),
                **fields,
            }
        )

    def learns(self, nights: int = 0) -> LearnedModel | None:
        return learning.learn_from_decisions(self.cooperative.pk, at=NIGHT + timedelta(days=nights))

    def has_learned(self, **fields: Any) -> LearnedModel:
        """A live model that was made from all decisions until now."""
        given = {"base": judging.shipped_model_name(), "figures": {}, "decisions": 2, "held_back": 1, **fields}
        up_to = Assessment.objects.filter(cooperative=self.cooperative).latest("id")
        return LearnedModel.objects.create(
            cooperative=self.cooperative, made_at=NOW, up_to=up_to, state=ModelState.LIVE, state_at=NOW, **given
        )

    def hears(self, text: str) -> str:
        best = judging.judged(text, "repairs", None, self.cooperative.pk).judgement.best
        return best.item.code if best else ""

    def decided(self) -> "Desk":
        """Enough to learn from, the latest of which speak the neighbourhood's own word."""
        self.decides(agreeing(ENOUGH - 12))
        self.decides(own_word(5))
        self.decides([*agreeing(10), *own_word(5)])
        return self

    @property
    def states(self) -> list[str]:
        return list(
            LearnedModel.objects.filter(cooperative=self.cooperative).order_by("id").values_list("state", flat=True)
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_the_desk_corrected_is_learned_at_night_and_judges_the_next_day(desk: Desk) -> None:
    desk.decided()
    assert desk.hears("onze zwieber is kapot") != HOOD
    made = desk.learns()
    assert made is not None
    assert (made.state, made.decisions, made.compared_with) == (ModelState.LIVE, ENOUGH + 8, None)
    assert made.held_back == round(made.decisions * HELD_BACK)
    assert made.new.item >= made.old.item + 4, "the corrections among the latest decisions are found now"
    assert desk.hears("onze zwieber is kapot") == HOOD
    assert judging.model_of(desk.cooperative.pk).version.startswith(f"learned {made.pk} on shipped")


def test_too_few_decisions_teach_nothing_and_neither_do_too_few_new_ones(desk: Desk) -> None:
    desk.decides(agreeing(ENOUGH - 1))
    assert desk.learns() is None
    desk.decides(own_word(3))
    assert desk.learns() is not None
    desk.decides(own_word(AGAIN - 1))
    assert desk.learns(1) is None
    desk.decides(own_word(1))
    assert desk.learns(1) is not None
    assert desk.learns(2) is None, "nothing new since"


def test_a_program_that_ships_another_model_learns_again_from_the_same_decisions(desk: Desk) -> None:
    desk.decided()
    older = desk.has_learned(base="shipped before", weights=to_bytes({}))
    made = desk.learns(1)
    assert made is not None
    assert (made.up_to_id, made.compared_with_id, made.state) == (older.up_to_id, older.pk, ModelState.LIVE)
    assert desk.learns(2) is None


def test_a_model_that_is_worse_does_not_go_live(desk: Desk) -> None:
    """For months the desk chose something odd, and then came back to what the list says."""
    usual = agreeing(40)
    desk.decides([(text, "SLO01") for text, _code in usual[:20] * 3])
    desk.decides(usual[:15])
    made = desk.learns()
    assert made is not None
    assert made.new.item < made.old.item
    assert made.state == ModelState.WORSE
    assert desk.hears(usual[0][0]) == usual[0][1]
    assert judging.model_of(desk.cooperative.pk).own is None


def test_the_decisions_it_is_compared_on_are_the_latest_and_were_not_learned_from(desk: Desk) -> None:
    desk.decides(agreeing(ENOUGH))
    desk.decides(own_word(12))
    made = desk.learns()
    assert made is not None
    assert made.held_back >= 12
    assert desk.hears("de zwieber is stuk") != HOOD, "all that spoke of it was held back"


def test_a_coordinator_goes_back_with_one_press_and_forward_again(desk: Desk) -> None:
    desk.decided()
    first = desk.learns()
    desk.decides(own_word(25))
    second = desk.learns(1)
    assert first is not None
    assert second is not None
    assert (second.compared_with_id, desk.states) == (first.pk, ["set_aside", "live"])
    learning.go_back(desk.coordinator, first.pk, at=NIGHT)
    learning.go_back(desk.coordinator, first.pk, at=NIGHT)  # pressed twice
    assert desk.states == ["live", "set_aside"]
    first.refresh_from_db()
    assert (first.state_by_id, first.state_at) == (desk.coordinator.person_id, NIGHT)
    learning.go_back(desk.coordinator, None, at=NIGHT)
    assert desk.states == ["set_aside", "set_aside"]
    assert desk.hears("onze zwieber is kapot") != HOOD
    learning.go_back(desk.coordinator, second.pk, at=NIGHT)
    assert desk.states == ["set_aside", "live"]
    assert desk.hears("onze zwieber is kapot") == HOOD


def test_who_may_not_manage_the_lists_does_not_choose_and_what_never_judged_is_not_chosen(desk: Desk) -> None:
    made = desk.decided().learns()
    assert made is not None
    LearnedModel.objects.filter(pk=made.pk).update(state=ModelState.SET_ASIDE)
    worse = LearnedModel.objects.get(pk=made.pk)
    worse.pk, worse.state, worse.up_to = (
        None,
        ModelState.WORSE,
        Assessment.objects.filter(cooperative=desk.cooperative)[0],
    )
    worse.save(force_insert=True)
    stranger = a_coordinator(a_cooperative())
    for actor, pk in ((desk.coordinator, worse.pk), (desk.coordinator, 999_999_999), (stranger, made.pk)):
        with pytest.raises(Refused):
            learning.go_back(actor, pk, at=NIGHT)
    board = type(desk.coordinator)(cooperative_id=desk.cooperative.pk, roles=frozenset({Role.BOARD}))
    with pytest.raises(DoorClosed):
        learning.go_back(board, made.pk, at=NIGHT)
    assert desk.states == ["set_aside", "worse"]


def test_what_one_cooperative_decided_reaches_no_other(desk: Desk) -> None:
    other = Desk()
    desk.decided()
    other.decides(agreeing(ENOUGH + 5))
    assert learning.learn_all(at=NIGHT) == 2
    assert desk.hears("onze zwieber is kapot") == HOOD
    assert other.hears("onze zwieber is kapot") != HOOD
    theirs = LearnedModel.objects.get(cooperative=other.cooperative)
    assert theirs.decisions == ENOUGH + 5
    kept = queries.learned_model(theirs.pk).taught["repairs"].rows
    assert not [feature for feature in kept if "wieb" in feature]


@pytest.mark.django_db(transaction=True)
def test_the_background_work_learns(desk: Desk) -> None:
    from werkplaats import tasks

    desk.decided()
    tasks.learn_from_decisions(0)
    tasks.learn_from_decisions(0)
    assert desk.states == ["live"]


def test_one_cooperative_that_fails_keeps_nobody_waiting(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    broken = Desk()
    broken.decision("een eerste", HOOD)
    broken.has_learned(weights=b"half a file")
    broken.decided()
    desk.decided()
    assert learning.learn_all(at=NIGHT) == 1
    assert str(broken.cooperative.pk) in caplog.text
    assert "zwieber" not in caplog.text


def test_only_decisions_of_the_desk_that_stand_and_name_a_line_are_examples(desk: Desk) -> None:
    first = desk.decision("de kraan lekt", "KRA01")
    desk.decision("de kraan lekt", "KRA02", request=first.request, revises=first)
    desk.decision("een vraag", "KRA01", outcome=Outcome.QUESTION)
    desk.decision("zelf gesloten", "KRA01", outcome=Outcome.TENANT, by_resident=True)
    desk.decision("zonder regel", "")
    desk.decision("regel van elders", "NIET1")
    found = queries.examples_of(queries.decisions_with_item(desk.cooperative.pk))
    assert [(one.text, one.code) for _pk, one in found] == [("de kraan lekt", "KRA02")]


def test_what_the_resident_wrote_before_the_decision_belongs_to_the_words(desk: Desk) -> None:
    def writes(decision: Assessment, **said: int) -> None:
        for text, minutes in said.items():
            Message.objects.create(
                cooperative=desk.cooperative,
                request=decision.request,
                author_name="Bewoner",
                from_resident=True,
                text=text,
                at=decision.decided_at + timedelta(minutes=minutes),
            )

    asked = desk.decision("hij lekt", "", outcome=Outcome.QUESTION)
    writes(asked, vooraf=-1, kraan=1, bedankt=99)
    desk.decision("hij lekt", "KRA01", request=asked.request, revises=asked)
    at_once_clear = desk.decision("hij klemt", "DEU04")
    writes(at_once_clear, deur=-5, fijn=5)
    found = queries.examples_of(queries.decisions_with_item(desk.cooperative.pk))
    assert [one.text for _pk, one in found] == ["hij lekt kraan", "hij klemt deur"]


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_make_one_model(desk: Desk) -> None:
    desk.decided()
    outcomes = at_once(desk.learns, desk.learns)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert desk.states == ["live"]


def test_a_model_is_not_compared_with_what_was_put_aside_meanwhile(desk: Desk) -> None:
    first = desk.decided().learns()
    assert first is not None
    desk.decides(own_word(25))
    made = LearnedModel.objects.get(pk=first.pk)
    made.pk, made.up_to, made.compared_with = None, Assessment.objects.latest("id"), first
    learning.go_back(desk.coordinator, None, at=NIGHT)
    assert learning._kept(made) is None
    assert desk.states == ["set_aside"]


def test_the_database_keeps_every_model_as_it_was_made(desk: Desk) -> None:
    made = desk.decided().learns()
    assert made is not None
    known = LearnedModel.objects.filter(pk=made.pk)
    refused(lambda: known.update(figures={}))
    refused(lambda: known.update(weights=b""))
    refused(lambda: known.update(state=ModelState.WORSE))
    refused(known.delete)
    again = LearnedModel.objects.get(pk=made.pk)
    again.pk, again.up_to = None, Assessment.objects.filter(cooperative=desk.cooperative).earliest("id")
    with pytest.raises(IntegrityError, match="one_live"), transaction.atomic():
        again.save(force_insert=True)
