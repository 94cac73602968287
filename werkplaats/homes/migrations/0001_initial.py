import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.homes.rules
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [
        ("homes", "0002_what_suits"),
        ("homes", "0003_suppliers"),
        ("homes", "0004_e_invoices"),
        ("homes", "0005_the_books"),
    ]

    dependencies = [
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        steps.CreateModel(
            name="Landlord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.TextField(blank=True)),
                ("postcode", models.TextField(blank=True)),
                ("city", models.TextField(blank=True)),
                ("kvk_number", models.TextField(blank=True)),
                ("oin", models.TextField(blank=True, db_default="", default="")),
                ("vat_number", models.TextField(blank=True, db_default="", default="")),
                ("invoice_reference", models.TextField(blank=True, db_default="", default="")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("name", models.TextField()),
                ("kind", models.TextField(default=werkplaats.homes.rules.LandlordKind["PARTY"])),
                ("owner_builder", models.BooleanField(db_default=False, default=False)),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="landlord_of_one_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["party", "observer"])), name="landlord_kind_is_known"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "name"), name="landlord_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="LandlordContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "landlord",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="homes.landlord"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="landlord_contacts",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="landlordcontact_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="landlordcontact_landlord_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="person", name="landlordcontact_person_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("landlord", "person"), name="landlordcontact_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="DistrictTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.TextField(blank=True)),
                ("postcode", models.TextField(blank=True)),
                ("city", models.TextField(blank=True)),
                ("kvk_number", models.TextField(blank=True)),
                ("oin", models.TextField(blank=True, db_default="", default="")),
                ("vat_number", models.TextField(blank=True, db_default="", default="")),
                ("invoice_reference", models.TextField(blank=True, db_default="", default="")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("name", models.TextField()),
                ("municipality", models.TextField()),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="districtteam_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "name"), name="districtteam_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="DistrictTeamContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="homes.districtteam"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="district_team_contacts",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cooperative", "id"), name="districtteamcontact_of_one_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="districtteamcontact_district_team_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="person", name="districtteamcontact_person_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("district_team", "person"), name="districtteamcontact_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="Dwelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dwellings",
                        to="homes.landlord",
                    ),
                ),
                ("street", models.TextField()),
                ("house_number", models.PositiveIntegerField()),
                ("addition", models.TextField(blank=True)),
                ("postcode", models.TextField()),
                ("city", models.TextField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("built_in", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="dwelling_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="landlord", name="dwelling_landlord_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        fields=("cooperative", "postcode", "house_number", "addition"), name="dwelling_address_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("postcode__regex", "^[1-9][0-9]{3} [A-Z]{2}$")),
                        name="dwelling_postcode_is_dutch",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("name", models.TextField()),
                ("street", models.TextField()),
                ("house_number", models.PositiveIntegerField()),
                ("addition", models.TextField(blank=True)),
                ("postcode", models.TextField()),
                ("city", models.TextField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("minutes", models.PositiveSmallIntegerField(default=15)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="supplier_of_one_cooperative"),
                    models.UniqueConstraint(fields=("cooperative", "name"), name="supplier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("postcode__regex", "^[1-9][0-9]{3} [A-Z]{2}$")),
                        name="supplier_postcode_is_dutch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", 240)), name="supplier_minutes_are_an_errand"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Residence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residences", to="members.person"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residences", to="homes.dwelling"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="residence_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="residence_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="dwelling", name="residence_dwelling_same_cooperative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("person", "dwelling"), name="residence_once"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="client", to="members.person"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clients", to="homes.dwelling"
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clients", to="homes.districtteam"
                    ),
                ),
                ("provider_reference", models.TextField(blank=True)),
                ("notes_for_helper", models.TextField(blank=True)),
                (
                    "pets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("language_wanted", models.TextField(blank=True)),
                ("language_required", models.BooleanField(default=False)),
                ("referred_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="client_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="client_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="dwelling", name="client_dwelling_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="client_district_team_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pets__contained_by", ["cat", "dog", "bird", "rodent"])),
                        name="client_pets_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language_wanted", ""),
                            (
                                "language_wanted__in",
                                [
                                    "nl",
                                    "en",
                                    "ar",
                                    "ber",
                                    "de",
                                    "es",
                                    "fa",
                                    "fr",
                                    "ku",
                                    "pap",
                                    "pl",
                                    "pt",
                                    "ru",
                                    "so",
                                    "ti",
                                    "tr",
                                    "uk",
                                    "zh",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="client_language_wanted_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language_required", False),
                            models.Q(("language_wanted", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="client_requires_a_language",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ClientEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="homes.client",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "pets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("language_wanted", models.TextField(blank=True)),
                ("language_required", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="NoGo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="no_go", to="homes.client"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="no_go", to="members.worker"
                    ),
                ),
                ("side", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("lifted_at", None)), fields=["worker"], name="nogo_of_worker")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="nogo_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="client", name="nogo_client_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="nogo_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="nogo_recorded_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="lifted_by", name="nogo_lifted_by_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "worker"])), name="nogo_side_is_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("client", "worker"), name="nogo_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_at", None), ("reason", ""), _connector="OR"),
                        name="nogo_lifted_forgets_the_reason",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("reason"), 200
                        ),
                        name="nogo_reason_is_short",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CareGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="homes.client"
                    ),
                ),
                ("activities", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("frequency", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("preferred_weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("preferred_start", models.TimeField(blank=True, null=True)),
                ("heavy", models.BooleanField(default=False)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="caregrant_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="client", name="caregrant_client_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="created_by", name="caregrant_created_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("frequency__in", ["twice_a_week", "weekly", "every_two_weeks", "every_four_weeks"])
                        ),
                        name="caregrant_frequency_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="caregrant_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 480)),
                        name="caregrant_minutes_are_a_visit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("activities__len__gt", 0)), name="caregrant_has_activities"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CareGrantEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="homes.caregrant",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.client",
                    ),
                ),
                ("activities", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("frequency", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("preferred_weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("preferred_start", models.TimeField(blank=True, null=True)),
                ("heavy", models.BooleanField(default=False)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Pilot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilots",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilots",
                        to="homes.districtteam",
                    ),
                ),
                ("cap", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="pilot_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="landlord", name="pilot_landlord_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="district_team", name="pilot_district_team_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["repairs", "household"])), name="pilot_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", werkplaats.homes.rules.PilotKind["REPAIRS"]), ("landlord__isnull", False)
                            ),
                            models.Q(
                                ("district_team__isnull", False),
                                ("kind", werkplaats.homes.rules.PilotKind["HOUSEHOLD"]),
                            ),
                            _connector="OR",
                        ),
                        name="pilot_has_its_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="pilot_ends_after_start"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="PilotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="homes.pilot",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.landlord",
                    ),
                ),
                (
                    "district_team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.districtteam",
                    ),
                ),
                ("cap", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="homes.pilot"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="homes.dwelling",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="homes.client",
                    ),
                ),
                ("status", models.TextField()),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pilot", "status", "requested_at"], name="participation_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="participation_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="pilot", name="participation_pilot_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="dwelling", name="participation_dwelling_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="client", name="participation_client_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="requested_by", name="participation_requested_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "waiting", "ended"])),
                        name="participation_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client__isnull", True), ("dwelling__isnull", False)),
                            models.Q(("client__isnull", False), ("dwelling__isnull", True)),
                            _connector="OR",
                        ),
                        name="participation_of_a_dwelling_or_a_client",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("place__gte", 1), ("status", werkplaats.homes.rules.ParticipationStatus["ACTIVE"])
                            ),
                            models.Q(
                                models.Q(
                                    ("status", werkplaats.homes.rules.ParticipationStatus["ACTIVE"]), _negated=True
                                ),
                                ("place__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="participation_active_has_a_place",
                    ),
                    models.UniqueConstraint(fields=("pilot", "place"), name="participation_place_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status", werkplaats.homes.rules.ParticipationStatus["ENDED"]), _negated=True
                        ),
                        fields=("pilot", "dwelling"),
                        name="participation_dwelling_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status", werkplaats.homes.rules.ParticipationStatus["ENDED"]), _negated=True
                        ),
                        fields=("pilot", "client"),
                        name="participation_client_once",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ParticipationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="homes.participation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.cooperative",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.pilot",
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.dwelling",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.client",
                    ),
                ),
                ("status", models.TextField()),
                ("place", models.PositiveIntegerField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "homes_clientevent" ("cooperative_id", "language_required", "language_wanted", "pets", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cooperative_id", NEW."language_required", NEW."language_wanted", NEW."pets", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="4a5e4a65bd12a7df09aa2513c99667ab38c22ec7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c0c6f",
                    table="homes_client",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="client",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."language_required" IS DISTINCT FROM (NEW."language_required") OR OLD."language_wanted" IS DISTINCT FROM (NEW."language_wanted") OR OLD."pets" IS DISTINCT FROM (NEW."pets"))',
                    func='INSERT INTO "homes_clientevent" ("cooperative_id", "language_required", "language_wanted", "pets", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cooperative_id", NEW."language_required", NEW."language_wanted", NEW."pets", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="483052737b80c027e8cc626fd7cefd1eb9d0e271",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fb3b6",
                    table="homes_client",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="clientevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2ea3537a98f2284a400ffa8571830353f9fd727f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_781ef",
                    table="homes_clientevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caregrant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "homes_caregrantevent" ("activities", "client_id", "cooperative_id", "created_at", "created_by_id", "ended_on", "ends_on", "frequency", "heavy", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_start", "preferred_weekday", "starts_on") VALUES (NEW."activities", NEW."client_id", NEW."cooperative_id", NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."ends_on", NEW."frequency", NEW."heavy", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."preferred_start", NEW."preferred_weekday", NEW."starts_on"); RETURN NULL;',
                    hash="4bd32a09c060ed92f40dc704ec1b13d01ea3bb32",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4770a",
                    table="homes_caregrant",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caregrant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "homes_caregrantevent" ("activities", "client_id", "cooperative_id", "created_at", "created_by_id", "ended_on", "ends_on", "frequency", "heavy", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_start", "preferred_weekday", "starts_on") VALUES (NEW."activities", NEW."client_id", NEW."cooperative_id", NEW."created_at", NEW."created_by_id", NEW."ended_on", NEW."ends_on", NEW."frequency", NEW."heavy", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."preferred_start", NEW."preferred_weekday", NEW."starts_on"); RETURN NULL;',
                    hash="abc5829888abe8c93148f93faada405ed41eabe5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1be0",
                    table="homes_caregrant",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="caregrantevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="686194290748bdbd7a330c7e243ba60c4f8ff024",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e51ab",
                    table="homes_caregrantevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="pilot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "homes_pilotevent" ("cap", "cooperative_id", "district_team_id", "ends_on", "id", "kind", "landlord_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."cap", NEW."cooperative_id", NEW."district_team_id", NEW."ends_on", NEW."id", NEW."kind", NEW."landlord_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="c9b08d0203599158d099d39f1e035d0feef3b708",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a305a",
                    table="homes_pilot",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="pilot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "homes_pilotevent" ("cap", "cooperative_id", "district_team_id", "ends_on", "id", "kind", "landlord_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."cap", NEW."cooperative_id", NEW."district_team_id", NEW."ends_on", NEW."id", NEW."kind", NEW."landlord_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="c460451c84bc2a9571c08c56f1afa378e627da97",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a8fc7",
                    table="homes_pilot",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="pilotevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c3bfe41ead133f95926d416a8c1c95615dec8c4f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5e169",
                    table="homes_pilotevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="place_within_cap",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.place IS NOT NULL AND NEW.place > (SELECT cap FROM homes_pilot WHERE id = NEW.pilot_id) THEN\n        RAISE EXCEPTION 'pilot % is full: place % is above its cap', NEW.pilot_id, NEW.place\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="d712595dd3ec910a3de552923326fcaf70a5988c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_place_within_cap_1057e",
                    table="homes_participation",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{waiting:active,waiting:ended,active:ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="5f5cae32e19569547d753791969bb63c1caf80b2",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_3a5aa",
                    table="homes_participation",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "homes_participationevent" ("client_id", "cooperative_id", "dwelling_id", "end_reason", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "place", "requested_at", "requested_by_id", "started_at", "status") VALUES (NEW."client_id", NEW."cooperative_id", NEW."dwelling_id", NEW."end_reason", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pilot_id", NEW."place", NEW."requested_at", NEW."requested_by_id", NEW."started_at", NEW."status"); RETURN NULL;',
                    hash="29dd578d4333eaf83d539fc09d4bd5a75314d701",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1e3f7",
                    table="homes_participation",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "homes_participationevent" ("client_id", "cooperative_id", "dwelling_id", "end_reason", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "place", "requested_at", "requested_by_id", "started_at", "status") VALUES (NEW."client_id", NEW."cooperative_id", NEW."dwelling_id", NEW."end_reason", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pilot_id", NEW."place", NEW."requested_at", NEW."requested_by_id", NEW."started_at", NEW."status"); RETURN NULL;',
                    hash="f05c9a7c82045d833d704239f6960fb1e1669ef3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c11e4",
                    table="homes_participation",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="participationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cd769e564ee46089df3c0bbb52fce07811a7199d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_54e4a",
                    table="homes_participationevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
