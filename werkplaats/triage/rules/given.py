"""Care that others give is told of, not asked for: "De zuster doet de kousen. Kan de hulp wassen?" asks for the wash.

Such a clause names who gives care and that it is given. It is left out before anything is judged of what is asked; not
when it is a question, when the care stays away ("de zuster komt niet meer"), or when next to nothing would be left.
"""

import re

from werkplaats.ground.words import plain

SENTENCE, BUT, DASH = (
    r"(?<=[.!?;\n])\s+",
    r",?\s+(?=(?:maar|but)\b)|,\s*(?=(?:alleen|enkel|doch|only)\b)",
    r"\s+[-–]\s+|:\s",
)
CLAUSE = re.compile(f"{SENTENCE}|{BUT}|{DASH}", re.IGNORECASE)
CARERS = tuple(
    """
    verple wijkverple zuster wijkzuster thuiszorg fysio begeleider mantelzorg ggz psychiater ergotherap logoped
    nurse carer caregiver homecare physio
    """.split()
)  # how their names begin
CARE = frozenset(("zorg", "wijkzorg"))
GIVES = frozenset(
    """
    prima goed fijn keurig netjes regelt regelen geregeld doet doen komt komen krijg krijgt krijgen blijft zorgt
    hoeft hoeven al elke iedere dagelijks
    does do comes come fine sorted handles handle already every daily
    """.split()
)
# Care that is told of in these words is not there, or not there yet.
MISSING = frozenset(
    """
    niet geen nooit niemand pas stopt gestopt ziek vakantie weg uitgevallen minder zonder vergeten nodig moet zoek
    zoeken wil zegt zei gezegd gaf vroeger normaal altijd deed kwam straks
    not never nobody isnt doesnt didnt cant wont stopped until sick away without forgot need needs looking wants said
    used usually
    """.split()
)
NEEDLESS = frozenset(("hoeft", "hoeven", "hoef", "neednt"))
LEAST_LEFT = 4  # words


def asked(text: str, branch: str) -> str:
    """The text without what is told of care that others give; as it is when that leaves nothing to judge.

    Only of household help: of a repair, who comes to care may be the one who finds it broken.
    """
    if branch != "household":
        return text
    clauses = [clause for clause in CLAUSE.split(text) if clause.strip()]
    kept = [clause for clause in clauses if not _given(clause)]
    left = " ".join(kept)
    return left if len(kept) < len(clauses) and len(plain(left).split()) >= LEAST_LEFT else text


def _given(clause: str) -> bool:
    words = plain(clause).split()
    if "?" in clause or GIVES.isdisjoint(words) or not any(word.startswith(CARERS) or word in CARE for word in words):
        return False
    return MISSING.isdisjoint(words) or not NEEDLESS.isdisjoint(words)
