"""The verbs of triage: decide about a request, send it on, take an answer, close an own one; `lists`: who does what."""

from werkplaats.triage.services.assess import assess
from werkplaats.triage.services.forwarding import answer_forwarding, forward
from werkplaats.triage.services.own import close_after_advice

__all__ = ["answer_forwarding", "assess", "close_after_advice", "forward"]
