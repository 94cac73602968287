"""The tables of the results: what people answered, what was assumed, what was worked out once."""

from werkplaats.insight.models.surveys import SurveyAnswer, SurveyInvitation, SurveyRound

__all__ = ["SurveyAnswer", "SurveyInvitation", "SurveyRound"]
from werkplaats.insight.models.rollups import ReleasedCells, Rollup, RollupMark

__all__ = ["ReleasedCells", "Rollup", "RollupMark"]
from werkplaats.insight.models.scenarios import SavedScenario, ScenarioRun

__all__ = ["SavedScenario", "ScenarioRun"]
from werkplaats.insight.models.assumptions import Assumption, District, EarlierWork

__all__ = ["Assumption", "District", "EarlierWork"]
