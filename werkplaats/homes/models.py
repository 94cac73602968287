"""Dwellings, landlords, district teams, suppliers, and the pilots in which dwellings and clients take part."""

from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from werkplaats.ground.tables import one_cooperative, one_of, some_of, steps
from werkplaats.homes.rules import NO_GO_REASON, Frequency, LandlordKind, NoGoSide, ParticipationStatus, PilotKind
from werkplaats.homes.rules.dwelling import address
from werkplaats.homes.rules.referral import last_day
from werkplaats.homes.rules.supplier import MINUTES_THERE, MOST_MINUTES_THERE
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.members.rules import Pet, SpokenLanguage

PLACE_WITHIN_CAP = """
    IF NEW.place IS NOT NULL AND NEW.place > (SELECT cap FROM homes_pilot WHERE id = NEW.pilot_id) THEN
        RAISE EXCEPTION 'pilot % is full: place % is above its cap', NEW.pilot_id, NEW.place
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Billed(models.Model):
    """What an invoice says of who pays it; empty where nobody filled it in yet. An e-invoice needs more than paper."""

    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    city = models.TextField(blank=True)
    kvk_number = models.TextField(blank=True)
    oin = models.TextField(blank=True, default="", db_default="")  # of a government body
    vat_number = models.TextField(blank=True, default="", db_default="")
    invoice_reference = models.TextField(blank=True, default="", db_default="")  # what the payer wants to see

    class Meta:
        abstract = True


class Landlord(Billed):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    name = models.TextField()
    kind = models.TextField(default=LandlordKind.PARTY)
    owner_builder = models.BooleanField(default=False, db_default=False)  # "eigenbouwer": VAT is reversed to it
    email = models.EmailField()
    phone = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("landlord"),
            one_of("landlord", "kind", LandlordKind),
            models.UniqueConstraint(fields=["cooperative", "name"], name="landlord_once"),
        ]

    def __str__(self) -> str:
        return self.name


class LandlordContact(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    landlord = models.ForeignKey(Landlord, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="landlord_contacts")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("landlordcontact", "landlord", "person"),
            models.UniqueConstraint(fields=["landlord", "person"], name="landlordcontact_once"),
        ]


class DistrictTeam(Billed):
    """The municipality's team that refers clients; the municipality pays for what it granted."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    name = models.TextField()
    municipality = models.TextField()
    email = models.EmailField()
    phone = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("districtteam"),
            models.UniqueConstraint(fields=["cooperative", "name"], name="districtteam_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DistrictTeamContact(models.Model):
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    district_team = models.ForeignKey(DistrictTeam, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="district_team_contacts")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("districtteamcontact", "district_team", "person"),
            models.UniqueConstraint(fields=["district_team", "person"], name="districtteamcontact_once"),
        ]


class Dwelling(models.Model):
    """One address. Without a landlord it is its resident's own, known because a client lives there."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="dwellings")
    street = models.TextField()
    house_number = models.PositiveIntegerField()
    addition = models.TextField(blank=True)
    postcode = models.TextField()  # "3812 AB": four digits, a space, two capitals
    city = models.TextField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    built_in = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("dwelling", "landlord"),
            models.UniqueConstraint(
                fields=["cooperative", "postcode", "house_number", "addition"], name="dwelling_address_once"
            ),
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[1-9][0-9]{3} [A-Z]{2}$"), name="dwelling_postcode_is_dutch"
            ),
        ]

    def __str__(self) -> str:
        return f"dwelling {self.pk}"

    @property
    def address(self) -> str:
        return address(self.street, self.house_number, self.addition)


class Supplier(models.Model):
    """Where material is fetched before a repair. One that is not used any more stays for the jobs that name it."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    name = models.TextField()
    street = models.TextField()
    house_number = models.PositiveIntegerField()
    addition = models.TextField(blank=True)
    postcode = models.TextField()
    city = models.TextField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    minutes = models.PositiveSmallIntegerField(default=MINUTES_THERE)  # that fetching takes there
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("supplier"),
            models.UniqueConstraint(fields=["cooperative", "name"], name="supplier_once"),
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[1-9][0-9]{3} [A-Z]{2}$"), name="supplier_postcode_is_dutch"
            ),
            models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES_THERE), name="supplier_minutes_are_an_errand"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return address(self.street, self.house_number, self.addition)


class SupplierHours(models.Model):
    """When a supplier is open. Weekday 0 is Monday. Without any it is not known, and nothing is refused for it."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("supplierhours", "supplier"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="supplierhours_weekday_is_one"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="supplierhours_end_after_start"),
        ]


class Residence(models.Model):
    """Who lives where, since when."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="residences")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("residence", "person", "dwelling"),
            models.UniqueConstraint(fields=["person", "dwelling"], condition=Q(until=None), name="residence_once"),
        ]


