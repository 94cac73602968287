"""What if: scenarios that were saved, and what came of them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from werkplaats.ground.tables import one_cooperative, one_of, steps
from werkplaats.insight.rules.whatif.bands import MOST_RUNS
from werkplaats.insight.rules.whatif.running import RUN_STEPS, WAITING, RunStatus
from werkplaats.members.models import Cooperative, Person


class SavedScenario(models.Model):
    """`what` is a `rules.whatif.Scenario` as JSON and never changes; who wants another saves another."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    name = models.TextField()
    what = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *one_cooperative("savedscenario", "made_by"),
            models.CheckConstraint(condition=~Q(name=""), name="savedscenario_has_a_name"),
            models.UniqueConstraint(
                fields=["cooperative", "name"], condition=Q(put_away_at=None), name="savedscenario_name_once"
            ),
        ]


class ScenarioRun(models.Model):
    """A scenario worked out `runs` times, each with a seed of its own that follows from `seed`.

    `version`: the program, the list and the model that did it; `done`: how far it is; `results`: bands and words
    (`rules.whatif.bands.summary`), and the figures of the first run. `stop` asks it to end with what there is.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    scenario = models.ForeignKey(SavedScenario, models.PROTECT, related_name="runs")
    seed = models.PositiveIntegerField()
    runs = models.PositiveSmallIntegerField()
    version = models.TextField()
    status = models.TextField(default=RunStatus.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    stop = models.BooleanField(default=False)
    results = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *one_cooperative("scenariorun", "scenario", "asked_by"),
            one_of("scenariorun", "status", RunStatus),
            models.CheckConstraint(
                condition=Q(runs__gte=1, runs__lte=MOST_RUNS, done__lte=F("runs")), name="scenariorun_runs_are_bounded"
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.READY, done__gte=1) & ~Q(results={}) | ~Q(status=RunStatus.READY),
                name="scenariorun_ready_has_results",
            ),
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(status__in=WAITING), name="scenariorun_one_at_a_time"
            ),
        ]
        triggers: ClassVar = steps("status", *sorted(RUN_STEPS))
