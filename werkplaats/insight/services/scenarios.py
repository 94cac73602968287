"""Scenarios: save one, work it out in the background, stop that, put it away."""

import logging
from datetime import timedelta
from importlib.metadata import version
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from werkplaats.ground.errors import Refused
from werkplaats.insight.models.scenarios import SavedScenario, ScenarioRun
from werkplaats.insight.rules.whatif import Result, Scenario
from werkplaats.insight.rules.whatif.bands import MOST_RUNS, RUNS, seeds, summary
from werkplaats.insight.rules.whatif.running import WAITING, RunStatus
from werkplaats.insight.rules.whatif.scenario import Wrong, faults, from_json, to_json
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.judging import shipped_model_name

LONGEST_NAME: Final = 80
SIGN_OF_LIFE: Final = timedelta(seconds=0.5)  # between two notes of how far it is

log = logging.getLogger(__name__)


@transaction.atomic
def save_scenario(actor: Actor, name: str, scenario: Scenario, *, at: Any) -> SavedScenario:
    """Errors: Refused when it cannot be simulated, or the name is empty, too long or taken."""
    require(actor, May.SEE_COUNTERS)
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(_("Give the scenario a name of at most %(most)d signs.") % {"most": LONGEST_NAME}, field="name")
    for field, why in faults(scenario).items():
        raise Refused(wrong_in_words(why), field=field)
    try:
        with transaction.atomic():
            return SavedScenario.objects.create(
                cooperative_id=actor.cooperative_id,
                name=name,
                what=to_json(scenario),
                made_at=at,
                made_by_id=actor.person_id or 0,
            )
    except IntegrityError as error:
        if "savedscenario_name_once" not in str(error):
            raise
        raise Refused(_("There is a scenario with this name already. Choose another name."), field="name") from error


def wrong_in_words(why: Wrong) -> str:
    return {
        Wrong.NEGATIVE: _("This cannot be below zero."),
        Wrong.TOO_MANY: _("This is more than can be simulated. Fill in a lower number."),
        Wrong.NOTHING: _("Fill in dwellings or clients: with none of both there is nothing to simulate."),
        Wrong.SHARE: _("This is no percentage that can be."),
        Wrong.TRADE: _("This trade is not known."),
        Wrong.ORDER: _("Fill in the lowest, the likeliest and the highest number, in this order."),
        Wrong.MONDAY: _("A scenario begins on a Monday."),
    }[why]


@transaction.atomic
def run_scenario(actor: Actor, scenario_id: int, *, runs: int = RUNS, at: Any) -> ScenarioRun:
    """Have it worked out in the background. One that is being worked out already is given back."""
    require(actor, May.SEE_COUNTERS)
    if not 1 <= runs <= MOST_RUNS:
        raise Refused(_("A scenario is worked out 1 to %(most)d times.") % {"most": MOST_RUNS}, field="runs")
    row = _held(actor, scenario_id)
    there = ScenarioRun.objects.filter(scenario=row, status__in=WAITING).first()
    if there is not None:
        return there
    run = ScenarioRun.objects.create(
        cooperative_id=actor.cooperative_id,
        scenario=row,
        seed=from_json(row.what).seed,
        runs=runs,
        version=program_version(),
        asked_at=at,
        asked_by_id=actor.person_id or 0,
    )
    app.configure_task("work_out_scenario", queueing_lock=f"scenario-run-{run.pk}").defer(run_id=run.pk)
    return run


def program_version() -> str:
    """What a result depends on beside the scenario: the program, and the model that judges the reports."""
    return f"werkplaats {version('werkplaats')}, {shipped_model_name()}"


@transaction.atomic
def stop_run(actor: Actor, scenario_id: int) -> None:
    """It ends with what there is. Ended already: nothing."""
    require(actor, May.SEE_COUNTERS)
    row = _held(actor, scenario_id)
    ScenarioRun.objects.filter(scenario=row, status=RunStatus.QUEUED).update(status=RunStatus.STOPPED, stop=True)
    ScenarioRun.objects.filter(scenario=row, status=RunStatus.RUNNING).update(stop=True)


@transaction.atomic
def put_scenario_away(actor: Actor, scenario_id: int, *, at: Any) -> None:
    """It is shown no more; what was worked out is kept. Put away already: refused, as it is not there."""
    require(actor, May.SEE_COUNTERS)
    row = _held(actor, scenario_id)
    ScenarioRun.objects.filter(scenario=row, status__in=WAITING).update(stop=True)
    row.put_away_at = at
    row.save(update_fields=["put_away_at"])


def _held(actor: Actor, scenario_id: int) -> SavedScenario:
    here = SavedScenario.objects.filter(cooperative_id=actor.cooperative_id, put_away_at=None)
    row = here.select_for_update().filter(pk=scenario_id).first()
    if row is None:
        raise Refused(_("This scenario is not there."))
    return row


def work_out_scenario(run_id: int, *, clock: Any, processes: int | None = None) -> None:
    """What the job does: run after run, telling how far it is. Done twice it does it again, with the same outcome.

    Not one transaction: it takes minutes and holds nothing meanwhile. When it is stopped, what there is counts; when
    something goes wrong, the run has failed and nothing else is touched. `clock` gives the moment.
    """
    from werkplaats.insight.simulating import results  # reads lists and models

    rows = ScenarioRun.objects.filter(pk=run_id)
    if not rows.filter(status__in=WAITING).update(status=RunStatus.RUNNING, started_at=clock(), done=0):
        return
    run = rows.select_related("scenario").get()
    found: list[Result] = []
    last = clock()
    try:
        for one in results(seeds(from_json(run.scenario.what), run.runs), processes):
            found.append(one)
            if clock() - last >= SIGN_OF_LIFE:
                last = clock()
                if not rows.filter(status=RunStatus.RUNNING, stop=False).update(done=len(found)):
                    break
        _keep(rows, found, clock())
    except Exception:
        log.exception("scenario run %s could not be worked out", run_id)
        rows.filter(status=RunStatus.RUNNING).update(status=RunStatus.FAILED, ended_at=clock())


def _keep(rows: Any, found: list[Result], at: Any) -> None:
    results = {**summary(found), "first": found[0].figures}
    rows.filter(status=RunStatus.RUNNING).update(status=RunStatus.READY, done=len(found), results=results, ended_at=at)
