"""Somebody at a browser, in English."""

from typing import Any

from django.test import Client

from werkplaats.members.models import Person


def a_browser() -> Client:
    """Of somebody who has not signed in."""
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    return client


def signed_in(person_id: int | None) -> Client:
    client = a_browser()
    user = Person.objects.get(pk=person_id).user
    assert user is not None
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())
