"""Signing in: accounts are made by the cooperative's own steps (joining, applying), never by a bare sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: Any) -> bool:
        return False
