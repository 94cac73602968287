"""Sessions in the database, as Django keeps them: signing out or withdrawing one works at once, everywhere.

The row also says whose it is, so that a page asks for its session and for who is there in one question. What was signed
is checked once, since the same words always give the same answer.
"""

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from werkplaats.desk.actors import SIGNED_IN, account_from
from werkplaats.ground.sql import one_row
from werkplaats.members.models import Session, User


class SessionStore(db.SessionStore):
    account: User | None = None  # whose it was when it was read, see `desk.actors.account_from`

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row  # type: ignore[no-any-return]

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key any more, when it has ended or never was."""
        found = one_row(SIGNED_IN, [self.session_key, timezone.now()])
        if found is None:
            self._session_key = None
            return {}
        self.account = account_from(found)
        held: dict[str, Any] = json.loads(_checked(found["session_data"]))
        return held


@lru_cache(maxsize=2_000)
def _checked(session_data: str) -> str:
    """As JSON, so that whoever reads it gets a copy of the own."""
    return json.dumps(db.SessionStore().decode(session_data))


def user_of(session: SessionStore) -> User | AnonymousUser:
    """Who is there, by the rules of `django.contrib.auth.get_user`: not an account that was closed, and a session from
    before the password was changed ends here."""
    signed = session.get(HASH_SESSION_KEY)
    account = session.account
    if account is None or not account.is_active:
        return AnonymousUser()
    if not signed or not constant_time_compare(signed, account.get_session_auth_hash()):
        session.flush()
        return AnonymousUser()
    return account
