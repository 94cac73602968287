"""The verbs of triage: decide about a request, send it on, take the receiver's answer; `lists`: who does what."""

from werkplaats.triage.services.assess import assess
from werkplaats.triage.services.forwarding import answer_forwarding, forward

__all__ = ["answer_forwarding", "assess", "forward"]
