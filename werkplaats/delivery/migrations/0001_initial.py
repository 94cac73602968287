import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.delivery.rules
import werkplaats.ground.tables
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("homes", "0001_initial"),
        ("jobs", "0001_initial"),
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        steps.CreateModel(
            name="Timesheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timesheets", to="jobs.visit"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timesheets", to="members.worker"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("signed_as", models.TextField(blank=True)),
                ("disputed_at", models.DateTimeField(blank=True, null=True)),
                ("dispute", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="timesheet_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="timesheet_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="worker", name="timesheet_worker_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="signed_by", name="timesheet_signed_by_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("visit", "worker"), name="timesheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "done", "follow_up", "nobody_home"])),
                        name="timesheet_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_as__in", ["", "resident", "coordinator"])),
                        name="timesheet_signed_as_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at__isnull", True), ("stopped_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="timesheet_stops_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_at__isnull", True), ("stopped_at__isnull", False), _connector="OR"),
                        name="timesheet_signed_is_stopped",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)),
                        fields=("worker",),
                        name="timesheet_one_running_per_worker",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="TimesheetEvent",
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
                        to="delivery.timesheet",
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
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.visit",
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
                ("started_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
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
                ("signed_as", models.TextField(blank=True)),
                ("disputed_at", models.DateTimeField(blank=True, null=True)),
                ("dispute", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "timesheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="materials", to="delivery.timesheet"
                    ),
                ),
                ("description", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=8)),
                ("unit_price_cents", models.PositiveIntegerField()),
                ("form_token", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="material_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="timesheet", name="material_timesheet_same_cooperative"
                    ),
                    models.UniqueConstraint(fields=("timesheet", "form_token"), name="material_form_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="material_quantity_is_positive"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="WorkPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "timesheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="delivery.timesheet"
                    ),
                ),
                ("file", models.FileField(upload_to="work/%Y/%m/")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="workphoto_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="timesheet", name="workphoto_timesheet_same_cooperative"
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="Concern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concerns", to="homes.client"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="jobs.visit",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("status", models.TextField(default=werkplaats.delivery.rules.ConcernStatus["RAISED"])),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("follow_up", models.TextField(blank=True)),
                ("shared_with_district_team_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="concern_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="client", name="concern_client_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="concern_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="raised_by", name="concern_raised_by_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="handled_by", name="concern_handled_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["raised", "taken_up", "closed"])),
                        name="concern_status_is_known",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="ConcernEvent",
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
                        to="delivery.concern",
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
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.visit",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("status", models.TextField(default=werkplaats.delivery.rules.ConcernStatus["RAISED"])),
                (
                    "handled_by",
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
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("follow_up", models.TextField(blank=True)),
                ("shared_with_district_team_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="jobs.visit"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField()),
                ("thanks", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="feedback_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="visit", name="feedback_visit_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="given_by", name="feedback_given_by_same_cooperative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating__gte", 1), ("rating__lte", 5)), name="feedback_rating_is_1_to_5"
                    ),
                ],
            },
        ),
        steps.AddTrigger(
            model_name="timesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delivery_timesheetevent" ("cooperative_id", "dispute", "disputed_at", "id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_as", "signed_at", "signed_by_id", "started_at", "stopped_at", "visit_id", "worker_id") VALUES (NEW."cooperative_id", NEW."dispute", NEW."disputed_at", NEW."id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signed_as", NEW."signed_at", NEW."signed_by_id", NEW."started_at", NEW."stopped_at", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="3272c14b5c3832842ab0512e7ec978ff9bb0ac89",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0afa3",
                    table="delivery_timesheet",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="timesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "delivery_timesheetevent" ("cooperative_id", "dispute", "disputed_at", "id", "note", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_as", "signed_at", "signed_by_id", "started_at", "stopped_at", "visit_id", "worker_id") VALUES (NEW."cooperative_id", NEW."dispute", NEW."disputed_at", NEW."id", NEW."note", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signed_as", NEW."signed_at", NEW."signed_by_id", NEW."started_at", NEW."stopped_at", NEW."visit_id", NEW."worker_id"); RETURN NULL;',
                    hash="bd2364c997526423993888f3630854a09d0320d5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_78788",
                    table="delivery_timesheet",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="timesheetevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8b20b6cdfefd90fa2999c04753c749cc5b6afd75",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bc3a7",
                    table="delivery_timesheetevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delivery_concernevent" ("client_id", "cooperative_id", "follow_up", "handled_at", "handled_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "shared_with_district_team_at", "status", "text", "visit_id") VALUES (NEW."client_id", NEW."cooperative_id", NEW."follow_up", NEW."handled_at", NEW."handled_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."shared_with_district_team_at", NEW."status", NEW."text", NEW."visit_id"); RETURN NULL;',
                    hash="5a96b799b2658c69cdfe625eef85738c6497298e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_24bb6",
                    table="delivery_concern",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="concern",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "delivery_concernevent" ("client_id", "cooperative_id", "follow_up", "handled_at", "handled_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "shared_with_district_team_at", "status", "text", "visit_id") VALUES (NEW."client_id", NEW."cooperative_id", NEW."follow_up", NEW."handled_at", NEW."handled_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."shared_with_district_team_at", NEW."status", NEW."text", NEW."visit_id"); RETURN NULL;',
                    hash="4ba37a71224e55c960e49cdc8379137e4f143ed5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fa425",
                    table="delivery_concern",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="concernevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8321d9b511511ffdd3dd4903e475bb40c8b30278",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b620",
                    table="delivery_concernevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
