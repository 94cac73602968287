"""Requests as residents report them, with photos and the conversation after it."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to
from werkplaats.homes.models import Client, Dwelling
from werkplaats.intake.rules import MAX_PHOTOS, Branch, Channel, RequestStatus
from werkplaats.members.models import Cooperative, Person


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.InsertEvent(),
    fields=["status", "danger", "closed_at", "joined_into"],
    context_field=None,  # type: ignore[arg-type]  # nobody fills it
)
class Request(models.Model):
    """What somebody reported, in their own words. `form_token` makes a double submit one request.

    Written more often than any other table, so nothing is kept twice: `one_cooperative` has the foreign keys (that of
    the reporter also says that the cooperative is there), and of what most requests do not have only the rows that have
    it stand in an index.
    """

    cooperative = models.ForeignKey(  # first in other indexes
        Cooperative, models.PROTECT, db_index=False, db_constraint=False
    )
    reference = models.TextField()  # eight digits, the last a check digit: "4821 7305"
    branch = models.TextField()
    status = models.TextField(default=RequestStatus.NEW)
    channel = models.TextField(default=Channel.WEB)
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="requests", db_constraint=False)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="requests", db_constraint=False)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="requests", db_constraint=False, db_index=False
    )
    text = models.TextField()
    place = models.TextField(blank=True)  # where in the home, in words
    preferred_times = ArrayField(models.TextField(), default=list)  # rules.preferred: "mon-morning" …
    may_enter_when_away = models.BooleanField(default=False)
    danger = ArrayField(models.TextField(), default=list)  # rules.Danger
    form_token = models.UUIDField()
    reported_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", db_constraint=False, db_index=False
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", db_constraint=False, db_index=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    # reference, name and address as words, with a word for the cooperative, so that one index answers a search
    search = SearchVectorField(null=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("request", "reporter", "dwelling", "client", "entered_by", "joined_into", "split_from"),
            one_of("request", "branch", Branch),
            one_of("request", "status", RequestStatus),
            one_of("request", "channel", Channel),
            models.UniqueConstraint(fields=["cooperative", "reference"], name="request_reference_once"),
            models.UniqueConstraint(fields=["cooperative", "form_token"], name="request_form_token_once"),
            models.CheckConstraint(condition=Q(reference__regex=r"^[0-9]{8}$"), name="request_reference_has_8_digits"),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=RequestStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="request_closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.JOINED) | Q(joined_into__isnull=False),
                name="request_joined_names_the_other",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["cooperative", "status", "-reported_at"], name="request_inbox"),
            models.Index(
                fields=["cooperative", "reported_at"],
                condition=Q(status="new") & ~Q(danger=[]),
                name="request_danger_first",
            ),
            GinIndex(fields=["search"], name="request_search"),
            *(
                models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"request_{field}")
                for field in ("client", "entered_by", "joined_into", "split_from")
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.reference}"


class Photo(models.Model):
    """A picture of the problem: re-encoded, so without place or camera data."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    request = models.ForeignKey(Request, models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="requests/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            *one_cooperative("photo", "request", "added_by"),
            models.UniqueConstraint(fields=["request", "position"], name="photo_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=MAX_PHOTOS), name="photo_at_most_six"),
        ]


class Message(models.Model):
    """One turn in the conversation about a request; `answer_to` marks the reply to a question back."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    request = models.ForeignKey(Request, models.PROTECT, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    author_name = models.TextField()  # a landlord's answer has no person here
    from_resident = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            *one_cooperative("message", "request", "author"),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        ]
        triggers: ClassVar = only_added_to()
