"""The tables of the results: what people answered, what was assumed, what was worked out once."""

from werkplaats.insight.models.surveys import SurveyAnswer, SurveyInvitation, SurveyRound

__all__ = ["SurveyAnswer", "SurveyInvitation", "SurveyRound"]
