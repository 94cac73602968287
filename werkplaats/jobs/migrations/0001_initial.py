import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import werkplaats.ground.tables
import werkplaats.intake.rules
import werkplaats.jobs.rules
import werkplaats.triage.rules
from django.db import migrations, models

from werkplaats.ground import steps


class Migration(migrations.Migration):
    initial = True
    # Steps of before the first release, which are all in here.
    replaces = [("jobs", "0002_suppliers")]

    dependencies = [
        ("homes", "0001_initial"),
        ("intake", "0001_initial"),
        ("members", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("triage", "0001_initial"),
    ]

    operations = [
        steps.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                ("branch", models.TextField()),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="intake.request",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="triage.assessment",
                    ),
                ),
                (
                    "care_grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="homes.caregrant",
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="homes.dwelling"
                    ),
                ),
                ("trade", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("urgency", models.TextField(default=werkplaats.triage.rules.Urgency["NORMAL"])),
                ("minutes", models.PositiveSmallIntegerField()),
                ("workers", models.PositiveSmallIntegerField(default=1)),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="before",
                        to="jobs.job",
                    ),
                ),
                (
                    "warranty_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warranty_jobs",
                        to="jobs.job",
                    ),
                ),
                (
                    "pick_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="homes.supplier",
                    ),
                ),
                ("status", models.TextField(default=werkplaats.jobs.rules.JobStatus["OPEN"])),
                ("due_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["cooperative", "due_at"], name="job_late"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="job_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="request", name="job_request_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="assessment", name="job_assessment_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(
                        field="care_grant", name="job_care_grant_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="dwelling", name="job_dwelling_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="after", name="job_after_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(
                        field="warranty_of", name="job_warranty_of_same_cooperative"
                    ),
                    werkplaats.ground.tables.SameCooperative(field="pick_up", name="job_pick_up_same_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="opened_by", name="job_opened_by_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(("branch__in", ["repairs", "household"])), name="job_branch_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "done", "cancelled"])), name="job_status_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["emergency", "soon", "normal", "planned"])),
                        name="job_urgency_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("request__isnull", False), ("care_grant__isnull", False), _connector="OR"),
                        name="job_has_an_origin",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("care_grant__isnull", False), ("warranty_of", None)),
                        fields=("care_grant",),
                        name="job_once_per_care_grant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pick_up", None), ("branch", werkplaats.intake.rules.Branch["REPAIRS"]), _connector="OR"
                        ),
                        name="job_fetches_material_for_repairs",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="JobEvent",
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
                        to="jobs.job",
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
                ("branch", models.TextField()),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="intake.request",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="triage.assessment",
                    ),
                ),
                (
                    "care_grant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.caregrant",
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.dwelling",
                    ),
                ),
                ("trade", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("urgency", models.TextField(default=werkplaats.triage.rules.Urgency["NORMAL"])),
                ("minutes", models.PositiveSmallIntegerField()),
                ("workers", models.PositiveSmallIntegerField(default=1)),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "warranty_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "pick_up",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="homes.supplier",
                    ),
                ),
                ("status", models.TextField(default=werkplaats.jobs.rules.JobStatus["OPEN"])),
                ("due_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.person",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cooperative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="members.cooperative"),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="jobs.job"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("status", models.TextField(default=werkplaats.jobs.rules.VisitStatus["TO_PLAN"])),
                ("minutes", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("cancel_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["cooperative", "status", "due_on"], name="visit_to_plan")],
                "constraints": [
                    models.UniqueConstraint(fields=("cooperative", "id"), name="visit_of_one_cooperative"),
                    werkplaats.ground.tables.SameCooperative(field="job", name="visit_job_same_cooperative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "to_plan",
                                    "offered",
                                    "agreed",
                                    "under_way",
                                    "done",
                                    "follow_up",
                                    "nobody_home",
                                    "signed",
                                    "disputed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="visit_status_is_known",
                    ),
                    models.UniqueConstraint(fields=("job", "number"), name="visit_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["to_plan", "offered", "cancelled"]),
                            ("period__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_agreed_has_a_time",
                    ),
                ],
            },
        ),
        steps.CreateModel(
            name="VisitEvent",
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
                        to="jobs.visit",
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
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="jobs.job",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("status", models.TextField(default=werkplaats.jobs.rules.VisitStatus["TO_PLAN"])),
                ("minutes", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("cancel_reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        steps.AddTrigger(
            model_name="job",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "jobs_jobevent" ("after_id", "assessment_id", "branch", "care_grant_id", "cooperative_id", "description", "due_at", "dwelling_id", "ended_at", "id", "minutes", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pick_up_id", "request_id", "status", "trade", "urgency", "warranty_of_id", "workers") VALUES (NEW."after_id", NEW."assessment_id", NEW."branch", NEW."care_grant_id", NEW."cooperative_id", NEW."description", NEW."due_at", NEW."dwelling_id", NEW."ended_at", NEW."id", NEW."minutes", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pick_up_id", NEW."request_id", NEW."status", NEW."trade", NEW."urgency", NEW."warranty_of_id", NEW."workers"); RETURN NULL;',
                    hash="1ae163b63d1c388d847f722d49c9d443ab86031b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8da9d",
                    table="jobs_job",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="job",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "jobs_jobevent" ("after_id", "assessment_id", "branch", "care_grant_id", "cooperative_id", "description", "due_at", "dwelling_id", "ended_at", "id", "minutes", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pick_up_id", "request_id", "status", "trade", "urgency", "warranty_of_id", "workers") VALUES (NEW."after_id", NEW."assessment_id", NEW."branch", NEW."care_grant_id", NEW."cooperative_id", NEW."description", NEW."due_at", NEW."dwelling_id", NEW."ended_at", NEW."id", NEW."minutes", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pick_up_id", NEW."request_id", NEW."status", NEW."trade", NEW."urgency", NEW."warranty_of_id", NEW."workers"); RETURN NULL;',
                    hash="7421b11f9fd69869834ddac7eff09a1b90d90c9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_91845",
                    table="jobs_job",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="jobevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67019ae1f72962be241366f43cf545c44dd6801b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5eb02",
                    table="jobs_jobevent",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="status_takes_only_known_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{agreed:cancelled,agreed:to_plan,agreed:under_way,disputed:signed,done:disputed,done:signed,follow_up:disputed,follow_up:signed,offered:agreed,offered:cancelled,offered:to_plan,to_plan:agreed,to_plan:cancelled,to_plan:offered,under_way:done,under_way:follow_up,under_way:nobody_home}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d925f2d742b0b84c94d6b2c284290f2c068af539",
                    operation="UPDATE",
                    pgid="pgtrigger_status_takes_only_known_steps_bc795",
                    table="jobs_visit",
                    when="BEFORE",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "jobs_visitevent" ("cancel_reason", "cooperative_id", "created_at", "due_on", "id", "job_id", "minutes", "number", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."cancel_reason", NEW."cooperative_id", NEW."created_at", NEW."due_on", NEW."id", NEW."job_id", NEW."minutes", NEW."number", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="63da30a68cc88dd5649b4ac57bf04860af401ad5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4c896",
                    table="jobs_visit",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "jobs_visitevent" ("cancel_reason", "cooperative_id", "created_at", "due_on", "id", "job_id", "minutes", "number", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."cancel_reason", NEW."cooperative_id", NEW."created_at", NEW."due_on", NEW."id", NEW."job_id", NEW."minutes", NEW."number", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="65d9be053ca0193d6d4bac758127c6c549c746ee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_82d31",
                    table="jobs_visit",
                    when="AFTER",
                ),
            ),
        ),
        steps.AddTrigger(
            model_name="visitevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eada9b956477c395cd42abc8b28da1ccf1fec32e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d065c",
                    table="jobs_visitevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
