import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.members.models
import werkplaats.members.rules
from django.conf import settings
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [
        ("members", "0002_api_token"),
        ("members", "0003_jobs_wait_for_nobody"),
        ("members", "0004_what_suits"),
        ("members", "0005_agenda_address"),
        ("members", "0006_nothing_twice"),
        ("members", "0007_the_books"),
    ]

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        steps.CreateModel(
            name="Cooperative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("slug", models.SlugField(unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.TextField()),
                ("city", models.TextField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
            ],
        ),
        steps.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_once")
                ],
            },
        ),
        steps.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="members.cooperative"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.TextField()),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.TextField(blank=True)),
                ("language", models.TextField(default=werkplaats.members.rules.Language["NL"])),
                ("contact_by", models.TextField(default=werkplaats.members.rules.ContactBy["EMAIL"])),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="person_of_one_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nl", "en"])), name="person_language_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact_by__in", ["email", "letter", "phone"])),
                        name="person_contact_by_is_known",
                    ),
                    models.UniqueConstraint(
                        models.F("cooperative"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="person_email_once_per_cooperative",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="PersonRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="members.person"
                    ),
                ),
                ("role", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="personrole_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="personrole_person_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["resident", "worker", "coordinator", "landlord", "observer", "district_team", "board"],
                            )
                        ),
                        name="personrole_role_is_known",
                    ),
                    models.UniqueConstraint(fields=("person", "role"), name="personrole_once"),
                ],
            },
        ),
        steps.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="members.person"
                    ),
                ),
                ("kind", models.TextField(default=werkplaats.members.rules.MemberKind["PERSON"])),
                ("business_name", models.TextField(blank=True)),
                ("number", models.PositiveIntegerField()),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="member_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="member_person_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "business"])), name="member_kind_is_known"
                    ),
                    models.UniqueConstraint(fields=("cooperative", "number"), name="member_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("person",), name="member_once_at_a_time"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="members.person"
                    ),
                ),
                ("purpose", models.TextField()),
                ("given", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="consent_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="consent_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="recorded_by", name="consent_recorded_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["share_concern_with_district_team"])),
                        name="consent_purpose_is_known",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="workers", to="members.cooperative"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="worker", to="members.person"
                    ),
                ),
                ("kind", models.TextField()),
                ("status", models.TextField(default=werkplaats.members.rules.WorkerStatus["APPLIED"])),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("kvk_number", models.TextField(blank=True)),
                ("vat_number", models.TextField(blank=True)),
                ("iban", models.TextField(blank=True)),
                ("postcode", models.TextField()),
                ("house_number", models.TextField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("radius_metres", models.PositiveIntegerField(default=5000)),
                ("hours_a_week", models.DecimalField(decimal_places=1, default=0, max_digits=4)),
                ("wishes", models.TextField(blank=True)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=werkplaats.members.models.dutch, size=None
                    ),
                ),
                (
                    "allergies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("travel_mode", models.TextField(default=werkplaats.members.rules.TravelMode["BICYCLE"])),
                ("contract", models.TextField()),
                ("contract_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("small_business", models.BooleanField(db_default=False, default=False)),
                ("shares_exemption", models.BooleanField(db_default=True, default=True)),
                ("applied_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="worker_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="worker_person_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="decided_by", name="worker_decided_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["tradesperson", "helper"])), name="worker_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["applied", "admitted", "declined", "left"])),
                        name="worker_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("travel_mode__in", ["foot", "bicycle", "car"])),
                        name="worker_travel_mode_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contract__in", ["employee", "self_employed"])),
                        name="worker_contract_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "languages__contained_by",
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
                            )
                        ),
                        name="worker_languages_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allergies__contained_by", ["cat", "dog", "bird", "rodent"])),
                        name="worker_allergies_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("languages__len__gt", 0)), name="worker_speaks_a_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_minutes", None),
                            models.Q(
                                ("contract", werkplaats.members.rules.Contract["EMPLOYEE"]),
                                ("contract_minutes__lte", 2880),
                            ),
                            _connector="OR",
                        ),
                        name="worker_contract_minutes_of_an_employee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kvk_number", ""), ("kvk_number__regex", "^[0-9]{8}$"), _connector="OR"),
                        name="worker_kvk_has_8_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", werkplaats.members.rules.WorkerKind["TRADESPERSON"]), _negated=True),
                            ("trades__len__gt", 0),
                            _connector="OR",
                        ),
                        name="tradesperson_has_a_trade",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="WorkerEvent",
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
                        to="members.worker",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("kind", models.TextField()),
                ("status", models.TextField(default=werkplaats.members.rules.WorkerStatus["APPLIED"])),
                (
                    "trades",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("kvk_number", models.TextField(blank=True)),
                ("vat_number", models.TextField(blank=True)),
                ("iban", models.TextField(blank=True)),
                ("postcode", models.TextField()),
                ("house_number", models.TextField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("radius_metres", models.PositiveIntegerField(default=5000)),
                ("hours_a_week", models.DecimalField(decimal_places=1, default=0, max_digits=4)),
                ("wishes", models.TextField(blank=True)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=werkplaats.members.models.dutch, size=None
                    ),
                ),
                (
                    "allergies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("travel_mode", models.TextField(default=werkplaats.members.rules.TravelMode["BICYCLE"])),
                ("contract", models.TextField()),
                ("contract_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("small_business", models.BooleanField(db_default=False, default=False)),
                ("shares_exemption", models.BooleanField(db_default=True, default=True)),
                ("applied_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="members.worker"
                    ),
                ),
                ("kind", models.TextField()),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="credential_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="credential_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="checked_by", name="credential_checked_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["vog", "insurance"])), name="credential_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("issued_on"))),
                        name="credential_ends_after_begin",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="CredentialEvent",
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
                        to="members.credential",
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
                    "worker",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.worker",
                    ),
                ),
                ("kind", models.TextField()),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Availability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="availability", to="members.worker"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="availability_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="availability_worker_same_cooperative"
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="availability_weekday_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="availability_ends_after_start"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="members.worker"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="absence_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="absence_worker_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="absence_ends_after_start"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="members.person",
                    ),
                ),
                ("event", models.TextField()),
                ("channel", models.TextField()),
                ("to", models.TextField(blank=True)),
                ("language", models.TextField(default=werkplaats.members.rules.Language["NL"])),
                ("subject", models.TextField()),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["created_at"], name="notice_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="notice_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="notice_person_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "letter", "phone"])),
                        name="notice_channel_is_known",
                    ),
                    models.UniqueConstraint(fields=("cooperative", "event"), name="notice_once_per_event"),
                ],
            },
        ),
        steps.CreateModel(
            name="AgendaAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "worker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda_address", to="members.worker"
                    ),
                ),
                ("key_hash", models.TextField(unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="agendaaddress_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="worker", name="agendaaddress_worker_same_cooperative"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="api_tokens", to="members.person"
                    ),
                ),
                ("role", models.TextField()),
                ("name", models.TextField()),
                ("token_hash", models.TextField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="apitoken_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="person", name="apitoken_person_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["resident", "worker", "coordinator", "landlord", "observer", "district_team", "board"],
                            )
                        ),
                        name="apitoken_role_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person", "name"),
                        name="apitoken_name_once_at_a_time",
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e2893244d88d9909eaacbaf888f114825cba89c7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_to_7005e",
                    table="members_consent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="worker",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{applied:admitted,applied:declined,declined:applied,admitted:left,left:applied}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="afca1321931d8d4298e357b78df0f758df179405",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_f44c5",
                    table="members_worker",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="worker",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_workerevent" ("allergies", "applied_at", "contract", "contract_minutes", "cooperative_id", "decided_at", "decided_by_id", "decision_reason", "hours_a_week", "house_number", "iban", "id", "kind", "kvk_number", "languages", "latitude", "longitude", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "radius_metres", "shares_exemption", "small_business", "status", "trades", "travel_mode", "vat_number", "wishes") VALUES (NEW."allergies", NEW."applied_at", NEW."contract", NEW."contract_minutes", NEW."cooperative_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."hours_a_week", NEW."house_number", NEW."iban", NEW."id", NEW."kind", NEW."kvk_number", NEW."languages", NEW."latitude", NEW."longitude", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postcode", NEW."radius_metres", NEW."shares_exemption", NEW."small_business", NEW."status", NEW."trades", NEW."travel_mode", NEW."vat_number", NEW."wishes"); RETURN NULL;',
                    hash="a4a22621338a883e909f63cd96729ee4e88851ce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_03a75",
                    table="members_worker",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="worker",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_workerevent" ("allergies", "applied_at", "contract", "contract_minutes", "cooperative_id", "decided_at", "decided_by_id", "decision_reason", "hours_a_week", "house_number", "iban", "id", "kind", "kvk_number", "languages", "latitude", "longitude", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "radius_metres", "shares_exemption", "small_business", "status", "trades", "travel_mode", "vat_number", "wishes") VALUES (NEW."allergies", NEW."applied_at", NEW."contract", NEW."contract_minutes", NEW."cooperative_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."hours_a_week", NEW."house_number", NEW."iban", NEW."id", NEW."kind", NEW."kvk_number", NEW."languages", NEW."latitude", NEW."longitude", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postcode", NEW."radius_metres", NEW."shares_exemption", NEW."small_business", NEW."status", NEW."trades", NEW."travel_mode", NEW."vat_number", NEW."wishes"); RETURN NULL;',
                    hash="6c4ed284d1678698ede43bd53aada4439b927191",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80527",
                    table="members_worker",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="workerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c699306f624de490ad405a6ad7a6663b469a98f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_05d12",
                    table="members_workerevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="credential",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_credentialevent" ("checked_at", "checked_by_id", "cooperative_id", "id", "issued_on", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until", "worker_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."cooperative_id", NEW."id", NEW."issued_on", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_until", NEW."worker_id"); RETURN NULL;',
                    hash="588fc6530cb688763f997355e9e0dbfa994d81f9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9d910",
                    table="members_credential",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="credential",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "members_credentialevent" ("checked_at", "checked_by_id", "cooperative_id", "id", "issued_on", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_until", "worker_id") VALUES (NEW."checked_at", NEW."checked_by_id", NEW."cooperative_id", NEW."id", NEW."issued_on", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_until", NEW."worker_id"); RETURN NULL;',
                    hash="b237e71af2ca6ee6b8a42392a6e71dbf9c7c511a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_06993",
                    table="members_credential",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="credentialevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8ef226f66c7e4d59466497208be5913a93d4e97d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a84d4",
                    table="members_credentialevent",
                    when="BEFORE",
                ),
            ),
        ),
        # A job that comes in does not call the workers: they look each second. NOTIFY takes one lock for the whole
        # server and holds it until the commit is on disk, so that no two transactions that put a job in the queue
        # commit at the same time. Eight clients then store no more reports than one.
        migrations.RunSQL(
            "DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs",
            migrations.RunSQL.noop,
        ),
    ]
