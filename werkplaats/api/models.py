"""Tokens with which programs use the API, in the name of a person and with the roles of that person."""

from typing import ClassVar

from django.db import models

from werkplaats.ground.tables import one_cooperative
from werkplaats.members.models import Cooperative, Person


class ApiToken(models.Model):
    """Only the hash is kept; the token itself is shown once."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    role = models.TextField()  # the one role it may act in
    name = models.TextField()
    token_hash = models.TextField(unique=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [*one_cooperative("apitoken", "person")]
