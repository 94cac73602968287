"""The tables of the results: what people answered, what was assumed, what was worked out once."""

from werkplaats.insight.models.assumptions import Assumption, District, EarlierWork
from werkplaats.insight.models.money import MoneyMark, MoneyMonth
from werkplaats.insight.models.rollups import ReleasedCells, Rollup, RollupMark, Tie
from werkplaats.insight.models.scenarios import SavedScenario, ScenarioRun
from werkplaats.insight.models.surveys import SurveyAnswer, SurveyInvitation, SurveyRound

__all__ = [
    "Assumption",
    "District",
    "EarlierWork",
    "MoneyMark",
    "MoneyMonth",
    "ReleasedCells",
    "Rollup",
    "RollupMark",
    "SavedScenario",
    "ScenarioRun",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyRound",
    "Tie",
]