@pghistory.track(
    fields=["cooperative", "pets", "language_wanted", "language_required"],
    model_name="ClientEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class Client(models.Model):
    """Somebody who receives household help. No BSN: the municipality's provider has its own reference.

    Only what decides who can come has a history; notes that were changed are gone.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    person = models.OneToOneField(Person, models.PROTECT, related_name="client")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="clients")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, related_name="clients")
    provider_reference = models.TextField(blank=True)
    notes_for_helper = models.TextField(blank=True)
    pets = ArrayField(models.TextField(), default=list, blank=True)  # that live in the home
    language_wanted = models.TextField(blank=True)
    language_required = models.BooleanField(default=False)
    referred_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("client", "person", "dwelling", "district_team"),
            some_of("client", "pets", Pet),
            models.CheckConstraint(
                condition=Q(language_wanted="") | Q(language_wanted__in=[one.value for one in SpokenLanguage]),
                name="client_language_wanted_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language_required=False) | ~Q(language_wanted=""), name="client_requires_a_language"
            ),
        ]


class NoGo(models.Model):
    """A worker who is not sent to a client, whichever of the two does not want it. It is lifted, never changed.

    The reason is for coordinators alone, and goes when the no-go is lifted; so the row is its own history, and there
    is no other.
    """

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    client = models.ForeignKey(Client, models.CASCADE, related_name="no_go")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="no_go")
    side = models.TextField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("nogo", "client", "worker", "recorded_by", "lifted_by"),
            one_of("nogo", "side", NoGoSide),
            models.UniqueConstraint(fields=["client", "worker"], condition=Q(lifted_at=None), name="nogo_once"),
            models.CheckConstraint(condition=Q(lifted_at=None) | Q(reason=""), name="nogo_lifted_forgets_the_reason"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("reason"), NO_GO_REASON), name="nogo_reason_is_short"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["worker"], condition=Q(lifted_at=None), name="nogo_of_worker")]


@pghistory.track()
class CareGrant(models.Model):
    """What the municipality granted: which activities, how many minutes, how often, from when until when."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    client = models.ForeignKey(Client, models.PROTECT, related_name="grants")
    activities = ArrayField(models.TextField())
    minutes = models.PositiveSmallIntegerField()  # a visit
    frequency = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    preferred_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    preferred_start = models.TimeField(null=True, blank=True)
    heavy = models.BooleanField(default=False)  # heavy for the body, so nobody gets more than a share of it
    ended_on = models.DateField(null=True, blank=True)  # stopped early
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("caregrant", "client", "created_by"),
            one_of("caregrant", "frequency", Frequency),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="caregrant_ends_after_start"),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=480), name="caregrant_minutes_are_a_visit"
            ),
            models.CheckConstraint(condition=Q(activities__len__gt=0), name="caregrant_has_activities"),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it gives help."""
        return last_day(self.ends_on, self.ended_on)


@pghistory.track()
class Pilot(models.Model):
    """A bounded experiment: a cap, a start, an end."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    kind = models.TextField()
    name = models.TextField()
    landlord = models.ForeignKey(Landlord, models.PROTECT, null=True, blank=True, related_name="pilots")
    district_team = models.ForeignKey(DistrictTeam, models.PROTECT, null=True, blank=True, related_name="pilots")
    cap = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("pilot", "landlord", "district_team"),
            one_of("pilot", "kind", PilotKind),
            models.CheckConstraint(
                condition=Q(kind=PilotKind.REPAIRS, landlord__isnull=False)
                | Q(kind=PilotKind.HOUSEHOLD, district_team__isnull=False),
                name="pilot_has_its_partner",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pilot_ends_after_start"),
        ]


@pghistory.track()
class Participation(models.Model):
    """A dwelling or a client in a pilot. An active one holds a numbered place, so that the cap cannot be passed."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="participations")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="participations")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="participations")
    status = models.TextField()
    place = models.PositiveIntegerField(null=True, blank=True)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("participation", "pilot", "dwelling", "client", "requested_by"),
            one_of("participation", "status", ParticipationStatus),
            models.CheckConstraint(
                condition=Q(dwelling__isnull=False, client__isnull=True)
                | Q(dwelling__isnull=True, client__isnull=False),
                name="participation_of_a_dwelling_or_a_client",
            ),
            models.CheckConstraint(
                condition=Q(status=ParticipationStatus.ACTIVE, place__gte=1)
                | (~Q(status=ParticipationStatus.ACTIVE) & Q(place__isnull=True)),
                name="participation_active_has_a_place",
            ),
            models.UniqueConstraint(fields=["pilot", "place"], name="participation_place_once"),
            models.UniqueConstraint(
                fields=["pilot", "dwelling"],
                condition=~Q(status=ParticipationStatus.ENDED),
                name="participation_dwelling_once",
            ),
            models.UniqueConstraint(
                fields=["pilot", "client"],
                condition=~Q(status=ParticipationStatus.ENDED),
                name="participation_client_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["pilot", "status", "requested_at"], name="participation_queue")]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="place_within_cap",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PLACE_WITHIN_CAP,
            ),
            *steps(
                "status",
                (ParticipationStatus.WAITING, ParticipationStatus.ACTIVE),
                (ParticipationStatus.WAITING, ParticipationStatus.ENDED),
                (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED),
            ),
        ]
