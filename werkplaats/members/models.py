"""People and what they bring: who they are, what they may, what papers they have, when they can."""

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from werkplaats.ground.tables import one_cooperative, one_of, only_added_to, some_of, steps
from werkplaats.members.rules import (
    ConsentPurpose,
    ContactBy,
    Contract,
    CredentialKind,
    Language,
    MemberKind,
    Pet,
    SpokenLanguage,
    TravelMode,
    WorkerKind,
    WorkerStatus,
)
from werkplaats.members.rules.application import MOST_CONTRACT_MINUTES
from werkplaats.members.rules.roles import Role


def dutch() -> list[str]:
    return [SpokenLanguage.NL.value]


class Cooperative(models.Model):
    """One neighbourhood's organisation; every other row belongs to exactly one."""

    name = models.TextField()
    slug = models.SlugField(unique=True)
    email = models.EmailField()
    phone = models.TextField()
    city = models.TextField()
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A way to sign in. Who somebody is stands in Person; many persons never sign in."""

    email = models.EmailField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return f"user {self.pk}"


class Session(AbstractBaseSession):
    """A browser that was here, as Django keeps it, and who signed in with it (see `portal.sessions`)."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return SessionBase


class Person(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="people")
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    name = models.TextField()
    email = models.EmailField(blank=True)
    phone = models.TextField(blank=True)
    language = models.TextField(default=Language.NL)
    contact_by = models.TextField(default=ContactBy.EMAIL)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("person"),
            one_of("person", "language", Language),
            one_of("person", "contact_by", ContactBy),
            models.UniqueConstraint(
                "cooperative", Lower("email"), name="person_email_once_per_cooperative", condition=~Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonRole(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("personrole", "person"),
            one_of("personrole", "role", Role),
            models.UniqueConstraint(fields=["person", "role"], name="personrole_once"),
        ]


class Member(models.Model):
    """A person or business that joined the cooperative itself; anyone can."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    kind = models.TextField(default=MemberKind.PERSON)
    business_name = models.TextField(blank=True)
    number = models.PositiveIntegerField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("member", "person"),
            one_of("member", "kind", MemberKind),
            models.UniqueConstraint(fields=["cooperative", "number"], name="member_number_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(left_at=None), name="member_once_at_a_time"),
        ]


class Consent(models.Model):
    """What somebody agreed to; withdrawing is a new row with given=False, the latest counts."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.TextField()
    given = models.BooleanField()
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("consent", "person", "recorded_by"),
            one_of("consent", "purpose", ConsentPurpose),
        ]
        triggers: ClassVar = only_added_to()


@pghistory.track()
class Worker(models.Model):
    """A tradesperson or helper of the neighbourhood, from application to leaving."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="workers")
    person = models.OneToOneField(Person, models.PROTECT, related_name="worker")
    kind = models.TextField()
    status = models.TextField(default=WorkerStatus.APPLIED)
    trades = ArrayField(models.TextField(), default=list)  # codes of VERA ONDERHOUDSPECIALISME
    kvk_number = models.TextField(blank=True)
    vat_number = models.TextField(blank=True)
    iban = models.TextField(blank=True)
    postcode = models.TextField()
    house_number = models.TextField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    radius_metres = models.PositiveIntegerField(default=5000)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    wishes = models.TextField(blank=True)
    languages = ArrayField(models.TextField(), default=dutch)
    allergies = ArrayField(models.TextField(), default=list, blank=True)  # pets
    travel_mode = models.TextField(default=TravelMode.BICYCLE)
    contract = models.TextField()
    contract_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # a week, of an employee
    # of who is self-employed, for the VAT on what they earn
    small_business = models.BooleanField(default=False, db_default=False)  # in the small businesses scheme (KOR)
    shares_exemption = models.BooleanField(default=True, db_default=True)  # of granted help; the adviser confirms it
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("worker", "person", "decided_by"),
            one_of("worker", "kind", WorkerKind),
            one_of("worker", "status", WorkerStatus),
            one_of("worker", "travel_mode", TravelMode),
            one_of("worker", "contract", Contract),
            some_of("worker", "languages", SpokenLanguage),
            some_of("worker", "allergies", Pet),
            models.CheckConstraint(condition=Q(languages__len__gt=0), name="worker_speaks_a_language"),
            models.CheckConstraint(
                condition=Q(contract_minutes=None)
                | Q(contract=Contract.EMPLOYEE, contract_minutes__lte=MOST_CONTRACT_MINUTES),
                name="worker_contract_minutes_of_an_employee",
            ),
            models.CheckConstraint(
                condition=Q(kvk_number="") | Q(kvk_number__regex=r"^[0-9]{8}$"), name="worker_kvk_has_8_digits"
            ),
            models.CheckConstraint(
                condition=~Q(kind=WorkerKind.TRADESPERSON) | Q(trades__len__gt=0), name="tradesperson_has_a_trade"
            ),
        ]
        triggers: ClassVar = steps(
            "status",
            (WorkerStatus.APPLIED, WorkerStatus.ADMITTED),
            (WorkerStatus.APPLIED, WorkerStatus.DECLINED),
            (WorkerStatus.DECLINED, WorkerStatus.APPLIED),
            (WorkerStatus.ADMITTED, WorkerStatus.LEFT),
            (WorkerStatus.LEFT, WorkerStatus.APPLIED),
        )


@pghistory.track()
class Credential(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="credentials")
    kind = models.TextField()
    issued_on = models.DateField()
    valid_until = models.DateField()
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("credential", "worker", "checked_by"),
            one_of("credential", "kind", CredentialKind),
            models.CheckConstraint(condition=Q(valid_until__gte=F("issued_on")), name="credential_ends_after_begin"),
        ]


class Availability(models.Model):
    """Hours in the week in which a worker can be planned. Weekday 0 is Monday."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="availability")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("availability", "worker"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="availability_weekday_is_one"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="availability_ends_after_start"),
        ]


class Absence(models.Model):
    """Days on which a worker cannot come: holiday, illness. Both days included."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("absence", "worker"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_start"),
        ]


class Notice(models.Model):
    """Something somebody must hear: by e-mail, or on paper or by phone for who has no screen.

    Written in the transaction of the event it tells of; `event` makes that it is told once.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False)  # first in other indexes
    person = models.ForeignKey(  # its foreign key is that of `one_cooperative`
        Person, models.PROTECT, null=True, blank=True, related_name="notices", db_constraint=False
    )
    event = models.TextField()
    channel = models.TextField()
    to = models.TextField(blank=True)
    language = models.TextField(default=Language.NL)
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("notice", "person"),
            one_of("notice", "channel", ContactBy),
            models.UniqueConstraint(fields=["cooperative", "event"], name="notice_once_per_event"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="notice_waiting"),
        ]


class AgendaAddress(models.Model):
    """Under it a calendar program reads a worker's agenda. Only the hash of the key in it is kept."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    worker = models.OneToOneField(Worker, models.CASCADE, related_name="agenda_address")
    key_hash = models.TextField(unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = one_cooperative("agendaaddress", "worker")


class ApiToken(models.Model):
    """With it a program acts in the name of a person. Only the hash is kept; the token itself is shown once."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    role = models.TextField()  # the one role it may act in
    name = models.TextField()
    token_hash = models.TextField(unique=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("apitoken", "person"),
            one_of("apitoken", "role", Role),
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(withdrawn_at=None), name="apitoken_name_once_at_a_time"
            ),
        ]
