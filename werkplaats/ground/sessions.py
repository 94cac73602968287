"""Sessions in the database, as Django keeps them: signing out or withdrawing one works at once, everywhere.

Only reading one, which every page does, is written out (see `ground.sql`); and what was signed is checked once, since
the same words always give the same answer.
"""

import json
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from werkplaats.ground.sql import one_row

LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, when it has ended or never was."""
        found = one_row(LOAD, [self.session_key, timezone.now()])
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = json.loads(_checked(found["session_data"]))
        return held


@lru_cache(maxsize=2_000)
def _checked(session_data: str) -> str:
    """As JSON, so that whoever reads it gets a copy of the own."""
    return json.dumps(db.SessionStore().decode(session_data))
