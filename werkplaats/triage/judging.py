"""The judge at work: by the list of that day, with the model of the cooperative, and remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import Branch
from werkplaats.intake.rules.danger import find
from werkplaats.triage.models import Assessment, ListVersion
from werkplaats.triage.queries import SHIPPED_FOR, learned_model, list_by, live_model, version_for
from werkplaats.triage.rules import Outcome, advice
from werkplaats.triage.rules.judge import Context, Judgement, endangered, judge
from werkplaats.triage.rules.lists import Item, shipped
from werkplaats.triage.rules.model import Model

REMEMBERED = 1000  # judgements in a process; the same report is opened, decided and opened again


@dataclass(frozen=True)
class Lives:
    """The model that judges for a cooperative now. `own`: the number of its own, None: the shipped one.

    `version` is kept with decisions.
    """

    own: int | None
    version: str

    @property
    def model(self) -> Model | None:
        return learned_model(self.own) if self.own else None


@cache
def shipped_model_name() -> str:
    return f"shipped {sha256((files('werkplaats.triage') / 'data/model.npz').read_bytes()).hexdigest()[:8]}"


def model_of(cooperative_id: int) -> Lives:
    """The one place where is said which model judges for whom."""
    own, shipped_name = live_model(cooperative_id), shipped_model_name()
    return Lives(own, f"learned {own} on {shipped_name}" if own else shipped_name)


@dataclass(frozen=True)
class Judged:
    judgement: Judgement
    model_version: str

    @property
    def proposed(self) -> dict[str, object]:
        """What was proposed, as the fields of an Assessment; nothing where nothing was."""
        best = self.judgement.best
        if best is None:
            return {}
        return {
            "proposed_code": best.item.code,
            "confidence": best.confidence,
            "model_version": self.model_version,
        }


def judged(text: str, branch: str, version_id: int | None, cooperative_id: int, *, remember: bool = True) -> Judged:
    """`version_id`: of the published list to judge by; None: the list that came with the program.

    `remember` False: for what somebody is still typing.
    """
    return judged_by(model_of(cooperative_id), text, branch, version_id, remember=remember)


def judged_by(lives: Lives, text: str, branch: str, version_id: int | None, *, remember: bool = True) -> Judged:
    """As `judged`, for who asked already which model judges: that is a question to the database."""
    by = _remembered if remember else _judge
    return Judged(by(text, branch, version_id, lives), lives.version)


def _judge(text: str, branch: str, version_id: int | None, lives: Lives) -> Judgement:
    """Pure in its four values: a published list does not change, nor does a model under its name."""
    return judge(text, list_by(version_id, branch), Context(model=lives.model))


_remembered = lru_cache(maxsize=REMEMBERED)(_judge)


def judged_request(request: Request, version: ListVersion | None, latest: Assessment | None = None) -> Judged:
    """What this request is judged to be, with what the resident wrote to us since, until somebody decides."""
    replies: Sequence[str] = ()
    if latest is None or latest.outcome == Outcome.QUESTION:
        said = Message.objects.filter(request=request, from_resident=True)
        said = said.filter(at__gte=latest.decided_at) if latest else said
        replies = list(said.order_by("at", "id").values_list("text", flat=True))
    words = advice.words(request.text, request.place, replies)
    found = judged(words, request.branch, version.pk if version else None, request.cooperative_id)
    # A reply is danger by itself, whatever story it is added to.
    kinds = [kind for reply in replies for kind in find(reply)]
    return replace(found, judgement=endangered(found.judgement, kinds))


def own_items(request: Request) -> tuple[Item, ...]:
    """The items on which the resident may close this report, by the list of its day; empty when there are none."""
    if request.danger:
        return ()
    return advice.own(judged_request(request, version_for(request)).judgement)


def chosen_item(branch: str, version_id: int | None, code: str) -> Item | None:
    """The line that a coordinator chose: of the list, or one of care, which can be chosen under a repair as well."""
    found = list_by(version_id, branch).item(code)
    if found is None and branch != Branch.HOUSEHOLD:
        care = shipped(SHIPPED_FOR[Branch.HOUSEHOLD]).item(code)
        found = care if care is not None and care.medical else None
    return found
